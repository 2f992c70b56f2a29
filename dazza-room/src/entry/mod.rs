//! The way into the room: sign in, join, wait for the roster; and what to make of a refusal on the way. Pure.
//!
//! Who joins under a name kicks whoever is there under it. After we were put out that way we join without a name first, and
//! leave in peace if the name is there: or two that share an account would kick each other for ever.

mod refusal;

use std::time::Duration;

use dazza_shared::exit::Exit;
use dazza_shared::link::Credentials;
use dazza_shared::names::{PlayerName, RoomName};
use tokio::time::Instant;

use crate::cytube::action::Action;
use crate::cytube::event::{Event, LoginAnswer};
pub use refusal::{Redial, Refusal};

/// How far we have got with one connection.
#[derive(Debug)]
pub struct Entry {
    room: RoomName,
    name: PlayerName,
    step: Step,
    give_up_at: Instant,
    is_guest: bool,
    has_tried_password: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// Joining without a name, to see whether ours is there.
    Looking,
    SigningIn(Join),
    Joining,
    Inside,
}

/// How far the join is while we sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Join {
    /// Not asked for.
    Later,
    /// Asked for; the channel lets nobody in without a name.
    Asked,
    /// Done, without a name.
    Done,
}

/// How a channel tells that it lets nobody in without a name. Source: `cytube-protocol`, 2.5.
const NO_ANONYMOUS: &str = "This channel has blocked anonymous users";

/// What an event means on the way in.
#[derive(Debug)]
pub enum Progress {
    /// Nothing to us.
    None,
    /// Ask this next.
    Ask(Action),
    /// We are in: what follows is live.
    Inside,
    /// We are out, for this reason.
    Out(Out),
}

/// Why we are not in the room: for the plan, and in words for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Out {
    /// What it means for the next try.
    pub refusal: Refusal,
    /// What happened, and how to mend it if a person must.
    pub reason: String,
}

/// How long the server may take for each step. Source: `platform.md`, 1.8.
const STEP_LIMIT: Duration = Duration::from_secs(10);

impl Entry {
    /// Begins on a fresh connection, with the login to send.
    pub fn begin(room: RoomName, name: PlayerName, credentials: &Credentials, now: Instant) -> (Self, Action) {
        let entry = Self::at(Step::SigningIn(Join::Later), (room, name), credentials, now);
        let login = entry.login(credentials);
        (entry, login)
    }

    /// Begins on a fresh connection after another one under our name put us out, with what to ask first: whether it is
    /// there still is looked at without a name.
    pub fn begin_looking(room: RoomName, name: PlayerName, credentials: &Credentials, now: Instant) -> (Self, Action) {
        let entry = Self::at(Step::Looking, (room, name), credentials, now);
        let join = entry.join_channel(credentials);
        (entry, join)
    }

    fn at(step: Step, (room, name): (RoomName, PlayerName), credentials: &Credentials, now: Instant) -> Self {
        let is_guest = credentials.password.is_none();
        Self { room, name, step, give_up_at: now + STEP_LIMIT, is_guest, has_tried_password: false }
    }

    /// Whether we are in the room.
    pub fn is_inside(&self) -> bool {
        self.step == Step::Inside
    }

    /// When the step in hand counts as failed; `None` once inside.
    pub fn give_up_at(&self) -> Option<Instant> {
        (!self.is_inside()).then_some(self.give_up_at)
    }

    /// The step in hand took too long.
    pub fn overdue(&self) -> Out {
        let doing = if matches!(self.step, Step::SigningIn(_)) { "the login" } else { "joining the channel" };
        let seconds = STEP_LIMIT.as_secs();
        Out::unreachable(format!("the chat server did not answer {doing} within {seconds} s"))
    }

    /// What `event` means for our standing, on the way in and once inside.
    pub fn heard(&mut self, event: &Event, credentials: &Credentials, now: Instant) -> Progress {
        match (event, self.step) {
            (Event::Kick { reason }, _) => Progress::Out(Out::kicked(reason.as_deref())),
            (Event::PartitionChange, _) => Progress::Out(Out::moved()),
            (Event::Login(LoginAnswer::Welcome { .. }), Step::SigningIn(join)) => {
                self.signed_in(join, credentials, now)
            }
            (Event::Login(LoginAnswer::Refused { text }), Step::SigningIn(_)) => {
                Progress::Out(Out::login_refused(text, &credentials.username, self.is_guest))
            }
            (Event::NeedPassword { .. }, Step::Looking | Step::Joining) => self.answer_password(credentials, now),
            (Event::UserList(users), Step::Looking) if users.iter().any(|user| self.name.is(&user.name)) => {
                Progress::Out(Out::name_taken(&self.name))
            }
            (Event::UserList(_), Step::Looking) => self.sign_in(Join::Done, credentials, now),
            (Event::ErrorMsg(refusal), Step::Looking) if refusal.text.starts_with(NO_ANONYMOUS) => {
                self.sign_in(Join::Asked, credentials, now)
            }
            (Event::UserList(_), Step::SigningIn(Join::Asked)) => {
                self.step = Step::SigningIn(Join::Done);
                Progress::None
            }
            (Event::UserList(_), Step::Joining) => self.inside(),
            _ => Progress::None,
        }
    }

    fn sign_in(&mut self, join: Join, credentials: &Credentials, now: Instant) -> Progress {
        self.go_on(Step::SigningIn(join), now);
        Progress::Ask(self.login(credentials))
    }

    fn signed_in(&mut self, join: Join, credentials: &Credentials, now: Instant) -> Progress {
        if join == Join::Done {
            return self.inside();
        }
        self.go_on(Step::Joining, now);
        if join == Join::Later { Progress::Ask(self.join_channel(credentials)) } else { Progress::None }
    }

    fn inside(&mut self) -> Progress {
        self.step = Step::Inside;
        Progress::Inside
    }

    fn go_on(&mut self, step: Step, now: Instant) {
        self.step = step;
        self.give_up_at = now + STEP_LIMIT;
    }

    fn login(&self, credentials: &Credentials) -> Action {
        Action::Login { name: self.name.clone(), password: credentials.password.clone() }
    }

    fn join_channel(&self, credentials: &Credentials) -> Action {
        Action::JoinChannel { room: self.room.clone(), password: credentials.channel_password.clone() }
    }

    fn answer_password(&mut self, credentials: &Credentials, now: Instant) -> Progress {
        match &credentials.channel_password {
            Some(password) if !self.has_tried_password => {
                self.has_tried_password = true;
                self.go_on(self.step, now);
                Progress::Ask(Action::ChannelPassword(password.clone()))
            }
            Some(_) => Progress::Out(Out::password("the channel refuses the password in `password` of this room")),
            None => Progress::Out(Out::password("the channel wants a password; give it as `password` of this room")),
        }
    }
}

impl Out {
    /// Something on the way failed.
    pub fn unreachable(reason: String) -> Self {
        Self { refusal: Refusal::Unreachable, reason }
    }

    /// Nobody has registered the channel, and the room does not want to be in such a one.
    pub fn unregistered(room: &RoomName) -> Self {
        let reason = format!(
            "nobody has registered the channel `{room}` on this server; correct the name or set allow_unregistered = true"
        );
        Self { refusal: Refusal::NeedsAPerson(Exit::ChannelRefused), reason }
    }

    /// New settings name another server or account.
    pub fn reconfigured() -> Self {
        Self { refusal: Refusal::Reloading, reason: "new settings need a new connection".to_owned() }
    }

    fn kicked(reason: Option<&str>) -> Self {
        let said = reason.filter(|reason| !reason.is_empty()).unwrap_or("no reason given");
        Self { refusal: Refusal::of_kick(reason), reason: format!("put out of the room: {said}") }
    }

    fn name_taken(name: &PlayerName) -> Self {
        let reason = format!(
            "another connection under the name `{name}` is in the room and is left there; \
             end whatever else uses the account, or give this room another"
        );
        Self { refusal: Refusal::DuplicateLogin, reason }
    }

    fn moved() -> Self {
        Self { refusal: Refusal::Reloading, reason: "the channel moves to another server".to_owned() }
    }

    fn password(reason: &str) -> Self {
        Self { refusal: Refusal::ChannelPassword, reason: reason.to_owned() }
    }

    fn login_refused(text: &str, username: &str, is_guest: bool) -> Self {
        let who = if is_guest { "guest" } else { "account" };
        let mut reason = format!("the chat server refused the login of {who} `{username}`: {text}");
        let refusal = Refusal::of_login(text, is_guest);
        if let Refusal::NeedsAPerson(_) = refusal {
            reason.push_str("; correct the account's username or password and restart the room");
        }
        Self { refusal, reason }
    }
}

#[cfg(test)]
mod tests;

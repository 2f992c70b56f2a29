//! The host of the room: owns all its state, and turns each input into effects. Pure: nothing here waits.

mod acts;
mod airings;
mod asks;
mod beat;
mod catch_up;
mod chat;
mod deeds;
mod heist;
mod house;
mod line;
mod mentions;
mod muggings;
mod people;
mod post;
mod social;
mod supervisor;
mod watching;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use dazza_shared::config::{LogSettings, RoomSettings};
use dazza_shared::counters::{Counters, ErrorKind};
use dazza_shared::dice::Dice;
use dazza_shared::exit::Exit;
use dazza_shared::line_key::{LineKey, Twins};
use dazza_shared::link::{LastError, ToFleet, ToRoom, Welcome};
use dazza_shared::names::{NameError, PlayerName};
use dazza_shared::store::limiter::Use;
use dazza_shared::zones;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::time::Instant;
use tracing::{info, warn};

use crate::acts::Acts;
use crate::commands::{Deed, Desk, Done, EARNING, OpenAsk, TABLE};
use crate::cytube::action::Action;
use crate::cytube::event::Event;
use crate::database::{Picture, Record, Status};
use crate::entry::{Out, Redial};
use crate::journal::{Backlog, Book, Entry};
use crate::outbox::{Answers, Outbox};
use crate::outside::{Brought, Errand, Known};
use crate::reactions::{Door, Mentions, Note, Pending, Remarks, Said};
use crate::room::{Obstacle, Room, Vitals};
use line::Stage;

pub use catch_up::Asked;

/// Something that wakes the room.
#[derive(Debug)]
pub enum Input {
    /// The supervisor answered our hello, or sends new settings.
    Welcome(Box<Welcome>),
    /// The supervisor says something else.
    Told(ToRoom),
    /// The link to the supervisor is down.
    Unlinked,
    /// A dial came to its end: connected, or not and why.
    Dialled(Result<(), Out>),
    /// The chat server told us something.
    Heard(Event),
    /// The connection to the chat server is over, in words for the operator.
    Ended(String),
    /// A moment that [`Host::wake_at`] named has come.
    Wake,
    /// A line that asks for something was noted, and is to be answered now.
    Serve(Box<Asked>),
    /// The worker has done with a deed.
    Done(Box<Done>),
    /// People have used commands in other rooms.
    Used(Vec<Use>),
    /// A picture is in a gallery now; whether it is back there.
    Kept(Picture, bool),
    /// An errand outside has come to its end.
    Brought(Brought),
    /// The room has a way to a database, or another than before.
    Database,
    /// It is time for a heartbeat.
    Beat,
    /// Leave in order, for this reason.
    Stop(&'static str),
}

/// Something to be done for the room.
#[derive(Debug)]
pub enum Effect {
    /// Connect to the chat server.
    Dial,
    /// Close the connection to the chat server.
    HangUp,
    /// Ask something of the chat server.
    Ask {
        /// What.
        action: Action,
        /// The frame that this answers at once.
        answers: Option<Answers>,
    },
    /// Note this for the process after this one.
    Journal(Entry),
    /// Come back with this line at once, and all that comes before it done.
    Serve(Box<Asked>),
    /// Have this done in the database.
    Work(Box<Deed>),
    /// Have this found out outside.
    Fetch(Errand),
    /// Have this stored in the database.
    Store(Record),
    /// Say something to the supervisor.
    Tell(ToFleet),
    /// Keep the log in this way from now on.
    Log(LogSettings),
    /// The process ends.
    Leave(Exit, String),
}

/// A moment, by both clocks.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// For waits.
    pub instant: Instant,
    /// For people.
    pub time: Timestamp,
}

/// All that one room is, in one place, with one owner.
#[derive(Debug)]
pub struct Host {
    welcome: Welcome,
    /// Those of the welcome once more, for deeds to take along.
    settings: Arc<RoomSettings>,
    bot: PlayerName,
    zone: TimeZone,
    statistics_zone: TimeZone,
    started: Timestamp,
    is_linked: bool,
    stage: Stage,
    why_not_inside: Option<Out>,
    /// Another connection under our name put us out, and we have not been inside since.
    is_replaced: bool,
    has_been_inside: bool,
    leave_by: Option<Instant>,
    room: Room,
    desk: Desk,
    pending: Pending,
    acts: Acts,
    door: Door,
    remarks: Remarks,
    /// Lines whose answers are being found out outside, by the numbers of their errands.
    asks: BTreeMap<u64, OpenAsk>,
    /// Lines for which it is looked up what to ask.
    looks: BTreeMap<LineKey, OpenAsk>,
    /// People who have spoken to the bot and wait, by the numbers of their errands.
    talks: BTreeMap<u64, mentions::Talk>,
    n_asks: u64,
    known: Known,
    mentions: Mentions,
    /// What was said of late, where somebody reads it.
    lately: VecDeque<Said>,
    twins: Twins,
    backlog: Backlog,
    book: Book,
    /// What was missed is caught up with by then, or sooner: when the database has told what an earlier process left open.
    catch_up_by: Option<Instant>,
    store: Status,
    outbox: Outbox,
    obstacle: Option<Obstacle>,
    redial: Redial,
    dice: Dice,
    counters: Counters,
    last_error: Option<LastError>,
    react_at: Option<Instant>,
    recent: VecDeque<(Timestamp, bool)>,
    /// The process as it was at the last heartbeat.
    vitals: Arc<Vitals>,
    /// Named people, those of them away, and connections, as the live feed was told last.
    counted: (u64, u64, u64),
    effects: Vec<Effect>,
}

impl Host {
    /// A host that has just been welcomed and is on its way to the connect gate.
    ///
    /// # Errors
    ///
    /// The account's name is none that the chat server could know.
    pub fn new(welcome: Welcome, dice: Dice, now: Now) -> Result<Self, NameError> {
        let bot = welcome.credentials.username.parse()?;
        let zone = zone_of(&welcome.settings.timezone);
        let statistics_zone = zone_of(&welcome.settings.statistics_zone);
        warn_of_unknown_commands(&welcome);
        Ok(Self {
            settings: Arc::new(welcome.settings.clone()),
            welcome,
            bot,
            zone,
            statistics_zone,
            started: now.time,
            is_linked: true,
            stage: Stage::Waiting { until: now.instant, next_try: now.time },
            why_not_inside: None,
            is_replaced: false,
            has_been_inside: false,
            leave_by: None,
            room: Room::default(),
            desk: Desk::default(),
            pending: Pending::default(),
            acts: Acts::default(),
            door: Door::default(),
            remarks: Remarks::default(),
            asks: BTreeMap::new(),
            looks: BTreeMap::new(),
            talks: BTreeMap::new(),
            n_asks: 0,
            known: Known::default(),
            mentions: Mentions::default(),
            lately: VecDeque::new(),
            twins: Twins::default(),
            backlog: Backlog::default(),
            book: Book::default(),
            catch_up_by: None,
            store: Status::default(),
            outbox: Outbox::default(),
            obstacle: None,
            redial: Redial::default(),
            dice,
            counters: Counters::default(),
            last_error: None,
            react_at: None,
            recent: VecDeque::new(),
            vitals: Arc::default(),
            counted: (0, 0, 0),
            effects: Vec::new(),
        })
    }

    /// Takes one input in and says what is to be done; a new phase is told at once, not with the next heartbeat.
    pub fn handle(&mut self, input: Input, now: Now) -> Vec<Effect> {
        let phase_before = self.line_phase();
        self.take(input, now);
        self.catch_up(now);
        self.say_what_is_due(now);
        self.take_back_undelivered(now);
        if self.line_phase() != phase_before {
            self.beat();
        }
        self.leave_if_done(now);
        std::mem::take(&mut self.effects)
    }

    fn take(&mut self, input: Input, now: Now) {
        match input {
            Input::Welcome(welcome) => self.welcomed(*welcome, now),
            Input::Told(message) => self.told(message, now),
            Input::Unlinked => self.unlinked(now),
            Input::Dialled(Ok(())) => self.connected(now),
            Input::Dialled(Err(out)) => self.go_out(out, ErrorKind::Connect, now),
            Input::Heard(event) => self.heard(event, now),
            Input::Ended(reason) => self.go_out(Out::unreachable(reason), ErrorKind::Disconnect, now),
            Input::Wake => self.woken(now),
            Input::Serve(asked) => self.serve(&asked, now),
            Input::Done(done) => self.done(&done, now),
            Input::Used(uses) => self.desk.note(&Note::Used(uses), now.time),
            Input::Kept(picture, is_back) => self.picture_kept(picture, is_back),
            Input::Brought(brought) => self.brought(brought, now),
            Input::Database => self.look_up_what_is_open(now),
            Input::Beat => {
                self.book.sweep(now.time);
                self.tell_counts();
                self.beat();
            }
            Input::Stop(reason) => self.stop(reason, now),
        }
    }

    /// When to come back with [`Input::Wake`], if nothing else happens.
    pub fn wake_at(&self) -> Option<Instant> {
        let outbox = self.outbox.wake_at().filter(|_| self.stage.is_inside());
        [self.stage.wake_at(), outbox, self.leave_by, self.react_at, self.catch_up_by].into_iter().flatten().min()
    }

    /// The settings in force.
    pub fn welcome(&self) -> &Welcome {
        &self.welcome
    }

    /// A reply to a frame has just gone out.
    pub fn note_answered(&mut self, answers: Answers) {
        let handling = if answers.is_stored { &mut self.counters.handling_stored } else { &mut self.counters.handling };
        handling.observe(answers.heard_at.elapsed());
    }

    /// How the way to the database is now.
    pub fn note_store(&mut self, status: Status) {
        self.counters.store = status.counts;
        self.store = status;
    }

    fn stop(&mut self, reason: &'static str, now: Now) {
        if self.leave_by.is_none() {
            info!("leaving the room: {reason}");
            self.leave_by = Some(now.instant + line::LEAVE_WITHIN);
        }
    }

    fn leave_if_done(&mut self, now: Now) {
        let Some(by) = self.leave_by else { return };
        let is_done = !self.stage.is_inside() || self.outbox.n_waiting() == 0;
        if is_done || by <= now.instant {
            self.outbox.abandon();
            self.take_back_undelivered(now);
            self.effects.push(Effect::HangUp);
            self.effects.push(Effect::Leave(Exit::Done, "left in order".to_owned()));
        }
    }

    fn note_error(&mut self, kind: ErrorKind, text: String, now: Now) {
        self.counters.count_error(kind);
        self.last_error = Some(LastError { time: now.time, text });
    }
}

fn is_same_account(old: &Welcome, new: &Welcome) -> bool {
    use secrecy::{ExposeSecret, SecretString};
    let text = |secret: &Option<SecretString>| secret.as_ref().map(|s| s.expose_secret().to_owned());
    let (old, new) = (&old.credentials, &new.credentials);
    old.username == new.username
        && text(&old.password) == text(&new.password)
        && text(&old.channel_password) == text(&new.channel_password)
}

/// The fleet does not know our commands, so a misspelled one shows itself here.
fn warn_of_unknown_commands(welcome: &Welcome) {
    let is_known = |name: &String| TABLE.iter().any(|command| command.name.eq_ignore_ascii_case(name));
    let waits = &welcome.settings.commands.cooldowns;
    let named = welcome.settings.commands_off.iter().map(|name| ("commands_off", name));
    for (key, name) in named.chain(waits.keys().map(|name| ("cooldowns", name))).filter(|(_, name)| !is_known(name)) {
        warn!("{key} names `{name}`, and there is no such command; docs/commands.md lists them all");
    }
    for name in waits.keys().filter(|name| EARNING.contains(&name.as_str())) {
        warn!("cooldowns names `{name}`, which earns money: its wait holds in all rooms together and stays as it is");
    }
}

/// The time zone of that name; the configuration has checked it, but this machine may differ.
fn zone_of(name: &str) -> TimeZone {
    zones::named(name).unwrap_or_else(|error| {
        warn!(%error, "no time zone {name} on this machine; hours are in UTC");
        TimeZone::UTC
    })
}

#[cfg(test)]
mod tests;

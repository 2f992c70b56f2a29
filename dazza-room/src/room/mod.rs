//! What the room is like now: who is in it and what plays. Pure: events go in, happenings come out.

mod playlist;
mod powers;
mod roster;
mod screen;
mod vitals;

use std::fmt;
use std::sync::Arc;

use crate::cytube::event::{self, Event, Media, Options, Poll, User};
pub use playlist::{Ahead, Item, Playlist, Uid};
pub use powers::{Power, Powers};
pub use roster::{Person, Roster};
pub use screen::{Screen, page_of};
pub use vitals::{Memory, Trend, Vitals};

/// The room as the server has told us it is.
#[derive(Debug, Default)]
pub struct Room {
    roster: Arc<Roster>,
    playlist: Arc<Playlist>,
    screen: Screen,
    powers: Powers,
    /// The poll that is open.
    poll: Option<Poll>,
    /// From which rank on people may speak.
    chat_rank: f64,
    /// A line of ours was refused because we are muted, and nobody has said since that we are not.
    is_told_muted: bool,
    n_viewers: u32,
    options: Options,
}

/// What an event meant for the room.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// A player came in, while we were there to see it.
    PlayerJoined(Box<str>),
    /// A player left.
    PlayerLeft(Box<str>),
    /// The server has told us anew who is here.
    RosterTold,
    /// A player went away from the keyboard.
    WentAway(Box<str>),
    /// A player came back to it.
    CameBack(Box<str>),
    /// Something began to play, added by somebody, if that is known.
    Began(Media, Option<Box<str>>),
    /// Somebody put something on the playlist.
    Queued(event::Item),
}

/// What keeps our public lines from being heard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Obstacle {
    /// A moderator has muted us.
    Muted,
    /// Our rank is too low to speak.
    RankTooLow {
        /// Ours.
        own: f64,
        /// The least that may speak.
        least: f64,
    },
}

/// From this rank on nobody is held to a channel's flood figures. Source: `cytube-protocol`, 4.4.
const UNBOUND_RANK: f64 = 2.0;

impl Room {
    /// Takes in what the server told us; `bot` is our own name. What it does not know about it leaves alone.
    pub fn apply(&mut self, event: Event, bot: &str) -> Option<Happening> {
        match event {
            Event::UserList(users) => {
                self.roster_mut().replace(users.into_iter().map(Person::from));
                self.screen.go_live();
                return Some(Happening::RosterTold);
            }
            Event::AddUser(user) => return self.come(user, bot),
            Event::UserLeave { name } => return self.leave(&name, bot),
            Event::UserCount(n) => self.n_viewers = n,
            Event::SetUserMeta { name, is_afk, is_muted } => {
                self.is_told_muted &= !is_same(&name, bot);
                return self.meta(&name, is_afk, is_muted);
            }
            Event::SetPermissions(permissions) => {
                self.chat_rank = permissions.rank_for("chat").unwrap_or_default();
                self.powers.learn(&permissions);
            }
            Event::NewPoll(poll) | Event::UpdatePoll(poll) => self.poll = Some(poll),
            Event::ClosePoll => self.poll = None,
            Event::SetUserRank { name, rank } => self.change(&name, |person| person.rank = rank),
            Event::Rank(rank) => self.powers.own = rank,
            Event::ChannelOpts(options) => self.options = options,
            Event::Playlist(items) => self.list(items),
            Event::Queue { item, place } => {
                self.playlist_mut().insert(item.clone().into(), place);
                return self.screen.is_live().then_some(Happening::Queued(item));
            }
            Event::Delete { uid } => drop(self.playlist_mut().remove(uid)),
            Event::MoveVideo { uid, place } => self.playlist_mut().relocate(uid, place),
            Event::SetCurrent { uid } => self.playlist_mut().set_current(uid),
            Event::ChangeMedia(media) => return self.show(media),
            Event::MediaUpdate { position, is_paused } => {
                self.playlist_mut().set_position(position);
                self.screen.update(position, is_paused);
            }
            Event::SetLeader(name) => self.screen.lead(name),
            Event::SetPlaylistLocked(is_locked) => {
                self.screen.lock(is_locked);
                self.powers.lock(is_locked);
            }
            _ => {}
        }
        None
    }

    /// Who is here; to be kept, if need be, as it is now.
    pub fn roster(&self) -> &Arc<Roster> {
        &self.roster
    }

    /// What plays, and what comes next; to be kept, if need be, as it is now.
    pub fn playlist(&self) -> &Arc<Playlist> {
        &self.playlist
    }

    /// What plays now, who leads and whether the list is locked.
    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    /// What our rank lets us do.
    pub fn powers(&self) -> Powers {
        self.powers
    }

    /// The poll that is open.
    pub fn poll(&self) -> Option<&Poll> {
        self.poll.as_ref()
    }

    /// Connections in the room, anonymous ones included.
    pub fn n_viewers(&self) -> u32 {
        self.n_viewers
    }

    /// The channel's options, if its flood figures bind us.
    pub fn antiflood(&self) -> Option<Options> {
        (self.options.has_antiflood && self.powers.own < UNBOUND_RANK).then_some(self.options)
    }

    /// The server has refused a line of ours because we are muted.
    pub fn note_muted(&mut self) {
        self.is_told_muted = true;
    }

    /// What keeps our public lines from being heard, if anything does; `bot` is our own name.
    pub fn obstacle(&self, bot: &str) -> Option<Obstacle> {
        if self.is_told_muted || self.roster.get(bot).is_some_and(|own| own.is_muted) {
            return Some(Obstacle::Muted);
        }
        let (own, least) = (self.powers.own, self.chat_rank);
        (own < least).then_some(Obstacle::RankTooLow { own, least })
    }

    fn list(&mut self, items: Vec<event::Item>) {
        if items.is_empty() {
            self.screen.clear();
        }
        self.playlist_mut().replace(items.into_iter().map(Item::from));
    }

    fn show(&mut self, media: Media) -> Option<Happening> {
        self.playlist_mut().set_position(media.position);
        if !self.screen.change(media.clone()) {
            return None;
        }
        let entry = self.playlist.current().filter(|item| item.title == media.title && !item.added_by.is_empty());
        let added_by = entry.map(|item| item.added_by.clone());
        Some(Happening::Began(media, added_by))
    }

    fn come(&mut self, user: User, bot: &str) -> Option<Happening> {
        let (name, is_new) = (user.name.clone(), self.roster.get(&user.name).is_none());
        self.roster_mut().insert(user.into());
        (is_new && !is_same(&name, bot)).then_some(Happening::PlayerJoined(name))
    }

    /// Our own name in it means that an older connection of ours was put out, and says nothing about this one.
    fn leave(&mut self, name: &str, bot: &str) -> Option<Happening> {
        if is_same(name, bot) {
            return None;
        }
        self.roster_mut().remove(name).map(|person| Happening::PlayerLeft(person.name))
    }

    fn meta(&mut self, name: &str, is_afk: bool, is_muted: bool) -> Option<Happening> {
        let was_afk = self.roster.get(name)?.is_afk;
        self.change(name, |person| (person.is_afk, person.is_muted) = (is_afk, is_muted));
        match (was_afk, is_afk) {
            (false, true) => Some(Happening::WentAway(name.into())),
            (true, false) => Some(Happening::CameBack(name.into())),
            _ => None,
        }
    }

    /// The roster, to be changed; a copy if somebody keeps it as it was.
    fn roster_mut(&mut self) -> &mut Roster {
        Arc::make_mut(&mut self.roster)
    }

    /// The playlist, to be changed; a copy if somebody keeps it as it was.
    fn playlist_mut(&mut self) -> &mut Playlist {
        Arc::make_mut(&mut self.playlist)
    }

    fn change(&mut self, name: &str, change: impl FnOnce(&mut Person)) {
        if let Some(person) = self.roster_mut().get_mut(name) {
            change(person);
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Muted => {
                f.write_str("a moderator has muted the bot: what it would say aloud is dropped until `/unmute`")
            }
            Self::RankTooLow { own, least } => write!(
                f,
                "the bot's rank is {own}, and the channel lets speak from {least} on: what it would say aloud is dropped; \
                 raise its rank, or lower the permission `chat`"
            ),
        }
    }
}

impl From<User> for Person {
    fn from(user: User) -> Self {
        Self { name: user.name, rank: user.rank, is_afk: user.is_afk, is_muted: user.is_muted }
    }
}

fn is_same(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cytube::event;
    use crate::socketio::Heard;

    fn user(name: &str) -> User {
        User { name: name.into(), rank: 1.0, is_afk: false, is_muted: false }
    }

    fn room(names: &[&str]) -> Room {
        let mut room = Room::default();
        room.apply(Event::UserList(names.iter().map(|name| user(name)).collect()), "dazza");
        room
    }

    #[test]
    fn people_come_once_and_leave_once() {
        let mut room = room(&["dazza"]);
        let joined = Some(Happening::PlayerJoined("alice".into()));
        assert_eq!(room.apply(Event::AddUser(user("alice")), "dazza"), joined);
        assert_eq!(room.apply(Event::AddUser(user("Alice")), "dazza"), None);
        let left = Some(Happening::PlayerLeft("Alice".into()));
        assert_eq!(room.apply(Event::UserLeave { name: "alice".into() }, "dazza"), left);
        assert_eq!(room.apply(Event::UserLeave { name: "alice".into() }, "dazza"), None);
    }

    #[test]
    fn our_own_name_leaving_is_not_our_leaving() {
        let mut room = room(&["dazza", "alice"]);
        assert_eq!(room.apply(Event::UserLeave { name: "Dazza".into() }, "dazza"), None);
        assert!(room.roster().get("dazza").is_some());
    }

    #[test]
    fn ranks_and_absences_of_strangers_are_passed_over() {
        let mut room = room(&["alice"]);
        room.apply(Event::SetUserRank { name: "ghost".into(), rank: 3.0 }, "dazza");
        room.apply(Event::SetUserMeta { name: "ALICE".into(), is_afk: true, is_muted: false }, "dazza");
        assert_eq!(room.roster().len(), 1);
        assert!(room.roster().get("alice").unwrap().is_afk);
    }

    #[test]
    fn what_begins_and_is_queued_while_we_watch_is_told_with_who_added_it() {
        let mut room = Room::default();
        let heard = |text: &str| event::read(&Heard::Text(text.into()));
        let item =
            r#"{"media":{"id":"abc","title":"A Film","seconds":60,"type":"yt"},"uid":7,"temp":false,"queueby":"Gaz"}"#;
        let media = r#"{"id":"abc","title":"A Film","seconds":60,"type":"yt","currentTime":-3,"paused":true}"#;
        let queue = heard(&format!(r#"42["queue",{{"item":{item},"after":"prepend"}}]"#));
        let change = heard(&format!(r#"42["changeMedia",{media}]"#));
        let current = heard(r#"42["setCurrent",7]"#);
        assert_eq!(room.apply(queue.clone(), "dazza"), None, "before the roster it is how things are");
        assert_eq!(room.apply(change.clone(), "dazza"), None);
        room.apply(heard(r#"42["playlist",[]]"#), "dazza");
        room.apply(Event::UserList(Vec::new()), "dazza");
        assert!(matches!(room.apply(queue, "dazza"), Some(Happening::Queued(item)) if &*item.id == "abc"));
        room.apply(current, "dazza");
        let Some(Happening::Began(media, added_by)) = room.apply(change.clone(), "dazza") else { unreachable!() };
        assert_eq!((&*media.id, added_by.as_deref()), ("abc", Some("Gaz")));
        assert_eq!(room.apply(change, "dazza"), None);
        room.apply(heard(r#"42["setLeader","alice"]"#), "dazza");
        room.apply(heard(r#"42["setPlaylistLocked",true]"#), "dazza");
        assert_eq!((room.screen().leader(), room.screen().is_locked()), (Some("alice"), true));
    }

    #[test]
    fn who_is_muted_or_too_low_in_rank_is_told_so() {
        let mut room = room(&["Dazza", "alice"]);
        let meta = |name: &str, is_muted| Event::SetUserMeta { name: name.into(), is_afk: false, is_muted };
        assert_eq!(room.obstacle("dazza"), None);
        room.apply(meta("dazza", true), "dazza");
        assert_eq!(room.obstacle("dazza"), Some(Obstacle::Muted));
        room.apply(meta("dazza", false), "dazza");
        room.note_muted();
        room.apply(meta("alice", false), "dazza");
        assert_eq!(room.obstacle("dazza"), Some(Obstacle::Muted));
        room.apply(meta("DAZZA", false), "dazza");
        assert_eq!(room.obstacle("dazza"), None);
        let permissions = event::read(&Heard::Text(r#"42["setPermissions",{"chat":1.5}]"#.into()));
        room.apply(permissions, "dazza");
        assert_eq!(room.obstacle("dazza"), Some(Obstacle::RankTooLow { own: 0.0, least: 1.5 }));
        room.apply(Event::Rank(1.5), "dazza");
        assert_eq!(room.obstacle("dazza"), None);
    }

    #[test]
    fn flood_figures_bind_only_below_moderators_and_when_switched_on() {
        let mut room = room(&[]);
        let options = Options { has_antiflood: true, ..Options::default() };
        assert_eq!(room.antiflood(), None);
        room.apply(Event::ChannelOpts(options), "dazza");
        assert_eq!(room.antiflood(), Some(options));
        room.apply(Event::Rank(2.0), "dazza");
        assert_eq!(room.antiflood(), None);
    }
}

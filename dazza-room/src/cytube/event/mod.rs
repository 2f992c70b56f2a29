//! What CyTube tells us: packet in, event out. Nothing that comes is an error; what cannot be read says why.
//!
//! Source: `cytube-protocol`, 6.1.

mod admission;
mod bans;
mod channel;
mod chat;
mod lax;
mod media;
mod people;
#[cfg(test)]
mod tests;
mod why;

pub use admission::{LoginAnswer, Refusal};
pub use bans::Ban;
pub use channel::{Options, Permissions, Poll};
pub use chat::{Line, Pm};
pub use media::{Item, Media, Place};
pub use people::User;
pub use why::Why;

use std::time::Duration;

use crate::socketio::Heard;
use crate::socketio::frame::{Emit, Packet};

/// One thing the server told us.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// `rank`: our own rank, not always whole; it comes several times and is no sign of having joined.
    Rank(f64),
    /// `login`: the answer to our login.
    Login(LoginAnswer),
    /// `needPassword`: the channel asks for its password; whether one was given already, and wrong.
    NeedPassword {
        /// Whether the password we gave is wrong.
        was_wrong: bool,
    },
    /// `cancelNeedPassword`: the channel's password is no longer needed.
    CancelNeedPassword,
    /// `kick`: we are thrown out; the reason may be missing.
    Kick {
        /// The reason, as raw text.
        reason: Option<Box<str>>,
    },
    /// `partitionChange`: the channel has moved to another server.
    PartitionChange,
    /// `channelNotRegistered`: nobody owns this channel, perhaps because its name is misspelled.
    ChannelNotRegistered,
    /// `errorMsg`
    ErrorMsg(Refusal),
    /// `costanza`: an error told as a joke; an `errorMsg` follows.
    Costanza(Box<str>),
    /// `cooldown`: our last line was dropped; lines must be at least this far apart.
    Cooldown(Duration),
    /// `noflood`: we are muted, or used `/rank` wrongly; the words say which.
    Noflood {
        /// What we tried, `chat` for a line.
        action: Box<str>,
        /// The server's words.
        text: Box<str>,
    },
    /// `spamFiltered`: our account is too young for what we said.
    SpamFiltered {
        /// A code, such as `NEW_USER_CHAT`.
        reason: Box<str>,
    },
    /// `announcement`: the site's operators have something to say.
    Announcement {
        /// Its title.
        title: Box<str>,
        /// Its text, as HTML.
        text: Box<str>,
    },
    /// `chatMsg`: a line; before the first `userlist` of a connection it is an old one.
    Chat(Line),
    /// `pm`: a private line, ours included.
    Pm(Pm),
    /// `clearchat`
    ClearChat {
        /// Who cleared it.
        by: Box<str>,
    },
    /// `userlist`: all named people; the sign of having joined. Replaces what was known.
    UserList(Vec<User>),
    /// `addUser`
    AddUser(User),
    /// `userLeave`; may name ourselves when an older connection of ours is thrown out.
    UserLeave {
        /// Who left.
        name: Box<str>,
    },
    /// `usercount`: connections, anonymous ones included.
    UserCount(u32),
    /// `setUserMeta`
    SetUserMeta {
        /// Whose.
        name: Box<str>,
        /// Whether away.
        is_afk: bool,
        /// Whether muted, openly or in the shadow.
        is_muted: bool,
    },
    /// `setAFK`: the older twin that follows each `setUserMeta`.
    SetAfk {
        /// Whose.
        name: Box<str>,
        /// Whether away.
        is_afk: bool,
    },
    /// `setUserRank`; may name somebody who is not in the room.
    SetUserRank {
        /// Whose.
        name: Box<str>,
        /// The new rank.
        rank: f64,
    },
    /// `setUserProfile`
    SetUserProfile {
        /// Whose.
        name: Box<str>,
    },
    /// `setLeader`: who leads the playback, if somebody does.
    SetLeader(Option<Box<str>>),
    /// `setPermissions`: from which rank on what is allowed.
    SetPermissions(Permissions),
    /// `channelOpts`: what of it we need; the channel's password is never read.
    ChannelOpts(Options),
    /// `setPlaylistLocked`
    SetPlaylistLocked(bool),
    /// `setMotd`: the channel's greeting, as HTML.
    SetMotd(Box<str>),
    /// `playlist`: all of it. Replaces what was known.
    Playlist(Vec<Item>),
    /// `queue`: an item is new in the playlist.
    Queue {
        /// The item.
        item: Item,
        /// Where it goes.
        place: Place,
    },
    /// `delete`
    Delete {
        /// The item's number.
        uid: i64,
    },
    /// `moveVideo`
    MoveVideo {
        /// The item's number.
        uid: i64,
        /// Where it goes.
        place: Place,
    },
    /// `setTemp`: whether an item leaves the playlist when it has played.
    SetTemp {
        /// The item's number.
        uid: i64,
        /// Whether it leaves.
        is_temp: bool,
    },
    /// `setCurrent`: which item plays.
    SetCurrent {
        /// The item's number.
        uid: i64,
    },
    /// `setPlaylistMeta`
    SetPlaylistMeta {
        /// How many items there are.
        n_items: u32,
        /// How long they play.
        total: Duration,
    },
    /// `changeMedia`: what plays now.
    ChangeMedia(Media),
    /// `mediaUpdate`
    MediaUpdate {
        /// How far it has played; negative while it is being got ready. Unit: seconds.
        position: f64,
        /// Whether it is paused.
        is_paused: bool,
    },
    /// `queueFail`: what we wanted to add was refused.
    QueueFail {
        /// Why, as HTML.
        text: Box<str>,
    },
    /// `voteskip`: votes so far, and needed.
    Voteskip {
        /// How many voted.
        n_votes: u32,
        /// How many are needed.
        n_needed: u32,
    },
    /// `newPoll`
    NewPoll(Poll),
    /// `updatePoll`
    UpdatePoll(Poll),
    /// `closePoll`
    ClosePoll,
    /// `banlist`: everybody who is kept out, for those who may know.
    BanList(Vec<Ban>),
    /// `banlistRemove`
    BanRemoved {
        /// Whose ban is lifted.
        name: Box<str>,
    },
    /// `drinkCount`
    DrinkCount(i64),
    /// Something CyTube is known to send, and nothing to us; its payload is not even read.
    Unheeded,
    /// An event of a name we do not know; forks and later versions add some.
    Unknown {
        /// The name, cut to a length fit for a log.
        name: Box<str>,
    },
    /// A frame or a payload that cannot be read.
    Unreadable {
        /// The event's name; empty if the frame is no event.
        name: Box<str>,
        /// Why.
        why: Why,
    },
}

/// Longest unknown name kept, in characters.
const MAX_NAME_CHARS: usize = 64;

/// Events that CyTube sends and nobody here needs; those for site administrators begin with `acp-`.
///
/// Source: `cytube-protocol`, 6.1.
const UNHEEDED: [&str; 20] = [
    "addFilterSuccess",
    "channelCSSJS",
    "channelRankFail",
    "channelRanks",
    "chatFilters",
    "clearVoteskipVote",
    "deleteChatFilter",
    "emoteList",
    "errMessage",
    "listPlaylists",
    "queueWarn",
    "readChanLog",
    "removeEmote",
    "renameEmote",
    "searchResults",
    "updateChatFilter",
    "updateEmote",
    "validationError",
    "validationPassed",
    "warnLargeChandump",
];

/// What `heard` tells us.
pub fn read(heard: &Heard) -> Event {
    match heard.packet() {
        Some(Ok(Packet::Event(emit))) => read_event(&emit),
        Some(Ok(_)) => Event::Unheeded,
        Some(Err(bad)) => Event::Unreadable { name: Box::default(), why: Why::Frame(bad) },
        None => Event::Unreadable { name: Box::default(), why: Why::Binary },
    }
}

fn read_event(emit: &Emit<'_>) -> Event {
    let readers = [chat::read, people::read, media::read, channel::read, admission::read, bans::read];
    let name = || emit.name().chars().take(MAX_NAME_CHARS).collect::<String>().into_boxed_str();
    match readers.into_iter().find_map(|read| read(emit)) {
        Some(Ok(event)) => event,
        Some(Err(why)) => Event::Unreadable { name: name(), why },
        None if UNHEEDED.contains(&emit.name()) || emit.name().starts_with("acp-") => Event::Unheeded,
        None => Event::Unknown { name: name() },
    }
}

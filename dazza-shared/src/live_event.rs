//! What a room tells of itself for the live feed.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that happened in a room, for the live feed. Never written to a log file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum LiveEvent {
    /// A public chat line, a player's or our own.
    Chat {
        /// When, by the chat server's clock.
        time: Timestamp,
        /// Who said it.
        player: String,
        /// What was said, as plain text.
        text: String,
        /// Whether the bot itself said it.
        is_own: bool,
        /// Whether it asks the bot for something.
        is_command: bool,
    },
    /// A player came in.
    PlayerJoined {
        /// When.
        time: Timestamp,
        /// Who.
        player: String,
    },
    /// A player left.
    PlayerLeft {
        /// When.
        time: Timestamp,
        /// Who.
        player: String,
    },
    /// A player went away from the keyboard, or came back to it.
    Afk {
        /// When.
        time: Timestamp,
        /// Who.
        player: String,
        /// Whether they are away now.
        is_afk: bool,
    },
    /// So many are in the room now; told at most once a second.
    Counted {
        /// Named people.
        players: u64,
        /// Those of them who are away from the keyboard.
        afk: u64,
        /// Connections, anonymous ones included.
        viewers: u64,
    },
    /// Something began to play.
    Began(OnScreen),
    /// A picture that somebody posted is in their gallery now, and was not before.
    PictureAdded {
        /// When it was posted.
        time: Timestamp,
        /// Whose gallery: the key of the player.
        player: String,
        /// Where it is.
        url: String,
        /// Whether it was there once, and had been taken out since it could not be reached.
        is_back: bool,
    },
    /// Somebody has locked their gallery, or unlocked it.
    GalleryLocked {
        /// When.
        time: Timestamp,
        /// Whose gallery: the key of the player.
        player: String,
        /// Whether it is locked now.
        is_locked: bool,
    },
    /// The room's heist stands so.
    Heist {
        /// What it is at.
        state: String,
        /// Until when, if that is known.
        until: Option<Timestamp>,
        /// The number of the heist that goes on, or was the last.
        id: Option<i64>,
        /// The crime that was voted for.
        crime: Option<String>,
    },
}

/// What plays in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnScreen {
    /// Where it comes from, e.g. `yt`.
    pub kind: String,
    /// Its number there.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its length; 0 for what has no end. Unit: seconds.
    pub seconds: u32,
}

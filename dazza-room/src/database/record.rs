//! What the writer is given.

use std::borrow::Cow;

use dazza_shared::line_key::LineKey;
use dazza_shared::store::chat_log::{ChatLine, Movement, PrivateLine};
use dazza_shared::store::limiter::Use;
use dazza_shared::store::media::Airing;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that was heard or happened, to be stored.
///
/// It may lie on the disk for a while, and be read by another version: a new field has a default. It may be stored twice: what
/// stores a kind of record knows the ones it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Record {
    /// A public line.
    Line(ChatLine),
    /// Somebody came, went or changed.
    Move(Movement),
    /// A private message.
    Private(PrivateLine),
    /// A picture that somebody posted.
    Picture(Picture),
    /// Something played or was queued.
    Airing(Airing),
    /// Somebody used a command, which the other rooms are to know.
    Use(Use),
    /// A line of ours was seen in the room.
    Seen {
        /// What it answers.
        key: LineKey,
        /// Its place in the answer.
        n: i16,
        /// When.
        at: Timestamp,
    },
    /// Something about our line to the chat server.
    Connection {
        /// What.
        event: Cow<'static, str>,
        /// Why.
        why: Option<String>,
        /// When.
        at: Timestamp,
    },
}

/// A picture that somebody posted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// The key of who posted it.
    pub who: Box<str>,
    /// Where it is.
    pub url: Box<str>,
    /// When.
    pub at: Timestamp,
}

impl Record {
    /// Whether it is a public line.
    pub(super) fn is_line(&self) -> bool {
        matches!(self, Self::Line(_))
    }

    /// When it happened.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Line(line) => line.sent_at,
            Self::Move(movement) => movement.at,
            Self::Private(line) => line.at,
            Self::Picture(picture) => picture.at,
            Self::Airing(airing) => airing.at,
            Self::Use(used) => used.at,
            Self::Seen { at, .. } | Self::Connection { at, .. } => *at,
        }
    }
}

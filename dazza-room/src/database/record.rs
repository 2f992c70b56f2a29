//! What the writer is given.

use dazza_shared::line_key::LineKey;
use dazza_shared::store::chat_log::{ChatLine, Movement, PrivateLine};
use dazza_shared::store::media::Airing;
use jiff::Timestamp;

/// Something that was heard or happened, to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// A line of ours was seen in the room: what it answers, its place in the answer, and when.
    Seen(LineKey, i16, Timestamp),
    /// Something about our line to the chat server: what, and why.
    Connection(&'static str, Option<String>, Timestamp),
}

/// A picture that somebody posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The key of who posted it.
    pub who: Box<str>,
    /// Where it is.
    pub url: Box<str>,
    /// When.
    pub at: Timestamp,
}

impl Record {
    /// When it happened.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Line(line) => line.sent_at,
            Self::Move(movement) => movement.at,
            Self::Private(line) => line.at,
            Self::Picture(picture) => picture.at,
            Self::Airing(airing) => airing.at,
            Self::Seen(_, _, at) | Self::Connection(_, _, at) => *at,
        }
    }
}

//! Who is kept out of the channel.

use serde::Deserialize;

use super::Event;
use super::lax::{Each, Number, Text};
use super::why::{Why, payload};
use crate::socketio::frame::Emit;

/// One ban: of a name, or of an address that a name was seen at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ban {
    /// Its number.
    pub id: i64,
    /// The name.
    pub name: Box<str>,
}

/// Longest name kept, in characters; a real one has at most 20.
const MAX_NAME: usize = 64;

pub(super) fn read(emit: &Emit<'_>) -> Option<Result<Event, Why>> {
    Some(match emit.name() {
        "banlist" => {
            payload(emit).map(|Each(raw): Each<Raw>| Event::BanList(raw.into_iter().filter_map(Raw::ban).collect()))
        }
        "banlistRemove" => payload(emit).map(|raw: Raw| Event::BanRemoved { name: raw.name.or_empty() }),
        _ => return None,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    id: Number,
    name: Text<MAX_NAME>,
}

impl Raw {
    fn ban(self) -> Option<Ban> {
        Some(Ban { id: self.id.whole()?, name: self.name.0? })
    }
}

//! Who comes, goes and changes.

use serde::Deserialize;

use super::Event;
use super::lax::{Each, Flag, Number, Object, Text};
use super::why::{Why, need, payload};
use crate::socketio::frame::Emit;

/// One named person in the channel.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// The name as the server spells it.
    pub name: Box<str>,
    /// The rank: 0 a guest, 1 an account, 2 and above a moderator; not always whole.
    pub rank: f64,
    /// Whether away.
    pub is_afk: bool,
    /// Whether muted, openly or in the shadow.
    pub is_muted: bool,
}

/// Longest name kept, in characters; a real one has at most 20.
const MAX_NAME: usize = 64;

pub(super) fn read(emit: &Emit<'_>) -> Option<Result<Event, Why>> {
    Some(match emit.name() {
        "userlist" => payload(emit).map(|Users(users)| Event::UserList(users)),
        "addUser" => raw(emit).and_then(Raw::user).map(Event::AddUser),
        "userLeave" => named(emit).map(|(name, _)| Event::UserLeave { name }),
        "usercount" => payload(emit).and_then(|count: Number| match count.0 {
            Some(_) => Ok(Event::UserCount(count.clamped())),
            None => Err(Why::Lacks { what: "number" }),
        }),
        "setUserMeta" => {
            named(emit).map(|(name, raw)| Event::SetUserMeta { name, is_afk: raw.is_afk(), is_muted: raw.is_muted() })
        }
        "setAFK" => named(emit).map(|(name, raw)| Event::SetAfk { name, is_afk: raw.afk.0 }),
        "setUserRank" => {
            named(emit).and_then(|(name, raw)| Ok(Event::SetUserRank { name, rank: need(raw.rank.0, "rank")? }))
        }
        "setUserProfile" => named(emit).map(|(name, _)| Event::SetUserProfile { name }),
        "setLeader" => {
            payload(emit).map(|Text::<MAX_NAME>(name)| Event::SetLeader(name.filter(|name| !name.is_empty())))
        }
        _ => return None,
    })
}

/// The keys of all events about one person.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    name: Text<MAX_NAME>,
    rank: Number,
    afk: Flag,
    meta: Object<Meta>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Meta {
    afk: Flag,
    muted: Flag,
    smuted: Flag,
}

impl Raw {
    fn user(self) -> Result<User, Why> {
        let (is_afk, is_muted) = (self.is_afk(), self.is_muted());
        Ok(User { rank: self.rank.0.unwrap_or(0.0), is_afk, is_muted, name: self.name()? })
    }

    fn name(self) -> Result<Box<str>, Why> {
        need(self.name.0.filter(|name| !name.is_empty()), "name")
    }

    const fn is_afk(&self) -> bool {
        self.meta.0.afk.0
    }

    const fn is_muted(&self) -> bool {
        self.meta.0.muted.0 || self.meta.0.smuted.0
    }
}

/// The list, without those that have no name.
#[derive(Default)]
struct Users(Vec<User>);

impl<'de> Deserialize<'de> for Users {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Each(raw) = Each::<Raw>::deserialize(from)?;
        Ok(Self(raw.into_iter().filter_map(|raw| raw.user().ok()).collect()))
    }
}

fn raw(emit: &Emit<'_>) -> Result<Raw, Why> {
    payload(emit)
}

fn named(emit: &Emit<'_>) -> Result<(Box<str>, Raw), Why> {
    let mut raw = raw(emit)?;
    let name = std::mem::take(&mut raw.name).0.filter(|name| !name.is_empty());
    Ok((need(name, "name")?, raw))
}

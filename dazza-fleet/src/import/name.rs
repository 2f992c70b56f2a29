//! Names of people and of rooms, as the source has them.

use dazza_shared::names::RoomName;

/// The key of everybody whose name the source has lost. No name of a person can hold a `#`.
pub(super) const UNKNOWN: &str = "unknown#import";

/// What the multi-room build wrote in place of names.
const CORRUPTED: [&str; 4] = ["[object object]", "[object promise]", "undefined", "null"];

/// Names of no people, besides all in brackets.
const SYSTEM: [&str; 4] = ["cytube", "system", "bot", "server"];

/// Values of a room that stand for none: those before there were rooms, and those of all rooms.
const NO_ROOM: [&str; 3] = ["", "default", "multi-room"];

/// Longest key. Source: the domain `uname`.
const MAX_CHARS: usize = 40;

/// Who a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A person.
    Person,
    /// The bot, which has a wallet and is no person.
    Bot,
    /// The chat server, or another that is no person.
    System,
}

/// A name as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A name.
    Of {
        /// Whose.
        kind: Kind,
        /// The key.
        key: String,
        /// As it was spelled.
        shown: String,
    },
    /// What is left of a name that was lost.
    Corrupted,
    /// Nothing that could be a name.
    None,
}

/// Whose name `text` is. The bot's own name is `bot`, in lower case.
pub(super) fn name(text: &str, bot: &str) -> Name {
    let shown: String = text.trim().chars().filter(|c| !c.is_control()).collect();
    let key = shown.to_lowercase();
    if CORRUPTED.contains(&key.as_str()) {
        return Name::Corrupted;
    }
    let is_bracketed = key.starts_with('[') && key.ends_with(']') && key.len() > 2;
    let inside = if is_bracketed { key.get(1..key.len() - 1).unwrap_or_default() } else { &key };
    let is_name = !inside.is_empty() && key.chars().count() <= MAX_CHARS && inside.chars().all(is_name_sign);
    if !is_name {
        return Name::None;
    }
    let kind = match key.as_str() {
        key if key == bot => Kind::Bot,
        key if is_bracketed || SYSTEM.contains(&key) => Kind::System,
        _ => Kind::Person,
    };
    Name::Of { kind, key, shown }
}

/// Signs of names: those of CyTube, and letters of other alphabets that have but one case, or whose cases all agree on.
fn is_name_sign(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-.".contains(c) || (c.is_alphanumeric() && !c.is_ascii())
}

/// A room as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// A room.
    Of(RoomName),
    /// None, or one that stands for none: the default.
    Default,
    /// Something that cannot be a room.
    Invalid,
}

/// The room that `text` names.
pub(super) fn room(text: Option<&str>) -> Room {
    let text = text.unwrap_or_default().trim().to_lowercase();
    if NO_ROOM.contains(&text.as_str()) {
        return Room::Default;
    }
    text.parse().map_or(Room::Invalid, Room::Of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: Kind, key: &str, shown: &str) -> Name {
        Name::Of { kind, key: key.to_owned(), shown: shown.to_owned() }
    }

    #[test]
    fn names_are_told_from_what_is_none() {
        for (text, read) in [
            ("Alice", of(Kind::Person, "alice", "Alice")),
            (" ALICE\t\n", of(Kind::Person, "alice", "ALICE")),
            ("A\u{7}lice", of(Kind::Person, "alice", "Alice")),
            ("Dazza", of(Kind::Bot, "dazza", "Dazza")),
            ("[server]", of(Kind::System, "[server]", "[server]")),
            ("CyTube", of(Kind::System, "cytube", "CyTube")),
            ("[object Object]", Name::Corrupted),
            ("undefined", Name::Corrupted),
            ("", Name::None),
            ("  ", Name::None),
            ("[]", Name::None),
            ("two words", Name::None),
            ("a[b]", Name::None),
            ("x#import", Name::None),
            (&"x".repeat(41), Name::None),
        ] {
            assert_eq!(name(text, "dazza"), read, "{text:?}");
        }
    }

    #[test]
    fn rooms_are_told_from_what_is_none() {
        let named = |name: &str| Room::Of(name.parse().unwrap());
        for (text, read) in [
            (Some("FatPizza"), named("fatpizza")),
            (Some(" a_b-1 "), named("a_b-1")),
            (None, Room::Default),
            (Some(""), Room::Default),
            (Some("default"), Room::Default),
            (Some("multi-room"), Room::Default),
            (Some("what is this?"), Room::Invalid),
            (Some(&"x".repeat(31)), Room::Invalid),
        ] {
            assert_eq!(room(text), read, "{text:?}");
        }
    }
}

//! Whom a command is aimed at.

use super::Cx;
use super::view::RoomView;
use crate::chat::{Args, Pool, Reply, Word, plain};

/// Longest name of a stranger that is repeated. Source: `commands-and-games.md`, 2.8. Unit: UTF-16 code units.
const STRANGER_LIMIT: usize = 25;

/// Whom a command is aimed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Nobody was named.
    Nobody,
    /// The bot.
    Bot(String),
    /// Somebody in the room, as the server spells the name.
    Person(String),
    /// Something that is no name we know, made harmless.
    Stranger(String),
}

impl Target {
    /// The target as a word for a phrase; nobody is an empty one.
    pub(super) fn word(&self) -> Word<'_> {
        match self {
            Self::Nobody => Word::Text(""),
            Self::Bot(name) | Self::Stranger(name) => Word::Text(name),
            Self::Person(name) => Word::Name(name),
        }
    }
}

/// Whom `args` name: the bot or somebody in the room by the first word, or whatever was typed.
pub(super) fn target(args: &Args<'_>, view: &RoomView<'_>) -> Target {
    match args.first().and_then(|name| view.person(name)) {
        Some(person) if view.is_bot(&person.name) => Target::Bot(person.name.to_string()),
        Some(person) => Target::Person(person.name.to_string()),
        None => match plain(args.rest(), STRANGER_LIMIT) {
            typed if typed.is_empty() => Target::Nobody,
            typed if view.is_bot(&typed) => Target::Bot(typed),
            typed => Target::Stranger(typed),
        },
    }
}

/// A phrase of `pool` aimed at whom `args` name, or at the asking player; of `for_bot` when it is the bot.
pub(super) fn aim(cx: &mut Cx<'_>, args: &Args<'_>, pool: &Pool, for_bot: &Pool) -> Reply {
    let caller = cx.heard.player.as_str();
    match target(args, cx.view) {
        Target::Nobody => cx.answer(pool, &[("target", Word::Name(caller))]),
        Target::Bot(_) => cx.answer(for_bot, &[]),
        target => cx.answer(pool, &[("target", target.word())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::view::tests::Room;

    #[test]
    fn a_target_is_somebody_we_know_or_plain_text() {
        let room = Room::default();
        for (typed, aimed) in [
            ("", Target::Nobody),
            ("<>", Target::Nobody),
            ("ALICE", Target::Person("alice".to_owned())),
            ("@alice, mate", Target::Person("alice".to_owned())),
            ("dazza", Target::Bot("Dazza".to_owned())),
            ("the <b>weather</b> bureau", Target::Stranger("the bweather/b bureau".to_owned())),
            ("http://bad.example", Target::Stranger("(link)".to_owned())),
            ("somebody whose name goes on", Target::Stranger("somebody whose name goes…".to_owned())),
        ] {
            assert_eq!(target(&typed.into(), &room.view()), aimed, "{typed}");
        }
    }
}

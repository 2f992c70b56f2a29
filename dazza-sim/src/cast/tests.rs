//! The cast that comes with the program: that it is read, that there is enough of it, and that all may hear it.

use std::collections::BTreeSet;
use std::path::Path;

use super::script::{Pool, RoomScript, Script};
use super::words::{essence, units};
use crate::seed::{EXAMPLE, Seed};

/// Words that have no place in a cast for a general audience; whole words, lower case.
const BARRED: [&str; 12] =
    ["damn", "hell", "shit", "fuck", "bitch", "sexy", "drunk", "weed", "cocaine", "idiot", "retard", "abo"];

fn seed() -> Seed {
    Seed::parse(EXAMPLE).unwrap()
}

/// Every line of a room, with what it is for.
fn lines_of(room: &RoomScript) -> Vec<(&'static str, &String)> {
    let own = room.characters.iter().flat_map(|character| character.lines.iter().map(|line| ("line", line)));
    let acts = room.characters.iter().flat_map(|character| character.acts.iter().map(|act| ("act", act)));
    let scenes = room.scenes.iter().flat_map(|scene| scene.lines.iter().map(|line| ("scene", &line.text)));
    let pools = room.common.pools.values().flatten().map(|line| ("pool", line));
    let answered = room.common.answered.values().flatten().map(|line| ("answered", line));
    let exchanges = room.common.exchanges.iter().flat_map(|exchange| {
        let said = exchange.answers.iter().chain(&exchange.closers).chain([&exchange.ask]);
        said.map(|line| ("exchange", line))
    });
    let arguments = room.commands.values().flatten().map(|line| ("argument", line));
    own.chain(acts).chain(scenes).chain(pools).chain(answered).chain(exchanges).chain(arguments).collect()
}

#[test]
fn there_is_enough_to_say_for_a_long_evening() {
    let script = Script::embedded(&seed()).unwrap_or_else(|faults| panic!("{faults}"));
    let rooms: Vec<_> = script.rooms.iter().map(|room| room.name.as_str()).collect();
    assert_eq!(rooms, ["fatpizza", "shedcinema", "thepub"]);
    for room in &script.rooms {
        assert!(room.characters.len() >= 6, "{}", room.name);
        assert!(room.scenes.len() >= 25, "{}", room.name);
        assert!(room.common.exchanges.len() >= 30);
        for character in &room.characters {
            assert!(character.lines.len() >= 18, "{}", character.name);
            assert!(character.acts.len() >= 6, "{}", character.name);
            assert!(character.likes.len() >= 5, "{}", character.name);
        }
        assert!(room.common.pools.values().all(|pool| pool.len() >= 10));
        assert_eq!(room.common.pools.len(), Pool::ALL.len());
    }
}

#[test]
fn every_command_is_liked_by_somebody_in_every_fleet() {
    let script = Script::embedded(&seed()).unwrap();
    let liked: BTreeSet<_> = script.rooms.iter().flat_map(|room| &room.characters).flat_map(|c| &c.likes).collect();
    for command in script.rooms[0].commands.keys() {
        assert!(liked.contains(command), "nobody uses !{command}");
    }
}

#[test]
fn further_rooms_are_like_the_first_ones_in_turn() {
    let names = ["one", "two", "three", "four"].map(|name| name.parse().unwrap());
    let seed = seed().with_more_channels(&names);
    let script = Script::embedded(&seed).unwrap().with_more_rooms(&names);
    assert_eq!((seed.channels.len(), script.rooms.len()), (7, 7));
    for (room, model) in script.rooms[3..].iter().zip(script.rooms.iter().cycle()) {
        let channels = [room, model].map(|room| &seed.channels[&room.name].playlist);
        assert_eq!(channels[0].len(), channels[1].len(), "{}", room.name);
        assert_eq!(room.characters.len(), model.characters.len(), "{}", room.name);
    }
}

#[test]
fn lines_are_short_and_fit_for_everybody() {
    let script = Script::embedded(&seed()).unwrap();
    for (kind, line) in script.rooms.iter().flat_map(|room| lines_of(room)) {
        assert!(units(line) <= 240, "{line}");
        let words = line.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        let barred: Vec<_> = words.filter(|word| BARRED.contains(&word.as_str())).collect();
        assert!(barred.is_empty(), "{kind} {line:?} holds {barred:?}");
    }
}

#[test]
fn no_character_has_a_line_twice() {
    let script = Script::embedded(&seed()).unwrap();
    for room in &script.rooms {
        let said: Vec<_> = room.characters.iter().flat_map(|c| c.lines.iter().chain(&c.acts)).collect();
        let different: BTreeSet<_> = said.iter().map(|line| essence(line)).collect();
        assert_eq!(different.len(), said.len(), "{}", room.name);
    }
}

#[test]
fn all_faults_are_told_at_once_with_line_key_and_hint() {
    let text = include_str!("../../tests/casts/faulty.toml");
    let faults = Script::parse(Path::new("faulty.toml"), text, &seed()).unwrap_err();
    let told: Vec<_> = faults.list.iter().map(|fault| (fault.key.as_str(), fault.problem.as_str())).collect();
    let expected = [
        ("blanks.who", "this blank is filled with a name"),
        ("commands.roll", "the list is empty"),
        ("first[0]", "no arguments are written for this command"),
        ("dares.rul", "no arguments are written for this command"),
        ("rests.roll", "this is of the wrong kind"),
        ("rests.rel", "no arguments are written for this command"),
        ("pools.hello[0]", "there is no blank {nobody} here"),
        ("pools.bye[0]", "the server would take this for a command"),
        ("pools.nap[0]", "this is of the wrong kind"),
        ("pools.hallo", "there is no such key"),
        ("pools.whispers", "this is missing"),
        ("exchanges[0].ask", "there is no blank {who} here"),
        ("exchanges[0].closers", "this is missing"),
        ("rooms.nowhere", "the seed has no such room"),
        ("rooms.nowhere", "a room needs two characters at least"),
        ("rooms.thepub.characters[0].name", "the seed has no such account"),
        ("rooms.thepub.characters[0].every", "this is of the wrong kind"),
        ("rooms.thepub.characters[0].likes[0]", "no arguments are written for this command"),
        ("rooms.thepub.characters[1].name", "an account of the seed has this name, or looks like it"),
        ("rooms.thepub.characters[2].name", "this is the bot's name"),
        ("rooms.thepub.characters[3].lines", "the list is empty"),
        ("rooms.thepub.scenes[0]", "a scene needs two lines at least"),
        ("rooms.thepub.scenes[1].lines[0]", "\"Nobody\" is no character of this room"),
    ];
    for fault in expected {
        assert!(told.contains(&fault), "{fault:?} is not told:\n{faults}");
    }
    assert!(faults.list.iter().all(|fault| !fault.hint.is_empty() && fault.line.is_some()), "{faults}");
}

#[test]
fn what_is_not_toml_is_told_with_its_line() {
    let faults = Script::parse(Path::new("x.toml"), "bot = \"dazza\"\n[pools\n", &seed()).unwrap_err();
    assert_eq!(faults.list[0].line, Some(2), "{faults}");
}

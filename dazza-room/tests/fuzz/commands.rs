//! Commands: whatever is typed behind their names, none panics, and what they say fits.
//!
//! An input is a line a use: its first sign picks the command, the rest is typed behind it.

use std::time::Duration;

use dazza_room::chat::{Heard, MAX_UNITS, Route, units};
use dazza_room::commands::{Desk, RoomView, TABLE, Taken};
use dazza_room::room::{Person, Playlist, Roster, Vitals};
use dazza_shared::clock::later;
use dazza_shared::dice::Dice;
use dazza_shared::names::PlayerName;
use jiff::tz::TimeZone;

use crate::Target;
use crate::welcome::{start, welcome};

pub(crate) const TARGET: Target = Target {
    name: "commands",
    check,
    seeds: uses,
    words: &[
        "3d6+2", "100d1000", "sqrt(", "2^", "pi", "%", "10 km", " to ", "mi", "celsius", "alice", "@bob,", "1h 30m ",
        "auspol", "help", "-", "$50", "heads", "**", "!", "0x", "1e308",
    ],
    n_mutants: 1_500,
};

/// Most uses of one input that are tried.
const MAX_USES: usize = 40;

fn uses() -> Vec<Vec<u8>> {
    let of = |name: &str, args: &str| {
        let row = TABLE.iter().position(|command| command.name == name).unwrap();
        [&[u8::try_from(row).unwrap()], args.as_bytes()].concat()
    };
    let mut inputs: Vec<_> = TABLE.iter().map(|command| of(command.name, "")).collect();
    for (name, args) in [
        ("calc", "2^10 + (3*4 - sqrt(16)) / 5 % 3"),
        ("calc", "((((((1))))))"),
        ("convert", "10 km to miles"),
        ("convert", "-40 c f"),
        ("roll", "3d6+2"),
        ("8ball", "is it on?"),
        ("clap", "one two three"),
        ("goth", "Zip it"),
        ("translate", "my friend is very happy about the afternoon"),
        ("help", "roll"),
        ("when", "me"),
        ("afk", "alice"),
        ("insult", "@alice,"),
        ("cooldown", "roll"),
        ("give", "bob $50"),
        ("remind", "bob 1h 30m tea"),
        ("coin_flip", "50 heads"),
    ] {
        inputs.push(of(name, args));
    }
    inputs
}

fn check(bytes: &[u8]) {
    let (settings, zone) = (welcome().settings, TimeZone::UTC);
    let mut roster = Roster::default();
    for (name, rank) in [("alice", 1.0), ("b_ob", 2.0), ("dazza", 2.0), ("Boss", 5.0)] {
        roster.insert(Person { name: name.into(), rank, is_afk: rank > 4.0, is_muted: false });
    }
    let (playlist, vitals) = (Playlist::default(), Vitals::default());
    let view = RoomView {
        bot_name: "dazza",
        settings: &settings,
        zone: &zone,
        started: start(),
        roster: &roster,
        playlist: &playlist,
        own_lines_last_hour: 3,
        bongs_today: 7,
        powers: dazza_room::room::Powers::of_rank(3.0),
        has_poll: false,
        on_screen: None,
        vitals: &vitals,
        is_supervised: true,
        web: None,
    };
    let player: PlayerName = "alice".parse().unwrap();
    let (mut desk, mut dice, mut now) = (Desk::default(), Dice::seeded(1), start());
    for (number, used) in bytes.split(|byte| *byte == b'\n').take(MAX_USES).enumerate() {
        let Some((row, args)) = used.split_first() else { continue };
        let command = &TABLE[usize::from(*row) % TABLE.len()];
        let text = format!("!{} {}", command.name, String::from_utf8_lossy(args));
        let route = if number % 3 == 2 { Route::Pm } else { Route::Public };
        let rank = f64::from(*row % 4);
        now = later(now, Duration::from_hours(3));
        match desk.hear(&Heard { player: &player, rank, text: &text, route }, &view, now, &mut dice) {
            Some(Taken::Answered(answer)) => {
                assert_eq!((answer.command, answer.error), (Some(command.name), None), "{text:?}");
                check_lines(&answer.reply.into_lines(), &text);
            }
            Some(Taken::Deferred(deferred)) => assert!(
                deferred.command.name == command.name && text.ends_with(&deferred.args)
                    || text.trim_end().ends_with(&deferred.args)
            ),
            Some(Taken::Asks(asks)) => {
                assert_eq!(asks.command.name, command.name);
                assert!(text.trim_end().ends_with(&asks.args), "{text:?}");
            }
            None => panic!("{text:?} is not heard"),
        }
    }
}

fn check_lines(lines: &[dazza_room::chat::ReplyLine], text: &str) {
    assert!(lines.len() <= 12, "{text:?} is answered with {} lines", lines.len());
    for line in lines {
        assert!(
            units(&line.text) <= MAX_UNITS && !line.text.starts_with('/'),
            "{text:?} is answered with {:?}",
            line.text
        );
    }
}

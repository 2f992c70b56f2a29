//! What the desk makes of lines: the checks in their order, the limits, the brush-offs.

use std::time::Duration;

use dazza_shared::counters::{CommandResult, ErrorKind};
use dazza_shared::dice::Dice;
use proptest::prelude::*;

use super::bench::{Bench, lines, only};
use crate::chat::{Reply, Route, To};
use crate::commands::view::tests::person;
use crate::commands::{Access, Category, Command, Pm, Refusal, Run, TABLE};

/// Commands that show what the desk does with them.
const ROWS: &[Command] = &[
    Command { name: "open", ..ROW },
    Command { name: "staff", access: Access::Moderator, ..ROW },
    Command { name: "admin", access: Access::Admin, ..ROW },
    Command { name: "fact", ..ROW },
    Command { name: "needy", min_words: 2, usage: "<a> <b>", ..ROW },
    Command { name: "loud", pm: Pm::Refused, ..ROW },
    Command { name: "picky", run: Run::Now(|_, _| Err(Refusal::Because("not you".to_owned()))), ..ROW },
    Command { name: "broken", run: Run::Always(|_, _| panic!("as it should")), ..ROW },
];

const ROW: Command = Command {
    name: "",
    aliases: &[],
    usage: "",
    about: "",
    category: Category::Basic,
    access: Access::Everyone,
    cooldown: Duration::from_secs(10),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Always(|cx, _| Reply::say(cx.here(), "done")),
};

#[test]
fn what_asks_for_nothing_gets_nothing() {
    let mut bench = Bench::new(ROWS);
    for line in ["hello", "!", "!nothere", "", "open"] {
        assert_eq!(bench.say(line), None, "{line}");
    }
    assert_eq!(bench.say_as("dazza", 2.0, Route::Public, "!open"), None);
    assert_eq!(bench.say_as("DAZZA", 2.0, Route::Pm, "hello me"), None);
}

#[test]
fn the_checks_stand_in_their_order_and_leave_no_trace() {
    let mut bench = Bench::new(ROWS);
    for (name, rank, line, result) in [
        ("alice", 1.0, "!open", CommandResult::Ok),
        ("alice", 1.0, "!staff", CommandResult::Refused),
        ("alice", 2.0, "!staff", CommandResult::Ok),
        ("alice", 4.0, "!admin", CommandResult::Refused),
        ("boss", 0.0, "!admin", CommandResult::Refused),
        ("BOSS", 1.0, "!ADMIN", CommandResult::Ok),
        ("boss", 1.0, "!fact", CommandResult::Refused),
        ("alice", 1.0, "!needy one", CommandResult::Refused),
        ("alice", 1.0, "!needy one two", CommandResult::Ok),
        ("alice", 1.0, "!picky", CommandResult::Refused),
    ] {
        let answer = bench.say_as(name, rank, Route::Public, line).unwrap();
        assert_eq!(answer.result, result, "{name} {rank} {line}");
        assert_eq!(answer.reply.lines().len(), 1, "{line}");
    }
    let usage = only(bench.say_as("bob", 1.0, Route::Public, "!needy"));
    assert!(usage.text.contains("!needy <a> <b>"), "{}", usage.text);
    assert_eq!(only(bench.say("!picky")).text, "not you");
}

#[test]
fn a_cooldown_is_told_of_once_and_taken_on_success_only() {
    let mut bench = Bench::new(ROWS);
    assert_eq!(only(bench.say("!open")).text, "done");
    bench.seconds = 3;
    let refusal = only(bench.say("!open"));
    assert!(refusal.text.contains('7'), "{}", refusal.text);
    assert!(bench.say("!open").unwrap().reply.is_silent());
    assert!(bench.pm("!open").unwrap().reply.is_silent());
    assert_eq!(only(bench.say_as("bob", 1.0, Route::Public, "!open")).text, "done");
    bench.seconds = 10;
    assert_eq!(only(bench.say_as("ALICE", 1.0, Route::Public, "!open")).text, "done");
    assert!(!bench.say("!open").unwrap().reply.is_silent());
}

#[test]
fn a_private_question_gets_a_private_answer() {
    let mut bench = Bench::new(ROWS);
    let alice = To::Player("alice".parse().unwrap());
    for line in ["!open", "!loud", "!admin", "!nothere", "!needy"] {
        assert_eq!(only(bench.pm(line)).to, alice, "{line}");
    }
    assert_eq!(bench.pm("!loud").unwrap().result, CommandResult::Refused);
    assert_eq!(bench.pm("!nothere").unwrap().command, None);
}

#[test]
fn small_talk_is_brushed_off_once_in_a_while() {
    let mut bench = Bench::new(ROWS);
    let line = only(bench.pm("hello there"));
    assert!((Duration::from_secs(1)..=Duration::from_secs(3)).contains(&line.after));
    assert_eq!(bench.pm("are you there?"), None);
    assert!(bench.say_as("bob", 1.0, Route::Pm, "hi").is_some());
    bench.seconds = 300;
    assert!(bench.pm("hello?").is_some());
}

#[test]
fn too_many_commands_are_warned_of_by_pm_and_then_ignored() {
    let mut bench = Bench::new(ROWS);
    let answers: Vec<_> = (0..18).map(|_| bench.say("!picky").unwrap()).collect();
    let n_lines: Vec<_> = answers.iter().map(|answer| answer.reply.lines().len()).collect();
    assert_eq!(n_lines, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 0, 0]);
    let warning = &answers[11].reply.lines()[1];
    assert_eq!(warning.to, To::Player("alice".parse().unwrap()));
    assert!(warning.text.contains("12"), "{}", warning.text);
    assert!(answers[15].reply.lines()[0].text.contains("60"));
    assert_eq!(bench.say("!nothere"), None);
}

#[test]
fn a_command_that_panics_is_answered_and_the_desk_goes_on() {
    let mut bench = Bench::new(ROWS);
    let answer = bench.say("!broken").unwrap();
    assert_eq!((answer.command, answer.result), (Some("broken"), CommandResult::Failed));
    assert_eq!(answer.error, Some(ErrorKind::CommandPanic));
    assert_eq!(answer.reply.lines().len(), 1);
    assert_eq!(only(bench.say("!open")).text, "done");
}

#[test]
fn the_same_seed_gives_the_same_answers() {
    let play = || {
        let mut bench = Bench::new(TABLE);
        ["!roll 3d6", "!8ball why?", "!mood"].map(|line| only(bench.say(line)).text)
    };
    assert_eq!(play(), play());
}

#[test]
fn every_answer_of_a_command_is_one_line_even_with_the_longest_names() {
    let mut bench = Bench::new(TABLE);
    let name = "W".repeat(20);
    bench.room.roster.insert(person(&name, true));
    for round in 0..400_u64 {
        for line in [
            "!ping",
            "!uptime",
            "!8ball x",
            "!roll 20d1000",
            "!mood",
            "!insult",
            "!yeah",
            "!afk",
            "!calc 2^64",
            "!help roll",
        ] {
            bench.seconds += 60;
            bench.room.bongs_today = round % 120;
            assert_eq!(lines(bench.say_as(&name, 1.0, Route::Public, line)).len(), 1, "{line}");
        }
    }
}

proptest! {
    #[test]
    fn no_line_makes_a_command_panic(
        row in 0..TABLE.len(), args in "\\PC{0,60}|[-+*/^%().0-9 a-zA-Z']{0,60}", is_pm: bool, seed: u64,
    ) {
        let mut bench = Bench::new(TABLE);
        bench.dice = Dice::seeded(seed);
        let line = format!("!{} {args}", TABLE[row].name);
        let route = if is_pm { Route::Pm } else { Route::Public };
        // One that needs the database is tried on a till.
        let Some(answer) = bench.say_as("alice", 1.0, route, &line) else { return Ok(()) };
        prop_assert_eq!(answer.error, None);
        let is_unheard = TABLE[row].pm == Pm::Only && !is_pm;
        prop_assert_eq!(answer.reply.is_silent(), is_unheard);
    }

    #[test]
    fn any_line_is_taken(text in "\\PC*") {
        let mut bench = Bench::new(TABLE);
        bench.say(&text);
        bench.pm(&text);
    }
}

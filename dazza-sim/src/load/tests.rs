//! What is said is even and bearable, and answers find their commands.

use clap::{CommandFactory as _, Parser as _};
use dazza_shared::names::RoomName;

use super::args::Args;
use super::talk::{Measure, Talk};
use crate::chaos::stage::BOT;
use crate::world::ChatLine;

const MEASURE: Measure = Measure { n_rooms: 20, rate: 2, warm_up: 0, seconds: 30, one_in: 10 };

fn line(user: &str, text: &str, time_ms: i64) -> ChatLine {
    ChatLine { user: user.to_owned(), html: text.to_owned(), class: String::new(), time_ms }
}

#[test]
fn the_command_line_is_consistent() {
    Args::command().debug_assert();
    let measure = Args::parse_from(["load"]).measure();
    assert!(measure.is_bearable());
    assert!(!Measure { rate: 20, ..measure }.is_bearable());
}

#[test]
fn every_room_has_the_same_share_of_commands_and_they_do_not_all_ask_at_once() {
    let talk = Talk::of(MEASURE);
    assert_eq!((talk.lines().len(), talk.n_commands()), (1_200, 120));
    let asks_in = |n: &usize| talk.lines()[*n].asked.is_some();
    for room in 0..MEASURE.n_rooms {
        assert_eq!((room..1_200).step_by(MEASURE.n_rooms).filter(asks_in).count(), 6, "room {room}");
    }
    for turn in 0..60 {
        assert_eq!((turn * MEASURE.n_rooms..(turn + 1) * MEASURE.n_rooms).filter(asks_in).count(), 2, "turn {turn}");
    }
    let regulars: std::collections::BTreeSet<_> =
        talk.lines().iter().filter(|line| line.asked.is_none()).map(|line| &line.who).collect();
    assert_eq!(regulars.len(), 240, "12 a room");
    let n_payers = talk.who_pays().len();
    assert!((20..60).contains(&n_payers), "{n_payers}");
}

#[test]
fn an_answer_belongs_to_the_command_of_its_room_and_number() {
    let talk = Talk::of(MEASURE);
    let room: RoomName = "room0000".parse().unwrap();
    assert_eq!(talk.lines()[0].text, "!roll 2d6");
    let heard = talk.hear(
        0,
        &room,
        vec![
            line("Asker000000", "!roll 2d6", 1_000),
            line(BOT, "-Asker000000 throws 2d6: 3+4 = 7. Solid as a Besser block, and as excitin.", 1_012),
            line("Regular0000x1", "line 000020 of a long night", 1_500),
            line(BOT, "nobody asked", 1_600),
        ],
    );
    assert_eq!(heard.iter().map(|line| line.planned).collect::<Vec<_>>(), [Some(0), None, Some(20), None]);
    let answers = talk.answers(&heard);
    assert_eq!(answers.iter().map(|answer| answer.took.as_millis()).collect::<Vec<_>>(), [12]);
}

//! A desk to try lines on.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::dice::Dice;

use crate::chat::{Heard, ReplyLine, Route};
use crate::commands::view::tests::{NOON, Room};
use crate::commands::{Answer, Command, Desk, Taken};

/// A desk in a room, with a clock and dice.
pub(super) struct Bench {
    pub(super) desk: Desk,
    pub(super) room: Room,
    pub(super) seconds: u64,
    pub(super) dice: Dice,
}

impl Bench {
    pub(super) fn new(table: &'static [Command]) -> Self {
        Self { desk: Desk::with(table), room: Room::default(), seconds: 0, dice: Dice::seeded(1) }
    }

    pub(super) fn say_as(&mut self, name: &str, rank: f64, route: Route, text: &str) -> Option<Answer> {
        let player = name.parse().unwrap();
        let heard = Heard { player: &player, rank, text, route };
        let now = later(NOON, Duration::from_secs(self.seconds));
        match self.desk.hear(&heard, &self.room.view(), now, &mut self.dice)? {
            Taken::Answered(answer) => Some(answer),
            Taken::Deferred(_) | Taken::Asks(_) => None, // tried with a database, or somebody to ask
        }
    }

    pub(super) fn say(&mut self, text: &str) -> Option<Answer> {
        self.say_as("alice", 1.0, Route::Public, text)
    }

    pub(super) fn pm(&mut self, text: &str) -> Option<Answer> {
        self.say_as("alice", 1.0, Route::Pm, text)
    }
}

pub(super) fn lines(answer: Option<Answer>) -> Vec<ReplyLine> {
    answer.unwrap().reply.into_lines()
}

pub(super) fn only(answer: Option<Answer>) -> ReplyLine {
    let [line] = <[ReplyLine; 1]>::try_from(lines(answer)).unwrap();
    line
}

//! What is said in which room and when, and what is heard of it: every line has a number, by turns in all rooms.

use std::collections::BTreeMap;
use std::time::Duration;

use dazza_shared::line_key::{self, LineKey};
use dazza_shared::names::RoomName;
use jiff::Timestamp;
use tokio::time::{Instant, sleep_until};

use crate::cast::text_of;
use crate::chaos::check::Spoken;
use crate::chaos::plan::{Asked, Plan, PlannedLine};
use crate::chaos::stage::BOT;
use crate::chaos::words::{Said, said};
use crate::server::{Gone, SimHandle};
use crate::world::ChatLine;

/// How much there is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    /// Rooms.
    pub(super) n_rooms: usize,
    /// Lines a second in each.
    pub(super) rate: usize,
    /// For how long before anything is timed.
    pub(super) warm_up: usize,
    /// For how long then.
    pub(super) seconds: usize,
    /// One line in so many is a command.
    pub(super) one_in: usize,
}

/// What is asked for, in turn. Nothing whose answer may be in words that another room may use for its own.
const MIX: [Asked; 8] = [
    Asked::Roll,
    Asked::CoinFlip,
    Asked::EightBall,
    Asked::Pokies,
    Asked::Clap,
    Asked::Tell,
    Asked::Roll,
    Asked::Remind,
];

/// The turns of neighbouring rooms are so far apart that they do not all ask at once.
const APART: usize = 7;

/// People of each room who take turns with what is no command: nobody is in two rooms.
const REGULARS: usize = 12;

/// Commands that a room takes within a minute. Source: `commands.md`.
const COMMANDS_A_MINUTE: usize = 60;

/// What is said in a run.
#[derive(Debug)]
pub(super) struct Talk {
    plan: Plan,
    measure: Measure,
}

/// How long an answer took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) asked: Asked,
    pub(super) took: Duration,
    /// Whether it was asked when the time had come to measure.
    pub(super) is_timed: bool,
}

impl Measure {
    /// Whether rooms answer all of it.
    pub(super) fn is_bearable(self) -> bool {
        self.rate * 60 / self.one_in <= COMMANDS_A_MINUTE
    }

    /// How many lines are said before anything is timed.
    pub(super) fn n_untimed(self) -> usize {
        self.n_rooms * self.rate * self.warm_up
    }
}

impl Talk {
    /// All lines of a run.
    pub(super) fn of(measure: Measure) -> Self {
        let Measure { n_rooms, rate, warm_up, seconds, one_in } = measure;
        let asked_in = |n: usize| {
            let (turn, room) = (n / n_rooms, n % n_rooms);
            let place = turn + room * APART;
            place.is_multiple_of(one_in).then(|| MIX.get((place / one_in + room) % MIX.len()).copied()).flatten()
        };
        let mut plan = Plan::in_turn(n_rooms * rate * (warm_up + seconds), asked_in);
        for (n, line) in plan.lines.iter_mut().enumerate().filter(|(_, line)| line.asked.is_none()) {
            line.who = format!("Regular{:04}x{}", n % n_rooms, n / n_rooms % REGULARS);
        }
        Self { plan, measure }
    }

    /// What is to be said, in this order.
    pub(super) fn lines(&self) -> &[PlannedLine] {
        &self.plan.lines
    }

    /// The names of all who need money for what they ask.
    pub(super) fn who_pays(&self) -> Vec<&str> {
        self.plan.who_pays().collect()
    }

    /// How many lines are commands.
    pub(super) fn n_commands(&self) -> usize {
        self.lines().iter().filter(|line| line.asked.is_some()).count()
    }

    /// Says these lines, evenly; how late each was said.
    pub(super) async fn say(
        &self,
        sim: &SimHandle,
        rooms: &[RoomName],
        lines: &[PlannedLine],
    ) -> Result<Vec<Duration>, Gone> {
        let began = Instant::now();
        let n_a_second = u32::try_from(self.measure.n_rooms * self.measure.rate).unwrap_or(u32::MAX);
        let mut late = Vec::with_capacity(lines.len());
        for ((line, room), n) in lines.iter().zip(rooms.iter().cycle()).zip(0_u32..) {
            let due = began + Duration::from_secs(1) * n / n_a_second;
            if Instant::now() < due {
                sleep_until(due).await;
            }
            sim.say(room, &line.who, &line.text).await?;
            late.push(due.elapsed());
        }
        Ok(late)
    }

    /// What was said in all rooms, as the chat server has it.
    pub(super) async fn heard(&self, sim: &SimHandle, rooms: &[RoomName]) -> Result<Vec<Spoken>, Gone> {
        let mut heard = Vec::new();
        for (nth, room) in rooms.iter().enumerate() {
            heard.extend(self.hear(nth, room, sim.log(room).await?));
        }
        Ok(heard)
    }

    /// The lines of room number `nth`, its first line first.
    pub(super) fn hear(&self, nth: usize, room: &RoomName, lines: Vec<ChatLine>) -> Vec<Spoken> {
        let mut n_planned = 0;
        let hear = |line: ChatLine| {
            let time = Timestamp::from_millisecond(line.time_ms).unwrap_or_default();
            let parts = line_key::Line { room, is_private: false, time, name: &line.user, raw: &line.html };
            let key = LineKey::of(&parts, 0);
            let planned = (line.user != BOT).then_some(n_planned * self.measure.n_rooms + nth);
            n_planned += usize::from(planned.is_some());
            Spoken { key, text: text_of(&line.html), who: line.user, at: time, planned }
        };
        lines.into_iter().map(hear).collect()
    }

    /// How long each answer took that belongs to its command, by the chat server's clock.
    pub(super) fn answers(&self, heard: &[Spoken]) -> Vec<Answer> {
        let asked = |n: usize| self.lines().get(n).and_then(|line| line.asked);
        let at: BTreeMap<_, _> = heard.iter().filter_map(|line| Some((line.planned?, line.at))).collect();
        let answer = |line: &Spoken| {
            let Said::Answer(n) = said(&line.text, asked) else { return None };
            let took = line.at.duration_since(*at.get(&n)?).try_into().ok()?;
            Some(Answer { asked: asked(n)?, took, is_timed: n >= self.measure.n_untimed() })
        };
        heard.iter().filter(|line| line.planned.is_none()).filter_map(answer).collect()
    }
}

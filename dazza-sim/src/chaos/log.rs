//! The room's lines as they are said, and which of them still wait to be stored or answered.

use std::collections::BTreeSet;
use std::time::Duration;

use dazza_shared::line_key::{self, LineKey};
use dazza_shared::names::RoomName;
use jiff::Timestamp;
use tokio::time::Instant;

use super::check::Spoken;
use super::plan::Plan;
use super::stage::BOT;
use super::words::{Said, said};
use crate::cast::text_of;
use crate::world::ChatLine;

/// The lines of a run, in the order in which the chat server has them.
#[derive(Debug)]
pub(super) struct Log<'p> {
    plan: &'p Plan,
    room: RoomName,
    lines: Vec<Heard>,
    answered: BTreeSet<usize>,
    n_planned: usize,
    /// All lines before this one are done with.
    settled: usize,
}

#[derive(Debug)]
struct Heard {
    spoken: Spoken,
    since: Instant,
    is_stored: bool,
    is_given_up: bool,
}

/// Most lines that are asked after at once.
const MOST_ASKED: usize = 100;

impl<'p> Log<'p> {
    /// A log of `room`, in which nothing has been said.
    pub(super) fn of(plan: &'p Plan, room: &RoomName) -> Self {
        let (lines, answered) = (Vec::new(), BTreeSet::new());
        Self { plan, room: room.clone(), lines, answered, n_planned: 0, settled: 0 }
    }

    /// How many lines there are.
    pub(super) fn n_lines(&self) -> usize {
        self.lines.len()
    }

    /// Takes in lines that were said since.
    pub(super) fn hear(&mut self, lines: Vec<ChatLine>) {
        for line in lines {
            let time = Timestamp::from_millisecond(line.time_ms).unwrap_or_default();
            let parts = line_key::Line { room: &self.room, is_private: false, time, name: &line.user, raw: &line.html };
            let (key, text) = (LineKey::of(&parts, 0), text_of(&line.html));
            let planned = (line.user != BOT).then_some(self.n_planned);
            self.n_planned += usize::from(planned.is_some());
            if planned.is_none()
                && let Said::Answer(n) | Said::Away(n) | Said::Unsure(n) | Said::Refusal(n, _) =
                    said(&text, |n| self.plan.lines.get(n).and_then(|line| line.asked))
            {
                self.answered.insert(n);
            }
            let spoken = Spoken { key, who: line.user, text: text.clone(), at: time, planned };
            self.lines.push(Heard { spoken, since: Instant::now(), is_stored: false, is_given_up: false });
        }
        self.settle();
    }

    /// The keys of lines that are not known to be stored, the oldest first.
    pub(super) fn unstored(&self) -> Vec<LineKey> {
        let open = self.lines.iter().skip(self.settled).filter(|line| !line.is_stored);
        open.map(|line| line.spoken.key).take(MOST_ASKED).collect()
    }

    /// These are stored.
    pub(super) fn note_stored(&mut self, keys: &BTreeSet<Vec<u8>>) {
        for line in self.lines.iter_mut().skip(self.settled) {
            line.is_stored |= keys.contains(line.spoken.key.as_bytes());
        }
        self.settle();
    }

    /// How many lines there are from the oldest one on that waits; none waits: 0.
    pub(super) fn n_behind(&self) -> usize {
        self.lines.len() - self.settled
    }

    /// Gives up the oldest line if it has waited for longer than `patience`; why it waited, in words.
    pub(super) fn give_up_after(&mut self, patience: Duration) -> Option<String> {
        let line = self.lines.get_mut(self.settled).filter(|line| line.since.elapsed() > patience)?;
        line.is_given_up = true;
        let why = if line.is_stored { "is not answered" } else { "is not stored" };
        let told = format!("<{}> `{}` {why} after {} s", line.spoken.who, line.spoken.text, patience.as_secs());
        self.settle();
        Some(told)
    }

    /// The oldest line that waits, and what for.
    pub(super) fn oldest(&self) -> Option<String> {
        let line = self.lines.get(self.settled)?;
        let waits_for = if line.is_stored { "an answer" } else { "being stored" };
        Some(format!("<{}> `{}` waits for {waits_for}", line.spoken.who, line.spoken.text))
    }

    /// How many commands were answered.
    pub(super) fn n_answered(&self) -> usize {
        self.answered.len()
    }

    /// All that was said.
    pub(super) fn into_spoken(self) -> Vec<Spoken> {
        self.lines.into_iter().map(|line| line.spoken).collect()
    }

    fn settle(&mut self) {
        while let Some(line) = self.lines.get(self.settled) {
            let is_command = |n: usize| self.plan.lines.get(n).is_some_and(|line| line.asked.is_some());
            let waits = line.spoken.planned.is_some_and(|n| is_command(n) && !self.answered.contains(&n));
            if (waits || !line.is_stored) && !line.is_given_up {
                return;
            }
            self.settled += 1;
        }
    }
}

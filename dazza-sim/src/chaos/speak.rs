//! Says the lines of the plan, never far ahead of what is stored and answered: the chat server repeats its last lines alone.

use std::collections::VecDeque;
use std::time::Duration;

use dazza_shared::names::RoomName;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::{Instant, sleep};

use super::books::Books;
use super::log::Log;
use super::plan::{Plan, PlannedKill};
use crate::server::SimHandle;

/// The speaker pauses when so many lines were said from the oldest one on that is not stored, or not answered.
///
/// Source: a CyTube server repeats 15 lines to whoever comes in; answers are lines too.
const AHEAD: usize = 10;

/// Most commands within a minute: the bot takes 60.
const COMMANDS_A_MINUTE: usize = 50;
const MINUTE: Duration = Duration::from_mins(1);

/// Time between two lines, or two looks.
const TURN: Duration = Duration::from_millis(5);

/// A pause that is worth a word.
const LONG_PAUSE: Duration = Duration::from_secs(10);

/// Time between two looks into the database.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Says what is planned.
#[derive(Debug)]
pub(super) struct Speaker<'p> {
    plan: &'p Plan,
    sim: SimHandle,
    room: RoomName,
    books: &'p Books,
    /// Nothing more is killed once it is gone.
    kills: Option<UnboundedSender<PlannedKill>>,
    log: Log<'p>,
    /// The number of the next line.
    next: usize,
    /// The next kill.
    next_kill: usize,
    commands: VecDeque<Instant>,
    looked_at: Instant,
    said_at: Instant,
    is_pause_told: bool,
    longest_pause: Duration,
}

impl<'p> Speaker<'p> {
    pub(super) fn of(
        plan: &'p Plan,
        (sim, room): (&SimHandle, &RoomName),
        books: &'p Books,
        kills: UnboundedSender<PlannedKill>,
    ) -> Self {
        let (log, now) = (Log::of(plan, room), Instant::now());
        Self {
            plan,
            sim: sim.clone(),
            room: room.clone(),
            books,
            kills: Some(kills),
            log,
            next: 0,
            next_kill: 0,
            commands: VecDeque::new(),
            looked_at: now,
            said_at: now,
            is_pause_told: false,
            longest_pause: Duration::ZERO,
        }
    }

    /// One turn: listens, looks what is stored, and says the next line if it is time; whether anything is left to do.
    pub(super) async fn turn(&mut self) -> anyhow::Result<bool> {
        self.listen().await?;
        if self.looked_at.elapsed() >= LOOK_AGAIN && self.log.n_behind() > 0 {
            self.looked_at = Instant::now();
            if let Some(stored) = self.books.stored_among(&self.log.unstored()).await {
                self.log.note_stored(&stored);
            }
        }
        if self.is_time() {
            self.say().await?;
        }
        sleep(TURN).await;
        Ok(self.next < self.plan.lines.len() || self.log.n_behind() > 0)
    }

    /// Listens for a while, whatever is left to do.
    pub(super) async fn linger(&mut self, span: Duration) -> anyhow::Result<()> {
        let until = Instant::now() + span;
        while Instant::now() < until {
            self.turn().await?;
        }
        Ok(())
    }

    /// Gives up the oldest line if it has waited too long; why it waited, in words.
    pub(super) fn give_up_after(&mut self, patience: Duration) -> Option<String> {
        self.log.give_up_after(patience)
    }

    /// Since when nothing could be said, and because of which line; told once a pause.
    pub(super) fn long_pause(&mut self) -> Option<(Duration, String)> {
        let pause = self.said_at.elapsed();
        if pause < LONG_PAUSE || self.is_pause_told {
            return None;
        }
        self.is_pause_told = true;
        Some((pause, self.log.oldest()?))
    }

    /// Asks for no more kills.
    pub(super) fn stop_killing(&mut self) {
        self.kills = None;
    }

    /// How many lines are said, how many commands answered, and the longest time in which nothing could be said.
    pub(super) fn figures(&self) -> (usize, usize, Duration) {
        (self.next, self.log.n_answered(), self.longest_pause)
    }

    /// All that was said, by anybody.
    pub(super) fn into_log(self) -> Log<'p> {
        self.log
    }

    async fn listen(&mut self) -> anyhow::Result<()> {
        let lines = self.sim.log_from(&self.room, self.log.n_lines()).await?;
        self.log.hear(lines);
        Ok(())
    }

    fn is_time(&mut self) -> bool {
        let Some(line) = self.plan.lines.get(self.next) else { return false };
        self.commands.retain(|said| said.elapsed() < MINUTE);
        let is_full = line.asked.is_some() && self.commands.len() >= COMMANDS_A_MINUTE;
        self.log.n_behind() < AHEAD && !is_full
    }

    async fn say(&mut self) -> anyhow::Result<()> {
        let Some(line) = self.plan.lines.get(self.next) else { return Ok(()) };
        self.sim.say(&self.room, &line.who, &line.text).await?;
        if line.asked.is_some() {
            self.commands.push_back(Instant::now());
        }
        self.longest_pause = self.longest_pause.max(self.said_at.elapsed());
        (self.said_at, self.is_pause_told) = (Instant::now(), false);
        while let Some(kill) = self.plan.kills.get(self.next_kill).filter(|kill| kill.after_line == self.next) {
            if let Some(kills) = &self.kills {
                kills.send(*kill)?;
            }
            self.next_kill += 1;
        }
        self.next += 1;
        Ok(())
    }
}

//! Paces what we send: by urgency, as fast as the channel allows, confirmed by its echo, said again once when dropped.

mod pace;

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

pub use pace::{Flood, Pace};

/// Lines waiting to be said, and lines said whose echo has not come yet.
#[derive(Debug)]
pub struct Outbox {
    waiting: VecDeque<Entry>,
    unconfirmed: VecDeque<Sent>,
    chat: Pace,
    private: Pace,
    n_given_up: u64,
}

/// How urgent a line is; the first said first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// A moderator's deed.
    Moderation,
    /// The answer to a player who waits.
    Reply,
    /// A game going on.
    Game,
    /// Nobody waits for it.
    Announcement,
}

/// One line for the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whom it goes to; nobody in particular is the room.
    pub to: Option<Box<str>>,
    /// Plain text.
    pub text: Box<str>,
}

#[derive(Debug)]
struct Entry {
    line: Line,
    urgency: Urgency,
    not_before: Instant,
    heard_at: Option<Instant>,
    is_second_try: bool,
}

#[derive(Debug)]
struct Sent {
    entry: Entry,
    give_up_at: Instant,
}

/// A line to hand to the socket now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The line.
    pub line: Line,
    /// When the frame came in that this answers; nothing for a line that had to wait its turn.
    pub heard_at: Option<Instant>,
}

impl Default for Outbox {
    fn default() -> Self {
        Self {
            waiting: VecDeque::new(),
            unconfirmed: VecDeque::new(),
            chat: Pace::chat(None),
            private: Pace::private(),
            n_given_up: 0,
        }
    }
}

impl Outbox {
    /// Most lines that wait; beyond it the least urgent and latest is given up.
    const MAX_WAITING: usize = 200;

    /// How long an echo may take before the line counts as lost.
    const ECHO_WITHIN: Duration = Duration::from_secs(10);

    /// Takes a line in, to be said no earlier than `delay` from `now`.
    pub fn push(&mut self, line: Line, urgency: Urgency, delay: Duration, now: Instant) {
        self.place(Entry { line, urgency, not_before: now + delay, heard_at: None, is_second_try: false });
    }

    /// Takes in the direct answer to a frame that came at `heard_at`.
    pub fn reply(&mut self, line: Line, heard_at: Instant) {
        let (urgency, not_before) = (Urgency::Reply, heard_at);
        self.place(Entry { line, urgency, not_before, heard_at: Some(heard_at), is_second_try: false });
    }

    /// The next line that may go out at `now`; it then waits for its echo.
    pub fn pop(&mut self, now: Instant) -> Option<Due> {
        let at = self.waiting.iter().position(|entry| self.due_at(entry) <= now)?;
        let mut entry = self.waiting.remove(at)?;
        self.pace_of(&entry.line).note_sent(now);
        let heard_at = entry.heard_at.take().filter(|at| *at == now);
        let due = Due { line: entry.line.clone(), heard_at };
        self.unconfirmed.push_back(Sent { entry, give_up_at: now + Self::ECHO_WITHIN });
        Some(due)
    }

    /// When to ask again: for a line that may go out then, or an echo that is overdue then.
    pub fn wake_at(&self) -> Option<Instant> {
        let lines = self.waiting.iter().map(|entry| self.due_at(entry));
        let echoes = self.unconfirmed.iter().map(|sent| sent.give_up_at);
        lines.chain(echoes).min()
    }

    /// The server has shown us a line of our own.
    ///
    /// It confirms the line of that text, and what was sent before it is lost; filters of the channel may have
    /// changed the text beyond recognition, then it confirms the oldest.
    pub fn confirm(&mut self, line: &Line) {
        let is_same = |sent: &Sent| sent.entry.line.to == line.to && core(&sent.entry.line.text) == core(&line.text);
        let same_kind = |sent: &Sent| sent.entry.line.to.is_some() == line.to.is_some();
        let at = self.unconfirmed.iter().position(is_same);
        if let Some(at) = at.or_else(|| self.unconfirmed.iter().position(same_kind)) {
            self.unconfirmed.remove(at);
        }
    }

    /// The server dropped a line of ours for coming too fast, and names the gap it wants.
    ///
    /// It answers in order, so that it means the oldest line without an echo: that one is said again, once.
    pub fn said_too_fast(&mut self, gap: Duration, now: Instant) {
        let Some(sent) = self.unconfirmed.pop_front() else { return };
        let mut entry = sent.entry;
        self.pace_of(&entry.line).note_refused(gap, now);
        if entry.is_second_try {
            self.n_given_up += 1;
            return;
        }
        entry.is_second_try = true;
        entry.not_before = now + gap;
        self.waiting.push_front(entry);
    }

    /// The server refused the oldest line without an echo for good.
    pub fn refused(&mut self) {
        if self.unconfirmed.pop_front().is_some() {
            self.n_given_up += 1;
        }
    }

    /// Gives up on echoes that are overdue at `now`.
    pub fn expire(&mut self, now: Instant) {
        let before = self.unconfirmed.len();
        self.unconfirmed.retain(|sent| sent.give_up_at > now);
        self.n_given_up += (before - self.unconfirmed.len()) as u64;
    }

    /// The line to the server is gone: replies to what was asked there have lost their moment.
    pub fn clear(&mut self) {
        self.n_given_up += (self.waiting.len() + self.unconfirmed.len()) as u64;
        *self = Self { n_given_up: self.n_given_up, ..Self::default() };
    }

    /// Keeps to the channel's own flood figures from now on; `None` when they do not bind us.
    pub fn keep_to(&mut self, flood: Option<Flood>) {
        self.chat.limit(flood);
    }

    /// How many lines wait.
    pub fn n_waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many lines were given up: dropped twice, refused, never echoed, or pushed out.
    pub fn n_given_up(&self) -> u64 {
        self.n_given_up
    }

    fn place(&mut self, entry: Entry) {
        let at = self.waiting.iter().position(|other| other.urgency > entry.urgency).unwrap_or(self.waiting.len());
        self.waiting.insert(at, entry);
        if self.waiting.len() > Self::MAX_WAITING {
            self.waiting.pop_back();
            self.n_given_up += 1;
        }
    }

    fn due_at(&self, entry: &Entry) -> Instant {
        let pace = if entry.line.to.is_some() { &self.private } else { &self.chat };
        pace.next_at().map_or(entry.not_before, |at| at.max(entry.not_before))
    }

    fn pace_of(&mut self, line: &Line) -> &mut Pace {
        if line.to.is_some() { &mut self.private } else { &mut self.chat }
    }
}

impl Line {
    /// A line for the whole room.
    pub fn public(text: impl Into<Box<str>>) -> Self {
        Self { to: None, text: text.into() }
    }

    /// A line for one player alone.
    pub fn private(to: impl Into<Box<str>>, text: impl Into<Box<str>>) -> Self {
        Self { to: Some(to.into()), text: text.into() }
    }
}

/// What is left of a text whatever the channel's filters do to its marks.
fn core(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests;

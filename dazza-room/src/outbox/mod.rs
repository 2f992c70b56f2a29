//! Paces what we send: by urgency, as fast as the channel allows, confirmed by its echo, said again once when dropped.

mod pace;

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::chat::Receipt;
use crate::journal::{Tag, core};

pub use pace::{Flood, Pace};

/// Lines waiting to be said, and lines said whose echo has not come yet.
#[derive(Debug)]
pub struct Outbox {
    waiting: VecDeque<Entry>,
    unconfirmed: VecDeque<Sent>,
    chat: Pace,
    private: Pace,
    is_silenced: bool,
    n_given_up: u64,
    undelivered: Vec<Receipt>,
    dropped: Vec<Tag>,
}

/// How urgent a line is; the first said first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// A moderator's deed.
    Moderation,
    /// The answer to a player who waits.
    Reply,
    /// Something carried to somebody.
    Delivery,
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
    /// What was not delivered should it be lost.
    pub receipt: Option<Receipt>,
    /// Which line of which answer it is, if that is noted.
    pub tag: Option<Tag>,
}

#[derive(Debug)]
struct Entry {
    line: Line,
    urgency: Urgency,
    not_before: Instant,
    answers: Option<Answers>,
    is_second_try: bool,
}

/// The frame that a line answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answers {
    /// When it came in.
    pub heard_at: Instant,
    /// Whether the database had a part in the answer.
    pub is_stored: bool,
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
    /// The frame that this answers; nothing for a line that had to wait its turn.
    pub answers: Option<Answers>,
}

impl Default for Outbox {
    fn default() -> Self {
        Self {
            waiting: VecDeque::new(),
            unconfirmed: VecDeque::new(),
            chat: Pace::chat(None),
            private: Pace::private(),
            is_silenced: false,
            n_given_up: 0,
            undelivered: Vec::new(),
            dropped: Vec::new(),
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
        self.place(Entry { line, urgency, not_before: now + delay, answers: None, is_second_try: false });
    }

    /// Takes in the direct answer to a frame, which may go out at once.
    pub fn reply(&mut self, line: Line, answers: Answers, now: Instant) {
        let (urgency, answers) = (Urgency::Reply, Some(answers));
        self.place(Entry { line, urgency, not_before: now, answers, is_second_try: false });
    }

    /// The next line that may go out at `now`; it then waits for its echo.
    pub fn pop(&mut self, now: Instant) -> Option<Due> {
        let at = self.waiting.iter().position(|entry| self.due_at(entry) <= now)?;
        let mut entry = self.waiting.remove(at)?;
        self.pace_of(&entry.line).note_sent(now);
        let answers = entry.answers.take().filter(|_| entry.not_before == now);
        let due = Due { line: entry.line.clone(), answers };
        self.unconfirmed.push_back(Sent { entry, give_up_at: now + Self::ECHO_WITHIN });
        Some(due)
    }

    /// What was to be delivered with lines that were lost; told once.
    pub fn take_undelivered(&mut self) -> Vec<Receipt> {
        std::mem::take(&mut self.undelivered)
    }

    /// Which noted lines were given up; told once.
    pub fn take_dropped(&mut self) -> Vec<Tag> {
        std::mem::take(&mut self.dropped)
    }

    /// When to ask again: for a line that may go out then, or an echo that is overdue then.
    pub fn wake_at(&self) -> Option<Instant> {
        let lines = self.waiting.iter().map(|entry| self.due_at(entry));
        let echoes = self.unconfirmed.iter().map(|sent| sent.give_up_at);
        lines.chain(echoes).min()
    }

    /// The server has shown us a line of our own; which noted line that confirms.
    ///
    /// It confirms the line of that text; lines are answered in order, so that those of its kind that were sent before it
    /// have vanished. Filters of the channel may have changed the text beyond recognition, then it confirms the oldest.
    pub fn confirm(&mut self, line: &Line) -> Option<Tag> {
        let is_same = |sent: &Sent| sent.entry.line.to == line.to && core(&sent.entry.line.text) == core(&line.text);
        let same_kind = |sent: &Sent| sent.entry.line.to.is_some() == line.to.is_some();
        let Some(at) = self.unconfirmed.iter().position(is_same) else {
            let oldest = self.unconfirmed.iter().position(same_kind)?;
            return self.unconfirmed.remove(oldest)?.entry.line.tag;
        };
        let after = self.unconfirmed.split_off(at + 1);
        let confirmed = self.unconfirmed.pop_back();
        let (vanished, before): (VecDeque<_>, VecDeque<_>) =
            std::mem::take(&mut self.unconfirmed).into_iter().partition(same_kind);
        self.unconfirmed = before;
        self.unconfirmed.extend(after);
        for sent in &vanished {
            self.give_up(&sent.entry);
        }
        confirmed.and_then(|sent| sent.entry.line.tag)
    }

    /// The server dropped a line of ours for coming too fast, and names the gap it wants.
    ///
    /// It answers in order, so that it means the oldest line without an echo: that one is said again, once.
    pub fn said_too_fast(&mut self, gap: Duration, now: Instant) {
        let Some(sent) = self.unconfirmed.pop_front() else { return };
        let mut entry = sent.entry;
        self.pace_of(&entry.line).note_refused(gap, now);
        if entry.is_second_try {
            self.give_up(&entry);
            return;
        }
        entry.is_second_try = true;
        entry.not_before = now + gap;
        self.waiting.push_front(entry);
    }

    /// The server refused the oldest line without an echo for good.
    pub fn refused(&mut self) {
        if let Some(sent) = self.unconfirmed.pop_front() {
            self.give_up(&sent.entry);
        }
    }

    /// Gives up on echoes that are overdue at `now`.
    pub fn expire(&mut self, now: Instant) {
        let (overdue, rest): (VecDeque<_>, _) =
            std::mem::take(&mut self.unconfirmed).into_iter().partition(|sent| sent.give_up_at <= now);
        self.unconfirmed = rest;
        for sent in overdue {
            self.give_up(&sent.entry);
        }
    }

    /// The line to the server is gone. Of noted lines that were said the next connection will know whether they arrived.
    pub fn clear(&mut self) {
        let lost = std::mem::take(self);
        (self.n_given_up, self.undelivered, self.dropped) = (lost.n_given_up, lost.undelivered, lost.dropped);
        lost.waiting.iter().for_each(|entry| self.give_up(entry));
        self.n_given_up += lost.unconfirmed.len() as u64;
    }

    /// Gives up what still waits; what has been said counts as heard.
    pub fn abandon(&mut self) {
        for entry in std::mem::take(&mut self.waiting) {
            self.give_up(&entry);
        }
    }

    /// Keeps to the channel's own flood figures from now on; `None` when they do not bind us.
    pub fn keep_to(&mut self, flood: Option<Flood>) {
        self.chat.limit(flood);
    }

    /// Whether public lines would be said in vain: muted, or without the rank to speak. What waits is given up then, and
    /// so is what comes; private messages still pass.
    pub fn silence(&mut self, is_silenced: bool) {
        self.is_silenced = is_silenced;
        if is_silenced {
            let (public, private): (VecDeque<_>, VecDeque<_>) =
                std::mem::take(&mut self.waiting).into_iter().partition(|entry| entry.line.to.is_none());
            self.waiting = private;
            for entry in &public {
                self.give_up(entry);
            }
        }
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
        if self.is_silenced && entry.line.to.is_none() {
            return self.give_up(&entry);
        }
        let at = self.waiting.iter().position(|other| other.urgency > entry.urgency).unwrap_or(self.waiting.len());
        self.waiting.insert(at, entry);
        if self.waiting.len() > Self::MAX_WAITING
            && let Some(entry) = self.waiting.pop_back()
        {
            self.give_up(&entry);
        }
    }

    fn give_up(&mut self, entry: &Entry) {
        self.n_given_up += 1;
        self.undelivered.extend(entry.line.receipt);
        self.dropped.extend(entry.line.tag);
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
        Self { to: None, text: text.into(), receipt: None, tag: None }
    }

    /// A line for one player alone.
    pub fn private(to: impl Into<Box<str>>, text: impl Into<Box<str>>) -> Self {
        Self { to: Some(to.into()), text: text.into(), receipt: None, tag: None }
    }
}

#[cfg(test)]
mod tests;

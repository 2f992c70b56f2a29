//! What the server tells of the time before we came in: the lines of others, and those that we seem to have said.

use dazza_shared::line_key::LineKey;
use dazza_shared::names::PlayerName;
use jiff::Timestamp;

use crate::chat::Link;

/// The last lines of the room, as the server told them when we joined.
#[derive(Debug, Default)]
pub struct Backlog {
    missed: Vec<Missed>,
    own: Vec<Own>,
    oldest: Option<Timestamp>,
    n_lines: usize,
}

/// A line that somebody said before we came in.
#[derive(Clone, Debug)]
pub struct Missed {
    /// What makes it this line and no other.
    pub key: LineKey,
    /// Who said it.
    pub player: PlayerName,
    /// What was said, as typed.
    pub text: String,
    /// The links in it that are of note.
    pub links: Vec<Link>,
    /// When, by the server's clock.
    pub time: Timestamp,
}

#[derive(Debug)]
struct Own {
    core: String,
    time: Timestamp,
}

/// How many lines a server remembers. Source: `cytube-protocol`, 4.5.
const DEPTH: usize = 15;

/// Lines that are kept: the backlog, and what is said until we are in.
const MAX_LINES: usize = 100;

impl Backlog {
    /// Takes in a line of somebody else.
    pub fn note_line(&mut self, line: Missed) {
        self.note(line.time);
        if self.missed.len() < MAX_LINES {
            self.missed.push(line);
        }
    }

    /// Takes in a line of our own.
    pub fn note_own(&mut self, text: &str, time: Timestamp) {
        self.note(time);
        if self.own.len() < MAX_LINES {
            self.own.push(Own { core: core(text), time });
        }
    }

    /// The lines of others; given away once.
    pub fn take_missed(&mut self) -> Vec<Missed> {
        std::mem::take(&mut self.missed)
    }

    /// Whether a line of our own of that text is among them, said since `since`; each of them counts once.
    pub fn take_own(&mut self, text: &str, since: Timestamp) -> bool {
        let core = core(text);
        let found = self.own.iter().position(|own| own.core == core && own.time >= since);
        found.map(|at| self.own.remove(at)).is_some()
    }

    /// Whether everything that was said since `then` is among them, as far as one can tell.
    pub fn reaches(&self, then: Timestamp) -> bool {
        self.n_lines < DEPTH || self.oldest.is_none_or(|oldest| oldest <= then)
    }

    fn note(&mut self, time: Timestamp) {
        self.n_lines += 1;
        self.oldest = Some(self.oldest.map_or(time, |oldest| oldest.min(time)));
    }
}

/// What is left of a text whatever the channel's filters do to its marks.
pub(crate) fn core(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use dazza_shared::clock::later;

    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    #[test]
    fn each_own_line_counts_once_and_only_since_it_was_due() {
        let mut backlog = Backlog::default();
        backlog.note_own("Pong! (3 ms)", START);
        assert!(!backlog.take_own("Pong! (3 ms)", later(START, std::time::Duration::from_secs(1))));
        assert!(!backlog.take_own("Pong! (4 ms)", START));
        assert!(backlog.take_own("*Pong!* (3 ms)", START));
        assert!(!backlog.take_own("Pong! (3 ms)", START));
    }

    #[test]
    fn a_backlog_that_is_not_full_reaches_back_for_ever() {
        let mut backlog = Backlog::default();
        assert!(backlog.reaches(Timestamp::MIN));
        for _ in 0..DEPTH {
            backlog.note_own("x", START);
        }
        assert!(backlog.reaches(START) && !backlog.reaches(Timestamp::MIN));
    }
}

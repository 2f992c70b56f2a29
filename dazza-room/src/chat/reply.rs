//! What a command wants said: lines, each with whom it goes to and when.

use std::time::Duration;

use dazza_shared::line_key::LineKey;
use dazza_shared::names::{PlayerName, RoomName};

use super::fit;

/// Between the parts of a text that is too long for one line. Source: `commands-and-games.md`, 7.4.
const PART_GAP: Duration = Duration::from_secs(2);

/// The first place of what goes to one player alone.
const PRIVATE_FROM: i16 = 1_000;

/// Lines to say. Each fits the server's limits and holds nothing that the server would act on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    lines: Vec<ReplyLine>,
}

/// One line to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyLine {
    /// Whom it goes to.
    pub to: To,
    /// Plain text.
    pub text: String,
    /// How long after the answer it is said; most lines do not wait.
    pub after: Duration,
    /// What is to be done again should the line never reach the room.
    pub receipt: Option<Receipt>,
    /// What it tells of, if not of what the line asked for that brought it about.
    pub because: Option<LineKey>,
    /// How long that is worth to be said, if longer than an answer.
    pub fresh: Option<Duration>,
}

/// Something that counts as delivered with a line, and as not delivered when the line is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Receipt {
    /// The tell of that number.
    Tell(i64),
    /// The reminder of that number.
    Reminder(i64),
}

impl Receipt {
    /// The key of what is delivered.
    pub fn key(self, room: &RoomName) -> LineKey {
        match self {
            Self::Tell(id) => LineKey::of_timer(room, "tell", id),
            Self::Reminder(id) => LineKey::of_timer(room, "reminder", id),
        }
    }

    /// The receipt in one word.
    pub fn code(self) -> String {
        match self {
            Self::Tell(id) => format!("tell:{id}"),
            Self::Reminder(id) => format!("reminder:{id}"),
        }
    }

    /// The receipt that was put in that word.
    pub fn of_code(word: &str) -> Option<Self> {
        match word.split_once(':')? {
            ("tell", id) => id.parse().ok().map(Self::Tell),
            ("reminder", id) => id.parse().ok().map(Self::Reminder),
            _ => None,
        }
    }
}

/// Whom a line goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// The room.
    Room,
    /// One player, by private message.
    Player(PlayerName),
}

impl Reply {
    /// A reply of one text.
    pub fn say(to: To, text: &str) -> Self {
        Self::default().and_say(to, text)
    }

    /// This reply, and `text` at once.
    #[must_use]
    pub fn and_say(self, to: To, text: &str) -> Self {
        self.and_say_after(to, text, Duration::ZERO)
    }

    /// This reply, and `text` after a while.
    #[must_use]
    pub fn and_say_after(mut self, to: To, text: &str, after: Duration) -> Self {
        let parts = fit::lines(text);
        let whens = std::iter::successors(Some(after), |when| Some(*when + PART_GAP));
        let addressed = std::iter::repeat_n(to, parts.len()).zip(parts).zip(whens);
        self.lines.extend(addressed.map(|((to, text), after)| ReplyLine {
            to,
            text,
            after,
            receipt: None,
            because: None,
            fresh: None,
        }));
        self
    }

    /// This reply, its last line answering for `receipt`.
    #[must_use]
    pub fn with_receipt(mut self, receipt: Receipt) -> Self {
        if let Some(line) = self.lines.last_mut() {
            line.receipt = Some(receipt);
        }
        self
    }

    /// This reply, all of which tells of something with a key of its own.
    #[must_use]
    pub fn because_of(mut self, key: LineKey) -> Self {
        self.lines.iter_mut().for_each(|line| line.because = Some(key));
        self
    }

    /// This reply, worth to be said for so long, should it not arrive at once.
    #[must_use]
    pub fn fresh_for(mut self, fresh: Duration) -> Self {
        self.lines.iter_mut().for_each(|line| line.fresh = Some(fresh));
        self
    }

    /// What of this reply goes to players alone.
    #[must_use]
    pub fn in_private(mut self) -> Self {
        self.lines.retain(|line| line.to != To::Room);
        self
    }

    /// This reply, and then the other.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.lines.extend(other.lines);
        self
    }

    /// Lines as they were once said.
    pub fn of_lines(lines: Vec<ReplyLine>) -> Self {
        Self { lines }
    }

    /// The lines with their places in the answer: what goes to the room counts from 0, what goes to one player further up.
    pub fn numbered(&self) -> impl Iterator<Item = (i16, &ReplyLine)> {
        let (mut public, mut private) = (0.., PRIVATE_FROM..);
        self.lines.iter().filter_map(move |line| {
            let place = if line.to == To::Room { public.next() } else { private.next() };
            place.map(|place| (place, line))
        })
    }

    /// The lines, in order.
    pub fn lines(&self) -> &[ReplyLine] {
        &self.lines
    }

    /// The lines, in order.
    pub fn into_lines(self) -> Vec<ReplyLine> {
        self.lines
    }

    /// Whether there is nothing to say.
    pub fn is_silent(&self) -> bool {
        self.lines.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_read_back_from_its_word() {
        for receipt in [Receipt::Tell(7), Receipt::Reminder(i64::MAX)] {
            assert_eq!(Receipt::of_code(&receipt.code()), Some(receipt));
        }
        assert_eq!(Receipt::of_code("tell:x"), None);
    }

    #[test]
    fn a_long_text_comes_in_parts_with_a_pause_between() {
        let reply = Reply::say(To::Room, "hi").and_say_after(To::Room, &"word ".repeat(80), Duration::from_secs(1));
        let when: Vec<_> = reply.lines().iter().map(|line| line.after.as_secs()).collect();
        assert_eq!(when, [0, 1, 3]);
    }
}

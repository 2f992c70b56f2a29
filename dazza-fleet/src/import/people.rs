//! Who there is: gathered from all names that are read, with every way each was spelled.

use std::collections::HashMap;

use jiff::Timestamp;

use super::line::Line;
use super::name::{Kind, UNKNOWN};

/// Where a spelling was read: what decides between two of them, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// With a line of chat.
    Chat,
    /// With a wallet.
    Wallet,
    /// With statistics.
    Statistics,
    /// Anywhere else.
    Elsewhere,
}

/// Everybody who was read of.
#[derive(Debug, Default)]
pub(super) struct People(HashMap<String, Person>);

#[derive(Debug)]
struct Person {
    is_system: bool,
    spellings: Vec<Spelling>,
    seen: Option<(Timestamp, Timestamp)>,
}

#[derive(Debug, Default)]
struct Spelling {
    shown: String,
    n_lines: u64,
    has_wallet: bool,
    has_statistics: bool,
    latest: Option<Timestamp>,
}

impl People {
    /// Takes note of a name: its key, how it was spelled, where, and when its owner was there.
    pub(super) fn note(&mut self, (kind, key, shown): (Kind, &str, &str), place: Where, at: Option<Timestamp>) {
        let Some(person) = self.0.get_mut(key) else {
            let mut person = Person { is_system: kind != Kind::Person, spellings: Vec::new(), seen: None };
            person.note(shown, place, at);
            self.0.insert(key.to_owned(), person);
            return;
        };
        person.note(shown, place, at);
    }

    /// Takes note of somebody whose name was lost.
    pub(super) fn note_unknown(&mut self, at: Option<Timestamp>) {
        self.note((Kind::System, UNKNOWN, UNKNOWN), Where::Elsewhere, at);
    }

    /// Everybody, a row each: key, name to show, first and last seen, whether it is no person. `now` is for those of whom
    /// it is not known when they were there.
    pub(super) fn rows(&self, now: Timestamp) -> Vec<u8> {
        let mut buffer = Vec::new();
        for (key, person) in &self.0 {
            let (first, last) = person.seen.unwrap_or((now, now));
            let mut line = Line::begin(&mut buffer);
            line.text(key);
            line.text(key);
            line.text(person.shown().unwrap_or(key));
            line.moment(first);
            line.moment(last);
            line.flag(person.is_system);
            line.end();
        }
        buffer
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

impl Person {
    fn note(&mut self, shown: &str, place: Where, at: Option<Timestamp>) {
        if let Some(at) = at {
            let (first, last) = self.seen.unwrap_or((at, at));
            self.seen = Some((first.min(at), last.max(at)));
        }
        let at_index = self.spellings.iter().position(|spelling| spelling.shown == shown).unwrap_or_else(|| {
            self.spellings.push(Spelling { shown: shown.to_owned(), ..Spelling::default() });
            self.spellings.len() - 1
        });
        let Some(spelling) = self.spellings.get_mut(at_index) else { return };
        match place {
            Where::Chat => spelling.n_lines += 1,
            Where::Wallet => spelling.has_wallet = true,
            Where::Statistics => spelling.has_statistics = true,
            Where::Elsewhere => {}
        }
        spelling.latest = spelling.latest.max(at);
    }

    /// The spelling that most lines had; of equals the one with a wallet, with statistics, the latest, the first by letters.
    fn shown(&self) -> Option<&str> {
        let best = self.spellings.iter().max_by(|a, b| {
            let rank = |s: &Spelling| (s.n_lines, s.has_wallet, s.has_statistics, s.latest);
            rank(a).cmp(&rank(b)).then_with(|| b.shown.cmp(&a.shown))
        });
        best.map(|spelling| spelling.shown.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spelling_of_most_lines_is_shown() {
        let mut people = People::default();
        let at = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        let mut note = |shown: &str, place, when| people.note((Kind::Person, "alice", shown), place, when);
        note("ALICE", Where::Wallet, at("2025-07-03T00:00:00Z"));
        note("alice", Where::Elsewhere, at("2025-07-09T00:00:00Z"));
        note("Alice", Where::Chat, at("2025-07-02T00:00:00Z"));
        let rows = String::from_utf8(people.rows(Timestamp::UNIX_EPOCH)).unwrap();
        assert_eq!(rows, "alice\talice\tAlice\t2025-07-02T00:00:00Z\t2025-07-09T00:00:00Z\tf\n");
        people.note((Kind::Person, "alice", "ALICE"), Where::Chat, None);
        let rows = String::from_utf8(people.rows(Timestamp::UNIX_EPOCH)).unwrap();
        assert!(rows.starts_with("alice\talice\tALICE\t"), "the one with a wallet, of equals: {rows}");
    }
}

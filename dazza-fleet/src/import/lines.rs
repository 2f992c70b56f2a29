//! Lines of chat: converted one by one, counted by room, and looked at for how people write.

use std::collections::{BTreeMap, HashMap};

use dazza_shared::names::RoomName;
use dazza_shared::words::word_count;
use dazza_shared::writing::{Writing, vocabulary};

use super::cell::Cell;
use super::convert::{Rejected, Row};
use super::line::Line;
use super::name::Kind;
use super::plain::plain;

/// What was gathered from lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// How many were taken, by room.
    pub(super) by_room: BTreeMap<RoomName, u64>,
    /// How people write.
    writing: HashMap<String, Writing>,
    /// Who used which words how often, since this was last given away.
    words: HashMap<String, HashMap<String, u64>>,
    n_words: usize,
}

/// Most pairs of person and word that are held at once: some 15 MB of memory.
const MAX_WORDS: usize = 200_000;

impl Lines {
    /// Converts a line: its id, room, name, text and moment.
    pub(super) fn convert(
        &mut self,
        cells: &[Cell<'_>; 5],
        row: &mut Row<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), Rejected> {
        let [id, room, who, text, at] = cells;
        let id = row.id(id)?;
        let room = row.room(room);
        let key = row.person(who)?;
        let sent_at = row.moment(at).ok_or("no time that could be")?;
        if sent_at > row.rules.now {
            row.tally.notes.add("said after the import began: taken as said then", row.key);
        }
        let sent_at = sent_at.min(row.rules.now);
        row.seen.push(sent_at);
        let text = plain(&text.text().unwrap_or_default());
        let n_words = word_count(&text);
        let is_own = row.mentions.iter().any(|(kind, ..)| *kind == Kind::Bot);
        let mut line = Line::begin(out);
        line.whole(id);
        line.text(room.as_str());
        line.text(&key);
        line.text(&text);
        line.moment(sent_at);
        line.whole(i64::from(i16::try_from(n_words).unwrap_or(i16::MAX)));
        line.flag(is_command(&text));
        line.flag(is_own);
        line.end();
        *self.by_room.entry(room).or_default() += 1;
        if row.mentions.iter().all(|(kind, ..)| *kind == Kind::Person) {
            self.look_at(&key, &text, id);
        }
        Ok(())
    }

    /// Whether so many words are held that they should be given away.
    pub(super) fn is_full(&self) -> bool {
        self.n_words > MAX_WORDS
    }

    /// Gives the words away: key, person, word, uses.
    pub(super) fn give_words(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        for (who, words) in self.words.drain() {
            for (word, uses) in words {
                let mut line = Line::begin(&mut out);
                line.null();
                line.text(&who);
                line.text(&word);
                line.whole(i64::try_from(uses).unwrap_or(i64::MAX));
                line.end();
            }
        }
        self.n_words = 0;
        out
    }

    /// How people write, a row each, in the order of [`WRITING`].
    pub(super) fn writing(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for (who, w) in &self.writing {
            let mut line = Line::begin(&mut out);
            line.null();
            line.text(who);
            let (caps, questions, exclamations) = (w.caps, w.questions, w.exclamations);
            let counts = [w.messages, w.words, w.signs, w.emoji, caps, questions, exclamations, w.urls, w.mentions];
            for count in counts.into_iter().chain([w.longest, w.shortest, w.last_id]) {
                line.whole(count);
            }
            line.end();
        }
        out
    }

    fn look_at(&mut self, who: &str, text: &str, id: i64) {
        let writing = match self.writing.get_mut(who) {
            Some(writing) => writing,
            None => self.writing.entry(who.to_owned()).or_default(),
        };
        writing.take(text, id);
        let known = match self.words.get_mut(who) {
            Some(known) => known,
            None => self.words.entry(who.to_owned()).or_default(),
        };
        for word in vocabulary(text) {
            if let Some(uses) = known.get_mut(&word) {
                *uses += 1;
            } else {
                known.insert(word, 1);
                self.n_words += 1;
            }
        }
    }
}

/// The counts of a person's writing.
pub(super) const WRITING: [&str; 12] = [
    "messages",
    "words",
    "signs",
    "emoji",
    "caps",
    "questions",
    "exclamations",
    "urls",
    "mentions",
    "longest",
    "shortest",
    "last_id",
];

/// Whether a line asks the bot for something: by the prefix that the source always had.
fn is_command(text: &str) -> bool {
    text.strip_prefix('!').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_told_from_exclamations() {
        for (text, is_one) in [("!roll 3d6", true), ("!8ball", true), ("!!!", false), ("! no", false), ("a !b", false)]
        {
            assert_eq!(is_command(text), is_one, "{text}");
        }
    }
}

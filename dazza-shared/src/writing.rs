//! How somebody writes: what is counted of each line. Source: `platform.md`, 7.5.

use crate::words::{emoji_count, word_count, words};

/// Longest word that is kept; what is longer is no word. Unit: signs.
const MAX_WORD: usize = 64;

/// Counts over some of a person's lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// Lines.
    pub messages: i64,
    /// Words of them.
    pub words: i64,
    /// Signs of them.
    pub signs: i64,
    /// Emoji in them.
    pub emoji: i64,
    /// Lines that are shouted: more than 5 letters, and more than 80 per cent of them capitals.
    pub caps: i64,
    /// Question marks.
    pub questions: i64,
    /// Exclamation marks.
    pub exclamations: i64,
    /// Addresses.
    pub urls: i64,
    /// Mentions of somebody, such as `@bob`.
    pub mentions: i64,
    /// The longest line. Unit: signs.
    pub longest: i64,
    /// The shortest line. Unit: signs.
    pub shortest: i64,
    /// The highest number of a line.
    pub last_id: i64,
}

impl Writing {
    /// Takes in a line of that number.
    pub fn take(&mut self, text: &str, id: i64) {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let n_signs = count(text.chars().count());
        let n_letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
        let n_capitals = text.bytes().filter(u8::is_ascii_uppercase).count();
        self.shortest = if self.messages == 0 { n_signs } else { self.shortest.min(n_signs) };
        self.longest = self.longest.max(n_signs);
        self.messages += 1;
        self.words += count(word_count(text));
        self.signs += n_signs;
        self.emoji += count(emoji_count(text));
        self.caps += i64::from(n_letters > 5 && n_capitals * 5 > n_letters * 4);
        self.questions += count(text.matches('?').count());
        self.exclamations += count(text.matches('!').count());
        for chunk in text.split_whitespace() {
            self.urls += i64::from(["http://", "https://", "www."].iter().any(|start| chunk.contains(start)));
            self.mentions += i64::from(chunk.len() > 1 && chunk.starts_with('@'));
        }
        self.last_id = self.last_id.max(id);
    }
}

/// The words of a line as a vocabulary has them: in lower case, and none that is too long to be one.
pub fn vocabulary(text: &str) -> impl Iterator<Item = String> {
    words(text).map(str::to_lowercase).filter(|word| word.chars().count() <= MAX_WORD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_is_counted() {
        let mut writing = Writing::default();
        writing.take("WHO ATE MY PIE?! 🍕", 7);
        writing.take("@bob see https://a.example/x", 5);
        assert_eq!((writing.messages, writing.words, writing.last_id), (2, 7, 7));
        assert_eq!((writing.emoji, writing.caps, writing.questions, writing.exclamations), (1, 1, 1, 1));
        assert_eq!((writing.urls, writing.mentions, writing.longest, writing.shortest), (1, 1, 28, 18));
    }

    #[test]
    fn a_line_is_shouted_when_more_than_four_letters_of_five_are_capitals() {
        for (text, is_shouted) in [
            ("NO BEER", true),
            ("BEERS", false),
            ("AAAAAAAAaa", false),
            ("AAAAAAAAAa", true),
            ("12345678", false),
            ("ÄÖÜÄÖÜÄÖ", false),
        ] {
            let mut writing = Writing::default();
            writing.take(text, 1);
            assert_eq!(writing.caps == 1, is_shouted, "{text}");
        }
    }

    #[test]
    fn a_vocabulary_has_small_letters_and_no_endless_words() {
        let endless = "x".repeat(MAX_WORD + 1);
        let given: Vec<_> = vocabulary(&format!("Beer BEER @bob {endless} a")).collect();
        assert_eq!(given, ["beer", "beer", "a"]);
    }
}

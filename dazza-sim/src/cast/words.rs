//! Words and their blanks: filling `{blank}`s, measuring a line, and telling whether two lines are the same one.

use std::collections::BTreeMap;

/// Longest line a character says. Source: the project's limit for a chat line. Unit: UTF-16 units.
pub(super) const MAX_LINE_UNITS: usize = 240;

/// A blank that stands for somebody else in the room.
pub(super) const WHO: &str = "who";

/// A blank that stands for the bot.
pub(super) const BOT: &str = "bot";

/// One piece of a text: words as they stand, or the name of a blank.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Words as they stand.
    Words(&'t str),
    /// What stands between braces.
    Blank(&'t str),
}

/// A text, piece by piece; a brace without its twin is taken as it stands.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((blank, behind)) = after.split_once('}') else { break };
        found.extend([Piece::Words(before), Piece::Blank(blank)]);
        rest = behind;
    }
    found.push(Piece::Words(rest));
    found
}

/// The text with every blank filled by `word`; `None` if there is no word for one of them.
pub(super) fn fill(text: &str, mut word: impl FnMut(&str) -> Option<String>) -> Option<String> {
    pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Words(words) => Some(words.to_owned()),
            Piece::Blank(blank) => word(blank),
        })
        .collect()
}

/// What two spellings of one line have in common: its letters and digits in lower case, or the line if it has none.
///
/// Channel filters eat `*`, `_` and the like, so that a line is heard otherwise than it was said.
pub(super) fn essence(text: &str) -> String {
    let said = text.strip_prefix("/me ").unwrap_or(text);
    let letters: String = said.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if letters.is_empty() { said.trim().to_owned() } else { letters }
}

/// Whether `name` stands in `text` as a word, case and underscores aside: filters eat the latter.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    let plain = |text: &str| text.replace('_', "").to_lowercase();
    let (text, name) = (plain(text), plain(name));
    text.match_indices(&name).any(|(at, _)| {
        let is_word = char::is_alphanumeric;
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(is_word) && !after.is_some_and(is_word)
    })
}

/// The words that a line offers to choose from: those in brackets, as in `the pub [pub] or the ute [ute]`.
pub(super) fn offered(text: &str) -> Vec<&str> {
    let is_word = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    text.split('[').skip(1).filter_map(|piece| piece.split_once(']')).map(|(word, _)| word).filter(is_word).collect()
}

/// How long a line is to the server. Unit: UTF-16 units.
pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The length of the longest line that `text` can become. Unit: UTF-16 units.
pub(super) fn longest(text: &str, blanks: &BTreeMap<String, Vec<String>>, longest_name: usize) -> usize {
    let piece = |piece: Piece<'_>| match piece {
        Piece::Words(words) => units(words),
        Piece::Blank(WHO | BOT) => longest_name,
        Piece::Blank(blank) => {
            blanks.get(blank).into_iter().flatten().map(|word| units(word)).max().unwrap_or_default()
        }
    };
    pieces(text).into_iter().map(piece).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_each_by_its_word() {
        let word = |blank: &str| (blank == "who").then(|| "Kez".to_owned());
        assert_eq!(fill("g'day {who}, {who}!", word).as_deref(), Some("g'day Kez, Kez!"));
        assert_eq!(fill("no {such} blank", word), None);
        assert_eq!(fill("a { stays", word).as_deref(), Some("a { stays"));
    }

    #[test]
    fn a_line_is_known_again_after_the_filters() {
        assert_eq!(essence("Anchovy_Andy: I *did* not"), essence("AnchovyAndy: I did not"));
        assert_eq!(essence("/me waves"), essence("waves"));
        assert_eq!(essence("🍕 "), "🍕");
    }

    #[test]
    fn a_name_is_a_whole_word() {
        assert!(mentions("where's KEZ?", "Kez"));
        assert!(!mentions("Kezza", "Kez"));
        assert!(mentions("KevfromAccounts, you there?", "Kev_from_Accounts"));
        assert!(!mentions("Kev", "Kev_from_Accounts"));
    }

    #[test]
    fn what_stands_in_brackets_is_offered() {
        assert_eq!(offered("the pub [pub], the bag [footy-bag] or [UTE] and [] and [x"), ["pub", "footy-bag"]);
    }

    #[test]
    fn the_longest_filling_counts() {
        let blanks = BTreeMap::from([("thing".to_owned(), vec!["a".to_owned(), "🍕🍕".to_owned()])]);
        assert_eq!(longest("{thing} {who}", &blanks, 20), 4 + 1 + 20);
    }
}

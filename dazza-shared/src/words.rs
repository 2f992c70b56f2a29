//! Counts the words of a chat line.

use std::ops::RangeInclusive;

/// Blocks whose signs are no part of a word, numbers in circles among them. Source: `platform.md`, 7.3.
const EMOJI: [RangeInclusive<char>; 6] = [
    '\u{1f600}'..='\u{1f64f}',
    '\u{1f300}'..='\u{1f5ff}',
    '\u{1f680}'..='\u{1f6ff}',
    '\u{1f1e6}'..='\u{1f1ff}',
    '\u{2600}'..='\u{26ff}',
    '\u{2700}'..='\u{27bf}',
];

/// Blocks of emoji that count as such, and would be no word anyway. Source: `platform.md`, 7.5.
const NEWER_EMOJI: [RangeInclusive<char>; 2] = ['\u{1f900}'..='\u{1f9ff}', '\u{1fa00}'..='\u{1faff}'];

/// What an address begins with. Source: `platform.md`, 7.3.
const ADDRESSES: [&str; 3] = ["http://", "https://", "www."];

/// How many words `text` has. An address or a mention, up to the next space, is one.
///
/// Source: `platform.md`, 7.3. A number is a word, and of single letters `a` and `i`.
pub fn word_count(text: &str) -> usize {
    text.split_whitespace().map(in_chunk).sum()
}

/// The words themselves, addresses and mentions left out.
///
/// Source: as above.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().flat_map(|chunk| tokens(before_address(chunk).unwrap_or(chunk)))
}

/// How many emoji `text` has: the signs that are no part of a word, and those of two newer blocks.
///
/// Source: `platform.md`, 7.5.
pub fn emoji_count(text: &str) -> usize {
    let is_emoji = |c: &char| EMOJI.iter().chain(&NEWER_EMOJI).any(|block| block.contains(c));
    text.chars().filter(is_emoji).count()
}

/// How many words a text without spaces has.
fn in_chunk(chunk: &str) -> usize {
    match before_address(chunk) {
        Some(before) => tokens(before).count() + 1,
        None => tokens(chunk).count(),
    }
}

/// What stands before the address or mention in a text without spaces, if it has one.
fn before_address(chunk: &str) -> Option<&str> {
    let find = |start: &&str| {
        chunk.as_bytes().windows(start.len()).position(|part| part.eq_ignore_ascii_case(start.as_bytes()))
    };
    let address = ADDRESSES.iter().filter_map(find).min();
    let mention = chunk.find('@').filter(|at| at + 1 < chunk.len());
    chunk.get(..address.into_iter().chain(mention).min()?)
}

/// The words between the signs that no word is made of.
fn tokens(chunk: &str) -> impl Iterator<Item = &str> {
    let tokens =
        chunk.split(|c: char| !is_apostrophe(c) && !is_word_sign(c)).map(|token| token.trim_matches(is_apostrophe));
    tokens.filter(|token| is_word(token))
}

fn is_word(token: &str) -> bool {
    let mut signs = token.chars();
    match (signs.next(), signs.next()) {
        (None, _) => false,
        (Some(only), None) => only.is_numeric() || "aiAI".contains(only),
        (Some(_), Some(_)) => true,
    }
}

fn is_word_sign(c: char) -> bool {
    (c.is_alphanumeric() || c == '_') && !EMOJI.iter().any(|block| block.contains(&c))
}

fn is_apostrophe(c: char) -> bool {
    ['\'', '’'].contains(&c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_counted_as_a_reader_would() {
        for (text, n_words) in [
            ("we can't stop here mate", 5),
            ("see https://a.example/x?y=1 now", 3),
            ("mail bob@pub.example ok", 4),
            ("beers 🍺 all round 🎉", 3),
            ("left-right-left", 3),
            ("ring 02-9999-1234 after 5", 6),
            ("i b c a", 2),
            ("", 0),
            (" \t ", 0),
            ("@bob hey", 2),
            ("@ bob", 1),
            ("(www.pub.example)", 1),
            ("'quoted' o'clock ''", 2),
            ("can’t", 1),
            ("I A", 2),
            ("G'day, cobber!", 2),
            ("🍺", 0),
            ("✅❶➋", 0),
            ("über straße", 2),
        ] {
            assert_eq!(word_count(text), n_words, "{text}");
        }
    }

    #[test]
    fn words_are_given_without_addresses_and_mentions() {
        let given: Vec<_> = words("G'day @bob, see (https://a.example/x) or I will 🍺!").collect();
        assert_eq!(given, ["G'day", "see", "or", "I", "will"]);
        assert_eq!(emoji_count("🍺 🤠 x"), 2);
    }

    proptest! {
        #[test]
        fn junk_is_taken_and_a_word_is_no_shorter_than_a_sign(text in "\\PC*") {
            prop_assert!(word_count(&text) <= text.chars().count());
        }
    }
}

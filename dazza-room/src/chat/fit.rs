//! Makes text fit to be sent: measured as the server measures, split, cut, and free of what the server would act on.

/// Longest line we send. Unit: UTF-16 code units, since the server cuts by those.
///
/// Source: `decisions.md`, 12.
pub const MAX_UNITS: usize = 240;

/// Most lines that one text may become. Source: `commands-and-games.md`, 7.4.
const MAX_PARTS: usize = 3;

/// What stands for text left out.
const ELLIPSIS: char = '…';

/// Marks that the stock chat filters of a channel eat, and brackets that could be markup.
const MARKUP: &str = "<>[]{}*`~|";

/// How long `text` is. Unit: UTF-16 code units.
pub fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// `text`, or as much of it as fits into `limit` units with an ellipsis behind it.
pub fn cut(text: &str, limit: usize) -> String {
    if units(text) <= limit {
        return text.to_owned();
    }
    let (head, _) = text.split_at(end_within(text, limit.saturating_sub(ELLIPSIS.len_utf16())));
    format!("{}{ELLIPSIS}", head.trim_end())
}

/// What somebody else wrote, made harmless to repeat: one line, no markup, no links, no command, at most `limit` units.
///
/// A link that we repeat could get us kicked: the server bars domains. Source: `cytube-protocol.md`, 4.3.
pub fn plain(text: &str, limit: usize) -> String {
    let unmarked: String = clean(text).chars().filter(|c| !MARKUP.contains(*c)).collect();
    let words: Vec<_> = unmarked.split_whitespace().map(|word| if is_link(word) { "(link)" } else { word }).collect();
    cut(words.join(" ").trim_start_matches(['!', '/', ' ']), limit)
}

/// The lines that `text` becomes: split at spaces, at most [`MAX_PARTS`], each at most [`MAX_UNITS`] long.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut rest = harmless(clean(text).trim());
    let mut parts = Vec::new();
    while !rest.is_empty() {
        if parts.len() + 1 == MAX_PARTS || units(&rest) <= MAX_UNITS {
            parts.push(cut(&rest, MAX_UNITS));
            break;
        }
        let (head, tail) = split_once(&rest, MAX_UNITS);
        let tail = harmless(tail.trim_start());
        parts.push(head.trim_end().to_owned());
        rest = tail;
    }
    parts
}

/// `text` with a space in front if the server would take it for a command of its own.
///
/// Source: `cytube-protocol.md`, 4.3: even `/dance` is one, and a space in front is kept.
fn harmless(text: &str) -> String {
    if text.starts_with('/') { format!(" {text}") } else { text.to_owned() }
}

/// `text` with each run of control characters turned into one space, and without marks that turn the writing round.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() && clean.ends_with(' ') => {}
            c if c.is_control() => clean.push(' '),
            c => clean.push(c),
        }
    }
    clean
}

/// `text` in two at the last space within `limit` units, or between two characters when there is none.
fn split_once(text: &str, limit: usize) -> (&str, &str) {
    let (head, tail) = text.split_at(end_within(text, limit));
    if tail.starts_with(' ') {
        return (head, tail);
    }
    match head.rfind(' ').map(|space| text.split_at(space)) {
        Some((words, rest)) if !words.trim().is_empty() => (words, rest),
        _ => (head, tail),
    }
}

/// Where the longest beginning of `text` of at most `limit` units ends. Unit: bytes.
fn end_within(text: &str, limit: usize) -> usize {
    let mut left = limit;
    for (at, character) in text.char_indices() {
        match left.checked_sub(character.len_utf16()) {
            Some(remaining) => left = remaining,
            None => return at,
        }
    }
    text.len()
}

/// Whether a reader, or the server, might take `word` for an address.
fn is_link(word: &str) -> bool {
    let has_host = |dot: usize| {
        let (host, rest) = word.split_at(dot);
        let n_letters = rest.chars().skip(1).take_while(char::is_ascii_alphabetic).count();
        host.ends_with(|c: char| c.is_alphanumeric()) && n_letters >= 2
    };
    word.contains("://") || word.starts_with("www.") || word.match_indices('.').any(|(dot, _)| has_host(dot))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_measured_and_cut_in_units_of_the_server() {
        assert_eq!(units("a🍕é"), 4);
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("abcdefg", 6), "abcde…");
        assert_eq!(cut("🍕🍕🍕", 4), "🍕…");
        assert_eq!(cut("abc", 0), "…");
    }

    #[test]
    fn long_text_is_split_at_spaces_into_three_at_most() {
        let word = "x".repeat(119);
        let parts = lines(&[word.as_str(); 8].join(" "));
        assert_eq!(parts.iter().map(|part| units(part)).collect::<Vec<_>>(), [239, 239, 240]);
        assert_eq!(lines(&"x".repeat(240)).len(), 1);
        assert!(parts.last().unwrap().ends_with('…'));
        assert_eq!(lines(&"y".repeat(500)).len(), 3);
        assert_eq!(lines("short"), ["short"]);
        assert!(lines(" \n ").is_empty());
    }

    #[test]
    fn no_line_is_a_command_of_the_server() {
        assert_eq!(lines("/clear"), [" /clear"]);
        let later = format!("{} /dance", "z".repeat(239));
        assert_eq!(lines(&later).last().unwrap(), " /dance");
    }

    #[test]
    fn repeated_words_are_harmless() {
        for (theirs, ours) in [
            ("  the   weather\n bureau ", "the weather bureau"),
            ("<b>x</b> [sp]y[/sp]", "bx/b spy/sp"),
            ("!help me", "help me"),
            ("//clear", "clear"),
            ("go to https://bad.example/x now", "go to (link) now"),
            ("bad.example and www.x", "(link) and (link)"),
            ("3.50 for a pie... mate", "3.50 for a pie... mate"),
            ("a\u{202e}b", "ab"),
        ] {
            assert_eq!(plain(theirs, 60), ours);
        }
        assert_eq!(units(&plain(&"long ".repeat(20), 25)), 25);
    }

    proptest! {
        #[test]
        fn every_line_fits_and_nothing_but_space_is_lost_when_it_is_short(text in "\\PC{0,400}") {
            let parts = lines(&text);
            prop_assert!(parts.len() <= MAX_PARTS);
            for part in &parts {
                prop_assert!(units(part) <= MAX_UNITS);
                prop_assert!(!part.starts_with('/'));
            }
            if units(&text) <= MAX_UNITS && !clean(&text).trim().starts_with('/') {
                prop_assert_eq!(parts.concat().trim().to_owned(), clean(&text).trim().to_owned());
            }
        }
    }
}

//! Translates by a list of phrases: whole words, the longest phrase first, in one pass.

/// A phrase, and what it becomes.
pub type Entry<'a> = (&'a str, &'a str);

/// Whether one of `phrases` stands in `text`, as whole words in any case.
pub fn holds_any<'a>(text: &str, phrases: impl IntoIterator<Item = &'a str>) -> bool {
    let words = words(text);
    phrases.into_iter().any(|phrase| (0..words.len()).any(|at| matched(&words, at, phrase) > 0))
}

/// `text` with every phrase of `entries` replaced; `None` when there is none in it.
///
/// What has been replaced is not looked at again, so that no translation is translated.
pub fn translate(text: &str, entries: &[Entry<'_>]) -> Option<String> {
    let words = words(text);
    let mut translated = text.get(..words.first().map_or(text.len(), |word| word.start)).unwrap_or_default().to_owned();
    let (mut at, mut is_changed) = (0, false);
    while let Some(word) = words.get(at) {
        let (n_words, replacement) = longest(&words, at, entries).unwrap_or((1, word.text));
        is_changed |= n_words > 1 || replacement != word.text;
        translated.push_str(&with_case_of(word.text, replacement));
        at += n_words;
        translated.push_str(words.get(at - 1).map_or("", |last| last.gap));
    }
    is_changed.then_some(translated)
}

/// The longest phrase of `entries` that stands at `at`: how many words it takes up, and what it becomes.
fn longest<'a>(words: &[TextWord<'_>], at: usize, entries: &[Entry<'a>]) -> Option<(usize, &'a str)> {
    let here = entries.iter().map(|(phrase, by)| (matched(words, at, phrase), *by));
    here.filter(|(n_words, _)| *n_words > 0).max_by_key(|(n_words, _)| *n_words)
}

/// A word of a text, and what stands between it and the next.
#[derive(Debug)]
struct TextWord<'a> {
    text: &'a str,
    key: String,
    gap: &'a str,
    start: usize,
}

/// The words of `text`: letters, digits, and apostrophes between them.
fn words(text: &str) -> Vec<TextWord<'_>> {
    let mut words = Vec::new();
    let mut from = 0;
    while let Some(start) = find(text, from, is_letter) {
        let end = word_end(text, start);
        let next = find(text, end, is_letter).unwrap_or(text.len());
        let (word, gap) = (text.get(start..end).unwrap_or_default(), text.get(end..next).unwrap_or_default());
        words.push(TextWord { text: word, key: word.to_lowercase().replace('’', "'"), gap, start });
        from = next;
    }
    words
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

fn find(text: &str, from: usize, wanted: impl Fn(char) -> bool) -> Option<usize> {
    text.get(from..)?.find(wanted).map(|at| from + at)
}

/// Where the word that begins at `start` ends: an apostrophe belongs to it only with a letter behind it.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut characters = text.get(start..).unwrap_or_default().char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let joins = "'’".contains(c) && characters.peek().is_some_and(|(_, next)| is_letter(*next));
        if !is_letter(c) && !joins {
            break;
        }
        end = start + at + c.len_utf8();
    }
    end
}

/// How many words `phrase` takes up if it stands in `words` from `at` on; 0 if it does not.
fn matched(words: &[TextWord<'_>], at: usize, phrase: &str) -> usize {
    if !words.get(at).is_some_and(|word| phrase.starts_with(&word.key)) {
        return 0;
    }
    let n_words = phrase.split(' ').count();
    let Some(here) = words.get(at..at + n_words) else { return 0 };
    let is_joined = |gap: &str| gap.chars().all(|c| c.is_whitespace() || c == '-');
    let is_same = here.iter().zip(phrase.split(' ')).all(|(word, wanted)| word.key == wanted);
    let is_close = here.iter().rev().skip(1).all(|word| is_joined(word.gap));
    if is_same && is_close { n_words } else { 0 }
}

/// `text` with a capital in front if `model` has one.
fn with_case_of(model: &str, text: &str) -> String {
    let mut characters = text.chars();
    match (model.starts_with(char::is_uppercase), characters.next()) {
        (true, Some(first)) => first.to_uppercase().chain(characters).collect(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENTRIES: &[Entry<'_>] = &[
        ("good", "bonza"),
        ("good day", "g'day"),
        ("friend", "mate"),
        ("mate", "partner"),
        ("afternoon", "arvo"),
        ("don't", "doan"),
    ];

    #[test]
    fn phrases_are_replaced_once_and_the_longest_first() {
        for (text, translated) in [
            ("Good day, friend!", Some("G'day, mate!")),
            ("a good  day", Some("a g'day")),
            ("good. Day", Some("bonza. Day")),
            ("the good-day friend", Some("the g'day mate")),
            ("goodness friendly", None),
            ("  (friend) don’t", Some("  (mate) doan")),
            ("'good'", Some("'bonza'")),
            ("", None),
            ("?!", None),
        ] {
            assert_eq!(translate(text, ENTRIES).as_deref(), translated, "{text}");
        }
    }

    #[test]
    fn markers_are_whole_words() {
        assert!(holds_any("This ARVO then", ["ace", "arvo"]));
        assert!(!holds_any("a place", ["ace", "arvo"]));
        assert!(holds_any("she'll be right", ["be right"]));
    }

    proptest! {
        #[test]
        fn nothing_else_is_changed(text in "\\PC{0,60}") {
            prop_assert_eq!(translate(&text, &[]), None);
            let same: Vec<_> = words(&text).iter().map(|word| word.key.clone()).collect();
            let entries: Vec<_> = same.iter().map(|key| (key.as_str(), "x")).collect();
            if let Some(translated) = translate(&text, &entries) {
                let rest = |text: &str| text.chars().filter(|c| !is_letter(*c) && !"'’".contains(*c)).collect::<String>();
                prop_assert_eq!(rest(&translated), rest(&text));
            }
        }
    }
}

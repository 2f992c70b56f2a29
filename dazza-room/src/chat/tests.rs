//! The bot's words as a whole: how many there are, what they ask for, how long they get, and what they must not say.

use std::collections::BTreeSet;

use super::pools::{self, CHAPTERS, Chapter};
use super::{MAX_UNITS, Pool, Route, Word, fill, phrases, units};

/// Words that no phrase may hold, in rot13.
const BARRED: &str = include_str!("../../../phrases/barred.txt");

/// The blanks that every phrase may have.
const EVERYWHERE: [&str; 3] = ["user", "bot", "prefix"];

fn table(file: &str) -> toml::Table {
    file.parse().unwrap()
}

fn all_pools() -> impl Iterator<Item = &'static (Pool, usize)> {
    CHAPTERS.iter().flat_map(|chapter| chapter.at_least)
}

fn all() -> impl Iterator<Item = (Pool, &'static str)> {
    all_pools().flat_map(|(pool, _)| pool.phrases().map(|phrase| (*pool, phrase)))
}

fn blanks(phrase: &str) -> Vec<&str> {
    let mut blanks = Vec::new();
    let mut rest = phrase;
    while let Some((_, blank, after)) = phrases::next_blank(rest) {
        blanks.push(blank.trim_end_matches('!'));
        rest = after;
    }
    blanks
}

/// The longest thing that a command puts into a blank.
fn longest(blank: &str) -> String {
    let n_units = match blank {
        "seconds" | "count" => 4,
        "prefix" => 5,
        "dice" | "span" => 8,
        "away" => 12,
        "user" | "bot" | "adder" | "name" => 20,
        "result" => 18,
        "from" | "to" => 24,
        "command" | "typed" | "target" | "pairs" => 30,
        "fault" | "search" | "form" => 40,
        "url" | "list" => 80,
        "title" => 70,
        "mood" => {
            let moods = all().filter(|(pool, _)| pool.file == pools::MOOD_FRAME.file && pool.name() != "frame");
            moods.map(|(_, mood)| units(mood)).max().unwrap()
        }
        "names" => 5 * 23,
        "roll" => units(&format!("{}1000 = 20000", "1000+".repeat(19))),
        unknown => panic!("how long may {unknown} be?"),
    };
    "W".repeat(n_units)
}

#[test]
fn the_files_are_toml_and_read_as_such() {
    for Chapter { name, file, at_least } in CHAPTERS {
        let table = table(file);
        for (pool, _) in *at_least {
            let listed = table.get(pool.name()).unwrap_or_else(|| panic!("{name}.toml has no {}", pool.name()));
            let listed: Vec<_> = listed.as_array().unwrap().iter().map(|phrase| phrase.as_str().unwrap()).collect();
            assert_eq!(pool.phrases().collect::<Vec<_>>(), listed, "{}", pool.name());
        }
        let known = at_least.iter().map(|(pool, _)| pool.name());
        assert_eq!(known.collect::<BTreeSet<_>>(), table.keys().map(String::as_str).collect(), "{name}.toml");
    }
}

#[test]
fn no_pool_is_short_of_words_or_repeats_itself() {
    for (pool, at_least) in all_pools() {
        let phrases: Vec<_> = pool.phrases().collect();
        assert!(phrases.len() >= *at_least, "{} has {} of {at_least}", pool.name(), phrases.len());
        assert_eq!(phrases.iter().collect::<BTreeSet<_>>().len(), phrases.len(), "{} repeats itself", pool.name());
    }
}

#[test]
fn phrases_ask_only_for_what_they_get() {
    for (pool, phrase) in all() {
        for blank in blanks(phrase) {
            assert!(EVERYWHERE.contains(&blank) || pool.blanks().contains(&blank), "{}: {phrase}", pool.name());
        }
        for barred in ["*", "_", "~", "`", "<", ">", "\\", "  "] {
            assert!(!phrase.contains(barred), "chat filters eat it: {phrase}");
        }
        assert!(!phrase.starts_with(['/', '!', ' ']) && !phrase.ends_with(' '), "{phrase}");
    }
}

#[test]
fn phrases_hold_what_was_asked_for() {
    const WANTED: [&str; 16] = [
        "span", "url", "form", "roll", "result", "fault", "to", "pairs", "mood", "seconds", "count", "list", "name",
        "names", "title", "search",
    ];
    for (pool, phrase) in all() {
        let given = blanks(phrase);
        for wanted in pool.blanks().iter().filter(|blank| WANTED.contains(blank)) {
            assert!(given.contains(wanted), "{} leaves {wanted} out: {phrase}", pool.name());
        }
        let is_throw = pool.blanks().contains(&"roll");
        assert!(!is_throw || given.contains(&"user"), "whose throw was it? {phrase}");
    }
}

#[test]
fn every_phrase_fits_with_the_longest_names() {
    for (pool, phrase) in all() {
        let words: Vec<_> = blanks(phrase).into_iter().map(|blank| (blank, longest(blank))).collect();
        let words: Vec<_> = words.iter().map(|(blank, word)| (*blank, Word::Name(word))).collect();
        let length = units(&fill(phrase, Route::Public, &words));
        assert!(length <= MAX_UNITS, "{} of {}: {phrase}", length, pool.name());
    }
}

#[test]
fn no_phrase_holds_a_barred_word() {
    let rot13 = |c: char| match c {
        'a'..='z' => char::from((c as u8 - b'a' + 13) % 26 + b'a'),
        other => other,
    };
    let barred: BTreeSet<String> =
        BARRED.lines().filter(|line| !line.starts_with('#')).map(|word| word.chars().map(rot13).collect()).collect();
    assert!(barred.len() > 150 && barred.contains("heroin"));
    for (pool, phrase) in all() {
        let lower = phrase.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric() && c != '-');
        let found: Vec<_> =
            words.flat_map(|word| word.split('-').chain([word])).filter(|word| barred.contains(*word)).collect();
        assert!(found.is_empty(), "{} says {found:?}: {phrase}", pool.name());
    }
}

#[test]
fn the_word_list_can_be_looked_up() {
    for pool in [pools::ENGLISH_TO_SLANG, pools::SLANG_TO_ENGLISH] {
        let entries: Vec<_> = pool.phrases().map(|entry| entry.split_once(" = ").unwrap()).collect();
        let keys: BTreeSet<_> = entries.iter().map(|(key, _)| key).collect();
        assert_eq!(keys.len(), entries.len(), "{} has an entry twice", pool.name());
        for (key, by) in entries {
            assert!(key != by && !by.is_empty(), "{key}");
        }
    }
    let keys = [pools::ENGLISH_TO_SLANG, pools::SLANG_TO_ENGLISH].into_iter().flat_map(Pool::phrases);
    let keys = keys.map(|entry| entry.split_once(" = ").unwrap().0);
    for key in keys.chain(pools::SLANG_MARKERS.phrases()).chain(pools::SWEARING.phrases()) {
        let is_plain = key.chars().all(|c| c.is_lowercase() || c == ' ' || c == '\'');
        assert!(is_plain && key.trim() == key, "{key} would never be found");
    }
}

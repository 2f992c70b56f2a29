//! Which words a remark about a link is made of. Pure.

use dazza_shared::dice::Dice;

use crate::chat::pools::{
    TITLE_LIMIT, URL_COMPILATION, URL_PLAIN, URL_REACT, URL_SONG, URL_SPLIT, URL_TIKTOK, URL_TITLE, URL_TRAILER,
};
use crate::chat::{Pool, cut, plain};

/// What a remark is made of: a pool, and what goes into its blanks.
#[derive(Clone, Debug)]
pub struct RemarkWords {
    /// The pool.
    pub pool: Pool,
    /// Each blank, and what goes into it.
    pub blanks: Vec<(&'static str, String)>,
}

/// Pools for titles that hold one of these.
const SPECIAL: [(&[&str], Pool); 5] = [
    (&["compilation", "best of", "top 10"], URL_COMPILATION),
    (&["react", "reaction", "reacts"], URL_REACT),
    (&["tiktok", "tik tok"], URL_TIKTOK),
    (&["official video", "official music", "lyrics", "full album", "karaoke"], URL_SONG),
    (&["trailer", "teaser"], URL_TRAILER),
];

/// How often a title that has a pool of its own gets it. Unit: percent.
const SPECIAL_PERCENT: f64 = 60.0;

/// How often a title in two halves is remarked upon by halves. Unit: percent.
const SPLIT_PERCENT: f64 = 20.0;

/// Words for a link whose page is called `title`. Titles are strangers' words, and made harmless here.
pub fn remark_words(title: Option<&str>, dice: &mut Dice) -> RemarkWords {
    let title = plain(title.unwrap_or_default(), TITLE_LIMIT);
    if !title.chars().any(char::is_alphanumeric) {
        return RemarkWords { pool: URL_PLAIN, blanks: Vec::new() };
    }
    let lower = title.to_lowercase();
    let special = SPECIAL.iter().find(|(words, _)| words.iter().any(|word| has(&lower, word)));
    if let Some((_, pool)) = special.filter(|_| dice.percent(SPECIAL_PERCENT)) {
        return RemarkWords { pool: *pool, blanks: vec![("title", title)] };
    }
    let halves = title.split_once(" - ").filter(|(left, right)| !left.is_empty() && !right.is_empty());
    if let Some((left, right)) = halves.filter(|_| dice.percent(SPLIT_PERCENT)) {
        let half = |text: &str| cut(text, TITLE_LIMIT / 2);
        return RemarkWords { pool: URL_SPLIT, blanks: vec![("left", half(left)), ("right", half(right))] };
    }
    RemarkWords { pool: URL_TITLE, blanks: vec![("title", title)] }
}

/// Whether `word` stands in `text` as a word.
fn has(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let (before, behind) = (text.get(..at).unwrap_or_default(), text.get(at + word.len()..).unwrap_or_default());
        !before.ends_with(char::is_alphanumeric) && !behind.starts_with(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::chat::{MAX_UNITS, Reply, Route, To, Word, fill, units};

    fn pools(title: Option<&str>) -> BTreeSet<&'static str> {
        (0..100).map(|seed| remark_words(title, &mut Dice::seeded(seed)).pool.name()).collect()
    }

    #[test]
    fn words_go_by_the_title() {
        for (title, names) in [
            (None, &["url_plain"][..]),
            (Some("..."), &["url_plain"]),
            (Some("Snags"), &["url_title"]),
            (Some("Epic FAIL Compilation 7"), &["url_compilation", "url_title"]),
            (Some("Grandad reacts to snow"), &["url_react", "url_title"]),
            (Some("Nuclear reactor tour"), &["url_title"]),
            (Some("TikTok dances"), &["url_tiktok", "url_title"]),
            (Some("The Snags - On The Barbie"), &["url_split", "url_title"]),
            (Some("The Snags - Barbie (Official Video)"), &["url_song", "url_split", "url_title"]),
        ] {
            assert_eq!(pools(title), names.iter().copied().collect(), "{title:?}");
        }
    }

    proptest! {
        #[test]
        fn no_title_makes_a_command_or_a_second_line(title in "(\\PC|/|!|\u{202e}|\u{7}|[{}]){0,200}", seed: u64) {
            let mut dice = Dice::seeded(seed);
            let words = remark_words(Some(&title), &mut dice);
            let name = "W".repeat(20);
            let mut blanks: Vec<_> = words.blanks.iter().map(|(blank, text)| (*blank, Word::Text(text))).collect();
            blanks.extend([("user", Word::Name(&name))]);
            let line = fill(words.pool.pick(&mut dice), Route::Public, &blanks);
            prop_assert!(units(&line) <= MAX_UNITS, "{}", line);
            let said = Reply::say(To::Room, &line);
            prop_assert_eq!(said.lines().len(), 1);
            let text = &said.lines()[0].text;
            prop_assert!(!text.starts_with(['/', '!']) && !text.contains("://"), "{}", text);
        }
    }
}

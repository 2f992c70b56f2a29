//! The bot's words as a whole: how many there are, what they ask for, how long they get, and what they must not say.

use std::collections::BTreeSet;

use super::barred::barred_words;
use super::longest::longest;
use super::pools::{self, CHAPTERS, Chapter};
use super::{MAX_UNITS, Pool, Route, Word, fill, phrases, units};
use crate::games::contest::{Condition, Place, Special};

/// The blanks that every phrase may have.
const EVERYWHERE: [&str; 3] = ["user", "bot", "prefix"];

/// The blanks that people's names go into.
const PEOPLE: [&str; 11] =
    ["target", "to", "sender", "who", "name", "adder", "challenger", "winner", "loser", "names", "from"];

fn table(file: &str) -> toml::Table {
    file.parse().unwrap()
}

fn all_pools() -> impl Iterator<Item = &'static (Pool, usize)> {
    CHAPTERS.iter().flat_map(|chapter| chapter.at_least)
}

pub(super) fn all() -> impl Iterator<Item = (Pool, &'static str)> {
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
    const OPTIONAL: [&str; 7] = ["ticket", "from", "dice", "command", "adder", "winner", "loser"];
    for (pool, phrase) in all() {
        let given = blanks(phrase);
        for wanted in pool.blanks().iter().filter(|blank| !OPTIONAL.contains(blank)) {
            assert!(given.contains(wanted), "{} leaves {wanted} out: {phrase}", pool.name());
        }
        let is_throw = pool.blanks().contains(&"roll");
        assert!(!is_throw || given.contains(&"user"), "whose throw was it? {phrase}");
    }
}

#[test]
fn every_phrase_fits_with_the_longest_names() {
    for (pool, phrase) in all() {
        let length = longest_line(pool, phrase);
        assert!(length <= MAX_UNITS, "{} of {}: {phrase}", length, pool.name());
    }
}

/// How long a phrase gets when all its blanks are as long as they can be. Unit: UTF-16 code units.
fn longest_line(pool: Pool, phrase: &str) -> usize {
    let words: Vec<_> = blanks(phrase).into_iter().map(|blank| (blank, longest(pool, blank))).collect();
    let words: Vec<_> = words.iter().map(|(blank, word)| (*blank, word_for(blank, word))).collect();
    units(&fill(phrase, Route::Public, &words))
}

/// Whatever may be a name gets a dash.
fn word_for<'a>(blank: &str, word: &'a str) -> Word<'a> {
    let is_name = EVERYWHERE.contains(&blank) || PEOPLE.contains(&blank);
    if is_name { Word::Name(word) } else { Word::Text(word) }
}

/// How long the longest line of `pools` gets. Unit: UTF-16 code units.
pub(super) fn longest_of(pools: &[Pool]) -> usize {
    let phrases = pools.iter().flat_map(|pool| pool.phrases().map(|phrase| longest_line(*pool, phrase)));
    phrases.max().unwrap()
}

#[test]
fn what_is_said_in_one_breath_fits_one_line() {
    let gifts = [pools::GIVE_GENEROUS, pools::GIVE_FAIR, pools::GIVE_SMALL].map(|gift| (gift, pools::GIVE_BALANCES));
    let balances = [pools::BALANCE_OWN, pools::BALANCE_OTHER].map(|balance| (balance, pools::BALANCE_VIDEOS));
    let links = [(pools::URLS_STATS, pools::URLS_TOP_DOMAINS)];
    let over =
        [pools::CONTEST_DECLINED, pools::CONTEST_EXPIRED, pools::CONTEST_TARGET_POOR, pools::CONTEST_INTERRUPTED];
    let over = over.map(|over| (over, pools::CONTEST_REFUND));
    let ends = [pools::CONTEST_DRAW, pools::CONTEST_BOTH_FAILED].map(|end| (end, pools::CONTEST_BOTH_BACK));
    let remarks = [pools::WEATHER_HOT, pools::WEATHER_COLD, pools::WEATHER_NICE, pools::WEATHER_RAINY];
    let weathers = remarks.map(|remark| (pools::WEATHER_FRAME, remark));
    let departures =
        [pools::HEIST_DEPART, pools::HEIST_DEPART_MATES, pools::HEIST_DEPART_SOLO, pools::HEIST_DEPART_NERVOUS];
    let departures = departures.map(|departure| (departure, pools::HEIST_STORIES));
    let stories = [pools::ESKY_TRAP, pools::ESKY_TRAP_FREE, pools::ESKY_NOTHING, pools::ESKY_JACKPOT];
    let prizes = [pools::ESKY_SMALL, pools::ESKY_MEDIUM, pools::ESKY_GOOD];
    let eskies = stories.into_iter().chain(prizes).map(|story| (story, pools::ESKY_SLIP));
    let told = over.into_iter().chain(ends).chain(weathers).chain(departures).chain(eskies);
    for (first, second) in gifts.into_iter().chain(balances).chain(links).chain(told) {
        let longest = |pool: Pool| pool.phrases().map(|phrase| longest_line(pool, phrase)).max().unwrap();
        let length = longest(first) + 1 + longest(second);
        assert!(length <= MAX_UNITS, "{length} of {} and {}", first.name(), second.name());
    }
}

#[test]
fn a_definition_has_room_between_what_stands_around_it() {
    let longest = |pool: Pool| pool.phrases().map(|phrase| longest_line(pool, phrase)).max().unwrap();
    let around = longest(pools::DEFINE_INTRO) + longest(pools::DEFINE_OUTRO) + 2;
    assert!(around + 120 <= MAX_UNITS, "{around}");
}

#[test]
fn five_links_fit_two_lines() {
    // An address, a name and an age, as `urls` shows them: the second line holds three, so the first has to hold two.
    let link = 44 + units(" (-, just now)") + 20;
    assert!(3 * link + 2 * units(" | ") <= MAX_UNITS);
    for pool in [pools::URLS_LATEST, pools::URLS_OF_PERSON, pools::URLS_OF_DOMAIN] {
        let head = pool.phrases().map(|phrase| longest_line(pool, phrase)).max().unwrap();
        assert!(head + 1 + 2 * link + units(" | ") <= MAX_UNITS, "{}", pool.name());
    }
}

#[test]
fn nobody_is_asked_for_where_nobody_asked() {
    let unasked = [
        pools::TELL_DELIVERY,
        pools::TELL_NUDGE,
        pools::TELL_DELIVERY_PM,
        pools::REMIND_DUE_SELF,
        pools::REMIND_DUE,
        pools::REMIND_LATE,
        pools::REMIND_LATE_SELF,
        pools::GIVE_RECEIVED,
        pools::DUEL_REFUNDED,
        pools::DUEL_RESULT,
        pools::DUEL_REMARK,
        pools::DUEL_EXPIRED,
        pools::CONTEST_REFUND,
        pools::CONTEST_DECLINED,
        pools::CONTEST_EXPIRED,
        pools::CONTEST_INTERRUPTED,
        pools::CONTEST_START,
        pools::CONTEST_MATCH_UP,
        pools::CONTEST_WIN,
        pools::CONTEST_LOSE,
    ];
    for (pool, phrase) in unasked.into_iter().flat_map(|pool| pool.phrases().map(move |phrase| (pool, phrase))) {
        assert!(!blanks(phrase).contains(&"user"), "{}: {phrase}", pool.name());
    }
}

#[test]
fn a_name_is_marked_where_its_bearer_should_look() {
    for pool in [
        pools::TELL_DELIVERY,
        pools::TELL_NUDGE,
        pools::REMIND_DUE_SELF,
        pools::REMIND_DUE,
        pools::REMIND_LATE,
        pools::REMIND_LATE_SELF,
    ] {
        assert!(pool.phrases().all(|phrase| phrase.contains("{to!}")), "{}", pool.name());
    }
    for pool in [pools::DUEL_CHALLENGE, pools::CONTEST_CHALLENGE, pools::CONTEST_CHALLENGE_FREE] {
        assert!(pool.phrases().all(|phrase| phrase.contains("{target!}")), "{}", pool.name());
    }
}

#[test]
fn a_contest_has_words_for_every_place_weather_and_mishap() {
    let has = |pool: Pool, key: &str| {
        let text = format!("{key} = ");
        assert!(pool.phrases().any(|phrase| phrase.starts_with(&text)), "{} has nothing for {key}", pool.name());
    };
    Place::all().for_each(|place| has(pools::CONTEST_PLACE_NOTE, place.name));
    Place::all().filter(|place| place.has_events()).for_each(|place| has(pools::CONTEST_PLACE_EVENT, place.name));
    for special in Special::ALL {
        has(pools::CONTEST_SPECIAL_WEATHER, special.name());
    }
    Condition::all().filter(|c| c.is_failure()).for_each(|condition| has(pools::CONTEST_FAILING, condition.name));
    for name in ["Gave Up", "Hail", "Lightning", "Heat"] {
        has(pools::CONTEST_FAILING, name);
    }
    for pool in [pools::CONTEST_PLACE_NOTE, pools::CONTEST_PLACE_EVENT] {
        let is_place = |key: &str| Place::all().any(|place| place.name == key);
        assert!(pool.phrases().all(|phrase| phrase.split_once(" = ").is_some_and(|(key, _)| is_place(key))));
    }
}

#[test]
fn no_phrase_holds_a_barred_word() {
    let barred: BTreeSet<String> = barred_words().collect();
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

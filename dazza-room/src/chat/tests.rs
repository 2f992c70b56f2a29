//! The bot's words as a whole: how many there are, what they ask for, how long they get, and what they must not say.

use std::collections::BTreeSet;

use super::barred::barred_words;
use super::pools::{self, CHAPTERS, Chapter};
use super::{MAX_UNITS, Pool, QUOTE_LIMIT, Route, Word, fill, phrases, units};
use crate::games::contest::{Condition, Place, Special, Style};

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
fn longest(pool: Pool, blank: &str) -> String {
    let n_units = match blank {
        "from" | "to" if pool.file == pools::LENGTH.file => 24,
        "text" => pools::TEXT_LIMIT,
        "quote" => QUOTE_LIMIT,
        "trust" | "percent" => 3,
        "seconds" | "count" | "today" | "score" => 4,
        "side" | "call" | "hour" | "prefix" | "heists" => 5,
        "people" | "day" | "bongs" | "videos" | "lucky" | "links" | "domains" => 7,
        "dice" | "span" => 8,
        "reels" => units("7️⃣ 7️⃣ 7️⃣"),
        "messages" | "crew" => 10,
        "away" => 12,
        "amount" | "stake" => units("$1,000,000,000"),
        "balance" | "theirs" | "payout" | "earned" | "pot" | "most" => units("$999,999,999,999"),
        "title" if pool.blanks().contains(&"trust") => units("Career Criminal"),
        "age" | "first" | "last" => units("59 minutes ago"),
        "user" | "bot" | "adder" | "name" | "to" | "sender" | "who" | "challenger" | "winner" | "loser" => 20,
        "result" | "when" => 18,
        "command" | "typed" | "target" | "pairs" => 30,
        "place" | "word" if pool.file == pools::WEATHER_FRAME.file => 30,
        // A condition and a temperature, as `weather` shows them.
        "sky" => 40 + units(", -99°C (-147°F)"),
        "zone" => units("America/Argentina/ComodRivadavia"),
        "fault" | "search" | "form" | "domain" => 40,
        "url" | "list" => 80,
        "title" if pool.file == pools::URL_TITLE.file => pools::TITLE_LIMIT,
        "left" if !pool.blanks().contains(&"right") => units("10d 23h"),
        // The two of one title.
        "left" | "right" => pools::TITLE_LIMIT / 2,
        "title" => 70,
        "hours" => units("Mon 12 am (10000 lines, 1000 people)") * 3 + 4,
        "top" => 5 * 30,
        "mood" => {
            let moods = all().filter(|(pool, _)| pool.file == pools::MOOD_FRAME.file && pool.name() != "frame");
            moods.map(|(_, mood)| units(mood)).max().unwrap()
        }
        "names" => 5 * 23,
        of_game => longest_in_game(pool, of_game),
    };
    "W".repeat(n_units)
}

/// The same for the blanks of games.
fn longest_in_game(pool: Pool, blank: &str) -> usize {
    match blank {
        "crime" => 22,
        "crimes" => 3 * units("a crime of 22 letters [big-nugget-13]") + units(", or ") + 2,
        "shares" => 3 * units("-a name of 20 letters. $1,500, ") + units("and 999 others"),
        "haul" | "house" | "cut" | "bonus" => units("$1,500"),
        "phase" => units("DISTRIBUTING"),
        "stolen" | "best" => units("$999,999,999"),
        "rank" => units("Criminal Mastermind"),
        "tally" => 3 * units("big-nugget-13 1000, "),
        "id" => 19,
        "pay" | "kept" | "cost" | "each" | "rest" => units("$1,125"),
        "n" => units("10000"),
        "spot" => units("Council Pond"),
        "species" => units("trophy barramundi"),
        "weight" => units("100.0"),
        "item" => units("wet cigarette packet"),
        "bait" => units("ciggie_butt"),
        "business" => longest_of(&[pools::SIGN_BUSINESS, pools::SIGN_BUSINESS_UNCOMMON]),
        "benefit" => units("Disability Pension"),
        "reason" => pools::REASON_LIMIT,
        "style" | "otherstyle" => {
            let (style, condition) =
                (named(Style::all().map(|style| style.name)), named(Condition::all().map(|c| c.name)));
            style + units(" [") + condition + units("]")
        }
        "condition" | "othercondition" | "failure" | "otherfailure" => named(Condition::all().map(|c| c.name)),
        "place" if pool.file == pools::COUCH_PLACE.file => longest_of(&[pools::COUCH_PLACE]),
        "place" => named(Place::all().map(|place| place.name)),
        "weather" => units("light breeze, scorching, pouring rain"),
        "note" => {
            let notes = pools::CONTEST_PLACE_NOTE.phrases().chain(pools::CONTEST_SPECIAL_WEATHER.phrases());
            notes.filter_map(|note| note.split_once(" = ")).map(|(_, note)| units(note)).max().unwrap()
        }
        "prize" => units("for $1,000,000,000 each"),
        "figures" => units("20.0 m, 10000 mL, 100 %, 120 s"),
        "roll" => units(&format!("{}1000 = 20000", "1000+".repeat(19))),
        unknown => panic!("how long may {unknown} be?"),
    }
}

/// The longest of some names.
fn named(names: impl Iterator<Item = &'static str>) -> usize {
    names.map(units).max().unwrap()
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
    const OPTIONAL: [&str; 6] = ["from", "dice", "command", "adder", "winner", "loser"];
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
fn longest_of(pools: &[Pool]) -> usize {
    let phrases = pools.iter().flat_map(|pool| pool.phrases().map(|phrase| longest_line(*pool, phrase)));
    phrases.max().unwrap()
}

#[test]
fn what_work_brings_fits_one_line() {
    use pools::*;
    let pay = [
        WORK_PAY,
        WORK_PAY_BIN_DAY,
        WORK_PAY_FESTIVE_SEASON,
        WORK_PAY_FINALS_WEEK,
        WORK_PAY_WEEKEND,
        WORK_PAY_MONTH_END,
        WORK_PAY_WEEKEND_AT_MONTH_END,
        WORK_NO_PAY,
    ];
    let bottles = [BOTTLES_COMMENT, BOTTLES_COMMENT_20, BOTTLES_COMMENT_50, BOTTLES_COMMENT_100];
    let cashie = [CASHIE_COMMENT, CASHIE_COMMENT_50, CASHIE_COMMENT_100, CASHIE_COMMENT_300];
    let sign = [SIGN_COMMENT, SIGN_COMMENT_20, SIGN_COMMENT_40, SIGN_COMMENT_60];
    let tales = [SIGN_THROWN_NOTE, SIGN_FOUND_NOTE, SIGN_PLEASURE, SIGN_CAR_HIT, SIGN_POLICE, SIGN_NUISANCE];
    let skies = [SIGN_SUNNY, SIGN_OVERCAST, SIGN_HOT, SIGN_RAIN, SIGN_WIND, SIGN_BREEZE];
    let flukes = [
        CENTRELINK_BACK_PAYMENT,
        CENTRELINK_REASSESSMENT,
        CENTRELINK_LATE_PENSION,
        CENTRELINK_DISASTER_PAYMENT,
        CENTRELINK_MALFUNCTION,
    ];
    let mishaps = [
        COUCH_SPIDER,
        COUCH_PARTNERS_FINE,
        COUCH_SHARP_THING,
        COUCH_COLLAPSE,
        COUCH_POSSUM,
        COUCH_HUSH_MONEY,
        COUCH_MOULD,
        COUCH_POLICE_FINE,
    ];
    let treasures = [
        FISH_TREASURE_CASH,
        FISH_TREASURE_WATCH,
        FISH_TREASURE_BOTTLES,
        FISH_TREASURE_MACHINE,
        FISH_TREASURE_CONTRABAND,
    ];
    let slips: [&[&[Pool]]; 22] = [
        &[&[BOTTLES_HEADER], &[BOTTLES_COMMON, BOTTLES_UNCOMMON], &pay, &bottles],
        &[&[BOTTLES_HEADER_RARE], &[BOTTLES_RARE], &pay, &bottles],
        &[&[BOTTLES_HEADER_LEGENDARY], &[BOTTLES_LEGENDARY], &pay, &bottles],
        &[&[BOTTLES_HEADER_NOTHING], &[BOTTLES_NOTHING]],
        &[&[CASHIE_HEADER], &[CASHIE_COMMON, CASHIE_UNCOMMON], &pay, &cashie],
        &[&[CASHIE_HEADER_RARE], &[CASHIE_RARE], &pay, &cashie],
        &[&[CASHIE_HEADER_LEGENDARY], &[CASHIE_LEGENDARY], &pay, &cashie],
        &[&[CASHIE_HEADER_NOTHING], &[CASHIE_NOTHING]],
        &[&[CENTRELINK_HEADER_APPROVED], &[CENTRELINK_APPROVED], &[CENTRELINK_PAY], &[CENTRELINK_APPROVED_COMMENT]],
        &[&[CENTRELINK_HEADER_REJECTED], &[CENTRELINK_REJECTED], &[CENTRELINK_SUGGESTION]],
        &[&[CENTRELINK_HEADER_FLUKE], &flukes, &[WORK_PAY, WORK_PAY_SHARED], &[CENTRELINK_FLUKE_COMMENT]],
        &[&[SIGN_HEADER, SIGN_HEADER_GOOD, SIGN_HEADER_PERFECT, SIGN_HEADER_HURT], &[SIGN_SHIFT], &skies],
        &[&tales, &[WORK_PAY], &sign],
        &[&[SIGN_HURT], &[SIGN_HURT_COSTS, SIGN_HURT_FREE], &[WORK_PAY, WORK_NO_PAY], &sign],
        &[&[COUCH_HEADER_NOTHING], &[COUCH_NOTHING], &[COUCH_COMMENT]],
        &[&[COUCH_HEADER], &[COUCH_SMALL, COUCH_MEDIUM, COUCH_GOOD], &[COUCH_COMMENT, COUCH_DESPERATE]],
        &[&[COUCH_HEADER_AMAZING], &[COUCH_AMAZING], &[COUCH_COMMENT, COUCH_DESPERATE]],
        &[&[FISH_CAST], &[FISH_CATCH], &[WORK_PAY], &[FISH_TALE], &[FISH_BAIT_COST]],
        &[
            &[FISH_CAST],
            &[FISH_EPIC, FISH_RARE, FISH_LEGENDARY, FISH_MULTI],
            &[WORK_PAY, WORK_PAY_SHARED],
            &[FISH_BAIT_COST],
        ],
        &[&[FISH_CAST], &treasures, &[WORK_PAY, WORK_PAY_SHARED], &[FISH_BAIT_COST]],
        &[&[FISH_CAST], &[FISH_TRASH], &[FISH_TRASH_MONEY], &[FISH_BAIT_COST]],
        &[&[COUCH_HEADER_MISHAP], &mishaps, &[COUCH_MISHAP_COSTS, COUCH_MISHAP_SPARED]],
    ];
    for slip in slips {
        let parts: Vec<_> = slip.iter().map(|pools| longest_of(pools)).collect();
        let length = parts.iter().sum::<usize>() + parts.len() + longest_of(&[WORK_BALANCE]);
        let names: Vec<_> = slip.iter().flat_map(|pools| pools.iter().map(|pool| pool.name())).collect();
        assert!(length <= MAX_UNITS, "{length} of {names:?}: {parts:?}");
    }
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
    let told = over.into_iter().chain(ends).chain(weathers).chain(departures);
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

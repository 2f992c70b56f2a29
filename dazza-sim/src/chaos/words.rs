//! What a line of the bot's is: the answer to which command, or what else, told by the names and phrases in it.

use std::sync::LazyLock;

use regex_lite::Regex;

use super::plan::{ASKER, Asked, DIGITS, Plan};

/// What the bot has said with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// The answer to the command of that line.
    Answer(usize),
    /// That the command of that line cannot be done now, its books being away.
    Away(usize),
    /// That the books went away over the command of that line, and nobody can tell whether it was done.
    Unsure(usize),
    /// That the command of that line is not done for another reason, in the words of this pool.
    Refusal(usize, &'static str),
    /// Words that may follow the answer to that command, of this pool.
    Aside(usize, &'static str),
    /// That a round number was reached: the pool and the number.
    Milestone(&'static str, u64),
    /// Nothing that any command leads to.
    Strange,
}

const COIN_FLIP: &str = include_str!("../../../phrases/coin_flip.toml");
const COMMUNICATION: &str = include_str!("../../../phrases/communication.toml");
const COUNTERS: &str = include_str!("../../../phrases/counters.toml");
const DESK: &str = include_str!("../../../phrases/desk.toml");
const ECONOMY: &str = include_str!("../../../phrases/economy.toml");
const FUN: &str = include_str!("../../../phrases/fun.toml");
const POKIES: &str = include_str!("../../../phrases/pokies.toml");
const ROLL: &str = include_str!("../../../phrases/roll.toml");

/// A pool of phrases: its file and its name in there.
type Pool = (&'static str, &'static str);

const ROLLS: [Pool; 5] =
    [(ROLL, "snake_eyes"), (ROLL, "all_equal"), (ROLL, "dice_low"), (ROLL, "dice_middling"), (ROLL, "dice_high")];
const GIFTS: [Pool; 1] = [(ECONOMY, "give_small")];
const POKIES_ASIDES: [Pool; 3] = [(POKIES, "loss_remark"), (POKIES, "public_win"), (POKIES, "public_jackpot")];
const MILESTONES: [Pool; 5] = [
    (COUNTERS, "drink_100"),
    (COUNTERS, "drink_50"),
    (COUNTERS, "drink_25"),
    (COUNTERS, "drink_12"),
    (COUNTERS, "drink_6"),
];
const AWAY: Pool = (DESK, "no_store");
const UNSURE: Pool = (DESK, "unsure");
const REFUSALS: [Pool; 12] = [
    (DESK, "usage"),
    (DESK, "wait"),
    (DESK, "stumbled"),
    (DESK, "too_many"),
    (DESK, "store_busy"),
    (ECONOMY, "give_too_poor"),
    (ECONOMY, "give_unknown"),
    (COIN_FLIP, "too_poor"),
    (POKIES, "too_poor"),
    (COMMUNICATION, "tell_pending"),
    (COMMUNICATION, "tell_too_many"),
    (COMMUNICATION, "remind_too_many"),
];

/// What may be said of what lives longer than a line.
pub(crate) const LIFE_POOLS: [Pool; 17] = [
    (COMMUNICATION, "remind_self"),
    (COMMUNICATION, "remind_due_self"),
    (COMMUNICATION, "remind_late_self"),
    (COMMUNICATION, "tell_offline"),
    (COMMUNICATION, "tell_delivery"),
    (COMMUNICATION, "tell_nudge"),
    (COIN_FLIP, "challenge"),
    (COIN_FLIP, "duel_result"),
    (COIN_FLIP, "duel_refunded"),
    (COIN_FLIP, "duel_interrupted"),
    (COIN_FLIP, "duel_expired"),
    (COIN_FLIP, "duel_remark"),
    (COIN_FLIP, "ack"),
    (COIN_FLIP, "public_win"),
    AWAY,
    UNSURE,
    (DESK, "stumbled"),
];

/// The first of `pools` that has words for a line of the bot's.
pub(crate) fn pool_of(text: &str, pools: &[Pool]) -> Option<&'static str> {
    pools.iter().find(|pool| holds(**pool, text)).map(|(_, name)| *name)
}

impl Asked {
    /// The pools of which one has the words of its answer; none: the answer is of another kind.
    fn answers(self) -> &'static [Pool] {
        match self {
            Self::Roll => &ROLLS,
            Self::EightBall => &[(FUN, "eight_ball")],
            Self::Clap => &[],
            Self::Wine => &[(COUNTERS, "wine")],
            Self::Shot => &[(COUNTERS, "shot")],
            Self::Give => &GIFTS,
            Self::CoinFlip => &[(COIN_FLIP, "ack")],
            Self::Pokies => &[(POKIES, "ack")],
            Self::Tell => &[(COMMUNICATION, "tell_offline")],
            Self::Remind => &[(COMMUNICATION, "remind_self")],
        }
    }
}

/// What the line `text` of the bot's is; `asked` tells which command the line of a number was.
pub(crate) fn said(text: &str, asked: impl Fn(usize) -> Option<Asked>) -> Said {
    let Some(n) = asker_in(text) else { return milestone(text) };
    let Some(command) = asked(n) else { return Said::Strange };
    let is_answer = match command {
        Asked::Clap => text == format!("{ASKER}{n:0DIGITS$} 👏"),
        // Any phrase, with the asker's name in front.
        Asked::EightBall => {
            text.strip_prefix(&format!("-{ASKER}{n:0DIGITS$}: ")).is_some_and(|rest| fits(rest, command))
        }
        _ => fits(text, command),
    };
    if is_answer {
        return Said::Answer(n);
    }
    let aside = POKIES_ASIDES.into_iter().filter(|_| command == Asked::Pokies).find(|pool| holds(*pool, text));
    match aside {
        Some((_, name)) => Said::Aside(n, name),
        None if holds(AWAY, text) => Said::Away(n),
        None if holds(UNSURE, text) => Said::Unsure(n),
        None => REFUSALS
            .into_iter()
            .find(|pool| holds(*pool, text))
            .map_or(Said::Strange, |(_, name)| Said::Refusal(n, name)),
    }
}

/// The number of the one asker that a text names.
fn asker_in(text: &str) -> Option<usize> {
    let mut named = text.match_indices(ASKER).filter_map(|(at, _)| {
        let name = text.get(at..at + ASKER.len() + DIGITS)?;
        Plan::line_of(name)
    });
    let first = named.next()?;
    named.all(|other| other == first).then_some(first)
}

fn milestone(text: &str) -> Said {
    let Some((_, name)) = MILESTONES.into_iter().find(|pool| holds(*pool, text)) else { return Said::Strange };
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().map_or(Said::Strange, |count| Said::Milestone(name, count))
}

fn fits(text: &str, command: Asked) -> bool {
    command.answers().iter().any(|pool| holds(*pool, text))
}

/// All phrases that are looked for, by pool.
static PATTERNS: LazyLock<Vec<(Pool, Vec<Regex>)>> = LazyLock::new(|| {
    let of_commands = [Asked::Roll, Asked::EightBall, Asked::Wine, Asked::Shot, Asked::Give, Asked::CoinFlip];
    let of_commands = of_commands.into_iter().chain([Asked::Pokies, Asked::Tell, Asked::Remind]);
    let pools = of_commands.flat_map(|asked| asked.answers().iter().copied());
    let pools = pools.chain(POKIES_ASIDES).chain(MILESTONES).chain([AWAY, UNSURE]).chain(REFUSALS).chain(LIFE_POOLS);
    pools.map(|pool| (pool, phrases(pool).iter().filter_map(|phrase| pattern(phrase)).collect())).collect()
});

fn holds((file, name): Pool, text: &str) -> bool {
    let found = PATTERNS.iter().find(|((in_file, called), _)| *called == name && *in_file == file);
    found.is_some_and(|(_, patterns)| patterns.iter().any(|pattern| pattern.is_match(text)))
}

/// The phrases of a pool, as written.
fn phrases((file, name): Pool) -> Vec<String> {
    let Ok(pools) = file.parse::<toml::Table>() else { return Vec::new() };
    let phrases = pools.get(name).and_then(toml::Value::as_array).into_iter().flatten();
    phrases.filter_map(|phrase| phrase.as_str().map(str::to_owned)).collect()
}

/// What a phrase looks like with its blanks filled; a gift has a second sentence behind it.
fn pattern(phrase: &str) -> Option<Regex> {
    let mut pattern = String::from("^");
    let mut rest = phrase;
    while let Some((before, blank)) = rest.split_once('{') {
        let (_, after) = blank.split_once('}')?;
        pattern.push_str(&regex_lite::escape(before));
        pattern.push_str(".+");
        rest = after;
    }
    pattern.push_str(&regex_lite::escape(rest));
    let is_gift = phrases((ECONOMY, "give_small")).iter().any(|gift| gift == phrase);
    pattern.push_str(if is_gift { " .+$" } else { "$" });
    Regex::new(&pattern).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chaos::plan::SHARES;

    fn is(command: Asked) -> impl Fn(usize) -> Option<Asked> {
        move |n| (n == 42).then_some(command)
    }

    #[test]
    fn every_phrase_that_answers_names_who_asked_or_what_was_reached() {
        for ((file, name), patterns) in PATTERNS.iter() {
            let n_phrases = phrases((file, name)).len();
            assert!(n_phrases > 0 && n_phrases == patterns.len(), "{name}");
        }
        let must_hold = |pool: Pool, blank: &str| {
            assert!(
                phrases(pool).iter().all(|phrase| phrase.contains(blank)),
                "{}: not every phrase has {blank}",
                pool.1
            );
        };
        // An oracle speaks with the name in front.
        let answers =
            SHARES.iter().filter(|(asked, _)| *asked != Asked::EightBall).flat_map(|(asked, _)| asked.answers());
        for pool in answers.chain(&POKIES_ASIDES).chain(&[AWAY, UNSURE]) {
            must_hold(*pool, "{user}");
        }
        for pool in MILESTONES {
            must_hold(pool, "{count}");
        }
    }

    #[test]
    fn answers_are_told_by_name_and_words() {
        let cases = [
            (
                Asked::Roll,
                "-Asker000042 throws 2d6: 3+4 = 7. Solid as a Besser block, and as excitin.",
                Said::Answer(42),
            ),
            (Asked::EightBall, "-Asker000042: Too right.", Said::Answer(42)),
            (Asked::Clap, "Asker000042 👏", Said::Answer(42)),
            (
                Asked::Give,
                "-Asker000042 tosses -Regular07 $7. Don't spend it all at the one chook raffle. -Asker000042: $3. -Regular07: $7.",
                Said::Answer(42),
            ),
            (Asked::Pokies, "Round she goes, -Asker000042. Result's in your PMs.", Said::Answer(42)),
            (Asked::Pokies, "A moment's silence for -Asker000042's money.", Said::Aside(42, "loss_remark")),
            (Asked::Roll, "A moment's silence for -Asker000042's money.", Said::Strange),
            (
                Asked::Wine,
                "The office is shut, -Asker000042. Sign says back soon, but it's said that since Easter.",
                Said::Away(42),
            ),
            (Asked::Shot, "Give it 3 more seconds, I only got two hands.", Said::Strange),
            (Asked::Shot, "Patience, -Asker000042. 3s. Have a biscuit.", Said::Refusal(42, "wait")),
            (Asked::Shot, "Patience, -Asker000043. 3s. Have a biscuit.", Said::Strange),
            (Asked::Shot, "-Asker000042 and -Asker000043", Said::Strange),
            (Asked::Shot, "There goes a six-pack. 18 today.", Said::Milestone("drink_6", 18)),
            (
                Asked::Tell,
                "Noted, -Asker000042. When -Ghost000042 rocks up I'll pounce like a cat on a cricket.",
                Said::Answer(42),
            ),
        ];
        for (command, text, expected) in cases {
            assert_eq!(said(text, is(command)), expected, "{text}");
        }
    }
}

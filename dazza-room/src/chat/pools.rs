//! Every pool of phrases, by the file it lies in; the table of [`Pool`]s that commands name.

use super::phrases::Pool;

const BASIC: &str = include_str!("../../../phrases/basic.toml");
const DESK: &str = include_str!("../../../phrases/desk.toml");
const FUN: &str = include_str!("../../../phrases/fun.toml");
const FACTS: &str = include_str!("../../../phrases/facts.toml");
const ROLL: &str = include_str!("../../../phrases/roll.toml");
const CALC: &str = include_str!("../../../phrases/calc.toml");
const CONVERT: &str = include_str!("../../../phrases/convert.toml");
const MOOD: &str = include_str!("../../../phrases/mood.toml");
const TRANSLATE: &str = include_str!("../../../phrases/translate.toml");
const SLANG: &str = include_str!("../../../phrases/slang.toml");
const STATS: &str = include_str!("../../../phrases/stats.toml");
const UTILITY: &str = include_str!("../../../phrases/utility.toml");

const fn pool(file: &'static str, name: &'static str, blanks: &'static [&'static str]) -> Pool {
    Pool { file, name, blanks }
}

pub(crate) const PING: Pool = pool(BASIC, "ping", &[]);
pub(crate) const UPTIME: Pool = pool(BASIC, "uptime", &["span"]);
pub(crate) const HELP_NUDGE: Pool = pool(BASIC, "help_nudge", &[]);
pub(crate) const MANUAL: Pool = pool(BASIC, "manual", &["url"]);
pub(crate) const COMMAND_NAMES: Pool = pool(BASIC, "command_names", &["names"]);
pub(crate) const NO_SUCH_COMMAND: Pool = pool(BASIC, "no_such_command", &["command"]);

pub(crate) const USAGE: Pool = pool(DESK, "usage", &["form"]);
pub(crate) const WAIT: Pool = pool(DESK, "wait", &["seconds", "command"]);
pub(crate) const SWITCHED_OFF: Pool = pool(DESK, "switched_off", &["command"]);
pub(crate) const NOT_ALLOWED: Pool = pool(DESK, "not_allowed", &["command"]);
pub(crate) const NOT_BY_PM: Pool = pool(DESK, "not_by_pm", &["command"]);
pub(crate) const STUMBLED: Pool = pool(DESK, "stumbled", &[]);
pub(crate) const SLOW_DOWN: Pool = pool(DESK, "slow_down", &["count"]);
pub(crate) const TOO_MANY: Pool = pool(DESK, "too_many", &["seconds"]);
pub(crate) const ROOM_FULL: Pool = pool(DESK, "room_full", &["seconds"]);
pub(crate) const NOT_KNOWN: Pool = pool(DESK, "not_known", &[]);
pub(crate) const BRUSH_OFF: Pool = pool(DESK, "brush_off", &[]);

pub(crate) const EIGHT_BALL: Pool = pool(FUN, "eight_ball", &[]);
pub(crate) const YEAH: Pool = pool(FUN, "yeah", &[]);
pub(crate) const COMPLIMENT: Pool = pool(FUN, "compliment", &["target"]);
pub(crate) const COMPLIMENT_BOT: Pool = pool(FUN, "compliment_bot", &[]);
pub(crate) const INSULT: Pool = pool(FUN, "insult", &["target"]);
pub(crate) const INSULT_BOT: Pool = pool(FUN, "insult_bot", &[]);
pub(crate) const INSULT_WAIT: Pool = pool(FUN, "insult_wait", &["seconds"]);

pub(crate) const FACT: Pool = pool(FACTS, "fact", &[]);

pub(crate) const ONE_DIE_LOW: Pool = pool(ROLL, "one_die_low", &["dice", "roll"]);
pub(crate) const ONE_DIE_MIDDLING: Pool = pool(ROLL, "one_die_middling", &["dice", "roll"]);
pub(crate) const ONE_DIE_HIGH: Pool = pool(ROLL, "one_die_high", &["dice", "roll"]);
pub(crate) const FOUR_TWENTY: Pool = pool(ROLL, "four_twenty", &["dice", "roll"]);
pub(crate) const SNAKE_EYES: Pool = pool(ROLL, "snake_eyes", &["dice", "roll"]);
pub(crate) const ALL_EQUAL: Pool = pool(ROLL, "all_equal", &["dice", "roll"]);
pub(crate) const DICE_LOW: Pool = pool(ROLL, "dice_low", &["dice", "roll"]);
pub(crate) const DICE_MIDDLING: Pool = pool(ROLL, "dice_middling", &["dice", "roll"]);
pub(crate) const DICE_HIGH: Pool = pool(ROLL, "dice_high", &["dice", "roll"]);
pub(crate) const TOO_MANY_DICE: Pool = pool(ROLL, "too_many_dice", &[]);
pub(crate) const NO_DICE: Pool = pool(ROLL, "no_dice", &[]);

pub(crate) const SUM: Pool = pool(CALC, "sum", &["result"]);
pub(crate) const SUM_420: Pool = pool(CALC, "sum_420", &["result"]);
pub(crate) const SUM_HUGE: Pool = pool(CALC, "sum_huge", &["result"]);
pub(crate) const SUM_ZERO: Pool = pool(CALC, "sum_zero", &["result"]);
pub(crate) const SUM_ENDLESS: Pool = pool(CALC, "sum_endless", &[]);
pub(crate) const SUM_WRONG: Pool = pool(CALC, "sum_wrong", &["fault"]);

pub(crate) const LENGTH: Pool = pool(CONVERT, "length", &["from", "to"]);
pub(crate) const WEIGHT: Pool = pool(CONVERT, "weight", &["from", "to"]);
pub(crate) const TEMPERATURE: Pool = pool(CONVERT, "temperature", &["from", "to"]);
pub(crate) const VOLUME: Pool = pool(CONVERT, "volume", &["from", "to"]);
pub(crate) const NO_NUMBER: Pool = pool(CONVERT, "no_number", &["typed"]);
pub(crate) const NO_UNIT: Pool = pool(CONVERT, "no_unit", &["typed"]);
pub(crate) const NO_PAIR: Pool = pool(CONVERT, "no_pair", &["from", "to", "pairs"]);

pub(crate) const MOOD_FRAME: Pool = pool(MOOD, "frame", &["mood"]);
pub(crate) const ROUGH: Pool = pool(MOOD, "rough", &[]);
pub(crate) const GETTING_THERE: Pool = pool(MOOD, "getting_there", &[]);
pub(crate) const GOOD: Pool = pool(MOOD, "good", &[]);
pub(crate) const DUSTY: Pool = pool(MOOD, "dusty", &[]);
pub(crate) const CRUISING: Pool = pool(MOOD, "cruising", &[]);
pub(crate) const COOKED: Pool = pool(MOOD, "cooked", &[]);
pub(crate) const ANTSY: Pool = pool(MOOD, "antsy", &[]);
pub(crate) const MELLOW: Pool = pool(MOOD, "mellow", &[]);
pub(crate) const WRECKED: Pool = pool(MOOD, "wrecked", &[]);
pub(crate) const WIRED_BUT_TIRED: Pool = pool(MOOD, "wired_but_tired", &[]);
pub(crate) const SIDEWAYS: Pool = pool(MOOD, "sideways", &[]);
pub(crate) const BEST_LIFE: Pool = pool(MOOD, "best_life", &[]);
pub(crate) const CHATTY: Pool = pool(MOOD, "chatty", &[]);
pub(crate) const QUIET: Pool = pool(MOOD, "quiet", &[]);
pub(crate) const ENLIGHTENED: Pool = pool(MOOD, "enlightened", &[]);
pub(crate) const TRANSCENDED: Pool = pool(MOOD, "transcended", &[]);
pub(crate) const PARANOID: Pool = pool(MOOD, "paranoid", &[]);
pub(crate) const HUNGRY: Pool = pool(MOOD, "hungry", &[]);
pub(crate) const PHILOSOPHICAL: Pool = pool(MOOD, "philosophical", &[]);

pub(crate) const REMARK: Pool = pool(TRANSLATE, "remark", &[]);
pub(crate) const REMARK_SLANG: Pool = pool(TRANSLATE, "remark_slang", &[]);
pub(crate) const REMARK_SWEARING: Pool = pool(TRANSLATE, "remark_swearing", &[]);
pub(crate) const NO_TRANSLATION: Pool = pool(TRANSLATE, "no_translation", &[]);
pub(crate) const ALREADY_AUSSIE: Pool = pool(TRANSLATE, "already_aussie", &[]);

pub(crate) const ENGLISH_TO_SLANG: Pool = pool(SLANG, "english_to_slang", &[]);
pub(crate) const SLANG_TO_ENGLISH: Pool = pool(SLANG, "slang_to_english", &[]);
pub(crate) const SLANG_MARKERS: Pool = pool(SLANG, "slang_markers", &[]);
pub(crate) const SWEARING: Pool = pool(SLANG, "swearing", &[]);

pub(crate) const AFK_NONE: Pool = pool(STATS, "afk_none", &[]);
pub(crate) const AFK_ONE: Pool = pool(STATS, "afk_one", &["name"]);
pub(crate) const AFK_FEW: Pool = pool(STATS, "afk_few", &["names"]);
pub(crate) const AFK_MANY: Pool = pool(STATS, "afk_many", &["count"]);
pub(crate) const WHEN_FOUND: Pool = pool(STATS, "when_found", &["title", "adder", "span", "away"]);
pub(crate) const WHEN_FAR: Pool = pool(STATS, "when_far", &[]);
pub(crate) const WHEN_SOON: Pool = pool(STATS, "when_soon", &[]);
pub(crate) const WHEN_EMPTY: Pool = pool(STATS, "when_empty", &[]);
pub(crate) const WHEN_NO_MATCH: Pool = pool(STATS, "when_no_match", &["search"]);
pub(crate) const WHEN_TOO_SHORT: Pool = pool(STATS, "when_too_short", &[]);

pub(crate) const COOLDOWN_ACK: Pool = pool(UTILITY, "cooldown_ack", &[]);
pub(crate) const COOLDOWN_LIST: Pool = pool(UTILITY, "cooldown_list", &["list"]);
pub(crate) const COOLDOWN_NONE: Pool = pool(UTILITY, "cooldown_none", &[]);
pub(crate) const COOLDOWN_WAIT: Pool = pool(UTILITY, "cooldown_wait", &["seconds"]);

#[cfg(test)]
pub(super) const FILES: &[(&str, &str)] = &[
    ("basic", BASIC),
    ("desk", DESK),
    ("fun", FUN),
    ("facts", FACTS),
    ("roll", ROLL),
    ("calc", CALC),
    ("convert", CONVERT),
    ("mood", MOOD),
    ("translate", TRANSLATE),
    ("slang", SLANG),
    ("stats", STATS),
    ("utility", UTILITY),
];

/// Each pool, with how many phrases it has at the least.
#[cfg(test)]
pub(super) const AT_LEAST: &[(Pool, usize)] = &[
    (PING, 6),
    (UPTIME, 14),
    (HELP_NUDGE, 5),
    (MANUAL, 3),
    (COMMAND_NAMES, 3),
    (NO_SUCH_COMMAND, 3),
    (USAGE, 5),
    (WAIT, 25),
    (SWITCHED_OFF, 3),
    (NOT_ALLOWED, 3),
    (NOT_BY_PM, 3),
    (STUMBLED, 1),
    (SLOW_DOWN, 3),
    (TOO_MANY, 3),
    (ROOM_FULL, 3),
    (NOT_KNOWN, 3),
    (BRUSH_OFF, 6),
    (EIGHT_BALL, 41),
    (YEAH, 26),
    (COMPLIMENT, 36),
    (COMPLIMENT_BOT, 5),
    (INSULT, 33),
    (INSULT_BOT, 5),
    (INSULT_WAIT, 3),
    (FACT, 51),
    (ONE_DIE_LOW, 10),
    (ONE_DIE_MIDDLING, 10),
    (ONE_DIE_HIGH, 10),
    (FOUR_TWENTY, 3),
    (SNAKE_EYES, 3),
    (ALL_EQUAL, 3),
    (DICE_LOW, 10),
    (DICE_MIDDLING, 10),
    (DICE_HIGH, 10),
    (TOO_MANY_DICE, 3),
    (NO_DICE, 3),
    (SUM, 5),
    (SUM_420, 5),
    (SUM_HUGE, 5),
    (SUM_ZERO, 5),
    (SUM_ENDLESS, 5),
    (SUM_WRONG, 5),
    (LENGTH, 12),
    (WEIGHT, 12),
    (TEMPERATURE, 12),
    (VOLUME, 12),
    (NO_NUMBER, 3),
    (NO_UNIT, 3),
    (NO_PAIR, 3),
    (MOOD_FRAME, 7),
    (ROUGH, 4),
    (GETTING_THERE, 4),
    (GOOD, 4),
    (DUSTY, 4),
    (CRUISING, 4),
    (COOKED, 4),
    (ANTSY, 4),
    (MELLOW, 4),
    (WRECKED, 4),
    (WIRED_BUT_TIRED, 4),
    (SIDEWAYS, 4),
    (BEST_LIFE, 4),
    (CHATTY, 4),
    (QUIET, 4),
    (ENLIGHTENED, 4),
    (TRANSCENDED, 4),
    (PARANOID, 4),
    (HUNGRY, 4),
    (PHILOSOPHICAL, 4),
    (REMARK, 25),
    (REMARK_SLANG, 5),
    (REMARK_SWEARING, 5),
    (NO_TRANSLATION, 3),
    (ALREADY_AUSSIE, 3),
    (ENGLISH_TO_SLANG, 244),
    (SLANG_TO_ENGLISH, 204),
    (SLANG_MARKERS, 95),
    (SWEARING, 10),
    (AFK_NONE, 5),
    (AFK_ONE, 5),
    (AFK_FEW, 5),
    (AFK_MANY, 5),
    (WHEN_FOUND, 5),
    (WHEN_FAR, 4),
    (WHEN_SOON, 4),
    (WHEN_EMPTY, 3),
    (WHEN_NO_MATCH, 3),
    (WHEN_TOO_SHORT, 3),
    (COOLDOWN_ACK, 5),
    (COOLDOWN_LIST, 3),
    (COOLDOWN_NONE, 5),
    (COOLDOWN_WAIT, 3),
];

//! The backyard contest: dares, what is said while it lasts, and how it ends. The pools of `contest.toml`.
//!
//! In some of them a phrase is for one place, one weather or one mishap: it begins with its name and ` = `.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/contest.toml");

pub(crate) const CONTEST_WAIT: Pool = pool(FILE, "wait", &["left"]);
pub(crate) const CONTEST_NO_TARGET: Pool = pool(FILE, "no_target", &[]);
pub(crate) const CONTEST_BAD_AMOUNT: Pool = pool(FILE, "bad_amount", &["typed"]);
pub(crate) const CONTEST_TOO_POOR: Pool = pool(FILE, "too_poor", &["balance"]);
pub(crate) const CONTEST_SELF: Pool = pool(FILE, "on_yourself", &[]);
pub(crate) const CONTEST_BOT: Pool = pool(FILE, "on_bot", &[]);
pub(crate) const CONTEST_NOT_HERE: Pool = pool(FILE, "not_here", &["target"]);
pub(crate) const CONTEST_OPEN: Pool = pool(FILE, "have_open", &[]);
pub(crate) const CONTEST_TARGET_OPEN: Pool = pool(FILE, "target_open", &["target"]);
pub(crate) const CONTEST_CHALLENGE: Pool = pool(FILE, "challenge", &["target", "amount", "seconds"]);
pub(crate) const CONTEST_CHALLENGE_FREE: Pool = pool(FILE, "challenge_free", &["target", "seconds"]);
pub(crate) const CONTEST_NOT_RESTED: Pool = pool(FILE, "not_rested", &["who", "left"]);
pub(crate) const CONTEST_REFUND: Pool = pool(FILE, "refund", &["challenger", "amount"]);
pub(crate) const CONTEST_DECLINED: Pool = pool(FILE, "declined", &["challenger", "target"]);
pub(crate) const CONTEST_EXPIRED: Pool = pool(FILE, "expired", &["challenger", "target"]);
pub(crate) const CONTEST_TARGET_POOR: Pool = pool(FILE, "target_poor", &["challenger", "target"]);
pub(crate) const CONTEST_INTERRUPTED: Pool = pool(FILE, "interrupted", &["challenger", "target"]);
pub(crate) const CONTEST_START: Pool = pool(FILE, "start", &["challenger", "target"]);
pub(crate) const CONTEST_MATCH_UP: Pool =
    pool(FILE, "match_up", &["challenger", "style", "target", "otherstyle", "place", "prize"]);
pub(crate) const CONTEST_BOTH_CONDITIONS: Pool =
    pool(FILE, "both_conditions", &["challenger", "condition", "target", "othercondition"]);
pub(crate) const CONTEST_WEATHER: Pool = pool(FILE, "weather", &["weather", "note"]);
pub(crate) const CONTEST_SPECIAL_WEATHER: Pool = pool(FILE, "special_weather", &[]);
pub(crate) const CONTEST_PLACE_NOTE: Pool = pool(FILE, "place_note", &[]);
pub(crate) const CONTEST_REMARK: Pool = pool(FILE, "remark", &[]);
pub(crate) const CONTEST_WAITING: Pool = pool(FILE, "waiting", &[]);
pub(crate) const CONTEST_MISMATCH: Pool = pool(FILE, "mismatch", &[]);
pub(crate) const CONTEST_TWO_BIG: Pool = pool(FILE, "two_big", &[]);
pub(crate) const CONTEST_TWO_SMALL: Pool = pool(FILE, "two_small", &[]);
pub(crate) const CONTEST_CROOKED: Pool = pool(FILE, "crooked", &[]);
pub(crate) const CONTEST_SPINNING: Pool = pool(FILE, "spinning", &[]);
pub(crate) const CONTEST_CLOSER: Pool = pool(FILE, "closer", &[]);
pub(crate) const CONTEST_STRAY: Pool = pool(FILE, "stray", &[]);
pub(crate) const CONTEST_IMPRESSED: Pool = pool(FILE, "impressed", &[]);
pub(crate) const CONTEST_LOUD: Pool = pool(FILE, "loud", &[]);
pub(crate) const CONTEST_WIN: Pool = pool(FILE, "win", &["winner", "score", "figures", "pot"]);
pub(crate) const CONTEST_WIN_FREE: Pool = pool(FILE, "win_free", &["winner", "score", "figures"]);
pub(crate) const CONTEST_WIN_DEFAULT: Pool = pool(FILE, "win_default", &["winner", "score", "figures", "pot"]);
pub(crate) const CONTEST_WIN_DEFAULT_FREE: Pool = pool(FILE, "win_default_free", &["winner", "score", "figures"]);
pub(crate) const CONTEST_LOSE: Pool = pool(FILE, "lose", &["loser", "score", "figures"]);
pub(crate) const CONTEST_DRAW: Pool = pool(FILE, "draw", &["challenger", "score", "figures"]);
pub(crate) const CONTEST_DRAW_OTHER: Pool = pool(FILE, "draw_other", &["target", "figures"]);
pub(crate) const CONTEST_BOTH_BACK: Pool = pool(FILE, "both_back", &["amount"]);
pub(crate) const CONTEST_BOTH_FAILED: Pool =
    pool(FILE, "both_failed", &["challenger", "failure", "target", "otherfailure"]);
pub(crate) const CONTEST_BOTH_SAME: Pool = pool(FILE, "both_same", &["challenger", "target", "failure"]);
pub(crate) const CONTEST_FAILING: Pool = pool(FILE, "failing", &["loser"]);
pub(crate) const CONTEST_DEFAULT_TAUNT: Pool = pool(FILE, "default_taunt", &["winner", "loser"]);
pub(crate) const CONTEST_TWICE_AS_FAR: Pool = pool(FILE, "twice_as_far", &["winner", "loser"]);
pub(crate) const CONTEST_FAR_ON_LITTLE: Pool = pool(FILE, "far_on_little", &["winner"]);
pub(crate) const CONTEST_LONG_AND_NEAR: Pool = pool(FILE, "long_and_near", &[]);
pub(crate) const CONTEST_STRAIGHT_AND_NEAR: Pool = pool(FILE, "straight_and_near", &[]);
pub(crate) const CONTEST_CLOSE: Pool = pool(FILE, "close", &[]);
pub(crate) const CONTEST_THRASHING: Pool = pool(FILE, "thrashing", &["winner", "loser"]);
pub(crate) const CONTEST_PLACE_FINE: Pool = pool(FILE, "place_fine", &["who", "amount"]);
pub(crate) const CONTEST_MEDICAL_FINE: Pool = pool(FILE, "medical_fine", &["who", "amount"]);
pub(crate) const CONTEST_PLACE_EVENT: Pool = pool(FILE, "place_event", &[]);
pub(crate) const CONTEST_WEATHER_EVENT: Pool = pool(FILE, "weather_event", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "contest",
    file: FILE,
    at_least: &[
        (CONTEST_WAIT, 3),
        (CONTEST_NO_TARGET, 3),
        (CONTEST_BAD_AMOUNT, 3),
        (CONTEST_TOO_POOR, 3),
        (CONTEST_SELF, 3),
        (CONTEST_BOT, 3),
        (CONTEST_NOT_HERE, 3),
        (CONTEST_OPEN, 3),
        (CONTEST_TARGET_OPEN, 3),
        (CONTEST_CHALLENGE, 4),
        (CONTEST_CHALLENGE_FREE, 4),
        (CONTEST_NOT_RESTED, 3),
        (CONTEST_REFUND, 3),
        (CONTEST_DECLINED, 3),
        (CONTEST_EXPIRED, 3),
        (CONTEST_TARGET_POOR, 3),
        (CONTEST_INTERRUPTED, 3),
        (CONTEST_START, 5),
        (CONTEST_MATCH_UP, 4),
        (CONTEST_BOTH_CONDITIONS, 3),
        (CONTEST_WEATHER, 4),
        (CONTEST_SPECIAL_WEATHER, 9),
        (CONTEST_PLACE_NOTE, 38),
        (CONTEST_REMARK, 20),
        (CONTEST_WAITING, 20),
        (CONTEST_MISMATCH, 5),
        (CONTEST_TWO_BIG, 5),
        (CONTEST_TWO_SMALL, 5),
        (CONTEST_CROOKED, 5),
        (CONTEST_SPINNING, 5),
        (CONTEST_CLOSER, 5),
        (CONTEST_STRAY, 5),
        (CONTEST_IMPRESSED, 5),
        (CONTEST_LOUD, 5),
        (CONTEST_WIN, 5),
        (CONTEST_WIN_FREE, 5),
        (CONTEST_WIN_DEFAULT, 3),
        (CONTEST_WIN_DEFAULT_FREE, 3),
        (CONTEST_LOSE, 5),
        (CONTEST_DRAW, 3),
        (CONTEST_DRAW_OTHER, 3),
        (CONTEST_BOTH_BACK, 3),
        (CONTEST_BOTH_FAILED, 3),
        (CONTEST_BOTH_SAME, 3),
        (CONTEST_FAILING, 24),
        (CONTEST_DEFAULT_TAUNT, 15),
        (CONTEST_TWICE_AS_FAR, 3),
        (CONTEST_FAR_ON_LITTLE, 3),
        (CONTEST_LONG_AND_NEAR, 3),
        (CONTEST_STRAIGHT_AND_NEAR, 3),
        (CONTEST_CLOSE, 3),
        (CONTEST_THRASHING, 3),
        (CONTEST_PLACE_FINE, 3),
        (CONTEST_MEDICAL_FINE, 3),
        (CONTEST_PLACE_EVENT, 13),
        (CONTEST_WEATHER_EVENT, 6),
    ],
};

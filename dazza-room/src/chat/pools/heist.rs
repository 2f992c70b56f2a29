//! The heist, and what people's records say of it. The pools of `heist.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/heist.toml");

pub(crate) const HEIST_ANNOUNCE: Pool = pool(FILE, "announce", &["crimes"]);
pub(crate) const HEIST_ANNOUNCE_DESPERATE: Pool = pool(FILE, "announce_desperate", &["crimes"]);
pub(crate) const HEIST_ANNOUNCE_CONFIDENT: Pool = pool(FILE, "announce_confident", &["crimes"]);
pub(crate) const HEIST_ANNOUNCE_DRUNK: Pool = pool(FILE, "announce_drunk", &["crimes"]);
pub(crate) const HEIST_ANNOUNCE_MORNING: Pool = pool(FILE, "announce_morning", &["crimes"]);
pub(crate) const HEIST_ANNOUNCE_NIGHT: Pool = pool(FILE, "announce_night", &["crimes"]);

pub(crate) const HEIST_DEPART: Pool = pool(FILE, "depart", &["crime"]);
pub(crate) const HEIST_DEPART_CONFIDENT: Pool = pool(FILE, "depart_confident", &["crime"]);
pub(crate) const HEIST_DEPART_NERVOUS: Pool = pool(FILE, "depart_nervous", &["crime"]);
pub(crate) const HEIST_DEPART_RUSHED: Pool = pool(FILE, "depart_rushed", &["crime"]);
pub(crate) const HEIST_DEPART_SNEAKY: Pool = pool(FILE, "depart_sneaky", &["crime"]);
pub(crate) const HEIST_DEPART_MATES: Pool = pool(FILE, "depart_mates", &["crime", "count"]);
pub(crate) const HEIST_DEPART_SOLO: Pool = pool(FILE, "depart_solo", &["crime"]);
/// A sentence for each crime: `id = sentence`.
pub(crate) const HEIST_STORIES: Pool = pool(FILE, "stories", &[]);

pub(crate) const HEIST_WON: Pool = pool(FILE, "won", &["haul"]);
pub(crate) const HEIST_WON_BIG: Pool = pool(FILE, "won_big", &["haul"]);
pub(crate) const HEIST_WON_SMALL: Pool = pool(FILE, "won_small", &["haul"]);
pub(crate) const HEIST_WON_LUCKY: Pool = pool(FILE, "won_lucky", &["haul"]);
pub(crate) const HEIST_WON_PERFECT: Pool = pool(FILE, "won_perfect", &["haul"]);
pub(crate) const HEIST_WON_SOLO: Pool = pool(FILE, "won_solo", &["haul"]);
pub(crate) const HEIST_LOST: Pool = pool(FILE, "lost", &["crime"]);
pub(crate) const HEIST_LOST_CAUGHT: Pool = pool(FILE, "lost_caught", &["crime"]);
pub(crate) const HEIST_LOST_BAD_LUCK: Pool = pool(FILE, "lost_bad_luck", &["crime"]);
pub(crate) const HEIST_LOST_COMEDIC: Pool = pool(FILE, "lost_comedic", &["crime"]);
pub(crate) const HEIST_LOST_EQUIPMENT: Pool = pool(FILE, "lost_equipment", &["crime"]);
pub(crate) const HEIST_LOST_SOLO: Pool = pool(FILE, "lost_solo", &["crime"]);

pub(crate) const HEIST_PAYOUT: Pool = pool(FILE, "payout", &["shares"]);
pub(crate) const HEIST_PAYOUT_BIG: Pool = pool(FILE, "payout_big", &["shares"]);
pub(crate) const HEIST_PAYOUT_SMALL: Pool = pool(FILE, "payout_small", &["shares"]);
pub(crate) const HEIST_PAYOUT_BONUS: Pool = pool(FILE, "payout_bonus", &["shares", "bonus"]);
pub(crate) const HEIST_PAYOUT_HOUSE: Pool = pool(FILE, "payout_house", &["shares", "house"]);
pub(crate) const HEIST_PAYOUT_ABSENT: Pool = pool(FILE, "payout_absent", &["shares", "cut"]);
pub(crate) const HEIST_PAYOUT_SOLO: Pool = pool(FILE, "payout_solo", &["haul"]);
pub(crate) const HEIST_PAYOUT_FAILED: Pool = pool(FILE, "payout_failed", &[]);

pub(crate) const HEIST_BIG_EARNER: Pool = pool(FILE, "big_earner", &["who", "amount"]);
pub(crate) const HEIST_FIRST_TIMER: Pool = pool(FILE, "first_timer", &["who"]);
pub(crate) const HEIST_VETERAN: Pool = pool(FILE, "veteran", &["who"]);
pub(crate) const HEIST_HOUSE_PROFIT: Pool = pool(FILE, "house_profit", &["house"]);
pub(crate) const HEIST_HOUSE_ABSENT: Pool = pool(FILE, "house_absent", &["cut"]);

pub(crate) const HEIST_RESUME_VOTING: Pool = pool(FILE, "resume_voting", &["span", "crimes"]);
pub(crate) const HEIST_RESUME_RUN: Pool = pool(FILE, "resume_run", &["crime", "span"]);
pub(crate) const HEIST_VOTED: Pool = pool(FILE, "voted", &["crime"]);
pub(crate) const HEIST_REVOTED: Pool = pool(FILE, "revoted", &["crime"]);

pub(crate) const HEIST_FORCED: Pool = pool(FILE, "forced", &[]);
pub(crate) const HEIST_ADVANCED: Pool = pool(FILE, "advanced", &["phase"]);
pub(crate) const HEIST_NOT_NOW: Pool = pool(FILE, "not_now", &["phase"]);
pub(crate) const HEIST_NOTHING_TO_SKIP: Pool = pool(FILE, "nothing_to_skip", &[]);
pub(crate) const HEISTS_OFF: Pool = pool(FILE, "heists_off", &[]);
pub(crate) const HEIST_STATUS_IDLE: Pool = pool(FILE, "status_idle", &["span", "people", "messages", "id"]);
pub(crate) const HEIST_STATUS_VOTING: Pool = pool(FILE, "status_voting", &["span", "tally", "id"]);
pub(crate) const HEIST_STATUS_RUN: Pool = pool(FILE, "status_run", &["crime", "span", "crew", "id"]);
pub(crate) const HEIST_STATUS_COOLDOWN: Pool = pool(FILE, "status_cooldown", &["span", "id"]);
pub(crate) const HEIST_STATUS_MOMENT: Pool = pool(FILE, "status_moment", &["phase", "id"]);
pub(crate) const NEXT_HEIST: Pool = pool(FILE, "next_heist", &["span"]);
pub(crate) const NEXT_HEIST_NOW: Pool = pool(FILE, "next_is_now", &["phase"]);

pub(crate) const CRIMINAL_RECORD: Pool =
    pool(FILE, "record", &["target", "rank", "heists", "percent", "stolen", "best", "trust"]);
pub(crate) const CRIMINAL_CLEAN: Pool = pool(FILE, "clean", &["target"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "heist",
    file: FILE,
    at_least: &[
        (HEIST_ANNOUNCE, 10),
        (HEIST_ANNOUNCE_DESPERATE, 5),
        (HEIST_ANNOUNCE_CONFIDENT, 5),
        (HEIST_ANNOUNCE_DRUNK, 5),
        (HEIST_ANNOUNCE_MORNING, 5),
        (HEIST_ANNOUNCE_NIGHT, 5),
        (HEIST_DEPART, 10),
        (HEIST_DEPART_CONFIDENT, 5),
        (HEIST_DEPART_NERVOUS, 5),
        (HEIST_DEPART_RUSHED, 5),
        (HEIST_DEPART_SNEAKY, 5),
        (HEIST_DEPART_MATES, 5),
        (HEIST_DEPART_SOLO, 10),
        (HEIST_STORIES, 34),
        (HEIST_WON, 10),
        (HEIST_WON_BIG, 5),
        (HEIST_WON_SMALL, 5),
        (HEIST_WON_LUCKY, 5),
        (HEIST_WON_PERFECT, 5),
        (HEIST_WON_SOLO, 7),
        (HEIST_LOST, 10),
        (HEIST_LOST_CAUGHT, 5),
        (HEIST_LOST_BAD_LUCK, 5),
        (HEIST_LOST_COMEDIC, 5),
        (HEIST_LOST_EQUIPMENT, 5),
        (HEIST_LOST_SOLO, 5),
        (HEIST_PAYOUT, 5),
        (HEIST_PAYOUT_BIG, 5),
        (HEIST_PAYOUT_SMALL, 5),
        (HEIST_PAYOUT_BONUS, 5),
        (HEIST_PAYOUT_HOUSE, 5),
        (HEIST_PAYOUT_ABSENT, 5),
        (HEIST_PAYOUT_SOLO, 5),
        (HEIST_PAYOUT_FAILED, 5),
        (HEIST_BIG_EARNER, 5),
        (HEIST_FIRST_TIMER, 5),
        (HEIST_VETERAN, 5),
        (HEIST_HOUSE_PROFIT, 8),
        (HEIST_HOUSE_ABSENT, 5),
        (HEIST_RESUME_VOTING, 1),
        (HEIST_RESUME_RUN, 1),
        (HEIST_VOTED, 4),
        (HEIST_REVOTED, 3),
        (HEIST_FORCED, 3),
        (HEIST_ADVANCED, 3),
        (HEIST_NOT_NOW, 3),
        (HEIST_NOTHING_TO_SKIP, 3),
        (HEISTS_OFF, 3),
        (HEIST_STATUS_IDLE, 1),
        (HEIST_STATUS_VOTING, 1),
        (HEIST_STATUS_RUN, 1),
        (HEIST_STATUS_COOLDOWN, 1),
        (HEIST_STATUS_MOMENT, 1),
        (NEXT_HEIST, 3),
        (NEXT_HEIST_NOW, 3),
        (CRIMINAL_RECORD, 3),
        (CRIMINAL_CLEAN, 4),
    ],
};

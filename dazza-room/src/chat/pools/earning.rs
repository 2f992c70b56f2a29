//! What all jobs have in common, and the list of those that are open. The pools of `earning.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/earning.toml");

pub(crate) const WORK_BALANCE: Pool = pool(FILE, "balance", &["balance"]);
pub(crate) const WORK_PAY: Pool = pool(FILE, "pay", &["pay"]);
pub(crate) const WORK_NO_PAY: Pool = pool(FILE, "no_pay", &[]);
pub(crate) const WORK_PAY_BIN_DAY: Pool = pool(FILE, "pay_bin_day", &["pay"]);
pub(crate) const WORK_PAY_FESTIVE_SEASON: Pool = pool(FILE, "pay_festive_season", &["pay"]);
pub(crate) const WORK_PAY_FINALS_WEEK: Pool = pool(FILE, "pay_finals_week", &["pay"]);
pub(crate) const WORK_PAY_WEEKEND: Pool = pool(FILE, "pay_weekend", &["pay"]);
pub(crate) const WORK_PAY_MONTH_END: Pool = pool(FILE, "pay_month_end", &["pay"]);
pub(crate) const WORK_PAY_WEEKEND_AT_MONTH_END: Pool = pool(FILE, "pay_weekend_at_month_end", &["pay"]);
pub(crate) const WORK_PAY_SHARED: Pool = pool(FILE, "pay_shared", &["pay", "kept"]);
pub(crate) const AVAILABLE_ACK: Pool = pool(FILE, "available_ack", &[]);
pub(crate) const AVAILABLE_LIST: Pool = pool(FILE, "available_list", &["list"]);
pub(crate) const AVAILABLE_NONE: Pool = pool(FILE, "available_none", &[]);
pub(crate) const AVAILABLE_WAIT: Pool = pool(FILE, "available_wait", &["seconds"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "earning",
    file: FILE,
    at_least: &[
        (WORK_BALANCE, 3),
        (WORK_PAY, 3),
        (WORK_NO_PAY, 3),
        (WORK_PAY_BIN_DAY, 3),
        (WORK_PAY_FESTIVE_SEASON, 3),
        (WORK_PAY_FINALS_WEEK, 3),
        (WORK_PAY_WEEKEND, 3),
        (WORK_PAY_MONTH_END, 3),
        (WORK_PAY_WEEKEND_AT_MONTH_END, 3),
        (WORK_PAY_SHARED, 3),
        (AVAILABLE_ACK, 3),
        (AVAILABLE_LIST, 3),
        (AVAILABLE_NONE, 3),
        (AVAILABLE_WAIT, 3),
    ],
};

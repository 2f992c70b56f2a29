//! Messages carried, reminders given, and what somebody once said. The pools of `communication.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/communication.toml");

/// Longest text of a tell or a reminder with which every line around it fits. Unit: UTF-16 code units.
pub(crate) const TEXT_LIMIT: usize = 160;

pub(crate) const TELL_SELF: Pool = pool(FILE, "tell_self", &[]);
pub(crate) const TELL_BOT: Pool = pool(FILE, "tell_bot", &[]);
pub(crate) const TELL_HERE: Pool = pool(FILE, "tell_here", &["target"]);
pub(crate) const TELL_PENDING: Pool = pool(FILE, "tell_pending", &["target"]);
pub(crate) const TELL_TARGET_FULL: Pool = pool(FILE, "tell_target_full", &["target"]);
pub(crate) const TELL_TOO_MANY: Pool = pool(FILE, "tell_too_many", &["count"]);
pub(crate) const TELL_OFFLINE: Pool = pool(FILE, "tell_offline", &["target"]);
pub(crate) const TELL_AFK: Pool = pool(FILE, "tell_afk", &["target"]);
pub(crate) const TELL_BY_PM: Pool = pool(FILE, "tell_by_pm", &["target"]);
pub(crate) const TELL_DELIVERY: Pool = pool(FILE, "tell_delivery", &["to", "sender", "text", "age"]);
pub(crate) const TELL_NUDGE: Pool = pool(FILE, "tell_nudge", &["to"]);
pub(crate) const TELL_DELIVERY_PM: Pool = pool(FILE, "tell_delivery_pm", &["sender", "text", "age"]);

pub(crate) const REMIND_SELF: Pool = pool(FILE, "remind_self", &["span"]);
pub(crate) const REMIND_OTHER: Pool = pool(FILE, "remind_other", &["target", "span"]);
pub(crate) const REMIND_BAD_TIME: Pool = pool(FILE, "remind_bad_time", &["typed"]);
pub(crate) const REMIND_TOO_LONG: Pool = pool(FILE, "remind_too_long", &[]);
pub(crate) const REMIND_TOO_MANY: Pool = pool(FILE, "remind_too_many", &["count"]);
pub(crate) const REMIND_TARGET_FULL: Pool = pool(FILE, "remind_target_full", &["target"]);
pub(crate) const REMIND_BOT: Pool = pool(FILE, "remind_bot", &[]);
pub(crate) const TEXT_TOO_LONG: Pool = pool(FILE, "text_too_long", &["count"]);
pub(crate) const REMIND_DUE_SELF: Pool = pool(FILE, "remind_due_self", &["to", "text"]);
pub(crate) const REMIND_DUE: Pool = pool(FILE, "remind_due", &["to", "sender", "text"]);
pub(crate) const REMIND_LATE: Pool = pool(FILE, "remind_late", &["to", "sender", "text", "span"]);
pub(crate) const REMIND_LATE_SELF: Pool = pool(FILE, "remind_late_self", &["to", "text", "span"]);

pub(crate) const QUOTE_FRAME: Pool = pool(FILE, "quote_frame", &["quote", "who", "when"]);
pub(crate) const QUOTE_NONE: Pool = pool(FILE, "quote_none", &["target"]);
pub(crate) const RQ_NONE: Pool = pool(FILE, "rq_none", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "communication",
    file: FILE,
    at_least: &[
        (TELL_SELF, 3),
        (TELL_BOT, 3),
        (TELL_HERE, 7),
        (TELL_PENDING, 6),
        (TELL_TARGET_FULL, 3),
        (TELL_TOO_MANY, 3),
        (TELL_OFFLINE, 5),
        (TELL_AFK, 5),
        (TELL_BY_PM, 3),
        (TELL_DELIVERY, 5),
        (TELL_NUDGE, 4),
        (TELL_DELIVERY_PM, 3),
        (REMIND_SELF, 21),
        (REMIND_OTHER, 18),
        (REMIND_BAD_TIME, 3),
        (REMIND_TOO_LONG, 3),
        (REMIND_TOO_MANY, 3),
        (REMIND_TARGET_FULL, 3),
        (REMIND_BOT, 3),
        (TEXT_TOO_LONG, 3),
        (REMIND_DUE_SELF, 8),
        (REMIND_DUE, 7),
        (REMIND_LATE, 5),
        (REMIND_LATE_SELF, 3),
        (QUOTE_FRAME, 3),
        (QUOTE_NONE, 3),
        (RQ_NONE, 3),
    ],
};

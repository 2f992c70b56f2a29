//! Checks `[privacy]`: what is kept of what people say.

use std::ops::RangeInclusive;

use super::Checker;
use crate::config::privacy::{Retention, StorePms};
use crate::config::raw::RawPrivacy;

/// Fewest days that lines are kept, if not for ever.
const LEAST: u32 = 7;

/// How long lines may be kept; 0 is for ever. Unit: days.
const RETENTION: RangeInclusive<u32> = 0..=36_500;

impl Checker<'_> {
    /// How long lines are kept.
    pub(super) fn retention(&mut self, raw: &RawPrivacy) -> Retention {
        let days = self.number("privacy.message_retention_days", raw.message_retention_days, 0, RETENTION);
        if (1..LEAST).contains(&days) {
            let hint = format!("write {LEAST} or more, so that the jobs have counted every line, or 0 for ever");
            self.fault("privacy.message_retention_days", "lines would go before they are counted", hint);
        }
        Retention { message_days: (days > 0).then_some(days) }
    }

    /// What is kept of private messages.
    pub(super) fn store_pms(&mut self, raw: &RawPrivacy) -> StorePms {
        let Some(written) = &raw.store_pms else { return StorePms::default() };
        let known = StorePms::ALL.into_iter().find(|choice| choice.as_str() == written);
        if known.is_none() {
            let hint = "write \"commands\" for the text of commands alone, \"all\", or \"off\" for nothing at all";
            self.fault("privacy.store_pms", "there is no such choice", hint);
        }
        known.unwrap_or_default()
    }
}

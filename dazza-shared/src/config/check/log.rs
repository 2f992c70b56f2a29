//! Checks `log` in `[fleet]`, `[defaults]` and `[rooms.NAME]`.

use std::ops::RangeInclusive;

use super::Checker;
use crate::config::figures::show_size;
use crate::config::log_filter::log_filter;
use crate::config::raw::RawLog;
use crate::config::room::LogSettings;

/// Sizes at which a log file may be set aside. Unit: bytes.
const LOG_BYTES: RangeInclusive<u64> = 64 * 1024..=4 * 1024 * 1024 * 1024;

/// Sizes that all files of one log may have together. Unit: bytes.
const TOTAL_BYTES: RangeInclusive<u64> = 64 * 1024..=1024 * 1024 * 1024 * 1024;

/// Rates and bursts of a log. Unit: records a second, records.
const RECORDS: RangeInclusive<u32> = 1..=1_000_000;

impl Checker<'_> {
    /// How a log is kept: what `raw` says, and `base` where it says nothing. `at` is the table around `log`.
    pub(super) fn log(&mut self, at: &str, raw: &RawLog, base: &LogSettings) -> LogSettings {
        let key = |key: &str| format!("{at}.log.{key}");
        let mut level = base.level.clone();
        if let Some(written) = &raw.level {
            match log_filter(written) {
                Ok(_filter) => level.clone_from(written),
                Err(error) => self.fault(&key("level"), error.to_string(), "write a level such as \"info\""),
            }
        }
        let log = LogSettings {
            level,
            max_bytes: self.size(&key("max_bytes"), raw.max_bytes.as_ref(), base.max_bytes, LOG_BYTES),
            keep: self.number(&key("keep"), raw.keep, base.keep, 0..=LogSettings::MAX_KEPT),
            max_total_bytes: self.size(
                &key("max_total_bytes"),
                raw.max_total_bytes.as_ref(),
                base.max_total_bytes,
                TOTAL_BYTES,
            ),
            rate: self.number(&key("rate"), raw.rate, base.rate, RECORDS),
            burst: self.number(&key("burst"), raw.burst, base.burst, RECORDS),
        };
        self.check_total(&key("max_total_bytes"), &log, base);
        log
    }

    /// All files of a log must have space beside each other while one is compressed.
    fn check_total(&mut self, key: &str, log: &LogSettings, base: &LogSettings) {
        let least = log.max_bytes.saturating_mul(LogSettings::FILES_IN_TOTAL);
        let is_told = (log.max_bytes, log.max_total_bytes) == (base.max_bytes, base.max_total_bytes);
        if log.max_total_bytes < least && !is_told {
            let n_files = LogSettings::FILES_IN_TOTAL;
            let (total, one) = (show_size(log.max_total_bytes), show_size(log.max_bytes));
            let problem = format!("{total} for all files is less than {n_files} times max_bytes ({one})");
            self.fault(key, problem, format!("write max_total_bytes = \"{}\" or more", show_size(least)));
        }
    }
}

//! Checks `[backup]`: when the database is backed up, and how many backups are kept.

use std::ops::RangeInclusive;
use std::time::Duration;

use jiff::civil::Time;

use super::Checker;
use crate::config::backup::BackupConfig;
use crate::config::raw::RawBackup;

/// What `at` says where no backups are made but by hand.
const OFF: &str = "off";

/// How far apart backups may be.
const EVERY: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_hours(31 * 24);

/// How many of a kind may be kept.
const KEEP: RangeInclusive<u32> = 0..=1_000;

impl Checker<'_> {
    /// When backups are made in a fleet of that zone, and which are kept.
    pub(super) fn backup(&mut self, raw: &RawBackup, timezone: &str) -> BackupConfig {
        let usual = BackupConfig::usual(timezone);
        if let (Some(_), Some(_)) = (&raw.at, &raw.every) {
            let hint = "keep `at` for one backup a day, or `every` for one after each such time";
            self.fault("backup.every", "backups are made at a time of day or every so often, not both", hint);
        }
        let usual_every = Duration::from_hours(24);
        let every = raw.every.as_ref().map(|every| self.duration("backup.every", Some(every), usual_every, EVERY));
        let at = match &raw.at {
            Some(written) => self.time_of_day(written),
            None if every.is_some() => None,
            None => usual.at,
        };
        let mut keep = |key: &str, written, usual| self.number(&format!("backup.{key}"), written, usual, KEEP);
        BackupConfig {
            at,
            every,
            keep_daily: keep("keep_daily", raw.keep_daily, usual.keep_daily),
            keep_weekly: keep("keep_weekly", raw.keep_weekly, usual.keep_weekly),
            keep_monthly: keep("keep_monthly", raw.keep_monthly, usual.keep_monthly),
            timezone: usual.timezone,
        }
    }

    fn time_of_day(&mut self, written: &str) -> Option<Time> {
        if written == OFF {
            return None;
        }
        let time = Time::strptime("%H:%M", written).ok();
        if time.is_none() {
            let hint = "write hours and minutes, e.g. \"04:00\", or \"off\" for backups by hand alone";
            self.fault("backup.at", "this is no time of day", hint);
        }
        time
    }
}

//! When the database is backed up, and how many backups are kept.

use std::time::Duration;

use jiff::civil::{Time, time};
use serde::Serialize;

/// When the running fleet backs its database up, and which backups it keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BackupConfig {
    /// The time of day, in the fleet's zone; `None` with `every`, or when backups are made by hand alone.
    pub at: Option<Time>,
    /// How long after the last one, in place of a time of day.
    pub every: Option<Duration>,
    /// Of how many days the newest is kept.
    pub keep_daily: u32,
    /// Of how many weeks the newest is kept.
    pub keep_weekly: u32,
    /// Of how many months the newest is kept.
    pub keep_monthly: u32,
    /// The fleet's zone, whose days count.
    #[serde(skip)]
    pub timezone: String,
}

impl BackupConfig {
    /// What a fleet in that zone has whose file says nothing. Source: `platform.md`, 9.3.
    pub fn usual(timezone: &str) -> Self {
        let timezone = timezone.to_owned();
        Self { at: Some(time(4, 0, 0, 0)), every: None, keep_daily: 7, keep_weekly: 4, keep_monthly: 6, timezone }
    }
}

//! Checks `[supervision]`.

use std::time::Duration;

use super::Checker;
use crate::config::fleet::Supervision;
use crate::config::raw::RawSupervision;

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);
const SECOND: Duration = Duration::from_secs(1);
const TENTH: Duration = Duration::from_millis(100);

impl Checker<'_> {
    /// How children are watched and restarted.
    pub(super) fn supervision(&mut self, raw: &RawSupervision) -> Supervision {
        let usual = Supervision::default();
        let mut time = |key: &str, written: &Option<_>, default, low, high| {
            self.duration(&format!("supervision.{key}"), written.as_ref(), default, low..=high)
        };
        let mut supervision = Supervision {
            stop_grace: time("stop_grace", &raw.stop_grace, usual.stop_grace, TENTH, HOUR),
            // Rooms beat once a second: less than two beats would be mistaken for silence.
            stale_after: time("stale_after", &raw.stale_after, usual.stale_after, 2 * SECOND, HOUR),
            link_timeout: time("link_timeout", &raw.link_timeout, usual.link_timeout, SECOND, DAY),
            orphan_grace: time("orphan_grace", &raw.orphan_grace, usual.orphan_grace, SECOND, 30 * DAY),
            backoff_min: time("backoff_min", &raw.backoff_min, usual.backoff_min, TENTH / 10, HOUR),
            backoff_max: time("backoff_max", &raw.backoff_max, usual.backoff_max, TENTH / 10, DAY),
            healthy_after: time("healthy_after", &raw.healthy_after, usual.healthy_after, TENTH, DAY),
            forget_after: time("forget_after", &raw.forget_after, usual.forget_after, TENTH, DAY),
            quarantine_window: time("quarantine_window", &raw.quarantine_window, usual.quarantine_window, SECOND, DAY),
            quarantine_trial: time("quarantine_trial", &raw.quarantine_trial, usual.quarantine_trial, SECOND, DAY),
            blocked_trial: time("blocked_trial", &raw.blocked_trial, usual.blocked_trial, SECOND, 30 * DAY),
            common_cause_window: time(
                "common_cause_window",
                &raw.common_cause_window,
                usual.common_cause_window,
                SECOND,
                HOUR,
            ),
            quarantine_failures: usual.quarantine_failures,
            common_cause_rooms: usual.common_cause_rooms,
        };
        let failures = (raw.quarantine_failures, usual.quarantine_failures);
        supervision.quarantine_failures =
            self.number("supervision.quarantine_failures", failures.0, failures.1, 1..=1_000);
        let rooms = (raw.common_cause_rooms, usual.common_cause_rooms);
        supervision.common_cause_rooms = self.number("supervision.common_cause_rooms", rooms.0, rooms.1, 2..=10_000);
        if supervision.backoff_max < supervision.backoff_min {
            let key = if raw.backoff_max.is_some() { "backoff_max" } else { "backoff_min" };
            let hint = "make backoff_max as long as backoff_min, or longer";
            self.fault(&format!("supervision.{key}"), "the longest wait is shorter than the first", hint);
        }
        supervision
    }
}

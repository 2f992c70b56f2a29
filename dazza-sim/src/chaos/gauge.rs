//! What `/metrics` says of the room's way to its database.

use std::time::Duration;

use anyhow::Context;
use tokio::time::sleep;

use super::fleet::Fleet;

/// Series that are looked at: those whose name holds one of these.
const NAMES: [&str; 7] = [
    "_room_handling_seconds_sum",
    "_room_handling_seconds_count",
    "_room_records_waiting",
    "_room_records_stored",
    "_room_records_dropped",
    "_room_store_retries",
    "spool",
];

/// A room tells its figures once a second.
const TOLD_WITHIN: Duration = Duration::from_millis(1_500);

/// Some figures at one moment, by the name of their series.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Gauges(Vec<(String, f64)>);

impl Gauges {
    /// The figures as they are now.
    pub(super) async fn of(fleet: &Fleet) -> anyhow::Result<Self> {
        sleep(TOLD_WITHIN).await;
        Ok(Self::read(&fleet.ask("/metrics").await.context("the fleet shows no metrics")?))
    }

    fn read(page: &str) -> Self {
        let lines = page.lines().filter(|line| !line.starts_with('#') && NAMES.iter().any(|name| line.contains(name)));
        let series = lines.filter_map(|line| line.rsplit_once(' '));
        Self(series.filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?))).collect())
    }

    /// How long the room took over an answer that needs no database, since `before`, as it tells itself. Unit: milliseconds.
    pub(super) fn mean_ms(&self, before: &Self) -> f64 {
        let since = |part: &str| {
            let name = format!("dazza_room_handling_seconds_{part}");
            let of = |gauges: &Self| {
                let parts = gauges.0.iter().filter(|(known, _)| known.starts_with(&name));
                parts.map(|(_, value)| value).sum::<f64>()
            };
            of(self) - of(before)
        };
        since("sum") / since("count") * 1_000.0
    }

    /// Each figure here, there and at last.
    pub(super) fn beside(&self, then: &Self, at_last: &Self) -> Vec<(String, [f64; 3])> {
        let of = |gauges: &Self, name: &str| {
            let found = gauges.0.iter().find(|(known, _)| known == name);
            found.map_or(f64::NAN, |(_, value)| *value)
        };
        let names = at_last.0.iter().map(|(name, _)| name).filter(|name| !name.contains("handling"));
        names.map(|name| (name.clone(), [of(self, name), of(then, name), of(at_last, name)])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_that_of_what_came_since() {
        let series = |part: &str, n: f64| format!("dazza_room_handling_seconds_{part}{{room=\"a\"}} {n}\n");
        let page = |sum, count| Gauges::read(&(series("sum", sum) + &series("count", count)));
        assert!((page(0.5, 30.0).mean_ms(&page(0.1, 10.0)) - 20.0).abs() < 1e-9);
    }

    #[test]
    fn figures_are_read_by_their_names() {
        let page = |n| {
            Gauges::read(&format!(
                "# HELP dazza_room_records_waiting x\ndazza_room_records_waiting{{room=\"a\"}} {n}\nother 7\n"
            ))
        };
        let beside = page(1).beside(&page(640), &page(0));
        assert_eq!(beside, [("dazza_room_records_waiting{room=\"a\"}".to_owned(), [1.0, 640.0, 0.0])]);
    }
}

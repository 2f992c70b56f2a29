//! The table of metrics: a row each, in the order of the page and of the manual.

mod fleet;
mod room;

use super::metric::Metric;

/// All metrics.
pub(super) fn all() -> impl Iterator<Item = &'static Metric> {
    fleet::METRICS.iter().chain(room::METRICS)
}

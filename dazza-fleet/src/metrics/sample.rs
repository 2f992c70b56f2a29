//! Ways to make samples, for the rows of the table.

use std::time::Duration;

use dazza_shared::counters::Histogram;

use super::metric::{Sample, Value};

/// A plain figure, or none.
pub(super) fn one(value: impl Into<Option<u64>>) -> Vec<Sample<'static>> {
    value.into().map(|value| Sample { labels: Vec::new(), value: Value::Whole(value) }).into_iter().collect()
}

/// A plain figure with a fraction, or none.
pub(super) fn real(value: Option<f64>) -> Vec<Sample<'static>> {
    value.map(|value| Sample { labels: Vec::new(), value: Value::Real(value) }).into_iter().collect()
}

/// A duration.
pub(super) fn time(value: Duration) -> Vec<Sample<'static>> {
    real(Some(value.as_secs_f64()))
}

/// Durations by bucket.
pub(super) fn spread(value: &Histogram) -> Vec<Sample<'_>> {
    vec![Sample { labels: Vec::new(), value: Value::Spread(value) }]
}

/// One figure for each value of one label.
pub(super) fn split<'a>(values: impl IntoIterator<Item = (&'a str, u64)>) -> Vec<Sample<'a>> {
    let sample = |(label, value)| Sample { labels: vec![label], value: Value::Whole(value) };
    values.into_iter().map(sample).collect()
}

/// Of all values of one label, 1 for the one that holds.
pub(super) fn which<const N: usize>(values: [&'static str; N], holds: Option<&str>) -> Vec<Sample<'static>> {
    split(values.map(|value| (value, u64::from(Some(value) == holds))))
}

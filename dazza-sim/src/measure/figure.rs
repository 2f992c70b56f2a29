//! One figure: what was measured under which load, how often, and how it is spread.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What was measured, with its spread. A value that was taken once is its own median and its own most.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// By which budgets and pages know it, within its bench.
    pub key: String,
    /// What it is, in words.
    pub name: String,
    /// What else went on, in words.
    pub load: String,
    /// Of all values here but `n`.
    pub unit: String,
    /// How often it was taken.
    pub n: u64,
    /// The value that half of all are not above.
    pub p50: f64,
    /// That 90 in 100 are not above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p90: Option<f64>,
    /// That 99 in 100 are not above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p99: Option<f64>,
    /// The most; none where only counts by bound are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The least it could be on this machine at this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Floor>,
}

/// What the same machine does at best, measured in the same run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Floor {
    /// What was done, in words.
    pub name: String,
    /// Its median, in the unit of the figure.
    pub p50: f64,
    /// The figure's median divided by it.
    pub ratio: f64,
}

impl Figure {
    /// A figure without values yet.
    pub fn of(key: &str, name: &str, load: &str) -> Self {
        Self { key: key.to_owned(), name: name.to_owned(), load: load.to_owned(), ..Self::default() }
    }

    /// One value.
    #[must_use]
    pub fn value(self, unit: &str, value: f64) -> Self {
        Self { unit: unit.to_owned(), n: 1, p50: value, max: Some(value), ..self }
    }

    /// All values that were taken.
    #[must_use]
    pub fn values(self, unit: &str, mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |share| quantile(&values, share);
        let (p50, p90, p99, max) = (at(0.5), at(0.9), at(0.99), at(1.0));
        let n = values.len() as u64;
        Self { unit: unit.to_owned(), n, p50, p90: Some(p90), p99: Some(p99), max: Some(max), ..self }
    }

    /// All durations that were taken, in milliseconds.
    #[must_use]
    pub fn durations(self, took: &[Duration]) -> Self {
        self.values("ms", took.iter().copied().map(milliseconds).collect())
    }

    /// One duration, in milliseconds.
    #[must_use]
    pub fn duration(self, took: Duration) -> Self {
        self.value("ms", milliseconds(took))
    }

    /// What is known where only counts by bound are: how many, p50, p90 and p99.
    #[must_use]
    pub fn quantiles(self, unit: &str, n: u64, [p50, p90, p99]: [f64; 3]) -> Self {
        Self { unit: unit.to_owned(), n, p50, p90: Some(p90), p99: Some(p99), max: None, ..self }
    }

    /// The same beside the floor, whose median is given in the same unit.
    #[must_use]
    pub fn over(self, name: &str, p50: f64) -> Self {
        let floor = Floor { name: name.to_owned(), p50, ratio: self.p50 / p50 };
        Self { floor: Some(floor), ..self }
    }

    /// A row of the table that a bench prints.
    pub(super) fn row(&self) -> String {
        let cell = |value: Option<f64>| format!("{:>10}", value.map_or_else(|| "-".to_owned(), shown));
        let cells = [Some(self.p50), self.p90, self.p99, self.max].map(cell).concat();
        let row = format!("  {:<48}{:>6}{cells} {}", self.name, self.n, self.unit);
        match &self.floor {
            Some(Floor { name, p50, ratio }) => {
                format!("{row}\n      floor: {name} {} {}, ratio {}", shown(*p50), self.unit, shown(*ratio))
            }
            None => row,
        }
    }
}

/// A duration in milliseconds.
pub fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

/// A count, or an amount of memory, as a value.
#[expect(clippy::cast_precision_loss, reason = "nothing that is counted here is so large")]
pub fn count(n: u64) -> f64 {
    n as f64
}

/// The least of `sorted` that so many are not above.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count that fits into memory"
    )]
    let rank = (sorted.len() as f64 * share).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

/// A value with as many digits as say something.
pub fn shown(value: f64) -> String {
    match value.abs() {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        1.0.. => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

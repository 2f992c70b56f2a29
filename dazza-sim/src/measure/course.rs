//! What was looked at again and again: values over time, and how steeply they rise.

use serde::{Deserialize, Serialize};

/// Several things that were looked at at the same times.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// When it was looked, since the first look. Unit: minutes.
    pub minutes: Vec<f64>,
    /// What was seen.
    pub lines: Vec<Line>,
}

/// One of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// By which pages know it, within its bench.
    pub key: String,
    /// What it is, in words.
    pub name: String,
    /// Of all values.
    pub unit: String,
    /// One for each look.
    pub values: Vec<f64>,
}

impl Course {
    /// The line of that key: minutes and values, from left to right.
    pub fn points(&self, key: &str) -> Option<Vec<(f64, f64)>> {
        let line = self.lines.iter().find(|line| line.key == key)?;
        Some(self.minutes.iter().copied().zip(line.values.iter().copied()).collect())
    }
}

/// How steeply the line that lies closest to all these points rises, by least squares; none through fewer than two.
pub fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let n = super::count(points.len() as u64);
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / n, y + point.1 / n));
    let (along, across) = points.iter().fold((0.0, 0.0), |(along, across), point| {
        let (right, up) = (point.0 - x, point.1 - y);
        (along + right * right, across + right * up)
    });
    (along > 0.0).then(|| across / along)
}

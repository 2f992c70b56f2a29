//! Durations, their quantiles, and how both are printed.

use std::time::Duration;

/// Durations of one kind. Unit: milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Figures(Vec<f64>);

impl Figures {
    /// Takes one in.
    pub(crate) fn add(&mut self, took: Duration) {
        self.0.push(took.as_secs_f64() * 1e3);
    }

    /// The least figure that so many are not above.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a small count"
        )]
        let rank = (sorted.len() as f64 * share).ceil() as usize;
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }

    /// A row of the table.
    pub(crate) fn row(&self, what: &str) -> String {
        let cells = [0.5, 0.9, 0.99, 1.0].map(|share| format!("{:>9.2}", self.quantile(share)));
        format!("{what:<32}{:>4}{} ms", self.0.len(), cells.concat())
    }
}

/// A duration in milliseconds.
pub(crate) fn milliseconds(took: Duration) -> String {
    format!("{:.0} ms", took.as_secs_f64() * 1e3)
}

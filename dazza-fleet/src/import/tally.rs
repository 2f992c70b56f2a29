//! What there is to tell of the rows of one table: how many were read, left out and why, and what was odd about others.

use dazza_shared::store::import::Finding;

/// Most keys that are kept of a finding.
const MAX_KEYS: usize = 10;

/// What there is to tell of one table.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// Rows read.
    pub(super) n_read: u64,
    /// Rows left out, by reason.
    pub(super) skipped: Findings,
    /// What else was found.
    pub(super) notes: Findings,
}

/// Findings, each kind once.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    /// One more of this kind.
    pub(super) fn add(&mut self, what: &str, key: i64) {
        let at = self.0.iter().position(|finding| finding.what == what).unwrap_or_else(|| {
            self.0.push(Finding { what: what.to_owned(), n_rows: 0, keys: Vec::new() });
            self.0.len() - 1
        });
        if let Some(finding) = self.0.get_mut(at) {
            finding.n_rows += 1;
            if finding.keys.len() < MAX_KEYS {
                finding.keys.push(key.to_string());
            }
        }
    }

    /// So many more of this kind, whose keys do not matter.
    pub(super) fn add_all(&mut self, what: &str, n_rows: u64) {
        if n_rows > 0 {
            self.0.push(Finding { what: what.to_owned(), n_rows, keys: Vec::new() });
        }
    }

    /// Takes findings of another's in.
    pub(super) fn extend(&mut self, others: impl IntoIterator<Item = Finding>) {
        self.0.extend(others.into_iter().filter(|finding| finding.n_rows > 0));
    }

    /// How many rows they are about, all told.
    pub(super) fn n_rows(&self) -> u64 {
        self.0.iter().map(|finding| finding.n_rows).sum()
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Finding] {
        &self.0
    }
}

//! What goes wrong with a log file: counted, warned of once, and told in the log when it is over.

use std::io;
use std::time::Duration;

use tokio::time::Instant;

/// Failures closer together than this are one trouble, with one warning.
const CALM: Duration = Duration::from_mins(10);

/// Failures of one log file.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    failures: u64,
    untold: Option<Loss>,
    last: Option<Instant>,
    warning: Option<String>,
}

/// Records that could not be written, and why the last of them could not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Loss {
    pub(super) n_records: u64,
    pub(super) why: String,
}

impl Trouble {
    /// A record could not be written.
    pub(super) fn lost(&mut self, error: &io::Error, now: Instant) {
        let n_records = self.untold.take().map_or(1, |untold| untold.n_records + 1);
        self.untold = Some(Loss { n_records, why: error.to_string() });
        self.failed(error, now);
    }

    /// Something else failed, which cost no record.
    pub(super) fn failed(&mut self, error: &io::Error, now: Instant) {
        self.failures += 1;
        if self.last.is_none_or(|last| now.saturating_duration_since(last) >= CALM) {
            self.warning = Some(error.to_string());
        }
        self.last = Some(now);
    }

    /// A record was written: what is to be told of those that were not.
    pub(super) fn over(&mut self) -> Option<Loss> {
        self.untold.take()
    }

    /// All failures so far.
    pub(super) fn failures(&self) -> u64 {
        self.failures
    }

    /// Why writing fails, once for each trouble.
    pub(super) fn warning(&mut self) -> Option<String> {
        self.warning.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_is_warned_of_once_and_told_whole_when_it_is_over() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        let began = Instant::now();
        let mut trouble = Trouble::default();
        trouble.lost(&full, began);
        trouble.failed(&io::Error::other("else"), began);
        assert_eq!(trouble.warning(), Some(full.to_string()));
        trouble.lost(&full, began + Duration::from_mins(9));
        assert_eq!((trouble.warning(), trouble.failures()), (None, 3));
        assert_eq!(trouble.over(), Some(Loss { n_records: 2, why: full.to_string() }));
        assert_eq!(trouble.over(), None);
        trouble.lost(&full, began + Duration::from_mins(19));
        assert!(trouble.warning().is_some());
    }
}

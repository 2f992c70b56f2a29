//! Children of this process that are no rooms and that the sweep leaves alone.

use std::collections::BTreeSet;

use crate::errand::Errands;
use crate::postgres::Kin;

/// Who they are.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spared {
    /// Processes that are known beforehand.
    pub pids: BTreeSet<i32>,
    /// The database server, whose processes change.
    pub server: Option<Kin>,
    /// Programs that come and go, such as those that take a backup.
    pub errands: Errands,
}

impl Spared {
    /// Whether the process of that number is one of them.
    pub(super) fn has(&self, pid: i32) -> bool {
        self.pids.contains(&pid) || self.errands.has(pid) || self.server.as_ref().is_some_and(|server| server.has(pid))
    }
}

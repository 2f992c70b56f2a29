//! What the room's own people have changed, as the database has it.

use dazza_shared::store::audit_log::{self, Kept};

use crate::commands::tests::till::Till;

impl Till {
    /// All changes, the last one last.
    pub(super) async fn audited(&self) -> Vec<Kept> {
        let mut tx = self.store.begin().await.unwrap();
        audit_log::latest(&mut tx, &self.room.settings.name, 1_000).await.unwrap()
    }

    /// The same in words: who, what, to whom.
    pub(super) async fn audit_lines(&self) -> Vec<String> {
        let lines = self.audited().await.into_iter();
        lines.map(|one| format!("{} {} {}", one.actor, one.action, one.target.unwrap_or_default())).collect()
    }
}

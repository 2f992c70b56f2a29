//! What the room's own people change is written down: who, what, and what stood before.

use dazza_shared::store::StoreError;
use dazza_shared::store::audit_log::{self, Change};
use serde_json::Value;

use super::StoredCx;

impl StoredCx<'_> {
    /// Writes down that the asking player did `action` to `target`.
    pub(super) async fn audit(
        &mut self,
        action: &str,
        target: &str,
        (before, after): (Option<Value>, Option<Value>),
    ) -> Result<(), StoreError> {
        let (room, at, actor) = (self.room, self.cx.now, self.cx.heard.player.key());
        audit_log::write(&mut self.tx, room, Change { actor, action, target: Some(target), before, after }, at).await
    }
}

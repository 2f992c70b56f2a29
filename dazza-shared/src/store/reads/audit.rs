//! Who changed what, on the web, by the command line and in the rooms.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::page::{page, to_fetch};
use super::{Cursor, Page, View};
use crate::store::{Stamp, StoreError, Tx};

/// Most rows of one page.
const MOST: u32 = 200;

/// Something that was changed.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Change {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: Stamp,
    /// Who did it: the name of a token, the key of a person, or `operator`.
    pub actor: String,
    /// What kind of actor: `operator`, `token`, `player`, `job` or `system`.
    pub actor_kind: String,
    /// What was done, as `room.restart`.
    pub action: String,
    /// The room it is about, if it is about one.
    pub room: Option<String>,
    /// To whom or what else.
    pub target: Option<String>,
    /// What stood before.
    pub before: Option<Value>,
    /// What stood then.
    pub after: Option<Value>,
    /// The id of the question that asked for it.
    pub request_id: Option<String>,
}

/// What was changed about the rooms asked about, or about all and the fleet itself; the newest first.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn changes(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    limit: u32,
    after: Option<&Cursor>,
) -> Result<Page<Change>, StoreError> {
    let n = to_fetch(limit, MOST);
    let before = after.map(|cursor| cursor.parts().0);
    let changes = sqlx::query_as!(
        Change,
        r#"SELECT id, at AS "at: Stamp", actor, actor_kind, action, room_id::text AS room, target, before, after, request_id
           FROM audit_log
           WHERE (cardinality($1::text[]) = 0 OR room_id = ANY ($1)) AND ($2::bigint IS NULL OR id < $2)
           ORDER BY id DESC LIMIT $3"#,
        &view.names(),
        before,
        n,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(page(changes, n, |change| Cursor::new(change.id, String::new())))
}

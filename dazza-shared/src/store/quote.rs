//! What people once said in a room, one line at a time.
//!
//! No line is drawn by sorting them all: a number is drawn between the first and the last, and the next line taken, which
//! is one look into an index. Lines behind a gap in the numbers come a little more often for it.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;

/// A line that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who said it, spelled as last seen.
    pub name: String,
    /// What.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// The numbers of the first and the last line of `who`, or of anybody, that may be quoted; none of `who` who opted out.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn span(tx: &mut Tx<'_>, room: &RoomName, who: Option<&str>) -> Result<Option<(i64, i64)>, StoreError> {
    let (first, last) = if let Some(who) = who {
        let row = sqlx::query!(
            "SELECT min(id) AS first, max(id) AS last FROM messages
                 WHERE room_id = $1 AND username = $2 AND is_quotable AND NOT EXISTS (
                     SELECT FROM opt_outs o
                     WHERE o.room_id = $1 AND o.username = $2 AND o.kind IN ('quotes', 'all'))",
            room.as_str(),
            who,
        )
        .fetch_one(&mut **tx)
        .await?;
        (row.first, row.last)
    } else {
        let row = sqlx::query!(
            "SELECT min(id) AS first, max(id) AS last FROM messages WHERE room_id = $1 AND is_quotable",
            room.as_str(),
        )
        .fetch_one(&mut **tx)
        .await?;
        (row.first, row.last)
    };
    Ok(first.zip(last))
}

/// The first line of `who`, or of anybody who has not opted out, from that number on which may be quoted.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn next_from(
    tx: &mut Tx<'_>,
    room: &RoomName,
    who: Option<&str>,
    id: i64,
) -> Result<Option<Said>, StoreError> {
    let found = match who {
        Some(who) => {
            sqlx::query_as!(
                Row,
                r#"SELECT m.username AS who, m.message AS text, m.sent_at AS "at: Stamp" FROM messages m
               WHERE m.room_id = $1 AND m.username = $2 AND m.is_quotable AND m.id >= $3
               ORDER BY m.id LIMIT 1"#,
                room.as_str(),
                who,
                id,
            )
            .fetch_optional(&mut **tx)
            .await?
        }
        None => {
            sqlx::query_as!(
                Row,
                r#"SELECT m.username AS who, m.message AS text, m.sent_at AS "at: Stamp" FROM messages m
               WHERE m.room_id = $1 AND m.is_quotable AND m.id >= $2 AND NOT EXISTS (
                   SELECT FROM opt_outs o
                   WHERE o.room_id = $1 AND o.username = m.username AND o.kind IN ('quotes', 'all'))
               ORDER BY m.id LIMIT 1"#,
                room.as_str(),
                id,
            )
            .fetch_optional(&mut **tx)
            .await?
        }
    };
    let Some(row) = found else { return Ok(None) };
    let shown = super::people::known(tx, &row.who).await?.map(|known| known.name);
    Ok(Some(Said { name: shown.unwrap_or(row.who), text: row.text, at: row.at.0 }))
}

/// Leaves the person of that key out of the quotes of `room` from now on.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn opt_out(tx: &mut Tx<'_>, room: &RoomName, who: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO opt_outs (room_id, username, kind, since) VALUES ($1::text, $2::text, 'quotes', $3)
         ON CONFLICT (room_id, username, kind) DO NOTHING",
        room.as_str(),
        who,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

struct Row {
    who: String,
    text: String,
    at: Stamp,
}

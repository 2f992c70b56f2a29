//! Tiers that people have reached, as they are told when it happens.

use jiff::Timestamp;

use super::View;
use crate::store::{Stamp, StoreError, Tx};

/// Most that are told at once, the newest of them: an import may bring thousands.
const MOST: i64 = 100;

/// A tier that somebody has reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    /// Who: their key.
    pub username: String,
    /// What was achieved, such as `message_count`.
    pub kind: String,
    /// The tier, such as `gold`.
    pub level: String,
    /// The room it happened in, if the person speaks in one alone.
    pub room: Option<String>,
    /// When.
    pub at: Stamp,
}

/// What is new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAwards {
    /// The tiers of people who may be shown, in the order in which they were handed out.
    pub awards: Vec<Award>,
    /// The number of the newest one of all.
    pub newest: i64,
}

/// What was handed out behind the one of that number, and not before that time.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn since(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    (number, time): (i64, Timestamp),
) -> Result<NewAwards, StoreError> {
    let newest = sqlx::query_scalar!(r#"SELECT coalesce(max(id), 0) AS "newest!" FROM chat_achievements"#)
        .fetch_one(&mut **tx)
        .await?;
    let mut awards = sqlx::query_as!(
        Award,
        r#"SELECT a.username::text AS "username!", a.achievement_type AS kind, a.achievement_level AS level,
                  a.room_id::text AS room, a.achieved_at AS "at: Stamp"
           FROM chat_achievements a
           WHERE a.id > $1 AND a.achieved_at >= $2 AND left(a.username, 1) <> '['
             AND a.username <> ALL (left_out_of_boards('{}', $3))
           ORDER BY a.id DESC LIMIT $4"#,
        number,
        Stamp(time) as _,
        view.house,
        MOST,
    )
    .fetch_all(&mut **tx)
    .await?;
    awards.reverse();
    Ok(NewAwards { awards, newest })
}

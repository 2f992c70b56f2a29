//! Whether the database can take an import: it must be empty of people's rows, and stay so until the import has ended.

use jiff::Timestamp;
use serde_json::Value;
use sqlx::AssertSqlSafe;

use crate::store::{Stamp, StoreError, Tx};

/// What there is in the database before an import.
#[derive(Clone, Debug, PartialEq)]
pub enum Ground {
    /// Nothing that an import could collide with.
    Free,
    /// The same file, imported before.
    Imported {
        /// When.
        at: Option<Timestamp>,
        /// What was told of it.
        counts: Value,
    },
    /// Rows that did not come from this file.
    Occupied {
        /// A table that holds some.
        table: String,
    },
}

/// Tables that an import writes, besides those that a fleet fills by itself.
const WRITTEN: [&str; 42] = [
    "users",
    "user_stats",
    "user_room_stats",
    "room_user_presence",
    "messages",
    "user_events",
    "posted_urls",
    "private_messages",
    "connection_log",
    "reminders",
    "tells",
    "cooldowns",
    "user_bongs",
    "user_drinks",
    "bong_counter",
    "drink_counter",
    "bong_sessions",
    "user_bong_streaks",
    "user_bladder",
    "user_economy",
    "economy_transactions",
    "heist_events",
    "heist_participants",
    "heist_config",
    "coin_flip_challenges",
    "coin_flip_stats",
    "mystery_box_stats",
    "couch_stats",
    "mug_stats",
    "sign_spinning_stats",
    "pissing_contest_challenges",
    "pissing_contest_stats",
    "pissing_contest_records",
    "user_images",
    "user_gallery_locks",
    "video_sessions",
    "video_watchers",
    "media_history",
    "user_daily_activity",
    "user_active_hours",
    "user_chat_streaks",
    "chat_achievements",
];

/// Keeps all others from writing until the transaction ends, and looks whether there is room for the file of that hash.
///
/// # Errors
///
/// `Contended` when others are writing.
pub async fn claim(tx: &mut Tx<'_>, source: &[u8]) -> Result<Ground, StoreError> {
    sqlx::query!("SELECT set_config('lock_timeout', '5s', true)").fetch_one(&mut **tx).await?;
    let lock = format!("LOCK TABLE import_runs, {} IN SHARE ROW EXCLUSIVE MODE", WRITTEN.join(", "));
    sqlx::query(AssertSqlSafe(lock)).execute(&mut **tx).await?;
    let before = sqlx::query!(
        r#"SELECT finished_at AS "finished_at: Stamp", counts FROM import_runs WHERE source_sha256 = $1"#,
        source
    );
    if let Some(before) = before.fetch_optional(&mut **tx).await? {
        return Ok(Ground::Imported { at: before.finished_at.map(|at| at.0), counts: before.counts });
    }
    let questions: Vec<_> =
        WRITTEN.iter().map(|table| format!("SELECT '{table}' WHERE EXISTS (SELECT FROM {table})")).collect();
    let statement = questions.join(" UNION ALL ");
    let occupied = sqlx::query_scalar::<_, String>(AssertSqlSafe(statement)).fetch_optional(&mut **tx).await?;
    Ok(occupied.map_or(Ground::Free, |table| Ground::Occupied { table }))
}

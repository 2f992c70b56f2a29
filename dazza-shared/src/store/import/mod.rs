//! The import of another bot's data: all of it in one transaction, so that it comes over whole or not at all.
//!
//! What the source holds is copied into temporary tables, one a table of the source, and from there into ours by the
//! scripts in `sql/import`. Those work on tables that exist during an import alone, so that they are checked by tests and
//! not when they are compiled. Ids are given by hand throughout: a sequence would remember an import that was undone.

mod ground;
mod outcome;
mod script;
mod staging;

use jiff::Timestamp;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row};

use super::roles::RoomKey;
use super::{Stamp, StoreError, Tx, registry};
use crate::names::RoomName;

pub use ground::{Ground, claim};
pub use outcome::{Check, Figures, Finding, Outcome, carry_out, check, figures, room_counts};
pub use staging::{Column, Feed, Staging, Type, feed, feed_lines, put_indexes_back, set_indexes_aside, stage};

/// What holds for a whole import.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    /// The room of everything that names none.
    pub room: &'a RoomName,
    /// The room that the source's heists were played in, if it says so.
    pub heist_room: &'a str,
    /// IANA name of the zone in which days and hours are counted.
    pub zone: &'a str,
    /// When the import began.
    pub now: Timestamp,
}

/// Makes the terms known to the scripts.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn set_terms(tx: &mut Tx<'_>, terms: &Terms<'_>) -> Result<(), StoreError> {
    let now = terms.now.to_string();
    let settings = [
        ("import.room", terms.room.as_str()),
        ("import.heist_room", terms.heist_room),
        ("import.zone", terms.zone),
        ("import.now", &now),
        ("statement_timeout", "0"),
        ("idle_in_transaction_session_timeout", "0"),
        ("work_mem", "64MB"),
        ("maintenance_work_mem", "128MB"),
    ];
    for (name, value) in settings {
        sqlx::query!("SELECT set_config($1, $2, true)", name, value).fetch_one(&mut **tx).await?;
    }
    sqlx::query("CREATE TEMPORARY TABLE import_new_rooms (id text PRIMARY KEY) ON COMMIT DROP")
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Makes what `room` needs in the database, unless it is there.
///
/// # Errors
///
/// `Contended` when others hold its tables.
pub async fn provide_room(tx: &mut Tx<'_>, key: &RoomKey, room: &RoomName) -> Result<(), StoreError> {
    let is_known = sqlx::query_scalar!(r#"SELECT is_registered($1) AS "is_known!""#, room.as_str());
    if is_known.fetch_one(&mut **tx).await? {
        return Ok(());
    }
    let verifier = key.verifier_of(&registry::role_of(tx, room).await?);
    sqlx::query!("CALL register_room($1, $2)", room.as_str(), verifier).execute(&mut **tx).await?;
    sqlx::query!("UPDATE rooms SET login_key = $2 WHERE id = $1", room.as_str(), key.fingerprint())
        .execute(&mut **tx)
        .await?;
    sqlx::query("INSERT INTO import_new_rooms VALUES ($1)").bind(room.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// Has every table number its next row above all that were imported, and notes that the file was.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn conclude(tx: &mut Tx<'_>, source: &[u8], counts: &Value, now: Timestamp) -> Result<(), StoreError> {
    let numbered = sqlx::query_scalar!(
        r#"SELECT format('%I', c.relname) AS "name!"
           FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id' AND a.attidentity <> ''
           WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition"#
    );
    for table in numbered.fetch_all(&mut **tx).await? {
        let highest = sqlx::query(AssertSqlSafe(format!("SELECT max(id) FROM {table}"))).fetch_one(&mut **tx).await?;
        if let Some(highest) = highest.try_get::<Option<i64>, _>(0)? {
            // Unlike `setval` this is undone with the transaction.
            let restart = format!("ALTER TABLE {table} ALTER COLUMN id RESTART WITH {}", highest.saturating_add(1));
            sqlx::query(AssertSqlSafe(restart)).execute(&mut **tx).await?;
        }
    }
    sqlx::query!(
        "INSERT INTO import_runs (source_sha256, phase, finished_at, counts) VALUES ($1, 'all', $2, $3)",
        source,
        Stamp(now) as _,
        counts,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

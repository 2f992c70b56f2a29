//! How people write, over all rooms: each line is looked at once, by its number.

use std::collections::BTreeMap;

use crate::names::RoomName;
use crate::store::{StoreError, Tx};
use crate::writing::Writing;

/// The name of the watermark.
pub const MARK: &str = "content";

/// Most words of a person that are kept; all are counted. Source: `platform.md`, 4.4.
pub const MAX_WORDS: i64 = 20_000;

/// A line of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Its number.
    pub id: i64,
    /// The key of the person.
    pub who: String,
    /// What was said.
    pub text: String,
}

/// What there is to add: to the writing of each person, and to the uses of each of their words.
#[derive(Clone, Debug, Default)]
pub struct Addition {
    /// The writing, by person.
    pub writing: BTreeMap<String, Writing>,
    /// The uses, by person and word.
    pub words: BTreeMap<(String, String), i64>,
}

/// Whether nothing was looked at yet: what stands there then was made by an import, and is made anew.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn is_first(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let is_first = sqlx::query_scalar!(
        r#"SELECT NOT EXISTS (SELECT FROM job_watermarks WHERE job_name = $1) AS "is_first!""#,
        MARK
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(is_first)
}

/// Forgets how everybody writes, so that all lines of all `rooms` are looked at anew.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn begin_anew(tx: &mut Tx<'_>, rooms: &[RoomName]) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM user_vocabulary").execute(&mut **tx).await?;
    sqlx::query!("DELETE FROM message_analysis_cache").execute(&mut **tx).await?;
    sqlx::query!("DELETE FROM job_watermarks WHERE job_name = $1", MARK).execute(&mut **tx).await?;
    sqlx::query!(
        "INSERT INTO job_watermarks (job_name, scope) SELECT $1::text, unnest($2::text[])",
        MARK,
        &rooms.iter().map(ToString::to_string).collect::<Vec<_>>(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The lines that people said in `room`, above one number up to another.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn lines(tx: &mut Tx<'_>, room: &RoomName, (above, up_to): (i64, i64)) -> Result<Vec<Said>, StoreError> {
    let lines = sqlx::query_as!(
        Said,
        r#"SELECT id, username::text AS "who!", message AS text FROM messages
         WHERE room_id = $1 AND id > $2 AND id <= $3 AND NOT is_own AND left(username, 1) <> '[' ORDER BY id"#,
        room.as_str(),
        above,
        up_to,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(lines)
}

/// Adds what was found in some lines; how many rows that changed.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn add(tx: &mut Tx<'_>, addition: &Addition) -> Result<u64, StoreError> {
    let people: Vec<String> = addition.writing.keys().cloned().collect();
    let of = |part: fn(&Writing) -> i64| addition.writing.values().map(part).collect::<Vec<i64>>();
    let added = sqlx::query_file!(
        "src/store/sql/jobs/writing.sql",
        &people,
        &of(|w| w.messages),
        &of(|w| w.words),
        &of(|w| w.signs),
        &of(|w| w.emoji),
        &of(|w| w.caps),
        &of(|w| w.questions),
        &of(|w| w.exclamations),
        &of(|w| w.urls),
        &of(|w| w.mentions),
        &of(|w| w.longest),
        &of(|w| w.shortest),
        &of(|w| w.last_id),
    )
    .execute(&mut **tx)
    .await?;
    let uses = || addition.words.iter();
    let words = sqlx::query_file_scalar!(
        "src/store/sql/jobs/vocabulary.sql",
        &uses().map(|((who, _), _)| who.clone()).collect::<Vec<_>>(),
        &uses().map(|((_, word), _)| word.clone()).collect::<Vec<_>>(),
        &uses().map(|(_, n)| *n).collect::<Vec<_>>(),
        MAX_WORDS,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(added.rows_affected() + words.unsigned_abs())
}

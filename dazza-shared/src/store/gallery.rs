//! Galleries: the pictures that people have posted.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;

/// Longest address of a picture that is kept: an index holds it. Unit: bytes. Source: the manual of `PostgreSQL`, B-tree.
pub const MAX_URL_BYTES: usize = 2_000;

/// What became of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is in its poster's gallery now.
    New,
    /// It is back in its owner's.
    Restored,
    /// It was in somebody's gallery, and stays there.
    Known,
    /// Its owner had deleted it, and it stays so.
    Deleted,
}

/// Puts the picture at `url` into the gallery of whoever posted it. Safe to repeat.
///
/// It locks that gallery until the transaction ends: one picture a transaction, or two of them could wait for each other.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn keep_image(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (who, url): (&str, &str),
    at: Timestamp,
) -> Result<Kept, StoreError> {
    let kept = sqlx::query_scalar!(
        r#"SELECT keep_image($1, $2, $3, $4) AS "kept!""#,
        room.as_str(),
        who,
        url,
        Stamp(at) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(match kept.as_str() {
        "kept" => Kept::New,
        "restored" => Kept::Restored,
        "deleted" => Kept::Deleted,
        _ => Kept::Known,
    })
}

/// Locks the gallery of the person of that key, or unlocks it.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn lock(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (who, is_locked): (&str, bool),
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!("SELECT lock_gallery($1, $2, $3, $4)", room.as_str(), who, is_locked, Stamp(at) as _)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Whether the gallery of the person of that key is locked.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn is_locked(tx: &mut Tx<'_>, who: &str) -> Result<bool, StoreError> {
    let locked = sqlx::query_scalar!("SELECT is_locked FROM user_gallery_locks WHERE username = $1", who)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(locked.unwrap_or(false))
}

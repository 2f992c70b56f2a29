//! Galleries: the pictures that people have posted.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;
use crate::picture::{Course, Health, Seen};

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

/// A picture in a gallery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its number.
    pub id: i64,
    /// Where it is.
    pub url: String,
    /// How it stands.
    pub health: Health,
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

/// The pictures in the gallery of the person of that key, those that were looked at longest ago first.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn shown(tx: &mut Tx<'_>, who: &str) -> Result<Vec<Shown>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT id, url, failure_count * 2 + has_half_failure::integer AS "n_halves!",
                  first_failure_at AS "first_failure_at: Stamp", last_strike_at AS "last_strike_at: Stamp",
                  last_check_at AS "last_check_at: Stamp", next_check_at AS "next_check_at: Stamp"
           FROM user_images WHERE username = $1 AND is_active ORDER BY last_check_at NULLS FIRST, id"#,
        who,
    )
    .fetch_all(&mut **tx)
    .await?;
    let shown = rows.into_iter().map(|row| Shown {
        id: row.id,
        url: row.url,
        health: Health {
            gone: None,
            n_halves: row.n_halves.try_into().unwrap_or_default(),
            first_failure_at: row.first_failure_at.map(|at| at.0),
            last_strike_at: row.last_strike_at.map(|at| at.0),
            last_check_at: row.last_check_at.map(|at| at.0),
            next_check_at: row.next_check_at.map(|at| at.0),
            n_looks: 0,
        },
    });
    Ok(shown.collect())
}

/// Puts down what was seen of a picture that is in a gallery, because of the person of that key; what became of it, if
/// nobody else has looked at it meanwhile.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note_look(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (who, picture, seen): (&str, &Shown, &Seen),
    at: Timestamp,
) -> Result<Option<Course>, StoreError> {
    let before = &picture.health;
    let (after, course) = before.after(seen, true, at);
    let reason = after.gone.as_ref().map(|(_, reason)| reason.as_str());
    let is_noted = sqlx::query_scalar!(
        r#"SELECT note_image_check($1, $2, $3, $4, $5, $6, $7, $8) AS "is_noted!""#,
        room.as_str(),
        who,
        picture.id,
        i32::from(before.n_halves),
        i32::from(after.n_halves),
        reason,
        after.next_check_at.map(Stamp) as _,
        Stamp(at) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Some(course).filter(|_| is_noted))
}

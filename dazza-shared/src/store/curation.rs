//! What owners and curators do with galleries over the web. For the owner of the database, not for rooms.

use jiff::{SignedDuration, Timestamp};

use super::{Stamp, StoreError, Tx};
use crate::picture::LIMIT;

/// For how long what was deleted can be brought back. Source: `platform.md`, 5.1.
pub const REVERSIBLE_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What came of a deletion or its reversal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is done; the number of the picture.
    Done(i64),
    /// No such picture is there.
    NoSuchPicture,
    /// The gallery is locked.
    Locked,
    /// It has no place left.
    Full,
}

/// Who does it, and why.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// Who.
    pub actor: &'a str,
    /// Whether a lock does not stop them.
    pub is_curator: bool,
    /// Why.
    pub reason: Option<&'a str>,
}

/// Deletes the picture at `url` from the gallery of the person of that key.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn delete(
    tx: &mut Tx<'_>,
    (who, url): (&str, &str),
    by: By<'_>,
    at: Timestamp,
) -> Result<Outcome, StoreError> {
    if hold(tx, who).await? && !by.is_curator {
        return Ok(Outcome::Locked);
    }
    let id = sqlx::query_scalar!(
        "UPDATE user_images SET is_active = false, deleted_at = $3, next_check_at = NULL
         WHERE url = $1 AND username = $2 AND is_active RETURNING id",
        url,
        who,
        Stamp(at) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(id) = id else { return Ok(Outcome::NoSuchPicture) };
    note(tx, (Some(id), who, "delete"), by, at).await?;
    Ok(Outcome::Done(id))
}

/// Brings back a picture that was deleted at most a week ago.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn restore(
    tx: &mut Tx<'_>,
    (who, url): (&str, &str),
    by: By<'_>,
    at: Timestamp,
) -> Result<Outcome, StoreError> {
    hold(tx, who).await?;
    let since = at.checked_sub(REVERSIBLE_FOR).unwrap_or(Timestamp::UNIX_EPOCH);
    let row = sqlx::query!(
        r#"SELECT i.id, (SELECT count(*) FROM user_images o WHERE o.username = $2 AND o.is_active) AS "n_shown!"
           FROM user_images i WHERE i.url = $1 AND i.username = $2 AND i.deleted_at > $3"#,
        url,
        who,
        Stamp(since) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else { return Ok(Outcome::NoSuchPicture) };
    if usize::try_from(row.n_shown).is_ok_and(|n| n >= LIMIT) {
        return Ok(Outcome::Full);
    }
    sqlx::query!("UPDATE user_images SET is_active = true, deleted_at = NULL WHERE id = $1", row.id)
        .execute(&mut **tx)
        .await?;
    note(tx, (Some(row.id), who, "restore"), by, at).await?;
    Ok(Outcome::Done(row.id))
}

/// Locks the gallery of the person of that key, or unlocks it; whether it was locked before.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn lock(
    tx: &mut Tx<'_>,
    (who, is_locked): (&str, bool),
    by: By<'_>,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let before = hold(tx, who).await?;
    if before != is_locked {
        sqlx::query!(
            "INSERT INTO user_gallery_locks (username, is_locked, locked_at, locked_by)
             VALUES ($1::text, $2, $3, left(lower($4::text), 40))
             ON CONFLICT (username) DO UPDATE
             SET is_locked = excluded.is_locked, locked_at = excluded.locked_at, locked_by = excluded.locked_by",
            who,
            is_locked,
            Stamp(at) as _,
            by.actor,
        )
        .execute(&mut **tx)
        .await?;
        note(tx, (None, who, if is_locked { "lock" } else { "unlock" }), by, at).await?;
    }
    Ok(before)
}

/// Waits until nobody else changes that gallery; whether it is locked.
async fn hold(tx: &mut Tx<'_>, who: &str) -> Result<bool, StoreError> {
    // The same lock that a picture takes on its way into the gallery.
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended('gallery ' || $1, 0))", who).execute(&mut **tx).await?;
    let is_locked = sqlx::query_scalar!(
        r#"SELECT coalesce((SELECT l.is_locked FROM user_gallery_locks l WHERE l.username = $1), false) AS "is_locked!""#,
        who
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(is_locked)
}

async fn note(
    tx: &mut Tx<'_>,
    (image, who, action): (Option<i64>, &str, &str),
    by: By<'_>,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO gallery_audit (image_id, username, action, actor, reason, at) VALUES ($1, $2::text, $3, $4, $5, $6)",
        image,
        who,
        action,
        by.actor,
        by.reason,
        Stamp(at) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

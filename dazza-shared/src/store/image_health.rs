//! Pictures that are due for a look, and what becomes of them with what is seen. Of all galleries: only the fleet uses it.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::picture::{Course, Health, LIMIT, Seen};

/// Who it was, in what is written down of pictures that went or came back.
const ACTOR: &str = "health check";

/// Pictures to look at: their numbers, and where they are.
pub type Due = Vec<(i64, String)>;

/// Pictures in galleries that nobody has looked at since `before`, those first that never were; `now` no host has us wait.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn unchecked(
    tx: &mut Tx<'_>,
    (before, now): (Timestamp, Timestamp),
    at_most: i64,
) -> Result<Due, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, url FROM user_images
         WHERE is_active AND (last_check_at IS NULL OR last_check_at <= $1)
           AND (next_check_at IS NULL OR next_check_at <= $2)
         ORDER BY last_check_at NULLS FIRST, id LIMIT $3",
        Stamp(before) as _,
        Stamp(now) as _,
        at_most,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.url)).collect())
}

/// Pictures that are out of their galleries and to be looked for by now, the most overdue first.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn to_be_looked_for(tx: &mut Tx<'_>, now: Timestamp, at_most: i64) -> Result<Due, StoreError> {
    let rows = sqlx::query!(
        "SELECT id, url FROM user_images
         WHERE NOT is_active AND next_check_at <= $1 AND deleted_at IS NULL ORDER BY next_check_at, id LIMIT $2",
        Stamp(now) as _,
        at_most,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.url)).collect())
}

/// Puts down what was seen of a picture; what became of it, unless it has been deleted or looked at meanwhile.
///
/// It locks the gallery until the transaction ends: one picture a transaction, or two of them could wait for each other.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note_look(tx: &mut Tx<'_>, id: i64, seen: &Seen, at: Timestamp) -> Result<Option<Course>, StoreError> {
    let Some((owner, before)) = locked(tx, id).await? else { return Ok(None) };
    let is_stale = before.last_check_at.is_some_and(|last| last > at);
    // One that is out without a time for the next look was deleted, or made way for others.
    if is_stale || (before.gone.is_some() && before.next_check_at.is_none()) {
        return Ok(None);
    }
    let n_shown = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM user_images WHERE username = $1 AND is_active AND id <> $2"#,
        owner,
        id
    )
    .fetch_one(&mut **tx)
    .await?;
    let has_place = usize::try_from(n_shown).is_ok_and(|n| n < LIMIT);
    let (after, course) = before.after(seen, has_place, at);
    write(tx, id, &after).await?;
    let noted = match course {
        Course::Pruned => after.gone.as_ref().map(|(_, reason)| ("prune", reason.as_str())),
        Course::Restored => Some(("restore", "it is back")),
        _ => None,
    };
    if let Some((action, reason)) = noted {
        sqlx::query!(
            "INSERT INTO gallery_audit (image_id, username, action, actor, reason, at) VALUES ($1, $2::text, $3, $4, $5, $6)",
            id,
            owner,
            action,
            ACTOR,
            reason,
            Stamp(at) as _,
        )
        .execute(&mut **tx)
        .await?;
    }
    Ok(Some(course))
}

/// Whose a picture is, and how it stands, once nobody else can change either.
async fn locked(tx: &mut Tx<'_>, id: i64) -> Result<Option<(String, Health)>, StoreError> {
    let owner = sqlx::query_scalar!(r#"SELECT username::text AS "owner!" FROM user_images WHERE id = $1"#, id)
        .fetch_optional(&mut **tx)
        .await?;
    let Some(owner) = owner else { return Ok(None) };
    // The same lock that a picture takes on its way into the gallery.
    sqlx::query!("SELECT pg_advisory_xact_lock(hashtextextended('gallery ' || $1, 0))", owner)
        .execute(&mut **tx)
        .await?;
    let row = sqlx::query!(
        r#"SELECT is_active, pruned_reason, coalesce(pruned_at, created_at) AS "gone_at!: Stamp",
                  failure_count * 2 + has_half_failure::integer AS "n_halves!",
                  first_failure_at AS "first_failure_at: Stamp", last_strike_at AS "last_strike_at: Stamp",
                  last_check_at AS "last_check_at: Stamp", next_check_at AS "next_check_at: Stamp", recheck_count
           FROM user_images WHERE id = $1 AND username = $2::text AND deleted_at IS NULL FOR UPDATE"#,
        id,
        owner,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let health = row.map(|row| Health {
        gone: (!row.is_active).then(|| (row.gone_at.0, row.pruned_reason.unwrap_or_default())),
        n_halves: row.n_halves.try_into().unwrap_or_default(),
        first_failure_at: row.first_failure_at.map(|at| at.0),
        last_strike_at: row.last_strike_at.map(|at| at.0),
        last_check_at: row.last_check_at.map(|at| at.0),
        next_check_at: row.next_check_at.map(|at| at.0),
        n_looks: row.recheck_count.try_into().unwrap_or_default(),
    });
    Ok(health.map(|health| (owner, health)))
}

async fn write(tx: &mut Tx<'_>, id: i64, health: &Health) -> Result<(), StoreError> {
    let (gone_at, reason) = health.gone.as_ref().map(|(at, reason)| (Stamp(*at), reason.as_str())).unzip();
    sqlx::query!(
        "UPDATE user_images
         SET is_active = $2, pruned_at = $3, pruned_reason = $4, failure_count = ($5::integer / 2)::smallint,
             has_half_failure = $5::integer % 2 = 1, first_failure_at = $6, last_strike_at = $7, last_check_at = $8,
             next_check_at = $9, recheck_count = $10::integer::smallint
         WHERE id = $1",
        id,
        health.gone.is_none(),
        gone_at as _,
        reason,
        i32::from(health.n_halves),
        health.first_failure_at.map(Stamp) as _,
        health.last_strike_at.map(Stamp) as _,
        health.last_check_at.map(Stamp) as _,
        health.next_check_at.map(Stamp) as _,
        i32::from(health.n_looks),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

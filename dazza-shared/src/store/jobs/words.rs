//! Lines whose words nobody has counted: an import may bring some.

use crate::names::RoomName;
use crate::store::{StoreError, Tx};

/// A line whose words nobody has counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncounted {
    /// Its number.
    pub id: i64,
    /// What was said.
    pub text: String,
}

/// The first `n` lines of `room` whose words nobody has counted.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn uncounted(tx: &mut Tx<'_>, room: &RoomName, n: i64) -> Result<Vec<Uncounted>, StoreError> {
    let lines = sqlx::query_as!(
        Uncounted,
        "SELECT id, message AS text FROM messages WHERE room_id = $1 AND word_count IS NULL ORDER BY id LIMIT $2",
        room.as_str(),
        n,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(lines)
}

/// Stores how many words these lines have, and adds them to all figures of those who said them but the hours of the day,
/// which wait for them; how many lines. Days are those of `zone`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn store(
    tx: &mut Tx<'_>,
    room: &RoomName,
    zone: &str,
    (ids, counts): (&[i64], &[i16]),
) -> Result<u64, StoreError> {
    let n = sqlx::query_scalar!(
        r#"WITH counted AS (
             UPDATE messages m SET word_count = c.n FROM unnest($3::bigint[], $4::smallint[]) AS c (id, n)
             WHERE m.room_id = $1 AND m.id = c.id AND m.word_count IS NULL
             RETURNING m.username, m.sent_at, m.is_own, c.n
           ), of_people AS (
             SELECT * FROM counted WHERE NOT is_own AND left(username, 1) <> '['
           ), summed AS (
             SELECT username, sum(n) AS n FROM of_people GROUP BY username
           ), in_room AS (
             UPDATE user_room_stats s SET word_count = s.word_count + a.n FROM summed a
             WHERE s.room_id = $1 AND s.username = a.username
           ), in_all AS (
             UPDATE user_stats s SET total_words = s.total_words + a.n, updated_at = now() FROM summed a
             WHERE s.username = a.username
           ), in_day AS (
             UPDATE user_daily_activity d SET word_count = d.word_count + a.n, updated_at = now()
             FROM (SELECT username, (sent_at AT TIME ZONE $2)::date AS day, sum(n) AS n FROM of_people GROUP BY 1, 2) a
             WHERE d.room_id = $1 AND d.username = a.username AND d.date = a.day
           )
           SELECT count(*) AS "n!" FROM counted"#,
        room.as_str(),
        zone,
        ids,
        counts,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(n.unsigned_abs())
}

/// The lowest line of `room` whose words nobody has counted.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn first_uncounted(tx: &mut Tx<'_>, room: &RoomName) -> Result<Option<i64>, StoreError> {
    let id =
        sqlx::query_scalar!("SELECT min(id) FROM messages WHERE room_id = $1 AND word_count IS NULL", room.as_str(),)
            .fetch_one(&mut **tx)
            .await?;
    Ok(id)
}

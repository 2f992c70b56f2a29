//! People as the database knows them, over all rooms.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;

/// Somebody who was seen once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The name as it was last spelled.
    pub name: String,
    /// When first seen, in any room.
    pub first_seen: Timestamp,
    /// Whether it is no person: the server itself, or a bot.
    pub is_system: bool,
}

/// The person of that key, if ever seen.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn known(tx: &mut Tx<'_>, who: &str) -> Result<Option<Known>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT display_name, first_seen AS "first_seen: Stamp", is_system FROM users WHERE username = $1"#,
        who
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| Known { name: row.display_name, first_seen: row.first_seen.0, is_system: row.is_system }))
}

/// Whether any room of the fleet has seen the person of that key before `moment`; whatever was seen then or later,
/// and may be stored already, does not count.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn was_seen_before(tx: &mut Tx<'_>, who: &str, moment: Timestamp) -> Result<bool, StoreError> {
    let is_known = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM user_stats WHERE username = $1 AND first_seen < $2) AS "is_known!""#,
        who,
        Stamp(moment) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(is_known)
}

/// How many people have said something in any room of the fleet since `moment`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn n_active_since(tx: &mut Tx<'_>, moment: Timestamp) -> Result<i64, StoreError> {
    // Who has said something was seen then: the index on that saves reading everybody who ever spoke.
    let n = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM users u JOIN user_stats s USING (username)
           WHERE u.last_seen >= $1 AND s.last_seen >= $1"#,
        Stamp(moment) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(n)
}

/// The room that the person of that key is in now, other than this one.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn room_elsewhere(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<Option<RoomName>, StoreError> {
    let found =
        sqlx::query_scalar!("SELECT room_elsewhere_of($1, $2)", room.as_str(), who).fetch_one(&mut **tx).await?;
    Ok(found.and_then(|name| name.parse().ok()))
}

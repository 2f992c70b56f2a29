//! Tiers that people reach by what they say, and how far the next one is.

use jiff::Timestamp;

use crate::names::RoomName;
use crate::store::{Stamp, StoreError, Tx};

/// A tier that somebody has reached just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    /// The key of the person.
    pub who: String,
    /// What was achieved, such as `message_count`.
    pub kind: String,
    /// The tier, such as `gold`.
    pub tier: String,
    /// The room it happened in, if the person speaks in one alone.
    pub room: Option<RoomName>,
}

/// Hands out all tiers that are reached and not handed out yet, and renews how far the next ones are; the new tiers.
///
/// Source: `platform.md`, 7.6.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn hand_out(tx: &mut Tx<'_>, now: Timestamp) -> Result<Vec<Award>, StoreError> {
    let rows = sqlx::query_file!("src/store/sql/jobs/achievements.sql", Stamp(now) as _).fetch_all(&mut **tx).await?;
    let award = |(who, kind, tier, room): (String, String, String, Option<String>)| {
        let room = room.and_then(|room| room.parse().ok());
        Award { who, kind, tier, room }
    };
    Ok(rows
        .into_iter()
        .map(|row| award((row.username, row.achievement_type, row.achievement_level, row.room_id)))
        .collect())
}

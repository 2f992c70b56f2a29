//! What has played and was queued in a room.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Stamp, StoreError, Tx, storable};
use crate::names::RoomName;

/// Something that played or was queued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Airing {
    /// Whether it began to play or was put on the playlist.
    pub kind: AiringKind,
    /// `CyTube`'s own letters for where it comes from, e.g. `yt`.
    pub media_type: Box<str>,
    /// Its number there.
    pub media_id: Box<str>,
    /// Where it is on the web, if that can be told.
    pub url: Option<Box<str>>,
    /// Its title, as raw text.
    pub title: Box<str>,
    /// The key of who added it, if that is known.
    pub added_by: Option<Box<str>>,
    /// When.
    pub at: Timestamp,
}

/// What happened to something on the playlist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AiringKind {
    /// It began to play.
    Played,
    /// It was put on the list.
    Queued,
}

/// How often something was on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Its title as last seen.
    pub title: Option<String>,
    /// The key of who is known to have added it first.
    pub added_by: Option<String>,
    /// How often it played.
    pub n_played: i32,
    /// How often it was queued.
    pub n_queued: i32,
}

/// Counts what played and was queued. Safe to repeat: what is no later than what is known of a thing is not counted again.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note(tx: &mut Tx<'_>, room: &RoomName, airing: &Airing) -> Result<(), StoreError> {
    let is_play = airing.kind == AiringKind::Played;
    sqlx::query!(
        "INSERT INTO media_history AS m
             (room_id, media_type, media_id, url, title, added_by, first_seen, last_seen, play_count, queue_count)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8::boolean::integer, (NOT $8)::integer)
         ON CONFLICT (room_id, media_type, media_id) DO UPDATE SET
             url = coalesce(excluded.url, m.url),
             title = coalesce(nullif(excluded.title, ''), m.title),
             added_by = coalesce(m.added_by, excluded.added_by),
             last_seen = excluded.last_seen,
             play_count = m.play_count + excluded.play_count,
             queue_count = m.queue_count + excluded.queue_count
         WHERE m.room_id = $1 AND m.last_seen < excluded.last_seen",
        room.as_str(),
        storable(&airing.media_type),
        storable(&airing.media_id),
        airing.url.as_deref().map(storable),
        storable(&airing.title),
        airing.added_by.as_deref() as _,
        Stamp(airing.at) as _,
        is_play,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How often something was on in the room, if it was.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn tally(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (media_type, media_id): (&str, &str),
) -> Result<Option<Tally>, StoreError> {
    let tally = sqlx::query_as!(
        Tally,
        r#"SELECT title, added_by AS "added_by: String", play_count AS n_played, queue_count AS n_queued
           FROM media_history WHERE room_id = $1 AND media_type = $2 AND media_id = $3"#,
        room.as_str(),
        media_type,
        media_id,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(tally)
}

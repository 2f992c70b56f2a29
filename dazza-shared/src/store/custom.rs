//! Text commands that a room made for itself.

use std::time::Duration;

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx, storable};
use crate::names::RoomName;

/// All of a command that a room keeps in mind.
#[derive(Clone, Debug, PartialEq)]
pub struct Custom {
    /// What it is called, lower case.
    pub name: String,
    /// From which rank on people may use it.
    pub min_rank: f32,
    /// How long the room waits between two uses.
    pub cooldown: Duration,
}

/// What a command says, and how often it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The text, its blanks not filled.
    pub text: String,
    /// How often it was used.
    pub uses: i64,
}

/// What of a command is set, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The text; nothing leaves it as it is.
    pub text: Option<&'a str>,
    /// The rank.
    pub min_rank: Option<f32>,
    /// The wait.
    pub cooldown: Option<Duration>,
    /// The key of who sets it.
    pub by: &'a str,
    /// When.
    pub at: Timestamp,
}

/// Adds a command, unless the room has one of that name; the command as it is now.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn add(
    tx: &mut Tx<'_>,
    room: &RoomName,
    name: &str,
    setting: Setting<'_>,
) -> Result<Option<Custom>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"INSERT INTO custom_commands (room_id, name, response, min_rank, cooldown, created_by, created_at, updated_at)
           VALUES ($1::text, $2, $3, coalesce($4, 0::real), coalesce(make_interval(secs => $5), '5 seconds'), $6::text, $7, $7)
           ON CONFLICT (room_id, name) DO NOTHING
           RETURNING name, min_rank, extract(epoch FROM cooldown)::bigint AS "seconds!""#,
        room.as_str(),
        name,
        storable(setting.text.unwrap_or_default()),
        setting.min_rank,
        setting.cooldown.map(|cooldown| cooldown.as_secs_f64()),
        setting.by,
        Stamp(setting.at) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(Custom::from))
}

/// Changes a command; as it is now, with the text it had before. `None` if there is none of that name.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn edit(
    tx: &mut Tx<'_>,
    room: &RoomName,
    name: &str,
    setting: Setting<'_>,
) -> Result<Option<(Custom, String)>, StoreError> {
    let before = sqlx::query_scalar!(
        "SELECT response FROM custom_commands WHERE room_id = $1 AND name = $2 FOR UPDATE",
        room.as_str(),
        name,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(before) = before else { return Ok(None) };
    let row = sqlx::query_as!(
        Row,
        r#"UPDATE custom_commands SET response = coalesce($3, response), min_rank = coalesce($4, min_rank),
               cooldown = coalesce(make_interval(secs => $5), cooldown), updated_by = $6::text, updated_at = $7
           WHERE room_id = $1 AND name = $2
           RETURNING name, min_rank, extract(epoch FROM cooldown)::bigint AS "seconds!""#,
        room.as_str(),
        name,
        setting.text.map(storable),
        setting.min_rank,
        setting.cooldown.map(|cooldown| cooldown.as_secs_f64()),
        setting.by,
        Stamp(setting.at) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(Some((row.into(), before)))
}

/// Removes a command; what it said. `None` if there is none of that name.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn remove(tx: &mut Tx<'_>, room: &RoomName, name: &str) -> Result<Option<String>, StoreError> {
    let text = sqlx::query_scalar!(
        "DELETE FROM custom_commands WHERE room_id = $1 AND name = $2 RETURNING response",
        room.as_str(),
        name,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(text)
}

/// Counts a use of a command, and says what it says; `None` if there is none of that name.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn speak(tx: &mut Tx<'_>, room: &RoomName, name: &str) -> Result<Option<Spoken>, StoreError> {
    let spoken = sqlx::query_as!(
        Spoken,
        r#"UPDATE custom_commands SET uses = uses + 1 WHERE room_id = $1 AND name = $2 AND is_enabled
           RETURNING response AS text, uses"#,
        room.as_str(),
        name,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(spoken)
}

/// The commands of a room by name, at most `limit`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn all(tx: &mut Tx<'_>, room: &RoomName, limit: i64) -> Result<Vec<Custom>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT name, min_rank, extract(epoch FROM cooldown)::bigint AS "seconds!"
           FROM custom_commands WHERE room_id = $1 AND is_enabled ORDER BY name LIMIT $2"#,
        room.as_str(),
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Custom::from).collect())
}

struct Row {
    name: String,
    min_rank: f32,
    seconds: i64,
}

impl From<Row> for Custom {
    fn from(Row { name, min_rank, seconds }: Row) -> Self {
        Self { name, min_rank, cooldown: Duration::from_secs(seconds.unsigned_abs()) }
    }
}

//! What goes on in rooms just now: who is there, what plays, and which commands are in use.

use serde::Serialize;
use utoipa::ToSchema;

use super::View;
use super::period::days_before;
use crate::store::{Stamp, StoreError, Tx};

/// Most words of one answer.
const MOST_WORDS: i64 = 1000;

/// Who is in the rooms asked about, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Present {
    /// People who are in any of them.
    pub current_users: i64,
    /// Those of them who are away from the keyboard in one.
    pub afk_users: i64,
}

/// A video that plays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Playing {
    /// The room.
    pub room: String,
    /// Its title.
    pub title: Option<String>,
    /// `CyTube`'s own letters for where it comes from.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Its number there.
    pub id: Option<String>,
    /// When it began.
    pub since: Stamp,
}

/// How often lines with the prefix of commands began with a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word, in lower case, with the prefix.
    pub word: String,
    /// How often.
    pub uses: i64,
}

/// Who is in the rooms asked about, each person once.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn present(tx: &mut Tx<'_>, view: &View<'_>) -> Result<Present, StoreError> {
    let present = sqlx::query_as!(
        Present,
        r#"SELECT count(DISTINCT p.username) AS "current_users!",
                  count(DISTINCT p.username) FILTER (WHERE p.afk) AS "afk_users!"
           FROM room_user_presence p
           WHERE p.room_id = ANY (rooms_or_all($1)) AND p.is_online AND left(p.username, 1) <> '['
             AND NOT EXISTS (SELECT FROM users u WHERE u.username = p.username AND u.is_system)"#,
        &view.names(),
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(present)
}

/// What plays in each of the rooms asked about, by room.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn playing(tx: &mut Tx<'_>, view: &View<'_>) -> Result<Vec<Playing>, StoreError> {
    let playing = sqlx::query_as!(
        Playing,
        r#"SELECT s.room_id::text AS "room!", s.media_title AS title, s.media_type AS kind, s.media_id AS id,
                  s.start_time AS "since: Stamp"
           FROM video_sessions s WHERE s.room_id = ANY (rooms_or_all($1)) AND s.end_time IS NULL ORDER BY s.room_id"#,
        &view.names(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(playing)
}

/// With which words lines of commands began in the rooms asked about, on so many local days up to now; the most used first.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn commands(tx: &mut Tx<'_>, view: &View<'_>, n_days: u32) -> Result<Vec<Word>, StoreError> {
    let Some((_, since)) = days_before(n_days.max(1) - 1, view.zone, view.now) else { return Ok(Vec::new()) };
    let words = sqlx::query_as!(
        Word,
        r#"SELECT lower(split_part(m.message, ' ', 1)) AS "word!", count(*) AS "uses!"
           FROM messages m
           WHERE m.room_id = ANY (rooms_or_all($1)) AND m.sent_at >= $2 AND m.is_command AND NOT m.is_own
           GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $3"#,
        &view.names(),
        Stamp(since) as _,
        MOST_WORDS,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(words)
}

//! What was said, and what else happened, of late: each room is read from its newest row back, and no further than needed.

use serde::Serialize;
use utoipa::ToSchema;

use super::page::{page, to_fetch};
use super::{Cursor, Page, View};
use crate::store::{Stamp, StoreError, Tx};

/// Most rows of one page.
const MOST: u32 = 100;

/// A line that was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Said {
    /// Its number.
    pub id: i64,
    /// The room.
    pub room: String,
    /// The key of who said it.
    pub username: String,
    /// How the name is spelled.
    pub display_name: String,
    /// The text, plain: it may hold anything, markup too.
    pub message: String,
    /// Whether it was a command.
    pub is_command: bool,
    /// Whether the bot itself said it.
    pub is_own: bool,
    /// When it was said.
    pub sent_at: Stamp,
}

/// Which lines are shown besides those that people said to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Also {
    /// Commands.
    pub commands: bool,
    /// The bot's own.
    pub own: bool,
}

/// Something that happened in a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Happening {
    /// `message`, `join`, `leave` or `media`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The room.
    pub room: String,
    /// The key of whoever did it.
    pub username: Option<String>,
    /// What was said, or the title of what began to play; plain.
    pub text: Option<String>,
    /// When.
    pub at: Stamp,
}

/// What was said in the rooms asked about, the newest first: by people to each other, and `also` what that names.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn recent(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    also: Also,
    limit: u32,
    before: Option<&Cursor>,
) -> Result<Page<Said>, StoreError> {
    let n = to_fetch(limit, MOST);
    let (at, id) = before.map(Cursor::numbers).unzip();
    let said = sqlx::query_as!(
        Said,
        r#"SELECT m.id AS "id!", m.room_id::text AS "room!", m.username::text AS "username!",
                  coalesce((SELECT u.display_name FROM users u WHERE u.username = m.username), m.username) AS "display_name!",
                  m.message AS "message!", m.is_command AS "is_command!", m.is_own AS "is_own!",
                  m.sent_at AS "sent_at!: Stamp"
           FROM unnest(rooms_or_all($1)) AS r (room),
                LATERAL (SELECT m.* FROM messages m
                         WHERE m.room_id = r.room AND (NOT m.is_own OR $6) AND left(m.username, 1) <> '['
                           AND (NOT m.is_command OR $2)
                           AND ($3::bigint IS NULL
                                OR (m.sent_at, m.id) < (timestamptz 'epoch' + $3 * interval '1 microsecond', $4::bigint))
                         ORDER BY m.sent_at DESC, m.id DESC LIMIT $5) AS m
           ORDER BY m.sent_at DESC, m.id DESC LIMIT $5"#,
        &view.names(),
        also.commands,
        at,
        id,
        n,
        also.own,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(page(said, n, |said| Cursor::new(said.sent_at.0.as_microsecond(), said.id.to_string())))
}

/// What happened of late in the rooms asked about, the latest first, at most 100. Commands and the bot's own lines are left out.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn happenings(tx: &mut Tx<'_>, view: &View<'_>, limit: u32) -> Result<Vec<Happening>, StoreError> {
    let happenings = sqlx::query_file_as!(
        Happening,
        "src/store/sql/reads/happenings.sql",
        &view.names(),
        i64::from(limit.clamp(1, MOST)),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(happenings)
}

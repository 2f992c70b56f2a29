//! Tokens: who may do what over the web. Only their hashes are kept. For the owner of the database, not for rooms.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Connection, Stamp, StoreError, Tx};
use crate::names::RoomName;

/// A token that is to be made.
#[derive(Clone, Debug)]
pub struct NewToken<'a> {
    /// What its owner calls it.
    pub name: &'a str,
    /// The hash of its secret.
    pub hash: &'a [u8],
    /// What it is good for.
    pub scopes: &'a [String],
    /// The one room it is good for; `None` is all.
    pub room: Option<&'a RoomName>,
    /// From when on it is good no more.
    pub expires_at: Option<Timestamp>,
}

/// A token as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KeptToken {
    /// Its number.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// What it is good for.
    pub scopes: Vec<String>,
    /// The person whose gallery it is good for, if it is one of those.
    pub username: Option<String>,
    /// The one room it is good for; `None` is all.
    pub room: Option<String>,
    /// From when on it is good no more.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was used last, to the minute.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
    /// Whether it is a session, opened with another token.
    #[serde(skip)]
    pub is_session: bool,
}

impl KeptToken {
    /// Whether it is good at that moment.
    pub fn is_good_at(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }
}

/// Makes a token; its number.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn create(tx: &mut Tx<'_>, token: &NewToken<'_>, at: Timestamp) -> Result<i64, StoreError> {
    let id = sqlx::query_scalar!(
        "INSERT INTO api_tokens (name, token_hash, scopes, room_id, expires_at, created_at)
         VALUES ($1, $2, $3, $4::text, $5, $6) RETURNING id",
        token.name,
        token.hash,
        token.scopes,
        token.room.map(RoomName::as_str),
        token.expires_at.map(Stamp) as _,
        Stamp(at) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(id)
}

/// All tokens that were made by an operator, and those of people's galleries that are good at that moment; the newest last.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn list(connection: &mut Connection, now: Timestamp) -> Result<Vec<KeptToken>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, name, scopes, username::text, room_id::text AS room, expires_at AS "expires_at: Stamp",
                  created_at AS "created_at: Stamp", last_used_at AS "last_used_at: Stamp", revoked_at AS "revoked_at: Stamp",
                  false AS "is_session!"
           FROM api_tokens WHERE made_by IS NULL AND (username IS NULL OR expires_at > $1) ORDER BY id"#,
        Stamp(now) as _,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(KeptToken::from).collect())
}

/// The token with that hash, good or not.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn find(connection: &mut Connection, hash: &[u8]) -> Result<Option<KeptToken>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id, name, scopes, username::text, room_id::text AS room, expires_at AS "expires_at: Stamp",
                  created_at AS "created_at: Stamp", last_used_at AS "last_used_at: Stamp", revoked_at AS "revoked_at: Stamp",
                  made_by IS NOT NULL AS "is_session!"
           FROM api_tokens WHERE token_hash = $1"#,
        hash,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(KeptToken::from))
}

/// Notes that a token was used, at most once a minute.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note_use(connection: &mut Connection, id: i64, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE api_tokens SET last_used_at = $2
         WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2::timestamptz - interval '1 minute')",
        id,
        Stamp(at) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Opens a session with the token of that number, until `until` or as long as the token is good; when it ends. Nothing is opened
/// with a token that is not good at `at`. Sessions that ended a day ago are cleared away.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open_session(
    tx: &mut Tx<'_>,
    id: i64,
    hash: &[u8],
    (at, until): (Timestamp, Timestamp),
) -> Result<Option<Timestamp>, StoreError> {
    sqlx::query!(
        "DELETE FROM api_tokens WHERE made_by IS NOT NULL AND expires_at < $1::timestamptz - interval '1 day'",
        Stamp(at) as _,
    )
    .execute(&mut **tx)
    .await?;
    let ends = sqlx::query_scalar!(
        r#"INSERT INTO api_tokens (name, token_hash, scopes, username, room_id, expires_at, created_at, made_by)
           SELECT name, $2, scopes, username, room_id, least(expires_at, $4), $3, id
           FROM api_tokens
           WHERE id = $1 AND made_by IS NULL AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $3)
           RETURNING expires_at AS "expires_at!: Stamp""#,
        id,
        hash,
        Stamp(at) as _,
        Stamp(until) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(ends.map(|Stamp(at)| at))
}

/// Ends the session of that number.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn end_session(tx: &mut Tx<'_>, id: i64) -> Result<(), StoreError> {
    sqlx::query!("DELETE FROM api_tokens WHERE id = $1 AND made_by IS NOT NULL", id).execute(&mut **tx).await?;
    Ok(())
}

/// Revokes a token for good, and ends its sessions; its name, unless there is none of that number that is not revoked.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn revoke(tx: &mut Tx<'_>, id: i64, at: Timestamp) -> Result<Option<String>, StoreError> {
    sqlx::query!("DELETE FROM api_tokens WHERE made_by = $1", id).execute(&mut **tx).await?;
    let name = sqlx::query_scalar!(
        "UPDATE api_tokens SET revoked_at = $2 WHERE id = $1 AND made_by IS NULL AND revoked_at IS NULL RETURNING name",
        id,
        Stamp(at) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(name)
}

/// A token as the database has it.
struct Row {
    id: i64,
    name: String,
    scopes: Vec<String>,
    username: Option<String>,
    room: Option<String>,
    expires_at: Option<Stamp>,
    created_at: Stamp,
    last_used_at: Option<Stamp>,
    revoked_at: Option<Stamp>,
    is_session: bool,
}

impl From<Row> for KeptToken {
    fn from(row: Row) -> Self {
        let at = |stamp: Option<Stamp>| stamp.map(|Stamp(at)| at);
        Self {
            id: row.id,
            name: row.name,
            scopes: row.scopes,
            username: row.username,
            room: row.room,
            expires_at: at(row.expires_at),
            created_at: row.created_at.0,
            last_used_at: at(row.last_used_at),
            revoked_at: at(row.revoked_at),
            is_session: row.is_session,
        }
    }
}

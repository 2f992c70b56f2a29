//! Reminders: said when they are due and the person is in the room, each once.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;

/// A reminder that somebody asks for.
#[derive(Clone, Copy, Debug)]
pub struct NewReminder<'a> {
    /// The key of who asks.
    pub from: &'a str,
    /// The key of whom to remind; nobody is the author.
    pub to: Option<&'a str>,
    /// Of what.
    pub text: &'a str,
    /// When it is asked for.
    pub at: Timestamp,
    /// When it is due.
    pub remind_at: Timestamp,
    /// When it is no longer given.
    pub expires_at: Timestamp,
}

/// When somebody is to be reminded: all of a reminder that a room keeps in mind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheduled {
    /// Its number.
    pub id: i64,
    /// The key of whom to remind.
    pub who: String,
    /// When it is due.
    pub remind_at: Timestamp,
    /// When it is no longer given.
    pub expires_at: Timestamp,
}

/// A reminder on its way to whom it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Its number.
    pub id: i64,
    /// Who asked for it, spelled as last seen; nobody when it is for the author himself.
    pub from: Option<String>,
    /// The key of whom to remind.
    pub who: String,
    /// Of what.
    pub text: String,
    /// When it was due.
    pub remind_at: Timestamp,
}

/// How many reminders of an author are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenReminders {
    /// For this person.
    pub of_pair: i64,
    /// For anybody.
    pub of_author: i64,
}

/// Stores a reminder; its number.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn set(tx: &mut Tx<'_>, room: &RoomName, reminder: &NewReminder<'_>) -> Result<i64, StoreError> {
    let id = sqlx::query_scalar!(
        "INSERT INTO reminders (room_id, from_user, to_user, message, created_at, remind_at, expires_at)
         VALUES ($1::text, $2::text, $3::text, $4, $5, $6, $7) RETURNING id",
        room.as_str(),
        reminder.from,
        reminder.to,
        reminder.text,
        Stamp(reminder.at) as _,
        Stamp(reminder.remind_at) as _,
        Stamp(reminder.expires_at) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(id)
}

/// How many reminders of `from` are open, and how many of them for `to`.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open_reminders(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (from, to): (&str, Option<&str>),
    now: Timestamp,
) -> Result<OpenReminders, StoreError> {
    let counted = sqlx::query_as!(
        OpenReminders,
        r#"SELECT count(*) FILTER (WHERE to_user IS NOT DISTINCT FROM $3::text) AS "of_pair!", count(*) AS "of_author!"
           FROM reminders WHERE room_id = $1 AND from_user = $2 AND delivered_at IS NULL AND expires_at > $4"#,
        room.as_str(),
        from,
        to,
        Stamp(now) as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(counted)
}

/// All reminders that are open, due or not.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn scheduled(tx: &mut Tx<'_>, room: &RoomName, now: Timestamp) -> Result<Vec<Scheduled>, StoreError> {
    let rows = sqlx::query_as!(
        ScheduledRow,
        r#"SELECT id, coalesce(to_user, from_user) AS "who!", remind_at AS "remind_at: Stamp",
                  expires_at AS "expires_at: Stamp"
           FROM reminders WHERE room_id = $1 AND delivered_at IS NULL AND expires_at > $2"#,
        room.as_str(),
        Stamp(now) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Scheduled::from).collect())
}

/// Takes up to `limit` reminders that are due for people of `present`, the oldest first: who takes them gives them.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn claim_due(
    tx: &mut Tx<'_>,
    room: &RoomName,
    present: &[String],
    limit: i64,
    now: Timestamp,
) -> Result<Vec<Reminder>, StoreError> {
    let rows = sqlx::query!(
        r#"UPDATE reminders r SET delivered_at = $3
           WHERE r.room_id = $1 AND r.delivered_at IS NULL AND r.id IN (
               SELECT d.id FROM reminders d
               WHERE d.room_id = $1 AND d.delivered_at IS NULL AND d.remind_at <= $3 AND d.expires_at > $3
                 AND coalesce(d.to_user, d.from_user)::text = ANY ($2)
               ORDER BY d.remind_at, d.id LIMIT $4 FOR UPDATE SKIP LOCKED)
           RETURNING r.id, r.message, r.remind_at AS "remind_at: Stamp", coalesce(r.to_user, r.from_user) AS "who!",
                     CASE WHEN r.to_user IS NOT NULL THEN
                         coalesce((SELECT u.display_name FROM users u WHERE u.username = r.from_user), r.from_user)
                     END AS "from""#,
        room.as_str(),
        present,
        Stamp(now) as _,
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut due: Vec<_> = rows
        .into_iter()
        .map(|row| Reminder { id: row.id, from: row.from, who: row.who, text: row.message, remind_at: row.remind_at.0 })
        .collect();
    due.sort_by_key(|reminder| (reminder.remind_at, reminder.id));
    Ok(due)
}

/// Opens reminders again that were taken and could not be given.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn reopen(tx: &mut Tx<'_>, room: &RoomName, ids: &[i64]) -> Result<Vec<Scheduled>, StoreError> {
    let rows = sqlx::query_as!(
        ScheduledRow,
        r#"UPDATE reminders SET delivered_at = NULL WHERE room_id = $1 AND id = ANY ($2)
           RETURNING id, coalesce(to_user, from_user) AS "who!", remind_at AS "remind_at: Stamp",
                     expires_at AS "expires_at: Stamp""#,
        room.as_str(),
        ids,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Scheduled::from).collect())
}

/// The numbers of reminders that were taken for delivery since then.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn taken_since(tx: &mut Tx<'_>, room: &RoomName, since: Timestamp) -> Result<Vec<i64>, StoreError> {
    let ids = sqlx::query_scalar!(
        "SELECT id FROM reminders WHERE room_id = $1 AND delivered_at >= $2",
        room.as_str(),
        Stamp(since) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(ids)
}

/// Removes reminders whose person did not turn up in time; how many.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn drop_expired(tx: &mut Tx<'_>, room: &RoomName, now: Timestamp) -> Result<u64, StoreError> {
    let dropped = sqlx::query!(
        "DELETE FROM reminders WHERE room_id = $1 AND delivered_at IS NULL AND expires_at <= $2",
        room.as_str(),
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(dropped.rows_affected())
}

/// A reminder that is open, as its row has it.
struct ScheduledRow {
    id: i64,
    who: String,
    remind_at: Stamp,
    expires_at: Stamp,
}

impl From<ScheduledRow> for Scheduled {
    fn from(row: ScheduledRow) -> Self {
        let ScheduledRow { id, who, remind_at, expires_at } = row;
        Self { id, who, remind_at: remind_at.0, expires_at: expires_at.0 }
    }
}

//! Muggings: begun, answered, settled and called off; and what people have made of theirs, by room.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::line_key::LineKey;
use crate::money::Money;
use crate::names::RoomName;

/// A mugging that somebody begins.
#[derive(Clone, Copy, Debug)]
pub struct Attack<'a> {
    /// The room.
    pub room: &'a RoomName,
    /// The line that asks for it.
    pub cause: LineKey,
    /// The key of who attacks.
    pub attacker: &'a str,
    /// The key of who is attacked.
    pub victim: &'a str,
    /// Whether the victim is away from the keyboard.
    pub was_away: bool,
    /// When it begins.
    pub at: Timestamp,
    /// Until when the victim may say something.
    pub until: Timestamp,
}

/// A mugging that is not settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mugging {
    /// Its number.
    pub id: i64,
    /// The key of who attacks.
    pub attacker: String,
    /// The key of who is attacked.
    pub victim: String,
    /// Whether the victim was away from the keyboard when it began.
    pub was_away: bool,
    /// Whether the victim has said something since.
    pub is_answered: bool,
    /// When it began.
    pub at: Timestamp,
    /// Until when the victim may say something.
    pub until: Timestamp,
}

/// How a mugging ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// So much was taken.
    Succeeded(Money),
    /// It failed, for a fine of so much.
    Failed(Money),
    /// The victim fought it off, for a fine of so much.
    Defended(Money),
}

/// Somebody's part in a mugging that has ended.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// Took so much.
    Took(Money),
    /// Tried in vain.
    Tried,
    /// Lost so much, to the player of that key.
    Lost(Money, &'a str),
}

/// What somebody has made of muggings in a room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MugRecord {
    /// How many were tried.
    pub n_tried: i64,
    /// How many succeeded.
    pub n_succeeded: i64,
    /// How many failed.
    pub n_failed: i64,
    /// All that was taken.
    pub stolen: Money,
    /// All that was lost to others.
    pub lost: Money,
    /// The most that was taken at once.
    pub best: Money,
    /// How often it ended with the police.
    pub n_arrests: i64,
    /// How often somebody else succeeded.
    pub n_suffered: i64,
    /// The key of who did last.
    pub last_by: Option<String>,
}

struct Row {
    id: i64,
    attacker: String,
    victim: String,
    was_victim_afk: bool,
    is_answered: bool,
    opened_at: Stamp,
    closes_at: Stamp,
}

/// Begins a mugging: its number, or `None` when the victim is being mugged here already.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open(tx: &mut Tx<'_>, attack: &Attack<'_>) -> Result<Option<i64>, StoreError> {
    let id = sqlx::query_scalar!(
        "INSERT INTO muggings (room_id, attacker, victim, was_victim_afk, status, cause, opened_at, closes_at)
         VALUES ($1::text, $2::text, $3::text, $4, 'open', $5, $6, $7)
         ON CONFLICT DO NOTHING RETURNING id",
        attack.room.as_str(),
        attack.attacker,
        attack.victim,
        attack.was_away,
        attack.cause.as_bytes(),
        Stamp(attack.at) as _,
        Stamp(attack.until) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(id)
}

/// Notes that `victim` has said something at that moment; the mugging that is on to that, unless the victim was on guard.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn answer(
    tx: &mut Tx<'_>,
    room: &RoomName,
    victim: &str,
    at: Timestamp,
) -> Result<Option<Mugging>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"UPDATE muggings SET responded_at = $3
           WHERE room_id = $1 AND victim = $2 AND status = 'open' AND responded_at IS NULL
             AND opened_at <= $3 AND closes_at > $3
           RETURNING id, attacker, victim, was_victim_afk, responded_at IS NOT NULL AS "is_answered!",
                     opened_at AS "opened_at: Stamp", closes_at AS "closes_at: Stamp""#,
        room.as_str(),
        victim,
        Stamp(at) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(Mugging::from))
}

/// The mugging of that number if its time is up and it is not settled, held until the transaction ends.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn hold_overdue(
    tx: &mut Tx<'_>,
    room: &RoomName,
    id: i64,
    now: Timestamp,
) -> Result<Option<Mugging>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id, attacker, victim, was_victim_afk, responded_at IS NOT NULL AS "is_answered!",
                  opened_at AS "opened_at: Stamp", closes_at AS "closes_at: Stamp"
           FROM muggings WHERE room_id = $1 AND id = $2 AND status = 'open' AND closes_at <= $3 FOR UPDATE"#,
        room.as_str(),
        id,
        Stamp(now) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(Mugging::from))
}

/// Ends a mugging. The money is for the caller to move.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn close(tx: &mut Tx<'_>, room: &RoomName, id: i64, end: End, now: Timestamp) -> Result<(), StoreError> {
    let (status, amount) = match end {
        End::Succeeded(taken) => ("succeeded", taken),
        End::Failed(fine) => ("failed", fine),
        End::Defended(fine) => ("defended", fine),
    };
    sqlx::query!(
        "UPDATE muggings SET status = $3, amount = $4, closed_at = $5 WHERE room_id = $1 AND id = $2 AND status = 'open'",
        room.as_str(),
        id,
        status,
        amount.dollars(),
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Calls off all muggings that were begun `before` that moment. The waits of who began them are for the caller to end.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn take_left_open(
    tx: &mut Tx<'_>,
    room: &RoomName,
    before: Timestamp,
    now: Timestamp,
) -> Result<Vec<Mugging>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"UPDATE muggings SET status = 'cancelled', closed_at = $3
           WHERE room_id = $1 AND status = 'open' AND opened_at < $2
           RETURNING id, attacker, victim, was_victim_afk, responded_at IS NOT NULL AS "is_answered!",
                     opened_at AS "opened_at: Stamp", closes_at AS "closes_at: Stamp""#,
        room.as_str(),
        Stamp(before) as _,
        Stamp(now) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Mugging::from).collect())
}

/// The muggings of `room` that are not settled.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open_in(tx: &mut Tx<'_>, room: &RoomName) -> Result<Vec<Mugging>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, attacker, victim, was_victim_afk, responded_at IS NOT NULL AS "is_answered!",
                  opened_at AS "opened_at: Stamp", closes_at AS "closes_at: Stamp"
           FROM muggings WHERE room_id = $1 AND status = 'open'"#,
        room.as_str(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Mugging::from).collect())
}

/// Takes a part in a mugging into the statistics of who had it; of two people in the order of their names.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note_part(
    tx: &mut Tx<'_>,
    room: &RoomName,
    who: &str,
    part: Part<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let (n_tried, n_succeeded, taken, lost, by) = match part {
        Part::Took(taken) => (1, 1, taken, Money::ZERO, None),
        Part::Tried => (1, 0, Money::ZERO, Money::ZERO, None),
        Part::Lost(lost, by) => (0, 0, Money::ZERO, lost, Some(by)),
    };
    sqlx::query_file!(
        "src/store/sql/mugging/note_part.sql",
        room.as_str(),
        who,
        n_tried,
        n_succeeded,
        taken.dollars(),
        lost.dollars(),
        by,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The muggings of the player of that key; `None` when there was none here.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn record_of(tx: &mut Tx<'_>, room: &RoomName, who: &str) -> Result<Option<MugRecord>, StoreError> {
    let row = sqlx::query!(
        r#"SELECT total_mugs, successful_mugs, failed_mugs, total_stolen, total_lost, biggest_score, times_arrested,
                  times_mugged, last_mugged_by AS "last_mugged_by: String"
           FROM mug_stats WHERE room_id = $1 AND username = $2"#,
        room.as_str(),
        who,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| MugRecord {
        n_tried: row.total_mugs,
        n_succeeded: row.successful_mugs,
        n_failed: row.failed_mugs,
        stolen: Money::of(row.total_stolen),
        lost: Money::of(row.total_lost),
        best: Money::of(row.biggest_score),
        n_arrests: row.times_arrested,
        n_suffered: row.times_mugged,
        last_by: row.last_mugged_by,
    }))
}

impl From<Row> for Mugging {
    fn from(row: Row) -> Self {
        let Row { id, attacker, victim, was_victim_afk, is_answered, opened_at, closes_at } = row;
        let (at, until) = (opened_at.0, closes_at.0);
        Self { id, attacker, victim, was_away: was_victim_afk, is_answered, at, until }
    }
}

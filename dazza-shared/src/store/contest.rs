//! Contests: asked for, answered, called off, and what comes of those that are held.

use jiff::Timestamp;

pub use super::dare::Dare as Contest;
use super::dare::Row;
use super::{Stamp, StoreError, Tx};
use crate::line_key::LineKey;
use crate::money::Money;
use crate::names::RoomName;

/// A contest that somebody asks for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The room.
    pub room: &'a RoomName,
    /// The line that asks for it.
    pub cause: LineKey,
    /// The key of who asks.
    pub challenger: &'a str,
    /// The key of who is asked.
    pub challenged: &'a str,
    /// What each puts in.
    pub stake: Money,
    /// When it was asked for.
    pub at: Timestamp,
    /// Until when it may be answered.
    pub until: Timestamp,
}

/// What became of a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// The contest of that number is open.
    Open(i64),
    /// Who asks has asked for another one, which is open yet.
    ChallengerIsTaken,
    /// Who is asked has been asked for another one, which is open yet.
    ChallengedIsTaken,
}

/// How a contest ends that is not held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotHeld {
    /// Who was asked does not want to.
    Declined,
    /// Somebody cannot pay, or the process has ended.
    Cancelled,
}

/// How a contest ended that was held.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// The key of who has won; `None` when nobody has.
    pub winner: Option<&'a str>,
    /// Where it was held.
    pub location: &'a str,
    /// In which weather.
    pub weather: &'a str,
    /// The challenger's part, and that of who was challenged.
    pub sides: [Part<'a>; 2],
}

/// One player's part in a contest that was held.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The key of the player.
    pub who: &'a str,
    /// In which style.
    pub style: &'a str,
    /// What was measured; `None` for who failed.
    pub measured: Option<Measured>,
    /// By how much money the player is better off.
    pub won: Money,
    /// By how much worse.
    pub lost: Money,
}

/// What was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// How far. Unit: metres.
    pub distance: f32,
    /// How much. Unit: millilitres.
    pub volume: f32,
    /// How straight. Unit: percent.
    pub aim: f32,
    /// For how long. Unit: seconds.
    pub duration: f32,
    /// What it scores.
    pub total: i32,
}

/// Opens a contest, unless one of the two has such a one open. The stake is for the caller to take.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open(tx: &mut Tx<'_>, asked: &Asked<'_>) -> Result<Opened, StoreError> {
    let id = sqlx::query_scalar!(
        "INSERT INTO pissing_contest_challenges (room_id, challenger, challenged, amount, status, cause, created_at, expires_at)
         VALUES ($1::text, $2::text, $3::text, $4, 'pending', $5, $6, $7)
         ON CONFLICT DO NOTHING RETURNING id",
        asked.room.as_str(),
        asked.challenger,
        asked.challenged,
        asked.stake.dollars(),
        asked.cause.as_bytes(),
        Stamp(asked.at) as _,
        Stamp(asked.until) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(id) = id {
        return Ok(Opened::Open(id));
    }
    let is_theirs = sqlx::query_scalar!(
        "SELECT id FROM pissing_contest_challenges WHERE room_id = $1 AND challenger = $2 AND status = 'pending'",
        asked.room.as_str(),
        asked.challenger,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(if is_theirs.is_some() { Opened::ChallengerIsTaken } else { Opened::ChallengedIsTaken })
}

/// The open contest that `challenged` answers now, held until the transaction ends; `None` when there is none.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn waiting_for(
    tx: &mut Tx<'_>,
    room: &RoomName,
    challenged: &str,
    now: Timestamp,
) -> Result<Option<Contest>, StoreError> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT id, challenger, challenged, amount, expires_at AS "expires_at: Stamp"
           FROM pissing_contest_challenges
           WHERE room_id = $1 AND challenged = $2 AND status = 'pending' AND expires_at > $3 FOR UPDATE"#,
        room.as_str(),
        challenged,
        Stamp(now) as _,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(Contest::from))
}

/// Ends a contest that is not held. The stake is for the caller to give back.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn end(tx: &mut Tx<'_>, room: &RoomName, id: i64, how: NotHeld, now: Timestamp) -> Result<(), StoreError> {
    let status = match how {
        NotHeld::Declined => "declined",
        NotHeld::Cancelled => "cancelled",
    };
    sqlx::query!(
        "UPDATE pissing_contest_challenges SET status = $3, completed_at = $4
         WHERE room_id = $1 AND id = $2 AND status = 'pending'",
        room.as_str(),
        id,
        status,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Ends a contest that was held, and takes it into the statistics and the records of the room.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn complete(
    tx: &mut Tx<'_>,
    room: &RoomName,
    id: i64,
    held: &Held<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let [one, other] = held.sides;
    let (first, second) = (Columns::of(one.measured), Columns::of(other.measured));
    sqlx::query_file!(
        "src/store/sql/contest/complete.sql",
        room.as_str(),
        id,
        held.winner,
        held.location,
        held.weather,
        one.style,
        other.style,
        first.distance,
        first.volume,
        first.aim,
        first.duration,
        first.total,
        second.distance,
        second.volume,
        second.aim,
        second.duration,
        second.total,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    note_statistics(tx, room, held, now).await?;
    note_records(tx, room, held, now).await
}

async fn note_statistics(tx: &mut Tx<'_>, room: &RoomName, held: &Held<'_>, now: Timestamp) -> Result<(), StoreError> {
    let sides = &held.sides;
    let who: Vec<_> = sides.iter().map(|side| side.who.to_owned()).collect();
    let is_win: Vec<_> = sides.iter().map(|side| held.winner == Some(side.who)).collect();
    let is_loss: Vec<_> = is_win.iter().map(|is_win| held.winner.is_some() && !is_win).collect();
    let won: Vec<_> = sides.iter().map(|side| side.won.dollars()).collect();
    let lost: Vec<_> = sides.iter().map(|side| side.lost.dollars()).collect();
    sqlx::query_file!(
        "src/store/sql/contest/note_statistics.sql",
        room.as_str(),
        &who,
        &is_win,
        &is_loss,
        &won,
        &lost,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn note_records(tx: &mut Tx<'_>, room: &RoomName, held: &Held<'_>, now: Timestamp) -> Result<(), StoreError> {
    let (mut kinds, mut who, mut values, mut styles) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for side in &held.sides {
        let Some(measured) = side.measured else { continue };
        for (kind, value) in [
            ("distance", measured.distance),
            ("volume", measured.volume),
            ("aim", measured.aim),
            ("duration", measured.duration),
        ] {
            kinds.push(kind.to_owned());
            who.push(side.who.to_owned());
            values.push(value);
            styles.push(side.style.to_owned());
        }
    }
    sqlx::query_file!(
        "src/store/sql/contest/note_records.sql",
        room.as_str(),
        &kinds,
        &who,
        &values,
        &styles,
        held.location,
        Stamp(now) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Calls off all contests that nobody has answered in time. The stakes are for the caller to give back.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn take_overdue(tx: &mut Tx<'_>, room: &RoomName, now: Timestamp) -> Result<Vec<Contest>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"UPDATE pissing_contest_challenges SET status = 'expired', completed_at = $2
           WHERE room_id = $1 AND status = 'pending' AND expires_at <= $2
           RETURNING id, challenger, challenged, amount, expires_at AS "expires_at: Stamp""#,
        room.as_str(),
        Stamp(now) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Contest::from).collect())
}

/// Calls off all contests that were asked for `before` that moment. The stakes are for the caller to give back.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn take_left_open(
    tx: &mut Tx<'_>,
    room: &RoomName,
    before: Timestamp,
    now: Timestamp,
) -> Result<Vec<Contest>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"UPDATE pissing_contest_challenges SET status = 'cancelled', completed_at = $3
           WHERE room_id = $1 AND status IN ('pending', 'accepted') AND created_at < $2
           RETURNING id, challenger, challenged, amount, expires_at AS "expires_at: Stamp""#,
        room.as_str(),
        Stamp(before) as _,
        Stamp(now) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Contest::from).collect())
}

/// The contests of `room` that wait for their answer.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn open_in(tx: &mut Tx<'_>, room: &RoomName) -> Result<Vec<Contest>, StoreError> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT id, challenger, challenged, amount, expires_at AS "expires_at: Stamp"
           FROM pissing_contest_challenges WHERE room_id = $1 AND status = 'pending'"#,
        room.as_str(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(Contest::from).collect())
}

/// What was measured, a column each.
#[derive(Default)]
struct Columns {
    distance: Option<f32>,
    volume: Option<f32>,
    aim: Option<f32>,
    duration: Option<f32>,
    total: Option<i32>,
}

impl Columns {
    fn of(measured: Option<Measured>) -> Self {
        measured.map_or_else(Self::default, |m| Self {
            distance: Some(m.distance),
            volume: Some(m.volume),
            aim: Some(m.aim),
            duration: Some(m.duration),
            total: Some(m.total),
        })
    }
}

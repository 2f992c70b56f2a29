//! Rooms in figures: totals, hours and days, and who is in them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::page::{page, to_fetch};
use super::period::{MOST_DAYS, days_before};
use super::{Cursor, Page, View};
use crate::store::{Day, Stamp, StoreError, Tx};

/// Most buckets of one answer.
const MOST_BUCKETS: u32 = 10_000;

/// Most people of one page.
const MOST_PEOPLE: u32 = 500;

/// What the rooms asked about come to, together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Totals {
    /// Lines that people said.
    pub messages: i64,
    /// People who said them.
    pub users: i64,
    /// Bongs.
    pub bongs: i64,
    /// Drinks.
    pub drinks: i64,
    /// Links posted.
    pub urls: i64,
    /// Pictures posted there that are in a gallery.
    pub images: i64,
    /// Heists that came to an end.
    pub heists: i64,
    /// Videos played.
    pub media_plays: i64,
    /// What heists brought. Unit: dollars.
    pub heist_take: i64,
    /// Lines of the last 24 hours, to the hour.
    pub messages_of_day: i64,
    /// People who talked in the last 24 hours.
    pub users_of_day: i64,
    /// Comings of the last 24 hours, to the hour.
    pub joins_of_day: i64,
    /// The local hour of the day, from 0, at which most was said in the last 30 days.
    pub peak_hour: Option<i32>,
    /// The local day on which most was said in the last 30 days.
    pub most_active_day: Option<Day>,
}

/// A local day of the rooms asked about, together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayCount {
    /// The day.
    pub date: Day,
    /// Lines that people said.
    pub messages: i64,
    /// People who said them.
    pub users: i64,
    /// Bongs.
    pub bongs: i64,
    /// Drinks.
    pub drinks: i64,
}

/// How long a bucket is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Width {
    /// An hour.
    #[default]
    Hour,
    /// A local day.
    Day,
}

/// An hour or a day of one room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Bucket {
    /// When it begins.
    pub start: Stamp,
    /// The room.
    pub room: String,
    /// Lines that people said.
    pub messages: i64,
    /// People who talked; of a day, those of its busiest hour at least, and all where days are counted.
    pub active_users: i64,
    /// Comings.
    pub joins: i64,
    /// Goings.
    pub leaves: i64,
    /// The most people who were there at once.
    pub peak_users: i64,
}

/// Somebody who is in a room, or was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Visitor {
    /// The room.
    pub room: String,
    /// The key of the person.
    pub username: String,
    /// How the name is spelled.
    pub display_name: String,
    /// Whether there now.
    pub is_online: bool,
    /// Whether away from the keyboard.
    pub is_afk: bool,
    /// When the latest visit began.
    pub joined_at: Stamp,
    /// When last seen there.
    pub last_seen: Stamp,
    /// Lines said there.
    pub message_count: i64,
}

/// What the rooms asked about come to, together.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn totals(tx: &mut Tx<'_>, view: &View<'_>) -> Result<Totals, StoreError> {
    let totals =
        sqlx::query_file_as!(Totals, "src/store/sql/reads/totals.sql", &view.names(), view.zone, Stamp(view.now) as _,)
            .fetch_one(&mut **tx)
            .await?;
    Ok(totals)
}

/// Each of the last local days, at most 365, of the rooms asked about together, the newest first; days of nothing are there.
/// People who talked in several of the rooms count once if `has_users`, which takes long, and else not at all.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn daily(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    n_days: u32,
    has_users: bool,
) -> Result<Vec<DayCount>, StoreError> {
    let Some((first, _)) = days_before(n_days.clamp(1, MOST_DAYS) - 1, view.zone, view.now) else {
        return Ok(Vec::new());
    };
    let days = sqlx::query_file_as!(
        DayCount,
        "src/store/sql/reads/daily.sql",
        &view.names(),
        view.zone,
        Day(first) as _,
        Stamp(view.now) as _,
        has_users,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(days)
}

/// Hours or local days from one moment to before another, a bucket a room, the oldest first; those of nothing are left out.
/// At most 10,000.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn buckets(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    (from, until): (Timestamp, Timestamp),
    width: Width,
    limit: u32,
) -> Result<Vec<Bucket>, StoreError> {
    let limit = i64::from(limit.clamp(1, MOST_BUCKETS));
    let (names, from, until) = (view.names(), Stamp(from), Stamp(until));
    let buckets =
        match width {
            Width::Hour => sqlx::query_as!(
                Bucket,
                r#"SELECT a.hour_start AS "start: Stamp", a.room_id::text AS "room!", a.messages::bigint AS "messages!",
                          a.active_users::bigint AS "active_users!", a.joins::bigint AS "joins!",
                          a.leaves::bigint AS "leaves!", a.peak_users::bigint AS "peak_users!"
                   FROM room_hourly_activity a
                   WHERE a.room_id = ANY (rooms_or_all($1)) AND a.hour_start >= $2 AND a.hour_start < $3
                   ORDER BY a.hour_start, a.room_id LIMIT $4"#,
                &names,
                from as _,
                until as _,
                limit,
            )
            .fetch_all(&mut **tx)
            .await?,
            Width::Day => {
                sqlx::query_file_as!(
                    Bucket,
                    "src/store/sql/reads/days.sql",
                    &names,
                    from as _,
                    until as _,
                    limit,
                    view.zone,
                )
                .fetch_all(&mut **tx)
                .await?
            }
        };
    Ok(buckets)
}

/// Who is in the rooms asked about, or was: `is_online` says which, `None` is both. By room and name.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn visitors(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    is_online: Option<bool>,
    limit: u32,
    after: Option<&Cursor>,
) -> Result<Page<Visitor>, StoreError> {
    let n = to_fetch(limit, MOST_PEOPLE);
    let (room, name) = after.and_then(|cursor| cursor.parts().1.split_once(' ')).unzip();
    let visitors = sqlx::query_as!(
        Visitor,
        r#"SELECT p.room_id::text AS "room!", p.username::text AS "username!",
                  coalesce((SELECT u.display_name FROM users u WHERE u.username = p.username), p.username) AS "display_name!",
                  p.is_online, p.afk AS is_afk, p.joined_at AS "joined_at: Stamp", p.last_seen AS "last_seen: Stamp",
                  coalesce((SELECT s.message_count FROM user_room_stats s
                            WHERE s.room_id = p.room_id AND s.username = p.username), 0) AS "message_count!"
           FROM room_user_presence p
           WHERE p.room_id = ANY (rooms_or_all($1)) AND ($2::boolean IS NULL OR p.is_online = $2)
             AND ($3::text IS NULL OR (p.room_id::text, p.username::text) > ($3, $4::text))
             AND left(p.username, 1) <> '['
             AND NOT EXISTS (SELECT FROM users u WHERE u.username = p.username AND u.is_system)
           ORDER BY p.room_id, p.username LIMIT $5"#,
        &view.names(),
        is_online,
        room,
        name,
        n,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(page(visitors, n, |visitor| Cursor::new(0, format!("{} {}", visitor.room, visitor.username))))
}

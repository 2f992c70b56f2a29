//! One person over time: money by day and line by line, what was achieved, and when he talks.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::page::{page, to_fetch};
use super::period::{MOST_DAYS, days_before};
use super::{Cursor, Page, View};
use crate::store::{Day, Stamp, StoreError, Tx};

/// Most lines of one page of the ledger.
const MOST: u32 = 200;

/// How far back the hours of a week are counted: twelve whole weeks, so that each weekday is there as often. Unit: days.
const HEAT_DAYS: u32 = 84;

/// A wallet on one local day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BalanceDay {
    /// The day.
    pub date: Day,
    /// What came in. Unit: dollars.
    pub came_in: i64,
    /// What went out. Unit: dollars.
    pub went_out: i64,
    /// What was in the wallet when the day was over. Unit: dollars.
    pub balance: i64,
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Line {
    /// Its number.
    pub id: i64,
    /// Where it happened; `*` is what is left of rooms that are gone.
    pub room: String,
    /// Of which kind, such as `pokies`.
    pub kind: String,
    /// What came in; below zero, what went out. Unit: dollars.
    pub amount: i64,
    /// What was in the wallet then, over all rooms. Unit: dollars.
    pub balance: i64,
    /// By how much trust changed.
    pub trust_change: i16,
    /// The key of the other person, if there was one.
    pub counterparty: Option<String>,
    /// Facts of the game, without the seed of its dice.
    pub details: Option<Value>,
    /// What an import knew of it.
    pub description: Option<String>,
    /// When.
    pub at: Stamp,
}

/// Something that can be achieved, and how far somebody is.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Achievement {
    /// What it is, as a key.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// What is counted.
    pub description: Option<String>,
    /// A sign for it.
    pub icon: Option<String>,
    /// Of which sort it is.
    pub category: String,
    /// How much is there.
    pub value: i64,
    /// The next tier; `None` when there is none left.
    pub next_tier: Option<String>,
    /// How much that takes.
    pub next_threshold: Option<i32>,
    /// How far it is on the way there, from 0 to 100.
    pub progress_percent: f32,
    /// The tiers that were reached, the first one first.
    pub reached: Vec<Tier>,
}

/// A tier that was reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Tier {
    /// `bronze`, `silver`, `gold` or `diamond`.
    pub level: String,
    /// When.
    pub at: Stamp,
}

/// An hour of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Heat {
    /// From 1 for Monday to 7, local days.
    pub weekday: i32,
    /// From 0 to 23, local hours.
    pub hour: i32,
    /// Lines said then in the last twelve weeks.
    pub messages: i64,
}

/// The wallet of the person of that key on each of the last days, at most 365, the oldest first. A wallet is one over all rooms.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn balances(tx: &mut Tx<'_>, view: &View<'_>, who: &str, n_days: u32) -> Result<Vec<BalanceDay>, StoreError> {
    let Some((first, since)) = days_before(n_days.clamp(1, MOST_DAYS) - 1, view.zone, view.now) else {
        return Ok(Vec::new());
    };
    let days = sqlx::query_file_as!(
        BalanceDay,
        "src/store/sql/reads/balances.sql",
        who,
        view.zone,
        Day(first) as _,
        Stamp(since) as _,
        Stamp(view.now) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(days)
}

/// The ledger of the person of that key in the rooms asked about, lines of one kind or of all, the newest first. The balance of a line is that of all
/// rooms: it explains what is in the wallet to the dollar when no room is named.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn ledger(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    (who, kind): (&str, Option<&str>),
    limit: u32,
    after: Option<&Cursor>,
) -> Result<Page<Line>, StoreError> {
    let n = to_fetch(limit, MOST);
    let before = after.map(|cursor| cursor.parts().0);
    let lines = sqlx::query_as!(
        Line,
        r#"SELECT t.id, t.room_id::text AS "room!", t.transaction_type AS kind, t.amount,
                  coalesce(t.balance_after,
                           coalesce((SELECT e.balance FROM user_economy e WHERE e.username = $1), 0)
                           - coalesce((SELECT sum(l.amount) FROM economy_transactions l
                                       WHERE l.username = $1 AND l.id > t.id), 0)::bigint) AS "balance!",
                  t.trust_change, t.counterparty::text AS counterparty, t.details - 'seed' AS details, t.description,
                  t.created_at AS "at: Stamp"
           FROM economy_transactions t
           WHERE t.username = $1 AND (cardinality($2::text[]) = 0 OR t.room_id = ANY ($2))
             AND ($3::bigint IS NULL OR t.id < $3) AND ($5::text IS NULL OR t.transaction_type = $5)
           ORDER BY t.id DESC LIMIT $4"#,
        who,
        &view.names(),
        before,
        n,
        kind,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(page(lines, n, |line| Cursor::new(line.id, String::new())))
}

/// All that can be achieved, and how far the person of that key is, over all rooms.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn achievements(tx: &mut Tx<'_>, who: &str) -> Result<Vec<Achievement>, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT d.type AS kind, d.name, d.description, d.icon, d.category,
                  coalesce(p.current_value, 0) AS "value!", coalesce(p.progress_percent, 0) AS "percent!",
                  CASE WHEN p.username IS NULL THEN 'bronze' ELSE p.next_tier END AS next_tier,
                  CASE WHEN p.username IS NULL THEN d.bronze_threshold ELSE p.next_threshold END AS next_threshold,
                  ARRAY(SELECT a.achievement_level FROM chat_achievements a
                        WHERE a.username = $1 AND a.achievement_type = d.type ORDER BY a.achieved_at, a.id) AS "levels!",
                  ARRAY(SELECT a.achieved_at FROM chat_achievements a
                        WHERE a.username = $1 AND a.achievement_type = d.type
                        ORDER BY a.achieved_at, a.id) AS "moments!: Vec<Stamp>"
           FROM achievement_definitions d
           LEFT JOIN achievement_progress p ON p.username = $1 AND p.achievement_type = d.type
           ORDER BY d.category, d.type"#,
        who,
    )
    .fetch_all(&mut **tx)
    .await?;
    let achievements = rows.into_iter().map(|row| Achievement {
        kind: row.kind,
        name: row.name,
        description: row.description,
        icon: row.icon,
        category: row.category,
        value: row.value,
        next_tier: row.next_tier,
        next_threshold: row.next_threshold,
        progress_percent: row.percent,
        reached: row.levels.into_iter().zip(row.moments).map(|(level, at)| Tier { level, at }).collect(),
    });
    Ok(achievements.collect())
}

/// When the person of that key talks in the rooms asked about, by hours of the week; hours without a line are left out.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn heat(tx: &mut Tx<'_>, view: &View<'_>, who: &str) -> Result<Vec<Heat>, StoreError> {
    let Some((_, since)) = days_before(HEAT_DAYS - 1, view.zone, view.now) else { return Ok(Vec::new()) };
    let heat = sqlx::query_as!(
        Heat,
        r#"SELECT extract(isodow FROM m.sent_at AT TIME ZONE $3)::integer AS "weekday!",
                  extract(hour FROM m.sent_at AT TIME ZONE $3)::integer AS "hour!", count(*) AS "messages!"
           FROM messages m
           WHERE m.username = $1 AND (cardinality($2::text[]) = 0 OR m.room_id = ANY ($2)) AND m.sent_at >= $4
           GROUP BY 1, 2 ORDER BY 1, 2"#,
        who,
        &view.names(),
        view.zone,
        Stamp(since) as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(heat)
}

//! Leaderboards, and where one person stands on each. What a board counts is in the function `board` of the database.
//!
//! Source of the figures and badges: `platform.md`, 5.7.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{Period, View};
use crate::store::{Day, Stamp, StoreError, Tx};

/// Most entries of one board.
const MOST: u32 = 50;

/// What is led in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Lines said.
    Talkers,
    /// Bongs.
    Bongs,
    /// Drinks.
    Drinks,
    /// The most that a game of pokies, scratchie or tab has paid at once. Unit: dollars.
    Gamblers,
    /// The heaviest catch. Unit: kilograms.
    Fishing,
    /// Earned with bottles. Unit: dollars.
    Bottles,
    /// Earned with cash jobs. Unit: dollars.
    Cashie,
    /// Earned with a sign. Unit: dollars.
    SignSpinning,
    /// How often somebody begged.
    Beggars,
    /// Contests won; of equal ones, whoever won more of theirs.
    Pissers,
    /// Money owned. Unit: dollars.
    Money,
    /// Heists joined; of equal ones, whoever took more.
    Criminal,
    /// Lines said, over all rooms.
    Messages,
    /// Pictures in the gallery.
    Images,
}

/// Over which rooms a board goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Over those that were asked for.
    Room,
    /// Over all: what it counts is not kept by room, or none was named.
    Global,
}

/// A board.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Board {
    /// What is led in.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Over which rooms.
    pub scope: Scope,
    /// How far back; `all` where no times are kept.
    pub period: Period,
    /// The first ones.
    pub entries: Vec<Entry>,
}

/// A place on a board.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Entry {
    /// From 1; equal figures share one.
    pub rank: i64,
    /// The key of the person.
    pub username: String,
    /// How the name is spelled.
    pub display_name: String,
    /// The figure, in the unit of the board.
    pub value: f64,
    /// What else there is to say, by name; which names, the board decides.
    pub extra: Value,
    /// The badge that the figure has earned.
    pub achievement: Option<&'static str>,
}

/// Where somebody stands on a board.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Rank {
    /// Which board.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// From 1; equal figures share one.
    pub rank: i64,
    /// The figure, in the unit of the board.
    pub value: f64,
    /// How many are on the board.
    pub total: i64,
}

impl Kind {
    /// All boards, in the order in which they are shown.
    pub const ALL: [Self; 14] = [
        Self::Talkers,
        Self::Bongs,
        Self::Drinks,
        Self::Gamblers,
        Self::Fishing,
        Self::Bottles,
        Self::Cashie,
        Self::SignSpinning,
        Self::Beggars,
        Self::Pissers,
        Self::Money,
        Self::Criminal,
        Self::Messages,
        Self::Images,
    ];

    /// Its name in addresses and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Talkers => "talkers",
            Self::Bongs => "bongs",
            Self::Drinks => "drinks",
            Self::Gamblers => "gamblers",
            Self::Fishing => "fishing",
            Self::Bottles => "bottles",
            Self::Cashie => "cashie",
            Self::SignSpinning => "sign_spinning",
            Self::Beggars => "beggars",
            Self::Pissers => "pissers",
            Self::Money => "money",
            Self::Criminal => "criminal",
            Self::Messages => "messages",
            Self::Images => "images",
        }
    }

    /// The board of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether what it counts is one figure over all rooms, and has no times.
    pub const fn is_global(self) -> bool {
        matches!(self, Self::Money | Self::Messages | Self::Images)
    }

    /// The badge of somebody with that figure.
    fn badge(self, value: f64, extra: &Value) -> Option<&'static str> {
        let steps: &[(f64, &str)] = match self {
            Self::Bongs => &[(100.0, "🌿")],
            Self::Drinks => &[(500.0, "🏆"), (100.0, "🍻")],
            Self::Gamblers => &[(1000.0, "🎰")],
            Self::Fishing => &[(10.0, "🦈"), (5.0, "🐟")],
            Self::Bottles => &[(1000.0, "🏆"), (500.0, "♻️")],
            Self::Cashie => &[(3000.0, "🏆"), (1500.0, "💵"), (500.0, "🔨")],
            Self::Beggars => &[(20.0, "👑"), (10.0, "🥫"), (5.0, "🪙")],
            Self::Pissers => &[(50.0, "🏆"), (25.0, "🥇")],
            Self::SignSpinning => {
                let figure = |name| extra.get(name).and_then(Value::as_f64).unwrap_or(0.0);
                return match (figure("perfect_days") >= 1.0, figure("best") >= 100.0) {
                    (true, _) => Some("🌟"),
                    (false, true) => Some("🪧"),
                    (false, false) => None,
                };
            }
            Self::Talkers | Self::Money | Self::Criminal | Self::Messages | Self::Images => &[],
        };
        steps.iter().find(|(least, _)| value >= *least).map(|(_, badge)| *badge)
    }
}

/// The first `limit` of a board, at most 50.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn board(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    kind: Kind,
    period: Period,
    limit: u32,
) -> Result<Board, StoreError> {
    let period = if kind.is_global() { Period::All } else { period };
    let start = period.start(view.zone, view.now);
    let rows = sqlx::query!(
        r#"SELECT rank() OVER (ORDER BY b.value DESC, b.second DESC) AS "rank!", b.username AS "username!",
                  coalesce((SELECT u.display_name FROM users u WHERE u.username = b.username), b.username) AS "shown!",
                  b.value AS "value!", b.extra AS "extra!"
           FROM board($1, $2, $3, $4, $5, $6) AS b ORDER BY 1, 2"#,
        kind.name(),
        &view.names(),
        view.house,
        start.map(|(_, at)| Stamp(at)) as _,
        start.map(|(day, _)| Day(day)) as _,
        i64::from(limit.clamp(1, MOST)),
    )
    .fetch_all(&mut **tx)
    .await?;
    let entries = rows.into_iter().map(|row| Entry {
        rank: row.rank,
        username: row.username,
        display_name: row.shown,
        value: row.value,
        achievement: kind.badge(row.value, &row.extra),
        extra: row.extra,
    });
    let scope = if kind.is_global() || view.rooms.is_empty() { Scope::Global } else { Scope::Room };
    Ok(Board { kind, scope, period, entries: entries.collect() })
}

/// Where the person of that key stands on every board that knows the name, of all time.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn ranks(tx: &mut Tx<'_>, view: &View<'_>, who: &str) -> Result<Vec<Rank>, StoreError> {
    let kinds = Kind::ALL.map(|kind| kind.name().to_owned());
    let rows = sqlx::query!(
        r#"SELECT k.kind AS "kind!", b.rank AS "rank!", b.value AS "value!", b.total AS "total!"
           FROM unnest($1::text[]) WITH ORDINALITY AS k (kind, nth),
                LATERAL (SELECT b.username, b.value, rank() OVER (ORDER BY b.value DESC, b.second DESC) AS rank,
                                count(*) OVER () AS total
                         FROM board(k.kind, $2, $3, NULL, NULL, NULL) AS b) AS b
           WHERE b.username = $4 ORDER BY k.nth"#,
        &kinds,
        &view.names(),
        view.house,
        who,
    )
    .fetch_all(&mut **tx)
    .await?;
    let ranks = rows.into_iter().filter_map(|row| {
        let kind = Kind::named(&row.kind)?;
        Some(Rank { kind, rank: row.rank, value: row.value, total: row.total })
    });
    Ok(ranks.collect())
}

/// Where everybody stands on every board over all rooms, of all time, by key: what [`ranks`] tells of each. To be kept for a
/// while, since it counts all there is.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn all_ranks(tx: &mut Tx<'_>, view: &View<'_>) -> Result<HashMap<String, Vec<Rank>>, StoreError> {
    let mut ranks: HashMap<String, Vec<Rank>> = HashMap::new();
    for kind in Kind::ALL {
        let rows = sqlx::query!(
            r#"SELECT b.username AS "username!", rank() OVER (ORDER BY b.value DESC, b.second DESC) AS "rank!",
                      b.value AS "value!", count(*) OVER () AS "total!"
               FROM board($1, '{}', $2, NULL, NULL, NULL) AS b"#,
            kind.name(),
            view.house,
        )
        .fetch_all(&mut **tx)
        .await?;
        for row in rows {
            let rank = Rank { kind, rank: row.rank, value: row.value, total: row.total };
            ranks.entry(row.username).or_default().push(rank);
        }
    }
    Ok(ranks)
}

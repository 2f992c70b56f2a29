//! What somebody has done of one kind of thing: figures, the last days, the best or latest, and what it was made of.
//!
//! Source of what each shows: `platform.md`, 5.6. All have one shape, so that one page can show any.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::board::Kind;
use super::period::days_before;
use super::{View, period};
use crate::store::{Day, Stamp, StoreError, Tx};

/// How many days are shown.
const DAYS: u32 = 30;

/// How many of the best or latest are shown.
const MOST: i64 = 20;

/// What somebody has done of one kind of thing in the rooms asked about.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Category {
    /// Of what.
    pub category: Kind,
    /// Figures of all time by name; which, the kind decides. Those kept over all rooms are there when no room is named.
    pub figures: Value,
    /// The last 30 local days on which there was any of it, the newest first.
    pub days: Vec<DayOf>,
    /// Single ones: the best where there is a better and a worse, otherwise the latest; at most 20.
    pub single: Vec<Single>,
    /// What it was made of: games, species, places, local hours of the day; the most first, hours by the clock.
    pub parts: Vec<Part>,
}

/// A local day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayOf {
    /// The day.
    pub date: Day,
    /// How many.
    pub count: i64,
    /// What came in by it; 0 where no money is in it. Unit: dollars.
    pub came_in: i64,
    /// What went out by it. Unit: dollars.
    pub went_out: i64,
    /// The most that came in at once. Unit: dollars.
    pub best: i64,
}

/// A single one.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Single {
    /// Where.
    pub room: String,
    /// What: the game, the species, the key of the opponent.
    pub what: Option<String>,
    /// Its figure, in the unit of the board; of a contest the stake in dollars, below zero when it was lost.
    pub value: f64,
    /// Facts of it, without the seed of its dice.
    pub details: Option<Value>,
    /// When.
    pub at: Stamp,
}

/// A part of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Part {
    /// Which: a game, a species, a place, an hour from 0.
    pub name: String,
    /// How many.
    pub count: i64,
    /// How many of those came out well: paid, or won.
    pub wins: i64,
    /// What they come to: dollars won without dollars lost, kilograms, or their number.
    pub total: f64,
    /// The best of them, in the unit of the board.
    pub best: f64,
}

/// What the person of that key has done of one kind of thing; `None` for kinds that have no more to show than their board.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn category(tx: &mut Tx<'_>, view: &View<'_>, kind: Kind, who: &str) -> Result<Option<Category>, StoreError> {
    let lines: &[&str] = match kind {
        Kind::Gamblers => &["pokies", "scratchie", "tab", "coin_flip", "mystery_esky"],
        Kind::Fishing => &["fishing"],
        Kind::Bottles => &["bottles"],
        Kind::Cashie => &["cashie"],
        Kind::Beggars => &["beg"],
        Kind::SignSpinning => &["sign_spinning"],
        Kind::Talkers | Kind::Bongs | Kind::Drinks | Kind::Pissers => &[],
        Kind::Money | Kind::Criminal | Kind::Messages | Kind::Images => return Ok(None),
    };
    let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    let names = view.names();
    let figures =
        sqlx::query_file_scalar!("src/store/sql/reads/category_figures.sql", who, &names, kind.name(), &lines)
            .fetch_one(&mut **tx)
            .await?;
    let since = days_before(period::MOST_DAYS - 1, view.zone, view.now).map(|(day, at)| (Day(day), Stamp(at)));
    let (day, at) = since.unzip();
    let days = sqlx::query_file_as!(
        DayOf,
        "src/store/sql/reads/category_days.sql",
        who,
        &names,
        kind.name(),
        &lines,
        view.zone,
        day as _,
        at as _,
        i64::from(DAYS),
    )
    .fetch_all(&mut **tx)
    .await?;
    let single =
        sqlx::query_file_as!(Single, "src/store/sql/reads/category_single.sql", who, &names, kind.name(), &lines, MOST)
            .fetch_all(&mut **tx)
            .await?;
    let parts = sqlx::query_file_as!(Part, "src/store/sql/reads/category_parts.sql", who, &names, kind.name(), &lines)
        .fetch_all(&mut **tx)
        .await?;
    Ok(Some(Category { category: kind, figures, days, single, parts }))
}

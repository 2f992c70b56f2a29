//! The guide to contests as JSON, written from the tables: what the fleet serves on the web, which does not know them.

use serde::Serialize;

use super::conditions::{CHANCE, Change, Condition, ConditionKind};
use super::figures::{FULL, Figure, Figures, MOST, POINTS};
use super::places::Place;
use super::styles::{Rarity, Style};
use super::weather::{SPECIAL_PERCENT, Special, Temperature, Wind};
use super::{CHALLENGE_STANDS, CONTEST_COOLDOWN};

/// The guide. Its form is a promise to users of the API.
#[derive(Debug, Serialize)]
struct Guide {
    challenge_stands_seconds: u64,
    wait_seconds: u64,
    scoring: Vec<Scored>,
    styles: Vec<StyleEntry>,
    conditions: Conditions,
    places: Vec<PlaceEntry>,
    weather: Weathers,
}

/// What a figure is worth.
#[derive(Debug, Serialize)]
struct Scored {
    figure: &'static str,
    unit: &'static str,
    points_per_unit: f64,
    /// What counts as all of it.
    full_at: f64,
    /// Most of it that is scored.
    most: f64,
}

#[derive(Debug, Serialize)]
struct StyleEntry {
    number: u8,
    name: &'static str,
    rarity: &'static str,
    chance_percent: f64,
}

#[derive(Debug, Serialize)]
struct Conditions {
    /// How often a contestant has one.
    chance_percent: f64,
    list: Vec<ConditionEntry>,
}

#[derive(Debug, Serialize)]
struct ConditionEntry {
    name: &'static str,
    kind: &'static str,
    effects: Vec<String>,
    /// What it costs its bearer afterwards. Unit: dollars.
    fine: i64,
}

#[derive(Debug, Serialize)]
struct PlaceEntry {
    name: &'static str,
    effects: Vec<String>,
    is_crowded: bool,
    /// What the winner may have to pay there. Unit: dollars.
    fine: Option<i64>,
    fine_percent: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Weathers {
    winds: Vec<&'static str>,
    temperatures: Vec<&'static str>,
    specials: Vec<&'static str>,
    /// How often there is something special.
    special_percent: f64,
}

/// The guide, as JSON for people's eyes too.
///
/// # Errors
///
/// None that can happen: all in it is text and numbers.
pub fn guide() -> serde_json::Result<String> {
    let total: f64 = Style::all().map(|style| f64::from(style.rarity.weight())).sum();
    let styles = Style::all().map(|style| StyleEntry {
        number: style.number,
        name: style.name,
        rarity: rarity(style.rarity),
        chance_percent: rounded(100.0 * f64::from(style.rarity.weight()) / total),
    });
    let weather = Weathers {
        winds: Wind::ALL.map(Wind::name).to_vec(),
        temperatures: Temperature::ALL.map(Temperature::name).to_vec(),
        specials: Special::ALL.map(Special::name).to_vec(),
        special_percent: SPECIAL_PERCENT,
    };
    let guide = Guide {
        challenge_stands_seconds: CHALLENGE_STANDS.as_secs(),
        wait_seconds: CONTEST_COOLDOWN.as_secs(),
        scoring: Figure::ALL.into_iter().map(scored).collect(),
        styles: styles.collect(),
        conditions: Conditions { chance_percent: CHANCE, list: Condition::all().map(condition).collect() },
        places: Place::all().map(place).collect(),
        weather,
    };
    serde_json::to_string_pretty(&guide).map(|text| text + "\n")
}

fn scored(figure: Figure) -> Scored {
    let of = |figures: &Figures| figures.get(figure);
    let unit = match figure {
        Figure::Distance => "metres",
        Figure::Volume => "millilitres",
        Figure::Aim => "percent",
        Figure::Duration => "seconds",
    };
    Scored { figure: name(figure), unit, points_per_unit: of(&POINTS), full_at: of(&FULL), most: of(&MOST) }
}

fn condition(condition: &Condition) -> ConditionEntry {
    let kind = match condition.kind {
        ConditionKind::Failure => "failure",
        ConditionKind::Debuff => "debuff",
        ConditionKind::Buff => "buff",
        ConditionKind::Weird => "weird",
    };
    let mut effects: Vec<_> = condition.changes.iter().map(change).collect();
    for (does, told) in [
        (condition.is_failure(), "loses at once"),
        (condition.guards, "nothing that hampers gets at the bearer"),
        (condition.is_shared, "comes over both"),
    ] {
        effects.extend(does.then(|| told.to_owned()));
    }
    ConditionEntry { name: condition.name, kind, effects, fine: condition.fine }
}

fn place(place: &Place) -> PlaceEntry {
    let effect = |(figure, percent): &(Option<Figure>, f64)| format!("{} {percent:+} %", figure.map_or("all", name));
    PlaceEntry {
        name: place.name,
        effects: place.changes.iter().map(effect).collect(),
        is_crowded: place.is_crowded,
        fine: place.fine.map(|(fine, _)| fine),
        fine_percent: place.fine.map(|(_, percent)| percent),
    }
}

fn change(change: &Change) -> String {
    match *change {
        Change::One(figure, percent) => format!("{} {percent:+} %", name(figure)),
        Change::All(percent) => format!("all {percent:+} %"),
        Change::Any(percent) => format!("any one {percent:+} %"),
        Change::AtMost(figure, most) => format!("{} at most {most}", name(figure)),
        Change::Nothing(figure) => format!("{} comes to nothing", name(figure)),
    }
}

const fn name(figure: Figure) -> &'static str {
    match figure {
        Figure::Distance => "distance",
        Figure::Volume => "volume",
        Figure::Aim => "aim",
        Figure::Duration => "duration",
    }
}

const fn rarity(rarity: Rarity) -> &'static str {
    match rarity {
        Rarity::Common => "common",
        Rarity::Uncommon => "uncommon",
        Rarity::Rare => "rare",
        Rarity::Legendary => "legendary",
    }
}

/// To hundredths.
fn rounded(figure: f64) -> f64 {
    (100.0 * figure).round() / 100.0
}

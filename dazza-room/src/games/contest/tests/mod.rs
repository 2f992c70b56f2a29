//! Every row of the contest's tables does what the paper says of it. The expected figures are worked out here from the
//! paper's own notation, which lies beside this file, and not from the tables.

mod chance;
mod conditions;
mod places;
mod special_styles;
mod styles;
mod weathers;

use dazza_shared::dice::Dice;

use super::conditions::Condition;
use super::draw::{Draw, Gusts, Luck, SideDraw};
use super::figures::{Figure, Figures};
use super::outcome::{Outcome, Performance};
use super::places::Place;
use super::rule::{Rules, play};
use super::styles::{Rarity, Style};
use super::weather::{Temperature, Weather, Wind};

/// A style that does nothing.
const NOTHING: Style =
    Style { number: 0, name: "Nothing", rarity: Rarity::Common, effects: &[], is_loud: false, quirk: None };

/// A place that does nothing.
const NOWHERE: Place =
    Place { name: "nowhere", changes: &[], is_crowded: false, fine: None, event: None, lie: None, is_daunting: false };

/// Weather that does nothing.
const CALM: Weather = Weather { wind: Wind::Still, temperature: Temperature::Mild, special: None };

/// Drinks after which the figures are those below but for a percent or two.
const DRINKS: [u64; 2] = [5, 5];

/// A number from 0 to 1 by which nothing of chance happens.
const NEVER: f64 = 0.999;

/// First figures that no row takes out of bounds.
const BASE: Figures = Figures { distance: 2.0, volume: 1_000.0, aim: 20.0, duration: 10.0 };

/// What becomes of them after five drinks: a tenth more time, a twentieth more to spend it with.
const FILLED: [f64; 4] = [2.0, 1_050.0, 20.0, 11.0];

fn condition(name: &str) -> &'static Condition {
    Condition::all().find(|condition| condition.name == name).unwrap_or_else(|| panic!("no condition {name}"))
}

fn style(number: u8) -> &'static Style {
    Style::all().find(|style| style.number == number).unwrap()
}

fn place(name: &str) -> &'static Place {
    Place::all().find(|place| place.name == name).unwrap_or_else(|| panic!("no place {name}"))
}

/// A contest in which nothing happens: everything is ordinary, and no chance comes up.
fn calm() -> Draw {
    let luck = Luck {
        chance: NEVER,
        others_chance: NEVER,
        swing: 0.5,
        figure: Figure::Volume,
        others_figure: Figure::Volume,
        shaking: Figure::Aim,
        failure: condition("The Clench"),
        debuffs: [condition("Split Stream"), condition("Fumbling")],
        any: condition("Hydro Power"),
    };
    let gusts = Gusts {
        from: 0.5,
        lift: NEVER,
        drag: NEVER,
        whirled: Figure::Volume,
        whirl: NEVER,
        strike: NEVER,
        heat: NEVER,
    };
    let side = SideDraw { base: [BASE, BASE], style: &NOTHING, condition: None, luck, gusts };
    Draw {
        sides: [side, side],
        place: &NOWHERE,
        weather: CALM,
        next_weather: Weather { wind: Wind::DustStorm, ..CALM },
        fine: NEVER,
        event: NEVER,
        notice: NEVER,
    }
}

/// The same with a style on the challenger's side.
fn with(number: u8) -> Draw {
    let mut draw = calm();
    draw.sides[0].style = style(number);
    draw
}

/// The outcome by all rules.
fn outcome(draw: &Draw) -> Outcome {
    play(draw, DRINKS, Rules::Full)
}

fn four(side: &Performance) -> [f64; 4] {
    Figure::ALL.map(|figure| side.figures.get(figure))
}

/// Checks four figures against what they should be.
fn is_about(is: [f64; 4], should_be: [f64; 4], what: &str) {
    let is_near = is.iter().zip(should_be).all(|(is, should_be)| (is - should_be).abs() < 1e-6);
    assert!(is_near, "{what}: {is:?} is not {should_be:?}");
}

/// Which of the four a letter of the paper means.
fn at(letter: &str) -> usize {
    "dvat".find(letter).unwrap_or_else(|| panic!("no figure {letter}"))
}

/// Does to four figures what the paper's notation says, such as `all -25, a +40` or `t ≤ 3`; whether it says nothing else.
fn apply(notation: &str, figures: &mut [f64; 4]) -> bool {
    notation.split(',').map(str::trim).filter(|part| !part.is_empty()).all(|part| apply_one(part, figures))
}

fn apply_one(part: &str, figures: &mut [f64; 4]) -> bool {
    let words: Vec<_> = part.split(' ').collect();
    match words[..] {
        ["all", percent] => percent.parse().is_ok_and(|percent: f64| {
            *figures = figures.map(|figure| figure * (1.0 + percent / 100.0));
            true
        }),
        [letter, "≥", least] => {
            let figure = &mut figures[at(letter)];
            *figure = figure.max(least.parse().unwrap());
            true
        }
        [letter, "≤", most] => {
            let figure = &mut figures[at(letter)];
            *figure = figure.min(most.parse().unwrap());
            true
        }
        [letter @ ("d" | "v" | "a" | "t"), percent] => {
            figures[at(letter)] *= 1.0 + percent.parse::<f64>().unwrap() / 100.0;
            true
        }
        _ => false,
    }
}

/// What an outcome comes to, for comparing it with another.
fn told(outcome: &Outcome) -> String {
    let sides = outcome.sides.map(|side| format!("{:?} {:?} {:?}", side.figures, side.failing, side.fine));
    format!("{sides:?} {:?} {:?} {} {:?}", outcome.verdict, outcome.fine, outcome.has_event, outcome.weather_event)
}

/// Whether a change to the draw makes any difference, in many contests.
fn makes_a_difference(change: impl Fn(&mut Draw), to: impl Fn(&mut Draw)) -> bool {
    let mut dice = Dice::seeded(5);
    (0_u64..2_000).any(|n| {
        let hour = u8::try_from(n % 24).unwrap();
        let mut plain = Draw::deal(hour, &mut dice);
        to(&mut plain);
        let mut changed = plain.clone();
        change(&mut changed);
        let n_drinks = [n % 7, n % 3];
        told(&play(&plain, n_drinks, Rules::Full)) != told(&play(&changed, n_drinks, Rules::Full))
    })
}

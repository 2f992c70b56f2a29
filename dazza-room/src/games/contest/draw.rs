//! What chance deals for a contest: all of it beforehand, so that the rule is a function of it.

use dazza_shared::dice::Dice;

use super::base;
use super::conditions::Condition;
use super::figures::{Figure, Figures};
use super::places::Place;
use super::styles::Style;
use super::weather::Weather;

/// All that chance has dealt for one contest.
#[derive(Clone, Debug)]
pub struct Draw {
    /// The challenger's part, and that of who was challenged.
    pub sides: [SideDraw; 2],
    /// Where it is held.
    pub place: &'static Place,
    /// The weather.
    pub weather: Weather,
    /// The weather that it may change to.
    pub next_weather: Weather,
    /// Whether the winner is fined, where one is: a number from 0 to 1.
    pub fine: f64,
    /// Whether something happens, where something does: likewise.
    pub event: f64,
    /// Whether somebody notices the cold, or the dust: likewise.
    pub notice: f64,
}

/// What chance has dealt one contestant.
#[derive(Clone, Copy, Debug)]
pub struct SideDraw {
    /// First figures, and a second set for those who have bad luck.
    pub base: [Figures; 2],
    /// The style.
    pub style: &'static Style,
    /// The condition, mostly none.
    pub condition: Option<&'static Condition>,
    /// What the style may need.
    pub luck: Luck,
    /// What the weather may need.
    pub gusts: Gusts,
}

/// Chances for what styles and conditions leave to them. Numbers are from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Luck {
    /// Whether it happens.
    pub chance: f64,
    /// Whether it happens to the other, too.
    pub others_chance: f64,
    /// How much of a change it is.
    pub swing: f64,
    /// Which figure of the bearer's it is.
    pub figure: Figure,
    /// Which figure of the other's it is.
    pub others_figure: Figure,
    /// Which figure shakes.
    pub shaking: Figure,
    /// In which way the bearer of a failure fails.
    pub failure: &'static Condition,
    /// What hampers those whom much does.
    pub debuffs: [&'static Condition; 2],
    /// A condition for both.
    pub any: &'static Condition,
}

/// What the weather does to one contestant. Numbers are from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Gusts {
    /// Where the wind comes from: 0 from ahead, 1 from behind.
    pub from: f64,
    /// Whether a cyclone helps.
    pub lift: f64,
    /// Whether it hinders.
    pub drag: f64,
    /// Which figure a whirlwind takes.
    pub whirled: Figure,
    /// Whether it lifts it.
    pub whirl: f64,
    /// Whether hail or lightning strikes.
    pub strike: f64,
    /// Whether the heat does.
    pub heat: f64,
}

impl Draw {
    /// Deals for a contest at that hour of the room's day.
    pub fn deal(hour: u8, dice: &mut Dice) -> Self {
        Self {
            sides: [SideDraw::deal(dice), SideDraw::deal(dice)],
            place: Place::draw(hour, dice),
            weather: Weather::draw(dice),
            next_weather: Weather::draw(dice),
            fine: dice.unit(),
            event: dice.unit(),
            notice: dice.unit(),
        }
    }
}

impl SideDraw {
    fn deal(dice: &mut Dice) -> Self {
        Self {
            base: [base::draw(dice), base::draw(dice)],
            style: Style::draw(dice),
            condition: Condition::draw(dice),
            luck: Luck::deal(dice),
            gusts: Gusts::deal(dice),
        }
    }
}

impl Luck {
    fn deal(dice: &mut Dice) -> Self {
        Self {
            chance: dice.unit(),
            others_chance: dice.unit(),
            swing: dice.unit(),
            figure: any_figure(dice),
            others_figure: any_figure(dice),
            shaking: any_figure(dice),
            failure: Condition::any_failure(dice),
            debuffs: Condition::two_debuffs(dice),
            any: Condition::any(dice),
        }
    }
}

impl Gusts {
    fn deal(dice: &mut Dice) -> Self {
        Self {
            from: dice.unit(),
            lift: dice.unit(),
            drag: dice.unit(),
            whirled: any_figure(dice),
            whirl: dice.unit(),
            strike: dice.unit(),
            heat: dice.unit(),
        }
    }
}

/// Whether something that comes so often (in percent) comes with that chance.
pub(super) fn is_due(chance: f64, percent: f64) -> bool {
    chance * 100.0 < percent
}

fn any_figure(dice: &mut Dice) -> Figure {
    dice.pick(&Figure::ALL).copied().unwrap_or(Figure::Distance)
}

//! The backyard contest: distance, volume, aim and duration, bent by a style, a condition, a place and the weather.
//!
//! The tables hold what each of them does, [`Draw`] what chance has dealt, and [`play`] makes an outcome of the two.

mod answer;
mod base;
mod commentary;
mod conditions;
mod draw;
mod effect;
mod figures;
mod guide;
mod outcome;
mod places;
mod rule;
mod style_rule;
mod styles;
mod styles_late;
mod weather;

use std::time::Duration;

pub use answer::ContestAnswer;
pub use commentary::{Pairing, Remark, pairing, remarks};
pub use conditions::{Condition, ConditionKind};
pub use draw::{Draw, Gusts, Luck, SideDraw};
pub use effect::Effect;
pub use figures::{Figure, Figures};
pub use guide::guide;
pub use outcome::{Failing, Outcome, Performance, Verdict, WeatherEvent};
pub use places::Place;
pub use rule::{Rules, play};
pub use styles::{Family, Quirk, Rarity, Style};
pub use weather::{Special, Temperature, Weather, Wind};

/// How long a challenge stands. Source: `commands-and-games.md`, 5.1.
pub const CHALLENGE_STANDS: Duration = Duration::from_secs(30);

/// How long both players wait after a contest has begun. Source: as above.
pub const CONTEST_COOLDOWN: Duration = Duration::from_mins(5);

/// How often a contest without a reason for it gets a remark. Unit: percent. Source: `commands-and-games.md`, 5.2.
pub const REMARK_PERCENT: f64 = 40.0;

#[cfg(test)]
mod tests;

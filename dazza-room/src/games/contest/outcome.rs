//! What comes of a contest.

use super::conditions::Condition;
use super::figures::Figures;
use super::places::Place;
use super::styles::Style;
use super::weather::Weather;

/// What has come of a contest.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The challenger's performance, and that of who was challenged.
    pub sides: [Performance; 2],
    /// Who has won.
    pub verdict: Verdict,
    /// Where it was held.
    pub place: &'static Place,
    /// In which weather.
    pub weather: Weather,
    /// What the winner pays for the place, if anything. Unit: dollars.
    pub fine: Option<i64>,
    /// Whether something happened at the place.
    pub has_event: bool,
    /// What of the weather was remarkable, if anything.
    pub weather_event: Option<WeatherEvent>,
}

/// What one contestant did.
#[derive(Clone, Copy, Debug)]
pub struct Performance {
    /// In which style.
    pub style: &'static Style,
    /// With which condition, known from the start.
    pub condition: Option<&'static Condition>,
    /// What kept the contestant from it altogether.
    pub failing: Option<Failing>,
    /// What was measured; meaningless for who failed.
    pub figures: Figures,
    /// What it scores.
    pub score: i32,
    /// What has to be paid for it afterwards. Unit: dollars.
    pub fine: i64,
}

/// Something that the weather does, and that is only told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeatherEvent {
    /// A gust among bushes comes back.
    WetShoes,
    /// In a dust storm nobody sees whom it hits.
    HitTheOther,
    /// The cold makes everything smaller.
    Shrunk,
}

/// Who has won.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The one of that index, over the other.
    Won(usize),
    /// Neither: the same score.
    Draw,
    /// Neither: both have failed.
    NoneLeft,
}

/// What keeps a contestant from it altogether.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Failing {
    /// A condition.
    Condition(&'static Condition),
    /// Having given up.
    GaveUp,
    /// Hail.
    Hail,
    /// Lightning.
    Lightning,
    /// The heat.
    Heat,
}

impl Failing {
    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Condition(condition) => condition.name,
            Self::GaveUp => "Gave Up",
            Self::Hail => "Hail",
            Self::Lightning => "Lightning",
            Self::Heat => "Heat",
        }
    }
}

impl Outcome {
    /// Whether both have failed at once by one condition.
    pub fn is_shared_failure(&self) -> bool {
        let [one, other] = &self.sides;
        self.verdict == Verdict::NoneLeft && one.failing == other.failing
    }

    /// What comes of it for the side of that index: its performance, unless it failed.
    pub fn figures_of(&self, side: usize) -> Option<(Figures, i32)> {
        let performance = self.sides.get(side).filter(|side| side.failing.is_none())?;
        Some((performance.figures, performance.score))
    }
}

//! The weather of a contest. Source: `commands-and-games.md`, 5.8.

use dazza_shared::dice::Dice;

/// The weather that both have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weather {
    /// The wind.
    pub wind: Wind,
    /// How warm it is.
    pub temperature: Temperature,
    /// Something else, mostly nothing.
    pub special: Option<Special>,
}

/// A wind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wind {
    /// None.
    Still,
    /// A little, from anywhere.
    Breeze,
    /// More.
    Gusty,
    /// Far too much.
    Cyclone,
    /// Nothing to be seen.
    DustStorm,
    /// It lifts one of the figures, or drops it.
    Whirlwind,
}

/// How warm it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temperature {
    /// Below 5 degrees.
    Freezing,
    /// Below 15.
    Nippy,
    /// Below 25.
    Mild,
    /// Below 35.
    Hot,
    /// Above that.
    Scorching,
    /// Warm and wet.
    Humid,
}

/// What there is now and then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// Rain.
    Rain,
    /// Hail.
    Hail,
    /// Lightning.
    Lightning,
}

/// How often there is something special. Unit: percent.
pub(super) const SPECIAL_PERCENT: f64 = 10.0;

impl Weather {
    /// Some weather.
    pub(super) fn draw(dice: &mut Dice) -> Self {
        let wind = dice.pick(&Wind::ALL).copied().unwrap_or(Wind::Still);
        let temperature = dice.pick(&Temperature::ALL).copied().unwrap_or(Temperature::Mild);
        let special = if dice.percent(SPECIAL_PERCENT) { dice.pick(&Special::ALL).copied() } else { None };
        Self { wind, temperature, special }
    }

    /// The weather in words: "wind, temperature, special".
    pub fn name(&self) -> String {
        let names = [Some(self.wind.name()), Some(self.temperature.name()), self.special.map(Special::name)];
        names.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl Wind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Still, Self::Breeze, Self::Gusty, Self::Cyclone, Self::DustStorm, Self::Whirlwind];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Still => "still",
            Self::Breeze => "light breeze",
            Self::Gusty => "gusty",
            Self::Cyclone => "cyclone",
            Self::DustStorm => "dust storm",
            Self::Whirlwind => "whirlwind",
        }
    }
}

impl Temperature {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Freezing, Self::Nippy, Self::Mild, Self::Hot, Self::Scorching, Self::Humid];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Freezing => "freezing",
            Self::Nippy => "nippy",
            Self::Mild => "mild",
            Self::Hot => "hot",
            Self::Scorching => "scorching",
            Self::Humid => "humid",
        }
    }

    /// One step colder; what is humid is warm, and gets mild.
    pub(super) const fn colder(self) -> Self {
        match self {
            Self::Freezing | Self::Nippy => Self::Freezing,
            Self::Mild => Self::Nippy,
            Self::Hot | Self::Humid => Self::Mild,
            Self::Scorching => Self::Hot,
        }
    }

    /// Whether it is one of the two cold steps.
    pub(super) const fn is_cold(self) -> bool {
        matches!(self, Self::Freezing | Self::Nippy)
    }
}

impl Special {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rain, Self::Hail, Self::Lightning];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rain => "pouring rain",
            Self::Hail => "hail",
            Self::Lightning => "lightning",
        }
    }
}

//! Days on which work pays better.

use dazza_shared::money::Money;

/// A day, as far as work is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// 1 is Monday, 7 is Sunday.
    pub weekday: i8,
    /// From 1 to 12.
    pub month: i8,
    /// Day of the month.
    pub day: i8,
}

/// Why work pays better, if it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bonus {
    /// It does not.
    None,
    /// What the weekend left behind lies about.
    BinDay,
    /// Christmas is near, and so is the beer.
    FestiveSeason,
    /// The last week of the football.
    FinalsWeek,
    /// Nobody else works on a weekend.
    Weekend,
    /// The bills are due.
    MonthEnd,
    /// Both of these.
    WeekendAtMonthEnd,
}

/// Parts of a pay that [`Bonus::quarters`] is told in.
const QUARTERS: u32 = 4;

impl Bonus {
    /// `pay` on such a day, rounded down to whole dollars.
    pub fn on(self, pay: i64) -> Money {
        Money::of(pay).share(self.quarters(), QUARTERS).unwrap_or_default()
    }

    /// How many times as much it is. Unit: quarters. Source: `commands-and-games.md`, 2.3.
    const fn quarters(self) -> u32 {
        match self {
            Self::None => 4,
            Self::BinDay | Self::Weekend | Self::MonthEnd => 6,
            Self::FestiveSeason | Self::FinalsWeek => 8,
            Self::WeekendAtMonthEnd => 9,
        }
    }

    /// What it is called in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::BinDay => "bin day",
            Self::FestiveSeason => "festive season",
            Self::FinalsWeek => "finals week",
            Self::Weekend => "weekend",
            Self::MonthEnd => "month end",
            Self::WeekendAtMonthEnd => "weekend at month end",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bonus_is_rounded_down() {
        for (bonus, pay, paid) in [
            (Bonus::None, 7, 7),
            (Bonus::BinDay, 7, 10),
            (Bonus::Weekend, 15, 22),
            (Bonus::MonthEnd, 500, 750),
            (Bonus::FestiveSeason, 7, 14),
            (Bonus::FinalsWeek, 150, 300),
            (Bonus::WeekendAtMonthEnd, 15, 33),
            (Bonus::WeekendAtMonthEnd, 500, 1_125),
        ] {
            assert_eq!(bonus.on(pay), Money::of(paid), "{} of {pay}", bonus.name());
        }
    }
}

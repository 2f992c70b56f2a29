//! A job for cash in hand. Source of all figures: `commands-and-games.md`, 2.3.

use dazza_shared::money::Money;

use super::bonus::{Bonus, Day};
use super::chances::Between;
use super::job::{Job, Tier};

/// How a day of it goes.
pub const JOB: Job = Job {
    nothing: 10,
    tiers: [
        (Tier::Legendary, 5, Between(300, 500)),
        (Tier::Rare, 10, Between(100, 200)),
        (Tier::Uncommon, 100, Between(40, 80)),
        (Tier::Common, 885, Between(15, 30)),
    ],
    told_from: Money::of(150),
};

/// From which day of a month on its bills are due.
const MONTH_ENDS: i8 = 28;

/// What `day` adds to it.
pub fn bonus(day: Day) -> Bonus {
    match (matches!(day.weekday, 6 | 7), day.day >= MONTH_ENDS) {
        (true, true) => Bonus::WeekendAtMonthEnd,
        (true, false) => Bonus::Weekend,
        (false, true) => Bonus::MonthEnd,
        (false, false) => Bonus::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::games::chances::tests::comes_to;
    use crate::games::job::tests::pays_by_its_table;

    #[test]
    fn the_table_pays_what_the_manual_says() {
        comes_to(&JOB.chances(Bonus::None), "21177 / 800", "$26.47");
        comes_to(&JOB.chances(Bonus::Weekend), "43817151057 / 1109788000", "$39.48");
        comes_to(&JOB.chances(Bonus::WeekendAtMonthEnd), "131451453171 / 2219576000", "$59.22");
        assert_eq!(JOB.chances(Bonus::Weekend), JOB.chances(Bonus::MonthEnd));
        pays_by_its_table(&JOB, &[Bonus::None, Bonus::Weekend, Bonus::WeekendAtMonthEnd]);
    }

    #[test]
    fn the_calendar_has_its_say() {
        for (weekday, day, bonus) in [
            (5, 27, Bonus::None),
            (1, 1, Bonus::None),
            (6, 27, Bonus::Weekend),
            (7, 1, Bonus::Weekend),
            (5, 28, Bonus::MonthEnd),
            (1, 31, Bonus::MonthEnd),
            (6, 28, Bonus::WeekendAtMonthEnd),
            (7, 30, Bonus::WeekendAtMonthEnd),
        ] {
            assert_eq!(super::bonus(Day { weekday, month: 3, day }), bonus, "{weekday} {day}");
        }
    }

    #[test]
    fn the_room_hears_of_the_good_ones() {
        assert!(JOB.is_told(Tier::Legendary, Money::of(300)) && JOB.is_told(Tier::Rare, Money::of(150)));
        assert!(!JOB.is_told(Tier::Rare, Money::of(149)) && !JOB.is_told(Tier::Uncommon, Bonus::Weekend.on(100)));
    }
}

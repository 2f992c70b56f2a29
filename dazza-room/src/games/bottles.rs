//! Collecting bottles for the deposit. Source of all figures: `commands-and-games.md`, 2.3.

use dazza_shared::money::Money;

use super::bonus::{Bonus, Day};
use super::chances::Between;
use super::job::{Job, Tier};

/// How a day of it goes.
pub const JOB: Job = Job {
    nothing: 8,
    tiers: [
        (Tier::Legendary, 5, Between(100, 150)),
        (Tier::Rare, 20, Between(30, 50)),
        (Tier::Uncommon, 250, Between(15, 25)),
        (Tier::Common, 725, Between(5, 10)),
    ],
    told_from: Money::of(80),
};

/// What `day` adds to it: of several, the one that stands last here.
pub fn bonus(day: Day) -> Bonus {
    match (day.month, day.day, day.weekday) {
        (9, 22..=28, _) => Bonus::FinalsWeek,
        (12, ..) => Bonus::FestiveSeason,
        (_, _, 1 | 2) => Bonus::BinDay,
        _ => Bonus::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::games::chances::tests::comes_to;
    use crate::games::job::tests::pays_by_its_table;

    #[test]
    fn the_table_pays_what_the_manual_says() {
        comes_to(&JOB.chances(Bonus::None), "21827 / 2000", "$10.91");
        comes_to(&JOB.chances(Bonus::BinDay), "21121061 / 1309000", "$16.14");
        comes_to(&JOB.chances(Bonus::FinalsWeek), "21827 / 1000", "$21.83");
        assert_eq!(JOB.chances(Bonus::FestiveSeason), JOB.chances(Bonus::FinalsWeek));
        pays_by_its_table(&JOB, &[Bonus::None, Bonus::BinDay, Bonus::FestiveSeason]);
    }

    #[test]
    fn the_calendar_has_its_say() {
        for (weekday, month, day, bonus) in [
            (1, 11, 30, Bonus::BinDay),
            (2, 1, 1, Bonus::BinDay),
            (3, 11, 30, Bonus::None),
            (7, 11, 30, Bonus::None),
            (1, 12, 1, Bonus::FestiveSeason),
            (4, 12, 31, Bonus::FestiveSeason),
            (3, 9, 21, Bonus::None),
            (1, 9, 21, Bonus::BinDay),
            (1, 9, 22, Bonus::FinalsWeek),
            (5, 9, 28, Bonus::FinalsWeek),
            (5, 9, 29, Bonus::None),
        ] {
            assert_eq!(super::bonus(Day { weekday, month, day }), bonus, "{weekday} {day}/{month}");
        }
    }

    #[test]
    fn a_rare_day_is_told_only_when_it_is_doubled() {
        assert!(JOB.is_told(Tier::Legendary, Money::of(100)));
        assert!(JOB.is_told(Tier::Rare, Bonus::FestiveSeason.on(40)) && !JOB.is_told(Tier::Rare, Money::of(79)));
        assert!(!JOB.is_told(Tier::Rare, Bonus::BinDay.on(50)) && !JOB.is_told(Tier::Uncommon, Money::of(80)));
    }
}

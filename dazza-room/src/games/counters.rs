//! What the counts of a day come to: milestones, and how full a bladder is.

use dazza_shared::dice::Dice;

/// How often half a dozen drinks are remarked upon. Unit: percent. Source: `commands-and-games.md`, 2.7.
const HALF_DOZEN_PERCENT: f64 = 30.0;

/// A count of bongs that is remarked upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BongMilestone {
    /// A multiple of 50.
    Fifty,
    /// A multiple of 25 and not of 50.
    TwentyFive,
}

/// A count of drinks that is remarked upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrinkMilestone {
    /// Exactly 100.
    Hundred,
    /// A multiple of 50.
    Fifty,
    /// A multiple of 25.
    TwentyFive,
    /// A multiple of 12.
    Dozen,
    /// A multiple of 6.
    HalfDozen,
}

/// What a drink is drunk from, by the alias that asked for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drink {
    /// `wine`.
    Wine,
    /// `shot`.
    Shot,
    /// `schooner` or `pint`.
    Schooner,
    /// Anything else.
    Other,
}

/// How full a bladder is, once that is remarked upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bladder {
    /// 5 to 10 drinks in it.
    Noticed,
    /// 11 to 15.
    Full,
    /// 16 to 20.
    Strained,
    /// 21 to 30.
    Desperate,
    /// 31 and more.
    Legendary,
}

/// What there is to say of today's `count` of bongs. Source: `commands-and-games.md`, 2.7.
pub fn bong_milestone(count: u64) -> Option<BongMilestone> {
    match count {
        0 => None,
        n if n.is_multiple_of(50) => Some(BongMilestone::Fifty),
        n if n.is_multiple_of(25) => Some(BongMilestone::TwentyFive),
        _ => None,
    }
}

/// What there is to say of today's `count` of drinks, the first that fits; half a dozen is passed over now and then.
///
/// Source: `commands-and-games.md`, 2.7.
pub fn drink_milestone(count: u64, dice: &mut Dice) -> Option<DrinkMilestone> {
    match count {
        0 => None,
        100 => Some(DrinkMilestone::Hundred),
        n if n.is_multiple_of(50) => Some(DrinkMilestone::Fifty),
        n if n.is_multiple_of(25) => Some(DrinkMilestone::TwentyFive),
        n if n.is_multiple_of(12) => Some(DrinkMilestone::Dozen),
        n if n.is_multiple_of(6) && dice.percent(HALF_DOZEN_PERCENT) => Some(DrinkMilestone::HalfDozen),
        _ => None,
    }
}

/// How full a bladder with so many drinks in it is. Source: `commands-and-games.md`, 2.7.
pub fn bladder(amount: u64) -> Option<Bladder> {
    match amount {
        0..=4 => None,
        5..=10 => Some(Bladder::Noticed),
        11..=15 => Some(Bladder::Full),
        16..=20 => Some(Bladder::Strained),
        21..=30 => Some(Bladder::Desperate),
        31.. => Some(Bladder::Legendary),
    }
}

impl Drink {
    /// What is drunk when it is asked for as `alias`, in lower case. Source: `commands-and-games.md`, 2.7.
    pub fn called(alias: &str) -> Self {
        match alias {
            "wine" => Self::Wine,
            "shot" => Self::Shot,
            "schooner" | "pint" => Self::Schooner,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bongs_are_counted_in_quarters_of_a_hundred() {
        for (count, milestone) in [
            (0, None),
            (1, None),
            (25, Some(BongMilestone::TwentyFive)),
            (49, None),
            (50, Some(BongMilestone::Fifty)),
            (75, Some(BongMilestone::TwentyFive)),
            (100, Some(BongMilestone::Fifty)),
        ] {
            assert_eq!(bong_milestone(count), milestone, "{count}");
        }
    }

    #[test]
    fn drinks_have_the_first_milestone_that_fits() {
        for (count, milestone) in [
            (0, None),
            (5, None),
            (12, Some(DrinkMilestone::Dozen)),
            (25, Some(DrinkMilestone::TwentyFive)),
            (50, Some(DrinkMilestone::Fifty)),
            (69, None),
            (100, Some(DrinkMilestone::Hundred)),
            (150, Some(DrinkMilestone::Fifty)),
            (300, Some(DrinkMilestone::Fifty)),
            (324, Some(DrinkMilestone::Dozen)),
        ] {
            assert_eq!(drink_milestone(count, &mut Dice::seeded(1)), milestone, "{count}");
        }
    }

    #[test]
    fn half_a_dozen_is_remarked_upon_now_and_then() {
        let mut dice = Dice::seeded(5);
        let drawn: Vec<_> = (0..1_000).filter_map(|_| drink_milestone(6, &mut dice)).collect();
        assert!(drawn.iter().all(|milestone| *milestone == DrinkMilestone::HalfDozen));
        assert!((250..350).contains(&drawn.len()), "{}", drawn.len());
    }

    #[test]
    fn a_bladder_fills_by_levels() {
        for (amount, level) in [
            (4, None),
            (5, Some(Bladder::Noticed)),
            (10, Some(Bladder::Noticed)),
            (11, Some(Bladder::Full)),
            (15, Some(Bladder::Full)),
            (16, Some(Bladder::Strained)),
            (20, Some(Bladder::Strained)),
            (21, Some(Bladder::Desperate)),
            (30, Some(Bladder::Desperate)),
            (31, Some(Bladder::Legendary)),
            (u64::MAX, Some(Bladder::Legendary)),
        ] {
            assert_eq!(bladder(amount), level, "{amount}");
        }
    }

    #[test]
    fn a_drink_is_known_by_its_alias() {
        for (alias, drink) in [
            ("wine", Drink::Wine),
            ("shot", Drink::Shot),
            ("schooner", Drink::Schooner),
            ("pint", Drink::Schooner),
            ("drink", Drink::Other),
            ("tinny", Drink::Other),
        ] {
            assert_eq!(Drink::called(alias), drink, "{alias}");
        }
    }
}

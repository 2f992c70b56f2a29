//! Begging from the house, which may help itself instead. Source of all figures: `commands-and-games.md`, 2.3.

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::chances::{Between, Chances};
use super::trust;

/// With less than this the house gives nothing to anybody.
pub const HOUSE_BROKE_BELOW: Money = Money::of(20);

/// What the house takes of who begs, if it does.
const LOOT: Between = Between(1, 20);

/// What the house gives, before it looks at who begs.
const ALMS: Between = Between(0, 40);

/// Parts that [`robbed_parts`] and [`given_parts`] are told in.
const PARTS: u32 = 10_000;

/// What comes of begging. Unit: dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The house wants so much of who begs.
    Robbed(i64),
    /// The house gives so much, which may be nothing.
    Given(i64),
    /// The house gives nothing.
    Refused,
}

/// How well the house knows who begs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Not at all, or better not.
    Stranger,
    /// By sight.
    Familiar,
    /// By name.
    Regular,
    /// As a mate.
    Mate,
}

/// What comes of begging with so much `trust`. Chance is used here and nowhere else.
pub fn beg(dice: &mut Dice, trust: i64) -> Answer {
    let mut is_within = |parts: u32| dice.below(u64::from(PARTS)) < u64::from(parts);
    let (is_robbed, is_given) = (is_within(robbed_parts(trust)), is_within(given_parts(trust)));
    match (is_robbed, is_given) {
        (true, _) => Answer::Robbed(LOOT.draw(dice)),
        (false, true) => Answer::Given(alms(ALMS.draw(dice), trust)),
        (false, false) => Answer::Refused,
    }
}

/// How well the house knows somebody of so much `trust`.
pub const fn standing(trust: i64) -> Standing {
    match trust {
        ..=20 => Standing::Stranger,
        21..=50 => Standing::Familiar,
        51..=80 => Standing::Regular,
        81.. => Standing::Mate,
    }
}

/// What begging brings to who has enough to be robbed of, from a house that has enough to give.
pub fn chances(trust: i64) -> Chances {
    let (robbed, given) = (robbed_parts(trust), given_parts(trust));
    let alms = ALMS.chances().map(|drawn| alms(drawn, trust));
    let unrobbed = Chances::mix([(given, alms), (PARTS - given, Chances::sure(0))]);
    Chances::mix([(robbed, LOOT.chances().map(|loot| -loot)), (PARTS - robbed, unrobbed)])
}

/// How often the house robs who begs: a tenth of the time, less by 0.08 % with each point of trust.
fn robbed_parts(trust: i64) -> u32 {
    1_000 - 8 * points(trust)
}

/// How often the house gives: one time in twenty, more by 0.1 % with each point of trust.
fn given_parts(trust: i64) -> u32 {
    500 + 10 * points(trust)
}

/// What is left of the alms for who has so much `trust`: half of them without any, all of them with the most.
fn alms(drawn: i64, trust: i64) -> i64 {
    // Of 0.5 + trust / 200, in two-hundredths.
    drawn * i64::from(100 + points(trust)) / 200
}

/// `trust` within its range.
fn points(trust: i64) -> u32 {
    u32::try_from(trust::moved(trust, 0)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::games::chances::tests::{a_million_come_out_as, comes_to};

    #[test]
    fn begging_brings_what_the_table_says() {
        comes_to(&chances(0), "-501 / 820", "-$0.61");
        comes_to(&chances(50), "3057 / 4100", "$0.75");
        comes_to(&chances(100), "273 / 100", "$2.73");
        for trust in [0, 20, 50, 100] {
            a_million_come_out_as(&chances(trust), |dice| match beg(dice, trust) {
                Answer::Robbed(loot) => -loot,
                Answer::Given(alms) => alms,
                Answer::Refused => 0,
            });
        }
    }

    #[test]
    fn trust_helps_in_every_way() {
        assert_eq!([0, 50, 100].map(robbed_parts), [1_000, 600, 200]);
        assert_eq!([0, 50, 100].map(given_parts), [500, 1_000, 1_500]);
        assert_eq!([0, 50, 100].map(|trust| alms(40, trust)), [20, 30, 40]);
        assert_eq!([0, 1, 3].map(|drawn| alms(drawn, 50)), [0, 0, 2]);
        assert_eq!((robbed_parts(500), given_parts(-3)), (200, 500), "trust has its range");
    }

    #[test]
    fn standing_goes_by_trust() {
        for (trust, expected) in [
            (0, Standing::Stranger),
            (20, Standing::Stranger),
            (21, Standing::Familiar),
            (50, Standing::Familiar),
            (51, Standing::Regular),
            (80, Standing::Regular),
            (81, Standing::Mate),
            (100, Standing::Mate),
        ] {
            assert_eq!(standing(trust), expected, "{trust}");
        }
    }
}

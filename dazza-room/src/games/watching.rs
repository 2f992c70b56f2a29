//! Money for watching: who has earned it, and how much it is.

use std::time::Duration;

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

/// What watching pays. Source: `commands-and-games.md`, 4.
const USUAL: Money = Money::of(1);

/// What it pays now and then. Source: as above.
const LUCKY: Money = Money::of(3);

/// How often. Unit: percent. Source: as above.
const LUCKY_PERCENT: f64 = 2.0;

/// What ran for less pays nothing, or a list could be skipped through for money. The original had no such figure.
const SHORTEST: Duration = Duration::from_mins(1);

/// Whether somebody has earned it who came `after` the beginning of what ran for `lasted`, and was there at the end.
pub fn has_earned(after: Duration, lasted: Duration) -> bool {
    lasted >= SHORTEST && after <= lasted / 2
}

/// What it pays this time.
pub fn reward(dice: &mut Dice) -> Money {
    if dice.percent(LUCKY_PERCENT) { LUCKY } else { USUAL }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_there_for_half_of_it_has_earned_it() {
        for (after, lasted, earned) in
            [(0, 60, true), (30, 60, true), (31, 60, false), (0, 59, false), (100, 201, true), (101, 201, false)]
        {
            assert_eq!(
                has_earned(Duration::from_secs(after), Duration::from_secs(lasted)),
                earned,
                "{after} of {lasted}"
            );
        }
    }

    #[test]
    fn two_in_a_hundred_are_lucky() {
        let mut dice = Dice::seeded(4);
        let n_lucky = (0..1_000_000).filter(|_| reward(&mut dice) == LUCKY).count();
        // Three standard deviations.
        assert!(n_lucky.abs_diff(20_000) < 3 * 140, "{n_lucky}");
    }
}

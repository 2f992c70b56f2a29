//! What is offered, and how it goes.

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::{CRIMES, Crime, N_OFFERED};

/// How a heist went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Whether it succeeded.
    pub is_success: bool,
    /// What it brought.
    pub haul: Money,
}

/// The crimes to vote on, each as likely.
pub fn offer(dice: &mut Dice) -> Vec<&'static Crime> {
    let mut left: Vec<_> = CRIMES.iter().collect();
    let mut offered = Vec::with_capacity(N_OFFERED);
    while offered.len() < N_OFFERED && !left.is_empty() {
        let drawn = usize::try_from(dice.below(left.len() as u64)).unwrap_or(0);
        offered.push(left.swap_remove(drawn));
    }
    offered
}

/// How `crime` goes: whole dollars between its least and its most, the latter all but never, as in the original.
pub fn outcome(crime: &Crime, dice: &mut Dice) -> Outcome {
    let is_success = dice.percent(f64::from(crime.success));
    // The floor of a uniform real number between the two.
    let drawn = crime.min + dice.below(crime.max - crime.min);
    let haul = if is_success { i64::try_from(drawn).unwrap_or(i64::MAX) } else { 0 };
    Outcome { is_success, haul: Money::of(haul) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::games::heist::crime;

    #[test]
    fn three_different_crimes_are_offered_and_in_time_all() {
        let mut dice = Dice::seeded(3);
        let mut seen = BTreeSet::new();
        for _ in 0..1_000 {
            let ids: BTreeSet<_> = offer(&mut dice).iter().map(|crime| crime.id).collect();
            assert_eq!(ids.len(), N_OFFERED);
            seen.extend(ids);
        }
        assert_eq!(seen.len(), CRIMES.len());
    }

    #[test]
    fn a_crime_succeeds_as_often_as_it_should_and_brings_what_it_may() {
        let (mut dice, bikies) = (Dice::seeded(11), crime("bikies").unwrap());
        let n = 1_000_000_i32;
        let (mut n_won, mut sum) = (0, 0.0);
        for _ in 0..n {
            let Outcome { is_success, haul } = outcome(bikies, &mut dice);
            assert_eq!(is_success, (500..1_500).contains(&haul.dollars()));
            n_won += i32::from(is_success);
            sum += f64::from(u32::try_from(haul.dollars()).unwrap());
        }
        // Three standard deviations of each.
        let (expected, deviation) = (0.4 * f64::from(n), (0.4 * 0.6 * f64::from(n)).sqrt());
        assert!((f64::from(n_won) - expected).abs() < 3.0 * deviation, "{n_won}");
        let mean = sum / f64::from(n_won);
        assert!((mean - 999.5).abs() < 3.0 * 288.7 / f64::from(n_won).sqrt(), "{mean}");
    }
}

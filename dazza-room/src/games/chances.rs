//! What can come of a game, and how likely each of it is: in whole parts, so that means are exact.

use std::collections::BTreeMap;
use std::fmt;

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::odds::Odds;

/// Every amount that can come of something, with how many ways there are to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chances {
    ways: BTreeMap<i64, i128>,
    of: i128,
}

/// What comes of something on average, as a fraction. Unit: dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mean {
    sum: i128,
    of: i128,
}

/// From the first amount to the second, both included and each as likely. Unit: dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between(pub i64, pub i64);

impl Between {
    /// One of the amounts.
    pub fn draw(self, dice: &mut Dice) -> i64 {
        let steps = u64::try_from(self.1.saturating_sub(self.0)).unwrap_or(0);
        self.0.saturating_add(i64::try_from(dice.between(0, steps)).unwrap_or(0))
    }

    /// Every amount.
    pub fn chances(self) -> Chances {
        Chances::even(self.0..=self.1)
    }
}

impl Chances {
    /// What comes for certain.
    pub fn sure(amount: i64) -> Self {
        Self::even([amount])
    }

    /// One of `amounts`, each as likely.
    pub fn even(amounts: impl IntoIterator<Item = i64>) -> Self {
        Self::of_ways(amounts.into_iter().map(|amount| (amount, 1)))
    }

    /// One of several, each in so many parts of all parts.
    pub fn mix(parts: impl IntoIterator<Item = (u32, Self)>) -> Self {
        let parts: Vec<_> = parts.into_iter().collect();
        let whole = parts.iter().fold(1, |whole, (_, of_part)| whole / common_divisor(whole, of_part.of) * of_part.of);
        let ways = parts.iter().flat_map(|(n, of_part)| {
            let factor = i128::from(*n) * (whole / of_part.of);
            of_part.ways.iter().map(move |(amount, ways)| (*amount, ways * factor))
        });
        Self::of_ways(ways)
    }

    /// The same, each amount as `rule` has it.
    #[must_use]
    pub fn map(&self, rule: impl Fn(i64) -> i64) -> Self {
        Self::of_ways(self.ways.iter().map(|(amount, ways)| (rule(*amount), *ways)))
    }

    /// Two at once that know nothing of each other, as `rule` puts them together.
    #[must_use]
    pub fn with(&self, other: &Self, rule: impl Fn(i64, i64) -> i64) -> Self {
        let (rule, pairs) = (&rule, self.ways.iter());
        Self::of_ways(pairs.flat_map(|(a, of_a)| other.ways.iter().map(move |(b, of_b)| (rule(*a, *b), of_a * of_b))))
    }

    /// What comes of it on average.
    pub fn mean(&self) -> Mean {
        let sum: i128 = self.ways.iter().map(|(amount, ways)| i128::from(*amount) * ways).sum();
        let by = common_divisor(sum.abs(), self.of).max(1);
        Mean { sum: sum / by, of: self.of / by }
    }

    /// What it is as a game in which all this is paid for a stake of `stake`.
    pub fn odds(&self, stake: Money) -> Odds {
        let whole = |n: i128| u64::try_from(n).unwrap_or(0);
        let won = self.ways.iter().filter(|(amount, _)| **amount > 0);
        let paid: i128 = won.clone().map(|(amount, ways)| i128::from(*amount) * ways).sum();
        let (winning, staked) = (won.map(|(_, ways)| ways).sum(), self.of * i128::from(stake.dollars()));
        Odds { ways: whole(self.of), winning: whole(winning), staked: whole(staked), paid: whole(paid) }
    }

    /// The amounts, each with how likely it is: from 0 to 1.
    pub fn likelihoods(&self) -> impl Iterator<Item = (i64, f64)> {
        #[expect(clippy::cast_precision_loss, reason = "a likelihood to fifteen digits is enough")]
        self.ways.iter().map(|(amount, ways)| (*amount, *ways as f64 / self.of as f64))
    }

    fn of_ways(ways: impl Iterator<Item = (i64, i128)>) -> Self {
        let mut all = BTreeMap::new();
        for (amount, n) in ways.filter(|(_, n)| *n > 0) {
            *all.entry(amount).or_insert(0) += n;
        }
        let by = all.values().fold(0, |by, n| common_divisor(*n, by)).max(1);
        for n in all.values_mut() {
            *n /= by;
        }
        let of = all.values().sum::<i128>().max(1);
        Self { ways: all, of }
    }
}

impl Mean {
    /// The fraction it is.
    pub fn exactly(self) -> String {
        format!("{} / {}", self.sum, self.of)
    }
}

impl fmt::Display for Mean {
    /// To the cent: `$10.91`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = (self.sum.abs() * 100 + self.of / 2).checked_div(self.of).unwrap_or(0);
        f.write_str(if self.sum < 0 && cents > 0 { "-$" } else { "$" })?;
        write!(f, "{}.{:02}", cents / 100, cents % 100)
    }
}

/// The biggest number that divides both.
const fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Plays a million rounds of which `chances` tell what should come of them, and checks that it does.
    pub(in crate::games) fn a_million_come_out_as(chances: &Chances, mut round: impl FnMut(&mut Dice) -> i64) {
        let n_rounds = 1_000_000_u32;
        let (mut mean, mut square) = (0.0, 0.0);
        for (amount, likelihood) in chances.likelihoods() {
            let amount = f64::from(i32::try_from(amount).unwrap());
            mean += likelihood * amount;
            square += likelihood * amount.powi(2);
        }
        let mut dice = Dice::seeded(20_260_801);
        let sum: f64 = (0..n_rounds).map(|_| f64::from(i32::try_from(round(&mut dice)).unwrap())).sum();
        let (seen, sigma) = (sum / f64::from(n_rounds), ((square - mean * mean) / f64::from(n_rounds)).sqrt());
        assert!((seen - mean).abs() < 3.0 * sigma, "{seen} is not within three of {sigma} of {mean}");
    }

    /// Checks what `chances` come to on average: the fraction, and to the cent.
    pub(in crate::games) fn comes_to(chances: &Chances, exactly: &str, rounded: &str) {
        let mean = chances.mean();
        assert_eq!((mean.exactly().as_str(), mean.to_string().as_str()), (exactly, rounded));
    }

    #[test]
    fn chances_are_mixed_by_their_parts() {
        let dice = Between(1, 6).chances();
        comes_to(&dice, "7 / 2", "$3.50");
        comes_to(&dice.map(|n| n / 2), "3 / 2", "$1.50");
        comes_to(&dice.with(&dice, |a, b| a + b), "7 / 1", "$7.00");
        comes_to(&dice.with(&Chances::sure(-4), |a, b| a + b), "-1 / 2", "-$0.50");
        let mixed = Chances::mix([(1, Chances::sure(0)), (2, dice.clone()), (0, Chances::sure(1_000))]);
        comes_to(&mixed, "7 / 3", "$2.33");
        assert_eq!(mixed.likelihoods().count(), 7, "what has no part cannot come");
        assert_eq!(Chances::mix([(3, dice.clone()), (5, dice.clone())]), dice);
        comes_to(&Chances::even([]), "0 / 1", "$0.00");
        assert_eq!(Chances::even([-1, 0, 0, 0]).map(|n| n).mean().to_string(), "-$0.25");
    }

    #[test]
    fn amounts_are_drawn_from_end_to_end() {
        let mut dice = Dice::seeded(1);
        let drawn: std::collections::BTreeSet<_> = (0..200).map(|_| Between(-1, 2).draw(&mut dice)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [-1, 0, 1, 2]);
        assert_eq!(Between(5, 4).draw(&mut dice), 5);
    }
}

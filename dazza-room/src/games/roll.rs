//! Throwing dice: what may be thrown, what falls, and how good it is.

use std::fmt;
use std::str::FromStr;

use dazza_shared::dice::Dice;

/// Most dice in one throw. Source: `commands-and-games.md`, 2.8.
const MAX_DICE: u64 = 100;

/// Most sides of a die. Source: `commands-and-games.md`, 2.8.
const MAX_SIDES: u64 = 1_000;

/// A total that is remarked upon. Source: `commands-and-games.md`, 2.8.
const FOUR_TWENTY: u64 = 420;

/// What is to be thrown: so many dice of so many sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throw {
    n_dice: u64,
    sides: u64,
}

/// Why something cannot be thrown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadThrow {
    /// It is not of the form `XdY`.
    Unreadable,
    /// No dice, or dice without sides.
    Nothing,
    /// Too many dice or sides.
    TooMuch,
}

/// How good a throw is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Two dice of six sides, both ones.
    SnakeEyes,
    /// Several dice, all alike.
    AllEqual,
    /// A total of 420.
    FourTwenty,
    /// In the lowest part of what could fall.
    Low,
    /// In the middle.
    Middling,
    /// In the upper part.
    High,
}

impl Throw {
    /// What falls. Chance is used here and nowhere else in the game.
    pub fn draw(self, dice: &mut Dice) -> Vec<u64> {
        (0..self.n_dice).map(|_| dice.between(1, self.sides)).collect()
    }

    /// How good `fallen` is: the first that fits. Source: `commands-and-games.md`, 2.8.
    pub fn tier(self, fallen: &[u64]) -> Tier {
        let total: u64 = fallen.iter().sum();
        let is_several = self.n_dice > 1;
        let (low, middling) = if is_several { (25, 60) } else { (20, 50) };
        let is_within = |percent: u64| total * 100 <= percent * self.n_dice * self.sides;
        if fallen == [1, 1] && self.sides == 6 {
            Tier::SnakeEyes
        } else if is_several && fallen.windows(2).all(|pair| pair.first() == pair.last()) {
            Tier::AllEqual
        } else if total == FOUR_TWENTY {
            Tier::FourTwenty
        } else if is_within(low) {
            Tier::Low
        } else if is_within(middling) {
            Tier::Middling
        } else {
            Tier::High
        }
    }

    /// How many dice are thrown.
    pub fn n_dice(self) -> u64 {
        self.n_dice
    }
}

impl Default for Throw {
    /// One die of six sides.
    fn default() -> Self {
        Self { n_dice: 1, sides: 6 }
    }
}

impl FromStr for Throw {
    type Err = BadThrow;

    /// Reads `XdY`; without `X` it is one die.
    fn from_str(text: &str) -> Result<Self, BadThrow> {
        let (n_dice, sides) = text.split_once(['d', 'D']).ok_or(BadThrow::Unreadable)?;
        let n_dice = if n_dice.is_empty() { 1 } else { number(n_dice)? };
        match (n_dice, number(sides)?) {
            (0, _) | (_, 0) => Err(BadThrow::Nothing),
            (n_dice, sides) if n_dice > MAX_DICE || sides > MAX_SIDES => Err(BadThrow::TooMuch),
            (n_dice, sides) => Ok(Self { n_dice, sides }),
        }
    }
}

impl fmt::Display for Throw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}d{}", self.n_dice, self.sides)
    }
}

/// Digits as a number; more than anybody can mean counts as a very large one.
fn number(digits: &str) -> Result<u64, BadThrow> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(BadThrow::Unreadable);
    }
    Ok(digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn throws_are_read_strictly() {
        let throw = |n_dice, sides| Ok(Throw { n_dice, sides });
        for (text, read) in [
            ("2d6", throw(2, 6)),
            ("d20", throw(1, 20)),
            ("1D1", throw(1, 1)),
            ("100d1000", throw(100, 1_000)),
            ("0d6", Err(BadThrow::Nothing)),
            ("2d0", Err(BadThrow::Nothing)),
            ("101d6", Err(BadThrow::TooMuch)),
            ("1d1001", Err(BadThrow::TooMuch)),
            ("99999999999999999999d6", Err(BadThrow::TooMuch)),
            ("20", Err(BadThrow::Unreadable)),
            ("2d", Err(BadThrow::Unreadable)),
            ("d", Err(BadThrow::Unreadable)),
            ("+2d6", Err(BadThrow::Unreadable)),
            ("2d6x", Err(BadThrow::Unreadable)),
            ("٢d٦", Err(BadThrow::Unreadable)),
        ] {
            assert_eq!(text.parse::<Throw>(), read, "{text}");
        }
        assert_eq!(Throw::default().to_string(), "1d6");
    }

    #[test]
    fn every_tier_has_its_place() {
        for (throw, fallen, tier) in [
            ("1d10", vec![2], Tier::Low),
            ("1d10", vec![3], Tier::Middling),
            ("1d10", vec![5], Tier::Middling),
            ("1d10", vec![6], Tier::High),
            ("1d1000", vec![420], Tier::FourTwenty),
            ("1d1", vec![1], Tier::High),
            ("2d6", vec![1, 1], Tier::SnakeEyes),
            ("2d8", vec![1, 1], Tier::AllEqual),
            ("3d6", vec![1, 1, 1], Tier::AllEqual),
            ("2d1000", vec![210, 210], Tier::AllEqual),
            ("2d1000", vec![419, 1], Tier::FourTwenty),
            ("2d10", vec![2, 3], Tier::Low),
            ("2d10", vec![2, 4], Tier::Middling),
            ("2d10", vec![2, 10], Tier::Middling),
            ("2d10", vec![3, 10], Tier::High),
        ] {
            assert_eq!(throw.parse::<Throw>().unwrap().tier(&fallen), tier, "{throw} {fallen:?}");
        }
    }

    proptest! {
        #[test]
        fn totals_lie_in_range(n_dice in 1..=100_u64, sides in 1..=1_000_u64, seed: u64) {
            let throw = Throw { n_dice, sides };
            let fallen = throw.draw(&mut Dice::seeded(seed));
            prop_assert_eq!(fallen.len() as u64, n_dice);
            prop_assert!(fallen.iter().all(|pips| (1..=sides).contains(pips)));
            throw.tier(&fallen);
            prop_assert_eq!(throw.to_string().parse::<Throw>(), Ok(throw));
        }
    }
}

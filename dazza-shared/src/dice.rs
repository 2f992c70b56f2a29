//! The only source of chance: seeded, so that any draw can be played again.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

/// A named generator (`ChaCha8`) with its seed at hand.
#[derive(Clone, Debug)]
pub struct Dice {
    seed: u64,
    rng: ChaCha8Rng,
}

impl Dice {
    /// Dice that fall the same way for the same `seed`.
    pub fn seeded(seed: u64) -> Self {
        Self { seed, rng: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// Dice with a seed that nobody can foretell: hashed from the system's random keys.
    pub fn unforeseen() -> Self {
        use std::hash::{BuildHasher, RandomState};
        Self::seeded(RandomState::new().hash_one(std::process::id()))
    }

    /// The seed these dice were made with; kept with what they decided.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Dice of their own for one use, so that one draw more here moves no draw there.
    #[must_use]
    pub fn child(&mut self) -> Self {
        Self::seeded(self.rng.next_u64())
    }

    /// A whole number from 0 to `n - 1`, each as likely; 0 when `n` is 0.
    ///
    /// Draws again above the last whole multiple of `n`, so that no number is favoured.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        let limit = u64::MAX - u64::MAX % n;
        loop {
            let drawn = self.rng.next_u64();
            if drawn < limit {
                return drawn % n;
            }
        }
    }

    /// A whole number from `low` to `high`, both included; `low` when the range is empty.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high.saturating_sub(low).saturating_add(1))
    }

    /// A real number from 0 up to, but not including, 1.
    pub fn unit(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit a double exactly")]
        let numerator = (self.rng.next_u64() >> 11) as f64;
        numerator / 9_007_199_254_740_992.0
    }

    /// True `percent` times in a hundred.
    pub fn percent(&mut self, percent: f64) -> bool {
        self.unit() * 100.0 < percent
    }

    /// One of `items`, each as likely; `None` when there are none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let index = usize::try_from(self.below(items.len() as u64)).unwrap_or(0);
        items.get(index)
    }

    /// One of `items`, each as likely as its weight has it; `None` when nothing has any weight.
    pub fn weighted<'a, T>(&mut self, items: &'a [(T, u32)]) -> Option<&'a T> {
        let total: u64 = items.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let mut left = self.below(total);
        for (item, weight) in items {
            match left.checked_sub(u64::from(*weight)) {
                Some(rest) => left = rest,
                None => return Some(item),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_falls_the_same_way() {
        let draw = |seed| {
            let mut dice = Dice::seeded(seed);
            (0..20).map(|_| dice.between(1, 6)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn draws_stay_in_their_range_and_reach_its_ends() {
        let mut dice = Dice::seeded(1);
        let drawn: std::collections::BTreeSet<_> = (0..1_000).map(|_| dice.between(3, 5)).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), [3, 4, 5]);
        assert_eq!(dice.below(0), 0);
        assert!((0..1_000).all(|_| (0.0..1.0).contains(&dice.unit())));
        assert_eq!(dice.pick::<u8>(&[]), None);
    }

    #[test]
    fn a_weight_is_how_often_it_falls() {
        let items = [("never", 0), ("often", 3), ("seldom", 1), ("nor this", 0)];
        let mut dice = Dice::seeded(3);
        let drawn: Vec<_> = (0..4_000).filter_map(|_| dice.weighted(&items).copied()).collect();
        let n_often = drawn.iter().filter(|item| **item == "often").count();
        assert_eq!(drawn.len(), 4_000);
        assert!(drawn.iter().all(|item| ["often", "seldom"].contains(item)));
        assert!((2_900..=3_100).contains(&n_often), "{n_often}");
        assert_eq!(dice.weighted(&[("never", 0)]), None);
        assert_eq!(dice.weighted::<u8>(&[]), None);
    }
}

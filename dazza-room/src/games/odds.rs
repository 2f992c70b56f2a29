//! What a game gives back, counted out over all that can fall.

use std::fmt;

/// What a game gives back at one stake. All counts are of equally likely ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Odds {
    /// How many ways a round can go.
    pub ways: u64,
    /// In how many of them something is paid.
    pub winning: u64,
    /// What is staked over all ways. Unit: dollars.
    pub staked: u64,
    /// What is paid over all ways. Unit: dollars.
    pub paid: u64,
}

impl Odds {
    /// What comes back of a stake on the whole, rounded. Unit: tenths of a percent.
    pub fn returned(self) -> u64 {
        per_mille(self.paid, self.staked)
    }

    /// What comes back of a stake, as the fraction it is: what is paid over all ways of what is staked.
    pub fn exactly(self) -> String {
        let by = common_divisor(self.paid, self.staked).max(1);
        format!("{} / {}", self.paid / by, self.staked / by)
    }

    /// How often something is paid, rounded. Unit: tenths of a percent.
    pub fn hit_rate(self) -> u64 {
        per_mille(self.winning, self.ways)
    }
}

impl fmt::Display for Odds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (returned, hit_rate) = (self.returned(), self.hit_rate());
        write!(
            f,
            "gives back {}.{} % of what is staked and pays in {}.{} % of rounds",
            returned / 10,
            returned % 10,
            hit_rate / 10,
            hit_rate % 10
        )
    }
}

fn per_mille(part: u64, whole: u64) -> u64 {
    let (part, whole) = (u128::from(part), u128::from(whole));
    let rounded = (part * 1_000 + whole / 2).checked_div(whole).unwrap_or(0);
    u64::try_from(rounded).unwrap_or(u64::MAX)
}

/// The biggest number that divides both.
const fn common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odds_are_told_to_a_tenth_of_a_percent() {
        let odds = Odds { ways: 8, winning: 1, staked: 800, paid: 399 };
        assert_eq!(odds.to_string(), "gives back 49.9 % of what is staked and pays in 12.5 % of rounds");
        assert_eq!(odds.exactly(), "399 / 800");
        assert_eq!(Odds { paid: 400, ..odds }.exactly(), "1 / 2");
        assert_eq!(Odds { ways: 0, winning: 0, staked: 0, paid: 0 }.exactly(), "0 / 0");
        assert_eq!(Odds { ways: 0, winning: 0, staked: 0, paid: 0 }.returned(), 0);
        assert_eq!(Odds { ways: 1, winning: 1, staked: u64::MAX, paid: u64::MAX }.returned(), 1_000);
    }
}

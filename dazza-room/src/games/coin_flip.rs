//! Flipping a coin: against the house, and between two players.

use std::time::Duration;

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::odds::Odds;

/// How long a challenge stands. Source: `commands-and-games.md`, 6.2.
pub const CHALLENGE_STANDS: Duration = Duration::from_secs(30);

/// Stake from which on a win against the house is told to the room. Source: `commands-and-games.md`, 6.1.
pub const TOLD_FROM: Money = Money::of(100);

/// How often a loser to the house is taunted. Unit: percent. Source: `commands-and-games.md`, 6.1.
pub const TAUNT_PERCENT: f64 = 30.0;

/// How often a duel gets a remark. Unit: percent. Source: `commands-and-games.md`, 6.2.
pub const REMARK_PERCENT: f64 = 40.0;

/// A side of the coin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The head.
    Heads,
    /// The other one.
    Tails,
}

/// Who wins a duel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Winner {
    /// Who asked for the duel.
    Challenger,
    /// Who was asked, and called a side.
    Challenged,
}

/// A side, each as likely: what falls, and what is called for a player who does not.
pub fn flip(dice: &mut Dice) -> Side {
    if dice.below(2) == 0 { Side::Heads } else { Side::Tails }
}

/// What the house pays for `stake` when `call` was called and `fallen` fell; `None` if no such amount can be written.
pub fn payout(call: Side, fallen: Side, stake: Money) -> Option<Money> {
    if call == fallen { pot(stake) } else { Some(Money::ZERO) }
}

/// Who wins a duel in which the challenged called `call` and `fallen` fell.
pub fn duel(call: Side, fallen: Side) -> Winner {
    if call == fallen { Winner::Challenged } else { Winner::Challenger }
}

/// What the winner takes when both have put in `stake`; `None` if no such amount can be written.
pub fn pot(stake: Money) -> Option<Money> {
    stake.times(2)
}

/// A streak after one round more: wins count up from 1, losses down from -1. Source: `commands-and-games.md`, 6.2.
pub fn streak(before: i64, is_win: bool) -> i64 {
    match (is_win, before) {
        (true, 0..) => before.saturating_add(1),
        (true, _) => 1,
        (false, ..=0) => before.saturating_sub(1),
        (false, _) => -1,
    }
}

/// What a flip against the house gives back.
pub fn odds() -> Odds {
    let stake = Money::of(1);
    let sides = [Side::Heads, Side::Tails];
    let paid = sides.map(|fallen| payout(Side::Heads, fallen, stake).unwrap_or_default().dollars().unsigned_abs());
    Odds {
        ways: 2,
        winning: paid.iter().filter(|paid| **paid > 0).count() as u64,
        staked: 2 * stake.dollars().unsigned_abs(),
        paid: paid.iter().sum(),
    }
}

impl Side {
    /// The side that `text` is exactly the name of, case aside.
    pub fn named(text: &str) -> Option<Self> {
        [Self::Heads, Self::Tails].into_iter().find(|side| text.eq_ignore_ascii_case(side.name()))
    }

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Heads => "heads",
            Self::Tails => "tails",
        }
    }

    /// The other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Heads => Self::Tails,
            Self::Tails => Self::Heads,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_called_by_its_exact_name() {
        for (text, side) in [
            ("heads", Some(Side::Heads)),
            ("TAILS", Some(Side::Tails)),
            ("head", None),
            ("heads ", None),
            ("heads or tails", None),
            ("", None),
        ] {
            assert_eq!(Side::named(text), side, "{text}");
        }
    }

    #[test]
    fn the_right_call_pays_double() {
        let stake = Money::of(70);
        for (call, fallen, paid, winner) in [
            (Side::Heads, Side::Heads, 140, Winner::Challenged),
            (Side::Heads, Side::Tails, 0, Winner::Challenger),
            (Side::Tails, Side::Heads, 0, Winner::Challenger),
            (Side::Tails, Side::Tails, 140, Winner::Challenged),
        ] {
            assert_eq!(payout(call, fallen, stake), Some(Money::of(paid)));
            assert_eq!(duel(call, fallen), winner);
            assert_ne!(duel(call.other(), fallen), winner);
        }
        assert_eq!(payout(Side::Heads, Side::Heads, Money::of(i64::MAX)), None);
    }

    #[test]
    fn a_streak_is_broken_by_the_other_outcome() {
        for (before, is_win, after) in [
            (0, true, 1),
            (3, true, 4),
            (-3, true, 1),
            (0, false, -1),
            (-3, false, -4),
            (3, false, -1),
            (i64::MAX, true, i64::MAX),
        ] {
            assert_eq!(streak(before, is_win), after, "{before} {is_win}");
        }
    }

    #[test]
    fn the_house_gives_back_all_of_it_and_the_coin_is_fair() {
        assert_eq!((odds().returned(), odds().hit_rate(), odds().exactly()), (1_000, 500, "1 / 1".to_owned()));
        let mut dice = Dice::seeded(11);
        let n_heads = (0..100_000).filter(|_| flip(&mut dice) == Side::Heads).count();
        assert!(n_heads.abs_diff(50_000) < 3 * 158, "{n_heads} is more than three standard deviations off");
    }
}

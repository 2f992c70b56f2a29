//! The pokies: three reels, what they show, and what that pays.

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::odds::Odds;

/// Highest stake. Source: `commands-and-games.md`, 2.4.
pub const MOST: Money = Money::of(1_000);

/// Stake from which on a loss may get a second remark. Source: `commands-and-games.md`, 2.4.
pub const BIG_STAKE: Money = Money::of(50);

/// How often a loss gets a remark. Unit: percent. Source: `commands-and-games.md`, 2.4.
pub const LOSS_REMARK_PERCENT: f64 = 30.0;

/// How often the loss of a big stake gets a second remark. Unit: percent. Source: `commands-and-games.md`, 2.4.
pub const BIG_STAKE_REMARK_PERCENT: f64 = 50.0;

/// A stop of a reel, with how likely it is. Unit: parts of 200, so that halves of a percent are whole.
///
/// Source: `commands-and-games.md`, 2.4.
const STOPS: [(Symbol, u32); 7] = [
    (Symbol::Cherry, 70),
    (Symbol::Beer, 60),
    (Symbol::MoneyBag, 40),
    (Symbol::Bell, 20),
    (Symbol::Seven, 6),
    (Symbol::Diamond, 3),
    (Symbol::Slot, 1),
];

/// Parts of a stake that [`Symbol::pair`] is told in.
const QUARTERS: u32 = 4;

/// What one reel can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol {
    /// 🍒
    Cherry,
    /// 🍺
    Beer,
    /// 💰
    MoneyBag,
    /// 🔔
    Bell,
    /// A lucky seven.
    Seven,
    /// 💎
    Diamond,
    /// 🎰
    Slot,
}

/// What the three reels show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reels(pub [Symbol; 3]);

/// What a spin came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Three slots.
    MegaJackpot,
    /// Three diamonds or sevens.
    Jackpot,
    /// Three of any other kind.
    Triple,
    /// Two neighbours alike that pay.
    SmallWin,
    /// Two neighbours alike that do not.
    Pair,
    /// Nothing.
    Loss,
}

/// A win that the room hears of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fanfare {
    /// At least 50 times the stake.
    Jackpot,
    /// At least 10 times the stake.
    BigWin,
}

/// What the reels show. Chance is used here and nowhere else in the game.
pub fn spin(dice: &mut Dice) -> Reels {
    Reels([(); 3].map(|()| *dice.weighted(&STOPS).unwrap_or(&Symbol::Cherry)))
}

/// What `reels` pay for `stake`: more than the stake, or nothing. Source: `commands-and-games.md`, 2.4.
///
/// A stake is at most [`MOST`]; a payout that could not be written down would be nothing.
pub fn payout(reels: Reels, stake: Money) -> Money {
    let quarters = match reels.alike() {
        (3, symbol) => symbol.triple() * QUARTERS,
        (2, symbol) => symbol.pair(),
        _ => 0,
    };
    stake.share(quarters, QUARTERS).filter(|paid| *paid > stake).unwrap_or_default()
}

/// What kind of outcome `reels` are for `stake`.
pub fn outcome(reels: Reels, stake: Money) -> Outcome {
    match reels.alike() {
        (3, Symbol::Slot) => Outcome::MegaJackpot,
        (3, Symbol::Diamond | Symbol::Seven) => Outcome::Jackpot,
        (3, _) => Outcome::Triple,
        (2, _) if payout(reels, stake) > Money::ZERO => Outcome::SmallWin,
        (2, _) => Outcome::Pair,
        _ => Outcome::Loss,
    }
}

/// Whether the room hears of `paid` for `stake`, and how. Source: `commands-and-games.md`, 2.4.
pub fn fanfare(paid: Money, stake: Money) -> Option<Fanfare> {
    let is_worth = |times| stake.times(times).is_some_and(|bar| bar > Money::ZERO && paid >= bar);
    match (is_worth(50), is_worth(10)) {
        (true, _) => Some(Fanfare::Jackpot),
        (_, true) => Some(Fanfare::BigWin),
        _ => None,
    }
}

/// What a spin at `stake` gives back: odd stakes a little less, for halves of a dollar are lost.
pub fn odds(stake: Money) -> Odds {
    let mut odds = Odds { ways: 0, winning: 0, staked: 0, paid: 0 };
    for (reels, ways) in all_reels() {
        let paid = payout(reels, stake).dollars().unsigned_abs();
        odds.ways += ways;
        odds.winning += if paid > 0 { ways } else { 0 };
        odds.staked += ways * stake.dollars().unsigned_abs();
        odds.paid += ways * paid;
    }
    odds
}

/// All that the reels can show, with how many ways there are to it.
fn all_reels() -> impl Iterator<Item = (Reels, u64)> {
    STOPS.iter().flat_map(|(a, of_a)| {
        STOPS.iter().flat_map(move |(b, of_b)| {
            STOPS
                .iter()
                .map(move |(c, of_c)| (Reels([*a, *b, *c]), [of_a, of_b, of_c].map(|n| u64::from(*n)).iter().product()))
        })
    })
}

impl Reels {
    /// How many neighbours are alike, and what they show. The first and the last are no neighbours.
    fn alike(self) -> (u32, Symbol) {
        let [left, middle, right] = self.0;
        (1 + u32::from(left == middle) + u32::from(middle == right), middle)
    }
}

impl Symbol {
    /// How it is drawn.
    pub const fn picture(self) -> &'static str {
        match self {
            Self::Cherry => "🍒",
            Self::Beer => "🍺",
            Self::MoneyBag => "💰",
            Self::Bell => "🔔",
            Self::Seven => "7️⃣",
            Self::Diamond => "💎",
            Self::Slot => "🎰",
        }
    }

    /// What three of it pay. Unit: times the stake. Source: `commands-and-games.md`, 2.4.
    const fn triple(self) -> u32 {
        match self {
            Self::Cherry => 2,
            Self::Beer => 3,
            Self::MoneyBag => 5,
            Self::Bell => 10,
            Self::Seven => 25,
            Self::Diamond => 50,
            Self::Slot => 100,
        }
    }

    /// What two neighbours of it are worth. Unit: quarters of the stake. Source: `commands-and-games.md`, 2.4.
    const fn pair(self) -> u32 {
        match self {
            Self::Cherry => 2,
            Self::Beer => 3,
            Self::MoneyBag => 4,
            Self::Bell => 6,
            Self::Seven => 8,
            Self::Diamond => 12,
            Self::Slot => 20,
        }
    }
}

impl std::fmt::Display for Reels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [left, middle, right] = self.0.map(Symbol::picture);
        write!(f, "{left} {middle} {right}")
    }
}

#[cfg(test)]
mod tests {
    use super::Symbol::{Beer, Bell, Cherry, Diamond, MoneyBag, Seven, Slot};
    use super::*;

    #[test]
    fn reels_pay_by_the_table() {
        for (reels, stake, paid, kind) in [
            ([Slot, Slot, Slot], 1, 100, Outcome::MegaJackpot),
            ([Diamond, Diamond, Diamond], 1_000, 50_000, Outcome::Jackpot),
            ([Seven, Seven, Seven], 2, 50, Outcome::Jackpot),
            ([Bell, Bell, Bell], 3, 30, Outcome::Triple),
            ([MoneyBag, MoneyBag, MoneyBag], 3, 15, Outcome::Triple),
            ([Beer, Beer, Beer], 3, 9, Outcome::Triple),
            ([Cherry, Cherry, Cherry], 3, 6, Outcome::Triple),
            ([Slot, Slot, Beer], 10, 50, Outcome::SmallWin),
            ([Beer, Diamond, Diamond], 10, 30, Outcome::SmallWin),
            ([Seven, Seven, Bell], 10, 20, Outcome::SmallWin),
            ([Bell, Bell, Seven], 10, 15, Outcome::SmallWin),
            ([Bell, Bell, Seven], 3, 4, Outcome::SmallWin),
            ([Bell, Bell, Seven], 1, 0, Outcome::Pair),
            ([MoneyBag, MoneyBag, Slot], 1_000, 0, Outcome::Pair),
            ([Slot, Beer, Beer], 1_000, 0, Outcome::Pair),
            ([Cherry, Cherry, Slot], 1_000, 0, Outcome::Pair),
            ([Slot, Cherry, Slot], 1_000, 0, Outcome::Loss),
            ([Cherry, Beer, Bell], 1_000, 0, Outcome::Loss),
        ] {
            let (reels, stake) = (Reels(reels), Money::of(stake));
            assert_eq!(payout(reels, stake), Money::of(paid), "{reels} for {stake}");
            assert_eq!(outcome(reels, stake), kind, "{reels} for {stake}");
        }
    }

    #[test]
    fn a_payout_is_nothing_or_more_than_the_stake_at_any_stake() {
        for stake in (1..=1_000).map(Money::of) {
            for (reels, _) in all_reels() {
                let paid = payout(reels, stake);
                let is_win = !matches!(outcome(reels, stake), Outcome::Pair | Outcome::Loss);
                assert_eq!(paid > stake, is_win, "{reels} for {stake}");
                assert!(paid == Money::ZERO || is_win, "{reels} for {stake}");
            }
        }
    }

    #[test]
    fn the_whole_table_gives_back_what_the_manual_says() {
        let odds = odds(Money::of(100));
        assert_eq!(odds, Odds { ways: 8_000_000, winning: 793_156, staked: 800_000_000, paid: 199_741_400 });
        assert_eq!(odds.to_string(), "gives back 25.0 % of what is staked and pays in 9.9 % of rounds");
        assert_eq!(odds.exactly(), "998707 / 4000000");
        assert_eq!(super::odds(Money::of(1)).returned(), 223);
    }

    #[test]
    fn a_million_spins_come_out_as_the_table_has_it() {
        let (n_spins, stake) = (1_000_000_u32, Money::of(2));
        let ratio = |paid: Money| f64::from(i32::try_from(paid.dollars()).unwrap()) / 2.0;
        let (mut mean, mut square) = (0.0, 0.0);
        for (reels, ways) in all_reels() {
            let likelihood = f64::from(u32::try_from(ways).unwrap()) / 8_000_000.0;
            mean += likelihood * ratio(payout(reels, stake));
            square += likelihood * ratio(payout(reels, stake)).powi(2);
        }
        let mut dice = Dice::seeded(20_260_801);
        let paid: f64 = (0..n_spins).map(|_| ratio(payout(spin(&mut dice), stake))).sum();
        let (seen, sigma) = (paid / f64::from(n_spins), ((square - mean * mean) / f64::from(n_spins)).sqrt());
        assert!((mean - 0.249_676_75).abs() < 1e-12, "{mean}");
        assert!((seen - mean).abs() < 3.0 * sigma, "{seen} is not within three of {sigma} of {mean}");
    }

    #[test]
    fn the_room_hears_of_the_big_ones() {
        for (paid, stake, heard) in [
            (50, 1, Some(Fanfare::Jackpot)),
            (49, 1, Some(Fanfare::BigWin)),
            (100, 10, Some(Fanfare::BigWin)),
            (99, 10, None),
            (0, 10, None),
            (0, 0, None),
        ] {
            assert_eq!(fanfare(Money::of(paid), Money::of(stake)), heard, "{paid} for {stake}");
        }
        assert_eq!(Reels([Cherry, Seven, Slot]).to_string(), "🍒 7️⃣ 🎰");
    }
}

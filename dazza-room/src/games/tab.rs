//! A bet on a race: who runs, at what price, and how it ends.

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::chances::Between;
use super::odds::Odds;

/// Highest stake. Source: `commands-and-games.md`, 2.4.
pub const MOST: Money = Money::of(500);

/// Price from which on the room hears of a win, and a big one is shared. Source: `commands-and-games.md`, 0.5 and 2.4.
pub const TOLD_FROM: i64 = 10;

/// The prices, each as likely. Unit: times the stake. Source: `commands-and-games.md`, 2.4.
const PRICES: Between = Between(2, 16);

/// The numbers a race can have. Source: as above.
const NUMBERS: Between = Between(1, 8);

/// How many run.
const FIELD: usize = 6;

/// Parts of a chance, for each point of the price.
const PARTS: i64 = 20;

/// Parts in which the runner wins: three quarters of a chance, divided by the price.
///
/// `[balance]` Originally the runner won in 20 % at every price, and a stake brought back 195 % of itself.
const WIN: i64 = 15;

/// Parts in which the runner comes second, for each point of the price: 15 %. Source: as above.
const SECOND: i64 = 3;

/// Parts in which the runner comes third, for each point of the price: 15 %. Source: as above.
const THIRD: i64 = 3;

/// What can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Horses.
    Horse,
    /// Dogs.
    Dog,
}

/// A race with a bet on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Race {
    /// Where it is run.
    pub track: &'static str,
    /// Which of the day it is.
    pub number: i64,
    /// The runner that the bet is on.
    pub runner: &'static str,
    /// The others.
    pub others: Vec<&'static str>,
    /// What a win pays. Unit: times the stake.
    pub price: i64,
    /// How it ends.
    pub finish: Finish,
}

/// How a race ends for the runner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// In front.
    First,
    /// Next to that.
    Second,
    /// Next to that again.
    Third,
    /// Nowhere.
    Unplaced,
}

/// A race, and how it ends. Chance is used here and nowhere else in the game.
pub fn race(dice: &mut Dice, kind: Kind) -> Race {
    let mut names = kind.names().to_vec();
    let mut field = Vec::with_capacity(FIELD);
    while field.len() < FIELD && !names.is_empty() {
        let index = usize::try_from(dice.below(names.len() as u64)).unwrap_or(0);
        field.push(names.swap_remove(index));
    }
    let track = dice.pick(kind.tracks()).copied().unwrap_or_default();
    let (number, price) = (NUMBERS.draw(dice), PRICES.draw(dice));
    let finish = finish(dice, price);
    // The field is in no order, so that its first is as random as any.
    let runner = field.first().copied().unwrap_or_default();
    Race { track, number, runner, others: field.split_off(1.min(field.len())), price, finish }
}

/// What `finish` at `price` pays for `stake`. Source: `commands-and-games.md`, 2.4.
///
/// A stake is at most [`MOST`]; a payout that could not be written down would be nothing.
pub fn payout(finish: Finish, price: i64, stake: Money) -> Money {
    match finish {
        Finish::First => stake.times(price),
        Finish::Second | Finish::Third => stake.share(1, 2),
        Finish::Unplaced => None,
    }
    .unwrap_or_default()
}

/// What a bet of `stake` gives back over all prices: odd stakes a little less, for halves of a dollar are lost.
pub fn odds(stake: Money) -> Odds {
    let all: Vec<_> = (PRICES.0..=PRICES.1).flat_map(|price| finishes(price).map(|(end, n)| (end, price, n))).collect();
    // Each price is as likely, but has chances of its own: as many ways for each as all their parts go into.
    let whole = (PRICES.0..=PRICES.1).fold(1, |whole, price| whole * price / common_divisor(whole, price));
    let mut odds = Odds { ways: 0, winning: 0, staked: 0, paid: 0 };
    for (finish, price, parts) in all {
        let ways = (parts * (whole / price)).unsigned_abs();
        let paid = payout(finish, price, stake).dollars().unsigned_abs();
        odds.ways += ways;
        odds.winning += if paid > 0 { ways } else { 0 };
        odds.staked += ways * stake.dollars().unsigned_abs();
        odds.paid += ways * paid;
    }
    odds
}

fn finish(dice: &mut Dice, price: i64) -> Finish {
    let finishes = finishes(price).map(|(finish, parts)| (finish, u32::try_from(parts).unwrap_or(0)));
    dice.weighted(&finishes).copied().unwrap_or(Finish::Unplaced)
}

/// How a race can end at `price`, and in how many of `PARTS * price` parts it does.
const fn finishes(price: i64) -> [(Finish, i64); 4] {
    let (second, third) = (SECOND * price, THIRD * price);
    [
        (Finish::First, WIN),
        (Finish::Second, second),
        (Finish::Third, third),
        (Finish::Unplaced, PARTS * price - WIN - second - third),
    ]
}

/// The biggest number that divides both.
const fn common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

impl Kind {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Horse, Self::Dog];

    /// As it is typed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Horse => "horse",
            Self::Dog => "dog",
        }
    }

    /// Where they run. Source: `commands-and-games.md`, 2.4.
    pub const fn tracks(self) -> &'static [&'static str] {
        match self {
            Self::Horse => &["Flemington", "Randwick", "Moonee Valley", "Caulfield", "Rosehill"],
            Self::Dog => &["Wentworth Park", "The Gardens", "Sandown Park", "Albion Park", "The Meadows"],
        }
    }

    /// Who may run.
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Horse => &[
                "Nan's Good Couch",
                "Servo Pie",
                "Budgie Whisperer",
                "Sunburnt Ankles",
                "Cold Chips",
                "Tax Return",
                "Wobbly Trolley",
                "Esky Lid",
                "Bin Night",
                "Thong Blowout",
                "Bunyip Express",
                "Left At Gundagai",
                "Sausage Sizzle",
                "Flat Lemonade",
                "Cousin Barry",
                "Soggy Meat Tray",
                "Hills Hoist Hero",
                "Magpie Season",
                "Half A Lamington",
                "Roo On The Loose",
            ],
            Self::Dog => &[
                "Gravy Bones",
                "Sock Thief",
                "Postie's Nightmare",
                "Tripod",
                "Ute Barker",
                "Sniffs A Lot",
                "Couch Hog",
                "Zoomies",
                "Snag Snatcher",
                "Who's A Good Boy",
                "Bath Dodger",
                "Seagull Chaser",
                "Muddy Paws",
                "Dropped Chip",
                "Slobber Knocker",
                "Squeaky Toy",
            ],
        }
    }
}

impl Finish {
    /// What it is called in the ledger, and told as.
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Third => "third",
            Self::Unplaced => "unplaced",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::games::chances::Chances;
    use crate::games::chances::tests::a_million_come_out_as;

    fn at_price(price: i64, stake: Money) -> Chances {
        let parts = finishes(price).map(|(finish, n)| (u32::try_from(n).unwrap(), payout(finish, price, stake)));
        Chances::mix(parts.map(|(n, paid)| (n, Chances::sure(paid.dollars()))))
    }

    #[test]
    fn every_price_gives_back_nine_tenths() {
        for price in PRICES.0..=PRICES.1 {
            assert_eq!(at_price(price, Money::of(10)).mean().exactly(), "9 / 1", "at {price}");
            let [(_, win), (_, second), (_, third), (_, nowhere)] = finishes(price);
            assert_eq!(win * 4 * price, 3 * PARTS * price, "three quarters by the price: {price}");
            assert_eq!((second + third) * 10, 3 * PARTS * price, "{price}");
            assert!(nowhere > 0 && second == third && win + second + third + nowhere == PARTS * price);
        }
    }

    #[test]
    fn the_whole_table_gives_back_what_the_manual_says() {
        let even = odds(Money::of(100));
        assert_eq!((even.exactly().as_str(), even.returned(), even.hit_rate()), ("9 / 10", 900, 419));
        assert_eq!(odds(Money::of(1)).returned(), 750, "half a dollar is lost");
        assert_eq!(odds(MOST).exactly(), "9 / 10");
    }

    #[test]
    fn a_million_bets_come_out_as_the_table_has_it() {
        let stake = Money::of(10);
        let all = Chances::mix((PRICES.0..=PRICES.1).map(|price| (1, at_price(price, stake))));
        for kind in Kind::ALL {
            a_million_come_out_as(&all, |dice| {
                let race = race(dice, kind);
                payout(race.finish, race.price, stake).dollars()
            });
        }
    }

    #[test]
    fn a_bet_pays_by_where_the_runner_comes() {
        for (finish, price, stake, paid) in [
            (Finish::First, 2, 500, 1_000),
            (Finish::First, 16, 500, 8_000),
            (Finish::Second, 16, 500, 250),
            (Finish::Third, 2, 3, 1),
            (Finish::Third, 2, 1, 0),
            (Finish::Unplaced, 16, 500, 0),
        ] {
            assert_eq!(payout(finish, price, Money::of(stake)), Money::of(paid), "{finish:?} at {price} for {stake}");
        }
    }

    #[test]
    fn six_different_run_and_everyone_gets_a_turn() {
        let mut dice = Dice::seeded(3);
        for (kind, n_names) in [(Kind::Horse, 20), (Kind::Dog, 16)] {
            assert_eq!(kind.names().iter().collect::<BTreeSet<_>>().len(), n_names);
            let races: Vec<_> = (0..2_000).map(|_| race(&mut dice, kind)).collect();
            for race in &races {
                let field: BTreeSet<_> = race.others.iter().chain([&race.runner]).collect();
                assert_eq!(field.len(), FIELD, "{race:?}");
                assert!((1..=8).contains(&race.number) && (2..=16).contains(&race.price), "{race:?}");
            }
            assert_eq!(races.iter().map(|race| race.runner).collect::<BTreeSet<_>>().len(), n_names);
            assert_eq!(races.iter().map(|race| race.track).collect::<BTreeSet<_>>().len(), 5);
        }
    }
}

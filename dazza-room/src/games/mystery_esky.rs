//! A closed esky, sold as it stands. Source of all figures: `commands-and-games.md`, 2.4.

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::chances::{Between, Chances};
use super::odds::Odds;

/// What one costs.
pub const PRICE: Money = Money::of(80);

/// What is in one, and how likely. Unit: percent.
const LIDS: [(Lid, u32); 3] = [(Lid::Trap, 5), (Lid::Nothing, 80), (Lid::Prize, 15)];

/// What a trap costs, as far as it is there.
const BILL: Between = Between(0, 100);

/// The prizes, and how likely each is where there is one. Unit: percent.
const PRIZES: [((Size, Between), u32); 4] = [
    ((Size::Small, Between(10, 50)), 50),
    ((Size::Medium, Between(51, 100)), 30),
    ((Size::Good, Between(101, 199)), 15),
    ((Size::Jackpot, Between(200, 1_000)), 5),
];

/// What is in an esky.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lid {
    Trap,
    Nothing,
    Prize,
}

/// How big a prize is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Mostly less than the price.
    Small,
    /// About the price.
    Medium,
    /// More than the price.
    Good,
    /// So much that the room hears of it.
    Jackpot,
}

/// What lay in an esky.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contents {
    /// Something that bites, and what the doctor asks for it.
    Trap(Money),
    /// Nothing.
    Nothing,
    /// So much money.
    Prize(Size, Money),
}

/// Opens one. Chance is used here and nowhere else in the game.
pub fn open(dice: &mut Dice) -> Contents {
    match dice.weighted(&LIDS) {
        Some(Lid::Trap) => Contents::Trap(Money::of(BILL.draw(dice))),
        Some(Lid::Prize) => {
            let prize = dice.weighted(&PRIZES).copied();
            prize.map_or(Contents::Nothing, |(size, range)| Contents::Prize(size, Money::of(range.draw(dice))))
        }
        Some(Lid::Nothing) | None => Contents::Nothing,
    }
}

/// What eskies give back. A doctor's bill is no part of that: it is a loss besides the price.
pub fn odds() -> Odds {
    payouts().odds(PRICE)
}

/// What opening one brings, price and bill taken off, to who can pay both.
pub fn chances() -> Chances {
    let price = PRICE.dollars();
    by_lid(&BILL.chances().map(|bill| -bill)).map(|brings| brings - price)
}

/// What is paid out.
fn payouts() -> Chances {
    by_lid(&Chances::sure(0))
}

/// All that can be under a lid, with what a trap brings.
fn by_lid(trap: &Chances) -> Chances {
    let prize = Chances::mix(PRIZES.map(|((_, range), percent)| (percent, range.chances())));
    Chances::mix(LIDS.map(|(lid, percent)| {
        let brings = match lid {
            Lid::Trap => trap.clone(),
            Lid::Nothing => Chances::sure(0),
            Lid::Prize => prize.clone(),
        };
        (percent, brings)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::games::chances::tests::{a_million_come_out_as, comes_to};

    #[test]
    fn an_esky_gives_back_what_the_manual_says() {
        let odds = odds();
        let found = (odds.exactly(), odds.returned(), odds.hit_rate());
        assert_eq!(found, ("5409 / 32000".to_owned(), 169, 150));
        comes_to(&payouts(), "5409 / 400", "$13.52");
        comes_to(&chances(), "-27591 / 400", "-$68.98");
    }

    #[test]
    fn a_million_eskies_come_out_as_the_table_has_it() {
        a_million_come_out_as(&payouts(), |dice| match open(dice) {
            Contents::Prize(_, prize) => prize.dollars(),
            Contents::Trap(_) | Contents::Nothing => 0,
        });
        a_million_come_out_as(&chances(), |dice| match open(dice) {
            Contents::Prize(_, prize) => prize.dollars() - 80,
            Contents::Trap(bill) => -80 - bill.dollars(),
            Contents::Nothing => -80,
        });
    }

    #[test]
    fn prizes_have_the_size_they_are_told_to_have() {
        let mut dice = Dice::seeded(6);
        let mut sizes = Vec::new();
        for _ in 0..20_000 {
            match open(&mut dice) {
                Contents::Nothing => {}
                Contents::Trap(bill) => assert!((0..=100).contains(&bill.dollars()), "{bill}"),
                Contents::Prize(size, prize) => {
                    let expected = match prize.dollars() {
                        10..=50 => Size::Small,
                        51..=100 => Size::Medium,
                        101..=199 => Size::Good,
                        200..=1_000 => Size::Jackpot,
                        other => panic!("{other} is no prize"),
                    };
                    assert_eq!(size, expected, "{prize}");
                    sizes.push(size);
                }
            }
        }
        assert!([Size::Small, Size::Medium, Size::Good, Size::Jackpot].iter().all(|size| sizes.contains(size)));
    }
}

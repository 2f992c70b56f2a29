//! Scratch tickets: what one costs, what is under the silver, and what that pays.

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::odds::Odds;

/// Payout from which on the room hears of it. Unit: times the price. Source: `commands-and-games.md`, 2.4.
const TOLD_FROM: i64 = 10;

/// Payout from which on the room hears of it louder. Unit: times the price. Source: as above.
const LOUD_FROM: i64 = 50;

/// Parts of a price that payouts are told in: a small win may be one and a half times it.
const HALVES: u32 = 2;

/// What is under the silver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scratch {
    /// Nothing.
    Nothing,
    /// A little more than the price.
    Small,
    /// A few times the price.
    Medium,
    /// Many times the price.
    Big,
    /// The lot.
    Jackpot,
}

/// A kind of ticket.
#[derive(Debug, PartialEq, Eq)]
pub struct Ticket {
    /// What it costs.
    pub price: Money,
    /// What it is called.
    pub name: &'static str,
    /// What can be under the silver, how likely it is, in parts of 1,000, and what it pays, in halves of the price.
    table: [((Scratch, u32), u32); 5],
}

/// The tickets, the cheapest first: that is what who names no price gets. Source: `commands-and-games.md`, 2.4.
///
/// The original's dearer three gave back more than they cost: a jackpot fell there in 5 of 1,000, not in 1.
pub const TICKETS: [Ticket; 4] = [
    Ticket {
        price: Money::of(5),
        name: "Lucky 7s",
        table: [
            ((Scratch::Nothing, 0), 850),
            ((Scratch::Small, 4), 100),
            ((Scratch::Medium, 10), 30),
            ((Scratch::Big, 20), 15),
            ((Scratch::Jackpot, 100), 5),
        ],
    },
    Ticket {
        price: Money::of(20),
        name: "Golden Nugget",
        table: [
            // [balance] Originally 820.
            ((Scratch::Nothing, 0), 824),
            ((Scratch::Small, 4), 120),
            ((Scratch::Medium, 10), 40),
            ((Scratch::Big, 40), 15),
            // [balance] Originally 5.
            ((Scratch::Jackpot, 200), 1),
        ],
    },
    Ticket {
        price: Money::of(50),
        name: "Ute Fund Deluxe",
        table: [
            // [balance] Originally 800.
            ((Scratch::Nothing, 0), 804),
            // [balance] Originally 4: twice the price.
            ((Scratch::Small, 3), 140),
            ((Scratch::Medium, 8), 40),
            ((Scratch::Big, 30), 15),
            // [balance] Originally 5.
            ((Scratch::Jackpot, 300), 1),
        ],
    },
    Ticket {
        price: Money::of(100),
        name: "Centrelink's Revenge",
        table: [
            // [balance] Originally 780.
            ((Scratch::Nothing, 0), 784),
            // [balance] Originally 4: twice the price.
            ((Scratch::Small, 3), 150),
            ((Scratch::Medium, 6), 50),
            ((Scratch::Big, 20), 15),
            // [balance] Originally 5.
            ((Scratch::Jackpot, 400), 1),
        ],
    },
];

/// A win that the room hears of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fanfare {
    /// At least 50 times the price.
    Loud,
    /// At least 10 times the price.
    Plain,
}

/// The ticket of that price; `None` when there is none.
pub fn ticket(price: Money) -> Option<&'static Ticket> {
    TICKETS.iter().find(|ticket| ticket.price == price)
}

/// Whether the room hears of `paid` on a ticket, and how. Source: `commands-and-games.md`, 2.4.
pub fn fanfare(paid: Money, price: Money) -> Option<Fanfare> {
    let is_worth = |times| price.times(times).is_some_and(|bar| bar > Money::ZERO && paid >= bar);
    match (is_worth(LOUD_FROM), is_worth(TOLD_FROM)) {
        (true, _) => Some(Fanfare::Loud),
        (_, true) => Some(Fanfare::Plain),
        _ => None,
    }
}

/// What the ticket of that price gives back; nothing when there is no such ticket.
pub fn odds(price: Money) -> Odds {
    let mut odds = Odds { ways: 0, winning: 0, staked: 0, paid: 0 };
    for (scratch, ways) in ticket(price).into_iter().flat_map(Ticket::all) {
        let paid = scratch.1.dollars().unsigned_abs();
        odds.ways += ways;
        odds.winning += if paid > 0 { ways } else { 0 };
        odds.staked += ways * price.dollars().unsigned_abs();
        odds.paid += ways * paid;
    }
    odds
}

impl Ticket {
    /// What is under the silver, and what it pays. Chance is used here and nowhere else in the game.
    pub fn scratch(&self, dice: &mut Dice) -> (Scratch, Money) {
        let (scratch, halves) = dice.weighted(&self.table).copied().unwrap_or((Scratch::Nothing, 0));
        (scratch, self.pays(halves))
    }

    /// All that can be under the silver and what it pays, with how many ways there are to it.
    fn all(&self) -> impl Iterator<Item = ((Scratch, Money), u64)> {
        self.table.iter().map(|((scratch, halves), ways)| ((*scratch, self.pays(*halves)), u64::from(*ways)))
    }

    fn pays(&self, halves: u32) -> Money {
        self.price.share(halves, HALVES).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::games::chances::Chances;
    use crate::games::chances::tests::a_million_come_out_as;

    #[test]
    fn tickets_pay_by_the_table() {
        for (price, name, ways, pays) in [
            (5, "Lucky 7s", [850, 100, 30, 15, 5], [0, 10, 25, 50, 250]),
            (20, "Golden Nugget", [824, 120, 40, 15, 1], [0, 40, 100, 400, 2_000]),
            (50, "Ute Fund Deluxe", [804, 140, 40, 15, 1], [0, 75, 200, 750, 7_500]),
            (100, "Centrelink's Revenge", [784, 150, 50, 15, 1], [0, 150, 300, 1_000, 20_000]),
        ] {
            let ticket = ticket(Money::of(price)).unwrap();
            assert_eq!(ticket.name, name);
            let all: Vec<_> = ticket.all().map(|((_, paid), ways)| (paid.dollars(), ways)).collect();
            assert_eq!(all, pays.into_iter().zip(ways).collect::<Vec<_>>(), "{name}");
        }
        assert_eq!(ticket(Money::of(10)), None);
        assert_eq!(odds(Money::of(10)), Odds { ways: 0, winning: 0, staked: 0, paid: 0 });
    }

    #[test]
    fn each_ticket_gives_back_what_the_manual_says() {
        for (price, exactly, returned, hit_rate) in
            [(5, "3 / 4", 750, 150), (20, "21 / 25", 840, 176), (50, "149 / 200", 745, 196), (100, "29 / 40", 725, 216)]
        {
            let odds = odds(Money::of(price));
            let found = (odds.ways, odds.exactly(), odds.returned(), odds.hit_rate());
            assert_eq!(found, (1_000, exactly.to_owned(), returned, hit_rate), "{price}");
        }
    }

    #[test]
    fn a_million_tickets_come_out_as_the_table_has_it() {
        for ticket in &TICKETS {
            let parts =
                ticket.all().map(|((_, paid), ways)| (u32::try_from(ways).unwrap(), Chances::sure(paid.dollars())));
            a_million_come_out_as(&Chances::mix(parts), |dice| ticket.scratch(dice).1.dollars());
        }
    }

    #[test]
    fn the_room_hears_of_the_big_ones() {
        for (paid, price, heard) in [
            (250, 5, Some(Fanfare::Loud)),
            (249, 5, Some(Fanfare::Plain)),
            (50, 5, Some(Fanfare::Plain)),
            (49, 5, None),
            (0, 5, None),
            (0, 0, None),
        ] {
            assert_eq!(fanfare(Money::of(paid), Money::of(price)), heard, "{paid} for {price}");
        }
    }
}

//! Searching the couch for coins. Source of all figures: `commands-and-games.md`, 2.3.

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::chances::{Between, Chances};

/// Who has less than this is desperate, and searches harder.
pub const DESPERATE_BELOW: Money = Money::of(20);

/// From which find on the desperate are told how lucky they are.
pub const RELIEF_FROM: Money = Money::of(10);

/// What can go wrong in a couch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// A spider bites.
    Spider,
    /// Whoever owns the couch wants a fine.
    PartnersFine,
    /// Something sharp lies in there.
    SharpThing,
    /// The couch gives up.
    Collapse,
    /// A possum bites.
    Possum,
    /// Somebody has seen it and wants to be paid for silence.
    HushMoney,
    /// The mould in there.
    Mould,
    /// The police, and a couch that belongs to somebody else.
    PoliceFine,
}

/// The mishaps and what they cost, each as likely.
pub const MISHAPS: [(Mishap, Between); 8] = [
    (Mishap::Spider, Between(10, 25)),
    (Mishap::PartnersFine, Between(5, 20)),
    (Mishap::SharpThing, Between(15, 25)),
    (Mishap::Collapse, Between(10, 20)),
    (Mishap::Possum, Between(10, 25)),
    (Mishap::HushMoney, Between(5, 15)),
    (Mishap::Mould, Between(5, 15)),
    (Mishap::PoliceFine, Between(15, 25)),
];

/// How much lay in the couch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Nothing.
    Nothing,
    /// A coin or two.
    Small,
    /// A note.
    Medium,
    /// A good one.
    Good,
    /// So much that the room hears of it.
    Amazing,
}

/// What a search is like: how often it goes wrong, and what is found if not. Unit: percent.
struct Search {
    mishap: u32,
    finds: [((Size, Between), u32); 5],
}

const NORMAL: Search = Search {
    mishap: 8,
    finds: [
        ((Size::Nothing, Between(0, 0)), 25),
        ((Size::Amazing, Between(31, 50)), 3),
        ((Size::Good, Between(16, 30)), 10),
        ((Size::Medium, Between(6, 15)), 25),
        ((Size::Small, Between(1, 5)), 37),
    ],
};

const DESPERATE: Search = Search {
    mishap: 5,
    finds: [
        ((Size::Nothing, Between(0, 0)), 15),
        ((Size::Amazing, Between(31, 50)), 10),
        ((Size::Good, Between(16, 30)), 25),
        ((Size::Medium, Between(6, 15)), 30),
        ((Size::Small, Between(1, 5)), 20),
    ],
};

/// What came of a search. Unit: dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Find {
    /// It went wrong, at a cost that nobody pays who has nothing.
    Mishap(Mishap, i64),
    /// So much was found.
    Found(Size, i64),
}

/// All of the percents.
const WHOLE: u32 = 100;

/// What comes of a search. Chance is used here and nowhere else.
pub fn search(dice: &mut Dice, is_desperate: bool) -> Find {
    let search = of(is_desperate);
    let is_mishap = dice.below(u64::from(WHOLE)) < u64::from(search.mishap);
    if let Some((mishap, costs)) = dice.pick(&MISHAPS).filter(|_| is_mishap) {
        return Find::Mishap(*mishap, costs.draw(dice));
    }
    let (size, range) = *dice.weighted(&search.finds).unwrap_or(&(Size::Nothing, Between(0, 0)));
    Find::Found(size, range.draw(dice))
}

/// Whether who has `balance` is desperate.
pub fn is_desperate(balance: Money) -> bool {
    balance < DESPERATE_BELOW
}

/// What a search brings to who has `balance`; less than nothing is a cost.
pub fn chances(balance: Money) -> Chances {
    let search = of(is_desperate(balance));
    let costs = Chances::mix(MISHAPS.map(|(_, costs)| (1, costs.chances())));
    let mishap = costs.map(|cost| -cost.min(balance.dollars()));
    let found = Chances::mix(search.finds.map(|((_, range), percent)| (percent, range.chances())));
    Chances::mix([(search.mishap, mishap), (WHOLE - search.mishap, found)])
}

const fn of(is_desperate: bool) -> &'static Search {
    if is_desperate { &DESPERATE } else { &NORMAL }
}

impl Mishap {
    /// What it is called in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spider => "spider",
            Self::PartnersFine => "partner's fine",
            Self::SharpThing => "sharp thing",
            Self::Collapse => "collapse",
            Self::Possum => "possum",
            Self::HushMoney => "hush money",
            Self::Mould => "mould",
            Self::PoliceFine => "police fine",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::games::chances::tests::{a_million_come_out_as, comes_to};

    #[test]
    fn searches_bring_what_the_table_says() {
        comes_to(&chances(Money::of(25)), "1089 / 200", "$5.45");
        comes_to(&chances(Money::ZERO), "5149 / 400", "$12.87");
        for balance in [1_000, 22, 19, 0] {
            let is_desperate = is_desperate(Money::of(balance));
            a_million_come_out_as(&chances(Money::of(balance)), |dice| match search(dice, is_desperate) {
                Find::Mishap(_, cost) => -cost.min(balance),
                Find::Found(_, found) => found,
            });
        }
    }

    #[test]
    fn finds_have_the_size_they_are_told_to_have() {
        let mut dice = Dice::seeded(5);
        let mut mishaps = Vec::new();
        for n in 0..20_000 {
            match search(&mut dice, n % 2 == 0) {
                Find::Mishap(mishap, _) => mishaps.push(mishap),
                Find::Found(size, found) => {
                    let expected = match found {
                        0 => Size::Nothing,
                        1..=5 => Size::Small,
                        6..=15 => Size::Medium,
                        16..=30 => Size::Good,
                        _ => Size::Amazing,
                    };
                    assert_eq!(size, expected, "{found}");
                }
            }
        }
        assert!(MISHAPS.iter().all(|(mishap, _)| mishaps.contains(mishap)));
        assert!(is_desperate(Money::of(19)) && !is_desperate(Money::of(20)));
    }
}

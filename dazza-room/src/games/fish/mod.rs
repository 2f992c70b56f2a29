//! Fishing: a bait, a spot, and what bites. Source of all figures: `commands-and-games.md`, 2.6.
//!
//! How good a cast is lies on a grid of whole numbers, so that its mean is exact.

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::chances::{Between, Chances};

mod waters;

pub use waters::{BAITS, Bait, Haul, MULTIPLE, Place, SPOTS, TRASH, TREASURES, Tier, Treasure, WORM};

/// Steps of luck from none to all.
const STEPS: u64 = 100_000;

/// All of the parts in which what is special is counted. Unit: per mille.
const WHOLE: u32 = 1_000;

/// How often treasure comes up. Unit: per mille.
const TREASURE: u32 = 5;

/// How often many fish come at once. Unit: per mille.
const MULTI: u32 = 5;

/// Up to which quality of a cast comes what, best last; what is left is legendary. Unit: per mille.
const ENDS: [(Bite, u64); 6] = [
    (Bite::Trash, 150),
    (Bite::Nothing, 250),
    (Bite::Fish(Tier::Common), 550),
    (Bite::Fish(Tier::Uncommon), 800),
    (Bite::Fish(Tier::Epic), 925),
    (Bite::Fish(Tier::Rare), 975),
];

/// How much of the trash has money on it. Unit: percent.
const TRASH_WITH_MONEY: u32 = 10;

/// What is found on trash.
const TRASH_MONEY: Between = Between(1, 5);

/// What one of many fish is worth.
const MULTI_BASE: Between = Between(1, 5);

/// How often a tale is told of an everyday catch. Unit: percent.
pub const TALE_PERCENT: f64 = 20.0;

/// What treasure does to the trust in who finds it.
const TREASURE_TRUST: i16 = 3;

/// What a cast is worth, before it is known what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bite {
    Trash,
    Nothing,
    Fish(Tier),
}

/// A cast that is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cast {
    /// Where it went.
    pub spot: Place,
    /// What hung on the hook.
    pub catch: Catch,
}

/// What hangs on the hook. Unit of money: dollars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Catch {
    /// Treasure, and what it brings.
    Treasure(Treasure, i64),
    /// Many fish at once, and what one is worth.
    Multi(Haul, i64),
    /// Trash, and the money on it.
    Trash(&'static str, i64),
    /// Nothing.
    Nothing,
    /// A fish.
    Fish(Fish),
}

/// A fish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fish {
    /// How rare it is.
    pub tier: Tier,
    /// What it is called.
    pub species: &'static str,
    /// What it is worth, without its weight. Unit: dollars.
    pub value: i64,
    /// What it weighs. Unit: tenths of a kilogram.
    pub tenths: i64,
}

/// Casts with `bait`. Chance is used here and nowhere else.
pub fn cast(dice: &mut Dice, bait: &Bait) -> Cast {
    let spot = dice.pick(&SPOTS).copied().unwrap_or(SPOTS[0]);
    let (luck, special) = (dice.below(STEPS), dice.below(u64::from(WHOLE)));
    let catch = if special < u64::from(TREASURE) {
        let (treasure, worth) = dice.pick(&TREASURES).copied().unwrap_or(TREASURES[0]);
        Catch::Treasure(treasure, worth.draw(dice))
    } else if special < u64::from(TREASURE + MULTI) {
        let haul = dice.pick(&MULTIPLE).copied().unwrap_or(MULTIPLE[0]);
        Catch::Multi(haul, MULTI_BASE.draw(dice))
    } else {
        match bite(luck, spot, bait) {
            Bite::Trash => {
                let item = dice.pick(&TRASH).copied().unwrap_or(TRASH[0]);
                let has_money = dice.below(100) < u64::from(TRASH_WITH_MONEY);
                Catch::Trash(item, if has_money { TRASH_MONEY.draw(dice) } else { 0 })
            }
            Bite::Nothing => Catch::Nothing,
            Bite::Fish(tier) => {
                let species = dice.pick(tier.species()).copied().unwrap_or("bream");
                Catch::Fish(Fish { tier, species, value: tier.value().draw(dice), tenths: tier.tenths().draw(dice) })
            }
        }
    };
    Cast { spot, catch }
}

/// What a cast with `bait` brings, before the bait is paid and before anybody gets a share of it.
pub fn chances(bait: &Bait) -> Chances {
    let treasure = Chances::mix(TREASURES.map(|(_, worth)| (1, worth.chances())));
    let multi = Chances::mix(MULTIPLE.map(|haul| (1, MULTI_BASE.chances().map(|base| base * haul.n))));
    let usual = Chances::mix(SPOTS.map(|spot| {
        let mut below = 0;
        let mut parts = Vec::new();
        for (of_it, upto) in ends(spot, bait) {
            parts.push((u32::try_from(upto - below).unwrap_or(0), worth(of_it)));
            below = upto;
        }
        (1, Chances::mix(parts))
    }));
    Chances::mix([(TREASURE, treasure), (MULTI, multi), (WHOLE - TREASURE - MULTI, usual)])
}

/// What comes at `spot` with `bait`, each up to which step of luck.
fn ends(spot: Place, bait: &Bait) -> impl Iterator<Item = (Bite, u64)> {
    let strength = spot.quality * bait.factor;
    let of_ends = ENDS.into_iter().map(move |(of_it, per_mille)| {
        // Quality is in hundredths and the factor in thousandths: a hundred and a thousand make one.
        (of_it, (per_mille * STEPS * 100).div_ceil(strength).min(STEPS))
    });
    of_ends.chain([(Bite::Fish(Tier::Legendary), STEPS)])
}

fn bite(luck: u64, spot: Place, bait: &Bait) -> Bite {
    ends(spot, bait).find(|(_, upto)| luck < *upto).map_or(Bite::Nothing, |(of_it, _)| of_it)
}

fn worth(of_it: Bite) -> Chances {
    match of_it {
        Bite::Nothing => Chances::sure(0),
        Bite::Trash => {
            Chances::mix([(TRASH_WITH_MONEY, TRASH_MONEY.chances()), (100 - TRASH_WITH_MONEY, Chances::sure(0))])
        }
        Bite::Fish(tier) => tier.value().chances().with(&tier.tenths().chances(), by_weight),
    }
}

/// What a fish brings: its value, and two dollars a kilogram, rounded down.
const fn by_weight(value: i64, tenths: i64) -> i64 {
    value + tenths * 2 / 10
}

impl Catch {
    /// What it brings.
    pub const fn pay(self) -> Money {
        Money::of(match self {
            Self::Treasure(_, worth) => worth,
            Self::Multi(haul, base) => haul.n * base,
            Self::Trash(_, found) => found,
            Self::Nothing => 0,
            Self::Fish(fish) => by_weight(fish.value, fish.tenths),
        })
    }

    /// By how much trust changes.
    pub const fn trust(self) -> i16 {
        match self {
            Self::Treasure(..) => TREASURE_TRUST,
            Self::Fish(fish) => fish.tier.trust(),
            Self::Multi(..) | Self::Trash(..) | Self::Nothing => 0,
        }
    }
}

impl Fish {
    /// What it weighs. Unit: kilograms.
    pub fn kilograms(self) -> f64 {
        f64::from(i32::try_from(self.tenths).unwrap_or(0)) / 10.0
    }

    /// What it weighs, in kilograms with one decimal: `1.5`.
    pub fn weight(self) -> String {
        format!("{}.{}", self.tenths / 10, self.tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::games::chances::tests::a_million_come_out_as;

    fn bait(name: &str) -> &'static Bait {
        BAITS.iter().find(|bait| bait.name == name).unwrap()
    }

    /// Whether `tier` can come at the spot called `spot` with `bait`.
    fn can_bite(tier: Tier, spot: &str, bait: &Bait) -> bool {
        let spot = SPOTS.into_iter().find(|one| one.name == spot).unwrap();
        (0..STEPS).step_by(10).any(|luck| bite(luck, spot, bait) == Bite::Fish(tier))
    }

    #[test]
    fn a_million_casts_bring_what_they_should() {
        assert_eq!(chances(&WORM).mean().to_string(), "$11.46");
        for bait in &BAITS {
            a_million_come_out_as(&chances(bait), |dice| cast(dice, bait).catch.pay().dollars());
        }
    }

    #[test]
    fn poor_spots_have_no_great_fish() {
        for spot in SPOTS {
            for bait in &BAITS {
                let has_legends = match spot.name {
                    "Secret Spot" => bait.name != "ciggie_butt",
                    "Harbour" => bait.name == "squid",
                    _ => false,
                };
                assert_eq!(can_bite(Tier::Legendary, spot.name, bait), has_legends, "{spot:?} {bait:?}");
                let has_rare = match spot.name {
                    "Secret Spot" => true,
                    "Harbour" => bait.name != "ciggie_butt",
                    "Beach" => bait.name == "squid",
                    _ => false,
                };
                assert_eq!(can_bite(Tier::Rare, spot.name, bait), has_rare, "{spot:?} {bait:?}");
            }
        }
        assert!(!can_bite(Tier::Uncommon, "Storm Drain", &WORM));
        assert!(can_bite(Tier::Common, "Storm Drain", bait("ciggie_butt")));
    }

    #[test]
    fn shares_of_what_bites_are_those_of_the_table() {
        let mut counts = [0_u64; 7];
        for spot in SPOTS {
            let mut below = 0;
            for (n, (_, upto)) in ends(spot, &WORM).enumerate() {
                counts[n] += upto - below;
                below = upto;
            }
        }
        let per_mille = counts.map(|n| n * 1_000 / (9 * STEPS));
        assert_eq!(per_mille, [200, 133, 389, 217, 47, 8, 2]);
    }

    #[test]
    fn weight_pays_two_dollars_a_kilogram_rounded_down() {
        let fish = Fish { tier: Tier::Common, species: "bream", value: 3, tenths: 19 };
        assert_eq!((Catch::Fish(fish).pay(), fish.weight()), (Money::of(6), "1.9".to_owned()));
        let legend = Fish { tier: Tier::Legendary, species: "mako", value: 199, tenths: 1_000 };
        assert_eq!((Catch::Fish(legend).pay(), Catch::Fish(legend).trust()), (Money::of(399), 3));
        assert_eq!(Catch::Multi(Haul { n: 7, species: "bream" }, 5).pay(), Money::of(35));
    }
}

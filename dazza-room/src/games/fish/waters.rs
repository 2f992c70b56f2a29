//! What there is to fish with, where, and what swims or lies there. Source: `commands-and-games.md`, 2.6.

use dazza_shared::money::Money;

use crate::games::chances::Between;

/// A bait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bait {
    /// How it is typed.
    pub name: &'static str,
    /// How much better than a worm it is. Unit: thousandths.
    pub factor: u64,
    /// What one costs.
    pub cost: Money,
}

/// What costs nothing, and is taken when none is named.
pub const WORM: Bait = bait("worm", 1_000, 0);

/// The baits. \[balance\] The prices are those of the original's manual; its code took 0, 0, 5, 15, 25 and 40.
pub const BAITS: [Bait; 6] = [
    WORM,
    bait("ciggie_butt", 970, 0),
    bait("servo_pie", 1_010, 1),
    bait("lure", 1_020, 5),
    bait("prawn", 1_024, 2),
    bait("squid", 1_030, 3),
];

/// A spot to fish at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it is called.
    pub name: &'static str,
    /// How good it is. Unit: hundredths.
    pub quality: u64,
}

/// The spots, each as likely.
pub const SPOTS: [Place; 9] = [
    place("Local Creek", 70),
    place("Council Pond", 60),
    place("River", 80),
    place("Beach", 90),
    place("Jetty", 85),
    place("Rock Pool", 75),
    place("Storm Drain", 50),
    place("Harbour", 95),
    place("Secret Spot", 100),
];

/// Something on the bottom that is worth a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treasure {
    /// An esky of cash.
    Cash,
    /// A gold watch.
    Watch,
    /// Antique bottles.
    Bottles,
    /// A lost poker machine.
    PokerMachine,
    /// Buried contraband.
    Contraband,
}

/// The treasures and what they bring, each as likely.
pub const TREASURES: [(Treasure, Between); 5] = [
    (Treasure::Cash, Between(200, 500)),
    (Treasure::Watch, Between(100, 300)),
    (Treasure::Bottles, Between(150, 400)),
    (Treasure::PokerMachine, Between(300, 800)),
    (Treasure::Contraband, Between(400, 1_000)),
];

impl Treasure {
    /// What it is called in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cash => "esky of cash",
            Self::Watch => "gold watch",
            Self::Bottles => "antique bottles",
            Self::PokerMachine => "lost poker machine",
            Self::Contraband => "buried contraband",
        }
    }
}

/// Many fish on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Haul {
    /// How many.
    pub n: i64,
    /// Which.
    pub species: &'static str,
}

/// What comes in numbers, each as likely.
pub const MULTIPLE: [Haul; 3] =
    [Haul { n: 5, species: "whiting" }, Haul { n: 7, species: "bream" }, Haul { n: 4, species: "flathead" }];

/// What nobody has thrown in on purpose, each as likely.
pub const TRASH: [&str; 12] = [
    "old boot",
    "shopping trolley",
    "wine-cask bag",
    "wet cigarette packet",
    "broken pipe",
    "traffic cone",
    "pie wrapper",
    "empty can",
    "single thong",
    "number plate",
    "barbecue plate",
    "old phone",
];

/// How rare a fish is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Everybody has one.
    Common,
    /// Not bad.
    Uncommon,
    /// One to remember.
    Epic,
    /// One that the room hears of.
    Rare,
    /// One to tell the grandchildren.
    Legendary,
}

impl Tier {
    /// What it is called in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Common => "common",
            Self::Uncommon => "uncommon",
            Self::Epic => "epic",
            Self::Rare => "rare",
            Self::Legendary => "legendary",
        }
    }

    /// What one is worth without its weight. Unit: dollars.
    pub const fn value(self) -> Between {
        match self {
            Self::Common => Between(1, 4),
            Self::Uncommon => Between(5, 14),
            Self::Epic => Between(20, 49),
            Self::Rare => Between(40, 79),
            Self::Legendary => Between(100, 199),
        }
    }

    /// What one weighs. Unit: tenths of a kilogram.
    pub const fn tenths(self) -> Between {
        match self {
            Self::Common => Between(2, 20),
            Self::Uncommon => Between(10, 50),
            Self::Epic => Between(50, 200),
            Self::Rare => Between(80, 300),
            Self::Legendary => Between(200, 1_000),
        }
    }

    /// What one does to the trust in who catches it.
    pub const fn trust(self) -> i16 {
        match self {
            Self::Common | Self::Uncommon => 0,
            Self::Epic => 1,
            Self::Rare => 2,
            Self::Legendary => 3,
        }
    }

    /// The fish of that kind, each as likely.
    pub const fn species(self) -> &'static [&'static str] {
        match self {
            Self::Common => &COMMON,
            Self::Uncommon => &[
                "snapper",
                "tailor",
                "salmon",
                "kingfish",
                "trevally",
                "mackerel",
                "morwong",
                "pearl perch",
                "big flathead",
                "john dory",
                "red emperor",
                "coral trout",
            ],
            Self::Epic => &[
                "giant snapper",
                "king salmon",
                "trophy barramundi",
                "monster flathead",
                "prize jewfish",
                "golden perch",
                "massive mulloway",
            ],
            Self::Rare => &[
                "barramundi",
                "Murray cod",
                "jewfish",
                "Spanish mackerel",
                "mahi mahi",
                "wahoo",
                "yellowfin tuna",
                "cobia",
                "amberjack",
                "dogtooth tuna",
            ],
            Self::Legendary => &[
                "black marlin",
                "great white",
                "tiger shark",
                "giant trevally",
                "bluefin tuna",
                "sailfish",
                "swordfish",
                "mako",
            ],
        }
    }
}

/// The fish that anybody catches.
const COMMON: [&str; 14] = [
    "bream",
    "flathead",
    "whiting",
    "mullet",
    "catfish",
    "leatherjacket",
    "toadfish",
    "pufferfish",
    "garfish",
    "dart",
    "luderick",
    "yellowtail",
    "pike",
    "flounder",
];

const fn bait(name: &'static str, factor: u64, cost: i64) -> Bait {
    Bait { name, factor, cost: Money::of(cost) }
}

const fn place(name: &'static str, quality: u64) -> Place {
    Place { name, quality }
}

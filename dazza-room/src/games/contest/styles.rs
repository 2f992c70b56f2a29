//! The styles that contestants come in, and the first half of them. Source: `commands-and-games.md`, 5.4 and 5.5.

use dazza_shared::dice::Dice;

use super::conditions::{EQUIPMENT_MALFUNCTION, STAGE_FRIGHT};
use super::effect::Effect;
use super::effect::Effect::{
    AtLeast, AtMost, Chance, Confidence, Exactly, FailsAgainstBig, Intimidates, Mirror, NeverShakes, Other, OtherAll,
    OtherChance, Own, OwnAll, QuitsBelow, SizeIsNothing, SplitStream, Swing, Unimpressed, Weatherproof, WhenCold,
    WhenCrowded, WindTimes,
};
use super::figures::Figure::{Aim, Distance, Duration, Volume};
use super::styles_late::LATE;

/// A style.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Its number, from 1.
    pub number: u8,
    /// What it is called.
    pub name: &'static str,
    /// How seldom it is.
    pub rarity: Rarity,
    /// What it does, in this order.
    pub(super) effects: &'static [Effect],
    /// Whether it is always remarked upon.
    pub(super) is_loud: bool,
    /// What is remarked about it.
    pub quirk: Option<Quirk>,
}

/// How seldom a style is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rarity {
    /// Often seen.
    Common,
    /// Seen.
    Uncommon,
    /// Seldom seen.
    Rare,
    /// Talked about.
    Legendary,
}

/// How a style goes about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// By being big.
    Intimidation,
    /// By having itself laughed at.
    Mockery,
    /// In another way.
    Other,
}

/// Something odd about a style that is only told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// It goes anywhere but straight.
    Crooked,
    /// It goes round.
    Spinning,
    /// It comes nearer.
    Closer,
    /// It might hit somebody.
    Stray,
    /// The house takes its hat off.
    Impressed,
}

impl Rarity {
    /// How often it falls, beside the others.
    pub const fn weight(self) -> u32 {
        match self {
            Self::Common => 30,
            Self::Uncommon => 15,
            Self::Rare => 5,
            Self::Legendary => 1,
        }
    }
}

impl Style {
    /// All of them, by number.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        EARLY.iter().chain(&LATE)
    }

    /// One, by the weights of how seldom they are.
    pub fn draw(dice: &mut Dice) -> &'static Self {
        let total: u32 = Self::all().map(|style| style.rarity.weight()).sum();
        let mut left = dice.below(total.into());
        for style in Self::all() {
            match left.checked_sub(style.rarity.weight().into()) {
                Some(rest) => left = rest,
                None => return style,
            }
        }
        let [first, ..] = &EARLY;
        first
    }

    /// How it goes about it.
    pub const fn family(&self) -> Family {
        match self.number {
            1..=10 => Family::Intimidation,
            11..=20 => Family::Mockery,
            _ => Family::Other,
        }
    }

    /// Whether it is one of the biggest: nerves fail at these.
    pub(super) const fn is_big(&self) -> bool {
        matches!(self.number, 1 | 3 | 7 | 8 | 10 | 45 | 46)
    }

    /// Whether it is so big that a mocking style beside it is always remarked upon.
    pub(super) const fn towers(&self) -> bool {
        matches!(self.number, 1 | 3 | 7 | 8 | 10)
    }

    /// The style, always remarked upon.
    pub(super) const fn loud(self) -> Self {
        Self { is_loud: true, ..self }
    }

    /// The style, with something odd about it.
    pub(super) const fn odd(self, quirk: Quirk) -> Self {
        Self { quirk: Some(quirk), ..self }
    }
}

const fn new(number: u8, name: &'static str, rarity: Rarity, effects: &'static [Effect]) -> Style {
    Style { number, name, rarity, effects, is_loud: false, quirk: None }
}

pub(super) const fn common(number: u8, name: &'static str, effects: &'static [Effect]) -> Style {
    new(number, name, Rarity::Common, effects)
}

pub(super) const fn uncommon(number: u8, name: &'static str, effects: &'static [Effect]) -> Style {
    new(number, name, Rarity::Uncommon, effects)
}

pub(super) const fn rare(number: u8, name: &'static str, effects: &'static [Effect]) -> Style {
    new(number, name, Rarity::Rare, effects)
}

pub(super) const fn legendary(number: u8, name: &'static str, effects: &'static [Effect]) -> Style {
    new(number, name, Rarity::Legendary, effects)
}

/// The styles up to number 65.
const EARLY: [Style; 65] = [
    uncommon(1, "Towering Presence", &[Other(Aim, -15.0), Other(Duration, -10.0)]),
    uncommon(2, "Main Character", &[Other(Aim, -20.0), OtherChance(STAGE_FRIGHT, 25.0)]),
    uncommon(3, "Stare-Down", &[Other(Aim, -30.0), Other(Duration, -20.0)]),
    uncommon(4, "The Hammer", &[Other(Distance, -25.0), Other(Aim, -15.0)]),
    uncommon(5, "Looming Larrikin", &[Other(Volume, -40.0)]),
    uncommon(6, "The Intimidator", &[Other(Duration, -20.0), Other(Volume, -30.0)]),
    uncommon(7, "Shock Factor", &[Other(Duration, -50.0), Other(Distance, 10.0)]),
    rare(8, "The Monster", &[OtherAll(-25.0), OtherChance(STAGE_FRIGHT, 30.0)]),
    uncommon(9, "Show Pony", &[Other(Aim, -35.0), Other(Distance, -15.0)]),
    uncommon(10, "Top Dog", &[OtherAll(-20.0)]),
    common(11, "Underdog", &[OtherAll(20.0)]),
    common(12, "Comic Relief", &[Other(Duration, 30.0), Other(Aim, -20.0)]),
    common(13, "The Gumnut", &[Other(Aim, 40.0)]),
    common(14, "Pocket Rocket", &[Other(Distance, 40.0), Other(Aim, -10.0)]),
    common(15, "Button Mushroom", &[OtherAll(15.0)]),
    common(16, "Shrinking Violet", &[Other(Aim, -10.0), Other(Duration, 25.0)]),
    common(17, "Peppermint", &[OtherAll(30.0)]),
    common(18, "Little Finger", &[Other(Aim, 50.0), Other(Volume, 20.0)]),
    common(19, "The Nugget", &[Other(Aim, 60.0), Other(Distance, 30.0)]),
    common(20, "Free Kick", &[Other(Duration, 10.0), Other(Aim, 40.0)]),
    legendary(21, "Fire Hose", &[Own(Distance, 60.0), Own(Duration, -40.0), Own(Aim, -30.0)]).loud(),
    uncommon(22, "The Camel", &[Own(Volume, 50.0), Own(Distance, -20.0)]),
    uncommon(23, "Marathon", &[AtLeast(Duration, 20.0), Own(Distance, -30.0), Own(Aim, 20.0)]),
    uncommon(24, "Quick Draw", &[AtMost(Duration, 3.0), Own(Aim, -40.0), Own(Distance, 30.0)]),
    uncommon(25, "Old Faithful", &[OwnAll(-25.0), Own(Aim, 40.0)]),
    uncommon(26, "The Sprinkler", &[Own(Aim, -50.0), Swing]),
    legendary(27, "Pressure Washer", &[AtLeast(Distance, 3.0), Own(Aim, -40.0), Own(Duration, -20.0)]).loud(),
    uncommon(28, "The Leaky Tap", &[Own(Duration, 80.0), Own(Distance, -60.0), Own(Aim, 50.0)]),
    uncommon(29, "Beer Bladder", &[Own(Volume, 40.0), Own(Aim, -30.0), Own(Duration, 20.0)]),
    legendary(30, "Full Bore", &[Own(Distance, 70.0), Own(Aim, -60.0), Own(Duration, -30.0)]).loud(),
    uncommon(31, "Stage Fright", &[OwnAll(-40.0), Chance(STAGE_FRIGHT, 25.0)]),
    uncommon(32, "Bundle of Nerves", &[Own(Aim, -30.0), FailsAgainstBig(50.0)]),
    uncommon(33, "The Quitter", &[QuitsBelow(60.0)]),
    uncommon(34, "Dodgy Plumbing", &[Own(Aim, -50.0), Chance(EQUIPMENT_MALFUNCTION, 15.0)]),
    uncommon(35, "Shy One", &[Own(Volume, -60.0), Own(Aim, -40.0), WhenCrowded(-20.0)]),
    uncommon(36, "Rubbernecker", &[Own(Aim, -40.0), Own(Duration, -20.0), Confidence(10.0)]).loud(),
    uncommon(37, "Star-Struck", &[OwnAll(-30.0), Other(Aim, 20.0)]).loud(),
    uncommon(38, "Butterfingers", &[Own(Aim, -50.0), SplitStream]),
    uncommon(39, "Scorekeeper", &[Own(Aim, -30.0), Own(Volume, -40.0)]),
    uncommon(40, "Space Invader", &[Own(Aim, -60.0)]).odd(Quirk::Closer),
    uncommon(41, "Wind Sailor", &[Own(Aim, -20.0), WindTimes(2.0)]),
    rare(42, "Weather Immune", &[Weatherproof]),
    uncommon(43, "Cold Blooded", &[Own(Volume, -40.0), Own(Aim, 30.0), WhenCold(-20.0)]),
    legendary(44, "The Legend", &[OwnAll(25.0)]).loud().odd(Quirk::Impressed),
    legendary(45, "Demigod", &[OwnAll(40.0), Exactly(Aim, 100.0), Intimidates(-10.0)]),
    legendary(
        46,
        "Rattlesnake",
        &[
            Own(Distance, 55.0),
            Own(Aim, -40.0),
            Own(Volume, 30.0),
            Other(Aim, -35.0),
            Other(Duration, -15.0),
            Confidence(-25.0),
            SplitStream,
            Intimidates(-10.0),
        ],
    )
    .loud(),
    rare(47, "The Equalizer", &[Own(Aim, 20.0), SizeIsNothing]),
    rare(48, "Confidence King", &[Own(Aim, 30.0), Unimpressed]),
    uncommon(49, "Steady Hands", &[Own(Aim, 60.0), Own(Distance, -20.0), NeverShakes]),
    rare(50, "The Mirror", &[Mirror]),
    rare(51, "Laser Guided", &[Own(Aim, 80.0), Own(Volume, -30.0)]),
    uncommon(52, "Left Hook", &[Own(Aim, -60.0), Own(Distance, 20.0)]).loud().odd(Quirk::Crooked),
    uncommon(53, "One-Eyed", &[Own(Aim, -40.0), Own(Volume, 30.0)]),
    uncommon(54, "Stray Trooper", &[Own(Aim, -80.0), Own(Distance, 40.0)]),
    rare(55, "The Sniper", &[Own(Aim, 70.0), Own(Volume, -30.0)]),
    uncommon(56, "The Boomerang", &[Own(Aim, -50.0), Other(Aim, -10.0)]).loud().odd(Quirk::Crooked),
    rare(57, "GPS Guided", &[Own(Aim, 90.0), Own(Duration, -40.0)]),
    uncommon(58, "The Cyclops", &[Own(Aim, -30.0), Own(Distance, 20.0)]),
    uncommon(59, "The Shivers", &[Own(Aim, -45.0), Own(Duration, 15.0)]),
    uncommon(60, "Double Vision", &[Own(Aim, -70.0)]).odd(Quirk::Stray),
    uncommon(61, "The Marksman", &[Own(Aim, 50.0), Own(Volume, -20.0)]),
    rare(62, "Spray and Pray", &[Own(Aim, -90.0), Own(Distance, 60.0), Own(Volume, 40.0)]),
    uncommon(63, "Lefty Loosey", &[Own(Aim, -35.0), Own(Duration, 25.0)]),
    uncommon(64, "The Pendulum", &[Own(Aim, -40.0), Own(Distance, 30.0)]),
    legendary(65, "Dead Eye", &[Own(Aim, 100.0), OwnAll(-50.0)]),
];

//! What may come over a contestant: the conditions. Source: `commands-and-games.md`, 5.6.

use dazza_shared::dice::Dice;

use super::figures::Figure;

/// A condition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition {
    /// What it is called.
    pub name: &'static str,
    /// Of which kind it is.
    pub kind: ConditionKind,
    /// What it does to the figures, in this order.
    pub(super) changes: &'static [Change],
    /// Whether nothing that hampers, and nothing that the other does to one's disadvantage, gets at the bearer.
    pub(super) guards: bool,
    /// Whether it is one of shaking.
    pub(super) shakes: bool,
    /// Whether it comes over both as soon as one has it.
    pub(super) is_shared: bool,
    /// What it costs the bearer afterwards. Unit: dollars.
    pub(super) fine: i64,
}

/// A kind of conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionKind {
    /// Who has it loses at once.
    Failure,
    /// It hampers.
    Debuff,
    /// It helps.
    Buff,
    /// Neither, or both.
    Weird,
}

/// What a condition does to a figure. Percentages are of what it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Change {
    One(Figure, f64),
    All(f64),
    /// Any one of the four.
    Any(f64),
    AtMost(Figure, f64),
    /// The original's figures did not do what their names say; ours come to nothing.
    Nothing(Figure),
}

use Change::{All, Any, AtMost, Nothing, One};
use ConditionKind::{Buff, Debuff, Failure, Weird};
use Figure::{Aim, Distance, Duration, Volume};

/// How often a contestant has a condition. Unit: percent.
pub(super) const CHANCE: f64 = 10.0;

/// What a medical emergency costs. Unit: dollars.
const AMBULANCE: i64 = 50;

pub(super) const STAGE_FRIGHT: &Condition = &fails("Stage Fright");
pub(super) const SHY_BLADDER: &Condition = &fails("Shy Bladder");
pub(super) const EQUIPMENT_MALFUNCTION: &Condition = &fails("Equipment Malfunction");
pub(super) const THE_CLENCH: &Condition = &fails("The Clench");
pub(super) const TOO_DRUNK: &Condition = &fails("Too Drunk");
pub(super) const FROZE_SOLID: &Condition = &fails("Froze Solid");
pub(super) const PULLED_A_MUSCLE: &Condition = &fails("Pulled a Muscle");
pub(super) const COP_SHOWED_UP: &Condition = &Condition { is_shared: true, ..fails("Cop Showed Up") };

pub(super) const THE_SHAKES: &Condition = &Condition { shakes: true, ..new("The Shakes", Debuff, &[Any(-40.0)]) };
pub(super) const THE_ZONE: &Condition = &Condition { guards: true, ..new("The Zone", Buff, &[]) };
pub(super) const FULL_TANK: &Condition = &new("Full Tank", Buff, &[One(Distance, 30.0)]);
pub(super) const LASER_FOCUS: &Condition = &new("Laser Focus", Buff, &[One(Duration, 25.0)]);
pub(super) const GHOST: &Condition = &new("Ghost", Weird, &[Nothing(Volume)]);
pub(super) const MISFIRE: &Condition = &new("Misfire", Weird, &[Nothing(Aim)]);

// Only styles bring these; the original names them and has none. Source: `commands-and-games.md`, 5.5.
pub(super) const STAINLESS: &Condition = &Condition { guards: true, ..new("Stainless", Buff, &[]) };
pub(super) const NO_WARM_UP: &Condition = &new("No Warm-up", Weird, &[]);
pub(super) const THE_GIGGLES: &Condition = &new("The Giggles", Debuff, &[One(Aim, -30.0), One(Duration, 10.0)]);

/// Those by which a contestant loses at once.
pub(super) const FAILURES: [&Condition; 8] = [
    STAGE_FRIGHT,
    SHY_BLADDER,
    EQUIPMENT_MALFUNCTION,
    THE_CLENCH,
    TOO_DRUNK,
    FROZE_SOLID,
    PULLED_A_MUSCLE,
    COP_SHOWED_UP,
];

/// Those that hamper.
pub(super) const DEBUFFS: [&Condition; 8] = [
    &new("Split Stream", Debuff, &[One(Distance, -50.0)]),
    &new("Weak Flow", Debuff, &[All(-20.0)]),
    THE_SHAKES,
    &new("Fumbling", Debuff, &[One(Duration, -15.0)]),
    &new("Zipper Stuck", Debuff, &[One(Volume, -25.0)]),
    &new("The Dribbles", Debuff, &[AtMost(Distance, 1.0)]),
    &new("Bad Twist", Debuff, &[All(-50.0)]),
    &new("Zipper Accident", Debuff, &[One(Aim, -40.0), One(Volume, -30.0)]),
];

/// Those that help.
pub(super) const BUFFS: [&Condition; 5] = [
    FULL_TANK,
    &new("Early Bird", Buff, &[All(15.0)]),
    THE_ZONE,
    &new("Hydro Power", Buff, &[One(Volume, 40.0)]),
    LASER_FOCUS,
];

/// The odd ones.
pub(super) const WEIRD: [&Condition; 9] = [
    // The original: distance by -999 %, which made it negative.
    &new("Backwards Flow", Weird, &[Nothing(Distance)]),
    &new("The Fountain", Weird, &[Nothing(Distance)]),
    GHOST,
    // The original: duration by +999 %.
    &Condition { fine: AMBULANCE, ..new("Medical Emergency", Weird, &[All(-20.0), One(Duration, 100.0)]) },
    &Condition { shakes: true, ..new("Cold Shivers", Weird, &[One(Aim, -50.0)]) },
    MISFIRE,
    &new("Power Washer", Weird, &[One(Distance, 50.0), One(Volume, 50.0), One(Duration, -50.0)]),
    &new("The Trickle", Weird, &[One(Duration, 80.0), One(Distance, -80.0), One(Volume, -80.0)]),
    &new("Hose Mode", Weird, &[All(30.0), One(Aim, -60.0)]),
];

/// The kinds with their weights.
const KINDS: [(&[&Condition], u32); 4] = [(&FAILURES, 1), (&DEBUFFS, 6), (&BUFFS, 2), (&WEIRD, 1)];

const fn new(name: &'static str, kind: ConditionKind, changes: &'static [Change]) -> Condition {
    Condition { name, kind, changes, guards: false, shakes: false, is_shared: false, fine: 0 }
}

const fn fails(name: &'static str) -> Condition {
    new(name, Failure, &[])
}

impl Condition {
    /// All that chance may bring, and those that only styles bring.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        let drawn = KINDS.iter().flat_map(|(conditions, _)| conditions.iter().copied());
        drawn.chain([STAINLESS, NO_WARM_UP, THE_GIGGLES])
    }

    /// What chance brings a contestant, mostly nothing.
    pub(super) fn draw(dice: &mut Dice) -> Option<&'static Self> {
        if dice.percent(CHANCE) { Some(Self::any(dice)) } else { None }
    }

    /// One of them, by the weights of their kinds.
    pub(super) fn any(dice: &mut Dice) -> &'static Self {
        dice.weighted(&KINDS).and_then(|kind| dice.pick(kind)).copied().unwrap_or(THE_SHAKES)
    }

    /// One by which a contestant loses.
    pub(super) fn any_failure(dice: &mut Dice) -> &'static Self {
        dice.pick(&FAILURES).copied().unwrap_or(STAGE_FRIGHT)
    }

    /// Two different ones that hamper.
    pub(super) fn two_debuffs(dice: &mut Dice) -> [&'static Self; 2] {
        let n_kinds = DEBUFFS.len() as u64;
        let first = dice.below(n_kinds);
        let second = (first + dice.between(1, n_kinds - 1)) % n_kinds;
        [first, second].map(|at| DEBUFFS.iter().copied().nth(usize::try_from(at).unwrap_or(0)).unwrap_or(THE_SHAKES))
    }

    /// Whether it has its bearer lose at once.
    pub fn is_failure(&self) -> bool {
        self.kind == Failure
    }
}

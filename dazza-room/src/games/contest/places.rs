//! Where a contest may be held. Source: `commands-and-games.md`, 5.7.

use dazza_shared::dice::Dice;

use super::figures::Figure;

/// A place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// What it is called.
    pub name: &'static str,
    /// What it does to both players' figures, by percent; no figure means all.
    pub(super) changes: &'static [(Option<Figure>, f64)],
    /// Whether many look on.
    pub(super) is_crowded: bool,
    /// What the winner may have to pay here, in dollars, and how often in percent.
    pub(super) fine: Option<(i64, f64)>,
    /// How often (in percent) something happens here that is only told.
    pub(super) event: Option<f64>,
    /// What it does together with the weather.
    pub(super) lie: Option<Lie>,
    /// Whether big styles count double here, and mocking ones less.
    pub(super) is_daunting: bool,
}

/// What is special about a place in some weather.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lie {
    /// Where people shower.
    Shower,
    /// Between two walls.
    Alley,
    /// Among bushes.
    Bush,
    /// Where petrol is sold.
    Servo,
}

use Figure::{Aim, Distance, Duration, Volume};

/// How often somebody is fined, or something happens, where the original names no chance. Unit: percent.
const USUALLY: f64 = 30.0;

const NIGHT: [Place; 6] = [
    Place { fine: Some((10, 30.0)), ..new("the drive-through at 3 am", &[(Some(Volume), 60.0)]) },
    Place { lie: Some(Lie::Bush), ..new("the bushes by the 24 h gym", &[(Some(Distance), 50.0), (Some(Aim), -40.0)]) },
    Place { event: Some(20.0), ..new("an old flame's lawn", &[(Some(Distance), 50.0), (Some(Volume), 40.0)]) },
    Place { event: Some(10.0), ..new("the taxi rank", &[(Some(Duration), 40.0), (Some(Aim), -30.0)]) },
    Place { event: Some(20.0), ..new("the lane behind the cop shop", &[(Some(Distance), 60.0)]) },
    Place { event: Some(USUALLY), lie: Some(Lie::Servo), ..new("the servo's cash machine", &[(None, -40.0)]) },
];

const MORNING: [Place; 6] = [
    Place {
        fine: Some((5, USUALLY)),
        lie: Some(Lie::Servo),
        ..new("the servo's side yard", &[(Some(Distance), 20.0), (Some(Aim), -15.0)])
    },
    Place { event: Some(30.0), ..new("the hardware store's dunny", &[(Some(Aim), 40.0), (Some(Volume), -40.0)]) },
    Place { event: Some(20.0), ..new("the tray of a ute", &[(Some(Distance), 40.0), (Some(Aim), -30.0)]) },
    Place { event: Some(USUALLY), ..new("the dole queue", &[(Some(Volume), -40.0), (Some(Aim), -20.0), (None, 20.0)]) },
    Place { fine: Some((10, USUALLY)), ..new("the bus stop", &[(Some(Duration), -60.0)]) },
    new("the breakfast rush", &[(Some(Volume), 30.0), (Some(Aim), -20.0)]),
];

const AFTERNOON: [Place; 6] = [
    Place { lie: Some(Lie::Shower), ..new("the beach shower block", &[(Some(Aim), -40.0), (Some(Volume), 20.0)]) },
    Place { event: Some(USUALLY), ..new("the bottle-o's dock", &[(Some(Volume), 30.0), (Some(Distance), -20.0)]) },
    Place { event: Some(10.0), ..new("the cricket boundary", &[(Some(Distance), 40.0)]) },
    new("the club's car park", &[(Some(Aim), -30.0), (Some(Volume), 20.0)]),
    Place { fine: Some((8, USUALLY)), ..new("level 3 of the shops", &[(Some(Volume), -40.0), (Some(Aim), -30.0)]) },
    Place { event: Some(5.0), ..new("the dog park", &[(Some(Aim), -50.0), (Some(Duration), 30.0)]) },
];

const EVENING: [Place; 6] = [
    new("the wall of the kebab shop", &[(Some(Volume), 40.0), (Some(Aim), -30.0)]),
    Place {
        is_crowded: true,
        event: Some(20.0),
        ..new("the beer garden", &[(Some(Volume), 30.0), (Some(Aim), -40.0)])
    },
    Place { lie: Some(Lie::Alley), ..new("the betting shop's alley", &[(Some(Aim), -20.0), (Some(Distance), 30.0)]) },
    new("the disco's car park", &[(Some(Volume), 70.0), (Some(Aim), -50.0)]),
    Place { is_crowded: true, ..new("a wedding reception", &[(Some(Aim), -40.0), (Some(Duration), 30.0)]) },
    new("the drive-in", &[(Some(Aim), -60.0), (Some(Distance), 40.0)]),
];

const RURAL: [Place; 5] = [
    Place { lie: Some(Lie::Bush), ..new("the bush dunny", &[(Some(Duration), -60.0), (Some(Aim), 40.0)]) },
    new("the farm dam", &[(Some(Distance), 70.0), (Some(Aim), -30.0)]),
    Place { is_crowded: true, is_daunting: true, ..new("the highway rest stop", &[]) },
    new("the dirt behind the roadhouse", &[(Some(Aim), -20.0), (Some(Distance), 30.0)]),
    Place { event: Some(30.0), ..new("the camping ground", &[(None, 25.0)]) },
];

const SPECIAL: [Place; 5] = [
    new("a portaloo at the finals", &[(Some(Duration), -50.0), (Some(Volume), 40.0)]),
    Place { is_crowded: true, ..new("the posh tent at the races", &[(Some(Volume), -40.0), (Some(Duration), 30.0)]) },
    new("the burnout pad", &[(Some(Aim), -40.0), (Some(Distance), 50.0)]),
    Place { event: Some(10.0), ..new("the fishing rock", &[(Some(Distance), 60.0)]) },
    new("the bowls club's green", &[(None, -30.0), (Some(Aim), 20.0)]),
];

const STRAIGHT: [Place; 4] = [
    new("the edge of the platform", &[(Some(Distance), 50.0), (Some(Aim), 30.0)]),
    new("the print shop", &[(Some(Aim), 60.0), (Some(Volume), -40.0)]),
    new("the car-park roof", &[(Some(Distance), 80.0), (Some(Aim), -30.0)]),
    new("the bridge underpass", &[(Some(Aim), 40.0), (Some(Distance), 20.0)]),
];

/// How often the special places are among those that are drawn from. Unit: percent.
const SPECIAL_PERCENT: f64 = 10.0;

/// How often those for a straight aim are. Unit: percent.
const STRAIGHT_PERCENT: f64 = 15.0;

const fn new(name: &'static str, changes: &'static [(Option<Figure>, f64)]) -> Place {
    Place { name, changes, is_crowded: false, fine: None, event: None, lie: None, is_daunting: false }
}

impl Place {
    /// All of them: those of the night first, then of the morning, and so on.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        let by_day = [&NIGHT, &MORNING, &AFTERNOON, &EVENING].into_iter().flatten();
        by_day.chain(&RURAL).chain(&SPECIAL).chain(&STRAIGHT)
    }

    /// Whether something may happen there that is only told.
    pub fn has_events(&self) -> bool {
        self.event.is_some()
    }

    /// A place for that hour of the room's day.
    pub(super) fn draw(hour: u8, dice: &mut Dice) -> &'static Self {
        let of_hour = match hour {
            0..=5 => &NIGHT,
            6..=11 => &MORNING,
            12..=17 => &AFTERNOON,
            _ => &EVENING,
        };
        let mut pool: Vec<_> = of_hour.iter().chain(&RURAL).collect();
        if dice.percent(SPECIAL_PERCENT) {
            pool.extend(&SPECIAL);
        }
        if dice.percent(STRAIGHT_PERCENT) {
            pool.extend(&STRAIGHT);
        }
        let [otherwise, ..] = of_hour;
        dice.pick(&pool).copied().unwrap_or(otherwise)
    }
}

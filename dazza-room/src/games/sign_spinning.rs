//! Spinning an advertising sign on a corner. Source of all figures: `commands-and-games.md`, 2.3.

use dazza_shared::dice::Dice;
use dazza_shared::money::Money;

use super::chances::{Between, Chances};

/// From what pay on a shift is a perfect day, and told to the room.
pub const PERFECT_FROM: Money = Money::of(60);

/// Who needs a sign spun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Business {
    /// One as there are many.
    Common,
    /// One that pays better.
    Uncommon,
}

/// Who needs a sign spun and what that pays. Unit: percent.
const BUSINESSES: [((Business, Between), u32); 2] =
    [((Business::Common, Between(15, 40)), 80), ((Business::Uncommon, Between(40, 60)), 20)];

/// The sky over the corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// People have their windows down.
    Sunny,
    /// Neither here nor there.
    Overcast,
    /// Nobody stays for long, nor does the spinner.
    Hot,
    /// Wipers hide the sign.
    Rain,
    /// The sign wants to leave.
    Wind,
    /// Just enough to help it turn.
    Breeze,
}

/// All weathers, each as likely.
pub const WEATHERS: [Weather; 6] =
    [Weather::Sunny, Weather::Overcast, Weather::Hot, Weather::Rain, Weather::Wind, Weather::Breeze];

/// How often a shift ends in an injury. Unit: percent.
const HURT: u32 = 10;

/// What an injury costs of the pay.
const HURT_COSTS: Between = Between(0, 30);

/// How often something else happens. Unit: percent.
const EVENT: u32 = 40;

/// How often that is something good. Unit: percent.
const GOOD: u32 = 60;

/// All of the percents.
const WHOLE: u32 = 100;

/// What can happen on a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Somebody throws a five out of a car.
    ThrownNote,
    /// A twenty lies in the gutter.
    FoundNote,
    /// Any other pleasure.
    Pleasure,
    /// The sign has hit a car.
    CarHit,
    /// Somebody has called the police.
    Police,
    /// Any other nuisance.
    Nuisance,
}

/// The good of it; the pleasures are five of seven.
const GOOD_EVENTS: [(Event, u32); 3] = [(Event::ThrownNote, 1), (Event::FoundNote, 1), (Event::Pleasure, 5)];

/// The bad of it; the nuisances are five of seven.
const BAD_EVENTS: [(Event, u32); 3] = [(Event::CarHit, 1), (Event::Police, 1), (Event::Nuisance, 5)];

/// How a shift turned out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing happened.
    Quiet,
    /// An injury that costs so much. Unit: dollars.
    Hurt(i64),
    /// Something happened.
    Event(Event),
}

/// One shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    /// Who needed the sign spun.
    pub business: Business,
    /// What was agreed. Unit: dollars.
    pub base: i64,
    /// The weather.
    pub weather: Weather,
    /// How it turned out.
    pub turn: Turn,
}

/// How a shift goes. Chance is used here and nowhere else.
pub fn work(dice: &mut Dice) -> Shift {
    let (business, range) = *dice.weighted(&BUSINESSES).unwrap_or(&(Business::Common, Between(0, 0)));
    let base = range.draw(dice);
    let weather = *dice.pick(&WEATHERS).unwrap_or(&Weather::Overcast);
    let mut percent = |n: u32| dice.below(u64::from(WHOLE)) < u64::from(n);
    let (is_hurt, is_event, is_good) = (percent(HURT), percent(EVENT), percent(GOOD));
    let event = dice.weighted(if is_good { &GOOD_EVENTS } else { &BAD_EVENTS });
    let turn = match event {
        _ if is_hurt => Turn::Hurt(HURT_COSTS.draw(dice)),
        Some(event) if is_event => Turn::Event(*event),
        _ => Turn::Quiet,
    };
    Shift { business, base, weather, turn }
}

/// What `shift` pays.
pub fn pay(shift: Shift) -> Money {
    let earned = shift.weather.on(shift.base);
    Money::of(match shift.turn {
        Turn::Quiet => earned,
        Turn::Hurt(cost) => (earned - cost).max(0),
        Turn::Event(event) => earned + event.brings(),
    })
}

/// What a shift pays, over all that can happen.
pub fn chances() -> Chances {
    let base = Chances::mix(BUSINESSES.map(|((_, range), percent)| (percent, range.chances())));
    let earned = Chances::mix(WEATHERS.map(|weather| (1, base.map(|base| weather.on(base)))));
    let hurt = earned.with(&HURT_COSTS.chances(), |earned, cost| (earned - cost).max(0));
    let after = |events: [(Event, u32); 3]| {
        Chances::mix(events.map(|(event, parts)| (parts, earned.map(|earned| earned + event.brings()))))
    };
    let eventful = Chances::mix([(GOOD, after(GOOD_EVENTS)), (WHOLE - GOOD, after(BAD_EVENTS))]);
    let unhurt = Chances::mix([(EVENT, eventful), (WHOLE - EVENT, earned.clone())]);
    Chances::mix([(HURT, hurt), (WHOLE - HURT, unhurt)])
}

impl Weather {
    /// What a shift for `base` brings in such weather, rounded down. Unit: dollars.
    const fn on(self, base: i64) -> i64 {
        let tenths = match self {
            Self::Sunny => 12,
            Self::Breeze => 11,
            Self::Overcast => 10,
            Self::Hot => 9,
            Self::Wind => 8,
            Self::Rain => 7,
        };
        base * tenths / 10
    }

    /// What it is called in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sunny => "sunny",
            Self::Overcast => "overcast",
            Self::Hot => "hot",
            Self::Rain => "rain",
            Self::Wind => "wind",
            Self::Breeze => "breeze",
        }
    }
}

impl Event {
    /// What it adds to the pay. Unit: dollars.
    const fn brings(self) -> i64 {
        match self {
            Self::ThrownNote => 5,
            Self::FoundNote => 20,
            Self::Pleasure | Self::CarHit | Self::Police | Self::Nuisance => 0,
        }
    }

    /// What it is called in the ledger.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ThrownNote => "thrown note",
            Self::FoundNote => "found note",
            Self::Pleasure => "pleasure",
            Self::CarHit => "car hit",
            Self::Police => "police",
            Self::Nuisance => "nuisance",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::games::chances::tests::{a_million_come_out_as, comes_to};

    #[test]
    fn shifts_pay_by_the_table() {
        comes_to(&chances(), "8301221 / 282100", "$29.43");
        a_million_come_out_as(&chances(), |dice| pay(work(dice)).dollars());
    }

    #[test]
    fn the_weather_and_what_happens_count() {
        let shift = |base, weather, turn| Shift { business: Business::Common, base, weather, turn };
        for (base, weather, turn, paid) in [
            (37, Weather::Sunny, Turn::Quiet, 44),
            (37, Weather::Overcast, Turn::Quiet, 37),
            (37, Weather::Hot, Turn::Quiet, 33),
            (37, Weather::Rain, Turn::Quiet, 25),
            (37, Weather::Wind, Turn::Quiet, 29),
            (37, Weather::Breeze, Turn::Quiet, 40),
            (37, Weather::Overcast, Turn::Hurt(30), 7),
            (15, Weather::Rain, Turn::Hurt(30), 0),
            (15, Weather::Rain, Turn::Event(Event::ThrownNote), 15),
            (60, Weather::Sunny, Turn::Event(Event::FoundNote), 92),
            (60, Weather::Sunny, Turn::Event(Event::Pleasure), 72),
            (60, Weather::Sunny, Turn::Event(Event::CarHit), 72),
            (60, Weather::Sunny, Turn::Event(Event::Police), 72),
            (60, Weather::Sunny, Turn::Event(Event::Nuisance), 72),
        ] {
            assert_eq!(pay(shift(base, weather, turn)), Money::of(paid), "{base} {weather:?} {turn:?}");
        }
    }

    #[test]
    fn events_come_as_often_as_they_should() {
        let mut dice = Dice::seeded(4);
        let turns: Vec<_> = (0..100_000).map(|_| work(&mut dice).turn).collect();
        let n_of = |wanted: fn(&Turn) -> bool| turns.iter().filter(|turn| wanted(turn)).count();
        for (turn, at_least, at_most) in [
            (n_of(|turn| matches!(turn, Turn::Hurt(_))), 9_700, 10_300),
            (n_of(|turn| matches!(turn, Turn::Quiet)), 53_400, 54_600),
            (n_of(|turn| *turn == Turn::Event(Event::ThrownNote)), 2_900, 3_300),
            (n_of(|turn| *turn == Turn::Event(Event::FoundNote)), 2_900, 3_300),
            (n_of(|turn| *turn == Turn::Event(Event::Pleasure)), 15_000, 15_900),
            (n_of(|turn| *turn == Turn::Event(Event::CarHit)), 1_900, 2_220),
            (n_of(|turn| *turn == Turn::Event(Event::Police)), 1_900, 2_220),
        ] {
            assert!((at_least..=at_most).contains(&turn), "{turn} of {at_least} to {at_most}");
        }
    }
}

//! The rule of a contest: base, style, condition, place, weather, within bounds, and the score of that. A pure function.

use super::base;
use super::conditions::Condition;
use super::draw::{Draw, is_due};
use super::effect::Effect;
use super::figures::{Figure, Figures};
use super::outcome::{Failing, Outcome, Performance, Verdict, WeatherEvent};
use super::places::Lie;
use super::style_rule::{Contestant, apply_to_each_other, chances_of_both, impose};
use super::weather::{Special, Temperature, Weather, Wind};

/// How much of the effects counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// All of them.
    Full,
    /// What changes a contestant's own figures alone, as in the original.
    OwnFigures,
}

/// How often hail has somebody give up. Unit: percent. Source: `commands-and-games.md`, 5.8.
const HAIL: f64 = 20.0;

/// How often lightning strikes somebody's gear. Source: as above.
const LIGHTNING: f64 = 10.0;

/// How often the heat fells somebody. Source: as above.
const HEAT: f64 = 10.0;

/// How often the cold, or the dust, is remarked upon. Source: as above.
const NOTICED: f64 = 30.0;

/// What comes of what chance has dealt, for contestants who have had so many drinks each.
pub fn play(draw: &Draw, n_drinks: [u64; 2], rules: Rules) -> Outcome {
    let is_full = rules == Rules::Full;
    let weather = if is_full { weather(draw) } else { draw.weather };
    let mut sides = begin(draw, n_drinks, is_full);
    if is_full {
        impose(&mut sides);
    }
    styles(&mut sides, draw, is_full);
    for side in &mut sides {
        for condition in side.condition.into_iter().chain(side.late.clone()) {
            side.come_over(condition);
        }
        for (figure, percent) in draw.place.changes {
            match figure {
                Some(figure) => side.figures.change(*figure, *percent),
                None => side.figures.change_all(*percent),
            }
        }
        if is_full && draw.place.is_crowded {
            side.figures.change(
                Figure::Aim,
                side.of(|effect| match effect {
                    Effect::WhenCrowded(percent) => Some(percent),
                    _ => None,
                }),
            );
        }
        Air { weather, lie: draw.place.lie, is_full }.reach(side);
        side.figures = side.figures.clamped();
    }
    let failings = failings(&sides, weather, is_full);
    let outcome = judge(&sides, failings, draw, weather);
    // The original named fines for a place, and took none.
    Outcome { fine: outcome.fine.filter(|_| is_full), ..outcome }
}

/// The weather in the end: another one, or a colder one, if a style has it so.
fn weather(draw: &Draw) -> Weather {
    let all =
        draw.sides.iter().flat_map(|side| side.style.effects.iter().map(move |effect| (effect, side.luck.chance)));
    let is_new =
        all.clone().any(|(effect, chance)| matches!(effect, Effect::NewWeather(often) if is_due(chance, *often)));
    let mut weather = if is_new { draw.next_weather } else { draw.weather };
    for _ in all.filter(|(effect, _)| matches!(effect, Effect::Colder)) {
        weather.temperature = weather.temperature.colder();
    }
    weather
}

fn begin(draw: &Draw, n_drinks: [u64; 2], is_full: bool) -> [Contestant; 2] {
    let [one, other] = draw.sides;
    let [drinks_of_one, drinks_of_other] = n_drinks;
    [(one, drinks_of_one), (other, drinks_of_other)].map(|(drawn, n_drinks)| {
        let [first, second] = drawn.base;
        let is_unlucky = is_full && drawn.style.effects.iter().any(|effect| matches!(effect, Effect::WorseOfTwo));
        let base = if is_unlucky { first.lower(&second) } else { first };
        let (figures, condition) = (base::filled(base, n_drinks), drawn.condition);
        Contestant { drawn, n_drinks, figures, condition, is_shared: false, late: Vec::new() }
    })
}

fn styles(sides: &mut [Contestant; 2], draw: &Draw, is_full: bool) {
    for side in sides.iter_mut() {
        side.apply_own_figures();
    }
    if !is_full {
        return;
    }
    let [one, other] = sides;
    one.apply_own_rest(&other.drawn);
    other.apply_own_rest(&one.drawn);
    apply_to_each_other(sides, draw);
    chances_of_both(sides);
}

/// The weather as it comes over one contestant.
struct Air {
    weather: Weather,
    lie: Option<Lie>,
    is_full: bool,
}

impl Air {
    fn reach(&self, side: &mut Contestant) {
        if self.is_full && side.has(|effect| matches!(effect, Effect::Weatherproof)) {
            return;
        }
        self.wind(side);
        self.temperature(side);
        if self.weather.special == Some(Special::Rain) {
            side.figures.change(Figure::Aim, -40.0);
            side.figures.change(Figure::Volume, 20.0);
        }
        if self.is_full {
            self.lie_of_the_place(&mut side.figures);
        }
    }

    fn wind(&self, side: &mut Contestant) {
        let (mut times, mut is_fair) = (1.0, false);
        for effect in side.effects().filter(|_| self.is_full) {
            match effect {
                Effect::WindTimes(by) => times = by,
                Effect::FairWind(percent) => is_fair = is_due(side.drawn.luck.chance, percent),
                _ => {}
            }
        }
        let changes = self.gusts(side);
        for (figure, percent) in changes {
            if !is_fair || (figure == Figure::Distance && percent > 0.0) {
                side.figures.change(figure, percent * times);
            }
        }
    }

    /// What the wind does, by percent.
    fn gusts(&self, side: &Contestant) -> Vec<(Figure, f64)> {
        let gusts = side.drawn.gusts;
        let from_behind = |most: f64| (Figure::Distance, most * (2.0 * gusts.from - 1.0));
        match self.weather.wind {
            Wind::Breeze => vec![from_behind(10.0), (Figure::Aim, -5.0)],
            Wind::Gusty => vec![from_behind(30.0), (Figure::Aim, -20.0)],
            Wind::Cyclone => {
                let lift = is_due(gusts.lift, 50.0).then_some((Figure::Distance, 50.0));
                let drag = is_due(gusts.drag, 50.0).then_some((Figure::Distance, -40.0));
                lift.into_iter().chain(drag).chain([(Figure::Aim, -60.0)]).collect()
            }
            Wind::DustStorm => vec![(Figure::Aim, -80.0)],
            Wind::Whirlwind if self.is_full => {
                vec![(gusts.whirled, if is_due(gusts.whirl, 50.0) { 30.0 } else { -30.0 })]
            }
            Wind::Still | Wind::Whirlwind => Vec::new(),
        }
    }

    fn temperature(&self, side: &mut Contestant) {
        let changes: &[(Figure, f64)] = match self.weather.temperature {
            Temperature::Freezing => &[(Figure::Volume, -40.0), (Figure::Duration, 20.0)],
            Temperature::Nippy => &[(Figure::Volume, -20.0)],
            Temperature::Mild => &[],
            Temperature::Hot => &[(Figure::Volume, 30.0), (Figure::Duration, -20.0)],
            Temperature::Scorching => &[(Figure::Volume, -50.0)],
            Temperature::Humid => &[(Figure::Aim, -30.0), (Figure::Duration, 40.0)],
        };
        for (figure, percent) in changes {
            side.figures.change(*figure, *percent);
        }
        if self.is_full && self.weather.temperature.is_cold() {
            side.figures.change(
                Figure::Volume,
                side.of(|effect| match effect {
                    Effect::WhenCold(percent) => Some(percent),
                    _ => None,
                }),
            );
        }
    }

    /// What place and weather do together. Source: `commands-and-games.md`, 5.8.
    fn lie_of_the_place(&self, figures: &mut Figures) {
        match self.lie {
            Some(Lie::Shower) if self.weather.temperature == Temperature::Hot => {
                figures.change(Figure::Volume, -60.0);
            }
            Some(Lie::Alley) if self.weather.special == Some(Special::Rain) => figures.change(Figure::Aim, -40.0),
            Some(Lie::Servo) if self.weather.temperature == Temperature::Freezing => figures.change_all(-50.0),
            // Bushes in a gust: shoes get wet, and that is all.
            _ => {}
        }
    }
}

/// What keeps each of the two from it.
fn failings(sides: &[Contestant; 2], weather: Weather, is_full: bool) -> [Option<Failing>; 2] {
    let of_conditions = sides.each_ref().map(|side| failing(side, is_full));
    let shared: Option<&Condition> =
        of_conditions.iter().flatten().find(|condition| is_full && condition.is_shared).copied();
    let [one, other] = sides;
    let [of_one, of_other] = of_conditions.map(|own| shared.or(own).map(Failing::Condition));
    if is_full {
        [of_one.or_else(|| struck(one, weather)), of_other.or_else(|| struck(other, weather))]
    } else {
        [of_one, of_other]
    }
}

/// The condition by which a contestant fails.
fn failing(side: &Contestant, is_full: bool) -> Option<&'static Condition> {
    let is_steady = is_full && side.has(|effect| matches!(effect, Effect::NeverFails));
    let from_start = side.condition.filter(|condition| condition.is_failure());
    let from_start = from_start.filter(|condition| !is_steady || side.is_shared || condition.is_shared);
    let mut late = side.late.iter().copied().filter(|condition| condition.is_failure());
    from_start.or_else(|| late.find(|condition| !is_steady || condition.is_shared))
}

/// What of the weather fells a contestant.
fn struck(side: &Contestant, weather: Weather) -> Option<Failing> {
    if side.has(|effect| matches!(effect, Effect::Weatherproof | Effect::NeverFails)) {
        return None;
    }
    let gusts = side.drawn.gusts;
    match weather.special {
        Some(Special::Hail) if is_due(gusts.strike, HAIL) => return Some(Failing::Hail),
        Some(Special::Lightning) if is_due(gusts.strike, LIGHTNING) => return Some(Failing::Lightning),
        _ => {}
    }
    let is_felled = weather.temperature == Temperature::Scorching && is_due(gusts.heat, HEAT);
    is_felled.then_some(Failing::Heat)
}

fn judge(sides: &[Contestant; 2], mut failings: [Option<Failing>; 2], draw: &Draw, weather: Weather) -> Outcome {
    let scores = sides.each_ref().map(|side| side.figures.score());
    give_up(sides, &mut failings, scores);
    let [of_one, of_other] = failings;
    let [score, others_score] = scores;
    let verdict = match (of_one, of_other) {
        (Some(_), Some(_)) => Verdict::NoneLeft,
        (Some(_), None) => Verdict::Won(1),
        (None, Some(_)) => Verdict::Won(0),
        (None, None) if score > others_score => Verdict::Won(0),
        (None, None) if score < others_score => Verdict::Won(1),
        // The original had who was challenged win.
        (None, None) => Verdict::Draw,
    };
    let [one, other] = sides;
    let performance = |side: &Contestant, failing, score| {
        let fine = side.condition.into_iter().chain(side.late.iter().copied()).map(|condition| condition.fine).sum();
        let (style, condition, figures) = (side.drawn.style, side.condition, side.figures);
        Performance { style, condition, failing, figures, score, fine }
    };
    Outcome {
        sides: [performance(one, of_one, score), performance(other, of_other, others_score)],
        verdict,
        place: draw.place,
        weather,
        fine: draw.place.fine.filter(|(_, often)| is_due(draw.fine, *often)).map(|(dollars, _)| dollars),
        has_event: draw.place.event.is_some_and(|often| is_due(draw.event, often)),
        weather_event: weather_event(draw, weather),
    }
}

/// What of the weather is worth a word. In a gust among bushes it always is.
fn weather_event(draw: &Draw, weather: Weather) -> Option<WeatherEvent> {
    if draw.place.lie == Some(Lie::Bush) && weather.wind == Wind::Gusty {
        return Some(WeatherEvent::WetShoes);
    }
    let is_noticed = is_due(draw.notice, NOTICED);
    match (weather.wind, weather.temperature) {
        (Wind::DustStorm, _) if is_noticed => Some(WeatherEvent::HitTheOther),
        (_, Temperature::Freezing) if is_noticed => Some(WeatherEvent::Shrunk),
        _ => None,
    }
}

/// Has those give up who do when they are far behind.
fn give_up(sides: &[Contestant; 2], failings: &mut [Option<Failing>; 2], scores: [i32; 2]) {
    let ([one, other], [of_one, of_other], [score, others_score]) = (sides, failings, scores);
    if of_one.is_some() || of_other.is_some() {
        return;
    }
    if is_hopeless(one, score, others_score) {
        *of_one = Some(Failing::GaveUp);
    } else if is_hopeless(other, others_score, score) {
        *of_other = Some(Failing::GaveUp);
    }
}

fn is_hopeless(side: &Contestant, score: i32, others_score: i32) -> bool {
    side.effects().any(|effect| match effect {
        Effect::QuitsBelow(percent) => f64::from(score) * 100.0 < percent * f64::from(others_score),
        _ => false,
    })
}

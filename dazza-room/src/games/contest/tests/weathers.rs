//! The weather against its rows in the paper.

use super::*;
use crate::games::contest::outcome::{Failing, Verdict, WeatherEvent};
use crate::games::contest::weather::Special;

fn in_weather(wind: Wind, temperature: Temperature, special: Option<Special>) -> Draw {
    Draw { weather: Weather { wind, temperature, special }, ..calm() }
}

fn in_wind(wind: Wind) -> Draw {
    in_weather(wind, Temperature::Mild, None)
}

fn at_temperature(temperature: Temperature) -> Draw {
    in_weather(Wind::Still, temperature, None)
}

/// What becomes of the challenger's figures by a change in the paper's notation.
fn is_as(draw: &Draw, notation: &str, what: &str) {
    let mut figures = FILLED;
    assert!(apply(notation, &mut figures), "{notation}");
    is_about(four(&outcome(draw).sides[0]), figures, what);
}

#[test]
fn each_wind_blows_as_its_row_says() {
    for (wind, from, notation) in [
        (Wind::Still, 1.0, ""),
        (Wind::Breeze, 1.0, "d +10, a -5"),
        (Wind::Breeze, 0.0, "d -10, a -5"),
        (Wind::Gusty, 1.0, "d +30, a -20"),
        (Wind::Gusty, 0.25, "d -15, a -20"),
        (Wind::Cyclone, 1.0, "a -60"),
        (Wind::DustStorm, 1.0, "a -80"),
        (Wind::Whirlwind, 1.0, "v -30"),
    ] {
        let mut draw = in_wind(wind);
        draw.sides[0].gusts.from = from;
        is_as(&draw, notation, wind.name());
    }
    for (lift, drag, notation) in
        [(0.49, NEVER, "d +50, a -60"), (NEVER, 0.49, "d -40, a -60"), (0.0, 0.0, "d +50, d -40, a -60")]
    {
        let mut draw = in_wind(Wind::Cyclone);
        (draw.sides[0].gusts.lift, draw.sides[0].gusts.drag) = (lift, drag);
        is_as(&draw, notation, "cyclone");
    }
    let mut draw = in_wind(Wind::Whirlwind);
    (draw.sides[0].gusts.whirl, draw.sides[0].gusts.whirled) = (0.49, Figure::Duration);
    is_as(&draw, "t +30", "whirlwind");
    is_about(four(&play(&draw, DRINKS, Rules::OwnFigures).sides[0]), FILLED, "it was only told");
}

#[test]
fn each_temperature_and_each_special_weather_is_as_its_row_says() {
    for (temperature, notation) in [
        (Temperature::Freezing, "v -40, t +20"),
        (Temperature::Nippy, "v -20"),
        (Temperature::Mild, ""),
        (Temperature::Hot, "v +30, t -20"),
        (Temperature::Scorching, "v -50"),
        (Temperature::Humid, "a -30, t +40"),
    ] {
        is_as(&at_temperature(temperature), notation, temperature.name());
    }
    is_as(&in_weather(Wind::Still, Temperature::Mild, Some(Special::Rain)), "a -40, v +20", "rain");
    is_as(&in_weather(Wind::Still, Temperature::Mild, Some(Special::Hail)), "", "hail");
}

#[test]
fn weather_fells_as_often_as_its_row_says_and_each_player_alone() {
    for (special, temperature, often, failing) in [
        (Some(Special::Hail), Temperature::Mild, 0.2, Failing::Hail),
        (Some(Special::Lightning), Temperature::Mild, 0.1, Failing::Lightning),
        (None, Temperature::Scorching, 0.1, Failing::Heat),
    ] {
        for (chance, is_felled) in [(often - 0.001, true), (often + 0.001, false)] {
            let mut draw = in_weather(Wind::Still, temperature, special);
            (draw.sides[1].gusts.strike, draw.sides[1].gusts.heat) = (chance, chance);
            let outcome = outcome(&draw);
            assert_eq!(outcome.sides[1].failing, Some(failing).filter(|_| is_felled), "{}", failing.name());
            assert_eq!(
                (outcome.sides[0].failing, outcome.verdict),
                (None, if is_felled { Verdict::Won(0) } else { Verdict::Draw })
            );
            assert_eq!(play(&draw, DRINKS, Rules::OwnFigures).sides[1].failing, None, "it was only told");
        }
    }
}

#[test]
fn place_and_weather_have_their_four_meetings() {
    let meet = |name, weather| Draw { place: place(name), weather, ..calm() };
    let hot = Weather { temperature: Temperature::Hot, ..CALM };
    let rain = Weather { special: Some(Special::Rain), ..CALM };
    let freezing = Weather { temperature: Temperature::Freezing, ..CALM };
    is_as(&meet("the beach shower block", hot), "a -40, v +20, v +30, t -20, v -60", "shower and heat");
    is_as(&meet("the betting shop's alley", rain), "a -20, d +30, a -40, v +20, a -40", "alley and rain");
    is_as(&meet("the servo's side yard", freezing), "d +20, a -15, v -40, t +20, all -50", "servo and frost");
    is_as(&meet("the servo's cash machine", freezing), "all -40, v -40, t +20, all -50", "servo and frost");
    let gusty = Weather { wind: Wind::Gusty, ..CALM };
    for name in ["the bush dunny", "the bushes by the 24 h gym"] {
        assert_eq!(outcome(&meet(name, gusty)).weather_event, Some(WeatherEvent::WetShoes), "{name}");
    }
    assert_eq!(outcome(&meet("the farm dam", gusty)).weather_event, None);
    let before = play(&meet("the beach shower block", hot), DRINKS, Rules::OwnFigures);
    let mut figures = FILLED;
    apply("a -40, v +20, v +30, t -20", &mut figures);
    is_about(four(&before.sides[0]), figures, "the original never used them");
}

#[test]
fn what_is_noticed_of_the_weather_is_noticed_at_times() {
    for (weather, event) in [
        (Weather { temperature: Temperature::Freezing, ..CALM }, WeatherEvent::Shrunk),
        (Weather { wind: Wind::DustStorm, ..CALM }, WeatherEvent::HitTheOther),
    ] {
        for (notice, is_noticed) in [(0.299, true), (0.301, false)] {
            let draw = Draw { weather, notice, ..calm() };
            assert_eq!(outcome(&draw).weather_event, Some(event).filter(|_| is_noticed));
        }
    }
}

#[test]
fn no_weather_is_without_effect() {
    for wind in Wind::ALL.into_iter().filter(|wind| *wind != Wind::Still) {
        assert!(makes_a_difference(|draw| draw.weather.wind = wind, |draw| draw.weather = CALM), "{}", wind.name());
    }
    for temperature in Temperature::ALL.into_iter().filter(|temperature| *temperature != Temperature::Mild) {
        let is_felt = makes_a_difference(|draw| draw.weather.temperature = temperature, |draw| draw.weather = CALM);
        assert!(is_felt, "{}", temperature.name());
    }
    for special in Special::ALL {
        let is_felt = makes_a_difference(|draw| draw.weather.special = Some(special), |draw| draw.weather = CALM);
        assert!(is_felt, "{}", special.name());
    }
    let weather = Weather { special: Some(Special::Hail), ..CALM };
    assert_eq!((weather.name().as_str(), CALM.name().as_str()), ("still, mild, hail", "still, mild"));
}

//! `weather`: how it is somewhere, and what there is to say about that.

use std::time::Duration;

use dazza_shared::counters::CommandResult;

use super::{Access, Ask, Asking, Category, Command, Cx, Pm, Refusal, Run, Tell};
use crate::chat::{Args, Pool, Reply, Word, is_fit, plain, pools, units};
use crate::outside::{Found, Miss, Question, Weather};

pub(super) const COMMAND: Command = Command {
    name: "weather",
    aliases: &["w"],
    usage: "<place>",
    about: "Tells the weather of a place.",
    category: Category::Utility,
    access: Access::Everyone,
    cooldown: Duration::from_secs(10),
    waiting: Some(pools::WEATHER_WAIT),
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Asked(Asking { ask: Ask::Now(ask), tell: Tell::Now(tell) }),
};

/// Longest place. Unit: UTF-16 code units.
const PLACE_LIMIT: usize = 30;

/// From this on it is hot, and down from that on cold. Unit: degrees Celsius. Source: `commands-and-games.md`, 2.11.
const HOT: i16 = 30;
const COLD: i16 = 10;

/// What tells of rain where no temperature is told. Source: as above.
const WET: [&str; 2] = ["rain", "drizzle"];

fn ask(cx: &mut Cx<'_>, args: &Args<'_>) -> Result<Question, Refusal> {
    let place = args.words().collect::<Vec<_>>().join(" ");
    if place.is_empty() {
        return Err(cx.refusal(&pools::WEATHER_WHERE, &[]));
    }
    // What is no letter of a place could be a word to the service.
    let is_place = units(&place) <= PLACE_LIMIT
        && place.starts_with(|c: char| c.is_alphanumeric())
        && place.chars().all(|c| c.is_alphanumeric() || " ,.'-".contains(c))
        && is_fit(&place);
    if is_place { Ok(Question::Weather { place }) } else { Err(Refusal::Because(unknown(cx, &place))) }
}

fn tell(cx: &mut Cx<'_>, args: &Args<'_>, found: &Found) -> (Reply, CommandResult) {
    let place = plain(args.rest(), PLACE_LIMIT);
    match found {
        Found::Weather(Ok(weather)) => (Reply::say(cx.here(), &report(cx, &place, weather)), CommandResult::Ok),
        Found::Weather(Err(Miss::Unknown)) => (Reply::say(cx.here(), &unknown(cx, &place)), CommandResult::Refused),
        _ => (cx.answer(&pools::WEATHER_FAILED, &[]), CommandResult::Failed),
    }
}

/// The frame with the weather in it, and one remark.
fn report(cx: &mut Cx<'_>, place: &str, weather: &Weather) -> String {
    let sky = match weather.celsius {
        Some(celsius) => format!("{}, {celsius}°C ({}°F)", weather.condition, fahrenheit(celsius)),
        None => weather.condition.clone(),
    };
    let frame = cx.phrase(&pools::WEATHER_FRAME, &[("place", Word::Text(place)), ("sky", Word::Text(&sky))]);
    format!("{frame} {}", cx.phrase(&remark(weather), &[]))
}

/// What there is to say about it.
fn remark(weather: &Weather) -> Pool {
    let condition = weather.condition.to_lowercase();
    match weather.celsius {
        Some(celsius) if celsius >= HOT => pools::WEATHER_HOT,
        Some(celsius) if celsius <= COLD => pools::WEATHER_COLD,
        None if WET.iter().any(|wet| condition.contains(wet)) => pools::WEATHER_RAINY,
        _ => pools::WEATHER_NICE,
    }
}

fn unknown(cx: &mut Cx<'_>, typed: &str) -> String {
    let typed = Some(plain(typed, PLACE_LIMIT)).filter(|typed| !typed.is_empty() && is_fit(typed));
    let place = typed.as_deref().unwrap_or("there");
    cx.phrase(&pools::WEATHER_UNKNOWN, &[("place", Word::Text(place))])
}

fn fahrenheit(celsius: i16) -> i16 {
    (celsius * 9).div_euclid(5) + 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_remark_goes_by_the_temperature_and_without_one_by_the_rain() {
        for (celsius, condition, pool) in [
            (Some(30), "Rain", pools::WEATHER_HOT),
            (Some(29), "Rain", pools::WEATHER_NICE),
            (Some(11), "Snow", pools::WEATHER_NICE),
            (Some(10), "Sunny", pools::WEATHER_COLD),
            (Some(-20), "Sunny", pools::WEATHER_COLD),
            (None, "Light Rain", pools::WEATHER_RAINY),
            (None, "Drizzle", pools::WEATHER_RAINY),
            (None, "Sunny", pools::WEATHER_NICE),
        ] {
            let weather = Weather { condition: condition.to_owned(), celsius };
            assert_eq!(remark(&weather).name(), pool.name(), "{celsius:?} {condition}");
        }
    }

    #[test]
    fn degrees_are_told_twice() {
        for (celsius, there) in [(0, 32), (100, 212), (-40, -40), (31, 87), (-3, 26)] {
            assert_eq!(fahrenheit(celsius), there);
        }
    }
}

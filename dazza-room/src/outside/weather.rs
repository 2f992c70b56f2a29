//! Asks how the weather is: in one line of text, or in JSON.

use dazza_shared::config::{FetchSettings, WeatherFormat, WeatherSettings};
use reqwest::Url;
use serde::Deserialize;
use tokio::time::Instant;
use tracing::info;

use super::Miss;
use crate::chat::{cut, is_fit, plain};
use crate::wire::chain;
use dazza_fetch::{FetchError, Kind};

/// The weather in a place, such as may be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weather {
    /// What it looks like, in a few words.
    pub condition: String,
    /// Unit: degrees Celsius.
    pub celsius: Option<i16>,
}

/// Longest condition. Unit: UTF-16 code units.
const CONDITION_LIMIT: usize = 40;

/// Colder or hotter than this it is nowhere. Unit: degrees Celsius.
const MOST_DEGREES: i16 = 99;

/// What a service says of a place that it does not know. Source: `commands-and-games.md`, 10.
const UNKNOWN_PLACE: &str = "Unknown location";

/// How the weather is in `place`.
pub(super) async fn weather_in(
    place: &str,
    settings: &WeatherSettings,
    fetch: &FetchSettings,
    by: Instant,
) -> Result<Weather, Miss> {
    let url = address(place, settings).ok_or(Miss::Unknown)?;
    let kind = match settings.format {
        WeatherFormat::Line => Kind::Text,
        WeatherFormat::Json => Kind::Json,
    };
    match dazza_fetch::ask(url.as_str(), kind, fetch, by).await {
        Ok(page) if page.text.contains(UNKNOWN_PLACE) => Err(Miss::Unknown),
        Ok(page) => {
            let read = match settings.format {
                WeatherFormat::Line => in_line(&page.text),
                WeatherFormat::Json => in_json(&page.text),
            };
            read.ok_or_else(|| {
                info!("the weather service gives an answer that does not look like weather");
                Miss::Failed
            })
        }
        Err(FetchError::Status(404)) => Err(Miss::Unknown),
        Err(error) => {
            info!("could not ask for the weather: {}", chain(&error));
            Err(Miss::Failed)
        }
    }
}

/// Where the weather in `place` is asked for: the place is one part of the path, whatever it holds.
fn address(place: &str, settings: &WeatherSettings) -> Option<Url> {
    let mut url = Url::parse(&settings.url).ok()?;
    url.path_segments_mut().ok()?.pop_if_empty().push(place);
    // Source: wttr.in, `:help`: condition, temperature, humidity and wind, in metric units.
    match settings.format {
        WeatherFormat::Line => url.set_query(Some("format=%25C+%25t+%25h+%25w&m")),
        WeatherFormat::Json => url.set_query(Some("format=j1")),
    }
    Some(url)
}

/// The weather in a line such as `Light rain +14°C 87% ↗11km/h`: all before the temperature is the condition.
fn in_line(text: &str) -> Option<Weather> {
    let line = text.trim();
    if line.lines().count() != 1 {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let at = words.iter().position(|word| word.contains('°'));
    let celsius = at.and_then(|at| words.get(at)).and_then(|word| degrees(word.split('°').next()?));
    // Without a temperature the rest is still to be told from the words: percentages and winds have digits.
    let end = at.or_else(|| words.iter().position(|word| word.contains(|c: char| c.is_ascii_digit())));
    weather(&words.get(..end.unwrap_or(words.len()))?.join(" "), celsius)
}

/// The weather in JSON such as `wttr.in/PLACE?format=j1` gives.
fn in_json(text: &str) -> Option<Weather> {
    #[derive(Deserialize)]
    struct Answer {
        current_condition: Vec<Current>,
    }
    #[derive(Deserialize)]
    struct Current {
        #[serde(rename = "temp_C", default)]
        celsius: Option<Figure>,
        #[serde(rename = "weatherDesc", default)]
        described: Vec<Described>,
    }
    #[derive(Deserialize)]
    struct Described {
        value: String,
    }
    /// Some write figures as text.
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Figure {
        Text(String),
        Number(f64),
    }
    let answer: Answer = serde_json::from_str(text).ok()?;
    let current = answer.current_condition.first()?;
    let celsius = match &current.celsius {
        Some(Figure::Text(text)) => degrees(text),
        Some(Figure::Number(number)) => degrees(&format!("{number:.0}")),
        None => None,
    };
    weather(&current.described.first()?.value, celsius)
}

/// What may be said of it.
fn weather(condition: &str, celsius: Option<i16>) -> Option<Weather> {
    let condition = cut(&plain(condition, CONDITION_LIMIT), CONDITION_LIMIT);
    let is_said = condition.chars().any(char::is_alphabetic) && is_fit(&condition);
    is_said.then_some(Weather { condition, celsius })
}

/// A temperature such as `+14`, `-3` or `−3`.
fn degrees(text: &str) -> Option<i16> {
    let degrees: i16 = text.trim().replace('−', "-").trim_start_matches('+').parse().ok()?;
    (-MOST_DEGREES..=MOST_DEGREES).contains(&degrees).then_some(degrees)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_read_up_to_its_temperature() {
        for (line, condition, celsius) in [
            ("Partly cloudy +21°C 60% ↗11km/h\n", "Partly cloudy", Some(21)),
            ("Light rain, mist -3°C 87% ←4km/h", "Light rain, mist", Some(-3)),
            ("Snow −12°C", "Snow", Some(-12)),
            ("Sunny 0°C", "Sunny", Some(0)),
            ("Rain 87% ↗11km/h", "Rain", None),
            ("Drizzle", "Drizzle", None),
            ("Sunny +900°C", "Sunny", None),
            ("/clear [b]Sunny[/b] https://evil.example +30°C", "clear bSunny/b (link)", Some(30)),
        ] {
            assert_eq!(in_line(line), Some(Weather { condition: condition.to_owned(), celsius }), "{line}");
        }
    }

    #[test]
    fn what_is_no_weather_is_not_told() {
        for line in ["", "\n", "+21°C 60%", "one\ntwo", "21", "heroin +21°C"] {
            assert_eq!(in_line(line), None, "{line}");
        }
        for json in ["", "{}", "[]", r#"{"current_condition":[]}"#, r#"{"current_condition":[{"temp_C":"3"}]}"#] {
            assert_eq!(in_json(json), None, "{json}");
        }
    }

    #[test]
    fn json_is_read_with_figures_as_text_or_number() {
        for (figure, celsius) in [("\"14\"", Some(14)), ("-2.6", Some(-3)), ("\"x\"", None), ("null", None)] {
            let json =
                format!(r#"{{"current_condition":[{{"temp_C":{figure},"weatherDesc":[{{"value":"Light rain"}}]}}]}}"#);
            assert_eq!(in_json(&json), Some(Weather { condition: "Light rain".to_owned(), celsius }), "{figure}");
        }
    }

    #[test]
    fn a_place_stays_one_part_of_the_path() {
        let settings = |url: &str, format| WeatherSettings { url: url.to_owned(), format };
        for (place, path) in [
            ("Dubbo", "/Dubbo"),
            ("Wagga Wagga", "/Wagga%20Wagga"),
            ("../admin", "/..%2Fadmin"),
            ("a?b#c", "/a%3Fb%23c"),
            ("São Paulo", "/S%C3%A3o%20Paulo"),
        ] {
            let url = address(place, &settings("https://weather.example", WeatherFormat::Line)).unwrap();
            assert_eq!((url.path(), url.query()), (path, Some("format=%25C+%25t+%25h+%25w&m")));
        }
        let url = address("Dubbo", &settings("http://w.example/v1", WeatherFormat::Json)).unwrap();
        assert_eq!(url.as_str(), "http://w.example/v1/Dubbo?format=j1");
    }

    proptest! {
        #[test]
        fn any_answer_is_taken(text in "\\PC{0,200}") {
            in_line(&text);
            in_json(&text);
        }
    }
}

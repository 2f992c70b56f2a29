//! What commands answer that ask outside: against a real server, from the line to what is said.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::counters::CommandResult;
use dazza_shared::line_key::LineKey;

use super::answers::is_from;
use super::bench::{Bench, only};
use crate::chat::{Heard, MAX_UNITS, Pool, ReplyLine, Route, To, pools, units};
use crate::commands::view::tests::NOON;
use crate::commands::{Answer, First, OpenAsk, TABLE, Taken, Tell};
use crate::outside::{Errand, Outside};
use dazza_sim::web::{Answer as Served, Web, page, path};

impl Bench {
    /// What is answered to a line of alice's in the end, an hour after the last.
    async fn asks(&mut self, route: Route, text: &str) -> Answer {
        self.seconds += 3_600;
        let player = "alice".parse().unwrap();
        let heard = Heard { player: &player, rank: 1.0, text, route };
        let now = later(NOON, Duration::from_secs(self.seconds));
        let asks = match self.desk.hear(&heard, &self.room.view(), now, &mut self.dice).unwrap() {
            Taken::Answered(answer) => return answer,
            Taken::Asks(asks) => asks,
            Taken::Deferred(deferred) => panic!("{text} is deferred: {deferred:?}"),
        };
        let First::Ask(question) = asks.first.clone() else { panic!("{text} looks something up") };
        let mut outside = Outside::default();
        assert_eq!(outside.begin(Errand { id: 1, question }, &self.room.settings), None);
        let found = outside.next().await.found;
        let Tell::Now(tell) = asks.asking.tell else { panic!("{text} puts something down") };
        let line = LineKey::of_timer(&self.room.settings.name, "test line", 1);
        let open = OpenAsk { asks: *asks, line, player: player.clone(), rank: 1.0, text: text.to_owned(), route };
        open.tell(tell, &found, &self.room.view(), now)
    }

    async fn says(&mut self, text: &str) -> ReplyLine {
        only(Some(self.asks(Route::Public, text).await))
    }

    /// Checks that a line ends so, with a phrase of `pool` that holds `part`.
    async fn ends(&mut self, text: &str, result: CommandResult, pool: Pool, part: &str) {
        let answer = self.asks(Route::Public, text).await;
        assert_eq!(answer.result, result, "{text}: {answer:?}");
        let line = only(Some(answer));
        assert!(is_from(pool, &line.text) && line.text.contains(part), "{text}: {}", line.text);
        assert_eq!(line.to, To::Room);
    }
}

/// A bench whose room asks this server for everything.
fn bench(web: &Web) -> Bench {
    let mut bench = Bench::new(TABLE);
    bench.room.settings.services.weather.url = web.url("/weather");
    bench.room.settings.services.dictionary.url = web.url("/word");
    bench
}

async fn server() -> Web {
    Web::new(|head| match path(head) {
        place if place.starts_with("/weather/Dubbo?") => page("text/plain", "Sunny +31°C 20% ↗11km/h\n"),
        place if place.starts_with("/weather/Cooma?") => page("text/plain", "Light snow -2°C 90%\n"),
        place if place.starts_with("/weather/Tully?") => page("text/plain", "Rain 90%\n"),
        place if place.starts_with("/weather/Broken") => page("text/html", "<h1>oops</h1>"),
        "/word/kelpie" => page("application/json", r#"{"en":[{"definitions":[{"definition":"A dog."}]}]}"#),
        "/word/long" => {
            let long = "very ".repeat(60);
            page("application/json", &format!(r#"{{"en":[{{"definitions":[{{"definition":"{long}"}}]}}]}}"#))
        }
        "/word/broken" => page("application/json", "{"),
        _ => Served::Whole(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec()),
    })
    .await
}

#[tokio::test]
async fn the_weather_is_told_with_one_remark() {
    let web = server().await;
    let mut bench = bench(&web);
    for (line, sky, remark) in [
        ("!weather Dubbo", "Sunny, 31°C (87°F)", pools::WEATHER_HOT),
        ("!w Cooma", "Light snow, -2°C (28°F)", pools::WEATHER_COLD),
        ("!weather   Tully  ", "Rain", pools::WEATHER_RAINY),
    ] {
        let said = bench.says(line).await;
        assert!(is_from(pools::WEATHER_FRAME, &said.text) && said.text.contains(sky), "{line}: {}", said.text);
        assert!(remark.phrases().any(|remark| said.text.ends_with(remark)), "{line}: {}", said.text);
    }
}

#[tokio::test]
async fn what_is_no_place_is_not_asked_and_what_fails_is_told() {
    let web = server().await;
    let mut bench = bench(&web);
    bench.ends("!weather", CommandResult::Refused, pools::WEATHER_WHERE, "").await;
    for place in [":help", "~Dubbo", "@example.org", "../secret", "a?b", "heroin", &"x".repeat(31)] {
        bench.ends(&format!("!weather {place}"), CommandResult::Refused, pools::WEATHER_UNKNOWN, "").await;
    }
    assert!(web.asked().is_empty());
    bench.ends("!weather Nowhere", CommandResult::Refused, pools::WEATHER_UNKNOWN, "Nowhere").await;
    bench.ends("!weather Broken Hill", CommandResult::Failed, pools::WEATHER_FAILED, "").await;
    let by_pm = bench.asks(Route::Pm, "!weather Dubbo").await;
    assert!(is_from(pools::NOT_BY_PM, &only(Some(by_pm)).text));
}

#[tokio::test]
async fn a_word_is_told_in_one_line() {
    let web = server().await;
    let mut bench = bench(&web);
    let said = bench.says("!define Kelpie").await.text;
    assert!(is_from(pools::DEFINE_INTRO, &said) && said.contains(" A dog. ") && said.contains("Kelpie"), "{said}");
    assert!(pools::DEFINE_OUTRO.phrases().any(|outro| said.ends_with(outro)), "{said}");
    for _ in 0..20 {
        let said = bench.says("!def long").await.text;
        assert!(units(&said) <= MAX_UNITS && said.contains("very very") && said.contains('…'), "{said}");
    }
    bench.ends("!urban nosuchword", CommandResult::Refused, pools::DEFINE_UNKNOWN, "nosuchword").await;
    bench.ends("!define broken", CommandResult::Failed, pools::DEFINE_UNKNOWN, "broken").await;
    let n_asked = web.asked().len();
    for word in ["heroin", "../x", "<b>", &"y".repeat(31)] {
        bench.ends(&format!("!define {word}"), CommandResult::Refused, pools::DEFINE_UNKNOWN, "").await;
    }
    assert_eq!(web.asked().len(), n_asked);
    bench.ends("!define", CommandResult::Refused, pools::USAGE, "!define <word>").await;
}

#[tokio::test]
async fn without_an_address_nobody_is_asked_and_help_keeps_quiet() {
    let mut bench = Bench::new(TABLE);
    bench.room.settings.manual_url.clear();
    let names = bench.asks(Route::Pm, "!help").await;
    assert!(names.reply.lines().iter().any(|line| line.text.contains("weather")), "{names:?}");
    bench.room.settings.services.weather.url.clear();
    bench.room.settings.services.dictionary.url.clear();
    bench.ends("!weather Dubbo", CommandResult::Refused, pools::NOT_AVAILABLE, "weather").await;
    bench.ends("!define kelpie", CommandResult::Refused, pools::NOT_AVAILABLE, "define").await;
    bench.ends("!help weather", CommandResult::Refused, pools::NO_SUCH_COMMAND, "").await;
    let names = bench.asks(Route::Pm, "!help").await;
    assert!(!names.reply.lines().iter().any(|line| line.text.contains("weather")), "{names:?}");
}

//! Errands against servers that are slow, broken, huge or hostile.

use dazza_shared::config::{Environment, FleetConfig, RoomSettings, WeatherFormat};
use tokio::time::timeout;

use super::*;
use crate::chat::LinkKind;
use dazza_fetch::WITHIN;
use dazza_sim::web::{Answer, Web, allowed, moved, page, path};

/// Settings of a room that asks these servers, wherever they are.
pub(crate) fn asking(weather: &str, dictionary: &str) -> RoomSettings {
    let file = "[accounts.main]\nusername = \"dazza\"\n[rooms.fatpizza]";
    let config = FleetConfig::from_text(file, std::path::Path::new("/"), &Environment::Fixed([].into())).unwrap();
    let mut settings = config.rooms["fatpizza"].settings.clone();
    weather.clone_into(&mut settings.services.weather.url);
    dictionary.clone_into(&mut settings.services.dictionary.url);
    settings
}

fn title(id: u64, url: String) -> Errand {
    Errand { id, question: Question::Title { url, kind: LinkKind::Other } }
}

fn weather(id: u64) -> Errand {
    Errand { id, question: Question::Weather { place: "Dubbo".to_owned() } }
}

fn meaning(id: u64) -> Errand {
    Errand { id, question: Question::Definition { word: "Kelpie".to_owned() } }
}

/// What comes of one errand.
async fn found(errand: Errand, settings: &RoomSettings) -> Found {
    let mut outside = Outside::default();
    match outside.begin(errand, settings) {
        Some(brought) => brought.found,
        None => timeout(WITHIN * 2, outside.next()).await.unwrap().found,
    }
}

fn status(code: u16) -> Answer {
    Answer::Whole(format!("HTTP/1.1 {code} No\r\ncontent-length: 0\r\n\r\n").into_bytes())
}

fn sunny() -> Answer {
    page("text/plain; charset=utf-8", "Sunny +31°C 20% ↗11km/h\n")
}

const SUNNY: &str = "Sunny";

#[tokio::test]
async fn those_who_stall_hold_up_nobody_else_until_there_are_too_many() {
    let slow = Web::new(|_| Answer::Stall(Vec::new())).await;
    let quick = Web::new(|_| page("text/html", "<title>Snags</title>")).await;
    let settings = RoomSettings { fetch: allowed(), ..asking("", "") };
    let mut outside = Outside::default();
    for id in 1..=3 {
        assert_eq!(outside.begin(title(id, slow.url("/")), &settings), None);
    }
    assert_eq!(outside.begin(title(4, quick.url("/")), &settings), None);
    let found = Brought { id: 4, found: Found::Title(Some("Snags".to_owned())) };
    assert_eq!(outside.next().await, found);
    tokio::task::yield_now().await;
    assert_eq!(outside.begin(title(5, slow.url("/")), &settings), None);
    let turned_away = Brought { id: 6, found: Found::Title(None) };
    assert_eq!(outside.begin(title(6, quick.url("/")), &settings), Some(turned_away));
    assert_eq!(outside.n_turned_away, 1);
}

#[tokio::test]
async fn a_service_that_stalls_holds_up_no_other() {
    let slow = Web::new(|_| Answer::Stall(Vec::new())).await;
    let quick = Web::new(|_| page("application/json", r#"{"en":[{"definitions":[{"definition":"A dog."}]}]}"#)).await;
    let settings = asking(&slow.url("/"), &quick.url("/"));
    let mut outside = Outside::default();
    for id in 0..6 {
        assert_eq!(outside.begin(weather(id), &settings), None, "two are asked, four wait");
    }
    let busy = Brought { id: 6, found: Found::Weather(Err(Miss::Busy)) };
    assert_eq!(outside.begin(weather(6), &settings), Some(busy));
    assert_eq!(outside.begin(meaning(1), &settings), None);
    let told = timeout(WITHIN, outside.next()).await.unwrap();
    assert_eq!(told, Brought { id: 1, found: Found::Definition(Ok("A dog.".to_owned())) });
    assert!(slow.asked().len() <= 2, "two at a time");
    for _ in 0..6 {
        let Brought { found, .. } = timeout(WITHIN * 2, outside.next()).await.unwrap();
        assert!(matches!(found, Found::Weather(Err(Miss::Failed | Miss::Busy))), "{found:?}");
    }
}

#[tokio::test]
async fn the_weather_is_asked_for_by_its_place() {
    let web = Web::new(|_| sunny()).await;
    let told = found(weather(1), &asking(&web.url("/"), "")).await;
    assert_eq!(told, Found::Weather(Ok(Weather { condition: SUNNY.to_owned(), celsius: Some(31) })));
    let head = web.asked().concat();
    assert!(head.starts_with("GET /Dubbo?format=%25C+%25t+%25h+%25w&m HTTP/1.1\r\n"), "{head}");
    let json = r#"{"current_condition":[{"temp_C":"31","weatherDesc":[{"value":"Sunny"}]}]}"#;
    let web = Web::new(|_| page("application/json", json)).await;
    let mut settings = asking(&web.url("/"), "");
    settings.services.weather.format = WeatherFormat::Json;
    assert_eq!(found(weather(1), &settings).await, told);
}

#[tokio::test]
async fn a_place_that_is_nowhere_is_told_from_a_service_that_fails() {
    for (answer, miss) in [
        (status(404), Miss::Unknown),
        (page("text/plain", "Unknown location; please try ~-33,151"), Miss::Unknown),
        (status(503), Miss::Failed),
        (page("text/plain", "Sorry, we are out of weather.\nCome back."), Miss::Failed),
        (page("text/html", "<h1>Sunny +31°C</h1>"), Miss::Failed),
        (Answer::Whole(b"\x16\x03\x01 no HTTP\r\n\r\n".to_vec()), Miss::Failed),
        (Answer::Whole(Vec::new()), Miss::Failed),
        (
            Answer::Endless(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n".to_vec(), vec![b'x'; 4096]),
            Miss::Failed,
        ),
    ] {
        let answer = std::sync::Mutex::new(Some(answer));
        let web = Web::new(move |_| answer.lock().unwrap().take().unwrap_or_else(|| status(500))).await;
        assert_eq!(found(weather(1), &asking(&web.url("/"), "")).await, Found::Weather(Err(miss)));
    }
    let nobody = asking("http://127.0.0.1:1", "");
    assert_eq!(found(weather(1), &nobody).await, Found::Weather(Err(Miss::Failed)));
}

#[tokio::test]
async fn a_word_is_asked_for_in_all_its_spellings() {
    let web = Web::new(|head| match path(head) {
        "/word/Kelpie" => page(
            "application/json; charset=utf-8; profile=\"x\"",
            r#"{"en":[{"definitions":[{"definition":"<a href=\"/wiki/x\">Water</a> horse."}]}]}"#,
        ),
        _ => status(404),
    })
    .await;
    let told = found(meaning(1), &asking("", &web.url("/word/"))).await;
    assert_eq!(told, Found::Definition(Ok("Water horse.".to_owned())));
    let paths: Vec<_> = web.asked().iter().map(|head| path(head).to_owned()).collect();
    assert_eq!(paths, ["/word/kelpie", "/word/Kelpie"]);
}

#[tokio::test]
async fn a_word_that_nobody_knows_is_told_from_a_dictionary_that_fails() {
    let huge = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{\"en\":[".to_vec();
    for (answer, miss) in [
        (status(404), Miss::Unknown),
        (page("application/json", r#"{"fr":[{"definitions":[{"definition":"Un chien."}]}]}"#), Miss::Unknown),
        (page("application/json", r#"{"en":[{"definitions":[{"definition":"(vulgar) x"}]}]}"#), Miss::Unknown),
        (page("application/json", "[]"), Miss::Failed),
        (status(500), Miss::Failed),
        (Answer::Endless(huge, vec![b' '; 4096]), Miss::Failed),
    ] {
        let answer = std::sync::Mutex::new(Some(answer));
        let web = Web::new(move |_| answer.lock().unwrap().take().unwrap_or_else(|| status(404))).await;
        assert_eq!(found(meaning(1), &asking("", &web.url("/"))).await, Found::Definition(Err(miss)));
    }
}

#[tokio::test]
async fn a_service_may_be_inside_and_leads_nobody_else_there() {
    let inner = Web::new(|_| sunny()).await;
    let to = inner.url("/Dubbo");
    let service = Web::new(move |_| moved(&to)).await;
    let settings = asking(&service.url("/"), "");
    assert_eq!(found(weather(1), &settings).await, Found::Weather(Err(Miss::Failed)));
    assert_eq!((service.asked().len(), inner.asked().len()), (1, 0), "the redirect leads inside");
    let settings = RoomSettings { fetch: allowed(), ..settings };
    assert!(matches!(found(weather(1), &settings).await, Found::Weather(Ok(_))), "unless the operator lets it");
}

/// Settings of a room whose model is there, and something to ask it.
fn with_model(url: &str) -> RoomSettings {
    let mut settings = asking("", "");
    let model = &mut settings.services.language_model;
    (model.url, model.model) = (url.trim_end_matches('/').to_owned(), "parrot".to_owned());
    settings
}

fn words(id: u64, purpose: Purpose) -> Errand {
    Errand { id, question: Question::Words(Prompt { text: "Dazza:".to_owned(), purpose }) }
}

fn talks(head: &str) -> Answer {
    match path(head) {
        "/api/tags" => page("application/json", r#"{"models":[]}"#),
        "/api/generate" => page("application/json; charset=utf-8", r#"{"response":" yeah nah ","done":true}"#),
        _ => status(404),
    }
}

#[tokio::test]
async fn a_model_is_asked_whether_it_is_there_and_then_for_words() {
    let web = Web::new(talks).await;
    let (mut outside, settings) = (Outside::default(), with_model(&web.url("/")));
    for id in 1..=2 {
        assert_eq!(outside.begin(words(id, Purpose::Talk), &settings), None);
        let told = Brought { id, found: Found::Words(Ok(" yeah nah ".to_owned())) };
        assert_eq!(outside.next().await, told);
        tokio::task::yield_now().await;
    }
    let paths: Vec<_> = web.asked().iter().map(|head| path(head).to_owned()).collect();
    assert_eq!(paths, ["/api/tags", "/api/generate", "/api/generate"], "it was there a moment ago");
    let asked = web.asked().concat().to_ascii_lowercase();
    assert!(
        asked.contains("post /api/generate http/1.1") && asked.contains("content-type: application/json"),
        "{asked}"
    );
}

#[tokio::test]
async fn a_model_that_fails_is_left_alone_for_a_while() {
    for answer in [
        || status(500),
        || page("application/json", "{}"),
        || page("application/json", "nonsense"),
        || page("text/html", "<h1>oops</h1>"),
        || moved("http://127.0.0.2:80/api/generate"),
        || Answer::Endless(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n".to_vec(), vec![b' '; 4096]),
    ] {
        let web = Web::new(move |head| if path(head) == "/api/tags" { talks(head) } else { answer() }).await;
        let (mut outside, settings) = (Outside::default(), with_model(&web.url("/")));
        for id in 1..=3 {
            assert_eq!(outside.begin(words(id, Purpose::Summary), &settings), None);
            let Brought { found, .. } = timeout(WITHIN, outside.next()).await.unwrap();
            assert_eq!(found, Found::Words(Err(Miss::Failed)));
            tokio::task::yield_now().await;
        }
        assert_eq!(web.asked().len(), 2, "asked once, and then not again");
    }
}

#[tokio::test]
async fn a_model_that_stalls_keeps_one_waiting_and_turns_the_third_away() {
    let web = Web::new(|head| if path(head) == "/api/tags" { talks(head) } else { Answer::Stall(Vec::new()) }).await;
    let (mut outside, mut settings) = (Outside::default(), with_model(&web.url("/")));
    settings.services.language_model.timeout = std::time::Duration::from_millis(300);
    settings.services.weather.url = Web::new(|_| sunny()).await.url("/");
    assert_eq!(outside.begin(words(1, Purpose::Talk), &settings), None);
    assert_eq!(outside.begin(words(2, Purpose::Talk), &settings), None);
    let busy = Brought { id: 3, found: Found::Words(Err(Miss::Busy)) };
    assert_eq!(outside.begin(words(3, Purpose::Talk), &settings), Some(busy));
    let mut ended = Vec::new();
    assert_eq!(outside.begin(weather(9), &settings), None);
    for _ in 0..3 {
        ended.push(timeout(WITHIN, outside.next()).await.unwrap().found);
    }
    assert!(matches!(ended[0], Found::Weather(Ok(_))), "another service is not held up: {ended:?}");
    assert!(ended[1..].iter().all(|found| matches!(found, Found::Words(Err(_)))), "{ended:?}");
}

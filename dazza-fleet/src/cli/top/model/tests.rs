//! Stories of the model: keys, looks and lines of log in, wishes and what is shown out.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::*;
use crate::view::sample;

const NOW: Duration = Duration::from_secs(1);

fn model() -> Model {
    let mut model = Model::new(Level::Info, Manner { has_colour: true, zone: TimeZone::UTC });
    model.hear(looked(|_| {}), NOW);
    model
}

/// Three rooms as they are once `change` has been at each.
fn looked(change: impl Fn(&mut RoomView)) -> Event {
    let phases = [("fatpizza", Phase::Joined), ("shed", Phase::BackingOff), ("thepub", Phase::Joined)];
    let mut view = sample::fleet(&phases);
    view.rooms.iter_mut().for_each(change);
    Event::Looked(Box::new(Look { at: Timestamp::UNIX_EPOCH, view, p99_ms: BTreeMap::new() }))
}

fn entries(room: &str, numbers: std::ops::Range<i64>) -> Vec<Entry> {
    let room: Arc<RoomName> = Arc::new(room.parse().unwrap());
    let entry = |n: i64| Entry {
        room: Arc::clone(&room),
        time: Timestamp::from_second(n).unwrap(),
        level: Some(Level::Info),
        text: n.to_string().into(),
    };
    numbers.map(entry).collect()
}

fn press(model: &mut Model, keys: &str) -> Option<Wish> {
    let key = |sign| if sign == '\n' { KeyCode::Enter } else { KeyCode::Char(sign) };
    keys.chars().fold(None, |_, sign| code(model, key(sign)))
}

fn code(model: &mut Model, code: KeyCode) -> Option<Wish> {
    model.hear(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)), NOW)
}

fn names(model: &Model) -> String {
    model.rows().iter().map(|room| room.name.as_str()).collect::<Vec<_>>().join(" ")
}

fn chosen(model: &Model) -> String {
    model.chosen().map(|room| room.to_string()).unwrap_or_default()
}

#[test]
fn rows_are_chosen_sorted_and_filtered_and_the_choice_stays_with_its_room() {
    let mut model = model();
    assert_eq!(chosen(&model), "fatpizza");
    press(&mut model, "kj");
    assert_eq!(chosen(&model), "shed");
    code(&mut model, KeyCode::End);
    press(&mut model, "j");
    assert_eq!(chosen(&model), "thepub");
    press(&mut model, "r");
    assert_eq!((names(&model).as_str(), chosen(&model).as_str()), ("thepub shed fatpizza", "thepub"));
    press(&mut model, "s");
    assert_eq!(
        (names(&model).as_str(), model.told.as_deref()),
        ("shed fatpizza thepub", Some("sorted by phase, joined ones last"))
    );
    press(&mut model, "/PI%\nq");
    assert_eq!(
        (names(&model).as_str(), model.filter.as_str(), chosen(&model).as_str()),
        ("fatpizza", "pi", "fatpizza")
    );
    code(&mut model, KeyCode::Esc);
    assert_eq!((model.filter.as_str(), chosen(&model).as_str()), ("", "thepub"));
}

#[test]
fn each_number_sorts_the_largest_first() {
    let mut model = model();
    let change = |room: &mut RoomView| {
        let n = if room.name.as_str() == "shed" { 9 } else { 1 };
        (room.uptime_seconds, room.restarts, room.players, room.memory_bytes) = (Some(n), n, n, Some(n));
    };
    model.hear(looked(change), NOW);
    press(&mut model, "s");
    for column in ["up", "restarts", "people", "lines/m", "p99", "memory"] {
        press(&mut model, "s");
        let told = format!("sorted by {column}, largest first");
        assert_eq!(model.told.as_deref(), Some(told.as_str()));
        let is_known = !["lines/m", "p99"].contains(&column);
        assert_eq!(names(&model).starts_with("shed"), is_known, "{column}");
    }
    press(&mut model, "s");
    assert_eq!(names(&model), "fatpizza shed thepub");
}

#[test]
fn an_order_is_asked_about_first_and_its_end_is_told() {
    let mut model = model();
    assert_eq!(press(&mut model, "Rn"), None);
    assert_eq!(model.told.as_deref(), Some("fatpizza: left as it is"));
    let order = |deed| Order { deed, room: "fatpizza".parse().unwrap() };
    for (keys, deed) in [("Ty", Deed::Start), ("Sy", Deed::Stop), ("Ry", Deed::Restart)] {
        assert_eq!(press(&mut model, keys), Some(Wish::Order(order(deed))));
    }
    let ordered = Ordered { room: "fatpizza".parse().unwrap(), old_pid: Some(100) };
    model.hear(Event::Ordered(order(Deed::Restart), Ok(ordered)), NOW);
    assert_eq!(model.told.as_deref(), Some("fatpizza: restart begun"));
    model.hear(looked(|_| {}), NOW);
    assert_eq!(model.told.as_deref(), Some("fatpizza: restart begun"));
    model.hear(looked(|room| room.pid = Some(7)), NOW);
    assert_eq!(model.told.as_deref(), Some("fatpizza is joined again: process 7"));
    model.hear(Event::Ordered(order(Deed::Stop), Err("it is \u{1b}[2Jswitched off".to_owned())), NOW);
    assert_eq!(model.told.as_deref(), Some(r"fatpizza: no stop: it is \u{1b}[2Jswitched off"));
}

#[test]
fn it_ends_by_q_and_by_ctrl_c_whatever_is_asked() {
    let ctrl_c = || Event::Key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL));
    assert_eq!(press(&mut model(), "q"), Some(Wish::Leave));
    for keys in ["", "R", "/", "?"] {
        let mut model = model();
        press(&mut model, keys);
        assert_eq!(model.hear(ctrl_c(), NOW), Some(Wish::Leave), "{keys}");
    }
    assert_eq!(press(&mut model(), "/q"), None);
    assert_eq!(press(&mut model(), "?q"), None);
}

#[test]
fn levels_end_at_both_ends() {
    let mut model = model();
    let levels = [Level::Debug, Level::Trace].map(|level| Some(Wish::Level(level)));
    assert_eq!([press(&mut model, "+"), press(&mut model, "=")], levels);
    assert_eq!(press(&mut model, "+"), None);
    assert_eq!(press(&mut model, "----"), Some(Wish::Level(Level::Error)));
    assert_eq!((press(&mut model, "-"), model.level), (None, Level::Error));
}

#[test]
fn the_log_is_that_of_the_room_or_of_all_and_stands_still_while_it_is_scrolled() {
    let mut model = model();
    model.hear(Event::LoggedAnew(entries("fatpizza", 0..100)), NOW);
    model.hear(Event::Logged(entries("thepub", 100..105)), NOW);
    assert_eq!(model.log_lines().count(), 100);
    press(&mut model, "l");
    assert_eq!(model.log_lines().count(), 105);
    press(&mut model, "\n");
    code(&mut model, KeyCode::PageUp);
    let at = model.n_back;
    assert!(at > 0);
    model.hear(Event::Logged(entries("fatpizza", 200..203)), NOW);
    model.hear(Event::Logged(entries("thepub", 203..210)), NOW);
    assert_eq!(model.n_back, at + 3);
    (0..200).for_each(|_| drop(code(&mut model, KeyCode::PageUp)));
    assert_eq!(model.n_back, 103 - usize::from(model.plan().log.height));
    (0..200).for_each(|_| drop(code(&mut model, KeyCode::PageDown)));
    assert_eq!(model.n_back, 0);
    model.hear(Event::Logged(entries("fatpizza", 300..9_000)), NOW);
    assert!(model.log_lines().count() <= 500 && model.log_lines().next_back().unwrap().time.as_second() == 8_999);
    model.hear(Event::LoggedAnew(Vec::new()), NOW);
    assert_eq!(model.log_lines().count(), 0);
}

#[test]
fn a_frozen_picture_stands_and_goes_on_with_what_is_there_then() {
    let mut model = model();
    press(&mut model, "f");
    model.hear(looked(|room| room.players = 9), NOW);
    model.hear(Event::Logged(entries("fatpizza", 0..3)), NOW);
    assert_eq!((model.rows()[0].players, model.log_lines().count()), (0, 0));
    press(&mut model, "f");
    assert_eq!((model.rows()[0].players, model.log_lines().count()), (9, 3));
}

#[test]
fn while_the_supervisor_is_away_the_last_picture_stands() {
    let mut model = model();
    model.hear(Event::Away("no fleet".to_owned()), Duration::from_secs(5));
    model.hear(Event::Away("no \u{7}fleet".to_owned()), Duration::from_secs(9));
    let away = Away { since: Duration::from_secs(5), why: r"no \u{7}fleet".to_owned() };
    assert_eq!((model.away.as_ref(), names(&model).as_str()), (Some(&away), "fatpizza shed thepub"));
    model.hear(looked(|_| {}), NOW);
    assert_eq!(model.away, None);
}

#[test]
fn another_supervisor_counts_from_zero_and_rooms_that_are_gone_are_forgotten() {
    let mut model = model();
    let room = "thepub".parse().unwrap();
    for second in 2..10 {
        model.hear(looked(|room| room.lines_in = second - 1), Duration::from_secs(second));
    }
    assert_eq!(model.picture().per_minute(&room), Some(60));
    let Event::Looked(mut look) = looked(|room| room.lines_in = 1_000) else { panic!() };
    look.view.started = Timestamp::from_second(77).unwrap();
    look.view.rooms.truncate(1);
    model.hear(Event::Looked(look), Duration::from_secs(10));
    assert_eq!((model.picture().per_minute(&room), model.picture().rate(&room)), (None, None));
}

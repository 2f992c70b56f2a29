//! Whole screens, as a terminal would show them.

use std::collections::BTreeMap;
use std::sync::Arc;

use dazza_shared::link::LastError;
use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Size;
use ratatui::style::Color;

use super::*;
use crate::cli::top::model::{Entry, Event, Look, Manner};
use crate::logs::{Level, Line};
use crate::view::{FleetView, sample};

const NOW: Duration = Duration::from_secs(40);

fn fleet() -> FleetView {
    let phases = [("fatpizza", Phase::Joined), ("shed", Phase::BackingOff), ("thepub", Phase::Joined)];
    let mut view = sample::fleet(&phases);
    view.version = "1.2.3".to_owned();
    for (room, n) in view.rooms.iter_mut().zip(1..) {
        (room.players, room.memory_bytes, room.restarts) = (n * 3, Some(n << 21), n - 1);
    }
    let shed = &mut view.rooms[1];
    (shed.pid, shed.uptime_seconds, shed.memory_bytes) = (None, None, None);
    shed.reason = Some("ended by SIGKILL".to_owned());
    shed.next_try = Some(Timestamp::from_second(7).unwrap());
    let text = "the server shut us out".to_owned();
    view.rooms[2].last_error = Some(LastError { time: Timestamp::UNIX_EPOCH, text });
    view
}

fn looked(view: FleetView) -> Event {
    let p99_ms = BTreeMap::from([("fatpizza".parse().unwrap(), 0.5)]);
    Event::Looked(Box::new(Look { at: Timestamp::from_second(3).unwrap(), view, p99_ms }))
}

fn model(has_colour: bool) -> Model {
    let mut model = Model::new(Level::Info, Manner { has_colour, zone: TimeZone::UTC });
    for second in 0..40 {
        let mut view = fleet();
        view.rooms[0].lines_in = second / 2;
        view.rooms[2].lines_in = second * second;
        model.hear(looked(view), Duration::from_secs(second));
    }
    let entries = ["joined the room", "answered !roll", "lost the line"].iter().zip(1..);
    let entries = entries.map(|(text, n)| entry("fatpizza", n, if n == 3 { Level::Warn } else { Level::Info }, text));
    let more = entry("thepub", 4, Level::Error, "the tap is dry");
    model.hear(Event::LoggedAnew(entries.chain([more]).collect()), NOW);
    model
}

fn entry(room: &str, second: i64, level: Level, text: &str) -> Entry {
    let room: Arc<RoomName> = Arc::new(room.parse().unwrap());
    Entry { room, time: Timestamp::from_second(second).unwrap(), level: Some(level), text: text.into() }
}

fn press(model: &mut Model, keys: &str) {
    for sign in keys.chars() {
        model.hear(Event::Key(KeyEvent::from(KeyCode::Char(sign))), NOW);
    }
}

fn drawn(model: &mut Model, width: u16, height: u16) -> Buffer {
    model.hear(Event::Resized(Size::new(width, height)), NOW);
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(model, NOW, frame.buffer_mut())).unwrap();
    terminal.backend().buffer().clone()
}

fn screen(model: &mut Model, width: u16, height: u16) -> String {
    let buffer = drawn(model, width, height);
    let line = |y: u16| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned() + "\n";
    (0..height).map(line).collect()
}

#[test]
fn a_wide_screen_shows_all_columns() {
    let shown = screen(&mut model(true), 140, 16);
    let expected = "\
dazza-fleet 1.2.3  up 3s  rooms 2/3  people 18  lines/min 2910  memory 8.0M  database ready  jobs failing 1: content
  ROOM▲    PHASE           UP  RESTARTS  PEOPLE  LINES/M TREND                              P99  MEMORY LAST ERROR OR REASON
▶ fatpizza joined       1m05s         0       3       30 ▃▁▃▁▃▁▃▁▃▁▃▁▃▁▃▁▃▁▃▁▃▁▃▁▃▁▃▁▃▁   0.5ms    2.0M
  shed     backing_off      -         1       6        0 ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁       -       - ended by SIGKILL (next try in 4s)
  thepub   joined       1m05s         2       9     2880 ▃▃▄▄▄▄▄▄▅▅▅▅▅▆▆▆▆▆▆▇▇▇▇▇██████       -    6.0M 3s ago: the server shut us out
fatpizza: process 100
── log of fatpizza; info and worse ──";
    assert!(shown.starts_with(expected), "{shown}");
}

#[test]
fn a_narrow_screen_keeps_what_matters() {
    let shown = screen(&mut model(true), 60, 12);
    let expected = "\
dazza-fleet 1.2.3  up 3s  rooms 2/3  people 18
lines/min 2910  memory 8.0M  database ready  jobs failing 1…
  ROOM▲    PHASE           UP  PEOPLE  LINES/M LAST ERROR
▶ fatpizza joined       1m05s       3       30
  shed     backing_off      -       6        0 ended by SIG…
  thepub   joined       1m05s       9     2880 3s ago: the …
── log of fatpizza; info and worse ─────────────────────────
00:00:01 INFO  joined the room
00:00:02 INFO  answered !roll
00:00:03 WARN  lost the line

? help  q quit  ↑↓ select  l log  s sort  r reverse  / filt…
";
    assert_eq!(shown, expected);
}

#[test]
fn what_is_going_on_is_told_in_words() {
    let mut model = model(false);
    press(&mut model, "R");
    assert!(screen(&mut model, 80, 20).ends_with("restart fatpizza? y/n\n"));
    press(&mut model, "n/pub");
    assert!(screen(&mut model, 80, 20).ends_with("filter: pub▏ Enter keeps it, Esc clears it\n"));
    model.hear(Event::Key(KeyEvent::from(KeyCode::Enter)), NOW);
    press(&mut model, "f");
    let shown = screen(&mut model, 80, 20);
    assert!(shown.starts_with("FROZEN  dazza-fleet") && shown.contains("\nfilter pub  ? help"), "{shown}");
    assert!(
        shown.contains("── log of thepub; info and worse ──") && shown.contains("00:00:04 ERROR the tap is dry\n"),
        "{shown}"
    );
    press(&mut model, "fl");
    let shown = screen(&mut model, 80, 20);
    assert!(
        shown.contains("── all logs; info") && shown.contains("\n00:00:03 fatpizza WARN  lost the line\n"),
        "{shown}"
    );
    model.hear(Event::Away("no fleet is running".to_owned()), Duration::from_secs(30));
    let shown = screen(&mut model, 80, 20);
    assert!(shown.starts_with("NO ANSWER for 10s  dazza-fleet 1.2.3"), "{shown}");
    assert!(shown.contains("? help  q quit  no fleet is running"), "{shown}");
    press(&mut model, "?");
    for (width, height) in [(60, 12), (200, 60)] {
        let shown = screen(&mut model, width, height);
        assert!(shown.contains(" dazza-fleet top ") && shown.contains("q Ctrl-C         quit"), "{shown}");
    }
    assert!(screen(&mut model, 59, 12).starts_with("59x12 is too small: 60x12 at least; q ends\n"));
}

#[test]
fn before_the_first_look_it_says_what_it_waits_for() {
    let mut model = Model::new(Level::Info, Manner { has_colour: true, zone: TimeZone::UTC });
    assert!(screen(&mut model, 80, 20).starts_with("asking the fleet …\n"));
    model.hear(Event::Away("no fleet is running".to_owned()), NOW);
    assert!(screen(&mut model, 80, 20).starts_with("NO ANSWER for 0s\n"));
}

#[test]
fn colours_are_left_out_where_none_are_wanted_and_tell_nothing_new() {
    for (has_colour, is_any) in [(true, true), (false, false)] {
        let buffer = drawn(&mut model(has_colour), 120, 30);
        let is_coloured = buffer.content.iter().any(|cell| cell.fg != Color::Reset || cell.bg != Color::Reset);
        assert_eq!(is_coloured, is_any);
    }
    assert_eq!(screen(&mut model(true), 120, 30), screen(&mut model(false), 120, 30));
}

#[test]
fn the_chosen_row_is_in_sight_among_many() {
    let names: Vec<_> = (0..200).map(|n| format!("room{n:03}")).collect();
    let rooms: Vec<_> = names.iter().map(|name| (name.as_str(), Phase::Joined)).collect();
    let mut model = model(true);
    model.hear(looked(sample::fleet(&rooms)), NOW);
    assert!(screen(&mut model, 80, 24).contains("▶ room000"));
    press(&mut model, &"j".repeat(120));
    let shown = screen(&mut model, 80, 24);
    assert!(shown.contains("▶ room120") && shown.contains("79 more"), "{shown}");
    model.hear(Event::Key(KeyEvent::from(KeyCode::End)), NOW);
    let shown = screen(&mut model, 60, 12);
    assert!(shown.contains("▶ room199") && !shown.contains("more\n"), "{shown}");
}

/// A model in which every text that comes from outside says this.
fn hostile(text: &str) -> Model {
    let mut model = model(true);
    let mut view = fleet();
    view.version = text.to_owned();
    view.jobs.iter_mut().for_each(|job| job.name = text.to_owned());
    for (room, n) in view.rooms.iter_mut().zip(0..) {
        room.version = Some(text.to_owned());
        let error = LastError { time: Timestamp::UNIX_EPOCH, text: text.to_owned() };
        match n {
            0 => room.last_error = Some(error),
            1 => room.reason = Some(text.to_owned()),
            _ => room.warning = Some(text.to_owned()),
        }
    }
    model.hear(looked(view), NOW);
    let record = serde_json::json!({"timestamp": "1970-01-01T00:00:09Z", "level": "info", "message": text, "x": text});
    for written in [record.to_string(), text.to_owned()] {
        if let Some(line) = Line::read(written.as_bytes(), Timestamp::UNIX_EPOCH) {
            model.hear(Event::Logged(vec![entry("fatpizza", 9, Level::Info, &line.message())]), NOW);
        }
    }
    model
}

#[test]
fn nothing_that_a_terminal_obeys_is_drawn() {
    let mut model = hostile("\u{1b}[2J\u{9b}31mgone\r\n\u{202e}evil\u{7}");
    let shown = screen(&mut model, 140, 30);
    assert!(
        !shown.chars().any(|sign| (sign.is_control() && sign != '\n') || ('\u{202a}'..='\u{202e}').contains(&sign))
    );
    assert!(shown.contains(r"ago: \u{1b}[2J\u{9b}31m"), "{shown}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_screen_can_be_drawn_whatever_is_said(text: String, width in 1_u16..250, height in 1_u16..70, keys in "[jklsrf/?RSTyn+-]{0,12}") {
        let mut model = hostile(&text);
        press(&mut model, &keys);
        let shown = screen(&mut model, width, height);
        prop_assert!(!shown.chars().any(|sign| sign.is_control() && sign != '\n'));
    }
}

//! A small fleet for tests.

use std::path::Path;

use dazza_shared::config::{Environment, FleetConfig, ServerSettings, Supervision};
use dazza_shared::counters::Counters;
use dazza_shared::link::{Beat, Gauges};
use dazza_shared::names::RoomName;
use dazza_shared::phase::{LinePhase, StorePhase};

pub(crate) fn room(name: &str) -> RoomName {
    name.parse().unwrap()
}

pub(crate) fn beat(line: LinePhase) -> Box<Beat> {
    Box::new(Beat {
        line,
        store: StorePhase::Up,
        reason: None,
        warning: None,
        next_try: None,
        counters: Counters::default(),
        gauges: Gauges::default(),
        last_error: None,
    })
}

pub(crate) fn rules() -> Supervision {
    Supervision::default()
}

pub(crate) fn server() -> ServerSettings {
    ServerSettings { url: "http://127.0.0.1:1".to_owned(), ..ServerSettings::default() }
}

pub(crate) fn config(rooms: &[&str]) -> FleetConfig {
    let rooms = rooms.iter().map(|name| format!("[rooms.{name}]\n")).collect::<Vec<_>>().concat();
    let file = format!("[cytube]\nurl = \"{}\"\n[accounts.main]\nusername = \"dazza\"\n{rooms}", server().url);
    let config = FleetConfig::from_text(&file, Path::new("/nonexistent"), &Environment::Fixed([].into())).unwrap();
    FleetConfig { state_dir: "/nonexistent".into(), web_listen: None, ..config }
}

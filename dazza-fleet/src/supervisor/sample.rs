//! A small fleet for tests.

use std::time::Duration;

use dazza_shared::config::{
    Account, DatabaseConfig, FarewellSettings, FetchSettings, FleetConfig, GreetingSettings, ImageSettings,
    LogSettings, MemoryLimits, PresenceSettings, RoomConfig, RoomSettings, ServerSettings, Supervision,
    UrlCommentSettings,
};
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
    ServerSettings {
        url: "http://127.0.0.1:1".to_owned(),
        ca_file: None,
        local_address: None,
        connect_timeout: Duration::from_secs(20),
        connect_burst: 4,
        connect_interval: Duration::from_secs(11),
        max_sockets: 10,
    }
}

pub(crate) fn config(rooms: &[&str]) -> FleetConfig {
    let log = LogSettings { level: "info".to_owned(), max_bytes: 1 << 20, keep: 3, ..LogSettings::default() };
    let settings = |name: &str| RoomSettings {
        name: room(name),
        server: server(),
        allow_unregistered: false,
        open_files: 256,
        prefix: "!".to_owned(),
        admins: Vec::new(),
        timezone: "Australia/Brisbane".to_owned(),
        statistics_zone: "Australia/Brisbane".to_owned(),
        commands_off: Vec::new(),
        manual_url: String::new(),
        greetings: GreetingSettings::default(),
        farewells: FarewellSettings::default(),
        url_comments: UrlCommentSettings::default(),
        images: ImageSettings::default(),
        presence: PresenceSettings::default(),
        fetch: FetchSettings::default(),
        log: log.clone(),
        orphan_grace: Duration::from_hours(1),
    };
    let wish = |name: &&str| {
        let account = "main".to_owned();
        (
            room(name),
            RoomConfig {
                is_enabled: true,
                account,
                channel_password: None,
                memory: MemoryLimits::default(),
                settings: settings(name),
            },
        )
    };
    FleetConfig {
        file: "/nonexistent/fleet.toml".into(),
        watch: false,
        state_dir: "/nonexistent".into(),
        log: log.clone(),
        web_listen: None,
        database: DatabaseConfig::default(),
        supervision: rules(),
        accounts: [("main".to_owned(), Account { username: "dazza".to_owned(), password: None })].into(),
        rooms: rooms.iter().map(wish).collect(),
    }
}

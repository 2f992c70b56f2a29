//! What a room is told when it starts: the same for all targets.

use std::time::Duration;

use dazza_shared::config::{
    FarewellSettings, FetchSettings, GreetingSettings, ImageSettings, LogSettings, PresenceSettings, RoomSettings,
    ServerSettings, UrlCommentSettings,
};
use dazza_shared::link::{Credentials, Welcome};
use jiff::Timestamp;

/// The welcome of the room `fatpizza`.
pub(crate) fn welcome() -> Welcome {
    let settings = RoomSettings {
        name: "fatpizza".parse().unwrap(),
        server: ServerSettings { url: "http://127.0.0.1:1".to_owned(), ..ServerSettings::default() },
        allow_unregistered: false,
        open_files: 256,
        prefix: "!".to_owned(),
        admins: vec!["Boss".parse().unwrap()],
        timezone: "Australia/Brisbane".to_owned(),
        statistics_zone: "UTC".to_owned(),
        commands_off: vec!["goth".to_owned()],
        manual_url: String::new(),
        greetings: GreetingSettings::default(),
        farewells: FarewellSettings { enabled: true, ..FarewellSettings::default() },
        url_comments: UrlCommentSettings::default(),
        images: ImageSettings::default(),
        presence: PresenceSettings::default(),
        fetch: FetchSettings::default(),
        log: LogSettings::default(),
        orphan_grace: Duration::from_hours(1),
    };
    let password = Some("dazza-test".to_owned().into());
    let credentials = Credentials { username: "dazza".to_owned(), password, channel_password: None };
    Welcome { settings, credentials, slot: 5, database: None }
}

/// The day of the recordings.
pub(crate) fn start() -> Timestamp {
    Timestamp::from_second(1_795_444_500).unwrap()
}

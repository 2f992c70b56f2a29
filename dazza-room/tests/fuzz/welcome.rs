//! What a room is told when it starts: the same for all targets.

use std::path::Path;

use dazza_shared::config::{Environment, FleetConfig};
use dazza_shared::link::{Credentials, Welcome};
use jiff::Timestamp;

/// The welcome of the room `fatpizza`.
pub(crate) fn welcome() -> Welcome {
    let file = r#"
        [fleet]
        admins = ["Boss"]
        timezone = "UTC"
        [cytube]
        url = "http://127.0.0.1:1"
        [accounts.main]
        username = "dazza"
        [defaults]
        commands_off = ["goth"]
        farewells = { enabled = true }
        [rooms.fatpizza]
        timezone = "Australia/Brisbane"
    "#;
    let config = FleetConfig::from_text(file, Path::new("/"), &Environment::Fixed([].into())).unwrap();
    let settings = config.rooms["fatpizza"].settings.clone();
    let password = Some("dazza-test".to_owned().into());
    let credentials = Credentials { username: "dazza".to_owned(), password, channel_password: None };
    Welcome { settings, credentials, slot: 5, database: None, web: None }
}

/// The day of the recordings.
pub(crate) fn start() -> Timestamp {
    Timestamp::from_second(1_795_444_500).unwrap()
}

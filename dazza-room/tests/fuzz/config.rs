//! `fleet.toml`: any text is either understood, the same each time, or refused with faults that say where and how to mend.

use std::collections::BTreeMap;
use std::path::Path;

use dazza_shared::config::{Environment, Faults, FleetConfig, RoomSettings};

use crate::Target;

pub(crate) const TARGET: Target = Target {
    name: "config",
    check,
    seeds: || SEEDS.iter().map(|text| text.as_bytes().to_vec()).collect(),
    words: &[
        "[rooms.",
        "[accounts.",
        "[cytube]",
        "[fleet]",
        "[defaults]",
        "[supervision]",
        "[web]",
        "[database]",
        "\n[",
        "]]",
        "= {",
        "password = { env = \"PASSWORD\" }",
        "\"\"\"",
        "10s",
        "5MiB",
        "timezone = \"",
        "url = \"https://",
        "#",
        "account = ",
        "1979-05-27",
        "inf",
        "nan",
        "0x",
        "\"\" = 1",
        "rooms.a.b = ",
    ],
    n_mutants: 200,
};

const SEEDS: &[&str] = &[
    include_str!("../../../fleet.toml"),
    FULL,
    "[fleet]\nstate_dri = 1\n[rooms.\"bad name\"]\nprefix = 7\n[rooms.x]\naccount = \"nobody\"\n",
    "rooms = { a = { enabled = false }, b = {} }\nweb.listen = \"127.0.0.1:8080\"\n",
    "[cytube]\nurl = \"http://localhost:8880/\"\nca_file = \"/dev/zero\"\n",
    "\u{FEFF}a = 'b\nc = \"\"\"",
];

/// Every table, and most keys.
const FULL: &str = r#"
[fleet]
state_dir = "state"
admins = ["Boss"]
watch = true
log = { level = "info,dazza_room=debug", max_bytes = "1MiB", keep = 2, max_total_bytes = "10MiB", rate = 10, burst = 20 }
[cytube]
url = "https://cytu.be"
local_address = "127.0.0.1"
connect_timeout = "20s"
connect_burst = 4
connect_interval = "11s"
[accounts.main]
username = "dazza"
password = { env = "PASSWORD" }
[web]
listen = "127.0.0.1:8080"
[database]
url = "embedded"
[supervision]
stop_grace = "10s"
backoff_min = "1s"
backoff_max = "1m"
quarantine_failures = 5
[defaults]
prefix = "!"
timezone = "Australia/Brisbane"
memory_soft = "64MiB"
memory_hard = "256MiB"
open_files = 256
[rooms.fatpizza]
enabled = false
account = "main"
prefix = "$"
admins = ["alice", "bob"]
commands_off = ["roll"]
password = { env = "PASSWORD" }
[rooms.thepub]
allow_unregistered = true
"#;

fn read(text: &str) -> Result<FleetConfig, Faults> {
    let password = ("PASSWORD".to_owned(), "hunter2-hunter2".to_owned());
    let environment = Environment::Fixed(BTreeMap::from([password]));
    FleetConfig::from_text(text, Path::new("/nowhere/at/all"), &environment)
}

fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match (read(&text), read(&text)) {
        (Ok(config), Ok(again)) => {
            assert_eq!(format!("{config:?}"), format!("{again:?}"));
            check_config(&config, &text);
        }
        (Err(faults), again) => {
            assert_eq!(again.err().as_ref(), Some(&faults));
            check_faults(&faults, &text);
        }
        (Ok(_), Err(faults)) => panic!("the same text has faults the second time: {faults}"),
    }
}

fn check_config(config: &FleetConfig, text: &str) {
    let told = config.describe();
    assert!(!told.contains("hunter2") && !format!("{config:?}").contains("hunter2"));
    assert!(told.lines().count() <= 60 + 20 * (config.rooms.len() + config.accounts.len()));
    assert!(config.rooms.len() <= text.len());
    for (name, room) in &config.rooms {
        let settings = &room.settings;
        assert_eq!(name, &settings.name);
        assert!(config.accounts.contains_key(&room.account), "{}", room.account);
        assert!(!settings.prefix.is_empty() && !settings.prefix.contains(char::is_whitespace));
        assert!(jiff::tz::TimeZone::get(&settings.timezone).is_ok());
        let sent = serde_json::to_string(settings).unwrap();
        assert_eq!(&serde_json::from_str::<RoomSettings>(&sent).unwrap(), settings, "it crosses the link as it is");
    }
}

fn check_faults(faults: &Faults, text: &str) {
    assert!(!faults.list.is_empty());
    assert!(faults.list.len() <= 2 * text.len() + 20, "{} faults", faults.list.len());
    let n_lines = text.lines().count() + 1;
    for fault in &faults.list {
        assert!(!fault.problem.is_empty() && !fault.hint.is_empty(), "{fault:?}");
        assert!(fault.line.is_none_or(|line| (1..=n_lines).contains(&line)), "{fault:?}");
        assert!(!fault.to_string().contains("hunter2"), "{fault:?}");
    }
}

//! What a `fleet.toml` without faults means.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test's own function may fail the test")]

use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use dazza_shared::config::{DatabaseConfig, Environment, FleetConfig, RoomConfig, RoomSettings};
use dazza_shared::names::PlayerName;
use secrecy::ExposeSecret;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn read(text: &str) -> FleetConfig {
    let variables = [("BOT", "hunter2"), ("CHANNEL", "open sesame")];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    FleetConfig::from_text(text, Path::new("/srv/dazza"), &Environment::Fixed(variables)).unwrap()
}

fn room<'c>(config: &'c FleetConfig, name: &str) -> &'c RoomConfig {
    &config.rooms[name]
}

#[test]
fn the_shipped_file_has_no_fault() {
    let config = FleetConfig::load(&root().join("fleet.toml")).unwrap_or_else(|faults| panic!("{faults}"));
    let names: Vec<_> = config.rooms.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["fatpizza", "shedcinema", "thepub"]);
    assert_eq!(config.state_dir, root().join("var"));
    assert!(config.rooms.values().all(|room| room.is_enabled && room.settings.server.url == "http://127.0.0.1:8880"));
}

#[test]
fn an_empty_file_is_a_fleet_without_rooms() {
    let config = read("");
    assert!(config.rooms.is_empty());
    assert!(config.describe().contains("nothing to serve"), "{}", config.describe());
    assert_eq!(config.web_listen, Some(SocketAddr::from(([127, 0, 0, 1], 8080))));
    assert!(matches!(config.database, DatabaseConfig::Embedded { binaries: None, user: None }));
}

#[test]
fn the_defaults_are_those_of_the_manual() {
    let manual = std::fs::read_to_string(root().join("docs/configuration.md")).unwrap();
    let (_, from) = manual.split_once("```toml\n").unwrap();
    let (spelled_out, _) = from.split_once("```").unwrap();
    let bare = read("[accounts.main]\nusername = \"DazzaGuest\"\n[rooms.fatpizza]\n");
    let full = read(spelled_out);
    assert_eq!(bare.describe(), full.describe());
    assert_eq!(bare.supervision, full.supervision);
    assert_eq!(bare.backup, full.backup);
    assert_eq!(bare.log, full.log);
    assert_eq!(room(&bare, "fatpizza").settings, room(&full, "fatpizza").settings);
}

const TWO_ROOMS: &str = r#"
[fleet]
state_dir = "state"
timezone = "australia/sydney"
admins = ["Gaz", "gaz", "Shazza"]
watch = true
log = { level = "warn", keep = 2 }

[cytube]
url = "https://cytu.be/"
local_address = "192.0.2.7"

[web]
listen = "off"
cors_origins = ["https://example.org", "http://[::1]:3000"]
trusted_proxies = ["127.0.0.1", "10.0.0.0/8"]

[database]
url = "postgresql://dazza@[::1]:5433/dazza?sslmode=require"
password = { env = "BOT" }

[supervision]
orphan_grace = "10m"
quarantine_failures = 3

[accounts.zed]
username = "dazza"
password = { env = "BOT" }

[accounts.able]
username = "DazzaGuest"

[defaults]
prefix = "."
commands_off = ["Roll"]
allow_unregistered = true
contest_full_effects = false
memory_hard = "96 MiB"
open_files = 128
greetings = { percent = 40, regulars = ["G'day {user}"] }
url_comments = { titles = false }
log = { max_bytes = 65536 }

[rooms.FatPizza]
password = { env = "CHANNEL" }

[rooms.thepub]
enabled = false
account = "able"
url = "http://[::1]:8880/"
local_address = "::1"
timezone = "UTC"
admins = ["GAZ", "Trev"]
prefix = "!"
commands_off = []
manual_url = "https://example.org/manual"
allow_unregistered = false
contest_full_effects = true
memory_soft = "off"
open_files = 99
greetings = { enabled = false, newcomers = ["Who's {user}?"] }
farewells = { enabled = true }
images = { enabled = false }
log = { level = "debug" }
"#;

#[test]
fn a_room_takes_what_is_usual() {
    let config = read(TWO_ROOMS);
    assert_eq!(config.state_dir, Path::new("/srv/dazza/state"));
    assert_eq!(config.web_listen, None);
    assert_eq!(config.web.cors_origins, ["https://example.org", "http://[::1]:3000"]);
    assert_eq!(config.web.trusted_proxies, ["127.0.0.1/32".parse().unwrap(), "10.0.0.0/8".parse().unwrap()]);
    assert!(config.watch);
    assert_eq!(config.file, Path::new("/srv/dazza/fleet.toml"));
    assert_eq!((config.log.level.as_str(), config.log.max_bytes, config.log.keep), ("warn", 10 << 20, 2));
    assert_eq!(config.supervision.quarantine_failures, 3);
    let fatpizza = room(&config, "fatpizza");
    assert!(fatpizza.is_enabled);
    assert_eq!(fatpizza.account, "zed", "the first account of the file");
    assert_eq!(fatpizza.channel_password.as_ref().unwrap().expose_secret(), "open sesame");
    let settings = &fatpizza.settings;
    assert_eq!(settings.name.as_str(), "fatpizza");
    assert_eq!(settings.server.url, "https://cytu.be");
    assert_eq!(settings.server.local_address, "192.0.2.7".parse::<IpAddr>().ok());
    assert_eq!(settings.timezone, "Australia/Sydney");
    assert_eq!(settings.admins.iter().map(PlayerName::as_str).collect::<Vec<_>>(), ["Gaz", "Shazza"]);
    assert_eq!((settings.prefix.as_str(), settings.allow_unregistered), (".", true));
    assert_eq!(settings.commands_off, ["roll"]);
    assert!(!settings.contest_full_effects);
    assert_eq!((settings.log.level.as_str(), settings.log.max_bytes, settings.log.keep), ("warn", 65_536, 2));
    assert_eq!(settings.orphan_grace, Duration::from_mins(10));
    assert_eq!((fatpizza.memory.soft, fatpizza.memory.hard), (Some(64 << 20), Some(96 << 20)));
    assert_eq!(settings.open_files, 128);
}

#[test]
fn a_room_has_its_own_way_where_it_says_so() {
    let config = read(TWO_ROOMS);
    let thepub = room(&config, "thepub");
    assert!(!thepub.is_enabled);
    assert_eq!(thepub.account, "able");
    assert!(thepub.channel_password.is_none());
    let settings = &thepub.settings;
    assert_eq!(settings.server.url, "http://[::1]:8880");
    assert_eq!(settings.server.local_address, "::1".parse::<IpAddr>().ok());
    assert_eq!(settings.timezone, "UTC");
    assert_eq!(settings.admins.iter().map(PlayerName::as_str).collect::<Vec<_>>(), ["Gaz", "Shazza", "Trev"]);
    assert_eq!((settings.prefix.as_str(), settings.allow_unregistered), ("!", false));
    assert!(settings.commands_off.is_empty() && settings.contest_full_effects);
    assert_eq!((thepub.memory.soft, thepub.memory.hard, settings.open_files), (None, Some(96 << 20), 99));
    assert_eq!(settings.manual_url, "https://example.org/manual");
    assert_eq!((settings.log.level.as_str(), settings.log.max_bytes, settings.log.keep), ("debug", 65_536, 2));
}

#[test]
fn what_the_bot_does_unasked_is_said_key_by_key() {
    let config = read(&format!("{TWO_ROOMS}\n[fetch]\nallow = [\"10.1.0.0/16\"]\n"));
    let [usual, own] = ["fatpizza", "thepub"].map(|name| &room(&config, name).settings);
    assert!(usual.greetings.enabled && usual.greetings.newcomers.is_empty() && !usual.farewells.enabled);
    assert_eq!((usual.greetings.percent, &*usual.greetings.regulars), (40, ["G'day {user}".to_owned()].as_slice()));
    assert!(!own.greetings.enabled && own.farewells.enabled && usual.images.enabled && !own.images.enabled);
    assert_eq!((own.greetings.percent, own.greetings.regulars.len(), own.greetings.newcomers.len()), (40, 1, 1));
    assert!(own.url_comments.enabled && !own.url_comments.titles);
    assert_eq!(own.fetch.allow, ["10.1.0.0/16".parse().unwrap()]);
}

#[test]
fn commands_have_limits_waits_and_a_house_of_the_fleet() {
    let file = r#"
        [fleet]
        house = "OldDazza"
        [accounts.zed]
        username = "ZedBot"
        [accounts.able]
        username = "AbleBot"
        [defaults]
        limits = { per_player = 20, per_room = 100 }
        cooldowns = { Quote = "1m", fact = "2s" }
        coin_flip_cap = 500
        pm_announce = false
        [rooms.fatpizza]
        [rooms.thepub]
        account = "able"
        limits = { per_player = 10, warn_at = 8 }
        cooldowns = { quote = "0s" }
        coin_flip_cap = 50
        pm_announce = true
        moderators = ["Trev", "trev"]
    "#;
    let config = read(file);
    let [usual, own] = ["fatpizza", "thepub"].map(|name| &room(&config, name).settings);
    let limits = |settings: &RoomSettings| {
        let limits = settings.commands.limits;
        (limits.per_player, limits.warn_at, limits.per_room)
    };
    assert_eq!((limits(usual), limits(own)), ((20, 12, 100), (10, 8, 100)));
    let waits = |settings: &RoomSettings| {
        settings.commands.cooldowns.iter().map(|(name, wait)| (name.clone(), wait.as_secs())).collect::<Vec<_>>()
    };
    assert_eq!(waits(usual), [("fact".to_owned(), 2), ("quote".to_owned(), 60)]);
    assert_eq!(waits(own), [("fact".to_owned(), 2), ("quote".to_owned(), 0)]);
    assert_eq!((usual.commands.coin_flip_cap, own.commands.coin_flip_cap), (500, 50));
    assert_eq!((usual.commands.pm_announce, own.commands.pm_announce), (false, true));
    assert!(usual.moderators.is_empty() && own.moderators.len() == 1);
    assert_eq!((usual.house.as_str(), own.house.as_str()), ("olddazza", "olddazza"));
    let text = config.describe();
    for told in
        ["20 commands a minute each, warned at 12; 100 for", "fact 2s, quote 1m", "up to $500", "Trev", "olddazza"]
    {
        assert!(text.contains(told), "{told}: {text}");
    }
    let unnamed = read(&file.replace("house = \"OldDazza\"", ""));
    for name in ["fatpizza", "thepub"] {
        assert_eq!(
            room(&unnamed, name).settings.house,
            "zedbot",
            "the bot's name under the first account, in every room"
        );
    }
}

#[test]
fn a_description_tells_all_but_the_secrets() {
    let config = read(TWO_ROOMS);
    let text = config.describe();
    for told in [
        "/srv/dazza/state",
        "dazza?sslmode=require, with a password",
        "zed: dazza, with a password",
        "able: DazzaGuest, a guest",
        "1 of them switched off",
        "every day at 04:00, Australia/Sydney; of 7 days, 4 weeks and 6 months",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
    for text in [text, format!("{config:?}")] {
        assert!(!text.contains("hunter2") && !text.contains("sesame"), "{text}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let missing = FleetConfig::load(&folder.path().join("fleet.toml")).unwrap_err();
    assert!(missing.to_string().contains("cannot be opened") && missing.to_string().contains("--config"), "{missing}");
    assert!(FleetConfig::load(folder.path()).unwrap_err().to_string().contains("cannot be read"));
    let not_text = folder.path().join("not-text.toml");
    std::fs::write(&not_text, b"[fleet]\nstate_dir = \"\xff\"\n").unwrap();
    let fault = FleetConfig::load(&not_text).unwrap_err().to_string();
    assert!(fault.contains("not-text.toml has 1 fault") && fault.contains("line 2"), "{fault}");
}

#[test]
fn the_state_folder_is_found_whatever_else_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fleet.toml");
    let account = "[accounts.main]\nusername = \"dazza\"\npassword = { file = \"gone\" }\nwrong = 1\n";
    std::fs::write(&file, format!("{account}[fleet]\nstate_dir = \"state\"\n")).unwrap();
    assert_eq!(FleetConfig::load_state_dir(&file).unwrap(), folder.path().join("state"));
    std::fs::write(&file, format!("{account}[fleet]\nstate_dir = 5\n")).unwrap();
    assert_eq!(FleetConfig::load_state_dir(&file).unwrap_err().list.len(), 1);
}

//! Imports that come to nothing: a clear word, an exit code, and a database that is as it was.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use nix::sys::signal::Signal;

use super::import::{everything, stage, told};
use super::{old_bot, verify};
use crate::stage::{Stage, send, text};

/// What an import that came to nothing ends with.
const NOT_IMPORTED: i32 = 19;

/// Runs an import that must end with `code` and say all of `words`, and must change nothing.
async fn refused(stage: &Stage, arguments: &[&str], code: i32, words: &[&str]) {
    let before = everything(stage).await;
    let ended = stage.verb(&[&["import", "sqlite"], arguments].concat()).await;
    let told = text(&ended.stderr);
    assert_eq!(ended.status.code(), Some(code), "{arguments:?}: {told}");
    for word in words {
        assert!(told.contains(word), "{arguments:?}: {told}");
    }
    assert_eq!(everything(stage).await, before, "{arguments:?}");
    assert!(!stage.state_dir().join("import/main").exists(), "a copy was left behind");
}

#[tokio::test]
async fn a_file_that_is_none_of_the_bots_is_refused() {
    let stage = stage().await;
    let path = |name: &str| stage.folder().join(name).to_str().unwrap().to_owned();
    let open = |name: &str| rusqlite::Connection::open(path(name)).unwrap();

    refused(&stage, &[&path("nowhere.db")], NOT_IMPORTED, &["cannot read", "nowhere.db", "No such file"]).await;
    refused(&stage, &[&path(".")], NOT_IMPORTED, &["no regular file"]).await;
    fs::write(path("empty.db"), "").unwrap();
    refused(&stage, &[&path("empty.db")], NOT_IMPORTED, &["holds none of the tables", "cytube_stats.db"]).await;
    fs::write(path("letter.db"), "dear sir or madam, ".repeat(200)).unwrap();
    refused(&stage, &[&path("letter.db")], NOT_IMPORTED, &["is no SQLite database"]).await;
    open("other.db").execute_batch("CREATE TABLE songs (title TEXT)").unwrap();
    refused(&stage, &[&path("other.db")], NOT_IMPORTED, &["holds none of the tables"]).await;

    old_bot::empty(path("newer.db").as_ref()).execute_batch("PRAGMA user_version = 7").unwrap();
    refused(&stage, &[&path("newer.db")], NOT_IMPORTED, &["schema version 7", "newer"]).await;
    let later = "INSERT INTO migrations (filename) VALUES ('2026-01-01-add-aquarium.js')";
    old_bot::empty(path("later.db").as_ref()).execute_batch(later).unwrap();
    refused(&stage, &[&path("later.db")], NOT_IMPORTED, &["2026-01-01-add-aquarium"]).await;
    open("strange.db").execute_batch("CREATE TABLE messages (id INTEGER PRIMARY KEY, line TEXT)").unwrap();
    refused(&stage, &[&path("strange.db")], NOT_IMPORTED, &["messages", "no column username"]).await;

    drop(old_bot::odd(path("main.db").as_ref()));
    refused(&stage, &[&path("main.db"), "--media", &path("main.db")], NOT_IMPORTED, &["media_encountered.db"]).await;
    let report = path("report.json");
    refused(&stage, &[&path("other.db"), "--report", &report], NOT_IMPORTED, &["holds none of the tables"]).await;
    assert!(!stage.folder().join("report.json").exists());
    refused(&stage, &[&path("main.db"), "--report", &path("nowhere/report.json")], 1, &["cannot write the report"])
        .await;
    old_bot::videos(path("media.db").as_ref());
    refused(&stage, &[&path("media.db")], NOT_IMPORTED, &["cytube_stats.db"]).await;
}

#[tokio::test]
async fn a_damaged_file_is_refused_unless_what_is_left_of_it_is_wished_for() {
    let stage = stage().await;
    let path = |name: &str| stage.folder().join(name).to_str().unwrap().to_owned();
    let mut bot = old_bot::empty(path("main.db").as_ref());
    old_bot::chat(&mut bot, 2, 20_000);
    drop(bot);
    let whole = fs::read(path("main.db")).unwrap();
    fs::write(path("half.db"), &whole[..whole.len() / 2]).unwrap();
    refused(&stage, &[&path("half.db")], NOT_IMPORTED, &["is damaged", "--salvage"]).await;

    // A page in the middle, written over: what comes before it can still be read.
    let mut torn = whole.clone();
    let middle = torn.len() / 2 / 4096 * 4096;
    torn[middle..middle + 4096].fill(0xa5);
    fs::write(path("torn.db"), &torn).unwrap();
    refused(&stage, &[&path("torn.db")], NOT_IMPORTED, &["is damaged", "--salvage"]).await;
    let salvaged = super::import::imported(&stage, &path("torn.db"), &["--salvage"]).await;
    assert!(salvaged["report"]["damage"].is_string(), "{salvaged}");
    let n: u64 = told(&stage, "SELECT count(*) FROM messages").await.parse().unwrap();
    assert!((1..20_000).contains(&n), "{n}");
    verify(&stage).await;
}

#[tokio::test]
async fn the_economy_of_a_variant_is_taken_when_that_is_said() {
    let stage = stage().await;
    let file = stage.folder().join("variant.db");
    let path = file.to_str().unwrap();
    let bot = rusqlite::Connection::open(&file).unwrap();
    bot.execute_batch(include_str!("old_bot/variant.sql")).unwrap();
    drop(bot);
    refused(&stage, &[path], NOT_IMPORTED, &["variant", "--accept-variant"]).await;
    super::import::imported(&stage, path, &["--accept-variant"]).await;
    assert_eq!(
        told(&stage, "SELECT concat_ws(':', username, balance, heists_participated) FROM user_economy").await,
        "alice:15:4"
    );
    assert_eq!(
        told(&stage, "SELECT concat_ws(':', challenger, challenged, status) FROM coin_flip_challenges").await,
        "alice:bob:expired"
    );
    assert_eq!(told(&stage, "SELECT count(*) FROM heist_events").await, "0");
    verify(&stage).await;
}

#[tokio::test]
async fn a_room_of_no_fleet_a_running_fleet_and_other_peoples_rows_are_refused() {
    let mut stage = stage().await;
    let file = stage.folder().join("main.db");
    let path = file.to_str().unwrap().to_owned();
    drop(old_bot::odd(&file));
    refused(&stage, &[&path, "--room", "atlantis"], 15, &["no room atlantis", "rooms add atlantis"]).await;
    refused(&stage, &[&path, "--room", "not a room!"], 2, &["--room"]).await;

    let other = stage.folder().join("other.db");
    let other = other.to_str().unwrap().to_owned();
    let bot = old_bot::empty(other.as_ref());
    bot.execute_batch("INSERT INTO messages (username, message, timestamp) VALUES ('Alice', 'first', 1751598245000)")
        .unwrap();
    drop(bot);
    super::import::imported(&stage, &other, &[]).await;
    refused(&stage, &[&path], NOT_IMPORTED, &["in use", "before the first"]).await;

    stage.up_and_joined().await;
    let ended = stage.verb(&["import", "sqlite", &path]).await;
    assert_eq!(ended.status.code(), Some(11), "{}", text(&ended.stderr));
    assert!(text(&ended.stderr).contains("dazza-fleet down"));
}

#[tokio::test]
async fn a_dry_run_makes_no_schema() {
    let stage = Stage::new();
    let file = stage.folder().join("main.db");
    drop(old_bot::odd(&file));
    let ended = stage.verb(&["import", "sqlite", file.to_str().unwrap(), "--dry-run"]).await;
    assert_eq!(ended.status.code(), Some(16), "{}", text(&ended.stderr));
    assert!(text(&ended.stderr).contains("dazza-fleet db migrate"));
    let imported = stage.verb(&["import", "sqlite", file.to_str().unwrap()]).await;
    assert_eq!(imported.status.code(), Some(0), "{}", text(&imported.stderr));
    verify(&stage).await;
}

#[tokio::test]
async fn an_import_that_is_killed_leaves_the_database_as_it_was() {
    let stage = stage().await;
    let file = stage.folder().join("main.db");
    let path = file.to_str().unwrap().to_owned();
    let mut bot = old_bot::odd(&file);
    old_bot::chat(&mut bot, 3, 40_000);
    drop(bot);
    let before = everything(&stage).await;
    for words in ["reading messages: ", "counting"] {
        let mut command = stage.command(&["import", "sqlite", &path]);
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let told = BufReader::new(child.stderr.take().unwrap());
        let heard = told.lines().map(Result::unwrap).find(|line| line.starts_with(words));
        assert!(heard.is_some(), "it ended before it said `{words}`");
        send(Signal::SIGKILL, i32::try_from(child.id()).unwrap());
        child.wait().unwrap();
        assert_eq!(everything(&stage).await, before, "killed at `{words}`");
    }
    super::import::imported(&stage, &path, &[]).await;
    assert_eq!(told(&stage, "SELECT count(*) > 40000 FROM messages").await, "true");
    verify(&stage).await;
}

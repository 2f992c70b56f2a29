//! The import of the original bot's files, by the real program into a real database: what comes over, and what it is then.

use std::path::PathBuf;

use dazza_shared::store::Access;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{import_values, junk, old_bot, verify};
use crate::stage::{Stage, text};

/// What becomes of the rows of `old_bot/odd.sql`: read, imported, merged, skipped.
const COUNTS: &[(&str, [u64; 4])] = &[
    ("messages", [15, 12, 0, 3]),
    ("user_events", [5, 3, 1, 1]),
    ("user_stats", [5, 2, 1, 2]),
    ("room_user_presence", [3, 1, 1, 1]),
    ("rooms", [2, 2, 0, 0]),
    ("posted_urls", [2, 2, 0, 0]),
    ("private_messages", [2, 2, 0, 0]),
    ("connection_log", [3, 3, 0, 0]),
    ("reminders", [2, 2, 0, 0]),
    ("tells", [2, 2, 0, 0]),
    ("cooldowns", [3, 3, 0, 0]),
    ("command_cooldowns", [1, 0, 0, 1]),
    ("user_bongs", [4, 4, 0, 0]),
    ("user_drinks", [1, 1, 0, 0]),
    ("bong_counter", [4, 3, 0, 1]),
    ("drink_counter", [1, 1, 0, 0]),
    ("bong_sessions", [2, 1, 0, 1]),
    ("user_economy", [7, 4, 2, 1]),
    ("economy_transactions", [6, 5, 0, 1]),
    ("crime_types", [2, 0, 0, 2]),
    ("heist_events", [4, 4, 0, 0]),
    ("heist_participants", [3, 1, 1, 1]),
    ("heist_config", [4, 0, 0, 4]),
    ("channel_activity", [3, 1, 1, 1]),
    ("coin_flip_challenges", [5, 4, 0, 1]),
    ("coin_flip_stats", [2, 1, 1, 0]),
    ("mug_stats", [2, 1, 1, 0]),
    ("pissing_contest_challenges", [3, 3, 0, 0]),
    ("pissing_contest_records", [2, 1, 0, 1]),
    ("user_bladder", [2, 1, 1, 0]),
    ("user_images", [5, 2, 1, 2]),
    ("user_gallery_locks", [3, 2, 1, 0]),
    ("video_sessions", [4, 4, 0, 0]),
    ("video_watchers", [4, 2, 1, 1]),
    ("media_history", [4, 3, 1, 0]),
    ("chat_achievements", [3, 1, 1, 1]),
    ("user_daily_activity", [2, 1, 0, 1]),
    ("user_chat_streaks", [1, 1, 0, 0]),
    ("batch_job_history", [1, 1, 0, 0]),
];

/// What is told of them: in which list, what, and of how many.
const FOUND: &[(&str, &str, &str, u64)] = &[
    ("messages", "notes", "time in seconds: read as such", 1),
    ("messages", "notes", "time that could not be", 2),
    ("messages", "notes", "no name of a room: taken as the default", 1),
    ("messages", "notes", "corrupted name: kept as unknown#import", 2),
    ("messages", "notes", "text that is no UTF-8: replaced by \u{fffd}", 1),
    ("messages", "skipped", "no name", 1),
    ("user_images", "notes", "damaged address: cleaned", 3),
    ("user_images", "skipped", "no address of a picture", 1),
    ("user_economy", "notes", "fractional money: rounded", 1),
    ("user_economy", "notes", "less than nothing: taken as 0", 1),
    ("user_economy", "skipped", "of no person", 1),
    ("economy_transactions", "notes", "of a kind that is not known: kept", 1),
    ("economy_transactions", "notes", "its heist was not imported", 1),
    ("heist_participants", "skipped", "no such heist", 1),
    ("video_watchers", "skipped", "no such session", 1),
    ("posted_urls", "notes", "the line it stood in was not imported", 1),
    ("coin_flip_challenges", "notes", "left open by a restart: over, and the stake given back", 2),
];

/// A stage whose database has its schema, and nothing else.
pub(super) async fn stage() -> Stage {
    let stage = Stage::new();
    let migrated = stage.verb(&["db", "migrate"]).await;
    assert_eq!(migrated.status.code(), Some(0), "{}", text(&migrated.stderr));
    stage
}

/// The first value of what the database answers, as text.
pub(super) async fn told(stage: &Stage, statement: &str) -> String {
    let mut connection = connect(&stage.database().access).await;
    let statement =
        format!("SELECT coalesce(string_agg(told::text, ' ' ORDER BY told), '') FROM ({statement}) AS t (told)");
    sqlx::query_scalar(AssertSqlSafe(statement)).fetch_one(&mut connection).await.unwrap()
}

async fn connect(access: &Access) -> PgConnection {
    PgConnection::connect_with(&access.options("test").unwrap()).await.unwrap()
}

/// All that there is in the database: rows, partitions, and where every table stands with its numbers.
pub(super) async fn everything(stage: &Stage) -> String {
    let mut connection = connect(&stage.database().access).await;
    let tables = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut connection).await.unwrap();
    let mut all = String::new();
    for table in tables {
        let rows = format!(
            "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \"{table}\" t"
        );
        let rows: String = sqlx::query_scalar(AssertSqlSafe(rows)).fetch_one(&mut connection).await.unwrap();
        all.extend([table.as_str(), " ", &rows, "\n"]);
    }
    all + &told(stage, "SELECT sequencename || coalesce(last_value, 0) FROM pg_sequences").await
}

/// Imports the file at `path`, and gives the report.
pub(super) async fn imported(stage: &Stage, path: &str, more: &[&str]) -> Value {
    let arguments = [&["import", "sqlite", path, "--json"], more].concat();
    let ended = stage.verb(&arguments).await;
    assert_eq!(ended.status.code(), Some(0), "{}", text(&ended.stderr));
    let told: Value = serde_json::from_slice(&ended.stdout).unwrap();
    adds_up(&told["report"]);
    told
}

/// What was read is what was imported, merged and skipped, table by table.
fn adds_up(report: &Value) {
    let tables = report["tables"].as_array().unwrap();
    assert_eq!(tables.len(), 53);
    for table in tables {
        let n = |name: &str| table[name].as_u64().unwrap();
        let skipped: u64 =
            table["skipped"].as_array().unwrap().iter().map(|found| found["rows"].as_u64().unwrap()).sum();
        assert_eq!(n("read"), n("imported") + n("merged") + skipped, "{table}");
    }
    for check in report["checks"].as_array().unwrap() {
        assert_eq!(check["n_wrong"], 0, "{check}");
    }
}

fn table<'a>(report: &'a Value, name: &str) -> &'a Value {
    report["report"]["tables"].as_array().unwrap().iter().find(|table| table["table"] == name).unwrap()
}

/// Read, imported, merged, skipped.
fn counts(report: &Value, name: &str) -> [u64; 4] {
    let table = table(report, name);
    let n = |name: &str| table[name].as_u64().unwrap();
    [n("read"), n("imported"), n("merged"), n("read") - n("imported") - n("merged")]
}

/// Rows of `name` of which that is told, in `list`.
fn found(report: &Value, name: &str, list: &str, what: &str) -> u64 {
    let findings = table(report, name)[list].as_array().unwrap();
    findings.iter().filter(|found| found["what"] == what).map(|found| found["rows"].as_u64().unwrap()).sum()
}

fn file(stage: &Stage, name: &str) -> (PathBuf, String) {
    let path = stage.folder().join(name);
    let shown = path.to_str().unwrap().to_owned();
    (path, shown)
}

#[tokio::test]
async fn every_table_comes_over_with_all_that_is_odd_in_it() {
    let stage = stage().await;
    let (main, main_path) = file(&stage, "main.db");
    let (media, media_path) = file(&stage, "media.db");
    drop(old_bot::odd(&main));
    old_bot::videos(&media);
    let report = imported(&stage, &main_path, &["--media", &media_path]).await;
    for (name, expected) in COUNTS {
        assert_eq!(counts(&report, name), *expected, "{}", table(&report, name));
    }
    assert_eq!(report["report"]["unknown_tables"], serde_json::json!(["horoscopes"]));
    assert_eq!(table(&report, "user_drinks")["unknown_columns"], serde_json::json!(["flavour"]));
    for (name, list, what, n) in FOUND {
        assert_eq!(found(&report, name, list, what), *n, "{what}: {}", table(&report, name));
    }
    verify(&stage).await;
    import_values::people_and_chat(&stage).await;
    import_values::figures(&stage).await;
    import_values::counted(&stage).await;
    import_values::money_and_games(&stage).await;
    import_values::pictures_and_videos(&stage).await;
}

#[tokio::test]
async fn a_second_import_changes_nothing_and_the_next_rows_are_numbered_above() {
    let stage = stage().await;
    let (main, path) = file(&stage, "main.db");
    let mut bot = old_bot::odd(&main);
    old_bot::chat(&mut bot, 1, 3_000);
    drop(bot);
    imported(&stage, &path, &[]).await;
    let before = everything(&stage).await;
    let again = stage.verb(&["import", "sqlite", &path]).await;
    assert_eq!(again.status.code(), Some(0));
    assert!(text(&again.stdout).contains("was imported at"), "{}", text(&again.stdout));
    assert_eq!(everything(&stage).await, before);
    verify(&stage).await;
    let next = "INSERT INTO messages (room_id, username, message, sent_at) VALUES ('thepub', 'nan', 'next', now()) RETURNING id";
    let mut connection = connect(&stage.database().access).await;
    let id: i64 = sqlx::query_scalar(next).fetch_one(&mut connection).await.unwrap();
    assert_eq!(id, 3_016);
}

#[tokio::test]
async fn a_dry_run_tells_everything_and_changes_nothing() {
    let stage = stage().await;
    let (main, path) = file(&stage, "main.db");
    drop(old_bot::odd(&main));
    let (report_file, report_path) = file(&stage, "report.json");
    let before = everything(&stage).await;
    let dry = imported(&stage, &path, &["--dry-run", "--report", &report_path]).await;
    assert_eq!(dry["done"], "dry run");
    let written: Value = serde_json::from_slice(&std::fs::read(report_file).unwrap()).unwrap();
    assert_eq!(written, dry["report"]);
    assert_eq!(everything(&stage).await, before);
    assert_eq!(
        told(&stage, "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'dazza_room_' || database_tag() || '%'").await,
        "0"
    );
    let real = imported(&stage, &path, &[]).await;
    assert_eq!((real["done"].as_str(), &real["report"]), (Some("imported"), &dry["report"]));
}

#[tokio::test]
async fn lost_names_are_left_out_where_that_is_wished_for() {
    let stage = stage().await;
    let (main, path) = file(&stage, "main.db");
    drop(old_bot::odd(&main));
    let report = imported(&stage, &path, &["--drop-corrupted"]).await;
    assert_eq!(counts(&report, "messages"), [15, 10, 0, 5]);
    assert_eq!(found(&report, "messages", "skipped", "corrupted name"), 2);
    assert_eq!(told(&stage, "SELECT username FROM users WHERE username LIKE 'unknown%'").await, "");
    verify(&stage).await;
}

#[tokio::test]
async fn a_file_of_before_there_were_rooms_comes_over_into_the_named_one() {
    let stage = stage().await;
    let (main, path) = file(&stage, "old.db");
    let bot = rusqlite::Connection::open(&main).unwrap();
    bot.execute_batch(include_str!("old_bot/roomless.sql")).unwrap();
    drop(bot);
    let report = imported(&stage, &path, &["--room", "thepub"]).await;
    assert_eq!(table(&report, "messages")["missing_columns"], serde_json::json!(["room_id"]));
    assert_eq!(table(&report, "heist_events")["is_there"], false);
    for (statement, expected) in [
        ("SELECT concat_ws(':', room_id, id) FROM messages", "thepub:1 thepub:2"),
        ("SELECT concat_ws(':', room_id, date, count) FROM bong_counter", "thepub:2025-06-30:3"),
        ("SELECT concat_ws(':', room_id, username) FROM sign_spinning_stats", "thepub:alice"),
        ("SELECT concat_ws(':', username, original_poster, url) FROM user_images", "bob:alice:https://a.example/p.jpg"),
        ("SELECT concat_ws(':', username, balance, trust) FROM user_economy", "alice:10:30"),
        ("SELECT id FROM rooms", "thepub"),
    ] {
        assert_eq!(told(&stage, statement).await, expected, "{statement}");
    }
    verify(&stage).await;
}

#[tokio::test]
async fn what_lies_beside_the_file_is_read_too() {
    let stage = stage().await;
    let (main, path) = file(&stage, "main.db");
    let bot = old_bot::empty(&main);
    bot.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0").unwrap();
    bot.execute_batch("INSERT INTO messages (username, message, timestamp) VALUES ('Alice', 'late', 1751598245000)")
        .unwrap();
    assert!(stage.folder().join("main.db-wal").metadata().unwrap().len() > 0);
    imported(&stage, &path, &[]).await;
    assert_eq!(told(&stage, "SELECT message FROM messages").await, "late");
    drop(bot);
}

#[tokio::test]
async fn no_junk_in_any_column_makes_it_fail() {
    let stage = stage().await;
    let (main, path) = file(&stage, "main.db");
    let bot = old_bot::odd(&main);
    junk::fill(&bot);
    drop(bot);
    let report = imported(&stage, &path, &[]).await;
    for name in ["messages", "user_economy", "mug_stats", "video_sessions", "user_images"] {
        let [_, imported, _, skipped] = counts(&report, name);
        assert!(imported > 10 && skipped > 0, "{}", table(&report, name));
    }
    verify(&stage).await;
}

//! The import of the original bot's files, by the real program into a real database: what comes over, and what it is then.

use std::path::PathBuf;

use dazza_shared::store::Access;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{old_bot, verify};
use crate::stage::{Stage, text};

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
        all.push_str(&format!("{table} {rows}\n"));
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
    for (name, expected) in [
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
        ("crime_types", [2, 1, 0, 1]),
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
    ] {
        assert_eq!(counts(&report, name), expected, "{}", table(&report, name));
    }
    assert_eq!(report["report"]["unknown_tables"], serde_json::json!(["horoscopes"]));
    assert_eq!(table(&report, "user_drinks")["unknown_columns"], serde_json::json!(["flavour"]));
    for (name, list, what, n) in [
        ("messages", "notes", "time in seconds: read as such", 2),
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
    ] {
        assert_eq!(found(&report, name, list, what), n, "{what}: {}", table(&report, name));
    }
    verify(&stage).await;
    people_and_chat(&stage).await;
    counted(&stage).await;
    money_and_games(&stage).await;
    pictures_and_videos(&stage).await;
}

async fn people_and_chat(stage: &Stage) {
    for (statement, expected) in [
        ("SELECT concat_ws(':', room_id, count(*)) FROM messages GROUP BY room_id", "fatpizza:8 thepub:4"),
        ("SELECT display_name FROM users WHERE NOT is_system", "Alice Bob Carol Ghost Stranger"),
        ("SELECT username FROM users WHERE is_system", "[server] dazza unknown#import"),
        ("SELECT message FROM messages WHERE id = 2", "see this page <now>"),
        ("SELECT message FROM messages WHERE id = 3", "nice :kappa:"),
        ("SELECT message || word_count FROM messages WHERE id = 4", "0"),
        ("SELECT message FROM messages WHERE id = 14", "bad \u{1}\u{fffd} bytes"),
        ("SELECT message FROM messages WHERE id = 15", "tab back\\slash line"),
        ("SELECT word_count FROM messages WHERE id = 1", "5"),
        ("SELECT sent_at AT TIME ZONE 'UTC' FROM messages WHERE id = 3", "2025-07-04 03:04:07"),
        ("SELECT id FROM messages WHERE is_command", "5"),
        ("SELECT id FROM messages WHERE is_own", "6"),
        ("SELECT id FROM messages WHERE username = 'unknown#import'", "8 9"),
        (
            "SELECT concat_ws(':', room_id, username, message_count) FROM user_room_stats",
            "fatpizza:alice:4 fatpizza:carol:3 thepub:bob:1",
        ),
        ("SELECT concat_ws(':', username, message_count) FROM user_stats", "alice:4 bob:1 carol:3 ghost:77"),
        ("SELECT extract(year FROM first_seen) FROM user_stats WHERE username = 'alice'", "2024"),
        ("SELECT concat_ws(':', username, is_online) FROM room_user_presence", "alice:f"),
        ("SELECT name || is_active FROM rooms WHERE id = 'thepub'", "The Pubfalse"),
        (
            "SELECT concat_ws(':', normalized_url, message_id) FROM posted_urls",
            "https://youtu.be/abcdefghijk https://youtube.com/watch?v=abcdefghijk&t=1:2",
        ),
        ("SELECT count(*) FROM private_messages WHERE message IS NULL", "2"),
        ("SELECT details::text FROM connection_log WHERE id = 2", "{\"raw\": \"no JSON\"}"),
        (
            "SELECT concat_ws(':', id, to_user, message) FROM reminders WHERE delivered_at = remind_at",
            "1:tea & toast 2:bob:long ago",
        ),
        ("SELECT concat_ws(':', id, via_pm, delivered_at IS NULL) FROM tells", "1:f:t 2:t:f"),
        (
            "SELECT concat_ws(':', command_name, room_id, expires_at - last_used) FROM cooldowns",
            "beg:*:48:00:00 fish:*:02:00:00 juggle:*:00:00:00",
        ),
        (
            "SELECT concat_ws(':', date, message_count) FROM user_daily_activity WHERE username = 'alice'",
            "2024-06-21:40 2025-07-04:4",
        ),
        (
            "SELECT concat_ws(':', best_streak, total_active_days, current_streak) FROM user_chat_streaks WHERE username = 'alice'",
            "9:30:0",
        ),
        ("SELECT concat_ws(':', hour, message_count) FROM user_active_hours WHERE username = 'alice'", "13:4"),
        ("SELECT messages FROM room_hourly_activity WHERE room_id = 'fatpizza'", "42 7"),
        (
            "SELECT concat_ws(':', total_messages, url_count, last_message_id) FROM message_analysis_cache WHERE username = 'alice'",
            "4:0:4",
        ),
        (
            "SELECT word FROM user_vocabulary WHERE username = 'carol'",
            "all at back bad bytes in line no room slash tab",
        ),
        ("SELECT concat_ws(':', username, details) FROM chat_achievements", "alice:101"),
        (
            "SELECT concat_ws(':', current_value, next_tier) FROM achievement_progress WHERE username = 'ghost'",
            "77:bronze",
        ),
    ] {
        assert_eq!(told(stage, statement).await, expected, "{statement}");
    }
}

async fn counted(stage: &Stage) {
    for (statement, expected) in [
        ("SELECT concat_ws(':', id, hour) FROM user_bongs", "1:15 2:15 3:19 4:15"),
        (
            "SELECT concat_ws(':', room_id, date, count, imported) FROM bong_counter",
            "fatpizza:2025-06-30:4:4 fatpizza:2025-07-01:6:6 fatpizza:2025-07-04:3:0 thepub:2025-07-05:1:0",
        ),
        ("SELECT concat_ws(':', room_id, date, count, imported) FROM drink_counter", "thepub:2025-07-04:5:4"),
        (
            "SELECT concat_ws(':', username, cone_count, max_cones_per_hour) FROM bong_sessions",
            "alice:1:1 alice:2:2 alice:7:7 bob:1:1",
        ),
        (
            "SELECT concat_ws(':', username, longest_streak, current_streak) FROM user_bong_streaks",
            "alice:12:0 bob:1:0",
        ),
        ("SELECT concat_ws(':', username, current_amount) FROM user_bladder", "bob:5"),
    ] {
        assert_eq!(told(stage, statement).await, expected, "{statement}");
    }
}

async fn money_and_games(stage: &Stage) {
    for (statement, expected) in [
        (
            "SELECT concat_ws(':', username, balance, trust) FROM user_economy",
            "alice:148:70 bob:17:50 carol:0:50 dazza:1000:50 stranger:0:50",
        ),
        (
            "SELECT concat_ws(':', username, amount) FROM economy_transactions WHERE transaction_type = 'import_opening'",
            "alice:93 bob:3 carol:0 dazza:1000 stranger:-8",
        ),
        (
            "SELECT concat_ws(':', username, amount, room_id) FROM economy_transactions WHERE transaction_type = 'import_refund'",
            "alice:25:fatpizza bob:4:thepub",
        ),
        ("SELECT concat_ws(':', id, transaction_type) FROM economy_transactions WHERE heist_id IS NOT NULL", "3:heist"),
        ("SELECT transaction_type FROM economy_transactions WHERE id = 5", "moon_landing"),
        (
            "SELECT details::text FROM economy_transactions WHERE id = 1",
            "{\"species\": \"barramundi\", \"weight_kg\": 3.5}",
        ),
        ("SELECT counterparty FROM economy_transactions WHERE id = 2", "bob"),
        (
            "SELECT concat_ws(':', id, state, participant_count, total_payout) FROM heist_events",
            "1:completed:1:90 2:cancelled:0:0 3:cancelled:0:0 4:cancelled:0:0",
        ),
        (
            "SELECT concat_ws(':', heist_id, username, money_earned, trust_gained, vote) FROM heist_participants",
            "1:alice:40:3:servo",
        ),
        (
            "SELECT concat_ws(':', id, status, winner) FROM coin_flip_challenges",
            "1:completed:alice 2:expired 3:expired 5:cancelled",
        ),
        (
            "SELECT concat_ws(':', username, total_flips, wins, biggest_win, current_streak) FROM coin_flip_stats",
            "alice:11:7:90:2",
        ),
        ("SELECT concat_ws(':', username, total_opens, best_win, worst_loss) FROM mystery_box_stats", "alice:5:300:20"),
        ("SELECT concat_ws(':', username, total_mugs, last_mugged_by) FROM mug_stats", "bob:4:alice"),
        (
            "SELECT concat_ws(':', room_id, username, total_spins, best_shift, worst_shift) FROM sign_spinning_stats",
            "thepub:bob:4:90:20",
        ),
        (
            "SELECT concat_ws(':', id, status, challenger_total, challenged_total) FROM pissing_contest_challenges",
            "1:completed:400:900 2:completed:900:400 3:expired",
        ),
        (
            "SELECT concat_ws(':', username, total_matches, best_distance, avg_distance, legendary_performances) FROM pissing_contest_stats",
            "alice:3:3.5:[\"the long one\"]",
        ),
    ] {
        assert_eq!(told(stage, statement).await, expected, "{statement}");
    }
}

async fn pictures_and_videos(stage: &Stage) {
    for (statement, expected) in [
        (
            "SELECT concat_ws(':', id, username, url, is_active, original_poster) FROM user_images",
            "2:bob:https://a.example/p.jpg:t:alice 3:bob:https://a.example/q.png?w=1&h=2:f:carol",
        ),
        ("SELECT concat_ws(':', username, is_locked) FROM user_gallery_locks", "alice:t bob:t"),
        (
            "SELECT concat_ws(':', id, room_id, media_title, end_time - start_time) FROM video_sessions",
            "1:fatpizza:Tea & Toast:00:01:40 2:thepub:00:01:00 3:fatpizza:00:00:50 4:fatpizza:00:00:00",
        ),
        (
            "SELECT concat_ws(':', id, username, rewarded, reward_amount, leave_time - join_time) FROM video_watchers",
            "1:alice:t:3:00:01:40 3:bob:f:0:00:00:50",
        ),
        (
            "SELECT concat_ws(':', room_id, media_type, media_id, title, added_by, play_count) FROM media_history",
            "fatpizza:yt:abcdefghijk:Tea & Toast:alice:5 thepub:fi:https://a.example/film.mp4:Film:bob:1 thepub:sc:https://soundcloud.com/a/b:1",
        ),
    ] {
        assert_eq!(told(stage, statement).await, expected, "{statement}");
    }
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

//! Backups of a fleet of real rooms: taken while they write, restored elsewhere, served from there; and when they are due.

use std::path::{Path, PathBuf};
use std::time::Duration;

use dazza_shared::paths::StatePaths;
use dazza_shared::store::Access;
use dazza_sim::server::SimHandle;
use nix::sys::signal::Signal;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{count, embedded, fleet, room, server, until_counted, verify};
use crate::database::Database;
use crate::stage::{ROOMS, Stage, send, text, until};

/// Takes a backup; what was told of it.
pub(super) async fn back_up(stage: &Stage, more: &[&str]) -> Value {
    let taken = stage.verb(&[&["db", "backup", "--json"], more].concat()).await;
    assert_eq!(taken.status.code(), Some(0), "{}", text(&taken.stderr));
    serde_json::from_slice(&taken.stdout).unwrap()
}

/// The backups that are listed, with all they tell.
pub(super) async fn listed(stage: &Stage) -> Vec<Value> {
    let listed = stage.verb(&["db", "backups", "--check", "--json"]).await;
    let told: Value = serde_json::from_slice(&listed.stdout).unwrap();
    told["backups"].as_array().unwrap().clone()
}

/// The arguments that restore a backup into another database.
pub(super) fn into<'a>(backup: &'a str, url: &'a str, password: &'a str) -> [&'a str; 7] {
    ["db", "restore", backup, "--into", url, "--password-file", password]
}

/// The address of a database with the role that logs in.
pub(super) fn url(access: &Access) -> String {
    access.url.replacen("://", &format!("://{}@", access.role), 1)
}

pub(super) fn folder(stage: &Stage) -> PathBuf {
    StatePaths::new(&stage.state_dir()).backups_dir()
}

/// What the manifest beside a dump says the database held.
pub(super) fn contents(dump: &str) -> Value {
    let text = std::fs::read(Path::new(dump).with_extension("json")).unwrap();
    serde_json::from_slice::<Value>(&text).unwrap()["contents"].clone()
}

/// Changes something as the owner.
pub(super) async fn run(access: &Access, statement: &'static str) {
    let mut connection = PgConnection::connect_with(&access.options("test").unwrap()).await.unwrap();
    sqlx::query(statement).execute(&mut connection).await.unwrap();
}

/// Talks and plays in every room, without end.
async fn talk(sim: SimHandle) {
    let mut pace = tokio::time::interval(Duration::from_millis(10));
    for n in 0.. {
        pace.tick().await;
        let name = room(ROOMS[n % ROOMS.len()]);
        sim.say(&name, "Nan", &format!("line {n}")).await.unwrap();
        sim.say(&name, "Nan", "!coin_flip 1 heads").await.unwrap();
    }
}

/// Holds every table and every sum of the database against those of a backup.
async fn holds(access: &Access, contents: &Value) {
    let mut connection = PgConnection::connect_with(&access.options("test").unwrap()).await.unwrap();
    let rows = contents["rows"].as_object().unwrap();
    assert!(rows.len() > 50, "{contents}");
    for (table, wanted) in rows {
        let counted = format!("SELECT count(*) FROM \"{table}\"");
        let n: i64 = sqlx::query_scalar(AssertSqlSafe(counted)).fetch_one(&mut connection).await.unwrap();
        assert_eq!(*wanted, n, "{table}");
    }
    let balances = "SELECT coalesce(sum(balance), 0)::bigint FROM user_economy";
    let ledger = "SELECT coalesce(sum(amount), 0)::bigint FROM economy_transactions";
    for (name, query) in [("balances", balances), ("ledger", ledger)] {
        let sum: i64 = sqlx::query_scalar(query).fetch_one(&mut connection).await.unwrap();
        assert_eq!(contents["sums"][name], sum, "{name}");
    }
}

#[tokio::test]
async fn a_backup_taken_while_rooms_write_brings_back_what_was_purged() {
    let sim = server().await;
    let sim = sim.handle().clone();
    let mut stage = fleet(&sim, "");
    stage.up_and_joined().await;
    let access = stage.database().access.clone();
    run(&access, "INSERT INTO user_economy (username, balance) VALUES ('nan', 1000)").await;
    let line = "INSERT INTO economy_transactions (room_id, username, amount, transaction_type, created_at)
                VALUES ('*', 'nan', 1000, 'opening', now())";
    run(&access, line).await;
    let writing = tokio::spawn(talk(sim.clone()));
    let said = "SELECT count(*) FROM messages WHERE room_id = 'thepub' AND message LIKE 'line %'";
    until("some lines", || (count_now(&access, said) > 50).then_some(())).await;
    let taken = back_up(&stage, &[]).await;
    assert!(!writing.is_finished());
    let before = count(&access, said).await;
    assert_ne!(before, 0);
    writing.abort();
    let dump = taken["path"].as_str().unwrap().to_owned();
    let contents = contents(&dump);
    assert!(contents["rows"]["messages"].as_i64().unwrap() > 50, "{contents}");
    assert!(contents["rows"]["economy_transactions"].as_i64().unwrap() > 1, "{contents}");
    assert_eq!(contents["sums"]["balances"], contents["sums"]["ledger"]);
    assert_eq!(listed(&stage).await.len(), 1);

    assert_eq!(stage.verb(&["rooms", "remove", "thepub"]).await.status.code(), Some(0));
    until("the end of thepub", || stage.room("thepub").is_none().then_some(())).await;
    let purged = stage.verb(&["rooms", "purge", "thepub", "--yes"]).await;
    assert_eq!(purged.status.code(), Some(0), "{}", text(&purged.stderr));
    assert_eq!(count(&access, said).await, 0);

    let (other, password) = (Database::make(), stage.folder().join("password"));
    let (url, name) = (url(&other.access), taken["name"].as_str().unwrap());
    let restored = stage.verb(&into(name, &url, password.to_str().unwrap())).await;
    assert_eq!(restored.status.code(), Some(0), "{}", text(&restored.stderr));
    assert_eq!(text(&restored.stderr), "", "everything adds up in a backup of one moment");
    holds(&other.access, &contents).await;
    assert!(count(&other.access, said).await > 0);
    stage.verb(&["down"]).await;
    stage.until_ended().await;
    stage.configure(&format!(
        "[accounts.main]\nusername = \"dazza\"\npassword = {{ file = \"secret\" }}\n{}",
        other.configuration()
    ));
    verify(&stage).await;
    stage.up_and_joined().await;
    for name in ROOMS {
        sim.say(&room(name), "Nan", "back again").await.unwrap();
    }
    until_counted(&other.access, "SELECT count(*) FROM messages WHERE message = 'back again'", 3).await;
    verify(&stage).await;
}

/// The same as `count`, for a look that cannot wait.
fn count_now(access: &Access, statement: &'static str) -> i64 {
    let access = access.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(count(&access, statement))
    })
    .join()
    .unwrap()
}

#[tokio::test]
async fn a_new_server_on_another_machine_serves_what_was_backed_up() {
    let sim = server().await;
    let sim = sim.handle();
    let mut stage = fleet(sim, "[database]\nurl = \"embedded\"\n");
    stage.up_and_joined().await;
    for name in ROOMS {
        sim.say(&room(name), "Nan", "remember this").await.unwrap();
    }
    let said = "SELECT count(*) FROM messages WHERE message = 'remember this'";
    until_counted(&embedded(&stage), said, 3).await;
    let uncounted = "SELECT count(*) FROM messages m JOIN rooms r ON r.id = m.room_id WHERE m.id > r.counted_line";
    until_counted(&embedded(&stage), uncounted, 0).await;
    let elsewhere = tempfile::tempdir().unwrap();
    let taken = back_up(&stage, &["--to", elsewhere.path().to_str().unwrap()]).await;
    assert!(!folder(&stage).exists(), "it went elsewhere");
    assert_eq!(stage.verb(&["down"]).await.status.code(), Some(0));
    stage.until_ended().await;
    // Without a fleet the server is begun for the verb.
    assert_eq!(back_up(&stage, &[]).await["rows"], taken["rows"]);

    let mut other = fleet(sim, "[database]\nurl = \"embedded\"\n");
    let restored = other.verb(&["db", "restore", taken["path"].as_str().unwrap()]).await;
    assert_eq!(restored.status.code(), Some(0), "{}", text(&restored.stderr));
    assert!(text(&restored.stdout).contains("`dazza-fleet up` serves its rooms"), "{}", text(&restored.stdout));
    verify(&other).await;
    other.up_and_joined().await;
    let access = embedded(&other);
    assert_eq!(count(&access, said).await, 3);
    for name in ROOMS {
        sim.say(&room(name), "Nan", "and this").await.unwrap();
    }
    until_counted(&access, "SELECT count(*) FROM messages WHERE message = 'and this'", 3).await;
    verify(&other).await;
    let again = other.verb(&["db", "restore", taken["path"].as_str().unwrap()]).await;
    assert_eq!(again.status.code(), Some(18));
    let told = text(&again.stderr);
    assert!(told.contains("is not empty") && told.contains("dazza-fleet down") && told.contains("mv "), "{told}");
}

/// What a running fleet tells of its backups.
fn backups(stage: &Stage) -> Option<Value> {
    let (_, body) = stage.ask("GET /api/v1/fleet")?;
    Some(serde_json::from_str::<Value>(&body).ok()?["backup"].clone())
}

/// Waits until there are so many good ones; none may fail meanwhile.
async fn until_good(stage: &Stage, n: u64) -> Value {
    let look = || {
        let seen = backups(stage)?;
        assert!(seen["last"]["error"].is_null(), "{seen}");
        Some(seen).filter(|seen| seen["good"].as_u64() >= Some(n))
    };
    until("the backups", look).await
}

#[tokio::test]
async fn a_running_fleet_takes_backups_when_they_are_due_and_keeps_what_the_rules_say() {
    let mut stage = Stage::new();
    stage.configure("[backup]\nevery = \"1s\"\n");
    let supervisor = stage.up();
    let pids = stage.until_joined().await;
    let seen = until_good(&stage, 2).await;
    assert_eq!((&seen["damaged"], &seen["last"]["error"]), (&Value::from(0), &Value::Null), "{seen}");
    assert!(listed(&stage).await.iter().all(|backup| backup["state"] == "ok"));
    let metrics = stage.ask("GET /metrics").unwrap().1;
    for line in ["\ndazza_backup_ok 1\n", "\ndazza_backup_age_seconds ", "\ndazza_backup_duration_seconds "] {
        assert!(metrics.contains(line), "{line} in {metrics}");
    }
    let status = text(&stage.verb(&["status"]).await.stdout);
    assert!(status.contains("\nbackup of 20"), "{status}");

    // Nothing can be written any more: it is told, and touches no room.
    stage.edit("every = \"1s\"", "at = \"off\"");
    assert_eq!(stage.verb(&["reload"]).await.status.code(), Some(0));
    until("the end of backups", || {
        backups(&stage).filter(|seen| seen["next"].is_null() && seen["is_running"] == false)
    })
    .await;
    std::fs::rename(folder(&stage), stage.folder().join("aside")).unwrap();
    std::fs::write(folder(&stage), "in the way").unwrap();
    stage.edit("at = \"off\"", "every = \"1s\"");
    assert_eq!(stage.verb(&["reload"]).await.status.code(), Some(0));
    let seen = until("a failure", || backups(&stage).filter(|seen| seen["last"]["error"].is_string())).await;
    assert!(seen["last"]["error"].as_str().unwrap().contains("backups"), "{seen}");
    let status = text(&stage.verb(&["status"]).await.stdout);
    assert!(
        status.contains("FAILED") && stage.ask("GET /metrics").unwrap().1.contains("\ndazza_backup_ok 0\n"),
        "{status}"
    );
    assert_eq!(stage.until_joined().await, pids);
    send(Signal::SIGINT, supervisor);
    assert_eq!(stage.until_ended().await, Some(0), "{}", stage.told());
}

#[tokio::test]
async fn a_backup_that_was_missed_is_made_up_for() {
    let mut stage = Stage::new();
    assert_eq!(stage.verb(&["db", "migrate"]).await.status.code(), Some(0));
    let taken = back_up(&stage, &[]).await;
    let dump = PathBuf::from(taken["path"].as_str().unwrap());
    for ending in ["dump", "json"] {
        let old = folder(&stage).join(format!("20260101T040000Z.{ending}"));
        std::fs::rename(dump.with_extension(ending), old).unwrap();
    }
    let manifest = folder(&stage).join("20260101T040000Z.json");
    let mut told: Value = serde_json::from_slice(&std::fs::read(&manifest).unwrap()).unwrap();
    told["taken"] = "2026-01-01T04:00:00Z".into();
    std::fs::write(&manifest, told.to_string()).unwrap();
    stage.up();
    let seen = until_good(&stage, 2).await;
    assert!(seen["newest"].as_str().unwrap() > "2026-02", "{seen}");
}

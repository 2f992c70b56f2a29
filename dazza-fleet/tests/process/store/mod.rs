//! The database as a fleet of real rooms uses it: nothing lost when it dies, nothing left when a room is purged.

mod backup;
mod backup_faults;
mod import;
mod import_refused;
mod import_values;
mod jobs;
#[path = "old_bot/junk.rs"]
mod junk;
mod old_bot;
mod pictures;
mod spool;
mod tokens;
mod web_admin;
mod web_looks;
mod web_private;
mod web_tls;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use dazza_shared::store::Access;
use dazza_sim::limits::Limits;
use dazza_sim::seed::{EXAMPLE, Seed};
use dazza_sim::server::{Running, Sim, SimConfig, SimHandle};
use nix::sys::signal::Signal;
use serde_json::Value;
use sqlx::{Connection, PgConnection};

use self::spool::Late;
use crate::stage::{ROOMS, Stage, send, text, until};

/// All waits on the chat server end here.
const DEADLINE: Duration = Duration::from_secs(30);

/// What `up` ends with when the database cannot be used.
const UNUSABLE: Option<i32> = Some(16);

async fn server() -> Running {
    let config = SimConfig::new(Seed::parse(EXAMPLE).unwrap(), Limits::relaxed());
    Sim::bind("127.0.0.1:0".parse().unwrap(), config).await.unwrap().spawn()
}

fn fleet(sim: &SimHandle, more: &str) -> Stage {
    let stage = Stage::real(&sim.url());
    stage.write_secret("secret", "dazza-demo");
    stage.configure(&format!("[accounts.main]\nusername = \"dazza\"\npassword = {{ file = \"secret\" }}\n{more}"));
    stage
}

fn room(name: &str) -> RoomName {
    name.parse().unwrap()
}

/// The database on the fleet's own server.
fn embedded(stage: &Stage) -> Access {
    let paths = StatePaths::new(&stage.state_dir());
    let password = fs::read_to_string(paths.secret_file("postgres")).unwrap().trim().to_owned();
    let url = format!("postgres://localhost:5432/dazza?host={}", paths.postgres_dir().display());
    Access { url, role: "dazza".to_owned(), password: Some(password.into()) }
}

/// How many rows there are, as the owner sees it; -1 while the database is away.
async fn count(access: &Access, statement: &'static str) -> i64 {
    let Ok(mut connection) = PgConnection::connect_with(&access.options("test").unwrap()).await else { return -1 };
    sqlx::query_scalar(statement).fetch_one(&mut connection).await.unwrap_or(-1)
}

async fn until_counted(access: &Access, statement: &'static str, wanted: i64) {
    let deadline = tokio::time::Instant::now() + DEADLINE;
    loop {
        let counted = count(access, statement).await;
        if counted == wanted {
            return;
        }
        assert!(tokio::time::Instant::now() < deadline, "{counted} of {wanted}: {statement}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn database(stage: &Stage) -> Option<Value> {
    let (_, body) = stage.ask("GET /api/v1/fleet")?;
    Some(serde_json::from_str::<Value>(&body).ok()?["database"].clone())
}

pub(super) async fn verify(stage: &Stage) {
    let verified = stage.verb(&["db", "verify"]).await;
    assert_eq!(verified.status.code(), Some(0), "{}{}", text(&verified.stdout), text(&verified.stderr));
}

/// Says `line` in every room, and waits for an answer of the bot's in each.
async fn ask_everywhere(sim: &SimHandle, line: &str, is_answer: impl Fn(&str) -> bool + Copy) {
    for name in ROOMS {
        let before = sim.log(&room(name)).await.unwrap().len();
        sim.say(&room(name), "Nan", line).await.unwrap();
        let mut n = 0;
        let heard = |line: &dazza_sim::world::ChatLine| {
            n += 1;
            n > before && line.user == "dazza" && is_answer(&line.html)
        };
        sim.until_said(&room(name), DEADLINE, heard).await.unwrap();
    }
}

/// Asks every room for something that needs the database, and waits until each has said that it has none.
async fn ask_in_vain(sim: &SimHandle, line: &str) {
    let no_store = include_str!("../../../../phrases/desk.toml");
    let no_store: Vec<_> = no_store.lines().skip_while(|line| !line.starts_with("no_store")).skip(1).take(6).collect();
    let start =
        |line: &&str| line.trim().trim_start_matches('"').split(['{', ',', '\'', '"']).next().unwrap().to_owned();
    let starts: Vec<String> = no_store.iter().map(start).filter(|start| !start.is_empty()).collect();
    ask_everywhere(sim, line, |told| starts.iter().any(|start| told.contains(start.as_str()))).await;
}

#[tokio::test]
async fn a_database_that_is_killed_under_load_loses_nothing_and_rooms_find_it_again() {
    const LINES: i64 = 120;
    let sim = server().await;
    let sim = sim.handle();
    let mut stage = fleet(sim, "[database]\nurl = \"embedded\"\n");
    stage.up_and_joined().await;
    let pids = stage.until_joined().await;
    let access = embedded(&stage);
    let stored = "SELECT count(*) FROM messages WHERE message LIKE 'line %'";
    for n in 0..LINES {
        for name in ROOMS {
            sim.say(&room(name), "Nan", &format!("line {n}")).await.unwrap();
        }
        if n % 40 == 20 {
            let pid = database(&stage).unwrap()["pid"].as_i64().unwrap();
            send(Signal::SIGKILL, i32::try_from(pid).unwrap());
            let is_back = || database(&stage).filter(|seen| seen["state"] == "ready" && seen["pid"] != pid);
            until("the database again", is_back).await;
        }
    }
    until_counted(&access, stored, LINES * 3).await;
    let distinct = "SELECT count(DISTINCT (room_id, message)) FROM messages WHERE message LIKE 'line %'";
    assert_eq!(count(&access, distinct).await, LINES * 3);
    assert_eq!(stage.until_joined().await, pids, "no room may be restarted because of its database");
    assert_eq!(database(&stage).unwrap()["restarts"], 3);
    ask_everywhere(sim, "!uptime", |_| true).await;
    verify(&stage).await;
}

#[tokio::test]
async fn a_fleet_begins_without_its_database_and_finds_it_when_it_comes() {
    let sim = server().await;
    let sim = sim.handle();
    let mut late = Late::fleet(sim);
    late.stage.up_and_joined().await;
    assert_eq!(database(&late.stage).unwrap()["state"], "down");
    ask_everywhere(sim, "!roll", |_| true).await;
    ask_in_vain(sim, "!balance").await;
    let health = |late: &Late| late.stage.ask("GET /api/v1/health").unwrap();
    let (head, told) = health(&late);
    assert!(head.starts_with("HTTP/1.1 503") && told.contains("the database does not answer"), "{head}{told}");
    assert!(late.stage.ask("GET /api/v1/rooms").unwrap().0.starts_with("HTTP/1.1 200"));

    late.bring_database();
    until("the database", || database(&late.stage).filter(|seen| seen["state"] == "ready")).await;
    assert!(health(&late).0.starts_with("HTTP/1.1 200"));
    for name in ROOMS {
        sim.say(&room(name), "Nan", "remember this").await.unwrap();
    }
    until_counted(&late.access, "SELECT count(*) FROM messages WHERE message = 'remember this'", 3).await;
    verify(&late.stage).await;
}

#[tokio::test]
async fn a_database_that_only_a_person_can_mend_ends_up_with_one_clear_error() {
    let stage = Stage::new();
    let access = stage.database().access.clone();
    stage.write_secret("password", "not this one");
    let ended = stage.verb(&["up"]).await;
    assert_eq!(ended.status.code(), UNUSABLE);
    let told = text(&ended.stderr);
    assert!(told.contains("refuses the login of `dazza`") && told.contains("`password` in [database]"), "{told}");
    assert!(!told.contains("not this one"), "{told}");
    stage.write_secret("password", "dazza");
    let (rest, host) = access.url.split_once('?').unwrap();
    let elsewhere = rest.rsplit_once('/').unwrap().0.replacen("://", "://dazza@", 1);
    stage.configure(&format!(
        "[database]\nurl = \"{elsewhere}/no_such_database?{host}\"\npassword = {{ file = \"password\" }}\n"
    ));
    let ended = stage.verb(&["up"]).await;
    assert_eq!(ended.status.code(), UNUSABLE);
    let told = text(&ended.stderr);
    assert!(told.contains("no such database") && told.contains("CREATE DATABASE"), "{told}");
}

#[tokio::test]
async fn a_room_stays_stopped_in_a_state_folder_that_is_new() {
    let mut stage = Stage::new();
    stage.up_and_joined().await;
    assert_eq!(stage.verb(&["stop", "thepub"]).await.status.code(), Some(0));
    until_counted(&stage.database().access, "SELECT count(*) FROM rooms WHERE stopped_at IS NOT NULL", 1).await;
    assert_eq!(stage.verb(&["down"]).await.status.code(), Some(0));
    stage.until_ended().await;
    fs::remove_file(StatePaths::new(&stage.state_dir()).stopped_file()).unwrap();
    stage.up();
    stage.until("fatpizza", |seen| seen["phase"] == "joined").await;
    let seen = stage.room("thepub").unwrap();
    assert_eq!(seen["phase"], "stopped", "{seen}");
    assert_eq!(stage.verb(&["start", "thepub"]).await.status.code(), Some(0));
    until_counted(&stage.database().access, "SELECT count(*) FROM rooms WHERE stopped_at IS NOT NULL", 0).await;
}

#[tokio::test]
async fn a_purged_room_leaves_nothing_and_may_come_back() {
    let sim = server().await;
    let sim = sim.handle();
    let mut stage = fleet(sim, "");
    stage.up_and_joined().await;
    let access = stage.database().access.clone();
    for name in ROOMS {
        sim.say(&room(name), "Nan", "what a night").await.unwrap();
    }
    let said = "SELECT count(*) FROM messages WHERE message = 'what a night'";
    until_counted(&access, said, 3).await;
    let refused = stage.verb(&["rooms", "purge", "thepub", "--yes"]).await;
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("rooms remove thepub"), "{}", text(&refused.stderr));
    assert_eq!(stage.verb(&["rooms", "remove", "thepub"]).await.status.code(), Some(0));
    until("the end of thepub", || stage.room("thepub").is_none().then_some(())).await;
    assert_eq!(stage.verb(&["rooms", "purge", "thepub"]).await.status.code(), Some(2), "without --yes");
    let spool = StatePaths::new(&stage.state_dir()).room_spool(&room("thepub"));
    fs::create_dir_all(&spool).unwrap();
    fs::write(spool.join("00000001.jsonl"), "what waits for the database").unwrap();
    let journal = spool.with_extension("journal");
    assert!(journal.exists());
    let purged = stage.verb(&["rooms", "purge", "thepub", "--yes"]).await;
    assert!(!journal.exists());
    let told = text(&purged.stdout);
    assert_eq!(purged.status.code(), Some(0), "{}", text(&purged.stderr));
    assert!(told.contains("messages") && told.contains("user_room_stats") && told.contains("rooms"), "{told}");
    assert_eq!(count(&access, said).await, 2);
    assert!(!spool.exists());
    assert_eq!(count(&access, "SELECT count(*) FROM pg_roles WHERE rolname = room_role('thepub')").await, 0);
    assert_eq!(count(&access, "SELECT count(*) FROM pg_class WHERE relname LIKE '%\\_thepub%'").await, 0);
    assert_eq!(stage.verb(&["rooms", "purge", "thepub", "--yes"]).await.status.code(), Some(15));
    verify(&stage).await;
    assert_eq!(stage.verb(&["rooms", "add", "thepub"]).await.status.code(), Some(0));
    stage.until("thepub", |seen| seen["phase"] == "joined").await;
    sim.say(&room("thepub"), "Nan", "where was I").await.unwrap();
    until_counted(&access, "SELECT count(*) FROM messages WHERE message = 'where was I'", 1).await;
}

//! The database server of the fleet's own: made, adopted, restarted, stopped, and every reason not to begin.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};

use nix::sys::signal::Signal;
use nix::unistd::geteuid;
use serde_json::Value;

use crate::stage::{Stage, is_alive, send, text, until};

/// What `dazza-fleet up` ends with when the database cannot be used.
const UNUSABLE: Option<i32> = Some(16);

const EMBEDDED: &str = "[database]\nurl = \"embedded\"\n";

/// A stage with a server of its own, which has not begun.
fn stage() -> Stage {
    let stage = Stage::new();
    stage.configure(EMBEDDED);
    stage
}

fn folder(stage: &Stage) -> PathBuf {
    stage.state_dir().join("postgres")
}

/// What the view tells of the database, if the fleet answers.
fn database(stage: &Stage) -> Option<Value> {
    let (_, body) = stage.ask("GET /api/v1/fleet")?;
    let view: Value = serde_json::from_str(&body).ok()?;
    Some(view["database"].clone())
}

async fn until_database(stage: &Stage, is_so: impl Fn(&Value) -> bool) -> Value {
    until("the database in time", || database(stage).filter(|seen| is_so(seen))).await
}

async fn until_ready(stage: &Stage) -> i32 {
    pid(&until_database(stage, |seen| seen["state"] == "ready").await)
}

fn pid(seen: &Value) -> i32 {
    i32::try_from(seen["pid"].as_i64().unwrap()).unwrap()
}

/// Processes that work in the server's folder.
fn processes(stage: &Stage) -> Vec<i32> {
    let folder = folder(stage);
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter(|pid| fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd.starts_with(&folder))).collect()
}

/// What `up` tells when the database keeps it from beginning.
async fn told_by_up(stage: &Stage) -> String {
    let ended = stage.verb(&["up"]).await;
    assert_eq!(ended.status.code(), UNUSABLE, "{}", text(&ended.stderr));
    assert!(processes(stage).is_empty(), "{}", text(&ended.stderr));
    text(&ended.stderr)
}

/// Puts programs of that version into a folder of the stage: scripts, of which `initdb` does `script`.
fn put_programs(stage: &Stage, version: &str, script: &str) -> PathBuf {
    let folder = stage.folder().join("programs");
    fs::create_dir_all(&folder).unwrap();
    let postgres = format!("#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n");
    for (name, text) in [("postgres", postgres.as_str()), ("initdb", script)] {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    stage.configure(&format!("[database]\nbinaries = \"{}\"\n", folder.display()));
    folder
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_server_is_made_run_and_stopped_and_its_data_stays() {
    let mut stage = stage();
    let taken = stage.verb(&["secrets", "set", "postgres"]).await;
    assert_eq!(taken.status.code(), Some(1));
    assert!(text(&taken.stderr).contains("the name postgres is taken"), "{}", text(&taken.stderr));
    for _ in 0..2 {
        let supervisor = stage.up();
        let server = until_ready(&stage).await;
        stage.until_joined().await;
        assert!(processes(&stage).contains(&server));
        assert_eq!(mode(&folder(&stage)), 0o700);
        assert_eq!(mode(&stage.state_dir().join("secrets/postgres-superuser")), 0o600);
        let left: Vec<_> = ["data.new", "initdb.password"].map(|name| folder(&stage).join(name).exists()).into();
        assert_eq!(left, [false, false]);
        let status = text(&stage.verb(&["status"]).await.stdout);
        assert!(status.contains(&format!("database embedded ready, process {server}\n")), "{status}");
        let metrics = stage.ask("GET /metrics").unwrap().1;
        assert!(metrics.contains("\ndazza_postgres_up 1\n") && metrics.contains("\ndazza_postgres_restarts_total 0\n"));
        send(Signal::SIGINT, supervisor);
        assert_eq!(stage.until_ended().await, Some(0));
        assert!(processes(&stage).is_empty());
        assert!(!folder(&stage).join("data/postmaster.pid").exists());
    }
}

#[tokio::test]
async fn a_server_outlives_its_supervisor_and_the_next_one_takes_it_over() {
    let mut stage = stage();
    let supervisor = stage.up();
    let server = until_ready(&stage).await;
    for n in 0..3 {
        if n == 0 {
            send(Signal::SIGKILL, supervisor);
        } else {
            let pid = fs::read_to_string(stage.state_dir().join("run/fleet.lock")).unwrap().parse().unwrap();
            send(Signal::SIGKILL, pid);
        }
        assert_eq!(stage.until_ended().await, None);
        assert!(is_alive(server));
        stage.up();
        assert_eq!(until_ready(&stage).await, server, "after kill {n}");
    }
    // A server that is not its child is started again like one that is.
    send(Signal::SIGKILL, server);
    let seen = until_database(&stage, |seen| seen["state"] == "ready" && seen["restarts"] == 1).await;
    assert_ne!(pid(&seen), server);
    let down = stage.verb(&["down"]).await;
    assert_eq!(down.status.code(), Some(0), "{}", text(&down.stderr));
    assert!(processes(&stage).is_empty());
}

#[tokio::test]
async fn a_server_that_is_killed_is_started_again_whatever_its_sessions_do() {
    let mut stage = stage();
    stage.up();
    let mut server = until_ready(&stage).await;
    stage.until_joined().await;
    for restarts in 1..=2 {
        // A session that does not notice the end of its server: it is stopped.
        let session = *processes(&stage).iter().find(|pid| **pid != server).unwrap();
        send(Signal::SIGSTOP, session);
        send(Signal::SIGKILL, server);
        let seen = until_database(&stage, |seen| seen["state"] == "ready" && seen["restarts"] == restarts).await;
        // What its sessions had to say about it may follow.
        let told = seen["last_failure"].as_str().unwrap();
        assert!(told.starts_with("it was ended by SIGKILL"), "{told}");
        assert!(!is_alive(session));
        server = pid(&seen);
    }
    for room in stage.until_joined().await {
        assert!(is_alive(room));
    }
    let down = stage.verb(&["down"]).await;
    assert_eq!(down.status.code(), Some(0), "{}", text(&down.stderr));
    assert!(processes(&stage).is_empty());
}

#[tokio::test]
async fn a_signal_ends_a_fleet_whose_database_is_being_made() {
    let mut stage = stage();
    put_programs(&stage, "15.1", "#!/bin/sh\nexec sleep 600\n");
    let supervisor = stage.up();
    until("initdb", || (!processes(&stage).is_empty()).then_some(())).await;
    send(Signal::SIGINT, supervisor);
    assert_eq!(stage.until_ended().await, Some(0), "{}", stage.told());
    assert!(processes(&stage).is_empty());
    assert!(!folder(&stage).join("initdb.password").exists());
}

#[tokio::test]
async fn an_initdb_that_outlived_its_supervisor_is_ended_first() {
    let mut stage = stage();
    // The system wakes and hangs up on what is stopped when its supervisor goes.
    put_programs(&stage, "15.1", "#!/bin/sh\ntrap '' HUP\nwhile :; do kill -STOP $$; done\n");
    let supervisor = stage.up();
    let is_initdb = |pid: &i32| fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name == "initdb\n");
    let left = until("initdb", || processes(&stage).into_iter().find(is_initdb)).await;
    send(Signal::SIGKILL, supervisor);
    assert_eq!(stage.until_ended().await, None);
    assert!(is_alive(left));
    stage.configure(EMBEDDED);
    stage.up();
    until_ready(&stage).await;
    assert!(!is_alive(left));
}

#[tokio::test]
async fn a_fleet_that_ends_while_its_server_is_down_leaves_no_session() {
    let mut stage = stage();
    let supervisor = stage.up();
    let server = until_ready(&stage).await;
    let session = *processes(&stage).iter().find(|pid| **pid != server).unwrap();
    send(Signal::SIGSTOP, session);
    send(Signal::SIGKILL, server);
    until_database(&stage, |seen| seen["state"] == "down").await;
    send(Signal::SIGINT, supervisor);
    assert_eq!(stage.until_ended().await, Some(0));
    assert!(processes(&stage).is_empty());
    // The next one recovers, and gives back the shared memory of the one that was killed.
    stage.up();
    until_ready(&stage).await;
}

#[tokio::test]
async fn what_a_killed_supervisor_left_half_made_is_made_anew() {
    let mut stage = stage();
    fs::create_dir_all(folder(&stage).join("data.new/base")).unwrap();
    fs::write(folder(&stage).join("data.new/PG_VERSION"), "15\n").unwrap();
    fs::write(folder(&stage).join("initdb.password"), "old").unwrap();
    stage.up();
    until_ready(&stage).await;
    assert!(!folder(&stage).join("data.new").exists() && !folder(&stage).join("initdb.password").exists());
}

#[tokio::test]
async fn a_lock_whose_number_is_a_strangers_now_keeps_no_server_from_beginning() {
    let mut stage = stage();
    let supervisor = stage.up();
    until_ready(&stage).await;
    send(Signal::SIGINT, supervisor);
    assert_eq!(stage.until_ended().await, Some(0));
    let us = std::process::id();
    let data = folder(&stage).join("data");
    fs::write(data.join("postmaster.pid"), format!("{us}\n{}\n1\n5432\n\n\n", data.display())).unwrap();
    fs::write(folder(&stage).join(".s.PGSQL.5432.lock"), format!("{us}\n")).unwrap();
    stage.up();
    until_ready(&stage).await;
}

#[tokio::test]
async fn programs_that_will_not_do_are_told_with_the_way_to_mend_it() {
    let stage = stage();
    let programs = put_programs(&stage, "14.9", "");
    let told = told_by_up(&stage).await;
    assert!(told.contains(&format!("PostgreSQL 14 in {} is too old", programs.display())), "{told}");
    put_programs(&stage, "none", "");
    let told = told_by_up(&stage).await;
    assert!(told.contains("tells \"postgres (PostgreSQL) none\"") && told.contains("`binaries`"), "{told}");

    put_programs(&stage, "16.2", "");
    let data = folder(&stage).join("data");
    fs::create_dir_all(&data).unwrap();
    if geteuid().is_root() {
        // The owner of the data is whom the server runs as, where nobody is named; any number but root's will do.
        chown(&data, Some(65_534), Some(65_534)).unwrap();
    }
    let told = told_by_up(&stage).await;
    assert!(told.contains("no whole database") && told.contains("backup"), "{told}");
    fs::write(data.join("PG_VERSION"), "15\n").unwrap();
    let told = told_by_up(&stage).await;
    assert!(told.contains("made by PostgreSQL 15") && told.contains("version 16"), "{told}");
}

#[tokio::test]
async fn an_initdb_that_fails_is_told_and_leaves_nothing() {
    let stage = stage();
    put_programs(&stage, "15.1", "#!/bin/sh\necho 'initdb: error: no luck today' >&2\nexit 1\n");
    let told = told_by_up(&stage).await;
    assert!(told.contains("cannot make the database") && told.contains("no luck today"), "{told}");
    let full = "#!/bin/sh\necho 'could not write to file \"x\": No space left on device' >&2\nexit 1\n";
    put_programs(&stage, "15.1", full);
    let told = told_by_up(&stage).await;
    assert!(told.contains("the disk is full") && told.contains("make room"), "{told}");
    assert_eq!(fs::read_dir(folder(&stage)).unwrap().count(), 0);
    // In the background it is told just so.
    let told = stage.verb(&["up", "-d"]).await;
    assert_eq!(told.status.code(), UNUSABLE);
    assert!(text(&told.stderr).contains("the disk is full"), "{}", text(&told.stderr));
}

#[tokio::test]
async fn a_server_that_does_not_begin_is_told_in_its_own_words() {
    let mut stage = stage();
    let supervisor = stage.up();
    until_ready(&stage).await;
    send(Signal::SIGINT, supervisor);
    assert_eq!(stage.until_ended().await, Some(0));
    let control = folder(&stage).join("data/global/pg_control");
    fs::remove_file(&control).unwrap();
    let told = told_by_up(&stage).await;
    assert!(told.contains("the database server did not begin"), "{told}");
    assert!(told.contains("could not find the database system") || told.contains("pg_control"), "{told}");

    let secret = stage.state_dir().join("secrets/postgres-superuser");
    let password = fs::read_to_string(&secret).unwrap();
    fs::write(&secret, "junk").unwrap();
    let told = told_by_up(&stage).await;
    assert!(told.contains("postgres-superuser is damaged") && told.contains("backup"), "{told}");
    fs::remove_file(&secret).unwrap();
    let told = told_by_up(&stage).await;
    assert!(told.contains("postgres-superuser is lost") && !told.contains(&password), "{told}");
}

#[tokio::test]
async fn a_server_that_somebody_else_started_on_the_data_is_left_alone() {
    let mut stage = stage();
    stage.up();
    let server = until_ready(&stage).await;
    send(Signal::SIGKILL, fs::read_to_string(stage.state_dir().join("run/fleet.lock")).unwrap().parse().unwrap());
    assert_eq!(stage.until_ended().await, None);
    let lock = folder(&stage).join("data/postmaster.pid");
    let told = fs::read_to_string(&lock).unwrap();
    fs::write(&lock, told.replace(&format!("\n{}\n", folder(&stage).display()), "\n/tmp/elsewhere\n")).unwrap();
    let ended = stage.verb(&["up"]).await;
    assert_eq!(ended.status.code(), UNUSABLE, "{}", text(&ended.stderr));
    assert!(text(&ended.stderr).contains(&format!("served already by process {server}")), "{}", text(&ended.stderr));
    assert!(is_alive(server));
    fs::write(&lock, told).unwrap();
    stage.up();
    assert_eq!(until_ready(&stage).await, server);
    let down = stage.verb(&["down"]).await;
    assert_eq!(down.status.code(), Some(0));
}

#[tokio::test]
async fn the_user_that_a_fleet_of_root_runs_its_server_as_must_exist_own_its_data_and_reach_it() {
    if !geteuid().is_root() {
        return;
    }
    let stage = stage();
    stage.configure("[database]\nuser = \"nobody-of-that-name\"\n");
    let told = told_by_up(&stage).await;
    assert!(told.contains("no user nobody-of-that-name") && told.contains("`user` in [database]"), "{told}");
    stage.configure("[database]\nuser = \"nobody\"\n");
    fs::set_permissions(stage.folder(), fs::Permissions::from_mode(0o700)).unwrap();
    let told = told_by_up(&stage).await;
    let remedy = format!("chmod o+x {}`", stage.folder().display());
    assert!(told.contains("nobody cannot pass the folder") && told.contains(&remedy), "{told}");
    fs::set_permissions(stage.folder(), fs::Permissions::from_mode(0o711)).unwrap();
    fs::create_dir_all(folder(&stage).join("data")).unwrap();
    let told = told_by_up(&stage).await;
    assert!(told.contains("belongs to root") && told.contains("chown -R nobody"), "{told}");
}

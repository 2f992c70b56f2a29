//! What can go wrong with a backup: each is told, and nothing that is half done is left.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dazza_shared::store::Access;
use nix::sys::signal::Signal;
use serde_json::Value;
use sqlx::migrate::Migrator;
use sqlx::{Connection, PgConnection};

use super::backup::{back_up, folder, into, listed, run, url};
use super::count;
use crate::database::Database;
use crate::stage::{Stage, send, text, until};

/// Sessions of our programs of PostgreSQL that are at work in any database.
const AT_WORK: &str = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dazza-fleet backup'
                       AND datname = current_database() AND query <> ''";

const TABLES: &str = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace";

const ROLES: &str = "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'dazza_%' ||
                     (SELECT lpad(to_hex(oid::bigint), 8, '0') FROM pg_database WHERE datname = current_database()) || '%'";

/// A stage whose database has its schema and so many rows, and no fleet.
async fn stage(n_rows: i64) -> Stage {
    let stage = Stage::new();
    // Nothing of the fleet need be there for it.
    fs::remove_dir_all(stage.state_dir()).unwrap();
    let migrated = stage.verb(&["db", "migrate"]).await;
    assert_eq!(migrated.status.code(), Some(0), "{}", text(&migrated.stderr));
    let options = stage.database().access.options("test").unwrap();
    let mut connection = PgConnection::connect_with(&options).await.unwrap();
    let fill = "INSERT INTO audit_log (actor, actor_kind, action, target)
                SELECT 'nan', 'operator', 'test', md5(n::text) || md5((n + 1)::text) FROM generate_series(1, $1) n";
    sqlx::query(fill).bind(n_rows).execute(&mut connection).await.unwrap();
    stage
}

/// Restores into another database, which must be as empty as before afterwards; what was told.
async fn refused(stage: &Stage, backup: &str, code: i32) -> String {
    let (other, password) = (Database::make(), stage.folder().join("password"));
    let ended = stage.verb(&into(backup, &url(&other.access), password.to_str().unwrap())).await;
    let told = text(&ended.stderr);
    assert_eq!(ended.status.code(), Some(code), "{told}");
    assert_eq!(text(&ended.stdout), "");
    is_untouched(&other.access).await;
    told
}

async fn is_untouched(access: &Access) {
    assert_eq!((count(access, TABLES).await, count(access, ROLES).await), (0, 0));
}

/// Copies a backup under another name, changed by `change`, which gets its manifest and its dump.
fn copy(taken: &Value, name: &str, change: impl FnOnce(&mut Value, &mut Vec<u8>)) -> String {
    let dump = PathBuf::from(taken["path"].as_str().unwrap());
    let mut bytes = fs::read(&dump).unwrap();
    let mut manifest: Value = serde_json::from_slice(&fs::read(dump.with_extension("json")).unwrap()).unwrap();
    change(&mut manifest, &mut bytes);
    let copy = dump.with_file_name(name).with_extension("dump");
    fs::write(&copy, bytes).unwrap();
    fs::write(copy.with_extension("json"), manifest.to_string()).unwrap();
    copy.display().to_string()
}

/// Makes the manifest fit the dump.
fn fit(manifest: &mut Value, bytes: &[u8]) {
    use sha2::Digest;
    let sum = sha2::Sha256::digest(bytes);
    manifest["sha256"] = sum.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}")).into();
    manifest["size_bytes"] = bytes.len().into();
}

#[tokio::test]
async fn what_is_damaged_or_of_another_version_is_told_and_nothing_of_it_is_restored() {
    let stage = stage(2_000).await;
    let taken = back_up(&stage, &[]).await;
    let name = taken["name"].as_str().unwrap();
    let flipped = copy(&taken, "20260101T000000Z", |_, dump| *dump.last_mut().unwrap() ^= 1);
    let half = copy(&taken, "20260102T000000Z", |_, dump| dump.truncate(dump.len() / 2));
    let alone = copy(&taken, "20260103T000000Z", |_, _| {});
    fs::remove_file(Path::new(&alone).with_extension("json")).unwrap();
    for (backup, word) in [(&flipped, "checksum"), (&half, "bytes and should have"), (&alone, "manifest is missing")] {
        let told = refused(&stage, backup, 17).await;
        assert!(told.contains(word) && told.contains("take an older one"), "{told}");
    }
    let states: Vec<_> =
        listed(&stage).await.iter().map(|backup| backup["state"].as_str().unwrap().to_owned()).collect();
    assert_eq!(states, ["damaged", "damaged", "damaged", "ok"]);
    assert_eq!(stage.verb(&["db", "backups", "--check"]).await.status.code(), Some(17));

    let newer = copy(&taken, "20260104T000000Z", |told, _| told["contents"]["schema_version"] = 9_999.into());
    assert!(refused(&stage, &newer, 17).await.contains("migration 9999, which this version"));
    let of_later_server = copy(&taken, "20260105T000000Z", |told, _| told["postgres_version"] = 99.into());
    assert!(refused(&stage, &of_later_server, 17).await.contains("taken from PostgreSQL 99"));
    let of_other_form = copy(&taken, "20260106T000000Z", |told, _| told["format"] = 2.into());
    assert!(refused(&stage, &of_other_form, 17).await.contains("form 2"));
    assert!(refused(&stage, "20260107T000000Z", 17).await.contains("db backups` lists"));

    // Whole by their checksums, and yet no good: the transaction is taken back.
    let torn = copy(&taken, "20260108T000000Z", |told, dump| {
        dump.truncate(dump.len() * 3 / 4);
        fit(told, dump);
    });
    assert!(refused(&stage, &torn, 1).await.contains("as empty as before"));
    let other_rows = copy(&taken, "20260109T000000Z", |told, _| told["contents"]["rows"]["audit_log"] = 2_001.into());
    assert!(refused(&stage, &other_rows, 1).await.contains("audit_log has 2000 rows, and the backup said 2001"));
    let other_sum = copy(&taken, "20260110T000000Z", |told, _| told["contents"]["sums"]["ledger"] = 7.into());
    assert!(refused(&stage, &other_sum, 1).await.contains("the sum of ledger is 0, and the backup said 7"));

    let not_empty = stage.verb(&["db", "restore", name]).await;
    assert_eq!(not_empty.status.code(), Some(18));
    assert!(text(&not_empty.stderr).contains("CREATE DATABASE"), "{}", text(&not_empty.stderr));
    assert!(!text(&not_empty.stderr).contains("postgres://dazza:"), "{}", text(&not_empty.stderr));
    let no_address = stage.verb(&["db", "restore", name, "--into", "mysql://x@y/z"]).await;
    assert_eq!(no_address.status.code(), Some(2));
}

#[tokio::test]
async fn a_backup_that_does_not_add_up_is_restored_with_a_warning() {
    let stage = stage(1).await;
    let mint = "INSERT INTO user_economy (username, balance) VALUES ('nan', 5)";
    run(&stage.database().access, mint).await;
    let taken = back_up(&stage, &[]).await;
    let (other, password) = (Database::make(), stage.folder().join("password"));
    let (url, name) = (url(&other.access), taken["name"].as_str().unwrap());
    let restored = stage.verb(&into(name, &url, password.to_str().unwrap())).await;
    assert_eq!(restored.status.code(), Some(0), "{}", text(&restored.stderr));
    assert!(text(&restored.stderr).contains("warning: ") && text(&restored.stderr).contains("nan has 5"));
    assert_eq!(count(&other.access, "SELECT sum(balance)::bigint FROM user_economy").await, 5);
}

#[tokio::test]
async fn a_backup_of_an_older_version_is_restored_and_migrated_by_the_next_up() {
    let mut stage = Stage::new();
    let access = stage.database().access.clone();
    let mut connection = PgConnection::connect_with(&access.options("test").unwrap()).await.unwrap();
    let all: Vec<_> = dazza_shared::store::MIGRATOR.iter().cloned().collect();
    let (newest, older) = all.split_last().unwrap();
    Migrator::with_migrations(older.to_vec()).run(&mut connection).await.unwrap();
    let register = "CALL register_room('thepub', 'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy')";
    sqlx::query(register).execute(&mut connection).await.unwrap();
    let taken = back_up(&stage, &[]).await;
    let (other, password) = (Database::make(), stage.folder().join("password"));
    let (url, name) = (url(&other.access), taken["name"].as_str().unwrap());
    let restored = stage.verb(&into(name, &url, password.to_str().unwrap())).await;
    assert_eq!(restored.status.code(), Some(0), "{}", text(&restored.stderr));
    assert!(text(&restored.stdout).contains("its schema is older"), "{}", text(&restored.stdout));
    stage.configure(&other.configuration());
    let migrated = stage.verb(&["db", "migrate"]).await;
    assert_eq!(migrated.status.code(), Some(0), "{}", text(&migrated.stderr));
    assert!(text(&migrated.stdout).contains(&format!("applied {}", newest.version)), "{}", text(&migrated.stdout));
    stage.up_and_joined().await;
    super::verify(&stage).await;
}

#[tokio::test]
async fn a_backup_that_is_killed_leaves_nothing_that_is_taken_for_one() {
    let stage = stage(400_000).await;
    let access = stage.database().access.clone();
    for signal in [Signal::SIGINT, Signal::SIGKILL] {
        let mut child = stage.command(&["db", "backup"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        until("some of the dump", || (half_size(&stage) > 100_000).then_some(())).await;
        tells_no_secret(child.id());
        send(signal, i32::try_from(child.id()).unwrap());
        let code = until("its end", || child.try_wait().unwrap()).await.code();
        assert_eq!(code, (signal == Signal::SIGINT).then_some(1));
        assert_eq!(listed(&stage).await, Vec::<Value>::new());
        until_idle(&access).await;
    }
    let taken = back_up(&stage, &[]).await;
    let left: Vec<_> = fs::read_dir(folder(&stage)).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.iter().all(|path| path.extension().is_none_or(|ending| ending != "new")), "{left:?}");
    assert_eq!(listed(&stage).await.len(), 1);
    for ended in [Signal::SIGKILL, Signal::SIGINT] {
        let (other, password) = (Database::make(), stage.folder().join("password"));
        let (url, name) = (url(&other.access), taken["name"].as_str().unwrap());
        let words = into(name, &url, password.to_str().unwrap());
        let mut child = stage.command(&words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        until_at_work(&other.access).await;
        send(ended, i32::try_from(child.id()).unwrap());
        until("its end", || child.try_wait().unwrap()).await;
        until_idle(&other.access).await;
        is_untouched(&other.access).await;
        let restored = stage.verb(&words).await;
        assert_eq!(restored.status.code(), Some(0), "{}", text(&restored.stderr));
        assert_eq!(count(&other.access, "SELECT count(*) FROM audit_log").await, 400_000);
    }
}

/// Looks at what everybody may see of the programs that a verb has started.
fn tells_no_secret(pid: u32) {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    let child = children.split_whitespace().next().unwrap();
    let seen = |file: &str| fs::read_to_string(format!("/proc/{child}/{file}")).unwrap().replace('\0', " ");
    assert!(seen("cmdline").contains("pg_dump") && !seen("cmdline").contains("password="), "{}", seen("cmdline"));
    let environment = seen("environ");
    assert!(environment.contains("PGPASSFILE=/proc/") && !environment.contains("PGPASSWORD"), "{environment}");
}

/// How much there is of a dump that is not whole.
fn half_size(stage: &Stage) -> u64 {
    let entries = fs::read_dir(folder(stage)).into_iter().flatten().flatten();
    let halves = entries.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "new"));
    halves.filter_map(|entry| Some(entry.metadata().ok()?.len())).max().unwrap_or(0)
}

async fn until_at_work(access: &Access) {
    let copying = "SELECT count(*) FROM pg_stat_progress_copy WHERE datname = current_database()
                   AND tuples_processed > 1000";
    while count(access, copying).await != 1 {
        tokio::task::yield_now().await;
    }
}

async fn until_idle(access: &Access) {
    super::until_counted(access, AT_WORK, 0).await;
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_told_and_nothing_is_left_in_a_full_one() {
    let stage = stage(50_000).await;
    let nowhere = stage.verb(&["db", "backup", "--to", "/dev/null/backups"]).await;
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(text(&nowhere.stderr).contains("cannot make the folder /dev/null/backups"), "{}", text(&nowhere.stderr));
    // A file may have no more than so much: what a full disk looks like.
    let backup = stage.command(&["db", "backup"]);
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -f 64; exec \"$0\" \"$@\""]).arg(backup.get_program()).args(backup.get_args());
    let full = tokio::process::Command::from(limited).output().await.unwrap();
    assert_eq!(full.status.code(), Some(1), "{}", text(&full.stderr));
    assert!(
        text(&full.stderr).contains("cannot write") && text(&full.stderr).contains("too large"),
        "{}",
        text(&full.stderr)
    );
    let left: Vec<_> = fs::read_dir(folder(&stage)).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["lock"]);
    let none = stage.verb(&["db", "backups"]).await;
    assert!(text(&none.stdout).contains("there are no backups"), "{}", text(&none.stdout));
}

#[tokio::test]
async fn old_backups_go_as_the_rules_say_and_damaged_ones_stay() {
    let stage = stage(1).await;
    stage.configure("[backup]\nkeep_daily = 2\nkeep_weekly = 0\nkeep_monthly = 1\n");
    let taken = back_up(&stage, &[]).await;
    for day in ["20260101T000000Z", "20260102T000000Z", "20260102T120000Z"] {
        copy(&taken, day, |_, _| {});
    }
    copy(&taken, "20250101T000000Z", |_, dump| dump.truncate(9));
    let again = back_up(&stage, &[]).await;
    assert_eq!(again["removed"], serde_json::json!(["20260101T000000Z", "20260102T000000Z"]));
    let names: Vec<_> = listed(&stage).await.iter().map(|backup| backup["name"].as_str().unwrap().to_owned()).collect();
    let young = [taken["name"].as_str().unwrap(), again["name"].as_str().unwrap()];
    assert_eq!(names, [&["20250101T000000Z", "20260102T120000Z"], &young[..]].concat());
}

//! What rooms hear while they have no database: on the disk, whatever becomes of them, and in the database once.

use std::path::Path;

use rustix::process::{Pid, Resource, Rlimit, prlimit};

use super::*;

/// A fleet whose database is there when its socket is, which is not yet.
pub(super) struct Late {
    pub(super) stage: Stage,
    pub(super) access: Access,
    real: PathBuf,
    socket: PathBuf,
}

impl Late {
    pub(super) fn fleet(sim: &SimHandle) -> Self {
        let stage = fleet(sim, "");
        let access = stage.database().access.clone();
        let (rest, real) = access.url.split_once("?host=").unwrap();
        let folder = stage.folder().join("pg");
        fs::create_dir(&folder).unwrap();
        let port = rest.rsplit(':').next().unwrap().split('/').next().unwrap();
        let url = format!("{}?host={}", rest.replacen("://", "://dazza@", 1), folder.display());
        stage.configure(&format!(
            "[accounts.main]\nusername = \"dazza\"\npassword = {{ file = \"secret\" }}\n\
             [database]\nurl = \"{url}\"\npassword = {{ file = \"password\" }}\n"
        ));
        let socket = format!(".s.PGSQL.{port}");
        let (real, socket) = (PathBuf::from(real).join(&socket), folder.join(&socket));
        Self { stage, access, real, socket }
    }

    pub(super) fn bring_database(&self) {
        symlink(&self.real, &self.socket).unwrap();
    }

    /// Waits until `name` has at least so many records on the disk.
    async fn until_spooled(&self, name: &str, n: u64) {
        self.stage.until(name, |seen| seen["records_spooled"].as_u64() >= Some(n)).await;
    }

    async fn until_drained(&self, name: &str) {
        self.stage.until(name, |seen| seen["records_spooled"] == 0).await;
    }
}

async fn say_everywhere(sim: &SimHandle, numbers: std::ops::Range<i64>) {
    for n in numbers {
        for name in ROOMS {
            sim.say(&room(name), "Nan", &format!("line {n}")).await.unwrap();
        }
    }
}

const LINES: &str = "SELECT count(*) FROM messages WHERE message LIKE 'line %'";
const DISTINCT: &str = "SELECT count(DISTINCT (room_id, message)) FROM messages WHERE message LIKE 'line %'";

#[tokio::test]
async fn what_a_room_heard_without_a_database_outlives_a_kill_and_is_stored_once() {
    let sim = server().await;
    let sim = sim.handle();
    let mut late = Late::fleet(sim);
    late.stage.up_and_joined().await;
    say_everywhere(sim, 0..100).await;
    for name in ROOMS {
        late.until_spooled(name, 100).await;
    }
    for n in 0..2 {
        let pid = late.stage.pid(ROOMS[0]).unwrap();
        send(Signal::SIGKILL, pid);
        late.stage.until(ROOMS[0], |seen| seen["phase"] == "joined" && seen["pid"] != pid).await;
        late.until_spooled(ROOMS[0], 100).await;
        say_everywhere(sim, 100 + n * 10..110 + n * 10).await;
        late.until_spooled(ROOMS[0], 110).await;
    }
    let status = text(&late.stage.verb(&["status"]).await.stdout);
    assert!(status.contains(&format!("\n{}: ", ROOMS[0])), "{status}");
    assert!(status.contains(" records wait on the disk for the database, the oldest "), "{status}");
    let folder = StatePaths::new(&late.stage.state_dir()).room_spool(&room(ROOMS[0]));
    assert!(fs::read_dir(&folder).unwrap().count() >= 2, "a process appends to no other's segment");

    late.bring_database();
    until_counted(&late.access, LINES, 120 * 3).await;
    assert_eq!(count(&late.access, DISTINCT).await, 120 * 3);
    for name in ROOMS {
        late.until_drained(name).await;
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    let metrics = late.stage.ask("GET /metrics").unwrap().1;
    assert!(metrics.contains(&format!("dazza_room_spool_records{{room=\"{}\"}} 0\n", ROOMS[0])), "{metrics}");
    assert!(!metrics.contains(&format!("dazza_room_records_drained_total{{room=\"{}\"}} 0\n", ROOMS[1])), "{metrics}");
    verify(&late.stage).await;
}

#[tokio::test]
async fn a_room_whose_files_may_not_grow_keeps_what_it_can_and_stays() {
    let sim = server().await;
    let sim = sim.handle();
    let mut late = Late::fleet(sim);
    late.stage.up_and_joined().await;
    let pid = late.stage.pid(ROOMS[0]).unwrap();
    let limit = |bytes| {
        let limit = Rlimit { current: bytes, maximum: None };
        prlimit(Pid::from_raw(pid), Resource::Fsize, limit).unwrap();
    };
    // Room for a few lines in a file, and for all of them in some.
    limit(Some(2_000));
    say_everywhere(sim, 0..40).await;
    late.until_spooled(ROOMS[0], 40).await;
    let folder = StatePaths::new(&late.stage.state_dir()).room_spool(&room(ROOMS[0]));
    let n_segments = |folder: &Path| fs::read_dir(folder).unwrap().count();
    assert!(n_segments(&folder) > 3);
    // Room for nothing.
    limit(Some(10));
    say_everywhere(sim, 40..80).await;
    let is_told = |seen: &Value| seen["warning"].as_str().is_some_and(|told| told.contains("File too large"));
    let seen = late.stage.until(ROOMS[0], is_told).await;
    assert_eq!((&seen["pid"], &seen["phase"]), (&pid.into(), &"joined".into()), "{seen}");
    late.bring_database();
    until_counted(&late.access, LINES, 80 * 3).await;
    assert_eq!(count(&late.access, DISTINCT).await, 80 * 3);
    late.until_drained(ROOMS[0]).await;
    let seen = late.stage.until(ROOMS[0], |seen| seen["warning"].is_null()).await;
    assert_eq!((&seen["pid"], &seen["records_lost"]), (&pid.into(), &0.into()), "{seen}");
    assert_eq!(n_segments(&folder), 0);
}

#[tokio::test]
async fn what_neither_disk_nor_memory_can_take_is_counted_and_told_and_no_money_moves_meanwhile() {
    const SAID: i64 = 12_000;
    let sim = server().await;
    let sim = sim.handle();
    let mut late = Late::fleet(sim);
    late.stage.up_and_joined().await;
    let pid = late.stage.pid(ROOMS[0]).unwrap();
    prlimit(Pid::from_raw(pid), Resource::Fsize, Rlimit { current: Some(10), maximum: None }).unwrap();
    for n in 0..SAID {
        sim.say(&room(ROOMS[0]), "Nan", &format!("line {n}")).await.unwrap();
    }
    let seen = late.stage.until(ROOMS[0], |seen| seen["records_lost"].as_u64() > Some(0)).await;
    assert_eq!((&seen["pid"], &seen["phase"]), (&pid.into(), &"joined".into()), "{seen}");
    let status = text(&late.stage.verb(&["status"]).await.stdout);
    assert!(status.contains(" records lost"), "{status}");
    ask_in_vain(sim, "!pokies 10").await;

    late.bring_database();
    let waiting = format!("dazza_room_records_waiting{{room=\"{}\"}} 0\n", ROOMS[0]);
    let metrics = || late.stage.ask("GET /metrics").map(|(_, told)| told);
    let told = until("what could be kept", || metrics().filter(|told| told.contains(&waiting))).await;
    assert!(!told.contains(&format!("dropped_total{{room=\"{}\",cause=\"memory\"}} 0\n", ROOMS[0])), "{told}");
    let lost = late.stage.room(ROOMS[0]).unwrap()["records_lost"].as_i64().unwrap();
    let stored = count(&late.access, LINES).await;
    assert!(stored < SAID && stored + lost >= SAID, "{stored} stored and {lost} lost of {SAID}");
    assert_eq!(count(&late.access, DISTINCT).await, stored);
    assert_eq!(count(&late.access, "SELECT count(*) FROM economy_transactions").await, 0);
    assert_eq!(late.stage.pid(ROOMS[0]), Some(pid));
    verify(&late.stage).await;
}

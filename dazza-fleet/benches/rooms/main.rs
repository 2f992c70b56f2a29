//! What a room costs and how soon it is there: 50 rooms over TLS, each with 100 users and a playlist of 1,000 entries.
//!
//! `cargo bench -p dazza-fleet --bench rooms`, or `scripts/bench rooms`. A real fleet with the database server of its own, real
//! rooms, and a stand-in chat server without limits in this process, behind TLS in a thread of its own; release builds.

#![expect(clippy::unwrap_used, reason = "a bench that cannot measure has nothing better to do than to stop")]

#[path = "../supervision/proc.rs"]
mod proc;
mod stage;
mod tls;

use std::time::Duration;

use dazza_sim::measure::processes::{Family, Usage};
use dazza_sim::measure::{Figure, Report, count};
use stage::{Stage, Start};
use tokio::time::sleep;

/// Rooms of the fleet.
const N_ROOMS: usize = 50;

/// Users of each.
const N_USERS: usize = 100;

/// Entries of each playlist.
const N_ENTRIES: u32 = 1_000;

/// Time in which rooms come to rest.
const SETTLE: Duration = Duration::from_secs(20);

/// Rooms that are killed one after the other.
const N_STARTS: usize = 20;

/// Changes of a setting.
const N_RELOADS: usize = 20;

/// Rest between two of either.
const REST: Duration = Duration::from_millis(500);

fn main() {
    let mut report = Report::begin_as_told("rooms");
    report.versions_of(&stage::programs().each_ref().map(std::path::PathBuf::as_path));
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(measure(&mut report));
    report.end().unwrap();
}

async fn measure(report: &mut Report) {
    let mut stage = Stage::set().await;
    let load = format!("{N_ROOMS} rooms over TLS, {N_USERS} users and a playlist of {N_ENTRIES} each");
    stage.up().await;
    stage.down().await;
    let took = stage.up().await;
    report.version_of_server(&Family::of(stage.supervisor()));
    report.figure(Figure::of("up", "`up` to all joined", &load).duration(took));
    stage.fill().await;
    sleep(SETTLE).await;
    let family = Family::of(stage.supervisor());
    let rooms: Vec<_> = family.rooms.iter().map(|room| Usage::of(*room)).collect();
    assert_eq!(rooms.len(), N_ROOMS);
    let of = |key, name, take: fn(&Usage) -> u64| {
        Figure::of(key, name, &load).values("KiB", rooms.iter().map(take).map(count).collect())
    };
    report.figure(of("room-pss", "a room's PSS", |usage| usage.pss_kib));
    report.figure(of("room-rss", "a room's RSS", |usage| usage.rss_kib));
    starts(&stage, report).await;
    reloads(&stage, report).await;
}

/// From a room's exec on: each is killed, and its successor looked at.
async fn starts(stage: &Stage, report: &mut Report) {
    let mut starts = Vec::new();
    for n in 0..N_STARTS {
        sleep(REST).await;
        starts.push(stage.kill(n).await);
    }
    let load = format!("one of {N_ROOMS} rooms over TLS is killed, its database there");
    let of = |key, name, take: fn(&Start) -> Duration| {
        Figure::of(key, name, &load).durations(&starts.iter().map(take).collect::<Vec<_>>())
    };
    report.figure(of("exec-to-connected", "exec to connected", |start| start.connected));
    report.figure(of("exec-to-joined", "exec to the bot in the room", |start| start.joined));
}

/// From `dazza-fleet reload` to the room that says it has new settings.
async fn reloads(stage: &Stage, report: &mut Report) {
    let (mut took, mut bare) = (Vec::new(), Vec::new());
    for n in 0..N_RELOADS {
        sleep(REST).await;
        took.push(stage.reload(n).await);
        sleep(REST).await;
        bare.push(stage.bare().await);
    }
    let load = format!("one setting of one of {N_ROOMS} rooms is changed");
    let floor = Figure::of("bare", "`dazza-fleet --version`, start to end", &load).durations(&bare);
    let figure =
        Figure::of("reload", "`dazza-fleet reload` started to the room's new settings", &load).durations(&took);
    report.figure(figure.over("`dazza-fleet --version`", floor.p50));
    report.figure(floor);
}

//! How quick and how frugal the supervisor is with 50 rooms, against the least loop that respawns children.
//!
//! `cargo bench -p dazza-fleet --bench supervision`, or `scripts/bench supervision`. Real rooms on a `dazza-sim` without limits,
//! all in release builds. Times are noisy on a busy machine: the ratio to the bare loop, taken in turns with ours, is the figure
//! to compare.

#![expect(clippy::unwrap_used, reason = "a bench that cannot measure has nothing better to do than to stop")]

mod bare;
mod proc;
mod stage;

use std::time::Duration;

use dazza_sim::measure::processes::{Family, Usage, on_processor, together};
use dazza_sim::measure::{Figure, Report, count};
use stage::Stage;

/// Rooms of the fleet, and children of the bare loop.
const N_ROOMS: usize = 50;

/// How often a fleet whose database is there is brought up.
const N_UPS: usize = 3;

/// How long the idle fleet is watched.
const IDLE: Duration = Duration::from_secs(30);

/// Rooms that are killed one after the other in a round: too few to look like a common cause.
const N_KILLS: usize = 20;

/// Rounds of kills; rooms are well for longer than `healthy_after` between two of them.
const N_ROUNDS: usize = 4;

/// From one round to the next.
const BETWEEN_ROUNDS: Duration = Duration::from_secs(15);

/// Rest before each kill, in which the successor of the one before settles.
const REST: Duration = Duration::from_millis(100);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, program, state_dir] = arguments.as_slice()
        && word == bare::WORD
    {
        bare::serve(program, state_dir).unwrap();
        return;
    }
    let mut report = Report::begin_as_told("supervision");
    let mut stage = Stage::set();
    report.versions_of(&stage.programs().each_ref().map(std::path::PathBuf::as_path));
    start(&mut stage, &mut report);
    idle(&stage, &mut report);
    kills(&mut stage, &mut report);
    report.end().unwrap();
}

/// From `up` to all rooms joined: the first time, when the database is made, and then.
fn start(stage: &mut Stage, report: &mut Report) {
    let load = format!("{N_ROOMS} rooms, relaxed server");
    let first = stage.up();
    let ups: Vec<_> = (0..N_UPS)
        .map(|_| {
            stage.down();
            stage.up()
        })
        .collect();
    report.version_of_server(&Family::of(stage.supervisor()));
    report.figure(Figure::of("up", "`up` to all joined", &load).durations(&ups));
    report
        .figure(Figure::of("first-up", "the very first `up`, its database made, to all joined", &load).duration(first));
}

/// What the supervisor costs while nothing happens but beats.
fn idle(stage: &Stage, report: &mut Report) {
    let pid = stage.supervisor();
    stage::wait(Duration::from_secs(5));
    let before = on_processor(pid);
    stage::wait(IDLE);
    let spent = on_processor(pid).saturating_sub(before);
    let (usage, family) = (Usage::of(pid), Family::of(pid));
    let load = format!("{N_ROOMS} idle rooms, API on, watched for {} s", IDLE.as_secs());
    let value = |key, name, unit, value| Figure::of(key, name, &load).value(unit, value);
    report.figure(value("supervisor-rss", "supervisor's RSS", "KiB", count(usage.rss_kib)));
    report.figure(value("supervisor-pss", "supervisor's PSS", "KiB", count(usage.pss_kib)));
    let share = spent.as_secs_f64() / IDLE.as_secs_f64() * 100.0;
    report.figure(value("supervisor-idle", "supervisor's processor", "% of a core", share));
    let rooms = family.rooms.iter().map(|room| count(Usage::of(*room).pss_kib)).collect();
    report.figure(Figure::of("room-pss", "a room's PSS", &load).values("KiB", rooms));
    let postgres = count(together(&family.postgres).pss_kib);
    report.figure(value("postgres-pss", "PSS of Postgres and its sessions", "KiB", postgres));
}

/// From the kill of a room to its successor, and the same for a child of the bare loop, in turns.
fn kills(stage: &mut Stage, report: &mut Report) {
    let mut bare = stage.bare(N_ROOMS);
    let (mut ours, mut joined, mut started, mut theirs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..N_ROUNDS {
        stage::wait(BETWEEN_ROUNDS);
        for n in 0..N_KILLS {
            let room = (round * N_KILLS + n) % N_ROOMS;
            stage::wait(REST);
            let (executed, is_back) = stage.kill(room);
            ours.push(executed);
            joined.push(is_back);
            started.push(is_back.saturating_sub(executed));
            stage::wait(REST);
            theirs.push(bare.kill(room));
        }
    }
    let load = format!("kill -9 of one of {N_ROOMS} rooms");
    let floor = Figure::of("floor", "bare pidfd loop: child killed to its successor's exec", &load).durations(&theirs);
    let over = |figure: Figure| figure.over("bare pidfd loop", floor.p50);
    report.figure(over(Figure::of("kill-to-exec", "killed to the successor's exec", &load).durations(&ours)));
    report.figure(floor.clone());
    report.figure(Figure::of("kill-to-joined", "killed to joined again", &load).durations(&joined));
    report.figure(Figure::of("exec-to-joined", "exec to joined", &load).durations(&started));
}

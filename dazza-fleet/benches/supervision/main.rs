//! How quick and how frugal the supervisor is with 50 rooms, against the least loop that respawns children.
//!
//! `cargo bench -p dazza-fleet --bench supervision`. Real rooms on a `dazza-sim` without limits, all in release builds.
//! Times are noisy on a busy machine: the ratio to the bare loop, taken in turns with ours, is the figure to compare.

#![expect(clippy::unwrap_used, reason = "a bench that cannot measure has nothing better to do than to stop")]
#![expect(clippy::print_stdout, reason = "the figures are the purpose")]

mod bare;
mod figures;
mod machine;
mod proc;
mod stage;

use std::time::Duration;

use figures::{Figures, milliseconds};
use proc::Usage;
use stage::Stage;

/// Rooms of the fleet, and children of the bare loop.
const N_ROOMS: usize = 50;

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
    println!("{}", machine::describe());
    let mut stage = Stage::set();
    println!("versions: {}", stage.versions());
    start(&mut stage);
    idle(&stage);
    kills(&mut stage);
    println!("load at the end: {}", machine::load());
}

/// From `up` to all rooms joined: the first time, when the database is made, and the next.
fn start(stage: &mut Stage) {
    let took = stage.up();
    println!("\nfirst `up`, its database made, to all {N_ROOMS} rooms joined: {}", milliseconds(took));
    stage.down();
    let took = stage.up();
    println!("`up` to all {N_ROOMS} rooms joined: {}", milliseconds(took));
}

/// What the supervisor costs while nothing happens but beats.
fn idle(stage: &Stage) {
    let pid = stage.supervisor();
    stage::wait(Duration::from_secs(5));
    let before = Usage::of(pid);
    stage::wait(IDLE);
    let after = Usage::of(pid);
    let share = after.on_processor.saturating_sub(before.on_processor).as_secs_f64() / IDLE.as_secs_f64() * 100.0;
    println!("\nsupervisor, {N_ROOMS} idle rooms, {} s:", IDLE.as_secs());
    println!("  RSS {} KiB, PSS {} KiB, processor {share:.3} % of one core", after.rss_kib, after.pss_kib);
    let mut rooms: Vec<u64> = stage.rooms().into_iter().map(|room| Usage::of(room).pss_kib).collect();
    rooms.sort_unstable();
    let median = rooms.get(rooms.len() / 2).copied().unwrap_or_default();
    println!("  a room's PSS: median {median} KiB, most {} KiB", rooms.last().copied().unwrap_or_default());
}

/// From the kill of a room to its successor, and the same for a child of the bare loop, in turns.
fn kills(stage: &mut Stage) {
    let mut bare = stage.bare(N_ROOMS);
    let (mut ours, mut joined, mut theirs) = (Figures::default(), Figures::default(), Figures::default());
    for round in 0..N_ROUNDS {
        stage::wait(BETWEEN_ROUNDS);
        for n in 0..N_KILLS {
            let room = (round * N_KILLS + n) % N_ROOMS;
            stage::wait(REST);
            let (executed, is_back) = stage.kill(room);
            ours.add(executed);
            joined.add(is_back);
            stage::wait(REST);
            theirs.add(bare.kill(room));
        }
    }
    println!("\nkill -9, {N_ROOMS} rooms beside it       n      p50      p90      p99      max");
    println!("{}", ours.row("room to its successor's exec"));
    println!("{}", theirs.row("bare loop, child to exec"));
    println!("{}", joined.row("room to joined again"));
    println!("ratio of medians, ours to the bare loop: {:.2}", ours.quantile(0.5) / theirs.quantile(0.5));
}

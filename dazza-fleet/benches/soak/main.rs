//! Whether anything grows: 20 rooms of the demo for hours, and once a minute what each process holds of memory and descriptors.
//!
//! `cargo bench -p dazza-fleet --bench soak`, or `scripts/bench soak`; two hours, or `-- --minutes 600`. Real processes, release
//! builds, people who talk, play and queue media at the pace of people. The JSON is written anew at each look, and a run that
//! is ended by a signal tells what it has seen until then.

#![expect(clippy::unwrap_used, reason = "a bench that cannot measure has nothing better to do than to stop")]

mod stage;

use std::time::Duration;

use dazza_sim::measure::Report;
use dazza_sim::measure::processes::Family;
use dazza_sim::measure::soak::Soak;
use stage::Stage;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{Instant, MissedTickBehavior, interval};

/// Rooms of the demo.
const N_ROOMS: usize = 20;

/// How long it is looked, unless told otherwise. Unit: minutes.
const MINUTES: u64 = 120;

/// Time between two looks.
const LOOK_AGAIN: Duration = Duration::from_mins(1);

fn main() {
    let minutes = std::env::args().skip_while(|argument| argument != "--minutes").nth(1);
    let minutes = minutes.map_or(MINUTES, |minutes| minutes.parse().unwrap());
    let mut report = Report::begin_as_told("soak");
    stage::build();
    report.versions_of(&stage::programs().each_ref().map(std::path::PathBuf::as_path));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let soak = runtime.block_on(watch(minutes, &mut report));
    soak.figures().into_iter().for_each(|figure| report.figure(figure));
    soak.restarts().iter().for_each(|restart| report.note(restart));
    report.course(soak.course());
    report.end().unwrap();
}

/// Looks until the time is up, or a signal comes, or the demo has ended.
async fn watch(minutes: u64, report: &mut Report) -> Soak {
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt()).unwrap(), signal(SignalKind::terminate()).unwrap());
    let mut soak = Soak::default();
    let setting = Stage::set(N_ROOMS);
    let mut stage = tokio::select! {
        stage = setting => stage,
        _ = interrupt.recv() => return soak,
        _ = terminate.recv() => return soak,
    };
    report.version_of_server(&Family::of(stage.supervisor()));
    let began = Instant::now();
    let mut looks = interval(LOOK_AGAIN);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut n_looks = 0;
    while n_looks <= minutes {
        tokio::select! {
            _ = looks.tick() => soak.add(stage.look(began)),
            _ = interrupt.recv() => break,
            _ = terminate.recv() => break,
            ended = stage.ended() => {
                report.note(&format!("the demo ended by itself: {ended}"));
                break;
            }
        }
        n_looks += 1;
        report.keep(soak.figures(), soak.course()).unwrap();
    }
    if n_looks <= minutes {
        report.note(&format!("ended before its time, which was {minutes} minutes"));
    }
    stage.end().await;
    soak
}

//! How quick rooms answer under load: 20 rooms, 20 lines a second in each, dice and pokies among them; and one room right
//! after a flood.
//!
//! `cargo bench -p dazza-fleet --bench load`, or `scripts/bench load`. A real fleet with the database server of its own (fsync on), real rooms and
//! a stand-in chat server without limits, all in release builds on this machine. Handling times are those that rooms measure
//! themselves, from a frame's arrival to its reply handed to the socket; the ratio of the two kinds, taken in the same run,
//! is what money costs.
//!
//! With `-- watchers` it is measured what those cost who follow the live feed: 200 clients, of whom ten do not read, against
//! none, five times each in turn. With `-- reads`, how quick the API answers among 2,000,000 lines of 50 rooms.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a bench that cannot measure has nothing better to do than to stop"
)]

mod echo;
mod reads;
mod scrape;
mod stage;
mod store {
    pub(crate) mod fill;
}
mod watchers;

use std::time::Duration;

use dazza_sim::measure::processes::{Family, Usage, together};
use dazza_sim::measure::{Figure, Report, count};
use scrape::Spread;
use stage::Stage;
use tokio::time::{MissedTickBehavior, interval, sleep};

/// Rooms of the fleet.
const N_ROOMS: usize = 20;

/// Lines a second in each room.
const RATE: u64 = 20;

/// How long they are said.
const FOR: Duration = Duration::from_mins(1);

/// One line in so many is `!roll`, and another one `!pokies 10`: a room takes 60 commands a minute.
const ONE_IN: u64 = 44;

/// People of each room; each may use 15 commands a minute.
const N_PEOPLE: u64 = 40;

/// Lines of a flood.
const N_FLOOD: u64 = 2_000;

/// How often a flood is let loose.
const N_FLOODS: usize = 9;

/// After this long a silence the bot may say several lines at once again.
const BREATHER: Duration = Duration::from_secs(5);

fn main() {
    let is_asked = |what: &str| std::env::args().any(|argument| argument == what);
    let name = ["watchers", "reads"].into_iter().find(|name| is_asked(name)).unwrap_or("load");
    let mut report = Report::begin_as_told(name);
    report.versions_of(&stage::programs().each_ref().map(std::path::PathBuf::as_path));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    match name {
        "watchers" => runtime.block_on(watchers::measure(&mut report)),
        "reads" => runtime.block_on(reads::measure(&mut report)),
        _ => runtime.block_on(measure(&mut report)),
    }
    report.end().unwrap();
}

async fn measure(report: &mut Report) {
    let mut stage = Stage::set(N_ROOMS, "listen = \"off\"").await;
    let first = stage.up().await;
    report.version_of_server(&Family::of(stage.supervisor()));
    stage.down().await;
    let second = stage.up().await;
    let load = format!("{N_ROOMS} rooms");
    report
        .figure(Figure::of("first-up", "the very first `up`, its database made, to all joined", &load).duration(first));
    report.figure(Figure::of("up", "the next `up`, to all joined", &load).duration(second));
    flood(&stage, report).await;
    stage.fund().await;
    let before = stage.scrape().await;
    talk(&stage, FOR).await;
    stage.until_stored(before.stored + N_ROOMS as u64 * RATE * FOR.as_secs()).await;
    let after = stage.scrape().await;
    let load = format!("{N_ROOMS} rooms, {RATE} lines a second each, for {} s", FOR.as_secs());
    let (dice, money) = (after.plain.since(&before.plain), after.stored_replies.since(&before.stored_replies));
    let rolled = handled("roll", "`!roll` handled", &load, &dice);
    report.figure(handled("pokies", "`!pokies 10` handled", &load, &money).over("`!roll`", rolled.p50));
    report.figure(rolled);
    report.note(&format!(
        "records stored {}, dropped {}",
        after.stored - before.stored,
        after.dropped - before.dropped
    ));
    memory(&stage, &load, report);
    report.note(&format!("the books are {}", stage.verify()));
}

/// What rooms, supervisor and database server take, shared pages counted in part.
pub(crate) fn memory(stage: &Stage, load: &str, report: &mut Report) {
    let family = Family::of(stage.supervisor());
    let rooms = family.rooms.iter().map(|room| count(Usage::of(*room).pss_kib)).collect();
    report.figure(Figure::of("room-pss", "a room's PSS", load).values("KiB", rooms));
    for (key, name, pids) in [
        ("supervisor-pss", "supervisor's PSS", &[family.supervisor][..]),
        ("postgres-pss", "PSS of Postgres and its sessions", &family.postgres),
    ] {
        report.figure(Figure::of(key, name, load).value("KiB", count(together(pids).pss_kib)));
    }
}

/// Handling times as rooms tell of them.
pub(crate) fn handled(key: &str, name: &str, load: &str, spread: &Spread) -> Figure {
    let quantiles = [0.5, 0.9, 0.99].map(|quantile| spread.about(quantile));
    Figure::of(key, name, load).quantiles("ms", spread.count(), quantiles)
}

/// How long `!roll` takes to be answered in a room where nothing happens, and right behind a flood of lines.
async fn flood(stage: &Stage, report: &mut Report) {
    let mut quiet = Vec::new();
    let mut flooded = Vec::new();
    for n in 0..N_FLOODS {
        for (times, n_lines) in [(&mut quiet, 0), (&mut flooded, N_FLOOD)] {
            // Lines of ours that followed each other too closely would wait for their turn.
            sleep(BREATHER).await;
            let lines = (0..n_lines).map(|n| (stage::person(n % N_PEOPLE), format!("line {n} of a flood")));
            let roll = (format!("roller{n}of{n_lines}"), "!roll".to_owned());
            times.push(stage.say_and_be_answered(lines.chain([roll]).collect()).await);
        }
    }
    let load = format!("one of {N_ROOMS} rooms is spoken to");
    let echo = Figure::of("echo", "bare socket echo", &load).durations(&echo::measure());
    let quiet = Figure::of("roll-quiet", "`!roll` said to answer heard, in a quiet room", &load).durations(&quiet);
    let name = format!("the same behind {N_FLOOD} lines at once");
    let flooded = Figure::of("roll-behind-flood", &name, &load).durations(&flooded).over("the quiet room", quiet.p50);
    report.figure(quiet.over("bare socket echo", echo.p50));
    report.figure(echo);
    report.figure(flooded);
}

/// Says what is to be said, at the rate.
async fn talk(stage: &Stage, how_long: Duration) {
    let mut tick = interval(Duration::from_millis(1_000 / RATE));
    tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
    for n in 0..RATE * how_long.as_secs() {
        tick.tick().await;
        for room in 0..N_ROOMS {
            let turn = n + room as u64 * 7;
            let text = match turn % ONE_IN {
                0 => "!roll".to_owned(),
                22 => "!pokies 10".to_owned(),
                _ => format!("line {n} of a long night, and nobody has gone home"),
            };
            stage.say(room, &stage::person(turn / 22 % N_PEOPLE), &text).await;
        }
    }
}

//! How quick rooms answer under load: 20 rooms, 20 lines a second in each, dice and pokies among them; and one room right
//! after a flood.
//!
//! `cargo bench -p dazza-fleet --bench load`. A real fleet with the database server of its own (fsync on), real rooms and
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
#![expect(clippy::print_stdout, reason = "the figures are the purpose")]

#[path = "../supervision/machine.rs"]
mod machine;
mod reads;
mod scrape;
mod stage;
mod store {
    pub(crate) mod fill;
}
mod watchers;

use std::time::Duration;

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
    println!("{}", machine::describe());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let is_asked = |what: &str| std::env::args().any(|argument| argument == what);
    if is_asked("watchers") {
        runtime.block_on(watchers::measure());
    } else if is_asked("reads") {
        runtime.block_on(reads::measure());
    } else {
        runtime.block_on(measure());
    }
    println!("load at the end: {}", machine::load());
}

async fn measure() {
    let mut stage = Stage::set(N_ROOMS, "listen = \"off\"").await;
    let first = stage.up().await;
    println!("\nfirst `up` in an empty folder, database made, to all {N_ROOMS} rooms joined: {} ms", first.as_millis());
    stage.down().await;
    let second = stage.up().await;
    println!("the next `up`, to all {N_ROOMS} rooms joined: {} ms", second.as_millis());
    flood(&stage).await;
    stage.fund().await;
    let before = stage.scrape().await;
    talk(&stage, FOR).await;
    stage.until_stored(before.stored + N_ROOMS as u64 * RATE * FOR.as_secs()).await;
    let after = stage.scrape().await;
    println!("\n{N_ROOMS} rooms, {RATE} lines a second each, for {} s:", FOR.as_secs());
    tell("!roll", &after.plain.since(&before.plain));
    tell("!pokies 10", &after.stored_replies.since(&before.stored_replies));
    let ratio = after.stored_replies.since(&before.stored_replies).mean() / after.plain.since(&before.plain).mean();
    println!("  ratio of the means, money to dice: {ratio:.1}");
    println!("  records stored {}, dropped {}", after.stored - before.stored, after.dropped - before.dropped);
    println!("  memory: {}", stage.memory());
    println!("  books: {}", stage.verify());
}

/// How long `!roll` takes to be answered in a room where nothing happens, and right behind a flood of lines.
async fn flood(stage: &Stage) {
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
    println!("\n`!roll` said to reply heard, {N_FLOODS} times each:");
    let middle = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    let (quiet, slowest, flooded) = (middle(&mut quiet), flooded.iter().max().copied(), middle(&mut flooded));
    println!("  in a quiet room           p50 {:.2} ms", quiet.as_secs_f64() * 1_000.0);
    println!(
        "  behind {N_FLOOD} lines at once  p50 {:.2} ms, slowest {:.2} ms, {:.1} times the quiet one",
        flooded.as_secs_f64() * 1_000.0,
        slowest.unwrap_or_default().as_secs_f64() * 1_000.0,
        flooded.as_secs_f64() / quiet.as_secs_f64()
    );
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

fn tell(what: &str, spread: &Spread) {
    println!(
        "  {what:<12} n {:>5}   p50 within {} ms   p90 within {} ms   p99 within {} ms   mean {:.2} ms",
        spread.count(),
        spread.within(0.50),
        spread.within(0.90),
        spread.within(0.99),
        spread.mean() * 1_000.0,
    );
}

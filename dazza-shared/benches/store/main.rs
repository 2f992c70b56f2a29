//! Whether the database carries 50 rooms: how every statement is planned among 2,000,000 lines, and how fast lines are stored.
//!
//! `scripts/with-postgres cargo bench -p dazza-shared --bench store`, or `scripts/with-postgres --durable cargo bench …` for a
//! server that keeps what it has confirmed. The database must be empty. The bench fails where a statement opens more than its
//! room's partition, reads a large table from end to end, or takes a millisecond to be planned.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a bench that cannot measure has nothing better to do than to stop"
)]
#![expect(clippy::indexing_slicing, reason = "as above")]
#![expect(clippy::print_stdout, reason = "the figures are the purpose")]

#[path = "../../tests/store/login.rs"]
mod login;
#[path = "../../../dazza-sim/src/measure/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "made for all benches; the crate it is of needs this one"
)]
mod measure;
mod rate;
mod survey;

use std::process::ExitCode;

use dazza_shared::store::MIGRATOR;
use sqlx::PgPool;
use tokio::time::Instant;

use measure::{Figure, Report};
use survey::fill::Size;
use survey::{Desk, Seen};

/// What the database is to carry.
const SIZE: Size = Size { n_rooms: 50, n_lines: 40_000 };

/// How long a statement may take to be planned. Unit: milliseconds.
const MAX_PLANNING: f64 = 1.0;

fn main() -> ExitCode {
    let mut report = Report::begin_as_told("store");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let n_faulty = runtime.block_on(measure(&mut report));
    report.end().unwrap();
    if n_faulty == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn measure(report: &mut Report) -> usize {
    #[expect(clippy::disallowed_methods, reason = "a bench is told by it where its server is")]
    let url = std::env::var("DATABASE_URL").unwrap();
    let owner = PgPool::connect(&url).await.unwrap();
    let is_empty: bool = sqlx::query_scalar("SELECT to_regclass('rooms') IS NULL").fetch_one(&owner).await.unwrap();
    assert!(is_empty, "the database at DATABASE_URL is to be filled and is not empty");
    let fsync: String = sqlx::query_scalar("SHOW fsync").fetch_one(&owner).await.unwrap();
    let version: String = sqlx::query_scalar("SHOW server_version").fetch_one(&owner).await.unwrap();
    report.version("PostgreSQL", &format!("{version}, fsync {fsync}"));
    let began = Instant::now();
    MIGRATOR.run(&owner).await.unwrap();
    let rooms = SIZE.rooms();
    let mut logins = Vec::new();
    for room in &rooms {
        logins.push(login::register(&owner, room.as_str()).await);
    }
    SIZE.fill(&owner).await;
    // Now and not while lines are stored.
    sqlx::raw_sql("VACUUM").execute(&owner).await.unwrap();
    println!("{} rooms of {} lines made in {} s\n", SIZE.n_rooms, SIZE.n_lines, began.elapsed().as_secs());
    let mut desk = Desk::open(&owner, &rooms[0], &logins[0]).await;
    let n_faulty = tell(desk.survey().await, report);
    rate::measure(&owner, &rooms[1], &logins[1], report).await;
    n_faulty
}

/// Prints what was seen; how much of it breaks a rule.
fn tell(seen: Vec<Seen>, report: &mut Report) -> usize {
    println!("planning (p50 of 20), locks on relations, and what each statement and function opens:");
    let (mut n_faulty, mut all) = (0, Vec::new());
    for mut seen in seen {
        let planning = seen.planning_ms.unwrap_or(0.0);
        if planning >= MAX_PLANNING {
            seen.faults.push(format!("planning takes {MAX_PLANNING} ms or more"));
        }
        all.extend(seen.planning_ms);
        n_faulty += usize::from(!seen.faults.is_empty());
        println!("{seen}");
    }
    let load = format!("{} rooms of {} lines", SIZE.n_rooms, SIZE.n_lines);
    report
        .figure(Figure::of("planning", "planning of a room's statement (each its p50 of 20)", &load).values("ms", all));
    report.note(&format!("statements and functions that break a rule: {n_faulty}"));
    n_faulty
}

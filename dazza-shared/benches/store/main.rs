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
#[path = "../../../dazza-fleet/benches/supervision/machine.rs"]
mod machine;
mod rate;
mod survey;

use std::process::ExitCode;

use dazza_shared::store::MIGRATOR;
use sqlx::PgPool;
use tokio::time::Instant;

use survey::fill::Size;
use survey::{Desk, Seen};

/// What the database is to carry.
const SIZE: Size = Size { n_rooms: 50, n_lines: 40_000 };

/// How long a statement may take to be planned. Unit: milliseconds.
const MAX_PLANNING: f64 = 1.0;

fn main() -> ExitCode {
    println!("{}", machine::describe());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let n_faulty = runtime.block_on(measure());
    println!("load at the end: {}", machine::load());
    if n_faulty == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn measure() -> usize {
    #[expect(clippy::disallowed_methods, reason = "a bench is told by it where its server is")]
    let url = std::env::var("DATABASE_URL").unwrap();
    let owner = PgPool::connect(&url).await.unwrap();
    let is_empty: bool = sqlx::query_scalar("SELECT to_regclass('rooms') IS NULL").fetch_one(&owner).await.unwrap();
    assert!(is_empty, "the database at DATABASE_URL is to be filled and is not empty");
    let fsync: String = sqlx::query_scalar("SHOW fsync").fetch_one(&owner).await.unwrap();
    let version: String = sqlx::query_scalar("SHOW server_version").fetch_one(&owner).await.unwrap();
    println!("PostgreSQL {version}, fsync {fsync}");
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
    let n_faulty = tell(desk.survey().await);
    rate::measure(&owner, &rooms[1], &logins[1]).await;
    n_faulty
}

/// Prints what was seen; how much of it breaks a rule.
fn tell(seen: Vec<Seen>) -> usize {
    println!("planning (p50 of 20), locks on relations, and what each statement and function opens:");
    let (mut n_faulty, mut slowest) = (0, 0.0_f64);
    for mut seen in seen {
        let planning = seen.planning_ms.unwrap_or(0.0);
        if planning >= MAX_PLANNING {
            seen.faults.push(format!("planning takes {MAX_PLANNING} ms or more"));
        }
        slowest = slowest.max(planning);
        n_faulty += usize::from(!seen.faults.is_empty());
        println!("{seen}");
    }
    println!("slowest planning: {slowest:.3} ms; statements and functions that break a rule: {n_faulty}\n");
    n_faulty
}

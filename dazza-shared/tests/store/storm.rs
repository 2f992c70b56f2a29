//! Money under concurrency: eight processes, three rooms, five wallets, a thousand deeds each.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use dazza_shared::clock::Clock;
use dazza_shared::line_key::LineKey;
use dazza_shared::money::Money;
use dazza_shared::names::RoomName;
use dazza_shared::store::wallet::{self, Entry, Settlement};
use dazza_shared::store::{Access, Store, verify};
use serde_json::Value;
use sqlx::PgPool;

use crate::login;

const ROOMS: [&str; 3] = ["fatpizza", "shedcinema", "thepub"];

const N_PROCESSES: usize = 8;

/// Deeds of each process; every tenth is shared with the others of its room.
const N_DEEDS: i64 = 1_000;

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn money_adds_up_whoever_moves_it_at_the_same_time(owner: PgPool) {
    let rooms: Vec<RoomName> = ROOMS.iter().map(|room| room.parse().unwrap()).collect();
    let mut logins = Vec::new();
    for room in &rooms {
        logins.push(login::register(&owner, room.as_str()).await);
    }
    fund(&logins[0], &rooms[0]).await;
    let storms: Vec<Child> = (0..N_PROCESSES)
        .map(|number| start(&rooms[number % ROOMS.len()], &logins[number % ROOMS.len()], number))
        .collect();
    let mut total = [0; 4];
    // All of them to their end before any is judged.
    let outcomes: Vec<Value> = storms.into_iter().map(counts_of).collect();
    for counts in outcomes {
        let count = |name: &str| counts[name].as_i64().unwrap();
        assert_eq!(count("failed"), 0, "{counts}");
        let seen = ["done", "too_poor", "already_done", "waits"].map(count);
        assert_eq!(seen.iter().sum::<i64>(), N_DEEDS, "{counts}");
        println!("{counts}");
        total.iter_mut().zip(seen).for_each(|(sum, n)| *sum += n);
    }
    assert!(total.iter().all(|n| *n > 0), "a storm in which something never came about: {total:?}");
    settled_once(&owner, &rooms).await;
    let checks = verify::verify(&mut owner.acquire().await.unwrap()).await.unwrap();
    let wrong: Vec<_> = checks.iter().filter(|check| check.n_wrong > 0).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let lowest: i64 = sqlx::query_scalar("SELECT min(balance) FROM user_economy").fetch_one(&owner).await.unwrap();
    assert!(lowest >= 0);
}

/// Every line that more than one process of a room had was settled by one of them, whole.
async fn settled_once(owner: &PgPool, rooms: &[RoomName]) {
    for room in rooms {
        for n in (0..N_DEEDS).step_by(10) {
            let key = LineKey::of_timer(room, "shared deed", n);
            let effects: Vec<i16> = sqlx::query_scalar(
                "SELECT effect FROM economy_transactions WHERE room_id = $1 AND cause = $2 ORDER BY effect",
            )
            .bind(room.as_str())
            .bind(key.as_bytes())
            .fetch_all(owner)
            .await
            .unwrap();
            assert_eq!(effects, [0, 1], "shared deed {n} of {room}");
        }
    }
}

async fn fund(access: &Access, room: &RoomName) {
    let store = Store::open(access, "test", 1).unwrap();
    let mut tx = store.begin().await.unwrap();
    let award = |who| Entry { who, amount: Money::of(50), kind: "dev_award", ..Entry::default() };
    let entries = ["alice", "bob", "carol", "dave", "erin"].map(award);
    let (cause, at) = (LineKey::of_timer(room, "fund", 0), Clock::System.now());
    let deal = Settlement { room, cause, first_effect: 0, at, heist: None, entries: &entries };
    wallet::settle(&mut tx, &deal).await.unwrap();
    tx.commit().await.unwrap();
}

fn start(room: &RoomName, access: &Access, number: usize) -> Child {
    let mut storm = Command::new(program())
        .args([room.as_str(), &number.to_string(), &N_DEEDS.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    serde_json::to_writer(storm.stdin.take().unwrap(), access).unwrap();
    storm
}

fn counts_of(storm: Child) -> Value {
    let output = storm.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The program that the same build made.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().and_then(Path::parent).unwrap().join("examples/money_storm");
    if !program.is_file() {
        let built =
            Command::new(env!("CARGO")).args(["build", "-p", "dazza-shared", "--example", "money_storm"]).status();
        assert!(built.unwrap().success(), "cannot build {}", program.display());
    }
    program
}

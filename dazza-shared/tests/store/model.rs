//! Settlements against a model of them in memory: the same wallets, the same refusals, the same trust.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};

use dazza_shared::clock::Clock;
use dazza_shared::line_key::LineKey;
use dazza_shared::money::Money;
use dazza_shared::names::RoomName;
use dazza_shared::store::wallet::{self, Entry, Settlement, Wallet};
use dazza_shared::store::{Store, StoreError, verify};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use sqlx::PgPool;
use tokio::runtime::Handle;

use crate::login;

const ROOMS: [&str; 2] = ["fatpizza", "thepub"];

const KINDS: [&str; 4] = ["pokies", "give", "mug", "heist"];

/// A settlement, told by numbers.
#[derive(Clone, Debug)]
struct Step {
    room: usize,
    cause: i64,
    first_effect: i32,
    entries: Vec<Line>,
}

/// One line of a settlement.
#[derive(Clone, Debug)]
struct Line {
    who: usize,
    dollars: i64,
    trust: i16,
    kind: usize,
}

/// What came of a settlement.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Wallets(BTreeMap<String, Wallet>),
    TooPoor(String, i64),
    AlreadyDone,
}

/// Wallets and effects as they should be.
#[derive(Clone, Debug, Default)]
struct Model {
    wallets: BTreeMap<String, Wallet>,
    settled: BTreeSet<(usize, i64, i32)>,
}

impl Model {
    fn settle(&mut self, step: &Step, people: &[String]) -> Outcome {
        let effects: Vec<_> =
            (step.first_effect..).take(step.entries.len()).map(|effect| (step.room, step.cause, effect)).collect();
        if effects.iter().any(|effect| self.settled.contains(effect)) {
            return Outcome::AlreadyDone;
        }
        let (mut after, mut touched) = (self.wallets.clone(), BTreeMap::new());
        for line in &step.entries {
            let who = &people[line.who];
            let wallet = after.entry(who.clone()).or_default();
            let balance = wallet.balance.plus(Money::of(line.dollars)).unwrap();
            if balance < Money::ZERO {
                return Outcome::TooPoor(who.clone(), wallet.balance.dollars());
            }
            *wallet = Wallet { balance, trust: (wallet.trust + line.trust).clamp(0, 100) };
            touched.insert(who.clone(), *wallet);
        }
        self.wallets = after;
        self.settled.extend(effects);
        Outcome::Wallets(touched)
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn any_sequence_of_games_comes_out_as_the_model_has_it(owner: PgPool) {
    let mut rooms = Vec::new();
    for room in ROOMS {
        let room: RoomName = room.parse().unwrap();
        let access = login::register(&owner, room.as_str()).await;
        rooms.push((Store::open(&access, "test", 1).unwrap(), room));
    }
    let runtime = Handle::current();
    let played = tokio::task::spawn_blocking(move || {
        let n_games = AtomicI64::new(0);
        let config = Config { cases: 200, failure_persistence: None, ..Config::default() };
        TestRunner::new(config).run(&steps(), |steps| {
            let nth = n_games.fetch_add(1, Ordering::Relaxed);
            runtime.block_on(play(&rooms, &steps, nth))
        })
    });
    played.await.unwrap().unwrap();
    let checks = verify::verify(&mut owner.acquire().await.unwrap()).await.unwrap();
    let wrong: Vec<_> = checks.iter().filter(|check| check.n_wrong > 0).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let line = (0..4_usize, -60..100_i64, -70..70_i16, 0..KINDS.len()).prop_map(|(who, dollars, trust, kind)| Line {
        who,
        dollars,
        trust,
        kind,
    });
    let step = (0..ROOMS.len(), 0..6_i64, 0..3_i32, prop::collection::vec(line, 1..5))
        .prop_map(|(room, cause, first_effect, entries)| Step { room, cause, first_effect, entries });
    prop::collection::vec(step, 1..14)
}

/// Plays one sequence in both, with people and causes that no other has.
async fn play(rooms: &[(Store, RoomName)], steps: &[Step], nth: i64) -> Result<(), TestCaseError> {
    let people: Vec<String> = ["alice", "bob", "carol", "dave"].map(|who| format!("{who}{nth}")).to_vec();
    let mut model = Model::default();
    for step in steps {
        let expected = model.settle(step, &people);
        let (store, room) = &rooms[step.room];
        let settled = settle(store, room, step, (&people, nth)).await;
        prop_assert_eq!(settled, expected, "{:?}", step);
    }
    let mut tx = rooms[0].0.begin().await.unwrap();
    for who in &people {
        let wallet = wallet::wallet_of(&mut tx, who).await.unwrap();
        prop_assert_eq!(wallet, model.wallets.get(who).copied(), "{}", who);
    }
    Ok(())
}

async fn settle(store: &Store, room: &RoomName, step: &Step, (people, nth): (&[String], i64)) -> Outcome {
    let entries: Vec<Entry<'_>> = step
        .entries
        .iter()
        .map(|line| Entry {
            who: &people[line.who],
            amount: Money::of(line.dollars),
            trust: line.trust,
            kind: KINDS[line.kind],
            ..Entry::default()
        })
        .collect();
    let cause = LineKey::of_timer(room, "model", nth * 100 + step.cause);
    let (first_effect, at) = (step.first_effect, Clock::System.now());
    let deal = Settlement { room, cause, first_effect, at, heist: None, entries: &entries };
    let mut tx = store.begin().await.unwrap();
    match wallet::settle(&mut tx, &deal).await {
        Ok(wallets) => {
            tx.commit().await.unwrap();
            Outcome::Wallets(wallets)
        }
        Err(StoreError::TooPoor { who, balance }) => Outcome::TooPoor(who, balance),
        Err(StoreError::AlreadyDone) => Outcome::AlreadyDone,
        Err(error) => panic!("{}", error.chain()),
    }
}

//! A mugging crosses a kill at any moment: it is settled whole, or called off with the wait that it cost.

use std::time::Duration;

use dazza_shared::counters::CommandResult;
use dazza_shared::store::cooldown::{self, Cooldown};
use sqlx::PgPool;

use super::duel_kill::{begun_again, killed, undone};
use super::mug::{open, seed_of, succeeds};
use crate::chat::Route;
use crate::commands::tests::till::Till;
use crate::commands::{Deed, Run, StoredRun, TABLE};
use crate::reactions::{HEAR_VICTIM, LOAD, SETTLE_MUG};

/// What a process is at when it is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Attack,
    House,
    Answer,
    Settlement,
    Load,
}

const ALL: [At; 5] = [At::Attack, At::House, At::Answer, At::Settlement, At::Load];

/// What alice has to wait for the next one.
async fn wait(till: &Till) -> Option<Duration> {
    let room = &till.room.settings.name;
    let mut tx = till.store.begin().await.unwrap();
    let wait = Cooldown { room, is_shared: true, command: "mug", who: "alice" };
    cooldown::left(&mut tx, wait, till.now()).await.unwrap()
}

/// What somebody does who is at that; before all but the first two alice has attacked Gaz.
async fn begun(till: &mut Till, at: At) -> Deed {
    till.seconds += 8_000;
    if !matches!(at, At::Attack | At::House) {
        assert_eq!(till.hear("alice", Route::Public, "!mug gaz").await.result, CommandResult::Ok, "{at:?}");
    }
    match at {
        At::Attack => till.deed("alice", Route::Public, "!mug gaz"),
        At::House => till.deed("alice", Route::Public, "!mug dazza"),
        At::Answer => till.reaction(HEAR_VICTIM, "Gaz", ""),
        At::Settlement => till.settlement(seed_of(false, succeeds).0).await,
        At::Load => {
            till.seconds += 5;
            till.room.started = till.now();
            till.reaction(LOAD, "Dazza", "")
        }
    }
}

/// How a deed is run that fails in the end.
fn fails(at: At) -> StoredRun {
    match at {
        At::Attack | At::House => |deed| {
            let run = TABLE.iter().find_map(|row| match row.run {
                Run::Stored(run) if row.name == "mug" => Some(run),
                _ => None,
            });
            Box::pin(undone(deed, run.unwrap()))
        },
        At::Answer => |deed| Box::pin(undone(deed, HEAR_VICTIM.run)),
        At::Settlement => |deed| Box::pin(undone(deed, SETTLE_MUG.run)),
        At::Load => |deed| Box::pin(undone(deed, LOAD.run)),
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn no_moment_is_a_bad_one_to_be_killed(owner: PgPool) {
    let mut till = open(owner, [5_000, 5_000]).await;
    till.fund("dazza", 5_000).await;
    for at in ALL {
        let mut was_cut = false;
        // Its first moment may be its last by luck with a busy machine, but hardly thrice.
        for n_polls in [1, 1].into_iter().chain(1..) {
            let before = till.ledger().await.len();
            let deed = begun(&mut till, at).await;
            let (next, is_done) = Box::pin(killed(till, deed, n_polls)).await;
            till = next;
            assert!(till.muggings().await.is_empty(), "{at:?}, killed at poll {n_polls}");
            // Both have a line of what was settled; of what was called off nobody has one, and nobody waits.
            let n_lines = till.ledger().await.len() - before;
            assert!([0, 2].contains(&n_lines), "{at:?}, killed at poll {n_polls}: {n_lines}");
            assert_eq!(wait(&till).await.is_some(), n_lines == 2, "{at:?}, killed at poll {n_polls}");
            till.adds_up().await;
            if is_done && was_cut {
                break;
            }
            assert!(!is_done || n_polls == 1, "{at:?} has more moments than that");
            was_cut |= !is_done;
        }
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_was_not_committed_has_not_happened_and_happens_at_the_next_try(owner: PgPool) {
    let mut till = open(owner, [5_000, 5_000]).await;
    till.fund("dazza", 5_000).await;
    for at in ALL {
        let deed = begun(&mut till, at).await;
        let before = (till.ledger().await, till.muggings().await);
        let first = Deed { run: fails(at), args: deed.args.clone(), ..begun_again(&mut till, &deed) };
        assert!(till.carry_out(first).await.error.is_some(), "{at:?}");
        assert_eq!((till.ledger().await, till.muggings().await), before, "{at:?}");
        assert_eq!(till.carry_out(deed).await.result, CommandResult::Ok, "{at:?}");
        assert_ne!((till.ledger().await, till.muggings().await), before, "{at:?}");
        till = till.after_a_kill().await;
        till.react(LOAD, "Dazza", "").await;
        assert!(till.muggings().await.is_empty(), "{at:?}");
        till.adds_up().await;
    }
}

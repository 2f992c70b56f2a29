//! A contest crosses a kill at any moment: whatever a deed had done by then, no money is lost and none is made.

use dazza_shared::counters::CommandResult;
use sqlx::PgPool;

use super::contest::open;
use super::duel_kill::{begun_again, killed, undone};
use crate::chat::Route;
use crate::commands::tests::till::Till;
use crate::commands::{Deed, Run, StoredRun, TABLE};
use crate::reactions::{ANSWER_CONTEST, EXPIRE_CONTESTS, LOAD};

/// What a process is at when it is killed.
#[derive(Clone, Copy, Debug)]
enum At {
    Challenge,
    Yes,
    No,
    Expiry,
    Load,
}

const ALL: [At; 5] = [At::Challenge, At::Yes, At::No, At::Expiry, At::Load];

/// A till whose players do not run out of money.
async fn rich(owner: PgPool) -> Till {
    let mut till = open(owner).await;
    till.fund("alice", 900).await;
    till.fund("gaz", 900).await;
    till
}

/// What somebody does who is at that, a dare for 10 dollars before it.
async fn begun(till: &mut Till, at: At) -> Deed {
    till.seconds += 3_600;
    if !matches!(at, At::Challenge) {
        till.hear("alice", Route::Public, "!piss 10 gaz").await;
    }
    match at {
        At::Challenge => till.deed("alice", Route::Public, "!piss 10 gaz"),
        At::Yes => till.reaction(ANSWER_CONTEST, "Gaz", "yes"),
        At::No => till.reaction(ANSWER_CONTEST, "Gaz", "no"),
        At::Expiry => {
            till.seconds += 30;
            till.reaction(EXPIRE_CONTESTS, "Dazza", "")
        }
        At::Load => {
            till.seconds += 5;
            till.room.started = till.now();
            till.reaction(LOAD, "Dazza", "")
        }
    }
}

/// What both have, and what fines have taken of it.
async fn all_money(till: &Till) -> i64 {
    let is_fine = |line: &dazza_shared::store::ledger::Line| {
        let details = line.details.as_ref();
        details.is_some_and(|details| details.get("fined_at").or(details.get("ambulance_after")).is_some())
    };
    let fines: i64 = till.ledger().await.iter().filter(|line| is_fine(line)).map(|line| line.amount.dollars()).sum();
    till.balance("alice").await + till.balance("gaz").await - fines
}

/// How a deed is run that fails in the end.
fn fails(at: At) -> StoredRun {
    match at {
        At::Challenge => |deed| {
            let run = TABLE.iter().find_map(|row| match row.run {
                Run::Stored(run) if row.name == "pissing_contest" => Some(run),
                _ => None,
            });
            Box::pin(undone(deed, run.unwrap()))
        },
        At::Yes | At::No => |deed| Box::pin(undone(deed, ANSWER_CONTEST.run)),
        At::Expiry => |deed| Box::pin(undone(deed, EXPIRE_CONTESTS.run)),
        At::Load => |deed| Box::pin(undone(deed, LOAD.run)),
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn no_moment_is_a_bad_one_to_be_killed(owner: PgPool) {
    let mut till = rich(owner).await;
    for at in ALL {
        let mut was_cut = false;
        // Its first moment may be its last by luck with a busy machine, but hardly thrice.
        for n_polls in [1, 1].into_iter().chain(1..) {
            let deed = begun(&mut till, at).await;
            let (next, is_done) = Box::pin(killed(till, deed, n_polls)).await;
            till = next;
            assert_eq!(all_money(&till).await, 2_000, "{at:?}, killed at poll {n_polls}");
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
    let mut till = rich(owner).await;
    for at in ALL {
        let deed = begun(&mut till, at).await;
        let before = till.ledger().await;
        let first = Deed { run: fails(at), args: deed.args.clone(), ..begun_again(&mut till, &deed) };
        assert!(till.carry_out(first).await.error.is_some(), "{at:?}");
        assert_eq!(till.ledger().await, before, "{at:?}");
        assert_eq!(till.carry_out(deed).await.result, CommandResult::Ok, "{at:?}");
        assert_ne!(till.ledger().await, before, "{at:?}");
        till = till.after_a_kill().await;
        till.react(LOAD, "Dazza", "").await;
        assert_eq!(all_money(&till).await, 2_000, "{at:?}");
        till.adds_up().await;
    }
}

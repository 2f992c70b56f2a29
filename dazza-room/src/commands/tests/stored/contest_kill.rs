//! A contest crosses a kill at any moment: whatever a deed had done by then, no money is lost and none is made.

use dazza_shared::counters::CommandResult;
use dazza_shared::store::StoreError;
use sqlx::PgPool;

use super::contest::open;
use super::duel_kill::for_polls;
use crate::chat::{Reply, Route};
use crate::commands::tests::till::Till;
use crate::commands::{Deed, Done, Halt, Run, StoredCx, StoredRun, TABLE};
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

/// Is killed at that after so many polls, and begins anew; whether the deed got to its end.
async fn killed(mut till: Till, at: At, n_polls: usize) -> (Till, bool) {
    let deed = begun(&mut till, at).await;
    let done: Option<Done> = for_polls(Box::pin(till.carry_out(deed)), n_polls).await;
    let mut till = till.after_a_kill().await;
    till.nobody_else_is_connected().await;
    till.react(LOAD, "Dazza", "").await;
    (till, done.is_some())
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

/// Does all of a deed, and fails where it was to be committed.
async fn undone(deed: &mut StoredCx<'_>, run: StoredRun) -> Result<Reply, Halt> {
    run(deed).await?;
    Err(StoreError::too_slow().into())
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
        for n_polls in 1.. {
            let (next, is_done) = Box::pin(killed(till, at, n_polls)).await;
            till = next;
            assert_eq!(all_money(&till).await, 2_000, "{at:?}, killed at poll {n_polls}");
            till.adds_up().await;
            if is_done {
                assert!(n_polls > 1, "{at:?} has more moments than that");
                break;
            }
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

/// The same deed once more.
fn begun_again(till: &mut Till, deed: &Deed) -> Deed {
    let again = till.reaction(LOAD, deed.player.as_str(), &deed.text);
    Deed { name: deed.name, cause: deed.cause, now: deed.now, dice: deed.dice.clone(), ..again }
}

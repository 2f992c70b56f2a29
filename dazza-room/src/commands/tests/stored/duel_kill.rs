//! A duel crosses a kill at any moment: whatever a deed had done by then, no money is lost and none is made.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use dazza_shared::counters::CommandResult;
use dazza_shared::store::StoreError;
use sqlx::PgPool;

use super::duel::open;
use crate::chat::{Reply, Route};
use crate::commands::tests::till::Till;
use crate::commands::{Deed, Done, Halt, Run, StoredCx, StoredRun, TABLE};
use crate::reactions::{ANSWER_DUEL, EXPIRE_DUELS, LOAD};

/// What a process is at when it is killed.
#[derive(Clone, Copy, Debug)]
enum At {
    Challenge,
    Answer,
    Expiry,
    Load,
}

/// Runs `future` for at most so many polls; `None` when it was dropped before its end.
pub(super) async fn for_polls<T>(future: impl Future<Output = T>, n_polls: usize) -> Option<T> {
    let (mut future, mut left) = (pin!(future), n_polls);
    poll_fn(move |cx| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(cx) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            // The last poll has been had: what it was waiting for does not matter any more.
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// What somebody does who is at that, a duel for 10 dollars before it.
async fn begun(till: &mut Till, at: At) -> Deed {
    till.seconds += 3_600;
    if !matches!(at, At::Challenge) {
        till.hear("alice", Route::Public, "!cf 10 gaz").await;
    }
    match at {
        At::Challenge => till.deed("alice", Route::Public, "!cf 10 gaz"),
        At::Answer => till.reaction(ANSWER_DUEL, "Gaz", "heads"),
        At::Expiry => {
            till.seconds += 30;
            till.reaction(EXPIRE_DUELS, "Dazza", "")
        }
        At::Load => {
            till.seconds += 5;
            till.room.started = till.now();
            till.reaction(LOAD, "Dazza", "")
        }
    }
}

/// Is killed at `deed` after so many polls, and begins anew; whether the deed got to its end.
pub(super) async fn killed(mut till: Till, deed: Deed, n_polls: usize) -> (Till, bool) {
    let done: Option<Done> = for_polls(Box::pin(till.carry_out(deed)), n_polls).await;
    let mut till = till.after_a_kill().await;
    till.nobody_else_is_connected().await;
    till.react(LOAD, "Dazza", "").await;
    (till, done.is_some())
}

/// Does all of a deed, and fails where it was to be committed.
pub(super) async fn undone(deed: &mut StoredCx<'_>, run: StoredRun) -> Result<Reply, Halt> {
    run(deed).await?;
    Err(StoreError::too_slow().into())
}

/// How a deed is run that fails in the end.
fn fails(at: At) -> StoredRun {
    match at {
        At::Challenge => |deed| {
            let run = TABLE.iter().find_map(|row| match row.run {
                Run::Stored(run) if row.name == "coin_flip" => Some(run),
                _ => None,
            });
            Box::pin(undone(deed, run.unwrap()))
        },
        At::Answer => |deed| Box::pin(undone(deed, ANSWER_DUEL.run)),
        At::Expiry => |deed| Box::pin(undone(deed, EXPIRE_DUELS.run)),
        At::Load => |deed| Box::pin(undone(deed, LOAD.run)),
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn no_moment_is_a_bad_one_to_be_killed(owner: PgPool) {
    let mut till = open(owner).await;
    for at in [At::Challenge, At::Answer, At::Expiry, At::Load] {
        let mut was_cut = false;
        // Its first moment may be its last by luck with a busy machine, but hardly thrice.
        for n_polls in [1, 1].into_iter().chain(1..) {
            let deed = begun(&mut till, at).await;
            let (next, is_done) = Box::pin(killed(till, deed, n_polls)).await;
            till = next;
            let both = till.balance("alice").await + till.balance("gaz").await;
            assert_eq!(both, 200, "{at:?}, killed at poll {n_polls}");
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
    let mut till = open(owner).await;
    for at in [At::Challenge, At::Answer, At::Expiry, At::Load] {
        let deed = begun(&mut till, at).await;
        let before = till.ledger().await;
        let first = Deed { run: fails(at), args: deed.args.clone(), ..begun_again(&mut till, &deed) };
        assert!(till.carry_out(first).await.error.is_some(), "{at:?}");
        assert_eq!(till.ledger().await, before, "{at:?}");
        assert_eq!(till.carry_out(deed).await.result, CommandResult::Ok, "{at:?}");
        assert_ne!(till.ledger().await, before, "{at:?}");
        till = till.after_a_kill().await;
        till.react(LOAD, "Dazza", "").await;
        assert_eq!(till.balance("alice").await + till.balance("gaz").await, 200, "{at:?}");
        till.adds_up().await;
    }
}

/// The same deed once more.
pub(super) fn begun_again(till: &mut Till, deed: &Deed) -> Deed {
    let again = till.reaction(LOAD, deed.player.as_str(), &deed.text);
    Deed { name: deed.name, cause: deed.cause, now: deed.now, dice: deed.dice.clone(), ..again }
}

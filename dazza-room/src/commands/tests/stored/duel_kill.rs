//! A duel crosses a kill at any moment: whatever a deed had done by then, no money is lost and none is made.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use sqlx::PgPool;

use super::duel::open;
use crate::chat::Route;
use crate::commands::tests::till::Till;
use crate::commands::{Deed, Done};
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
async fn for_polls<T>(future: impl Future<Output = T>, n_polls: usize) -> Option<T> {
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

/// Goes through a duel up to `at`, is killed there after so many polls, and begins anew; whether the deed got to its end.
async fn killed(mut till: Till, at: At, n_polls: usize) -> (Till, bool) {
    till.seconds += 3_600;
    if !matches!(at, At::Challenge) {
        till.hear("alice", Route::Public, "!cf 10 gaz").await;
    }
    if matches!(at, At::Load) {
        till.seconds += 5;
        till.room.started = till.now();
    }
    let deed: Deed = match at {
        At::Challenge => till.deed("alice", Route::Public, "!cf 10 gaz"),
        At::Answer => till.reaction(ANSWER_DUEL, "Gaz", "heads"),
        At::Expiry => {
            till.seconds += 30;
            till.reaction(EXPIRE_DUELS, "Dazza", "")
        }
        At::Load => till.reaction(LOAD, "Dazza", ""),
    };
    let done: Option<Done> = for_polls(till.carry_out(deed), n_polls).await;
    let mut till = till.after_a_kill().await;
    till.nobody_else_is_connected().await;
    till.react(LOAD, "Dazza", "").await;
    (till, done.is_some())
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn no_moment_is_a_bad_one_to_be_killed(owner: PgPool) {
    let mut till = open(owner).await;
    for at in [At::Challenge, At::Answer, At::Expiry, At::Load] {
        for n_polls in 1.. {
            let (next, is_done) = killed(till, at, n_polls).await;
            till = next;
            let both = till.balance("alice").await + till.balance("gaz").await;
            assert_eq!(both, 200, "{at:?}, killed at poll {n_polls}");
            till.adds_up().await;
            if is_done {
                assert!(n_polls > 5, "{at:?} has more moments than that");
                break;
            }
        }
    }
}

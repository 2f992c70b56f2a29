//! Money for watching on a real database: once for an hour of somebody's life, in however many rooms.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::counters::CommandResult;
use dazza_shared::money::Money;
use dazza_shared::names::RoomName;
use dazza_shared::store::Store;
use dazza_shared::store::watching::{self, Showing, Watcher};
use jiff::Timestamp;
use sqlx::PgPool;

use super::duel_kill::for_polls;
use crate::chat::pools;
use crate::commands::tests::till::{Till, log_in, only};
use crate::commands::view::tests::NOON;
use crate::commands::{Cause, Deed, Done};
use crate::reactions::{LeftOpen, Note, Seat, Step, WATCH};

fn at(seconds: u64) -> Timestamp {
    later(NOON, Duration::from_secs(seconds))
}

/// What plays from then on, with these people from the start.
fn began(start: u64, names: &[&str]) -> Step {
    let seat = |name: &&str| Seat { who: (**name).to_owned(), since: at(start), left: None };
    let seats = names.iter().map(seat).collect();
    Step::Began { start: at(start), kind: "yt".to_owned(), id: "abc".to_owned(), title: "A Film".to_owned(), seats }
}

/// It is over, and these are to be paid.
fn ended(start: u64, end: u64, names: &[&str]) -> Step {
    Step::Ended { start: at(start), at: at(end), earned: names.iter().map(|name| (*name).to_owned()).collect() }
}

impl Till {
    fn watched(&mut self, steps: &[Step]) -> Deed {
        let steps = serde_json::to_string(steps).unwrap();
        Deed { cause: Cause::Timer, ..self.reaction(WATCH, "Dazza", &steps) }
    }

    /// Puts that down.
    async fn watch(&mut self, steps: &[Step]) -> Done {
        let deed = self.watched(steps);
        let done = self.carry_out(deed).await;
        assert!(done.result == CommandResult::Ok && done.reply.is_silent(), "{done:?}");
        done
    }

    /// Whom watching has brought money how often.
    async fn paid(&self) -> Vec<String> {
        let lines = self.ledger().await.into_iter().filter(|line| line.kind == "video");
        lines
            .inspect(|line| assert!([1, 3].contains(&line.amount.dollars()), "{line:?}"))
            .map(|line| line.who)
            .collect()
    }
}

/// Another room of the same fleet.
struct Elsewhere {
    room: RoomName,
    store: Store,
}

impl Elsewhere {
    async fn open(till: &Till) -> Self {
        let room: RoomName = "thepub".parse().unwrap();
        Self { store: log_in(&till.owner, &room).await, room }
    }

    /// Somebody watches something there from then to then; whether it was paid for.
    async fn watch(&self, who: &str, (start, end): (u64, u64)) -> bool {
        let mut tx = self.store.begin().await.unwrap();
        let (media_type, media_id, title) = ("yt".to_owned(), "xyz".to_owned(), "Another".to_owned());
        watching::open(&mut tx, &self.room, &Showing { start: at(start), media_type, media_id, title }).await.unwrap();
        let watcher = Watcher { who: who.to_owned(), since: at(start), left: None };
        watching::note(&mut tx, &self.room, at(start), &[watcher]).await.unwrap();
        let rewards = [(who.to_owned(), Money::of(1))];
        let paid = watching::end(&mut tx, &self.room, (at(start), at(end)), &rewards).await.unwrap();
        tx.commit().await.unwrap();
        !paid.is_empty()
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn those_who_have_earned_it_are_paid_once_however_often_it_is_put_down(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let moved = |who: &str, since, left: Option<u64>| Step::Moved {
        start: at(0),
        seats: vec![Seat { who: who.to_owned(), since: at(since), left: left.map(at) }],
    };
    let steps = [
        began(0, &["alice", "gaz"]),
        moved("gaz", 0, Some(50)),
        moved("shaz", 20, None),
        ended(0, 100, &["alice", "shaz"]),
        began(100, &["alice"]),
    ];
    for _ in 0..3 {
        till.watch(&steps).await;
        assert_eq!(till.paid().await, ["alice", "shaz"]);
    }
    till.watch(&[ended(0, 100, &["gaz"]), ended(100, 200, &["alice", "nobody"])]).await;
    assert_eq!(till.paid().await, ["alice", "shaz", "alice"], "it had ended, and nobody watched");
    let told = only(till.say("!balance").await).text;
    let (earned, _) = (till.balance("alice").await, pools::BALANCE_VIDEOS);
    assert!(told.contains(&Money::of(earned).to_string()) && told.contains('2'), "{told}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn two_rooms_at_a_time_pay_once_into_one_wallet(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let pub_ = Elsewhere::open(&till).await;
    // The first to end pays; the other overlaps it by more than half.
    till.watch(&[began(0, &["alice"])]).await;
    assert!(pub_.watch("alice", (100, 500)).await);
    till.watch(&[ended(0, 600, &["alice"])]).await;
    assert!(till.paid().await.is_empty());
    // By half and no more, both do.
    till.watch(&[began(1_000, &["alice"])]).await;
    assert!(pub_.watch("alice", (1_100, 1_200)).await);
    till.watch(&[ended(1_000, 1_200, &["alice"])]).await;
    assert_eq!(till.paid().await.len(), 1);
    // Many short ones are as long as all of them together.
    till.watch(&[began(2_000, &["alice"])]).await;
    for n in 0..4 {
        assert!(pub_.watch("alice", (2_000 + n * 90, 2_090 + n * 90)).await);
    }
    till.watch(&[ended(2_000, 2_600, &["alice"])]).await;
    assert_eq!(till.paid().await.len(), 1);
    // The wallet is one, and who was in one room alone is paid all the same.
    till.watch(&[began(3_000, &["alice", "gaz"]), ended(3_000, 3_100, &["alice", "gaz"])]).await;
    assert!(!pub_.watch("alice", (3_020, 3_100)).await, "it was paid for here");
    let here: i64 =
        till.ledger().await.iter().filter(|line| line.who == "alice").map(|line| line.amount.dollars()).sum();
    assert_eq!(till.balance("alice").await, here + 6);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn two_rooms_that_end_at_the_same_moment_do_not_both_pay(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let pub_ = Elsewhere::open(&till).await;
    for n in 0..5 {
        let (start, end) = (n * 1_000, n * 1_000 + 300);
        till.watch(&[began(start, &["alice"])]).await;
        let before = till.paid().await.len();
        let steps = [ended(start, end, &["alice"])];
        let (there, _) = tokio::join!(pub_.watch("alice", (start, end)), till.watch(&steps));
        let here = till.paid().await.len() - before;
        assert_eq!(here + usize::from(there), 1, "at {start}");
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn twenty_an_hour_are_enough(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for n in 0..60 {
        till.watch(&[began(n * 60, &["alice"]), ended(n * 60, n * 60 + 60, &["alice"])]).await;
    }
    assert_eq!(till.paid().await.len(), 20);
    // An hour after the first of them was paid, one more is.
    till.watch(&[began(3_600, &["alice"]), ended(3_600, 3_661, &["alice"])]).await;
    assert_eq!(till.paid().await.len(), 21);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_was_left_open_is_gone_on_with_or_ends_unpaid(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.watch(&[began(0, &["alice", "gaz"])]).await;
    till = till.after_a_kill().await;
    let open = |done: &Done| {
        let open =
            done.notes.iter().find_map(|note| if let Note::LeftOpen(left) = note { Some(left.clone()) } else { None });
        open.map(|LeftOpen { showing, watchers }| (showing.start, showing.media_id, watchers.len()))
    };
    assert_eq!(open(&till.watch(&[Step::Resume]).await), Some((at(0), "abc".to_owned(), 2)));
    till.seconds = 7_199;
    assert!(open(&till.watch(&[Step::Resume]).await).is_some());
    till.seconds = 7_200;
    assert_eq!(open(&till.watch(&[Step::Resume]).await), None, "two hours are too long");
    till.watch(&[ended(0, 7_200, &["alice"])]).await;
    till.watch(&[began(8_000, &["alice"]), began(8_100, &["alice"])]).await;
    till.watch(&[ended(8_000, 8_200, &["alice"])]).await;
    assert!(till.paid().await.is_empty(), "what was not ended in its time is closed unpaid");
    till.watch(&[ended(8_100, 8_200, &["alice"])]).await;
    assert_eq!(till.paid().await, ["alice"]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn no_moment_is_a_bad_one_to_be_killed(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for n_polls in 1.. {
        let n = u64::try_from(n_polls).unwrap();
        let steps = [began(n * 4_000, &["alice"]), ended(n * 4_000, n * 4_000 + 100, &["alice"])];
        let deed = till.watched(&steps);
        let is_done = for_polls(Box::pin(till.carry_out(deed)), n_polls).await.is_some();
        till = till.after_a_kill().await;
        till.nobody_else_is_connected().await;
        till.watch(&steps).await;
        assert_eq!(till.paid().await.len(), n_polls, "killed at poll {n_polls}");
        till.adds_up().await;
        if is_done {
            assert!(n_polls > 1, "there are more moments than that");
            break;
        }
    }
}

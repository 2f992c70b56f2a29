//! Answers that are kept with their effect: found again by who was not told that it happened, and by the next process.

use dazza_shared::store::answer;
use sqlx::PgPool;

use super::duel_kill::for_polls;
use crate::chat::{Receipt, Route};
use crate::commands::tests::till::{Till, only};
use crate::database::Health;
use crate::database::perform::{Performed, perform};
use crate::journal::Unseen;
use crate::reactions::{DELIVER_TELLS, GIVE_REMINDERS, LOAD, Note, TAKE_BACK, lost_in_words};

impl Till {
    /// What is not known to have been seen in the room.
    async fn unseen(&mut self) -> Vec<Unseen> {
        let notes = self.react(LOAD, "Dazza", "").await.notes;
        notes.into_iter().find_map(|note| if let Note::Unseen(unseen) = note { Some(unseen) } else { None }).unwrap()
    }

    async fn seen(&mut self, unseen: &[Unseen]) {
        let (room, now) = (self.room.settings.name.clone(), self.now());
        let tags: Vec<_> = unseen.iter().map(|one| (one.tag.key, one.tag.n)).collect();
        let mut tx = self.store.begin().await.unwrap();
        answer::confirm(&mut tx, &room, &tags, now).await.unwrap();
        tx.commit().await.unwrap();
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_deed_of_whose_end_nobody_was_told_happens_once_and_is_answered(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 10_000).await;
    till.said(&[("shaz", "g'day", 0)]).await;
    let (room, health) = (till.room.settings.name.clone(), Health::default());
    let (mut n_happened, mut n_polls) = (0, 1_i64);
    loop {
        let first = till.deed("alice", Route::Public, "!give shaz 10");
        let again = till.again(&first);
        let deed = Box::pin(perform(&room, &till.store, &health, Box::new(first), false));
        let has_ended = for_polls(deed, usize::try_from(n_polls).unwrap()).await.is_some();
        let Performed::Over(done) = perform(&room, &till.store, &health, Box::new(again), true).await else {
            panic!("the database is there");
        };
        assert!(!done.reply.is_silent(), "after {n_polls} polls: {done:?}");
        n_happened += i32::from(done.notes == [Note::Unsure]);
        assert_eq!(till.balance("shaz").await, 10 * n_polls, "after {n_polls} polls");
        if has_ended {
            break;
        }
        n_polls += 1;
    }
    assert!(n_happened > 0 && n_polls > 5, "{n_happened} of {n_polls}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_next_process_knows_what_may_not_have_been_said(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 100).await;
    till.said(&[("shaz", "g'day", 0)]).await;
    let line = only(till.say("!give shaz 10").await);
    let unseen = till.unseen().await;
    assert_eq!(unseen.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), [line.text.as_str()]);
    till.seen(&unseen).await;
    assert!(till.unseen().await.is_empty(), "it was seen");
    till.say("!give shaz 10").await;
    till.seconds += 60;
    assert!(till.unseen().await.is_empty(), "it is too late for it");
    till.pm("alice", "!give shaz 10").await;
    assert!(till.unseen().await.is_empty(), "a private line is said once at most");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_delivery_is_in_doubt_until_it_is_seen_or_taken_back(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.here(&["alice"]);
    till.say("!tell shaz hi").await;
    till.say("!remind me 1m kettle").await;
    let given = till.unseen().await;
    till.seen(&given).await;
    till.seconds += 3_600;
    till.react(DELIVER_TELLS, "Shaz", "").await;
    till.react(GIVE_REMINDERS, "Dazza", "").await;
    till.seconds += 3_600;
    let unseen = till.unseen().await;
    let receipts: Vec<_> = unseen.iter().filter_map(|one| one.receipt).collect();
    assert!(matches!(receipts[..], [Receipt::Reminder(_), Receipt::Tell(_)]), "{unseen:?}");
    till.seen(&unseen[..1]).await;
    assert_eq!(till.unseen().await, unseen[1..]);
    till.react(TAKE_BACK, "Dazza", &lost_in_words(&receipts[1..])).await;
    assert!(till.unseen().await.is_empty());
    till.react(DELIVER_TELLS, "Shaz", "").await;
    assert_eq!(till.unseen().await.len(), 1, "it is given anew");
}

//! Tells and reminders from the command to their delivery, with what goes wrong in between.

use std::time::Duration;

use dazza_shared::store::reminder::Scheduled;
use sqlx::PgPool;

use super::is_from;
use crate::chat::{Receipt, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::commands::{Cause, Done};
use crate::reactions::{self, DELIVER_TELLS, GIVE_REMINDERS, LOAD, Note, TAKE_BACK};

impl Till {
    /// What is open, as the next process finds it.
    async fn open_post(&mut self) -> (Vec<String>, Vec<Scheduled>) {
        let done = self.react(LOAD, "Dazza", "").await;
        assert!(done.error.is_none(), "{done:?}");
        let open = done.notes.into_iter().find_map(|note| match note {
            Note::Open { recipients, reminders } => Some((recipients, reminders)),
            _ => None,
        });
        open.unwrap()
    }
}

fn receipts(done: &Done) -> Vec<Receipt> {
    done.reply.lines().iter().filter_map(|line| line.receipt).collect()
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn tells_come_oldest_first_three_at_a_time_and_ping(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for (author, text) in [("Gaz", "first"), ("bob", "second"), ("carl", "third"), ("dave", "fourth <b>")] {
        till.said(&[(author, "g'day all", 0)]).await;
        till.say_as(author, &format!("!tell shaz {text}")).await;
    }
    let done = till.react(DELIVER_TELLS, "Shaz", "").await;
    assert_eq!(done.notes, [Note::TellsOf("shaz".to_owned(), true)]);
    let said = lines(done);
    let whens: Vec<_> = said.iter().map(|line| line.after).collect();
    assert_eq!(whens, [1_500, 3_500, 5_500].map(Duration::from_millis));
    for (line, (author, text, age)) in said.iter().zip([
        ("-Gaz", "first", "3 hours ago"),
        ("-bob", "second", "2 hours ago"),
        ("-carl", "third", "1 hour ago"),
    ]) {
        assert!(line.to == To::Room && is_from(pools::TELL_DELIVERY, &line.text), "{}", line.text);
        assert!(line.text.contains("Shaz") && !line.text.contains("-Shaz"), "{}", line.text);
        assert!([author, text, age].iter().all(|part| line.text.contains(part)), "{}", line.text);
        assert!(matches!(line.receipt, Some(Receipt::Tell(_))));
    }
    let done = till.react(DELIVER_TELLS, "Shaz", "").await;
    assert_eq!(done.notes, [Note::TellsOf("shaz".to_owned(), false)]);
    let text = only(done).text;
    assert!(text.ends_with("fourth b") && text.contains("just now"), "{text}");
    assert!(till.react(DELIVER_TELLS, "Shaz", "").await.reply.is_silent());
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_was_left_in_private_is_never_said_in_public(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.pm("gaz", "!tell shaz the secret word").await;
    till.say_as("bob", "!tell shaz the public word").await;
    till.pm("carl", "!tell shaz the other secret").await;
    let said = lines(till.react(DELIVER_TELLS, "Shaz", "").await);
    let shaz = To::Player("Shaz".parse().unwrap());
    assert_eq!(said.iter().map(|line| line.to == shaz).collect::<Vec<_>>(), [false, true, false, true]);
    assert!(is_from(pools::TELL_NUDGE, &said[0].text) && said[0].receipt.is_none(), "{}", said[0].text);
    assert!(said[1].text.contains("the secret word") && is_from(pools::TELL_DELIVERY_PM, &said[1].text));
    assert!(said[1].text.contains("gaz") && !said[1].text.contains("-gaz"), "{}", said[1].text);
    assert!(said.iter().filter(|line| line.to == To::Room).all(|line| !line.text.contains("secret")), "{said:?}");
    assert!(said.iter().skip(1).all(|line| line.receipt.is_some()));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn two_triggers_at_once_deliver_once(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for author in ["gaz", "bob", "carl"] {
        till.say_as(author, "!tell alice hi").await; // refused: she is here
        till.say_as(author, "!tell shaz hi").await;
        till.say_as(author, "!remind alice 1s hi").await;
    }
    till.seconds += 10;
    for (reaction, name) in [(DELIVER_TELLS, "Shaz"), (GIVE_REMINDERS, "Dazza")] {
        let both = Box::pin(till.react_twice(reaction, name)).await;
        let mut got: Vec<_> = both.iter().flat_map(receipts).collect();
        let n = got.len();
        got.sort();
        got.dedup();
        assert_eq!((n, got.len()), (3, 3), "{both:?}");
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_next_process_finds_all_that_is_open(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.say_as("gaz", "!tell Shaz hi").await;
    till.say_as("bob", "!tell shaz hi").await;
    till.say_as("bob", "!tell carl hi").await;
    till.say("!remind 3h tea").await;
    till.say("!remind shaz 1h tea").await;
    let mut till = till.restarted();
    let (recipients, reminders) = till.open_post().await;
    let who: Vec<_> = reminders.iter().map(|one| one.who.as_str()).collect();
    assert_eq!((recipients.len(), who.len()), (2, 2));
    assert!(["shaz", "carl"].iter().all(|key| recipients.iter().any(|known| known == key)));
    assert!(who.contains(&"alice") && who.contains(&"shaz"));
    assert_eq!(lines(till.react(DELIVER_TELLS, "shaz", "").await).len(), 2);
    // What nobody comes for is dropped in the end.
    till.seconds += 31 * 86_400;
    assert_eq!(till.open_post().await, (vec![], vec![]));
    assert!(till.react(DELIVER_TELLS, "carl", "").await.reply.is_silent());
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_was_lost_is_delivered_again(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.say_as("gaz", "!tell shaz hi").await;
    till.say("!remind 1s tea").await;
    till.seconds += 5;
    let told = till.react(DELIVER_TELLS, "shaz", "").await;
    let reminded = till.react(GIVE_REMINDERS, "Dazza", "").await;
    let lost = [receipts(&told), receipts(&reminded)].concat();
    assert_eq!(lost.len(), 2);
    assert_eq!(till.open_post().await, (vec![], vec![]));
    let back = till.react(TAKE_BACK, "Dazza", &reactions::lost_in_words(&lost)).await;
    assert!(
        matches!(back.notes.as_slice(), [Note::TellsOf(key, true), Note::Reminder(_)] if key == "shaz"),
        "{back:?}"
    );
    let (recipients, reminders) = till.open_post().await;
    assert_eq!((recipients, reminders.len()), (vec!["shaz".to_owned()], 1));
    assert_eq!(receipts(&till.react(DELIVER_TELLS, "shaz", "").await).len(), 1);
    assert_eq!(receipts(&till.react(GIVE_REMINDERS, "Dazza", "").await).len(), 1);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn reminders_wait_for_their_time_and_their_person(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.hear("alice", Route::Public, "!remind 10m turn the snags").await;
    till.hear("gaz", Route::Public, "!remind shaz 10m feed the dog").await;
    till.seconds += 599;
    assert!(till.react(GIVE_REMINDERS, "Dazza", "").await.reply.is_silent());
    till.seconds += 1;
    let line = only(till.react(GIVE_REMINDERS, "Dazza", "").await);
    assert!(line.to == To::Room && is_from(pools::REMIND_DUE_SELF, &line.text), "{}", line.text);
    assert!(line.text.contains("alice") && !line.text.contains("-alice") && line.text.contains("turn the snags"));
    till.here(&["Shaz"]);
    till.seconds += 7_200;
    let line = only(till.react(GIVE_REMINDERS, "Dazza", "").await);
    assert!(is_from(pools::REMIND_LATE, &line.text), "{}", line.text);
    assert!(["Shaz", "-gaz", "feed the dog", "2h"].iter().all(|part| line.text.contains(part)), "{}", line.text);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_late_reminder_says_so_and_one_too_late_is_dropped(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.here(&["Dazza"]);
    till.hear("alice", Route::Public, "!remind 10m tea").await;
    till.hear("gaz", Route::Public, "!remind shaz 1h tea").await;
    till.seconds += 1_200;
    till.here(&["alice"]);
    let line = only(till.react(GIVE_REMINDERS, "Dazza", "").await);
    assert!(is_from(pools::REMIND_LATE_SELF, &line.text) && line.text.contains("10m"), "{}", line.text);
    till.here(&["Shaz"]);
    till.seconds += 8 * 86_400;
    assert!(till.react(GIVE_REMINDERS, "Dazza", "").await.reply.is_silent());
    assert_eq!(till.open_post().await.1, []);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_line_that_is_heard_twice_leaves_one_tell_and_makes_us_look_again(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let first = till.deed("alice", Route::Public, "!tell shaz hi");
    let mut second = till.deed("alice", Route::Public, "!tell shaz hi");
    second.cause = first.cause;
    let said = till.carry_out(first).await;
    assert_eq!(said.notes, [Note::TellLeft("shaz".to_owned())]);
    let again = till.carry_out(second).await;
    assert_eq!(again.reply, said.reply);
    assert_eq!(again.notes, [Note::Unsure]);
    assert_eq!(receipts(&till.react(DELIVER_TELLS, "shaz", "").await).len(), 1);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_process_that_ends_still_takes_back_and_does_no_more_commands(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.say("!tell shaz hi").await;
    let lost = receipts(&till.react(DELIVER_TELLS, "shaz", "").await);
    let worker = till.abandoned_worker();
    let command = till.deed("alice", Route::Public, "!tell carl hi");
    let mut take_back = till.reaction(TAKE_BACK, "Dazza", &reactions::lost_in_words(&lost));
    take_back.cause = Cause::Timer;
    for deed in [command, take_back] {
        assert!(worker.submit(Box::new(deed)).is_ok());
    }
    worker.finish().await;
    assert_eq!(till.open_post().await.0, ["shaz"]);
}

//! `raffle` and `ticket`.

use std::collections::BTreeSet;

use dazza_shared::counters::CommandResult::{Ok as Done_, Refused};
use dazza_shared::dice::Dice;
use sqlx::PgPool;

use super::{is_from, refuses, to};
use crate::chat::{Route, To, pools};
use crate::commands::tests::till::{Till, only};

/// A till with a raffle at ten dollars, and people who can pay.
async fn till_with_raffle(owner: PgPool) -> Till {
    let mut till = Till::open(owner).await;
    for who in ["alice", "bob", "carl"] {
        till.fund(who, 100).await;
    }
    let opened = only(till.say_as("Boss", "!raffle start $10 a <meat> tray").await);
    assert!(is_from(pools::RAFFLE_OPENED, &opened.text) && opened.text.contains("$10"), "{}", opened.text);
    till
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn tickets_are_paid_for_and_the_pot_goes_to_the_winner(owner: PgPool) {
    let mut till = till_with_raffle(owner).await;
    assert!(only(till.say("!ticket").await).text.contains('1'));
    let more = only(till.pm("alice", "!tickets 2").await);
    assert!(is_from(pools::RAFFLE_TICKETS, &more.text) && more.text.contains('3') && more.to == to("alice"));
    till.say_as("bob", "!ticket 4").await;
    let shown = only(till.say("!raffle").await).text;
    assert!(is_from(pools::RAFFLE_SHOWN, &shown) && shown.contains("$70") && shown.contains('7'), "{shown}");
    assert_eq!((till.balance("alice").await, till.balance("bob").await), (70, 60));
    till.adds_up().await;
    let drawn = only(till.say_as("Boss", "!raffle draw").await);
    assert!(is_from(pools::RAFFLE_DRAWN, &drawn.text) && drawn.to == To::Room, "{}", drawn.text);
    let winner = if drawn.text.contains("-alice") { "alice" } else { "bob" };
    assert_eq!(till.balance("alice").await + till.balance("bob").await, 200);
    let moves = till.moves().await;
    assert_eq!(moves.last(), Some(&(winner.to_owned(), 70, "raffle".to_owned())), "{moves:?}");
    let seed = till.ledger().await.last().unwrap().details.as_ref().unwrap()["seed"].as_str().unwrap().parse().unwrap();
    let again = Dice::seeded(seed).weighted(&[("alice", 3), ("bob", 4)]).copied();
    assert_eq!(again, Some(winner), "it can be drawn again");
    assert!(is_from(pools::RAFFLE_NONE, &only(till.say_as("Boss", "!raffle draw").await).text));
    let audit = till.audit_lines().await;
    assert!(audit[0].starts_with("boss raffle.start ") && audit[1].starts_with("boss raffle.draw "), "{audit:?}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn every_ticket_may_win(owner: PgPool) {
    let mut till = till_with_raffle(owner).await;
    till.fund("alice", 100_000).await;
    let mut winners = BTreeSet::new();
    for _ in 0..20 {
        till.say("!ticket").await;
        till.say_as("bob", "!ticket").await;
        let drawn = only(till.say_as("Boss", "!raffle draw").await).text;
        winners.insert(drawn.contains("-alice"));
        till.fund("bob", 10).await;
        till.say_as("Boss", "!raffle start 10 again").await;
    }
    assert_eq!(winners.len(), 2);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_was_paid_goes_back_when_it_is_called_off_also_by_the_next_process(owner: PgPool) {
    let mut till = till_with_raffle(owner).await;
    till.say("!ticket 3").await;
    till.say_as("bob", "!ticket 1").await;
    let mut till = till.after_a_kill().await;
    assert!(is_from(pools::RAFFLE_OPEN_ALREADY, &only(till.say_as("Boss", "!raffle start 5 more").await).text));
    let off = only(till.say_as("Boss", "!raffle cancel").await).text;
    assert!(is_from(pools::RAFFLE_CANCELLED, &off) && off.contains("a meat tray"), "{off}");
    assert_eq!((till.balance("alice").await, till.balance("bob").await), (100, 100));
    till.adds_up().await;
    till.say_as("Boss", "!raffle start 10 another").await;
    till.say("!ticket 5").await;
    let till = till.purged().await;
    assert_eq!(till.balance("alice").await, 100, "the room went and the money came back");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_free_raffle_gives_one_ticket_a_head(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert_eq!(till.say_as("Boss", "!raffle start 0 bragging rights").await.result, Done_);
    assert!(is_from(pools::RAFFLE_NO_TICKETS, &only(till.say_as("Boss", "!raffle draw").await).text));
    assert_eq!(till.say("!ticket").await.result, Done_);
    assert!(is_from(pools::RAFFLE_TOO_MANY, &only(till.say("!ticket").await).text));
    assert!(only(till.say_as("Boss", "!raffle draw").await).text.contains("-alice"));
    assert!(till.ledger().await.is_empty());
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_makes_no_ticket_is_refused_with_the_reason(owner: PgPool) {
    let mut till = till_with_raffle(owner).await;
    refuses(
        &mut till,
        &[
            (Route::Public, "!ticket 11", pools::RAFFLE_TOO_POOR, "$100"),
            (Route::Public, "!ticket 101", pools::RAFFLE_TOO_MANY, "100"),
            (Route::Pm, "!ticket 0", pools::RAFFLE_BAD_NUMBER, "0"),
            (Route::Public, "!ticket some", pools::RAFFLE_BAD_NUMBER, "some"),
            (Route::Public, "!raffle start 5 mine", pools::NOT_ALLOWED, "raffle"),
            (Route::Public, "!raffle draw", pools::NOT_ALLOWED, "raffle"),
            (Route::Public, "!raffle cancel", pools::NOT_ALLOWED, "raffle"),
            (Route::Public, "!raffle please", pools::USAGE, "!raffle"),
            (Route::Pm, "!raffle", pools::NOT_BY_PM, "raffle"),
        ],
    )
    .await;
    till.say_as("Boss", "!raffle cancel").await;
    for (line, pool) in [
        ("!raffle start 10", pools::USAGE),
        ("!raffle start ten things", pools::USAGE),
        ("!raffle start 10001 gold", pools::RAFFLE_TOO_DEAR),
        ("!raffle", pools::RAFFLE_NONE),
        ("!ticket", pools::RAFFLE_NONE),
    ] {
        let done = till.say_as("Boss", line).await;
        assert!(done.result == Refused && is_from(pool, &only(done).text), "{line}");
    }
    assert_eq!(till.say_as("Boss", "!raffle start 1 quick").await.result, Done_);
    till.seconds += 60;
    assert_eq!(till.hear("alice", Route::Public, "!ticket").await.result, Done_);
    assert!(is_from(pools::WAIT, &only(till.hear("alice", Route::Public, "!ticket").await).text));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_same_line_pays_once(owner: PgPool) {
    let mut till = till_with_raffle(owner).await;
    let first = till.deed("alice", Route::Public, "!ticket 2");
    let again = till.again(&first);
    let said = till.carry_out(first).await.reply;
    assert_eq!(till.carry_out(again).await.reply, said);
    assert_eq!(till.balance("alice").await, 80);
    till.adds_up().await;
}

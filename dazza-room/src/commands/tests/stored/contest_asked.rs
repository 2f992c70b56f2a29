//! `pissing_contest` up to its beginning: asked for, refused, answered, and come to nothing.

use std::time::Duration;

use dazza_shared::counters::CommandResult;
use sqlx::PgPool;

use super::contest::{balances, held, is_showing, moves, open, record_of, wins};
use super::{is_from, refuses};
use crate::chat::{Route, To, pools};
use crate::commands::tests::till::{lines, only};
use crate::reactions::{ANSWER_CONTEST, ANSWER_DUEL, EXPIRE_CONTESTS, LOAD, Note};

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_challenge_is_refused_with_the_reason(owner: PgPool) {
    let mut till = open(owner).await;
    let refused = [
        (Route::Public, "!piss 5 alice", pools::CONTEST_SELF, ""),
        (Route::Public, "!piss ALICE", pools::CONTEST_SELF, ""),
        (Route::Public, "!piss 5 @Dazza", pools::CONTEST_BOT, ""),
        (Route::Public, "!piss [server]", pools::CONTEST_BOT, ""),
        (Route::Public, "!piss 5 nobody", pools::CONTEST_NOT_HERE, "nobody"),
        (Route::Public, "!piss 50", pools::CONTEST_NO_TARGET, ""),
        (Route::Public, "!piss -50", pools::CONTEST_NO_TARGET, ""),
        (Route::Public, "!piss -5 gaz", pools::CONTEST_BAD_AMOUNT, "-5"),
        (Route::Public, "!piss 10abc gaz", pools::CONTEST_BAD_AMOUNT, "10abc"),
        (Route::Public, "!piss 101 gaz", pools::CONTEST_TOO_POOR, "$100"),
    ];
    refuses(&mut till, &refused).await;
    let bare = only(till.say("!piss").await);
    assert!(bare.text.contains("!pissing_contest [amount] <user>"), "{}", bare.text);
    let by_pm = till.pm("alice", "!piss gaz").await;
    assert_eq!(by_pm.result, CommandResult::Refused);
    // Both have a contest now: alice has dared Gaz, and Gaz is dared.
    till.say("!piss 5 gaz").await;
    for (name, text, pool) in
        [("alice", "!piss 5 shaz", pools::CONTEST_OPEN), ("Shaz", "!piss gaz", pools::CONTEST_TARGET_OPEN)]
    {
        till.seconds += 5;
        let done = till.hear(name, Route::Public, text).await;
        assert_eq!(done.result, CommandResult::Refused);
        assert!(is_from(pool, &only(done).text), "{name} {text}");
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_no_ends_it_and_gives_the_stake_back(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!piss 40 gaz").await;
    let done = till.react(ANSWER_CONTEST, "GAZ", " Can\u{2019}t ").await;
    assert!(matches!(done.notes[..], [Note::ContestOver(_)]), "{done:?}");
    let line = only(done);
    assert!(is_from(pools::CONTEST_DECLINED, &line.text) && line.text.contains("$40"), "{}", line.text);
    assert_eq!(balances(&till).await, [100, 100]);
    assert!(till.react(ANSWER_CONTEST, "Gaz", "yes").await.reply.is_silent(), "it is over");
    assert_eq!(
        till.moves().await,
        moves(&[("alice", -40, "pissing_contest"), ("alice", 40, "pissing_contest_refund")])
    );
    assert_eq!(record_of(&till, "alice").await.n_matches, 0);
    till.adds_up().await;
    till.say("!piss gaz").await;
    let line = only(till.react(ANSWER_CONTEST, "Gaz", "nah").await);
    assert!(!line.text.contains('$'), "{}", line.text);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_cannot_pay_ends_it(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!piss 40 shaz").await;
    let done = till.react(ANSWER_CONTEST, "Shaz", "you're on").await;
    let line = only(done);
    assert!(is_from(pools::CONTEST_TARGET_POOR, &line.text) && line.text.contains("$40"), "{}", line.text);
    assert_eq!(balances(&till).await, [100, 100]);
    till.adds_up().await;
    // Nobody has to rest from what was not held.
    till.seconds += 5;
    let done = till.hear("alice", Route::Public, "!piss gaz").await;
    assert_eq!(done.result, CommandResult::Ok, "{done:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn both_rest_for_five_minutes_and_a_dare_waits_for_them(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!piss gaz").await;
    held(&mut till, wins(0)).await;
    till.seconds += 10;
    for name in ["alice", "Gaz"] {
        let done = till.hear(name, Route::Public, "!piss shaz").await;
        assert_eq!(done.result, CommandResult::Refused);
        let line = only(done);
        assert!(is_from(pools::CONTEST_WAIT, &line.text) && line.text.contains("4m 50s"), "{}", line.text);
    }
    // Who is dared while resting may say yes in vain: the dare stands.
    till.fund("shaz", 10).await;
    till.seconds += 280;
    till.hear("Shaz", Route::Public, "!piss 10 gaz").await;
    let done = till.react(ANSWER_CONTEST, "Gaz", "bet").await;
    assert!(done.notes.is_empty(), "{done:?}");
    let line = only(done);
    assert!(is_from(pools::CONTEST_NOT_RESTED, &line.text) && line.text.contains("-Gaz"), "{}", line.text);
    assert_eq!(till.balance("shaz").await, 0);
    till.seconds += 10;
    is_showing(&lines(till.react(ANSWER_CONTEST, "Gaz", "bet").await));
    till.adds_up().await;
    // It outlives the process, and a restart tells the desk.
    let mut till = till.after_a_kill().await;
    let done = till.react(LOAD, "Dazza", "").await;
    let rests = |note: &Note| {
        matches!(note, Note::Cooldown(command, who, left)
        if command == "pissing_contest" && who == "shaz" && *left > Duration::from_mins(4))
    };
    assert!(done.notes.iter().any(rests), "{done:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn an_answer_counts_once_and_only_from_who_was_dared_in_time(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!piss 40 gaz").await;
    for (name, text) in [("Shaz", "yes"), ("alice", "yes"), ("Gaz", "yes mate")] {
        assert!(till.react(ANSWER_CONTEST, name, text).await.reply.is_silent(), "{name} {text}");
    }
    assert!(till.react(ANSWER_DUEL, "Gaz", "heads").await.reply.is_silent());
    assert_eq!(balances(&till).await, [60, 100]);
    till.seconds += 29;
    let first = till.reaction(ANSWER_CONTEST, "Gaz", "yep");
    let mut again = till.reaction(ANSWER_CONTEST, "Gaz", "yep");
    again.cause = first.cause;
    let said = till.carry_out(first).await.reply;
    let settled = balances(&till).await;
    assert_eq!(till.carry_out(again).await.reply, said, "the same line, heard again");
    assert!(till.react(ANSWER_CONTEST, "Gaz", "yes").await.reply.is_silent(), "another line");
    assert_eq!(balances(&till).await, settled);
    till.say_as("Gaz", "!piss alice").await;
    till.seconds += 30;
    assert!(till.react(ANSWER_CONTEST, "alice", "yes").await.reply.is_silent(), "too late");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_contest_that_nobody_answers_is_called_off_once(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!piss 40 gaz").await;
    till.seconds += 29;
    assert!(till.react(EXPIRE_CONTESTS, "Dazza", "").await.reply.is_silent());
    till.seconds += 1;
    let done = till.react(EXPIRE_CONTESTS, "Dazza", "").await;
    assert_eq!(done.notes, [Note::ContestsOver(till.now())]);
    let line = only(done);
    assert!(is_from(pools::CONTEST_EXPIRED, &line.text) && line.to == To::Room, "{}", line.text);
    assert!(["-alice", "-Gaz", "$40"].iter().all(|part| line.text.contains(part)), "{}", line.text);
    assert!(till.react(EXPIRE_CONTESTS, "Dazza", "").await.reply.is_silent());
    assert_eq!(balances(&till).await, [100, 100]);
    till.adds_up().await;
    // The next dare does so as well, when it comes first.
    till.say("!piss 100 gaz").await;
    let said = lines(till.say("!piss 100 gaz").await);
    assert!(
        is_from(pools::CONTEST_EXPIRED, &said[0].text) && is_from(pools::CONTEST_CHALLENGE, &said[1].text),
        "{said:?}"
    );
    assert_eq!(balances(&till).await, [0, 100]);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_new_process_calls_off_the_contests_of_the_last_and_a_purge_gives_stakes_back(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!piss 40 gaz").await;
    let mut till = till.after_a_kill().await;
    let line = only(till.react(LOAD, "Dazza", "").await);
    assert!(is_from(pools::CONTEST_INTERRUPTED, &line.text) && line.text.contains("$40"), "{}", line.text);
    assert_eq!(balances(&till).await, [100, 100]);
    assert!(till.react(ANSWER_CONTEST, "Gaz", "yes").await.reply.is_silent());
    till.say("!piss 40 gaz").await;
    let done = till.react(LOAD, "Dazza", "").await;
    assert!(done.reply.is_silent() && done.notes.iter().any(|note| matches!(note, Note::ContestOpen(_))), "{done:?}");
    assert_eq!(balances(&till).await, [60, 100]);
    let till = till.purged().await;
    assert_eq!(balances(&till).await, [100, 100]);
    till.adds_up().await;
}

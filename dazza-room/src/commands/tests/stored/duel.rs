//! `coin_flip` between two players: asked for, answered, and come to nothing.

use dazza_shared::clock::later;
use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use sqlx::PgPool;

use super::{after, is_from, refuses};
use crate::chat::{ReplyLine, Route, To, pools};
use crate::commands::Done;
use crate::commands::tests::till::{Till, lines, only, present};
use crate::games::coin_flip::{CHALLENGE_STANDS, Side, flip};
use crate::reactions::{ANSWER_DUEL, EXPIRE_DUELS, LOAD, Note};

/// A till of a room with alice and Gaz, who have 100 dollars each, and broke Shaz.
pub(super) async fn open(owner: PgPool) -> Till {
    let mut till = Till::open(owner).await;
    till.room.roster.replace(["alice", "Gaz", "Shaz", "Dazza"].map(present));
    till.fund("alice", 100).await;
    till.fund("gaz", 100).await;
    till
}

/// An answer that makes that side fall.
async fn answered(till: &mut Till, name: &str, text: &str, falls: Side) -> Done {
    till.dice = (0..u64::MAX).map(Dice::seeded).find(|dice| flip(&mut dice.clone().child()) == falls).unwrap();
    till.react(ANSWER_DUEL, name, text).await
}

/// Who has what, alice first.
async fn balances(till: &Till) -> [i64; 2] {
    [till.balance("alice").await, till.balance("gaz").await]
}

fn moves(of: &[(&str, i64, &str)]) -> Vec<(String, i64, String)> {
    of.iter().map(|(who, dollars, kind)| ((*who).to_owned(), *dollars, (*kind).to_owned())).collect()
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_winner_of_a_duel_takes_both_stakes(owner: PgPool) {
    let mut till = open(owner).await;
    let done = till.say("!coin_flip 40 @gaz").await;
    let until = later(till.now(), CHALLENGE_STANDS);
    let [Note::DuelsOver(_), Note::DuelOpen(noted)] = &done.notes[..] else { panic!("{done:?}") };
    assert_eq!((noted.challenged.as_str(), noted.until), ("gaz", until));
    let duel = noted.id;
    let line = only(done);
    assert!(is_from(pools::DUEL_CHALLENGE, &line.text) && line.to == To::Room, "{}", line.text);
    assert!(["-alice", "$40", "30s"].iter().all(|part| line.text.contains(part)), "{}", line.text);
    assert!(line.text.contains("Gaz") && !line.text.contains("-Gaz"), "who is asked should look up: {}", line.text);
    assert_eq!(balances(&till).await, [60, 100]);
    till.adds_up().await;
    let done = answered(&mut till, "Gaz", "HEADS", Side::Heads).await;
    assert_eq!(done.notes, [Note::DuelOver(duel)]);
    let said = lines(done);
    assert!(is_from(pools::DUEL_RESULT, &said[0].text) && said[0].to == To::Room, "{said:?}");
    assert!(["heads", "-Gaz", "-alice", "$80"].iter().all(|part| said[0].text.contains(part)), "{said:?}");
    assert_eq!(balances(&till).await, [60, 140]);
    assert_eq!(
        till.moves().await,
        moves(&[("alice", -40, "coin_flip"), ("gaz", -40, "coin_flip"), ("gaz", 80, "coin_flip")])
    );
    let ledger = till.ledger().await;
    assert!(ledger[0].cause != ledger[1].cause && ledger[1].cause == ledger[2].cause);
    let details = ledger[2].details.clone().unwrap();
    let mut dice = Dice::seeded(details["seed"].as_str().unwrap().parse().unwrap());
    assert_eq!((details["fallen"].as_str(), &details["duel"]), (Some(flip(&mut dice).name()), &duel.into()));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_wrong_call_loses_to_the_challenger_and_both_have_statistics(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!cf 40 gaz").await;
    let said = lines(answered(&mut till, "Gaz", "heads", Side::Tails).await);
    assert!(said[0].text.contains("tails"), "{said:?}");
    assert_eq!(balances(&till).await, [140, 60]);
    let (alice, gaz) = (till.flips_of("alice").await, till.flips_of("gaz").await);
    assert_eq!((alice.n_flips, alice.n_heads, alice.n_won, alice.streak), (1, 0, 1, 1));
    assert_eq!((alice.staked, alice.won, alice.lost), (Money::of(40), Money::of(80), Money::ZERO));
    assert_eq!((gaz.n_flips, gaz.n_heads, gaz.n_won, gaz.streak), (1, 0, 0, -1));
    assert_eq!((gaz.staked, gaz.won, gaz.lost), (Money::of(40), Money::ZERO, Money::of(40)));
    assert_eq!(till.flips_of("dazza").await.n_flips, 0, "the house has no part in it");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_duel_is_remarked_upon_now_and_then(owner: PgPool) {
    let mut till = open(owner).await;
    let mut remarks = Vec::new();
    for seed in 0..30 {
        till.say("!cf 1 gaz").await;
        till.dice = Dice::seeded(seed);
        remarks.extend(lines(till.react(ANSWER_DUEL, "Gaz", "tails").await).into_iter().skip(1));
    }
    assert!((4..22).contains(&remarks.len()), "{remarks:?}");
    let is_right = |line: &ReplyLine| is_from(pools::DUEL_REMARK, &line.text) && after(line) == 2_000;
    assert!(remarks.iter().all(is_right), "{remarks:?}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_challenge_is_refused_with_the_reason(owner: PgPool) {
    let mut till = open(owner).await;
    let refused = [
        (Route::Public, "!cf 5 alice", pools::DUEL_SELF, ""),
        (Route::Public, "!cf 5 @Dazza", pools::DUEL_BOT, ""),
        (Route::Public, "!cf 5 [server]", pools::DUEL_BOT, ""),
        (Route::Public, "!cf 5 nobody", pools::DUEL_NOT_HERE, "nobody"),
        (Route::Public, "!cf 101 gaz", pools::FLIP_TOO_POOR, "$100"),
        (Route::Public, "!cf 101 shaz", pools::FLIP_TOO_POOR, "$100"),
        (Route::Public, "!cf 5 shaz", pools::DUEL_TARGET_POOR, "-Shaz"),
        (Route::Public, "!cf five gaz", pools::FLIP_BAD_AMOUNT, "five"),
        (Route::Pm, "!cf 5 gaz", pools::DUEL_NOT_BY_PM, ""),
    ];
    refuses(&mut till, &refused).await;
    let broke = only(till.say("!cf 5 shaz").await);
    assert!(!broke.text.contains('$'), "what others own is theirs to tell: {}", broke.text);
    // Both have a duel now: alice with Gaz, and Gaz is asked.
    till.fund("shaz", 50).await;
    till.say("!cf 5 gaz").await;
    for (name, text, pool) in [
        ("alice", "!cf 5 shaz", pools::DUEL_OPEN),
        ("alice", "!cf 5 gaz", pools::DUEL_OPEN),
        ("Shaz", "!cf 5 gaz", pools::DUEL_TARGET_OPEN),
    ] {
        till.seconds += 5;
        let done = till.hear(name, Route::Public, text).await;
        assert_eq!(done.result, CommandResult::Refused);
        assert!(is_from(pool, &only(done).text), "{name} {text}");
    }
    let other = till.hear("Gaz", Route::Public, "!cf 5 alice").await;
    assert_eq!(other.result, CommandResult::Ok, "who is asked may ask somebody too");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_cannot_pay_any_more_ends_the_duel(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!cf 40 gaz").await;
    till.hear("Gaz", Route::Public, "!give shaz 61").await;
    let before = till.moves().await.len();
    let line = only(till.react(ANSWER_DUEL, "Gaz", "heads").await);
    assert!(is_from(pools::DUEL_REFUNDED, &line.text) && line.text.contains("$40"), "{}", line.text);
    assert_eq!(balances(&till).await, [100, 39]);
    assert_eq!(till.moves().await[before..], moves(&[("alice", 40, "coin_flip_refund")]));
    assert_eq!(till.flips_of("alice").await.n_flips, 0);
    till.adds_up().await;
    assert!(till.react(ANSWER_DUEL, "Gaz", "heads").await.reply.is_silent(), "it is over");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn an_answer_counts_once_and_only_from_who_was_asked_in_time(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!cf 40 gaz").await;
    assert!(till.react(ANSWER_DUEL, "Shaz", "heads").await.reply.is_silent());
    assert!(till.react(ANSWER_DUEL, "alice", "heads").await.reply.is_silent());
    assert_eq!(balances(&till).await, [60, 100]);
    till.seconds += 29;
    let first = till.reaction(ANSWER_DUEL, "Gaz", "heads");
    let mut again = till.reaction(ANSWER_DUEL, "Gaz", "heads");
    again.cause = first.cause;
    let said = till.carry_out(first).await.reply;
    let settled = balances(&till).await;
    assert_eq!(till.carry_out(again).await.reply, said, "the same line, heard again");
    assert!(till.react(ANSWER_DUEL, "Gaz", "heads").await.reply.is_silent(), "another line");
    assert_eq!(balances(&till).await, settled);
    till.say_as("Gaz", "!cf 10 alice").await;
    till.seconds += 30;
    assert!(till.react(ANSWER_DUEL, "alice", "heads").await.reply.is_silent(), "too late");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_duel_that_nobody_answers_is_called_off_once(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!cf 40 gaz").await;
    till.seconds += 29;
    assert!(till.react(EXPIRE_DUELS, "Dazza", "").await.reply.is_silent());
    assert_eq!(balances(&till).await, [60, 100]);
    till.seconds += 1;
    let done = till.react(EXPIRE_DUELS, "Dazza", "").await;
    assert_eq!(done.notes, [Note::DuelsOver(till.now())]);
    let line = only(done);
    assert!(is_from(pools::DUEL_EXPIRED, &line.text) && line.to == To::Room, "{}", line.text);
    assert!(["-alice", "-Gaz", "$40"].iter().all(|part| line.text.contains(part)), "{}", line.text);
    assert!(till.react(EXPIRE_DUELS, "Dazza", "").await.reply.is_silent());
    assert_eq!(till.moves().await, moves(&[("alice", -40, "coin_flip"), ("alice", 40, "coin_flip_refund")]));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_next_challenge_calls_off_what_has_run_out(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!cf 100 gaz").await;
    till.fund("shaz", 50).await;
    till.say_as("Shaz", "!cf 50 alice").await;
    // Alice's stake of before is all she has, and comes back in the same breath.
    let said = lines(till.say("!cf 100 gaz").await);
    let [expired, challenge] = <[_; 2]>::try_from(said).unwrap();
    assert!(is_from(pools::DUEL_EXPIRED, &expired.text) && expired.text.contains("-Shaz"), "{}", expired.text);
    assert!(is_from(pools::DUEL_CHALLENGE, &challenge.text), "{}", challenge.text);
    assert_eq!((balances(&till).await, till.balance("shaz").await), ([0, 100], 50));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_same_challenge_takes_one_stake(owner: PgPool) {
    let mut till = open(owner).await;
    let first = till.deed("alice", Route::Public, "!cf 40 gaz");
    let again = till.again(&first);
    let said = till.carry_out(first).await.reply;
    assert_eq!(till.carry_out(again).await.reply, said);
    assert_eq!(balances(&till).await, [60, 100]);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_new_process_calls_off_the_duels_of_the_last_and_keeps_its_own(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!cf 40 gaz").await;
    let mut till = till.after_a_kill().await;
    let done = till.react(LOAD, "Dazza", "").await;
    assert!(done.notes.contains(&Note::Loaded), "{done:?}");
    let line = only(done);
    assert!(is_from(pools::DUEL_INTERRUPTED, &line.text) && line.to == To::Room, "{}", line.text);
    assert_eq!(balances(&till).await, [100, 100]);
    assert!(till.react(ANSWER_DUEL, "Gaz", "heads").await.reply.is_silent());
    till.say("!cf 40 gaz").await;
    let done = till.react(LOAD, "Dazza", "").await;
    assert!(done.reply.is_silent() && done.notes.iter().any(|note| matches!(note, Note::DuelOpen(_))), "{done:?}");
    assert_eq!(balances(&till).await, [60, 100]);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_room_that_is_purged_gives_open_stakes_back(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!cf 40 gaz").await;
    let till = till.purged().await;
    assert_eq!(balances(&till).await, [100, 100]);
    till.adds_up().await;
}

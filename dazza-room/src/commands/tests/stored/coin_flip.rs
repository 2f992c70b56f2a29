//! `coin_flip` against the house.

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use sqlx::PgPool;

use super::{after, is_from, refuses, to};
use crate::chat::{ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::games::coin_flip::{Side, flip};

/// A seed with which heads fall, or tails.
fn seed_of(side: Side) -> u64 {
    (0..u64::MAX).find(|seed| flip(&mut Dice::seeded(*seed)) == side).unwrap()
}

/// What is said when alice flips and that falls.
async fn flipped(till: &mut Till, route: Route, text: &str, falls: Side) -> Vec<ReplyLine> {
    let mut deed = till.deed("alice", route, text);
    deed.dice = Dice::seeded(seed_of(falls));
    lines(till.carry_out(deed).await)
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_right_call_is_paid_double_and_the_wrong_one_is_gone(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    let said = flipped(&mut till, Route::Public, "!coin_flip 100 Heads", Side::Heads).await;
    let [ack, result, told] = <[_; 3]>::try_from(said).unwrap();
    assert!(is_from(pools::FLIP_ACK, &ack.text) && ack.to == To::Room);
    assert!(is_from(pools::FLIP_WIN, &result.text) && result.to == to("alice"));
    assert!(result.text.contains("heads") && result.text.contains("$1,100"), "{}", result.text);
    assert!(is_from(pools::FLIP_PUBLIC_WIN, &told.text) && told.to == To::Room && after(&told) == 1_500);
    let said = flipped(&mut till, Route::Public, "!cf 100 tails", Side::Heads).await;
    assert!(is_from(pools::FLIP_LOSE, &said[1].text) && said[1].text.contains("$1,000"), "{}", said[1].text);
    let line = |dollars| ("alice".to_owned(), dollars, "coin_flip".to_owned());
    assert_eq!(till.moves().await, [line(-100), line(200), line(-100)]);
    let details = till.ledger().await[1].details.clone().unwrap();
    assert_eq!(details["seed"], seed_of(Side::Heads).to_string());
    assert_eq!((&details["call"], &details["fallen"]), (&"heads".into(), &"heads".into()));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn in_private_there_is_neither_ack_nor_a_word_to_the_room(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    let said = flipped(&mut till, Route::Pm, "!flip 100 heads", Side::Heads).await;
    assert!(said.len() == 1 && said[0].to == to("alice"), "{said:?}");
    let small = flipped(&mut till, Route::Public, "!flip 99 heads", Side::Heads).await;
    assert_eq!(small.len(), 2, "{small:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn without_a_call_the_bot_makes_one_and_losers_are_taunted_now_and_then(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    let (mut n_lost, mut n_taunts) = (0, 0);
    for seed in 0..80 {
        let mut deed = till.deed("alice", Route::Public, "!coin_flip 1");
        deed.dice = Dice::seeded(seed);
        let said = lines(till.carry_out(deed).await);
        let taunts = said.iter().filter(|line| after(line) == 2_000).count();
        assert!(said.iter().skip(1).all(|line| line.to == to("alice")), "{said:?}");
        n_lost += usize::from(is_from(pools::FLIP_LOSE, &said[1].text));
        n_taunts += taunts;
    }
    assert!((25..55).contains(&n_lost) && (4..25).contains(&n_taunts), "{n_lost} {n_taunts}");
    let called = |line: &dazza_shared::store::ledger::Line| line.details.as_ref().unwrap()["call"] == "heads";
    let n_heads = till.ledger().await.iter().filter(|line| line.amount < Money::ZERO && called(line)).count();
    assert!((25..55).contains(&n_heads), "{n_heads}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn player_and_house_have_statistics_and_the_house_keeps_its_money(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    till.fund("dazza", 500).await;
    for (text, falls) in [
        ("!cf 10 heads", Side::Heads),
        ("!cf 30 tails", Side::Tails),
        ("!cf 50 tails", Side::Heads),
        ("!cf 5 heads", Side::Tails),
    ] {
        flipped(&mut till, Route::Public, text, falls).await;
    }
    let (alice, house) = (till.flips_of("alice").await, till.flips_of("dazza").await);
    assert_eq!((alice.n_flips, alice.n_heads, alice.n_won), (4, 2, 2));
    assert_eq!((alice.staked, alice.won, alice.lost), (Money::of(95), Money::of(80), Money::of(55)));
    assert_eq!((alice.biggest, alice.streak, alice.longest), ((Money::of(30), Money::of(50)), -2, (2, 2)));
    assert_eq!((house.n_flips, house.n_heads, house.n_won), (4, 2, 2));
    assert_eq!((house.staked, house.won, house.lost), (Money::of(95), Money::of(110), Money::of(40)));
    assert_eq!((house.biggest, house.streak, house.longest), ((Money::of(50), Money::of(30)), 2, (2, 2)));
    assert_eq!(till.balance("dazza").await, 500);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_flip_is_refused_with_the_reason(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 30).await;
    let lines = [
        (Route::Public, "!coin_flip 31", pools::FLIP_TOO_POOR, "$30"),
        (Route::Pm, "!coin_flip 31 heads", pools::FLIP_TOO_POOR, "$30"),
        (Route::Public, "!coin_flip 10001", pools::FLIP_OVER_CAP, "$10,000"),
        (Route::Public, "!coin_flip 99999999999", pools::FLIP_OVER_CAP, "$10,000"),
        (Route::Public, "!coin_flip 0", pools::FLIP_BAD_AMOUNT, "0"),
        (Route::Public, "!coin_flip 10abc heads", pools::FLIP_BAD_AMOUNT, "10abc"),
        (Route::Public, "!coin_flip", pools::USAGE, "!coin_flip <amount>"),
    ];
    refuses(&mut till, &lines).await;
    assert_eq!(till.flips_of("alice").await.n_flips, 0);
    assert_eq!(till.say("!cf 1").await.result, CommandResult::Ok);
    let waits = only(till.hear("alice", Route::Public, "!cf 1").await);
    assert!(is_from(pools::FLIP_WAIT, &waits.text), "{}", waits.text);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_same_line_flips_once(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 100).await;
    let first = till.deed("alice", Route::Public, "!cf 10");
    let again = till.again(&first);
    let said = till.carry_out(first).await.reply;
    let before = till.balance("alice").await;
    assert_eq!(till.carry_out(again).await.reply.lines(), &said.lines()[..1], "what is private is said once at most");
    assert_eq!((till.balance("alice").await, till.flips_of("alice").await.n_flips), (before, 1));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_house_goes_as_far_as_the_settings_say(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 20_000).await;
    refuses(&mut till, &[(Route::Public, "!coin_flip 10001", pools::FLIP_OVER_CAP, "$10,000")]).await;
    till.room.settings.commands.coin_flip_cap = 50;
    refuses(&mut till, &[(Route::Public, "!coin_flip 51", pools::FLIP_OVER_CAP, "$50")]).await;
    assert_eq!(till.say("!coin_flip 50").await.result, CommandResult::Ok);
    till.room.settings.commands.coin_flip_cap = 15_000;
    assert_eq!(till.say("!coin_flip 15000").await.result, CommandResult::Ok);
    till.adds_up().await;
}

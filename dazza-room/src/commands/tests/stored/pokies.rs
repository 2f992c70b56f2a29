//! `pokies`.

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use sqlx::PgPool;

use super::{after, is_from, refuses, to};
use crate::chat::{Pool, ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::games::pokies::{Outcome, outcome, payout, spin};

/// A little before the first seed of the rarest spin: four million are looked through to find it, which takes a minute.
const BEFORE_MEGA_JACKPOT: u64 = 4_093_000;

/// A seed with which a spin at `stake` comes out like that.
fn seed_of(wanted: Outcome, stake: i64) -> u64 {
    let first = if wanted == Outcome::MegaJackpot { BEFORE_MEGA_JACKPOT } else { 0 };
    (first..u64::MAX).find(|seed| outcome(spin(&mut Dice::seeded(*seed)), Money::of(stake)) == wanted).unwrap()
}

/// What is said of a spin of alice's that comes out like that.
async fn spun(till: &mut Till, route: Route, stake: i64, wanted: Outcome) -> Vec<ReplyLine> {
    let mut deed = till.deed("alice", route, &format!("!pokies {stake}"));
    deed.dice = Dice::seeded(seed_of(wanted, stake));
    lines(till.carry_out(deed).await)
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_spin_is_paid_as_it_falls_and_told_with_the_balance_after_it(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 100_000).await;
    let mut balance = 100_000;
    for (wanted, pool, fanfare) in [
        (Outcome::Jackpot, pools::POKIES_JACKPOT, true),
        (Outcome::Triple, pools::POKIES_TRIPLE, false),
        (Outcome::SmallWin, pools::POKIES_SMALL_WIN, false),
        (Outcome::Pair, pools::POKIES_PAIR, false),
        (Outcome::Loss, pools::POKIES_LOSS, false),
    ] {
        let paid = payout(spin(&mut Dice::seeded(seed_of(wanted, 10))), Money::of(10)).dollars();
        let said = spun(&mut till, Route::Public, 10, wanted).await;
        balance += paid - 10;
        assert!(is_from(pools::POKIES_ACK, &said[0].text) && said[0].to == To::Room, "{said:?}");
        assert!(is_from(pool, &said[1].text) && said[1].to == to("alice"), "{said:?}");
        assert!(said[1].text.contains(&Money::of(balance).to_string()), "{said:?} but {balance}");
        assert_eq!(said.get(2).is_some_and(|line| after(line) == 2_500), fanfare, "{said:?}");
        assert_eq!(till.balance("alice").await, balance);
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_ledger_has_stake_and_payout_and_can_play_the_spin_again(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 20).await;
    spun(&mut till, Route::Public, 20, Outcome::Triple).await;
    spun(&mut till, Route::Public, 20, Outcome::Loss).await;
    let ledger = till.ledger().await;
    assert_eq!(ledger.len(), 3, "a loss is a stake alone: {ledger:?}");
    let [staked, paid, lost] = <[_; 3]>::try_from(ledger).unwrap();
    assert_eq!((staked.amount, staked.effect, paid.effect), (Money::of(-20), Some(0), Some(1)));
    assert!(staked.cause == paid.cause && paid.cause != lost.cause);
    assert!([&staked, &paid, &lost].iter().all(|line| line.kind == "pokies"));
    for line in [&staked, &lost] {
        let details = line.details.as_ref().unwrap();
        let reels = spin(&mut Dice::seeded(details["seed"].as_str().unwrap().parse().unwrap()));
        assert_eq!(details["reels"], reels.to_string());
        assert_eq!(details["paid"], payout(reels, Money::of(20)).dollars());
    }
    assert_eq!(paid.details.unwrap()["paid"], paid.amount.dollars());
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_room_hears_of_what_is_big_also_when_it_fell_in_private(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    let said = spun(&mut till, Route::Pm, 1, Outcome::MegaJackpot).await;
    let [result, told] = <[_; 2]>::try_from(said).unwrap();
    assert!(is_from(pools::POKIES_MEGA_JACKPOT, &result.text) && result.to == to("alice"));
    assert!(is_from(pools::POKIES_PUBLIC_JACKPOT, &told.text) && told.to == To::Room, "{}", told.text);
    assert!(after(&told) == 2_500 && told.text.contains("-alice") && told.text.contains("$100"), "{}", told.text);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn where_nothing_private_is_announced_a_jackpot_stays_private(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    till.room.settings.commands.pm_announce = false;
    let said = spun(&mut till, Route::Pm, 1, Outcome::MegaJackpot).await;
    assert!(said.len() == 1 && said[0].to == to("alice"), "{said:?}");
    let said = spun(&mut till, Route::Public, 1, Outcome::MegaJackpot).await;
    assert!(said.iter().any(|line| is_from(pools::POKIES_PUBLIC_JACKPOT, &line.text)), "{said:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_loss_is_remarked_upon_now_and_then_the_way_it_was_played(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000_000).await;
    for (route, stake, address) in
        [(Route::Public, 10, To::Room), (Route::Public, 50, To::Room), (Route::Pm, 50, to("alice"))]
    {
        let (mut n_first, mut n_second) = (0, 0);
        for seed in 0..60 {
            let mut deed = till.deed("alice", route, &format!("!pokies {stake}"));
            deed.dice = Dice::seeded(seed);
            for line in lines(till.carry_out(deed).await).iter().filter(|line| after(line) >= 3_000) {
                let is_first = after(line) == 3_000;
                let pool: Pool = if is_first { pools::POKIES_LOSS_REMARK } else { pools::POKIES_BIG_STAKE_REMARK };
                assert!(is_from(pool, &line.text) && line.to == address, "{line:?}");
                assert!(is_first || after(line) == 4_500, "{line:?}");
                *(if is_first { &mut n_first } else { &mut n_second }) += 1;
            }
        }
        assert!((8..30).contains(&n_first), "{n_first}");
        assert_eq!((15..45).contains(&n_second), stake == 50, "{n_second}");
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_spin_is_refused_with_the_reason_and_too_early_with_the_wait(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 30).await;
    let lines = [
        (Route::Public, "!pokies 31", pools::POKIES_TOO_POOR, "$30"),
        (Route::Pm, "!slots 31", pools::POKIES_TOO_POOR, "$30"),
        (Route::Public, "!pokies 1001", pools::POKIES_TOO_MUCH, "$1,000"),
        (Route::Public, "!pokies 99999999999", pools::POKIES_TOO_MUCH, "$1,000"),
        (Route::Public, "!pokies 0", pools::POKIES_BAD_STAKE, "0"),
        (Route::Public, "!pokies ten", pools::POKIES_BAD_STAKE, "ten"),
        (Route::Public, "!pokies", pools::USAGE, "!pokies <amount>"),
    ];
    refuses(&mut till, &lines).await;
    assert_eq!(till.say("!pokies 1").await.result, CommandResult::Ok);
    let waits = only(till.hear("alice", Route::Pm, "!pokies 1").await);
    assert!(is_from(pools::POKIES_WAIT, &waits.text) && waits.text.contains("3s"), "{}", waits.text);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_same_line_spins_once(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 100).await;
    let first = till.deed("alice", Route::Public, "!pokies 10");
    let again = till.again(&first);
    let said = till.carry_out(first).await.reply;
    let before = till.balance("alice").await;
    assert_eq!(till.carry_out(again).await.reply.lines(), &said.lines()[..1], "what is private is said once at most");
    assert_eq!(till.balance("alice").await, before);
    till.adds_up().await;
}

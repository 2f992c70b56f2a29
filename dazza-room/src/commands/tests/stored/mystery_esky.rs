//! `mystery_esky`.

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use dazza_shared::store::earning::{self, EskyRecord};
use sqlx::PgPool;

use super::{after, is_from, refuses, to};
use crate::chat::{ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::games::mystery_esky::{Contents, Size, open};

/// A seed with which an esky holds what `suits`, and what.
fn seed_of(suits: impl Fn(Contents) -> bool) -> (u64, Contents) {
    let held = |seed| (seed, open(&mut Dice::seeded(seed)));
    (0..u64::MAX).map(held).find(|(_, contents)| suits(*contents)).unwrap()
}

fn seed_of_size(wanted: Size) -> (u64, i64) {
    let (seed, contents) = seed_of(|contents| matches!(contents, Contents::Prize(size, _) if size == wanted));
    let Contents::Prize(_, prize) = contents else { panic!("{contents:?}") };
    (seed, prize.dollars())
}

/// What is said of an esky of alice's that is opened with `seed`, an hour after the last.
async fn opened(till: &mut Till, route: Route, seed: u64) -> Vec<ReplyLine> {
    let mut deed = till.deed("alice", route, "!esky");
    deed.dice = Dice::seeded(seed);
    lines(till.carry_out(deed).await)
}

impl Till {
    async fn eskies_of(&self, who: &str) -> EskyRecord {
        let mut tx = self.store.begin().await.unwrap();
        earning::eskies_of(&mut tx, &self.room.settings.name, who).await.unwrap().unwrap()
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_lies_in_an_esky_is_told_in_private_and_a_jackpot_to_the_room(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    let mut balance = 1_000;
    let (nothing, _) = seed_of(|contents| contents == Contents::Nothing);
    let of = |size, pool| (pool, seed_of_size(size));
    for (pool, (seed, prize)) in [
        (pools::ESKY_NOTHING, (nothing, 0)),
        of(Size::Small, pools::ESKY_SMALL),
        of(Size::Medium, pools::ESKY_MEDIUM),
        of(Size::Good, pools::ESKY_GOOD),
        of(Size::Jackpot, pools::ESKY_JACKPOT),
    ] {
        for route in [Route::Public, Route::Pm] {
            let said = opened(&mut till, route, seed).await;
            balance += prize - 80;
            let is_public = route == Route::Public;
            let (opening, result) = (&said[usize::from(is_public)], &said[1 + usize::from(is_public)]);
            assert!(!is_public || is_from(pools::ESKY_ACK, &said[0].text) && said[0].to == To::Room, "{said:?}");
            assert!(is_from(pools::ESKY_OPENING, &opening.text) && after(opening) == 0, "{said:?}");
            assert!(is_from(pool, &result.text) && is_from(pools::ESKY_SLIP, &result.text), "{result:?}");
            assert!([opening, result].iter().all(|line| line.to == to("alice")) && after(result) == 3_000, "{said:?}");
            let told = [balance, prize - 80].map(|dollars| Money::of(dollars).to_string());
            assert!(told.iter().all(|part| result.text.contains(part)), "{told:?}: {result:?}");
            let is_jackpot = prize >= 200;
            assert_eq!(said.len(), 2 + usize::from(is_public) + usize::from(is_jackpot), "{said:?}");
            if let Some(line) = said.last().filter(|_| is_jackpot) {
                assert!(is_from(pools::ESKY_PUBLIC_JACKPOT, &line.text) && line.to == To::Room, "{line:?}");
                assert!(line.text.contains(&Money::of(prize).to_string()) && after(line) == 4_000, "{line:?}");
            }
            assert_eq!(till.balance("alice").await, balance);
        }
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_trap_costs_the_price_and_of_the_bill_what_is_left(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let (seed, contents) = seed_of(|contents| matches!(contents, Contents::Trap(bill) if bill > Money::of(20)));
    let Contents::Trap(bill) = contents else { panic!("{contents:?}") };
    for (funds, paid) in [(500, bill.dollars()), (95, 15), (80, 0)] {
        let left = till.balance("alice").await;
        till.fund("alice", funds - left).await;
        let before = till.moves().await.len();
        let said = opened(&mut till, Route::Pm, seed).await;
        let pool = if paid > 0 { pools::ESKY_TRAP } else { pools::ESKY_TRAP_FREE };
        assert!(is_from(pool, &said[1].text), "{said:?}");
        let told = [funds - 80 - paid, -80 - paid].map(|dollars| Money::of(dollars).to_string());
        assert!(told.iter().all(|part| said[1].text.contains(part)), "{told:?}: {said:?}");
        assert!(paid == 0 || said[1].text.contains(&Money::of(paid).to_string()), "{said:?}");
        let amounts: Vec<_> = till.moves().await[before..].iter().map(|(_, amount, _)| *amount).collect();
        assert_eq!(amounts, if paid > 0 { vec![-80, -paid] } else { vec![-80] }, "price and bill have a line each");
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_statistics_take_the_prize_and_what_is_lost(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    let (small, jackpot) = (seed_of_size(Size::Small), seed_of_size(Size::Jackpot));
    let (nothing, _) = seed_of(|contents| contents == Contents::Nothing);
    let (trap, contents) = seed_of(|contents| matches!(contents, Contents::Trap(_)));
    let Contents::Trap(bill) = contents else { panic!("{contents:?}") };
    for seed in [small.0, jackpot.0, small.0, trap, small.0, nothing] {
        opened(&mut till, Route::Pm, seed).await;
    }
    let expected = EskyRecord {
        n_opened: 6,
        won: Money::of(3 * small.1 + jackpot.1),
        n_jackpots: 1,
        n_traps: 1,
        best: Money::of(jackpot.1),
        worst: Money::of(80 + bill.dollars()),
        streak: 0,
        best_streak: 3,
    };
    assert_eq!(till.eskies_of("alice").await, expected);
    opened(&mut till, Route::Pm, small.0).await;
    assert_eq!(till.eskies_of("alice").await.streak, 1);
    let ledger = till.ledger().await;
    for line in &ledger {
        let details = line.details.as_ref().unwrap();
        let seed = details["seed"].as_str().unwrap().parse().unwrap();
        let prize = match open(&mut Dice::seeded(seed)) {
            Contents::Prize(_, prize) => prize.dollars(),
            Contents::Trap(_) | Contents::Nothing => 0,
        };
        assert!(line.kind == "mystery_esky" && details["prize"] == prize, "{line:?}");
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_cannot_pay_is_told_so_and_waits_for_nothing(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 79).await;
    let lines = [
        (Route::Public, "!mystery_esky", pools::ESKY_TOO_POOR, "$79"),
        (Route::Pm, "!mesky", pools::ESKY_TOO_POOR, "$80"),
    ];
    refuses(&mut till, &lines).await;
    till.fund("alice", 1_000).await;
    assert_eq!(till.hear("alice", Route::Pm, "!mysteryesky").await.result, CommandResult::Ok, "no wait was begun");
    till.seconds += 60;
    let waits = only(till.hear("alice", Route::Public, "!esky").await);
    assert!(is_from(pools::ESKY_WAIT, &waits.text) && waits.text.contains("4m 0s"), "{waits:?}");
    till.seconds += 240;
    assert_eq!(till.hear("alice", Route::Public, "!esky").await.result, CommandResult::Ok);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_same_line_opens_one_esky(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 500).await;
    let first = till.deed("alice", Route::Public, "!esky");
    let again = till.again(&first);
    till.carry_out(first).await;
    let before = till.balance("alice").await;
    till.carry_out(again).await;
    assert_eq!(till.balance("alice").await, before);
    assert_eq!(till.eskies_of("alice").await.n_opened, 1);
    till.adds_up().await;
}

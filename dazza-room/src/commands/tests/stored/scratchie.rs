//! `scratchie`.

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use sqlx::PgPool;

use super::{after, is_from, refuses, to};
use crate::chat::{ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::games::scratchie::{Scratch, Ticket, ticket};

fn of(price: i64) -> &'static Ticket {
    ticket(Money::of(price)).unwrap()
}

/// A seed with which that is under the silver of a ticket at `price`.
fn seed_of(wanted: Scratch, price: i64) -> u64 {
    (0..u64::MAX).find(|seed| of(price).scratch(&mut Dice::seeded(*seed)).0 == wanted).unwrap()
}

/// What is said of a ticket of alice's under whose silver that is.
async fn scratched(till: &mut Till, route: Route, price: i64, wanted: Scratch) -> Vec<ReplyLine> {
    let mut deed = till.deed("alice", route, &format!("!scratchie {price}"));
    deed.dice = Dice::seeded(seed_of(wanted, price));
    lines(till.carry_out(deed).await)
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_ticket_is_paid_as_it_says_and_told_in_private_with_the_balance_after_it(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    let mut balance = 1_000;
    for (route, price, wanted, paid, pool, told) in [
        (Route::Public, 5, Scratch::Nothing, 0, pools::SCRATCHIE_NOTHING, None),
        (Route::Public, 100, Scratch::Small, 150, pools::SCRATCHIE_SMALL, None),
        (Route::Pm, 50, Scratch::Small, 75, pools::SCRATCHIE_SMALL, None),
        (Route::Public, 20, Scratch::Medium, 100, pools::SCRATCHIE_MEDIUM, None),
        (Route::Public, 5, Scratch::Big, 50, pools::SCRATCHIE_BIG, Some(pools::SCRATCHIE_PUBLIC_WIN)),
        (Route::Pm, 100, Scratch::Jackpot, 20_000, pools::SCRATCHIE_JACKPOT, Some(pools::SCRATCHIE_PUBLIC_JACKPOT)),
    ] {
        let said = scratched(&mut till, route, price, wanted).await;
        balance += paid - price;
        assert!(is_from(pools::SCRATCHIE_BOUGHT, &said[0].text) && said[0].text.contains(of(price).name), "{said:?}");
        assert!(is_from(pool, &said[1].text) && said[1].text.contains(&Money::of(balance).to_string()), "{said:?}");
        assert!(said[..2].iter().all(|line| line.to == to("alice")), "all of it is private: {said:?}");
        assert_eq!((after(&said[0]), after(&said[1])), (0, 2_000));
        assert_eq!(said.len(), 2 + usize::from(told.is_some()), "{said:?}");
        if let (Some(pool), Some(line)) = (told, said.get(2)) {
            assert!(is_from(pool, &line.text) && line.to == To::Room && after(line) == 3_000, "{line:?}");
            assert!(line.text.contains("-alice") && line.text.contains(&Money::of(paid).to_string()), "{line:?}");
        }
        assert_eq!(till.balance("alice").await, balance);
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_ledger_has_price_and_prize_and_can_scratch_it_again(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 40).await;
    scratched(&mut till, Route::Public, 20, Scratch::Medium).await;
    scratched(&mut till, Route::Public, 20, Scratch::Nothing).await;
    let ledger = till.ledger().await;
    let amounts: Vec<_> = ledger.iter().map(|line| line.amount.dollars()).collect();
    assert_eq!(amounts, [-20, 100, -20], "a loss is a price alone");
    for line in ledger {
        let details = line.details.unwrap();
        let seed = details["seed"].as_str().unwrap().parse().unwrap();
        assert_eq!(details["paid"], of(20).scratch(&mut Dice::seeded(seed)).1.dollars());
        assert!(line.kind == "scratchie" && details["ticket"] == "Golden Nugget");
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_ticket_is_refused_with_the_reason_and_too_early_with_the_wait(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 30).await;
    let lines = [
        (Route::Public, "!scratchie 50", pools::SCRATCHIE_TOO_POOR, "$30"),
        (Route::Pm, "!lotto 100", pools::SCRATCHIE_TOO_POOR, "$30"),
        (Route::Public, "!scratchie 10", pools::SCRATCHIE_NO_TICKET, "10"),
        (Route::Public, "!scratchie 0", pools::SCRATCHIE_NO_TICKET, "0"),
        (Route::Pm, "!scratch five", pools::SCRATCHIE_NO_TICKET, "five"),
        (Route::Public, "!scratchie 99999999999", pools::SCRATCHIE_NO_TICKET, "99999999999"),
    ];
    refuses(&mut till, &lines).await;
    let bought = till.say("!scratchies").await;
    assert!(bought.result == CommandResult::Ok && bought.reply.lines()[0].text.contains("Lucky 7s"), "{bought:?}");
    let waits = only(till.hear("alice", Route::Pm, "!scratchie").await);
    assert!(is_from(pools::SCRATCHIE_WAIT, &waits.text) && waits.text.contains("5s"), "{}", waits.text);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_same_line_buys_one_ticket(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 100).await;
    let first = till.deed("alice", Route::Public, "!scratchie 20");
    let again = till.again(&first);
    till.carry_out(first).await;
    let before = till.balance("alice").await;
    till.carry_out(again).await;
    assert_eq!(till.balance("alice").await, before);
    till.adds_up().await;
}

//! `centrelink`.

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use sqlx::PgPool;

use super::{after, is_from, to};
use crate::chat::{Pool, ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only, present};
use crate::games::centrelink::{Decision, Fluke, claim};

/// A seed with which a claim comes out in a way that `suits`, and how.
fn seed_of(suits: impl Fn(Decision) -> bool) -> (u64, Decision) {
    let claimed = |seed| (seed, claim(&mut Dice::seeded(seed)));
    (0..u64::MAX).map(claimed).find(|(_, decision)| suits(*decision)).unwrap()
}

/// What is said of a claim of alice's that begins with `seed`, two days after the last.
async fn claimed(till: &mut Till, route: Route, seed: u64) -> Vec<ReplyLine> {
    till.seconds += 48 * 3_600;
    let mut deed = till.deed("alice", route, "!dole");
    deed.dice = Dice::seeded(seed);
    lines(till.carry_out(deed).await)
}

fn all_from(pools: &[Pool], text: &str) -> bool {
    pools.iter().all(|pool| is_from(*pool, text))
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_claim_is_approved_or_rejected_with_a_reason(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let (seed, decision) = seed_of(|decision| matches!(decision, Decision::Approved("Youth Allowance", _)));
    let said = claimed(&mut till, Route::Public, seed).await;
    let paid = Money::of(decision.pay());
    assert!(is_from(pools::CENTRELINK_ACK, &said[0].text) && said[0].to == To::Room && said.len() == 2, "{said:?}");
    let approval = [
        pools::CENTRELINK_HEADER_APPROVED,
        pools::CENTRELINK_APPROVED,
        pools::CENTRELINK_PAY,
        pools::CENTRELINK_APPROVED_COMMENT,
        pools::WORK_BALANCE,
    ];
    assert!(all_from(&approval, &said[1].text) && said[1].to == to("alice"), "{said:?}");
    assert!(said[1].text.contains("Youth Allowance") && said[1].text.ends_with(&paid.to_string()), "{said:?}");
    let (seed, _) = seed_of(|decision| decision == Decision::Rejected);
    let said = claimed(&mut till, Route::Pm, seed).await;
    let rejection = [
        pools::CENTRELINK_HEADER_REJECTED,
        pools::CENTRELINK_REJECTED,
        pools::CENTRELINK_SUGGESTION,
        pools::WORK_BALANCE,
    ];
    assert!(said.len() == 1 && all_from(&rejection, &said[0].text), "{said:?}");
    let amounts: Vec<_> = till.ledger().await.into_iter().map(|line| (line.kind, line.amount)).collect();
    assert_eq!(amounts, [("centrelink".to_owned(), paid), ("centrelink".to_owned(), Money::ZERO)]);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_fluke_is_shared_with_who_is_awake_and_the_house(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let people = ["alice", "Bob", "Shaz", "Zed", "Dazza", "server"].map(present);
    till.room.roster.replace(people.map(|person| {
        let is_afk = &*person.name == "Zed";
        crate::room::Person { is_afk, ..person }
    }));
    let mut n_before = 0;
    for (route, fluke, story) in [
        (Route::Public, Fluke::BackPayment, pools::CENTRELINK_BACK_PAYMENT),
        (Route::Pm, Fluke::Reassessment, pools::CENTRELINK_REASSESSMENT),
        (Route::Public, Fluke::LatePension, pools::CENTRELINK_LATE_PENSION),
        (Route::Public, Fluke::DisasterPayment, pools::CENTRELINK_DISASTER_PAYMENT),
        (Route::Public, Fluke::Malfunction, pools::CENTRELINK_MALFUNCTION),
    ] {
        let (seed, decision) = seed_of(|decision| matches!(decision, Decision::Fluke(of, _) if of == fluke));
        let (win, is_public) = (decision.pay(), route == Route::Public);
        let said = claimed(&mut till, route, seed).await;
        let (kept, each) = (win / 2, (win - win / 2) / 3);
        let moves = till.moves().await.split_off(n_before);
        let moved = |who: &str, amount, kind: &str| (who.to_owned(), amount, kind.to_owned());
        assert_eq!(
            moves,
            [
                moved("alice", kept, "centrelink"),
                moved("bob", each, "windfall"),
                moved("shaz", each, "windfall"),
                moved("dazza", win - kept - 2 * each, "windfall"),
            ]
        );
        n_before += moves.len();
        let [slip, told, shared] = <&[_; 3]>::try_from(&said[usize::from(is_public)..]).unwrap();
        let parts = [pools::CENTRELINK_HEADER_FLUKE, story, pools::WORK_PAY_SHARED, pools::CENTRELINK_FLUKE_COMMENT];
        assert!(all_from(&parts, &slip.text) && slip.to == to("alice") && after(slip) == 0, "{slip:?}");
        assert!(slip.text.contains(&Money::of(win).to_string()), "{slip:?}");
        assert!(is_from(pools::CENTRELINK_PUBLIC_FLUKE, &told.text) && told.to == To::Room, "{told:?}");
        assert!(is_from(pools::CENTRELINK_SHARED, &shared.text) && shared.to == To::Room, "{shared:?}");
        assert_eq!((after(told), after(shared)), (2_000, 5_000));
        assert!(shared.text.contains(&Money::of(each).to_string()), "{shared:?}");
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_fluke_is_kept_whole_by_who_is_alone(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.here(&["alice", "Dazza"]);
    let (seed, decision) = seed_of(|decision| matches!(decision, Decision::Fluke(..)));
    let said = claimed(&mut till, Route::Public, seed).await;
    assert_eq!(till.balance("alice").await, decision.pay());
    assert!(said.len() == 3 && is_from(pools::WORK_PAY, &said[1].text), "{said:?}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_claimant_waits_a_day(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert_eq!(till.hear("alice", Route::Public, "!centrelink").await.result, CommandResult::Ok);
    till.seconds += 3_540;
    let waits = only(till.hear("alice", Route::Public, "!welfare").await);
    assert!(is_from(pools::CENTRELINK_WAIT, &waits.text) && waits.text.contains("23h 1m"), "{waits:?}");
    till.seconds += 23 * 3_600 + 60;
    assert_eq!(till.hear("alice", Route::Pm, "!payments").await.result, CommandResult::Ok);
}

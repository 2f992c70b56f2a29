//! `couch_coins`.

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use dazza_shared::store::earning::{self, SearchRecord};
use sqlx::PgPool;

use super::{after, is_from, to};
use crate::chat::{ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::games::couch_coins::{Find, MISHAPS, Mishap, Size, search};

/// A seed with which a search comes to what `suits`, and to what.
fn seed_of(is_desperate: bool, suits: impl Fn(Find) -> bool) -> (u64, Find) {
    let found = |seed| (seed, search(&mut Dice::seeded(seed), is_desperate));
    (0..u64::MAX).map(found).find(|(_, find)| suits(*find)).unwrap()
}

/// What is said of a search of alice's that begins with `seed`, a day after the last.
async fn searched(till: &mut Till, route: Route, seed: u64) -> Vec<ReplyLine> {
    till.seconds += 24 * 3_600;
    let mut deed = till.deed("alice", route, "!couch");
    deed.dice = Dice::seeded(seed);
    lines(till.carry_out(deed).await)
}

impl Till {
    async fn searches_of(&self, who: &str) -> SearchRecord {
        let mut tx = self.store.begin().await.unwrap();
        earning::searches_of(&mut tx, &self.room.settings.name, who).await.unwrap().unwrap()
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_is_found_is_told_by_its_size(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 100).await;
    let mut balance = 100;
    for (size, pool) in [
        (Size::Nothing, pools::COUCH_NOTHING),
        (Size::Small, pools::COUCH_SMALL),
        (Size::Medium, pools::COUCH_MEDIUM),
        (Size::Good, pools::COUCH_GOOD),
        (Size::Amazing, pools::COUCH_AMAZING),
    ] {
        for route in [Route::Public, Route::Pm] {
            let (seed, find) = seed_of(false, |find| matches!(find, Find::Found(of, _) if of == size));
            let Find::Found(_, found) = find else { panic!("{find:?}") };
            let said = searched(&mut till, route, seed).await;
            balance += found;
            let is_public = route == Route::Public;
            let slip = &said[usize::from(is_public)];
            assert!(!is_public || is_from(pools::COUCH_ACK, &said[0].text), "{said:?}");
            assert!(is_from(pool, &slip.text) && is_from(pools::COUCH_COMMENT, &slip.text), "{slip:?}");
            assert!(slip.to == to("alice") && slip.text.ends_with(&Money::of(balance).to_string()), "{slip:?}");
            assert!(size == Size::Nothing || slip.text.contains(&Money::of(found).to_string()), "{slip:?}");
            let is_told = is_public && size == Size::Amazing;
            assert_eq!(said.len(), 1 + usize::from(is_public) + usize::from(is_told), "{said:?}");
            if is_told {
                let told = &said[2];
                assert!(is_from(pools::COUCH_PUBLIC, &told.text) && told.to == To::Room && after(told) == 2_000);
            }
        }
    }
    assert!(till.moves().await.iter().any(|(_, amount, kind)| *amount == 0 && kind == "couch_coins"));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_desperate_search_harder_and_are_told_how_lucky_they_are(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 19).await;
    let is_luck_of_the_desperate = |seed| {
        let find = |is_desperate| search(&mut Dice::seeded(seed), is_desperate);
        matches!((find(false), find(true)), (Find::Found(_, 0..=5), Find::Found(_, 16..)))
    };
    let seed = (0..u64::MAX).find(|seed| is_luck_of_the_desperate(*seed)).unwrap();
    let said = searched(&mut till, Route::Pm, seed).await;
    assert!(is_from(pools::COUCH_DESPERATE, &said[0].text), "{said:?}");
    let balance = till.balance("alice").await;
    assert!(balance >= 35, "{balance}");
    let said = searched(&mut till, Route::Pm, seed).await;
    assert!(is_from(pools::COUCH_COMMENT, &said[0].text), "not desperate any more: {said:?}");
    assert!(till.balance("alice").await <= balance + 5);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_goes_wrong_costs_what_there_is(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 400).await;
    let tales = [
        (Mishap::Spider, pools::COUCH_SPIDER),
        (Mishap::PartnersFine, pools::COUCH_PARTNERS_FINE),
        (Mishap::SharpThing, pools::COUCH_SHARP_THING),
        (Mishap::Collapse, pools::COUCH_COLLAPSE),
        (Mishap::Possum, pools::COUCH_POSSUM),
        (Mishap::HushMoney, pools::COUCH_HUSH_MONEY),
        (Mishap::Mould, pools::COUCH_MOULD),
        (Mishap::PoliceFine, pools::COUCH_POLICE_FINE),
    ];
    assert_eq!(tales.map(|(mishap, _)| mishap), MISHAPS.map(|(mishap, _)| mishap));
    for (mishap, tale) in tales {
        let before = till.balance("alice").await;
        let (seed, find) = seed_of(false, |find| matches!(find, Find::Mishap(of, _) if of == mishap));
        let Find::Mishap(_, cost) = find else { panic!("{find:?}") };
        let said = searched(&mut till, Route::Public, seed).await;
        assert_eq!((said.len(), till.balance("alice").await), (2, before - cost), "{said:?}");
        let parts = [pools::COUCH_HEADER_MISHAP, tale, pools::COUCH_MISHAP_COSTS];
        assert!(parts.iter().all(|pool| is_from(*pool, &said[1].text)), "{said:?}");
        assert!(said[1].text.contains(&Money::of(cost).to_string()), "{said:?}");
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_has_little_pays_that_and_who_has_nothing_is_only_hurt(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 3).await;
    let (seed, _) = seed_of(true, |find| matches!(find, Find::Mishap(..)));
    let said = searched(&mut till, Route::Pm, seed).await;
    assert!(is_from(pools::COUCH_MISHAP_COSTS, &said[0].text) && said[0].text.contains("$3"), "{said:?}");
    let said = searched(&mut till, Route::Pm, seed).await;
    assert!(is_from(pools::COUCH_MISHAP_SPARED, &said[0].text), "{said:?}");
    let amounts: Vec<_> = till.moves().await.into_iter().map(|(_, amount, _)| amount).collect();
    assert_eq!(amounts, [-3, 0]);
    let (seed, find) = seed_of(true, |find| matches!(find, Find::Found(Size::Good, _)));
    let Find::Found(_, found) = find else { panic!("{find:?}") };
    searched(&mut till, Route::Pm, seed).await;
    let expected = SearchRecord {
        n_searches: 3,
        n_found: 1,
        found: Money::of(found),
        best: Money::of(found),
        n_hurt: 2,
        n_paid: 1,
    };
    assert_eq!(till.searches_of("alice").await, expected);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_couch_has_its_rest(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert_eq!(till.hear("alice", Route::Pm, "!searchcouch").await.result, CommandResult::Ok);
    till.seconds += 3_600;
    let waits = only(till.hear("alice", Route::Public, "!couchsearch").await);
    assert!(is_from(pools::COUCH_WAIT, &waits.text) && waits.text.contains("11h 0m"), "{waits:?}");
    assert!(waits.to == To::Room);
}

//! `fish`.

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use sqlx::PgPool;

use super::{after, is_from, refuses, to};
use crate::chat::{Pool, ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::games::fish::{BAITS, Bait, Cast, Catch, Fish, TREASURES, Tier, Treasure, WORM, cast};

/// A seed with which a cast comes out in a way that `suits`, and how.
fn seed_of(bait: &Bait, suits: impl Fn(Catch) -> bool) -> (u64, Cast) {
    let fished = |seed| (seed, cast(&mut Dice::seeded(seed), bait));
    (0..u64::MAX).map(fished).find(|(_, cast)| suits(cast.catch)).unwrap()
}

/// What is said of a cast of alice's that begins with `seed`, half a day after the last.
async fn fished(till: &mut Till, route: Route, text: &str, seed: u64) -> Vec<ReplyLine> {
    till.seconds += 12 * 3_600;
    let mut deed = till.deed("alice", route, text);
    deed.dice = Dice::seeded(seed);
    lines(till.carry_out(deed).await)
}

/// A kind of catch: its words, whether a catch is of it, and what the room hears.
type Kind = (Pool, fn(Catch) -> bool, Option<Pool>);

const fn is_of(catch: Catch, tier: Tier) -> bool {
    matches!(catch, Catch::Fish(Fish { tier: of, .. }) if of as u8 == tier as u8)
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn each_catch_is_paid_and_told_by_its_kind(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.here(&["alice", "Dazza"]);
    let kinds: [Kind; 9] = [
        (pools::FISH_TRASH, |catch| matches!(catch, Catch::Trash(_, 0)), None),
        (pools::FISH_TRASH_MONEY, |catch| matches!(catch, Catch::Trash(_, 1..)), None),
        (pools::FISH_NOTHING, |catch| catch == Catch::Nothing, None),
        (pools::FISH_CATCH, |catch| is_of(catch, Tier::Common), None),
        (pools::FISH_CATCH, |catch| is_of(catch, Tier::Uncommon), None),
        (pools::FISH_EPIC, |catch| is_of(catch, Tier::Epic), None),
        (pools::FISH_MULTI, |catch| matches!(catch, Catch::Multi(..)), None),
        (pools::FISH_RARE, |catch| is_of(catch, Tier::Rare), Some(pools::FISH_PUBLIC_RARE)),
        (pools::FISH_LEGENDARY, |catch| is_of(catch, Tier::Legendary), Some(pools::FISH_PUBLIC_LEGENDARY)),
    ];
    let (mut balance, mut trust) = (0, 50);
    for (pool, suits, public) in kinds {
        let (seed, cast) = seed_of(&WORM, suits);
        let said = fished(&mut till, Route::Public, "!fish", seed).await;
        balance += cast.catch.pay().dollars();
        trust += i64::from(cast.catch.trust());
        assert!(is_from(pools::FISH_ACK, &said[0].text) && said[0].to == To::Room, "{said:?}");
        let slip = &said[1];
        assert!(is_from(pool, &slip.text) && slip.to == to("alice"), "{pool:?} {slip:?}");
        assert!(slip.text.contains(cast.spot.name) && slip.text.ends_with(&Money::of(balance).to_string()), "{slip:?}");
        if let Catch::Fish(fish) = cast.catch {
            assert!(slip.text.contains(fish.species) && slip.text.contains(&fish.weight()), "{slip:?}");
        }
        let told = said.get(2).map(|line| (after(line), is_from(public.unwrap(), &line.text) && line.to == To::Room));
        assert_eq!(told, public.map(|_| (2_000, true)), "{said:?}");
        let details = till.ledger().await.pop().unwrap().details.unwrap();
        assert_eq!((&details["spot"], &details["pay"]), (&cast.spot.name.into(), &cast.catch.pay().dollars().into()));
        if let Catch::Fish(fish) = cast.catch {
            assert_eq!((&details["species"], &details["weight"]), (&fish.species.into(), &fish.kilograms().into()));
        }
    }
    let wallet = till.wallet("alice").await.unwrap();
    assert_eq!((wallet.balance, i64::from(wallet.trust)), (Money::of(balance), trust));
    assert!(till.moves().await.iter().all(|(_, _, kind)| kind == "fishing"));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_big_treasure_is_told_and_shared(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.here(&["alice", "Bob", "Dazza"]);
    let stories = [
        (Treasure::Cash, pools::FISH_TREASURE_CASH),
        (Treasure::Watch, pools::FISH_TREASURE_WATCH),
        (Treasure::Bottles, pools::FISH_TREASURE_BOTTLES),
        (Treasure::PokerMachine, pools::FISH_TREASURE_MACHINE),
        (Treasure::Contraband, pools::FISH_TREASURE_CONTRABAND),
    ];
    assert_eq!(stories.map(|(treasure, _)| treasure), TREASURES.map(|(treasure, _)| treasure));
    for (treasure, story) in stories {
        let (seed, cast) = seed_of(&WORM, |catch| matches!(catch, Catch::Treasure(of, _) if of == treasure));
        let win = cast.catch.pay().dollars();
        let n_before = till.moves().await.len();
        let said = fished(&mut till, Route::Pm, "!cast", seed).await;
        assert!(is_from(story, &said[0].text) && said[0].to == to("alice"), "{said:?}");
        let moves = till.moves().await.split_off(n_before);
        if win < 300 {
            assert_eq!((said.len(), moves), (1, vec![("alice".to_owned(), win, "fishing".to_owned())]));
            continue;
        }
        let (kept, each) = (win / 2, (win - win / 2) / 2);
        let moved = |who: &str, amount, kind: &str| (who.to_owned(), amount, kind.to_owned());
        let house = moved("dazza", win - kept - each, "windfall");
        assert_eq!(moves, [moved("alice", kept, "fishing"), moved("bob", each, "windfall"), house]);
        assert!(is_from(pools::FISH_PUBLIC_TREASURE, &said[1].text) && after(&said[1]) == 2_000, "{said:?}");
        assert!(is_from(pools::FISH_SHARED, &said[2].text) && after(&said[2]) == 5_000, "{said:?}");
    }
    assert_eq!(till.wallet("alice").await.unwrap().trust, 65);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn bait_is_paid_first_and_a_bad_one_costs_no_wait(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 2).await;
    let bad = [
        (Route::Public, "!fish dynamite", pools::FISH_UNKNOWN_BAIT, "dynamite"),
        (Route::Pm, "!fish squid", pools::FISH_TOO_POOR, "$3"),
        (Route::Public, "!fish lure", pools::FISH_TOO_POOR, "$2"),
    ];
    refuses(&mut till, &bad).await;
    let prawn = BAITS.iter().find(|bait| bait.name == "prawn").unwrap();
    let (seed, _) = seed_of(prawn, |catch| catch == Catch::Nothing);
    let said = fished(&mut till, Route::Pm, "!fishing PRAWN", seed).await;
    assert!(said.len() == 1 && is_from(pools::FISH_BAIT_COST, &said[0].text), "{said:?}");
    let amounts: Vec<_> = till.moves().await.into_iter().map(|(_, amount, _)| amount).collect();
    assert_eq!((amounts, till.balance("alice").await), (vec![-2, 0], 0));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_bait_of_two_words_may_be_typed_as_such(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    let of_two_words: Vec<_> = BAITS.iter().filter(|bait| bait.name.contains('_')).collect();
    assert!(!of_two_words.is_empty());
    for bait in of_two_words {
        let (seed, _) = seed_of(bait, |catch| catch == Catch::Nothing);
        for typed in [bait.name.to_owned(), bait.name.replace('_', "  ").to_uppercase()] {
            let before = till.balance("alice").await;
            fished(&mut till, Route::Pm, &format!("!fish {typed}"), seed).await;
            assert_eq!(till.balance("alice").await, before - bait.cost.dollars(), "{typed}");
        }
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn an_angler_waits_two_hours_and_tells_a_tale_now_and_then(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert_eq!(till.hear("alice", Route::Public, "!fish").await.result, CommandResult::Ok);
    till.seconds += 3_600;
    let waits = only(till.hear("alice", Route::Public, "!cast").await);
    assert!(is_from(pools::FISH_WAIT, &waits.text) && waits.text.contains("1h 0m"), "{waits:?}");
    let mut n_tales = 0;
    let everyday = |seed: &u64| is_of(cast(&mut Dice::seeded(*seed), &WORM).catch, Tier::Common);
    for seed in (0..u64::MAX).filter(everyday).take(40) {
        let said = fished(&mut till, Route::Pm, "!fish worm", seed).await;
        n_tales += usize::from(is_from(pools::FISH_TALE, &said[0].text));
    }
    assert!((2..20).contains(&n_tales), "{n_tales}");
}

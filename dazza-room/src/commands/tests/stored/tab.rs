//! `tab`.

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use sqlx::PgPool;

use super::{after, is_from, refuses, to};
use crate::chat::{ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only, present};
use crate::games::tab::{Finish, Kind, Race, race};

/// A seed with which a race of that kind suits, and the race.
fn seed_of(kind: Kind, suits: impl Fn(&Race) -> bool) -> (u64, Race) {
    let run = |seed| (seed, race(&mut Dice::seeded(seed), kind));
    (0..u64::MAX).map(run).find(|(_, race)| suits(race)).unwrap()
}

/// What is said of a bet of alice's with that seed, hours after the last.
async fn placed(till: &mut Till, route: Route, text: &str, seed: u64) -> Vec<ReplyLine> {
    till.seconds += 7_200;
    let mut deed = till.deed("alice", route, text);
    deed.dice = Dice::seeded(seed);
    lines(till.carry_out(deed).await)
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_bet_is_paid_by_where_the_runner_comes_and_told_in_private(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    let mut balance = 1_000;
    for (route, kind, finish, pool) in [
        (Route::Public, Kind::Horse, Finish::First, pools::TAB_WIN),
        (Route::Public, Kind::Dog, Finish::Second, pools::TAB_PLACE),
        (Route::Pm, Kind::Horse, Finish::Third, pools::TAB_PLACE),
        (Route::Pm, Kind::Dog, Finish::Unplaced, pools::TAB_LOSS),
    ] {
        let (seed, race) = seed_of(kind, |race| race.finish == finish && race.price < 10);
        let text = if kind == Kind::Horse { "!tab 51" } else { "!punt 51 DOG" };
        let said = placed(&mut till, route, text, seed).await;
        let paid = match finish {
            Finish::First => 51 * race.price,
            Finish::Second | Finish::Third => 25,
            Finish::Unplaced => 0,
        };
        balance += paid - 51;
        let private = match route {
            Route::Public => {
                assert!(is_from(pools::TAB_ACK, &said[0].text) && said[0].to == To::Room, "{said:?}");
                &said[1..]
            }
            Route::Pm => &said[..],
        };
        let [started, result] = <&[_; 2]>::try_from(private).unwrap();
        assert!(is_from(pools::TAB_STARTED, &started.text) && is_from(pools::TAB_FIELD, &started.text), "{started:?}");
        assert!(started.text.contains(race.runner) && started.text.contains(race.track), "{started:?}");
        assert!(race.others.iter().all(|other| started.text.contains(other)), "{started:?}");
        assert!(is_from(pool, &result.text) && result.text.contains(&Money::of(balance).to_string()), "{result:?}");
        assert!(started.to == to("alice") && result.to == to("alice"));
        assert_eq!((after(started), after(result)), (0, 1_000));
        assert_eq!(till.balance("alice").await, balance);
    }
    let ledger = till.ledger().await;
    let moves: Vec<_> = ledger.iter().map(|line| (line.amount.dollars() < 0, line.kind.as_str())).collect();
    let tab = |is_stake| (is_stake, "tab");
    assert_eq!(moves, [true, false, true, false, true, false, true].map(tab));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_long_shot_is_told_and_from_three_hundred_dollars_on_shared(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    let people = ["alice", "Bob", "Shaz", "Zed", "Dazza"].map(present);
    till.room.roster.replace(people.map(|person| {
        let is_afk = &*person.name == "Zed";
        crate::room::Person { is_afk, ..person }
    }));
    let (seed, race) = seed_of(Kind::Horse, |race| race.finish == Finish::First && race.price == 10);
    let said = placed(&mut till, Route::Public, "!tab 30", seed).await;
    let moved = |who: &str, amount, kind: &str| (who.to_owned(), amount, kind.to_owned());
    let shared = [
        moved("alice", -30, "tab"),
        moved("alice", 150, "tab"),
        moved("bob", 50, "windfall"),
        moved("shaz", 50, "windfall"),
        moved("dazza", 50, "windfall"),
    ];
    assert_eq!(till.moves().await, shared);
    let [_, _, result, told, split] = <&[_; 5]>::try_from(&said[..]).unwrap();
    assert!(is_from(pools::TAB_WIN, &result.text) && is_from(pools::WORK_PAY_SHARED, &result.text), "{result:?}");
    assert!(is_from(pools::TAB_PUBLIC_WIN, &told.text) && told.to == To::Room, "{told:?}");
    assert!(told.text.contains(race.runner) && told.text.contains("$300"), "{told:?}");
    assert!(is_from(pools::TAB_SHARED, &split.text) && split.to == To::Room, "{split:?}");
    assert_eq!((after(told), after(split)), (2_000, 5_000));
    let said = placed(&mut till, Route::Pm, "!tab 29", seed).await;
    assert_eq!(till.moves().await.split_off(5), [moved("alice", -29, "tab"), moved("alice", 290, "tab")]);
    assert!(said.len() == 3 && is_from(pools::TAB_PUBLIC_WIN, &said[2].text), "told also from private: {said:?}");
    let (seed, _) = seed_of(Kind::Horse, |race| race.finish == Finish::First && race.price == 9);
    let said = placed(&mut till, Route::Public, "!tab 100", seed).await;
    assert_eq!(till.moves().await.split_off(7), [moved("alice", -100, "tab"), moved("alice", 900, "tab")]);
    assert_eq!(said.len(), 3, "nine for one is no long shot: {said:?}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_bet_is_refused_with_the_reason_and_only_a_placed_one_has_a_wait(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 30).await;
    let lines = [
        (Route::Public, "!tab 31", pools::TAB_TOO_POOR, "$30"),
        (Route::Pm, "!bet 31 dog", pools::TAB_TOO_POOR, "$30"),
        (Route::Public, "!tab 501", pools::TAB_TOO_MUCH, "$500"),
        (Route::Public, "!tab 99999999999", pools::TAB_TOO_MUCH, "$500"),
        (Route::Public, "!tab 0", pools::TAB_BAD_STAKE, "0"),
        (Route::Public, "!tab ten", pools::TAB_BAD_STAKE, "ten"),
        (Route::Public, "!tab 10 emu", pools::TAB_NO_SUCH_RACE, "emu"),
        (Route::Public, "!tab", pools::USAGE, "!tab <amount>"),
    ];
    refuses(&mut till, &lines).await;
    till.seconds += 10;
    assert_eq!(till.hear("alice", Route::Public, "!racing 10 horse").await.result, CommandResult::Ok);
    till.seconds += 3_600;
    let waits = only(till.hear("alice", Route::Pm, "!tab 1").await);
    assert!(is_from(pools::TAB_WAIT, &waits.text) && waits.text.contains("1h"), "{}", waits.text);
    till.seconds += 3_600;
    assert_eq!(till.hear("alice", Route::Pm, "!tab 1").await.result, CommandResult::Ok);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_wins_is_trusted_a_little_more_and_nobody_else(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 1_000).await;
    let mut trust = till.wallet("alice").await.unwrap().trust;
    for finish in [Finish::First, Finish::Second, Finish::Third, Finish::Unplaced, Finish::First] {
        let (seed, _) = seed_of(Kind::Dog, |race| race.finish == finish && race.price < 10);
        placed(&mut till, Route::Pm, "!tab 10 dog", seed).await;
        trust += i16::from(finish == Finish::First);
        assert_eq!(till.wallet("alice").await.unwrap().trust, trust, "{finish:?}");
    }
    assert_eq!(trust, 52);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_same_line_places_one_bet(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 100).await;
    let first = till.deed("alice", Route::Public, "!tab 20");
    let again = till.again(&first);
    till.carry_out(first).await;
    let before = (till.balance("alice").await, till.moves().await);
    till.carry_out(again).await;
    assert_eq!((till.balance("alice").await, till.moves().await), before);
    till.adds_up().await;
}

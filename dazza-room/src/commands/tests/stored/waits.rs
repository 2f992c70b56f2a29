//! Waits: those of what earns money hold in all rooms, others in one; and `available` and `cooldown`, which tell of them.

use dazza_shared::counters::CommandResult;
use sqlx::PgPool;

use super::{is_from, to};
use crate::chat::{Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::commands::view::tests::Room;

/// Two rooms of one fleet, at the same time.
pub(super) async fn two_rooms(owner: PgPool) -> [Till; 2] {
    let here = Till::open(owner.clone()).await;
    let mut next_door = Room::default();
    next_door.settings.name = "nextdoor".parse().unwrap();
    [here, Till::of(owner, next_door).await]
}

/// What alice is told in private by `line`, behind a word in the room.
async fn listed(till: &mut Till, line: &str) -> String {
    till.seconds += 60;
    let said = lines(till.hear("alice", Route::Public, line).await);
    assert!(said.len() == 2 && said[0].to == To::Room && said[1].to == to("alice"), "{said:?}");
    said[1].text.clone()
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_earns_money_has_one_wait_in_all_rooms_and_other_waits_stay_apart(owner: PgPool) {
    let [mut here, mut there] = two_rooms(owner).await;
    here.fund("dazza", 1_000).await;
    for (line, pool) in [
        ("!bottles", pools::BOTTLES_WAIT),
        ("!cashie", pools::CASHIE_WAIT),
        ("!centrelink", pools::CENTRELINK_WAIT),
        ("!sign_spinning", pools::SIGN_WAIT),
        ("!couch_coins", pools::COUCH_WAIT),
        ("!beg", pools::BEG_WAIT),
        ("!mug dazza", pools::MUG_WAIT),
    ] {
        assert_eq!(here.hear("alice", Route::Public, line).await.result, CommandResult::Ok, "{line}");
        let waits = there.hear("alice", Route::Public, line).await;
        assert_eq!(waits.result, CommandResult::Refused, "{line}");
        assert!(is_from(pool, &only(waits).text), "{line}");
        assert_eq!(there.hear("bob", Route::Public, line).await.result, CommandResult::Ok, "{line}");
        (here.seconds, there.seconds) = (here.seconds + 60, there.seconds + 60);
    }
    for till in [&mut here, &mut there] {
        assert_eq!(till.hear("alice", Route::Public, "!bong").await.result, CommandResult::Ok);
    }
    assert_eq!(there.ledger().await.iter().filter(|line| line.who == "alice").count(), 0);
    here.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_is_refused_in_one_room_may_be_done_in_the_other(owner: PgPool) {
    let [mut here, mut there] = two_rooms(owner).await;
    assert!(is_from(pools::BEG_HOUSE_BROKE, &only(here.hear("alice", Route::Public, "!beg").await).text));
    there.fund("dazza", 1_000).await;
    assert_eq!(there.hear("alice", Route::Public, "!beg").await.result, CommandResult::Ok);
    let waits = only(here.hear("alice", Route::Public, "!beg").await);
    assert!(is_from(pools::BEG_WAIT, &waits.text), "{waits:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn waits_are_listed_from_everywhere_the_soonest_first(owner: PgPool) {
    let [mut here, mut there] = two_rooms(owner).await;
    let none = only(here.hear("alice", Route::Pm, "!cooldown").await);
    assert!(is_from(pools::COOLDOWN_NONE, &none.text) && none.to == to("alice"), "{none:?}");
    there.hear("alice", Route::Public, "!sign_spinning").await;
    there.hear("alice", Route::Public, "!bong").await;
    here.hear("alice", Route::Public, "!cashie").await;
    here.hear("bob", Route::Public, "!bottles").await;
    here.seconds += 3_590;
    here.hear("alice", Route::Public, "!drink").await;
    here.hear("alice", Route::Public, "!mood").await;
    here.seconds += 10;
    let said = lines(here.hear("alice", Route::Public, "!cd").await);
    assert!(is_from(pools::COOLDOWN_ACK, &said[0].text) && said[0].to == To::Room, "{said:?}");
    assert!(is_from(pools::COOLDOWN_LIST, &said[1].text) && said[1].to == to("alice"), "{said:?}");
    let list = "mood 20s | drink 4m 50s | cashie 11h 0m | sign_spinning 1d 11h";
    assert!(said[1].text.ends_with(list), "{said:?}");
    let waits = only(here.hear("alice", Route::Public, "!cd").await);
    assert!(is_from(pools::COOLDOWN_WAIT, &waits.text), "{waits:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_next_process_lists_the_same_waits(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.hear("alice", Route::Public, "!bottles").await;
    till.hear("alice", Route::Public, "!bong").await;
    let mut till = till.restarted();
    assert!(listed(&mut till, "!cd").await.ends_with("bong 3m 0s | bottles 23h 58m"));
    assert_eq!(till.hear("alice", Route::Public, "!bottles").await.result, CommandResult::Refused);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_is_ready_is_listed_without_what_is_used_anywhere(owner: PgPool) {
    let [mut here, mut there] = two_rooms(owner).await;
    let all = listed(&mut here, "!available").await;
    assert!(is_from(pools::AVAILABLE_LIST, &all), "{all}");
    for name in crate::commands::EARNING {
        assert!(all.contains(name), "{all}");
    }
    there.hear("alice", Route::Public, "!bottles").await;
    here.hear("alice", Route::Public, "!couch").await;
    here.hear("bob", Route::Public, "!cashie").await;
    let left = listed(&mut here, "!av").await;
    assert!(!left.contains("bottles") && !left.contains("couch_coins") && left.contains("cashie"), "{left}");
    here.room.settings.commands_off.push("cashie".to_owned());
    let left = listed(&mut here, "!ready").await;
    assert!(!left.contains("cashie") && left.contains("centrelink"), "what is off is not ready: {left}");
    let waits = only(here.hear("alice", Route::Public, "!ready").await);
    assert!(is_from(pools::AVAILABLE_WAIT, &waits.text), "{waits:?}");
    here.seconds += 12 * 3_600;
    assert!(listed(&mut here, "!av").await.contains("couch_coins"), "its wait is over");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn when_nothing_is_ready_that_is_said(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let earning = crate::commands::EARNING.iter().filter(|name| **name != "bottles");
    till.room.settings.commands_off.extend(earning.map(|name| (*name).to_owned()));
    let list = only(till.hear("alice", Route::Pm, "!available").await);
    assert!(list.text.ends_with("bottles") && list.to == to("alice"), "{list:?}");
    till.hear("alice", Route::Public, "!bottles").await;
    assert!(is_from(pools::AVAILABLE_NONE, &listed(&mut till, "!available").await));
}

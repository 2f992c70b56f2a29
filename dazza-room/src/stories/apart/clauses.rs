//! Each clause of what two rooms share, and what they do not, by itself.

use std::time::Duration;

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::store::{counters, wallet};
use jiff::tz::TimeZone;
use serde_json::json;
use sqlx::PgPool;
use tokio::time::Instant;

use super::{EVERYWHERE, FLEET, PLACES};
use crate::chat::pools;
use crate::commands::{Cause, Command, Done, EARNING, Pm, TABLE};
use crate::host::Now;
use crate::stories::every;
use crate::stories::is_from;
use crate::stories::rig::{NOON, Rig, Sent, adds_up};

/// Two rooms of one fleet, with the same people in both, who own something.
async fn two_rooms(owner: &PgPool) -> [Rig; 2] {
    let now = Now { instant: Instant::now(), time: NOON };
    let [here, there] = [PLACES[0].0, PLACES[1].0];
    let mut here = Rig::open(owner, (FLEET, here), &EVERYWHERE, Dice::seeded(1), now).await;
    let mut there = Rig::open(owner, (FLEET, there), &EVERYWHERE, Dice::seeded(2), now).await;
    for who in ["Gazza", "Shazza", "Bev", "Dazza"] {
        here.pm("Boss", &format!("!award {who} 5000"));
        here.settle().await;
        pass([&mut here, &mut there], Duration::from_secs(5)).await;
    }
    here.look();
    here.done.clear();
    [here, there]
}

async fn pass(rooms: [&mut Rig; 2], span: Duration) {
    for room in rooms {
        room.wait(span).await;
    }
}

/// What is said because of a line, and what came of the deed, if it made one.
async fn hear(room: &mut Rig, who: &str, text: &str) -> (Vec<Sent>, Option<Done>) {
    room.look();
    room.done.clear();
    room.say(who, text);
    room.settle().await;
    let mut done = std::mem::take(&mut room.done).into_iter().map(|(_, done)| done);
    (room.look(), done.rfind(|done| done.cause.line().is_some()))
}

/// The same by private message.
async fn hear_pm(room: &mut Rig, who: &str, text: &str) -> String {
    room.look();
    room.pm(who, text);
    room.settle().await;
    let sent = room.look();
    let [line] = sent.as_slice() else { panic!("{text}: {sent:?}") };
    assert_eq!(line.to.as_deref(), Some(who), "{text}: {line:?}");
    line.text.clone()
}

async fn balance(room: &Rig, who: &str) -> i64 {
    let mut tx = room.store.begin().await.unwrap();
    let wallet = wallet::wallet_of(&mut tx, who).await.unwrap().unwrap_or_default();
    tx.rollback().await.unwrap();
    wallet.balance.dollars()
}

/// A line that asks for the command, rightly: what its row has, or the least that it takes.
fn rightly(command: &Command) -> String {
    format!("!{} {}", command.name, every::args_of(command)).trim_end().to_owned()
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_wallet_is_one_in_all_rooms(owner: PgPool) {
    let [mut here, mut there] = two_rooms(&owner).await;
    assert!(hear_pm(&mut there, "Gazza", "!balance").await.contains("$5,000"));
    hear(&mut there, "Gazza", "!give Shazza 1000").await;
    for room in [&here, &there] {
        assert_eq!((balance(room, "gazza").await, balance(room, "shazza").await), (4_000, 6_000));
    }
    assert!(hear_pm(&mut here, "Gazza", "!balance").await.contains("$4,000"));
    let (said, _) = hear(&mut here, "Gazza", "!give Shazza 4001").await;
    assert!(is_from(pools::GIVE_TOO_POOR, &said[0].text), "what is spent there is gone here: {said:?}");
    adds_up(&owner).await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn each_earning_command_has_one_wait_for_all_rooms(owner: PgPool) {
    let [mut here, mut there] = two_rooms(&owner).await;
    for command in TABLE.iter().filter(|command| EARNING.contains(&command.name)) {
        let line = rightly(command);
        let (said, done) = hear(&mut here, "Gazza", &line).await;
        assert!(done.is_some_and(|done| done.result == CommandResult::Ok), "{line}: {said:?}");
        let (said, done) = hear(&mut there, "Gazza", &line).await;
        assert_eq!(done.and_then(|done| done.wait), Some(command.cooldown), "{line}: {said:?}");
        assert!(is_from(command.waiting.unwrap_or(pools::WAIT), &said[0].text), "{line}: {said:?}");
        let (_, done) = hear(&mut there, "Bev", &line).await;
        assert!(done.is_some_and(|done| done.result == CommandResult::Ok), "{line}: it is no wait of hers");
        let almost = command.cooldown.checked_sub(Duration::from_secs(1)).unwrap();
        pass([&mut here, &mut there], almost).await;
        there.restart().await;
        let (_, done) = hear(&mut there, "Gazza", &line).await;
        assert!(done.is_some_and(|done| done.wait.is_some()), "{line}: the next process knows of it");
        pass([&mut here, &mut there], Duration::from_secs(2)).await;
        let (said, done) = hear(&mut there, "Gazza", &line).await;
        assert!(done.is_some_and(|done| done.result == CommandResult::Ok), "{line}: {said:?}");
        let (_, done) = hear(&mut here, "Gazza", &line).await;
        assert!(done.is_some_and(|done| done.wait.is_some()), "{line}: the other way round");
        pass([&mut here, &mut there], command.cooldown + Duration::from_secs(90)).await;
    }
    adds_up(&owner).await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn every_other_wait_is_a_rooms_own(owner: PgPool) {
    let [mut here, mut there] = two_rooms(&owner).await;
    let others = TABLE.iter().filter(|command| !command.is_earning() && command.pm != Pm::Only);
    for command in others {
        let line = rightly(command);
        let who = every::asker_of(command);
        for room in [&mut here, &mut there] {
            let (said, done) = hear(room, who, &line).await;
            let pool = command.waiting.unwrap_or(pools::WAIT);
            assert!(done.is_none_or(|done| done.wait.is_none()), "{line}");
            assert!(!said.iter().any(|said| is_from(pool, &said.text)), "{line}: {said:?}");
        }
        pass([&mut here, &mut there], Duration::from_secs(65)).await;
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn counters_are_a_rooms_own(owner: PgPool) {
    let [mut here, mut there] = two_rooms(&owner).await;
    let day = TimeZone::get("Australia/Brisbane").unwrap().to_datetime(NOON).date();
    hear(&mut here, "Gazza", "!bong").await;
    hear(&mut here, "Shazza", "!bong").await;
    let (said, _) = hear(&mut there, "Gazza", "!bong").await;
    assert!(said[0].text.contains('1'), "{said:?}");
    for (room, n) in [(&here, 2), (&there, 1)] {
        let mut tx = room.store.begin().await.unwrap();
        assert_eq!(counters::bongs_on(&mut tx, &room.name, day).await.unwrap(), n);
        tx.rollback().await.unwrap();
    }
    hear(&mut here, "Bev", "!schooner").await;
    let (said, _) = hear(&mut there, "Bev", "!schooner").await;
    assert!(said[0].text.contains('1') && !said[0].text.contains('2'), "{said:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn heists_are_a_rooms_own(owner: PgPool) {
    let [mut here, mut there] = two_rooms(&owner).await;
    hear_pm(&mut here, "Boss", "!forceheist").await;
    let offered = here.look();
    pass([&mut here, &mut there], Duration::from_secs(3)).await;
    assert!(hear_pm(&mut there, "Boss", "!heiststatus").await.contains("IDLE"), "{offered:?}");
    let status = hear_pm(&mut here, "Boss", "!heiststatus").await;
    assert!(status.contains("VOTING"), "{status}");
    let crimes: Vec<_> = crate::games::heist::CRIMES.iter().filter(|crime| status.contains(crime.id)).collect();
    for crime in &crimes {
        let (said, done) = hear(&mut there, "Gazza", crime.id).await;
        assert!(said.is_empty() && done.is_none(), "a vote there is none here: {said:?}");
    }
    pass([&mut here, &mut there], Duration::from_secs(3)).await;
    hear_pm(&mut there, "Boss", "!forceheist").await;
    pass([&mut here, &mut there], Duration::from_secs(3)).await;
    hear_pm(&mut here, "Boss", "!heistadvance").await;
    pass([&mut here, &mut there], Duration::from_secs(3)).await;
    let status = [hear_pm(&mut here, "Boss", "!heiststatus").await, hear_pm(&mut there, "Boss", "!heiststatus").await];
    assert!(status[0].contains("IN PROGRESS") && status[1].contains("VOTING"), "{status:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_duel_or_a_contest_is_answered_where_it_was_asked_for(owner: PgPool) {
    for (challenge, answer) in [("!coin_flip 50 Shazza", "heads"), ("!piss 50 Shazza", "yes")] {
        let [mut here, mut there] = two_rooms(&owner).await;
        let before = balance(&here, "gazza").await;
        hear(&mut here, "Gazza", challenge).await;
        assert_eq!(balance(&here, "gazza").await, before - 50, "{challenge}: the stake is held");
        let (said, done) = hear(&mut there, "Shazza", answer).await;
        assert!(said.is_empty() && done.is_none(), "{challenge}: {said:?}");
        there.restart().await;
        let (said, done) = hear(&mut there, "Shazza", answer).await;
        assert!(said.is_empty() && done.is_none(), "{challenge}, by the next process: {said:?}");
        let (_, done) = hear(&mut here, "Shazza", answer).await;
        assert!(done.is_some_and(|done| done.result == CommandResult::Ok), "{challenge}");
        here.wait(Duration::from_mins(2)).await;
        there.wait(Duration::from_mins(2)).await;
        assert!(there.look().is_empty(), "{challenge}");
        for room in [here, there] {
            room.close(&owner).await;
        }
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn tells_reminders_quotes_and_what_a_room_set_up_stay_in_it(owner: PgPool) {
    let [mut here, mut there] = two_rooms(&owner).await;
    for room in [&mut here, &mut there] {
        room.go("Shazza");
    }
    for line in ["!tell Shazza qwumbat is on", "!remind Shazza 1m qwumbat", "!remind 1m qwumbat", "qwumbat is best"] {
        hear(&mut here, "Gazza", line).await;
        pass([&mut here, &mut there], Duration::from_secs(5)).await;
    }
    for line in [
        "!addquote Gazza qwumbat for ever",
        "!addcommand mine qwumbat says hello",
        "!autoreply add -chance=100 sausage sizzle => qwumbat again",
        "!announce every 5m qwumbat time",
        "!raffle start 5 qwumbat",
    ] {
        let (_, done) = hear(&mut here, "Sarge", line).await;
        assert!(done.is_some_and(|done| done.result == CommandResult::Ok), "{line}");
        pass([&mut here, &mut there], Duration::from_secs(5)).await;
    }
    there.restart().await;
    there.come("Shazza", 1.0);
    let mut said = Vec::new();
    for line in ["g'day", "!quote Gazza", "!rq", "!quote #1", "!mine", "sausage sizzle", "!raffle", "!ticket 1"] {
        said.extend(hear(&mut there, "Shazza", line).await.0);
        there.wait(Duration::from_mins(11)).await;
        said.extend(there.look());
    }
    assert!(said.len() >= 4 && !said.iter().any(|line| line.frame.contains("qwumbat")), "{said:?}");
    here.wait(Duration::from_mins(2)).await;
    here.look();
    here.come("Shazza", 1.0);
    here.wait(Duration::from_secs(30)).await;
    let delivered = here.look().into_iter().filter(|line| line.text.contains("qwumbat")).count();
    assert_eq!(delivered, 2, "the tell and the reminder wait where they were left");
    let (said, _) = hear(&mut here, "Shazza", "!mine").await;
    assert_eq!(said[0].text, "qwumbat says hello");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_is_seen_or_muted_in_one_room_is_not_in_the_other(owner: PgPool) {
    let [mut here, mut there] = two_rooms(&owner).await;
    for room in [&mut here, &mut there] {
        room.come("Kev", 1.0);
        room.go("Kev");
    }
    there.wait(Duration::from_hours(5)).await;
    here.wait(Duration::from_hours(5)).await;
    here.come("Kev", 1.0);
    hear(&mut here, "Kev", "g'day").await;
    here.go("Kev");
    hear(&mut here, "Gazza", "right then").await;
    let (said, _) = hear(&mut there, "Gazza", "!seen Kev").await;
    assert!(said[0].text.contains("5 hours") || said[0].text.contains("5h"), "only what this room saw: {said:?}");
    hear(&mut here, "Sarge", "!mute Bev 10m").await;
    here.wait(Duration::from_secs(5)).await;
    assert!(there.look().iter().all(|line| !line.text.contains("Bev")));
    there.hear("setUserMeta", &json!({ "name": "Bev", "meta": { "afk": false, "muted": false } }));
    there.wait(Duration::from_mins(11)).await;
    assert!(there.look().is_empty(), "no mute ends here");
    let (_, done) = hear(&mut there, "Gazza", "!optout greetings").await;
    assert!(matches!(done.unwrap().cause, Cause::Command(_)));
}

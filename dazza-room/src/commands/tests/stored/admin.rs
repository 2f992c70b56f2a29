//! `memory`, `monitor` and `api`: what those who look after the bot may ask.

use std::time::Duration;

use dazza_shared::counters::CommandResult;
use dazza_shared::link::WebFacts;
use sqlx::PgPool;

use super::{after, is_from, to};
use crate::chat::{ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::room::Vitals;

/// What the boss is told, an hour after the last time.
async fn asked(till: &mut Till, text: &str) -> Vec<ReplyLine> {
    let done = till.say_as("Boss", text).await;
    assert_eq!(done.result, CommandResult::Ok, "{done:?}");
    lines(done)
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn only_who_looks_after_the_bot_may_ask_and_only_in_public(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for text in ["!memory", "!mem -v", "!monitor", "!cm force", "!api"] {
        assert_eq!(till.say(text).await.result, CommandResult::Refused, "{text}");
        assert_eq!(till.pm("Boss", text).await.result, CommandResult::Refused, "{text}");
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn memory_is_told_in_short_and_at_length(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let early = asked(&mut till, "!memory").await;
    assert!(is_from(pools::MEMORY_UNKNOWN, &early[0].text), "{early:?}");
    let mut vitals = Vitals { kept: vec![("people", 3), ("playlist", 40)], ..Vitals::default() };
    vitals.memory.note(20 << 20);
    vitals.memory.note(10 << 20);
    till.room.vitals = vitals;
    let short = asked(&mut till, "!mem").await;
    assert!(short.len() == 1 && is_from(pools::MEMORY, &short[0].text) && short[0].to == To::Room, "{short:?}");
    assert!(["10.0 MiB", "falling", "2h 0m"].iter().all(|part| short[0].text.contains(part)), "{short:?}");
    let long = asked(&mut till, "!memory -v").await;
    assert!(is_from(pools::MEMORY_HISTORY, &long[1].text) && is_from(pools::MEMORY_KEPT, &long[2].text), "{long:?}");
    assert!(["20.0 MiB", "15.0 MiB"].iter().all(|part| long[1].text.contains(part)), "{long:?}");
    assert!(long[2].text.contains("people 3, playlist 40"), "{long:?}");
    assert_eq!((after(&long[1]), after(&long[2])), (1_000, 2_000));
    let usage = only(till.say_as("Boss", "!memory -x").await);
    assert!(is_from(pools::USAGE, &usage.text) && usage.text.contains("[-v]"), "{usage:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn all_money_is_held_against_the_ledger(owner: PgPool) {
    let mut till = Till::open(owner.clone()).await;
    let none = asked(&mut till, "!monitor debug").await;
    assert!(is_from(pools::MONITOR_NO_MOVES, &none[0].text), "{none:?}");
    till.fund("alice", 1_000).await;
    till.fund("gaz", 234).await;
    let sound = asked(&mut till, "!monitor").await;
    assert!(is_from(pools::MONITOR_SOUND, &sound[0].text) && sound[0].to == To::Room, "{sound:?}");
    assert!(sound[0].text.contains("$1,234") && sound[0].text.contains('2'), "{sound:?}");
    let checked = asked(&mut till, "!cm force").await;
    assert!(checked.len() == 1 && is_from(pools::MONITOR_CHECKED, &checked[0].text), "{checked:?}");
    let moves = asked(&mut till, "!cashmonitor DEBUG").await;
    assert!(is_from(pools::MONITOR_MOVES, &moves[0].text) && moves[0].to == To::Room, "{moves:?}");
    assert!(is_from(pools::MONITOR_LIST, &moves[1].text) && moves[1].to == to("boss"), "{moves:?}");
    let newest_first = "gaz $234 dev_award (3h) | alice $1,000 dev_award (3h)";
    assert!(moves[1].text.contains(newest_first), "{moves:?}");
    let usage = only(till.say_as("Boss", "!monitor hard").await);
    assert!(is_from(pools::USAGE, &usage.text), "{usage:?}");
    // Two wrongs that make a right in the sum, as no verb of ours would leave them.
    for wrong in [
        "UPDATE user_economy SET balance = balance + 7 WHERE username = 'alice'",
        "UPDATE user_economy SET balance = balance - 7 WHERE username = 'gaz'",
    ] {
        sqlx::raw_sql(wrong).execute(&owner).await.unwrap();
    }
    assert!(is_from(pools::MONITOR_SOUND, &asked(&mut till, "!monitor").await[0].text));
    let wrong = asked(&mut till, "!monitor force").await;
    assert!(is_from(pools::MONITOR_AT_ODDS, &wrong[0].text) && wrong[0].text.contains('2'), "{wrong:?}");
    assert!(wrong[1].text.contains("alice: $1,007 and not $1,000 | gaz: $227 and not $234"), "{wrong:?}");
    assert!(wrong[1].to == to("boss"));
    let lost = "UPDATE user_economy SET balance = 0 WHERE username = 'gaz'";
    sqlx::raw_sql(lost).execute(&owner).await.unwrap();
    let unsound = asked(&mut till, "!monitor").await;
    assert!(is_from(pools::MONITOR_UNSOUND, &unsound[0].text) && unsound[0].text.contains("$1,007"), "{unsound:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_web_is_told_of_in_private_as_far_as_it_is_known(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.seconds += 7_200;
    till.said(&[("alice", "g'day", 10), ("gaz", "hooroo", 7_000)]).await;
    let off = asked(&mut till, "!api").await;
    assert!(is_from(pools::API_ACK, &off[0].text) && off[0].to == To::Room, "{off:?}");
    assert!(is_from(pools::API_OFF, &off[1].text) && off[1].to == to("boss"), "{off:?}");
    let since = till.now().checked_sub(Duration::from_hours(26)).unwrap();
    let address = ([127, 0, 0, 1], 8_090).into();
    till.room.web = Some(WebFacts { address, n_endpoints: 3, n_watchers: 0, since });
    till.said(&[("alice", "still here", 10)]).await;
    till.seconds += 10;
    let on = only_private(till.hear("Boss", Route::Public, "!api").await);
    assert!(is_from(pools::API_ONLINE, &on.text) && on.text.contains("127.0.0.1:8090"), "{on:?}");
    assert!(["3", "1d 2h", "1"].iter().all(|part| on.text.contains(part)), "{on:?}");
    till.room.is_supervised = false;
    let alone = asked(&mut till, "!api").await;
    assert!(is_from(pools::API_ALONE, &alone[1].text), "{alone:?}");
}

/// The one private line of an answer.
fn only_private(done: crate::commands::Done) -> ReplyLine {
    let said = lines(done);
    assert!(said.len() == 2 && said[1].to == to("boss"), "{said:?}");
    said[1].clone()
}

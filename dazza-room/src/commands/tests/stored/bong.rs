//! `bong`.

use std::time::Duration;

use dazza_shared::counters::CommandResult;
use jiff::civil::date;
use sqlx::PgPool;

use super::{after, is_from};
use crate::chat::{Route, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::reactions::{Note, Pending};

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn each_bong_is_counted_by_the_day_and_the_room_remembers_it(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let done = till.say("!bong").await;
    assert_eq!(done.notes, [Note::Bongs(date(2026, 11, 24), 1)]);
    let mut pending = Pending::default();
    done.notes.iter().for_each(|note| pending.note(note));
    assert_eq!((pending.bongs_on(date(2026, 11, 24)), pending.bongs_on(date(2026, 11, 25))), (1, 0));
    let line = only(done);
    assert!(is_from(pools::BONG, &line.text) && line.text.contains('1'), "{}", line.text);
    assert!(only(till.say_as("shaz", "!cone").await).text.contains('2'));
    // At 12:00 in Brisbane the tests begin; eleven hours later the day is the next one there, and not yet in London.
    till.seconds += 11 * 3_600;
    assert_eq!(till.say("!rip").await.notes, [Note::Bongs(date(2026, 11, 25), 1)]);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_round_number_gets_a_remark(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for n in 1..=50 {
        till.seconds += 1;
        let said = lines(till.hear(&format!("player{n}"), Route::Public, "!bong").await);
        let remark = said.get(1).map(|line| (after(line), is_from(pools::BONG_25, &line.text), line.text.clone()));
        match n {
            25 => assert!(matches!(remark, Some((2_000, true, _))), "{remark:?}"),
            50 => assert!(is_from(pools::BONG_50, &remark.unwrap().2)),
            _ => assert_eq!(remark, None, "{n}"),
        }
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_player_waits_five_minutes_also_over_a_restart(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert_eq!(till.say("!bong").await.result, CommandResult::Ok);
    till.seconds += 60;
    let waits = only(till.hear("alice", Route::Public, "!billy").await);
    assert!(is_from(pools::BONG_WAIT, &waits.text) && waits.text.contains("240s"), "{}", waits.text);
    let mut till = till.after_a_kill().await;
    let waits = till.hear("alice", Route::Public, "!bong").await;
    assert_eq!(waits.wait, Some(Duration::from_secs(235)));
    assert!(is_from(pools::BONG_WAIT, &only(waits).text));
    till.seconds += 240;
    assert!(only(till.hear("alice", Route::Public, "!bong").await).text.contains('2'));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_bong_is_for_the_room_to_see_and_the_same_line_counts_once(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert!(is_from(pools::NOT_BY_PM, &only(till.pm("alice", "!bong").await).text));
    let first = till.deed("alice", Route::Public, "!bong");
    let again = till.again(&first);
    till.carry_out(first).await;
    assert_eq!(till.carry_out(again).await.notes, [Note::Unsure], "nothing but a look at what is open");
    assert!(only(till.say_as("shaz", "!bong").await).text.contains('2'));
    till.adds_up().await;
}

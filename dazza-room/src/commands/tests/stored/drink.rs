//! `drink`.

use dazza_shared::counters::CommandResult;
use sqlx::PgPool;

use super::{after, is_from};
use crate::chat::{Route, pools};
use crate::commands::tests::till::{Till, lines, only};

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_drink_is_counted_in_words_of_its_kind(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for (n, (text, pool)) in
        [("!wine", pools::WINE), ("!SHOT", pools::SHOT), ("!pint", pools::SCHOONER), ("!beer", pools::DRINK)]
            .iter()
            .enumerate()
    {
        let line = only(till.say(text).await);
        assert!(is_from(*pool, &line.text) && line.text.contains(&(n + 1).to_string()), "{}", line.text);
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_round_number_gets_a_remark(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for n in 1..=100 {
        till.seconds += 1;
        let said = lines(till.hear(&format!("player{n}"), Route::Public, "!drink").await);
        let pool = match n {
            100 => pools::DRINK_100,
            50 => pools::DRINK_50,
            25 | 75 => pools::DRINK_25,
            n if n % 12 == 0 => pools::DRINK_12,
            n if n % 6 == 0 && said.len() > 1 => pools::DRINK_6,
            _ => {
                assert_eq!(said.len(), 1, "{n}");
                continue;
            }
        };
        assert!(after(&said[1]) == 2_000 && is_from(pool, &said[1].text), "{n}: {said:?}");
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_bladder_fills_and_the_room_notices(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for n in 1..=31 {
        till.seconds += 300;
        let said = lines(till.hear("alice", Route::Public, "!stubby").await);
        let noticed = said.last().filter(|line| after(line) == 3_500);
        let pool = match n {
            ..5 => {
                assert!(noticed.is_none());
                continue;
            }
            5..=10 => pools::BLADDER_NOTICED,
            11..=15 => pools::BLADDER_FULL,
            16..=20 => pools::BLADDER_STRAINED,
            21..=30 => pools::BLADDER_DESPERATE,
            _ => pools::BLADDER_LEGENDARY,
        };
        assert!(noticed.is_some_and(|line| is_from(pool, &line.text)), "{n}: {said:?}");
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_player_waits_for_the_next_by_any_name_and_has_to_drink_in_public(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert!(is_from(pools::NOT_BY_PM, &only(till.pm("alice", "!beer").await).text));
    assert_eq!(till.say("!beer").await.result, CommandResult::Ok);
    let mut till = till.after_a_kill().await;
    let waits = only(till.hear("alice", Route::Public, "!wine").await);
    assert!(is_from(pools::DRINK_WAIT, &waits.text) && waits.text.contains("295s"), "{}", waits.text);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_same_line_counts_once(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let first = till.deed("alice", Route::Public, "!beer");
    let again = till.again(&first);
    let said = till.carry_out(first).await.reply;
    assert_eq!(till.carry_out(again).await.reply, said);
    assert!(only(till.say_as("shaz", "!beer").await).text.contains('2'));
    till.adds_up().await;
}

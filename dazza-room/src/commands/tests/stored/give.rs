//! `give`.

use dazza_shared::counters::CommandResult;
use dazza_shared::store::chat_log::Move;
use sqlx::PgPool;

use super::{is_from, refuses, to};
use crate::chat::{Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};

fn moved(who: &str, dollars: i64) -> (String, i64, String) {
    (who.to_owned(), dollars, "give".to_owned())
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_gift_goes_from_one_wallet_into_the_other_and_both_are_told(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 300).await;
    for (text, pool, left) in [
        ("!give bigbadwolf 100", pools::GIVE_GENEROUS, ["$200", "$100"]),
        ("!pay @Big_Bad_Wolf, $50", pools::GIVE_FAIR, ["$150", "$150"]),
        ("!send BIG_BAD_WOLF 49", pools::GIVE_SMALL, ["$101", "$199"]),
    ] {
        let line = only(till.say(text).await);
        assert_eq!(line.to, To::Room);
        assert!(is_from(pool, &line.text) && is_from(pools::GIVE_BALANCES, &line.text), "{}", line.text);
        assert!(left.iter().all(|left| line.text.contains(left)), "{}", line.text);
        assert!(line.text.contains("-Big_Bad_Wolf"), "{}", line.text);
    }
    let of_first = [moved("alice", -100), moved("big_bad_wolf", 100)];
    assert_eq!(till.moves().await[..2], of_first);
    let ledger = till.ledger().await;
    assert_eq!(ledger[0].counterparty.as_deref(), Some("big_bad_wolf"));
    assert_eq!((&ledger[0].cause, ledger[0].effect, ledger[1].effect), (&ledger[1].cause, Some(0), Some(1)));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_is_given_in_private_is_told_in_private(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 100).await;
    let said = lines(till.pm("alice", "!give big_bad_wolf 40").await);
    assert_eq!(said.iter().map(|line| &line.to).collect::<Vec<_>>(), [&to("alice"), &to("big_bad_wolf")]);
    assert!(is_from(pools::GIVE_RECEIVED, &said[1].text) && said[1].text.contains("alice"), "{}", said[1].text);
    assert!(said[1].text.contains("$40") && !said[1].text.contains("$60"), "{}", said[1].text);
    till.moved("Shaz", Move::Join, 60).await;
    assert_eq!(only(till.pm("alice", "!give shaz 10").await).to, to("alice"), "who is not here gets no message");
    assert_eq!(till.balance("shaz").await, 10);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_gift_to_the_bot_goes_to_the_house(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 189).await;
    for (text, pool, left) in [
        ("!give dazza 100", pools::THANKS_GENEROUS, "$89"),
        ("!give DAZZA 50", pools::THANKS_GOOD, "$39"),
        ("!give @dazza 20", pools::THANKS_FAIR, "$19"),
        ("!give dazza 19", pools::THANKS_SMALL, "$0"),
    ] {
        let line = only(till.say(text).await);
        assert!(is_from(pool, &line.text) && line.text.contains(left), "{}", line.text);
    }
    assert_eq!(till.balance("dazza").await, 189);
    refuses(&mut till, &[(Route::Public, "!give dazza 1", pools::GIVE_TOO_POOR, "$0")]).await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_gift_is_refused_with_the_reason(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 30).await;
    till.room.roster.replace(["alice", "Big_Bad_Wolf", "Dazza", "server"].map(crate::commands::tests::till::present));
    refuses(
        &mut till,
        &[
            (Route::Public, "!give big_bad_wolf 31", pools::GIVE_TOO_POOR, "$30"),
            (Route::Pm, "!give big_bad_wolf 31", pools::GIVE_TOO_POOR, "$30"),
            (Route::Public, "!give alice 5", pools::GIVE_SELF, ""),
            (Route::Public, "!give @ALICE 5", pools::GIVE_SELF, ""),
            (Route::Public, "!give nobody 5", pools::GIVE_UNKNOWN, "nobody"),
            (Route::Public, "!give server 5", pools::GIVE_UNKNOWN, "server"),
            (Route::Public, "!give [server] 5", pools::GIVE_UNKNOWN, "server"),
            (Route::Public, "!give big_bad_wolf 0", pools::GIVE_BAD_AMOUNT, "0"),
            (Route::Public, "!give big_bad_wolf -5", pools::GIVE_BAD_AMOUNT, "-5"),
            (Route::Public, "!give big_bad_wolf 10abc", pools::GIVE_BAD_AMOUNT, "10abc"),
            (Route::Public, "!give big_bad_wolf", pools::USAGE, "!give <user> <amount>"),
        ],
    )
    .await;
    assert!(till.wallet("server").await.is_none() && till.wallet("nobody").await.is_none());
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_same_line_gives_once(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("alice", 100).await;
    let first = till.deed("alice", Route::Public, "!give big_bad_wolf 10");
    let again = till.again(&first);
    let said = till.carry_out(first).await;
    let done = till.carry_out(again).await;
    assert_eq!((said.result, done.result, said.reply), (CommandResult::Ok, CommandResult::Ok, done.reply));
    assert_eq!((till.balance("alice").await, till.balance("big_bad_wolf").await), (90, 10));
    till.adds_up().await;
}

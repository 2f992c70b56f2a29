//! `balance`.

use dazza_shared::counters::CommandResult;
use sqlx::PgPool;

use super::is_from;
use crate::chat::{To, pools};
use crate::commands::tests::till::{Till, only};

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_player_is_told_in_private_what_is_his(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let line = only(till.say("!balance").await);
    assert_eq!(line.to, To::Player("alice".parse().unwrap()));
    assert!(is_from(pools::BALANCE_OWN, &line.text) && line.text.contains("$0"), "{}", line.text);
    assert!(till.wallet("alice").await.is_none(), "looking made a wallet");
    till.fund("alice", 1_234).await;
    assert!(only(till.pm("alice", "!bal").await).text.contains("$1,234"));
    assert!(only(till.say("!money ALICE").await).text.contains("$1,234"));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn anybody_may_ask_about_anybody_who_was_seen(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("shaz", 50).await;
    let unknown = till.say("!$ shaz").await;
    assert_eq!(unknown.result, CommandResult::Refused);
    assert!(is_from(pools::BALANCE_UNKNOWN, &only(unknown).text));
    till.said(&[("Shaz", "g'day", 60)]).await;
    let line = only(till.say("!$ @SHAZ").await);
    assert_eq!(line.to, To::Player("alice".parse().unwrap()));
    assert!(line.text.contains("Shaz") && line.text.contains("$50"), "{}", line.text);
    assert!(is_from(pools::BALANCE_UNKNOWN, &only(till.say("!$ nobody").await).text));
}

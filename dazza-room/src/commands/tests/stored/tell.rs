//! `tell`.

use dazza_shared::counters::CommandResult;
use sqlx::PgPool;

use super::is_from;
use crate::chat::{Pool, Route, To, pools};
use crate::commands::Done;
use crate::commands::tests::till::{Till, only};
use crate::commands::view::tests::person;
use crate::reactions::Note;

/// The one line of a refusal, which has to be of `pool`.
fn refused(done: Done, pool: Pool) -> String {
    assert_eq!(done.result, CommandResult::Refused, "{done:?}");
    assert!(done.notes.is_empty());
    let text = only(done).text;
    assert!(is_from(pool, &text), "{text}");
    text
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_message_is_taken_for_whoever_is_out_or_away(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.said(&[("Shaz", "back in five", 60)]).await;
    let done = till.say("!tell @shaz, the   pub is on fire").await;
    assert_eq!(done.notes, [Note::TellLeft("shaz".to_owned())]);
    let line = only(done);
    assert_eq!(line.to, To::Room);
    assert!(is_from(pools::TELL_OFFLINE, &line.text) && line.text.contains("-Shaz"), "{}", line.text);
    till.room.roster.insert(person("Gaz", true));
    let line = only(till.say("!tell gaz wake up").await);
    assert!(is_from(pools::TELL_AFK, &line.text) && line.text.contains("-Gaz"), "{}", line.text);
    // Somebody never seen may still come.
    let line = only(till.say("!tell Stranger g'day").await);
    assert!(is_from(pools::TELL_OFFLINE, &line.text) && line.text.contains("-Stranger"), "{}", line.text);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn by_private_message_nothing_is_said_in_public(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let line = only(till.pm("alice", "!tell shaz happy birthday").await);
    assert_eq!(line.to, To::Player("alice".parse().unwrap()));
    assert!(is_from(pools::TELL_BY_PM, &line.text), "{}", line.text);
    let refused = only(till.pm("alice", "!tell shaz again").await);
    assert_eq!(refused.to, To::Player("alice".parse().unwrap()));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_makes_no_sense_is_refused(owner: PgPool) {
    let mut till = Till::open(owner).await;
    refused(till.say("!tell alice hi").await, pools::TELL_SELF);
    refused(till.say("!tell @ALICE hi").await, pools::TELL_SELF);
    refused(till.say("!tell Dazza hi").await, pools::TELL_BOT);
    refused(till.say("!tell bigbadwolf hi").await, pools::TELL_HERE);
    refused(till.say("!tell").await, pools::USAGE);
    refused(till.say("!tell shaz").await, pools::USAGE);
    refused(till.say("!tell shaz <>").await, pools::USAGE);
    refused(till.say("!tell [server] hi").await, pools::USAGE);
    let told = refused(till.say(&format!("!tell shaz {}", "x".repeat(161))).await, pools::TEXT_TOO_LONG);
    assert!(told.contains("160"), "{told}");
    assert_eq!(till.say(&format!("!tell shaz {}", "x".repeat(160))).await.result, CommandResult::Ok);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn nobody_is_buried_in_messages(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for author in ["a1", "a2", "a3", "a4", "a5"] {
        till.say_as(author, "!tell shaz hi").await;
        refused(till.say_as(author, "!tell Shaz hi").await, pools::TELL_PENDING);
    }
    refused(till.say_as("a6", "!tell shaz hi").await, pools::TELL_TARGET_FULL);
    for n in 0..10 {
        assert_eq!(till.say(&format!("!tell friend{n} hi")).await.result, CommandResult::Ok);
    }
    let told = refused(till.say("!tell friend10 hi").await, pools::TELL_TOO_MANY);
    assert!(told.contains("10"), "{told}");
    // What nobody came for in 30 days makes room again.
    till.seconds += 31 * 86_400;
    assert_eq!(till.say("!tell friend10 hi").await.result, CommandResult::Ok);
    assert_eq!(till.say_as("a6", "!tell shaz hi").await.result, CommandResult::Ok);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn one_after_the_other(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert_eq!(till.say("!tell shaz hi").await.result, CommandResult::Ok);
    let told = only(till.hear("alice", Route::Public, "!tell gaz hi").await).text;
    assert!(is_from(pools::WAIT, &told) && told.contains('3'), "{told}");
    till.seconds += 3;
    assert_eq!(till.hear("alice", Route::Public, "!tell gaz hi").await.result, CommandResult::Ok);
    // A refusal costs no wait.
    till.seconds += 3;
    refused(till.hear("alice", Route::Public, "!tell gaz hi").await, pools::TELL_PENDING);
    assert_eq!(till.hear("alice", Route::Public, "!tell bob hi").await.result, CommandResult::Ok);
}

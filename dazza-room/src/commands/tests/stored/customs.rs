//! `addcommand`, `editcommand`, `delcommand`, `customcommands`, and the commands that come of them.

use dazza_shared::counters::CommandResult;
use sqlx::PgPool;

use super::{is_from, to};
use crate::chat::{Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::reactions;

/// A till where the boss has added these commands.
async fn till_with(owner: PgPool, commands: &[&str]) -> Till {
    let mut till = Till::open(owner).await;
    for command in commands {
        let done = till.say_as("Boss", &format!("!addcommand {command}")).await;
        assert_eq!(done.result, CommandResult::Ok, "{command}: {done:?}");
    }
    till
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_command_is_added_said_changed_and_removed_each_with_its_row(owner: PgPool) {
    let mut till = till_with(owner, &["!Hug {user} hugs {target}, number {count}"]).await;
    assert_eq!(only(till.say("!hug bigbadwolf now").await).text, "-alice hugs Big_Bad_Wolf, number 1");
    assert_eq!(only(till.say("!HUG").await).text, "-alice hugs alice, number 2");
    let by_pm = only(till.pm("alice", "!hug the <b>weather</b>").await);
    assert_eq!((by_pm.to, by_pm.text.as_str()), (to("alice"), "alice hugs the, number 3"));
    let edited = only(till.say_as("Boss", "!editcommand hug {random:yes|yes} {media}").await);
    assert!(is_from(pools::CUSTOM_EDITED, &edited.text) && edited.text.contains("!hug"), "{}", edited.text);
    assert_eq!(only(till.say("!hug").await).text, "yes nothing");
    assert!(is_from(pools::CUSTOM_GONE, &only(till.say_as("Boss", "!delcommand !hug").await).text));
    assert!(!till.desk.knows("!hug", "!"));
    assert_eq!(till.audit_lines().await, ["boss command.add hug", "boss command.edit hug", "boss command.remove hug"]);
    let audited = till.audited().await;
    assert_eq!(audited[1].before.as_ref().unwrap()["text"], "{user} hugs {target}, number {count}");
    assert_eq!(audited[1].after.as_ref().unwrap()["text"], "{random:yes|yes} {media}");
    assert_eq!(audited[2].before.as_ref().unwrap()["text"], "{random:yes|yes} {media}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn only_those_who_look_after_the_room_set_commands_up(owner: PgPool) {
    let mut till = till_with(owner, &["rules be nice", "staff -rank=2 keys are in the drawer"]).await;
    for line in ["!addcommand x y", "!editcommand rules no", "!delcommand rules", "!staff"] {
        let done = till.say(line).await;
        assert_eq!(done.result, CommandResult::Refused, "{line}");
        assert!(is_from(pools::NOT_ALLOWED, &only(done).text), "{line}");
    }
    assert_eq!(only(till.say_as("Boss", "!staff").await).text, "keys are in the drawer");
    assert_eq!(only(till.say("!rules").await).text, "be nice");
    assert_eq!(till.audited().await.len(), 2);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_makes_no_command_is_refused_with_the_reason(owner: PgPool) {
    let mut till = till_with(owner, &["rules be nice"]).await;
    let long = format!("!addcommand long {}", "x".repeat(241));
    for (line, pool, part) in [
        ("!addcommand roll mine", pools::CUSTOM_TAKEN, "!roll"),
        ("!addcommand DICE mine", pools::CUSTOM_TAKEN, "!dice"),
        ("!addcommand commands mine", pools::CUSTOM_TAKEN, "!commands"),
        ("!addcommand rules again", pools::CUSTOM_EXISTS, "!rules"),
        ("!addcommand a{b} text", pools::CUSTOM_BAD_NAME, "ab"),
        ("!addcommand fine {usr}", pools::CUSTOM_BAD_BLANK, "usr"),
        ("!addcommand fine -rank=9 text", pools::CUSTOM_BAD_OPTION, "rank=9"),
        ("!addcommand fine -wait=99d text", pools::CUSTOM_BAD_OPTION, "wait=99d"),
        ("!addcommand fine -rank=2", pools::USAGE, "!addcommand <name>"),
        ("!addcommand fine", pools::USAGE, "!addcommand <name>"),
        (&long, pools::TEXT_TOO_LONG, "240"),
        ("!editcommand nothere text", pools::CUSTOM_NONE, "!nothere"),
        ("!editcommand rules {what}", pools::CUSTOM_BAD_BLANK, "what"),
        ("!delcommand nothere", pools::CUSTOM_NONE, "!nothere"),
    ] {
        let done = till.say_as("Boss", line).await;
        assert_eq!(done.result, CommandResult::Refused, "{line}");
        let text = only(done).text;
        assert!(is_from(pool, &text) && text.contains(part), "{line}: {text}");
    }
    assert_eq!(till.audited().await.len(), 1);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_command_rests_for_as_long_as_the_room_wants(owner: PgPool) {
    let mut till = till_with(owner, &["rules -wait=1m be nice"]).await;
    assert_eq!(till.hear("alice", Route::Public, "!rules").await.result, CommandResult::Ok);
    till.seconds += 20;
    let told = only(till.hear("bob", Route::Public, "!rules").await);
    assert!(is_from(pools::WAIT, &told.text) && told.text.contains("40"), "{}", told.text);
    assert!(lines(till.hear("bob", Route::Public, "!rules").await).is_empty(), "told once");
    till.seconds += 40;
    assert_eq!(till.hear("bob", Route::Public, "!rules").await.result, CommandResult::Ok);
    assert_eq!(till.say_as("Boss", "!editcommand rules -wait=1s").await.result, CommandResult::Ok);
    till.seconds += 1;
    assert_eq!(only(till.hear("alice", Route::Public, "!rules").await).text, "be nice");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_commands_are_listed_and_known_to_the_next_process(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert!(is_from(pools::CUSTOM_LIST_EMPTY, &only(till.say("!customcommands").await).text));
    for command in ["rules be nice", "apple -rank=2 pie", "hi {user}"] {
        till.say_as("Boss", &format!("!addcommand {command}")).await;
    }
    assert_eq!(till.hear("alice", Route::Public, "!hi").await.result, CommandResult::Ok);
    let mut till = till.after_a_kill().await;
    assert!(!till.desk.knows("!rules", "!"));
    till.react(reactions::LOAD, "dazza", "").await;
    assert!(till.desk.knows("!rules", "!"));
    let listed = only(till.say("!cmds").await);
    assert!(listed.to == To::Room && listed.text.contains("!apple !hi !rules"), "{}", listed.text);
    assert_eq!(only(till.pm("alice", "!customs").await).to, to("alice"));
    assert_eq!(only(till.say("!rules").await).text, "be nice");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_same_line_is_said_and_counted_once(owner: PgPool) {
    let mut till = till_with(owner, &["n {count}"]).await;
    let first = till.deed("alice", Route::Public, "!n");
    let second = crate::commands::Deed { cause: first.cause, ..till.deed("alice", Route::Public, "!n") };
    assert_eq!(only(till.carry_out(first).await).text, "1");
    assert_eq!(only(till.carry_out(second).await).text, "1");
    assert_eq!(only(till.say("!n").await).text, "2");
}

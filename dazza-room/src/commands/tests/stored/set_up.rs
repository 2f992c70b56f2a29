//! What a room's own people set up: announcements, answers unasked, quiet, being left out, and kept quotes.

use dazza_shared::counters::CommandResult;
use sqlx::PgPool;

use super::{is_from, to};
use crate::chat::{Pool, Route, To, pools};
use crate::commands::Done;
use crate::commands::tests::till::{Till, lines, only};
use crate::reactions::{self, HouseNote, Note};

/// Checks what the boss is told on each line.
async fn boss_hears(till: &mut Till, lines: &[(&str, CommandResult, Pool, &str)]) {
    for (line, result, pool, part) in lines {
        let done = till.say_as("Boss", line).await;
        assert_eq!(done.result, *result, "{line}: {done:?}");
        let text = only(done).text;
        assert!(is_from(*pool, &text) && text.contains(part), "{line}: {text}");
    }
}

/// What a deed has to tell about what is set up.
fn changes(done: &Done) -> Vec<&HouseNote> {
    let mut changes = Vec::new();
    for note in &done.notes {
        if let Note::House(change) = note {
            changes.push(change);
        }
    }
    changes
}

use CommandResult::{Ok as Done_, Refused};

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn an_announcement_is_said_when_it_is_due_and_not_before(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let added = till.say_as("Boss", "!announce every 30m Be nice, {media} is on").await;
    assert!(is_from(pools::ANNOUNCE_ADDED, &added.reply.lines()[0].text));
    let [HouseNote::Announcement(one)] = changes(&added)[..] else { panic!("{added:?}") };
    let id = one.id.to_string();
    till.seconds += 29 * 60;
    let done = till.react(reactions::SAY_ANNOUNCEMENT, "dazza", &id).await;
    assert!(done.reply.is_silent() && matches!(changes(&done)[..], [HouseNote::Announcements(_)]), "{done:?}");
    till.seconds += 60;
    let done = till.react(reactions::SAY_ANNOUNCEMENT, "dazza", &id).await;
    let [HouseNote::Announcement(next)] = changes(&done)[..] else { panic!("{done:?}") };
    assert_eq!(dazza_shared::clock::since(till.now(), next.due_at).as_secs(), 30 * 60);
    let said = only(done);
    assert_eq!((said.to, said.text.as_str()), (To::Room, "Be nice, nothing is on"));
    assert!(till.react(reactions::SAY_ANNOUNCEMENT, "dazza", &id).await.reply.is_silent(), "it was said just now");
    let loaded = till.react(reactions::LOAD, "dazza", "").await;
    assert!(changes(&loaded).iter().any(|note| matches!(note, HouseNote::Announcements(all) if all.len() == 1)));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn announcements_are_listed_and_removed_by_their_place(owner: PgPool) {
    let mut till = Till::open(owner).await;
    boss_hears(
        &mut till,
        &[
            ("!announce list", Refused, pools::HOUSE_EMPTY, ""),
            ("!announce 10m first", Done_, pools::ANNOUNCE_ADDED, ""),
            ("!announce every 1h 30m second", Done_, pools::ANNOUNCE_ADDED, ""),
            ("!announcements list", Done_, pools::HOUSE_LIST, "1. every 10m: first | 2. every 1h 30m: second"),
            ("!announce remove 3", Refused, pools::HOUSE_NO_NUMBER, "3"),
            ("!announce remove first", Refused, pools::HOUSE_NO_NUMBER, "first"),
            ("!announce remove #1", Done_, pools::ANNOUNCE_GONE, ""),
            ("!announce list", Done_, pools::HOUSE_LIST, "1. every 1h 30m: second"),
            ("!announce every 4m text", Refused, pools::ANNOUNCE_BAD_TIME, ""),
            ("!announce every 8d text", Refused, pools::ANNOUNCE_BAD_TIME, ""),
            ("!announce every text", Refused, pools::USAGE, "!announce every"),
            ("!announce every 10m", Refused, pools::USAGE, "!announce every"),
            ("!announce every 10m {what}", Refused, pools::CUSTOM_BAD_BLANK, "what"),
        ],
    )
    .await;
    assert!(is_from(pools::NOT_ALLOWED, &only(till.say("!announce list").await).text));
    let audit = till.audit_lines().await;
    assert_eq!(audit.iter().filter(|line| line.starts_with("boss announcement.add ")).count(), 2);
    assert!(audit[2].starts_with("boss announcement.remove "), "{audit:?}");
    for n in 0..19 {
        assert_eq!(till.say_as("Boss", &format!("!announce 1d number {n}")).await.result, Done_, "{n}");
    }
    boss_hears(&mut till, &[("!announce 1d one too many", Refused, pools::HOUSE_FULL, "20")]).await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn an_answer_unasked_is_given_and_counted_and_rests(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let added = till.say_as("Boss", "!autoreply add -wait=5m free pie => {user} wants pie number {count}").await;
    let [HouseNote::Response(one)] = changes(&added)[..] else { panic!("{added:?}") };
    let id = one.id.to_string();
    let said = only(till.react(reactions::RESPOND, "alice", &id).await);
    assert_eq!((said.to, said.text.as_str()), (To::Room, "-alice wants pie number 1"));
    till.seconds += 299;
    assert!(till.react(reactions::RESPOND, "alice", &id).await.reply.is_silent());
    till.seconds += 1;
    assert_eq!(only(till.react(reactions::RESPOND, "bob", &id).await).text, "-bob wants pie number 2");
    till.say_as("Boss", "!autoreply remove 1").await;
    assert!(till.react(reactions::RESPOND, "alice", &id).await.reply.is_silent());
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn answers_unasked_are_set_up_by_words_or_by_expressions(owner: PgPool) {
    let mut till = Till::open(owner).await;
    boss_hears(
        &mut till,
        &[
            ("!autoreply list", Refused, pools::HOUSE_EMPTY, ""),
            ("!autoreply add free pie => where?", Done_, pools::AUTOREPLY_ADDED, "free pie"),
            (r"!trigger add -chance=20% /\bpi+e\b/ => {random:yum|yuck}", Done_, pools::AUTOREPLY_ADDED, "pi+e"),
            ("!autoreply list", Done_, pools::HOUSE_LIST, "1. free pie | 2. "),
            ("!autoreply remove 2.", Done_, pools::AUTOREPLY_GONE, "pi+e"),
            ("!autoreply remove 2", Refused, pools::HOUSE_NO_NUMBER, "2"),
            ("!autoreply add pie", Refused, pools::USAGE, "!autoreply add"),
            ("!autoreply add pie =>", Refused, pools::USAGE, "!autoreply add"),
            ("!autoreply pie => yum", Refused, pools::USAGE, "!autoreply add"),
            ("!autoreply add /(/ => yum", Refused, pools::AUTOREPLY_BAD_PATTERN, "("),
            ("!autoreply add /.*/ => yum", Refused, pools::AUTOREPLY_BAD_PATTERN, "."),
            ("!autoreply add a => yum", Refused, pools::AUTOREPLY_BAD_PATTERN, "a"),
            ("!autoreply add -chance=0 pie => yum", Refused, pools::AUTOREPLY_BAD_OPTION, "chance=0"),
            ("!autoreply add -wait=2s pie => yum", Refused, pools::AUTOREPLY_BAD_OPTION, "wait=2s"),
            ("!autoreply add -loud pie => yum", Refused, pools::AUTOREPLY_BAD_OPTION, "loud"),
            ("!autoreply add pie => {yum}", Refused, pools::CUSTOM_BAD_BLANK, "yum"),
        ],
    )
    .await;
    assert!(is_from(pools::NOT_ALLOWED, &only(till.say("!autoreply list").await).text));
    assert_eq!(till.audited().await.len(), 3);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn quiet_is_kept_over_a_restart(owner: PgPool) {
    let mut till = Till::open(owner).await;
    boss_hears(
        &mut till,
        &[
            ("!quiet 1h30m", Done_, pools::QUIET_ON, "1h 30m"),
            ("!quiet all 10 min", Done_, pools::QUIET_TOTAL, "10m"),
            ("!quiet 8d", Refused, pools::QUIET_TOO_LONG, ""),
            ("!quiet all", Refused, pools::USAGE, "!quiet <time>"),
            ("!quiet please", Refused, pools::USAGE, "!quiet <time>"),
        ],
    )
    .await;
    assert!(is_from(pools::NOT_ALLOWED, &only(till.say("!quiet 1h").await).text));
    let loaded = till.react(reactions::LOAD, "dazza", "").await;
    let quiet =
        |done: &Done| changes(done).iter().find_map(|note| if let HouseNote::Quiet(q) = note { *q } else { None });
    assert!(quiet(&loaded).is_some_and(|quiet| quiet.is_total));
    boss_hears(&mut till, &[("!quiet off", Done_, pools::QUIET_OFF, "")]).await;
    assert_eq!(quiet(&till.react(reactions::LOAD, "dazza", "").await), None);
    assert_eq!(till.audit_lines().await.last().map(String::as_str), Some("boss quiet.off fatpizza"));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_opts_out_is_left_out_until_they_opt_in(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.said(&[("alice", "never trust a magpie", 60)]).await;
    for (line, result, pool) in [
        ("!optin", Refused, pools::OPTIN_ALREADY),
        ("!optout quotes", Done_, pools::OPTOUT_QUOTES),
        ("!optout quotes", Refused, pools::OPTOUT_ALREADY),
        ("!optout greetings", Done_, pools::OPTOUT_GREETINGS),
        ("!optout", Done_, pools::OPTOUT_ALL),
        ("!optout of life", Refused, pools::USAGE),
        ("!quote alice", Refused, pools::QUOTE_NONE),
        ("!optin", Done_, pools::OPTIN_DONE),
        ("!quote alice", Done_, pools::QUOTE_FRAME),
    ] {
        let done = till.say(line).await;
        assert_eq!(done.result, result, "{line}: {done:?}");
        assert!(is_from(pool, &only(done).text), "{line}");
    }
    assert_eq!(only(till.pm("alice", "!optout").await).to, to("alice"));
    let loaded = till.react(reactions::LOAD, "dazza", "").await;
    assert!(changes(&loaded).iter().any(|note| matches!(note, HouseNote::OptOuts(all) if all.len() == 1)));
    till.seconds += 60;
    assert_eq!(till.hear("bob", Route::Public, "!optout").await.result, Done_);
    let waits = only(till.hear("bob", Route::Public, "!optout greetings").await);
    assert!(is_from(pools::WAIT, &waits.text), "{}", waits.text);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn quotes_are_kept_given_and_removed_by_number(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.said(&[("Shaz", "never trust a magpie", 60), ("Shaz", "!roll", 50)]).await;
    boss_hears(
        &mut till,
        &[
            ("!addquote shaz", Done_, pools::CURATED_KEPT, "1"),
            ("!addquote bigbadwolf I'll huff and I'll puff", Done_, pools::CURATED_KEPT, "2"),
            ("!addquote nobody", Refused, pools::QUOTE_NONE, "nobody"),
            ("!addquote [x] text", Refused, pools::USAGE, "!addquote <user>"),
            ("!quote #1", Done_, pools::CURATED_FRAME, "𝔫𝔢𝔳𝔢𝔯 𝔱𝔯𝔲𝔰𝔱 𝔞 𝔪𝔞𝔤𝔭𝔦𝔢"),
        ],
    )
    .await;
    assert!(only(till.say("!quote #2").await).text.contains("-Big_Bad_Wolf"));
    assert_eq!(till.say_as("carl", "!quote #").await.result, Done_);
    assert_eq!(till.say_as("big_bad_wolf", "!optout quotes").await.result, Done_);
    boss_hears(
        &mut till,
        &[
            ("!quote #2", Refused, pools::CURATED_NONE, "2"),
            ("!addquote bigbadwolf more", Refused, pools::CURATED_LEFT_OUT, "Big_Bad_Wolf"),
            ("!delquote #1", Done_, pools::CURATED_GONE, "1"),
            ("!delquote 1", Refused, pools::HOUSE_NO_NUMBER, "1"),
            ("!delquote one", Refused, pools::HOUSE_NO_NUMBER, "one"),
            ("!quote #1", Refused, pools::CURATED_NONE, "1"),
            ("!quote #", Refused, pools::CURATED_NONE, "#"),
            ("!quote #x", Refused, pools::CURATED_NONE, "#x"),
            ("!addquote shaz again", Done_, pools::CURATED_KEPT, "3"),
        ],
    )
    .await;
    assert!(is_from(pools::NOT_ALLOWED, &only(till.say("!addquote shaz x").await).text));
    assert!(lines(till.say("!delquote 3").await).iter().all(|line| is_from(pools::NOT_ALLOWED, &line.text)));
    assert_eq!(
        till.audit_lines().await,
        ["boss quote.add #1", "boss quote.add #2", "boss quote.remove #1", "boss quote.add #3"]
    );
}

//! `mute`, `unmute`, `kick`, `ban`, `unban`, `clear`, `poll`, `endpoll`: who may, to whom, what is asked and written down.

use std::time::Duration;

use dazza_shared::counters::CommandResult::{Ok as Done_, Refused};
use dazza_shared::store::moderation;
use sqlx::PgPool;

use super::{is_from, refuses, to};
use crate::acts::{Act, What};
use crate::chat::{Route, To, pools};
use crate::commands::Done;
use crate::commands::tests::till::{Till, lines, only};
use crate::reactions::{self, ActEnded, HouseNote, Note};
use crate::room::{Person, Powers};

/// A till with people of some ranks in the room, in which alice is a moderator.
async fn till_of_ranks(owner: PgPool) -> Till {
    let mut till = Till::open(owner).await;
    let person = |(name, rank): (&str, f64)| Person { name: name.into(), rank, is_afk: false, is_muted: false };
    let people = [("alice", 2.0), ("Bob", 1.0), ("carl", 2.0), ("Big_Bad_Wolf", 0.0), ("chief", 4.0), ("Dazza", 3.0)];
    till.room.roster.replace(people.map(person));
    till
}

impl Till {
    /// What comes of a line of the moderator alice.
    async fn mod_says(&mut self, line: &str) -> Done {
        let deed = crate::commands::Deed { rank: 2.0, ..self.deed("Boss", Route::Public, line) };
        self.carry_out(deed).await
    }

    async fn act_ended(&mut self, ended: &ActEnded) {
        let told = serde_json::to_string(ended).unwrap();
        assert_eq!(self.react(reactions::ACT_ENDED, "boss", &told).await.result, Done_);
    }

    async fn fate(&self, id: i64) -> (bool, Option<String>, bool) {
        let mut tx = self.store.begin().await.unwrap();
        moderation::fate(&mut tx, &self.room.settings.name, id).await.unwrap().unwrap()
    }
}

/// The one act that a deed asks for.
fn act(done: &Done) -> Act {
    assert_eq!(done.result, Done_, "{done:?}");
    let acts: Vec<_> =
        done.notes.iter().filter_map(|note| if let Note::Act(act) = note { Some(act) } else { None }).collect();
    let [act] = acts[..] else { panic!("{done:?}") };
    act.clone()
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn each_deed_is_asked_for_and_written_down(owner: PgPool) {
    let mut till = till_of_ranks(owner).await;
    let mute = till.mod_says("!mute bob 10m too <loud>").await;
    assert!(lines(mute).is_empty(), "what came of it is told when it has happened");
    let mute = act(&till.mod_says("!mute bob 10m again").await);
    let until = dazza_shared::clock::later(till.now(), Duration::from_mins(10));
    assert_eq!(mute.what, What::Mute { who: "Bob".parse().unwrap(), until: Some(until) });
    assert!(mute.id != 0 && mute.to == To::Room);
    let who = |name: &str| name.parse().unwrap();
    for (line, what) in [
        ("!mute bob", What::Mute { who: who("Bob"), until: None }),
        ("!unmute bob", What::Unmute { who: who("Bob") }),
        ("!unmute gone", What::Unmute { who: who("gone") }),
        ("!kick bigbadwolf huff /puff", What::Kick { who: who("Big_Bad_Wolf"), reason: "huff /puff".to_owned() }),
        ("!boot bob", What::Kick { who: who("Bob"), reason: String::new() }),
        ("!ban bob spam", What::Ban { who: who("Bob"), reason: "spam".to_owned() }),
        ("!unban bob", What::Unban { who: who("bob") }),
    ] {
        assert_eq!(act(&till.mod_says(line).await).what, what, "{line}");
    }
    let audit = till.audit_lines().await;
    assert_eq!(audit[..2], ["boss mute bob", "boss mute bob"]);
    assert_eq!(audit.last().map(String::as_str), Some("boss unban bob"));
    assert_eq!(till.audited().await[0].after.as_ref().unwrap()["reason"], "too loud");
    let by_pm = till.pm("Boss", "!kick bob").await;
    assert_eq!(act(&by_pm).to, to("Boss"));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn nobody_is_touched_who_stands_as_high(owner: PgPool) {
    let mut till = till_of_ranks(owner).await;
    for (line, pool, part) in [
        ("!kick carl", pools::ACT_OUTRANKED, "carl"),
        ("!mute chief 5m", pools::ACT_OUTRANKED, "chief"),
        ("!ban chief", pools::ACT_OUTRANKED, "chief"),
        ("!kick dazza", pools::ACT_ON_BOT, ""),
        ("!kick boss", pools::ACT_ON_SELF, ""),
        ("!kick gone", pools::ACT_NOT_HERE, "gone"),
        ("!mute gone 5m", pools::ACT_NOT_HERE, "gone"),
        ("!ban gone", pools::ACT_RANK_UNKNOWN, "gone"),
        ("!mute bob 31d", pools::MUTE_TOO_LONG, ""),
        ("!ban [x]", pools::USAGE, "!ban <user>"),
        ("!kick", pools::USAGE, "!kick <user>"),
    ] {
        let done = if line == "!kick" { till.say_as("Boss", line).await } else { till.mod_says(line).await };
        assert_eq!(done.result, Refused, "{line}");
        let text = only(done).text;
        assert!(is_from(pool, &text) && text.contains(part), "{line}: {text}");
    }
    assert!(till.audited().await.is_empty());
    // Below us in rank, the server itself holds the bot to what the asker may do.
    till.room.powers = Powers::of_rank(2.0);
    assert_eq!(act(&till.mod_says("!ban gone").await).what.name(), "ban");
    let chief = crate::commands::Deed { rank: 5.0, ..till.deed("Boss", Route::Public, "!kick chief") };
    assert!(is_from(pools::ACT_BOT_OUTRANKED, &only(till.carry_out(chief).await).text));
    let lines =
        ["!mute bob", "!kick bob", "!ban bob", "!unban bob", "!unmute bob", "!poll a | b | c", "!endpoll", "!clear"]
            .map(|line| (Route::Public, line, pools::NOT_ALLOWED, ""));
    refuses(&mut till, &lines).await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_bot_without_the_rank_says_so(owner: PgPool) {
    let mut till = till_of_ranks(owner).await;
    till.room.powers = Powers::of_rank(1.0);
    for (line, part) in [
        ("!mute bob", "1.5"),
        ("!unmute bob", "1.5"),
        ("!kick bob", "1.5"),
        ("!ban bob", "2"),
        ("!unban bob", "2"),
        ("!clear", "2"),
        ("!poll a | b | c", "1.5"),
        ("!endpoll", "1.5"),
    ] {
        let done = till.say_as("Boss", line).await;
        assert_eq!(done.result, Refused, "{line}");
        let text = only(done).text;
        assert!(is_from(pools::BOT_TOO_LOW, &text) && text.contains(part), "{line}: {text}");
    }
    assert!(till.audited().await.is_empty());
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_became_of_a_deed_is_kept_and_known_to_the_next_process(owner: PgPool) {
    let mut till = till_of_ranks(owner).await;
    let ended = |act: &Act, why: Option<&str>| ActEnded {
        id: act.id,
        what: act.what.name().to_owned(),
        who: act.what.who().map(|who| who.key().to_owned()),
        why: why.map(str::to_owned),
        ..ActEnded::default()
    };
    let mute = act(&till.mod_says("!mute bob 1d").await);
    let kick = act(&till.mod_says("!kick bob").await);
    till.act_ended(&ended(&mute, None)).await;
    till.act_ended(&ended(&kick, Some("no such luck"))).await;
    assert_eq!(till.fate(mute.id).await, (true, None, false));
    assert_eq!(till.fate(kick.id).await, (false, Some("no such luck".to_owned()), false));
    assert_eq!(till.audit_lines().await.last().map(String::as_str), Some("boss kick.failed bob"));
    // Asked for just now, and an hour ago: the one is taken up again, the other has failed.
    let old = act(&till.mod_says("!ban bob").await);
    let new = act(&till.mod_says("!mute bob 2d").await);
    let mut till = till.after_a_kill().await;
    let loaded = till.react(reactions::LOAD, "dazza", "").await;
    assert_eq!(act(&loaded).id, new.id);
    assert!(till.fate(old.id).await.1.is_some());
    let mutes = |done: &Done| {
        done.notes.iter().find_map(|note| match note {
            Note::House(HouseNote::Mutes(all)) => Some(all.len()),
            _ => None,
        })
    };
    assert_eq!(mutes(&loaded), Some(1));
    // A new mute takes the place of the old one, and an unmute that of both.
    till.act_ended(&ended(&new, None)).await;
    assert!(till.fate(mute.id).await.2 && !till.fate(new.id).await.2);
    let unmute = ActEnded { what: "unmute".to_owned(), who: Some("bob".to_owned()), ..ActEnded::default() };
    till.act_ended(&unmute).await;
    assert_eq!(mutes(&till.react(reactions::LOAD, "dazza", "").await), Some(0));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_chat_is_cleared_after_a_while_that_is_told(owner: PgPool) {
    let mut till = till_of_ranks(owner).await;
    for (line, pool, part, wait, reason) in [
        ("!clear", pools::CLEAR_SOON, "2", 2_000, ""),
        ("!cls 0.5", pools::CLEAR_SOON, "0.5", 500, ""),
        ("!clearchat 60 spilt pie", pools::CLEAR_SOON_WHY, "spilt pie", 60_000, "spilt pie"),
    ] {
        let done = till.say_as("Boss", line).await;
        let asked = act(&done);
        assert_eq!(asked.what, What::Clear { reason: reason.to_owned() });
        assert_eq!(dazza_shared::clock::since(till.now(), asked.not_before).as_millis(), wait, "{line}");
        let text = only(done).text;
        assert!(is_from(pool, &text) && text.contains(part), "{line}: {text}");
    }
    for (line, pool) in [
        ("!clear spilt pie", pools::CLEAR_NO_TIME),
        ("!clear -1", pools::CLEAR_BAD_TIME),
        ("!clear 61", pools::CLEAR_BAD_TIME),
        ("!clear NaN", pools::CLEAR_NO_TIME),
    ] {
        let done = till.say_as("Boss", line).await;
        assert!(done.result == Refused && is_from(pool, &only(done).text), "{line}");
    }
    let by_pm = only(till.pm("Boss", "!clear 5").await);
    assert_eq!(by_pm.to, To::Room, "the room sees it coming");
    till.seconds += 60;
    assert_eq!(till.hear("Boss", Route::Public, "!clear").await.result, Done_);
    assert!(is_from(pools::WAIT, &only(till.hear("Boss", Route::Public, "!clear").await).text));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn polls_are_opened_one_at_a_time_and_kept(owner: PgPool) {
    let mut till = till_of_ranks(owner).await;
    let opened = act(&till.say_as("Boss", "!poll Best pie? | meat | <b>veg</b> | ").await);
    let options = vec!["meat".to_owned(), "bveg/b".to_owned()];
    assert_eq!(opened.what, What::OpenPoll { title: "Best pie?".to_owned(), options: options.clone() });
    let eleven = format!("!poll q{}", " | a".repeat(11));
    for (line, pool) in [
        ("!poll Best pie?", pools::USAGE),
        ("!poll Best pie? | meat", pools::USAGE),
        ("!poll | a | b", pools::USAGE),
        (&eleven, pools::POLL_TOO_MANY),
        ("!endpoll", pools::POLL_NONE),
    ] {
        let done = till.say_as("Boss", line).await;
        assert!(done.result == Refused && is_from(pool, &only(done).text), "{line}");
    }
    till.room.has_poll = true;
    assert!(is_from(pools::POLL_OPEN_ALREADY, &only(till.say_as("Boss", "!poll a | b | c").await).text));
    assert_eq!(act(&till.say_as("Boss", "!endpoll").await).what, What::ClosePoll);
    let question = Some("Best pie?".to_owned());
    till.act_ended(&ActEnded { what: "poll".to_owned(), question, options, ..ActEnded::default() }).await;
    till.act_ended(&ActEnded { what: "poll.closed".to_owned(), votes: vec![3, 1], ..ActEnded::default() }).await;
    let mut tx = till.store.begin().await.unwrap();
    let kept = dazza_shared::store::poll::latest(&mut tx, &till.room.settings.name).await.unwrap();
    assert_eq!(kept, Some(("Best pie?".to_owned(), Some(vec![3, 1]))));
}

//! `seen`, `stats`, `channelstats` and `peak`.

use dazza_shared::counters::CommandResult;
use dazza_shared::names::RoomName;
use dazza_shared::store::chat_log::{self, ChatLine, Move};
use sqlx::PgPool;

use super::is_from;
use crate::chat::{Pool, Route, To, pools};
use crate::commands::tests::till::{Till, lines, log_in, only};

async fn told(till: &mut Till, line: &str, pool: Pool) -> String {
    let line = only(till.say(line).await);
    assert_eq!(line.to, To::Room);
    assert!(is_from(pool, &line.text), "{}", line.text);
    line.text
}

/// Has somebody say something in another room.
async fn said_elsewhere(till: &Till, name: &str) {
    let room: RoomName = "elsewhere".parse().unwrap();
    let store = log_in(&till.owner, &room).await;
    let line = ChatLine {
        key: dazza_shared::line_key::LineKey::of_timer(&room, "test", 1),
        name: name.into(),
        text: "not for your ears".into(),
        sent_at: till.now(),
        n_words: 4,
        is_command: false,
        is_own: false,
        links: Vec::new(),
    };
    let mut tx = store.begin().await.unwrap();
    chat_log::store_lines(&mut tx, &room, &[&line]).await.unwrap();
    chat_log::count_lines(&mut tx, &room, "UTC", &[name]).await.unwrap();
    tx.commit().await.unwrap();
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn seen_tells_of_this_room_alone(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert!(told(&mut till, "!seen BigBadWolf", pools::SEEN_ONLINE).await.contains("-Big_Bad_Wolf"));
    assert!(told(&mut till, "!seen shaz", pools::SEEN_UNKNOWN).await.contains("shaz"));
    till.said(&[("Shaz", "back in five", 7_200 - 3_600)]).await;
    let text = told(&mut till, "!seen @shaz", pools::SEEN).await;
    assert!(text.contains("-Shaz") && text.contains("2 hours ago"), "{text}");
    till.moved("Shaz", Move::Join, 1_200).await;
    till.moved("Shaz", Move::Leave, 600).await;
    assert!(told(&mut till, "!seen shaz", pools::SEEN).await.contains("1 hour ago"));
    said_elsewhere(&till, "Shaz").await;
    said_elsewhere(&till, "Bazza").await;
    assert!(told(&mut till, "!seen shaz", pools::SEEN).await.contains("2 hours ago"));
    assert!(told(&mut till, "!seen bazza", pools::SEEN_UNKNOWN).await.contains("bazza"));
    assert!(is_from(pools::USAGE, &only(till.say("!seen").await).text));
    assert!(is_from(pools::NOT_BY_PM, &only(till.pm("alice", "!seen shaz").await).text));
    let waits = till.hear("alice", Route::Public, "!seen shaz").await;
    assert_eq!(waits.result, CommandResult::Ok, "a refusal costs no wait");
    assert!(is_from(pools::WAIT, &only(till.hear("alice", Route::Public, "!seen shaz").await).text));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn stats_count_what_was_said_in_here(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert!(told(&mut till, "!stats", pools::STATS_UNKNOWN).await.contains("alice"));
    assert_eq!(till.say("!bong").await.result, CommandResult::Ok);
    till.said(&[("alice", "g'day", 3 * 86_400), ("alice", "hooroo", 60), ("Shaz", "yeah nah", 60)]).await;
    said_elsewhere(&till, "alice").await;
    let text = told(&mut till, "!stats", pools::STATS).await;
    for part in ["-alice", "3 days ago", "just now", "2", "1"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let text = told(&mut till, "!userstats SHAZ", pools::STATS).await;
    assert!(text.contains("-Shaz") && text.contains("2 hours ago"), "{text}");
    said_elsewhere(&till, "Bazza").await;
    told(&mut till, "!stats bazza", pools::STATS_UNKNOWN).await;
    told(&mut till, "!stats Dazza", pools::STATS_UNKNOWN).await;
    assert!(is_from(pools::NOT_BY_PM, &only(till.pm("alice", "!stats").await).text));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_room_is_told_in_figures(owner: PgPool) {
    let mut till = Till::open(owner).await;
    told(&mut till, "!channelstats", pools::CHANNELSTATS_EMPTY).await;
    for name in ["alice", "gaz", "shaz"] {
        till.say_as(name, "!bong").await;
    }
    till.seconds += 86_400;
    for name in ["alice", "gaz"] {
        till.say_as(name, "!bong").await;
    }
    // It is 6 pm in Brisbane by now; most was said at 9 am two days ago.
    let before = 2 * 86_400 + 9 * 3_600;
    till.said(&[("alice", "one", before), ("alice", "two", before), ("gaz", "three", before), ("gaz", "four", 60)])
        .await;
    till.said(&[("Dazza", "I do not count", 60), ("[server]", "nor do I", 60)]).await;
    let text = told(&mut till, "!chanstats", pools::CHANNELSTATS).await;
    for part in ["4", "2", "1", "9 am", "5"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(is_from(pools::NOT_BY_PM, &only(till.pm("alice", "!channelstats").await).text));
    till.seconds += 60;
    assert_eq!(till.hear("alice", Route::Public, "!channelstats").await.result, CommandResult::Ok);
    assert!(is_from(pools::WAIT, &only(till.hear("alice", Route::Public, "!channelstats").await).text));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_busiest_hours_go_out_by_pm(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.said(&[("alice", "one", 0), ("alice", "two", 3_600)]).await;
    told(&mut till, "!peak", pools::PEAK_TOO_LITTLE).await;
    let (day, hour) = (86_400, 3_600);
    till.said(&[("alice", "x", 2 * day), ("gaz", "x", 2 * day), ("gaz", "x", 2 * day), ("Dazza", "x", 2 * day)]).await;
    till.said(&[("alice", "x", 2 * hour), ("gaz", "old", 8 * day), ("gaz", "old", 8 * day)]).await;
    let said = lines(till.say("!peaktimes").await);
    let [ack, list] = said.as_slice() else { panic!("{said:?}") };
    assert!(ack.to == To::Room && is_from(pools::PEAK_ACK, &ack.text), "{}", ack.text);
    assert!(list.to == To::Player("alice".parse().unwrap()) && is_from(pools::PEAK_LIST, &list.text), "{}", list.text);
    assert!(list.text.contains("Australia/Brisbane"), "{}", list.text);
    assert!(
        list.text.contains("Sun 1 pm (3 lines, 2 people), Tue 11 am (2 lines, 1 person), Tue 12 pm (1 line, 1 person)"),
        "{}",
        list.text
    );
    assert!(is_from(pools::NOT_BY_PM, &only(till.pm("alice", "!peak").await).text));
}

//! `add`, `skip`, `bump`, `remove`, `shuffle`, `blacklist` and `queueban`.

use dazza_shared::counters::CommandResult::{Ok as Done_, Refused};
use sqlx::PgPool;

use super::{is_from, refuses};
use crate::acts::What;
use crate::chat::{Pool, Route, pools};
use crate::commands::Done;
use crate::commands::tests::till::{Till, only};
use crate::reactions::{self, ActEnded, HouseNote, Note};
use crate::room::{Item, Playlist, Powers};

/// A till where the first of four videos plays.
async fn till_with_playlist(owner: PgPool) -> Till {
    let mut till = Till::open(owner).await;
    let item = |(uid, title): (i64, &str)| Item { uid, title: title.into(), added_by: "bob".into(), seconds: 60 };
    till.room.playlist.replace([(1, "First"), (2, "Second"), (3, "The Third"), (4, "Fourth")].map(item));
    till.room.playlist.set_current(1);
    till.room.on_screen = Some(("yt", "aaa"));
    till
}

fn asked(done: &Done) -> What {
    let found =
        done.notes.iter().find_map(|note| if let Note::Act(act) = note { Some(act.what.clone()) } else { None });
    found.unwrap_or_else(|| panic!("{done:?}"))
}

async fn boss_hears(till: &mut Till, lines: &[(&str, Pool)]) {
    for (line, pool) in lines {
        let done = till.say_as("Boss", line).await;
        assert_eq!(done.result, Refused, "{line}: {done:?}");
        assert!(is_from(*pool, &only(done).text), "{line}");
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn items_are_named_by_number_or_title_and_what_is_asked_is_written_down(owner: PgPool) {
    let mut till = till_with_playlist(owner).await;
    let bump = |uid, title: &str| What::Bump { uid, after: Some(1), title: title.to_owned() };
    let remove = |uid, title: &str| What::Remove { uid, title: title.to_owned() };
    let add = |is_next| What::Add { kind: "yt".to_owned(), id: "dQw4w9WgXcQ".to_owned(), is_next };
    for (line, what) in [
        ("!skip", What::Skip),
        ("!shuffle", What::Shuffle),
        ("!bump 2", bump(3, "The Third")),
        ("!bump third", bump(3, "The Third")),
        ("!remove last", remove(4, "Fourth")),
        ("!remove #1", remove(2, "Second")),
        ("!add https://youtu.be/dQw4w9WgXcQ", add(false)),
        ("!queue https://www.youtube.com/watch?v=dQw4w9WgXcQ next", add(true)),
    ] {
        let done = till.say_as("Boss", line).await;
        assert!(done.result == Done_ && done.reply.is_silent(), "{line}: {done:?}");
        assert_eq!(asked(&done), what, "{line}");
    }
    assert_eq!(till.audit_lines().await[2..4], ["boss bump The Third", "boss bump The Third"]);
    assert_eq!(till.audit_lines().await.last().map(String::as_str), Some("boss add yt:dQw4w9WgXcQ"));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_cannot_be_done_is_refused_with_the_reason(owner: PgPool) {
    let mut till = till_with_playlist(owner).await;
    boss_hears(
        &mut till,
        &[
            ("!bump 9", pools::MEDIA_NO_ITEM),
            ("!remove nothing", pools::MEDIA_NO_ITEM),
            ("!add nothing", pools::MEDIA_NO_LINK),
            ("!add https://a.example/page", pools::MEDIA_NO_LINK),
            ("!bump", pools::USAGE),
            ("!add", pools::USAGE),
        ],
    )
    .await;
    let lines =
        ["!add https://youtu.be/a", "!skip", "!bump 1", "!remove 1", "!shuffle", "!blacklist list", "!queueban bob"]
            .map(|line| (Route::Public, line, pools::NOT_ALLOWED, ""));
    refuses(&mut till, &lines).await;
    till.room.powers = Powers::of_rank(0.0);
    for line in ["!add https://youtu.be/a", "!skip", "!bump 1", "!remove 1", "!shuffle"] {
        boss_hears(&mut till, &[(line, pools::BOT_TOO_LOW)]).await;
    }
    till.room.powers = Powers::of_rank(3.0);
    till.room.playlist = Playlist::default();
    for line in ["!skip", "!bump 1", "!remove 1", "!shuffle"] {
        boss_hears(&mut till, &[(line, pools::MEDIA_EMPTY)]).await;
    }
    assert!(till.audited().await.is_empty());
    assert_eq!(till.hear("Boss", Route::Public, "!add https://youtu.be/a").await.result, Done_);
    assert!(is_from(pools::WAIT, &only(till.hear("Boss", Route::Public, "!add https://youtu.be/a").await).text));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_is_barred_is_kept_and_let_in_again(owner: PgPool) {
    let mut till = till_with_playlist(owner).await;
    boss_hears(&mut till, &[("!blacklist list", pools::HOUSE_EMPTY), ("!blacklist add", pools::USAGE)]).await;
    let current = till.say_as("Boss", "!blacklist add current").await;
    assert_eq!(asked(&current), What::Remove { uid: 1, title: "First".to_owned() });
    assert!(is_from(pools::MEDIA_BARRED, &only(current).text));
    assert_eq!(till.say_as("Boss", "!blacklist add https://vimeo.com/123").await.result, Done_);
    boss_hears(
        &mut till,
        &[
            ("!blacklist add https://youtu.be/aaa", pools::MEDIA_IS_BARRED),
            ("!add https://youtu.be/aaa", pools::MEDIA_IS_BARRED),
            ("!blacklist remove https://youtu.be/bbb", pools::MEDIA_NOT_BARRED),
            ("!blacklist add rubbish", pools::MEDIA_NO_LINK),
        ],
    )
    .await;
    let listed = only(till.say_as("Boss", "!blacklist list").await).text;
    assert!(listed.contains("vi 123 | First"), "{listed}");
    let loaded = till.react(reactions::LOAD, "dazza", "").await;
    let n_barred = |done: &Done| {
        done.notes.iter().find_map(|note| match note {
            Note::House(HouseNote::AllBarred(all)) => Some(all.len()),
            _ => None,
        })
    };
    assert_eq!(n_barred(&loaded), Some(2));
    assert!(is_from(
        pools::MEDIA_UNBARRED,
        &only(till.say_as("Boss", "!blacklist remove https://youtu.be/aaa").await).text
    ));
    assert_eq!(n_barred(&till.react(reactions::LOAD, "dazza", "").await), Some(1));
    let what = "blacklist.enforced".to_owned();
    let told =
        ActEnded { what, who: Some("bob".to_owned()), question: Some("vi:123".to_owned()), ..ActEnded::default() };
    till.react(reactions::ACT_ENDED, "dazza", &serde_json::to_string(&told).unwrap()).await;
    assert_eq!(
        till.audit_lines().await,
        [
            "boss blacklist.add yt:aaa",
            "boss remove First",
            "boss blacklist.add vi:123",
            "boss blacklist.remove yt:aaa",
            "dazza blacklist.enforced bob"
        ]
    );
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_may_not_add_is_kept_for_as_long_as_it_holds(owner: PgPool) {
    let mut till = till_with_playlist(owner).await;
    let bans = |done: &Done| {
        done.notes.iter().find_map(|note| match note {
            Note::House(HouseNote::QueueBans(all)) => Some(all.len()),
            _ => None,
        })
    };
    assert!(is_from(pools::QUEUE_BANNED, &only(till.say_as("Boss", "!queueban bigbadwolf 2h").await).text));
    assert!(is_from(pools::QUEUE_BANNED, &only(till.say_as("Boss", "!noqueue alice").await).text));
    assert_eq!(bans(&till.react(reactions::LOAD, "dazza", "").await), Some(2));
    till.seconds += 2 * 3_600;
    assert_eq!(bans(&till.react(reactions::LOAD, "dazza", "").await), Some(1), "the two hours are over");
    assert!(is_from(pools::QUEUE_FREE, &only(till.say_as("Boss", "!queueban alice off").await).text));
    boss_hears(
        &mut till,
        &[
            ("!queueban alice off", pools::QUEUE_NOT_BANNED),
            ("!queueban alice whenever", pools::USAGE),
            ("!queueban dazza", pools::ACT_ON_BOT),
        ],
    )
    .await;
    assert_eq!(
        till.audit_lines().await,
        ["boss queueban.on big_bad_wolf", "boss queueban.on alice", "boss queueban.off alice"]
    );
}

//! Reads of rooms and their chat: figures against what the small world holds, and no row of a room that was not asked about.

use dazza_shared::store::reads::rooms::{self, Width};
use dazza_shared::store::reads::{self, chat, now};
use jiff::{SignedDuration, Timestamp};
use sqlx::PgPool;

use super::reads_people::all;
use super::reads_world::World;
use super::rooms::{NOON, ROOMS};

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn rooms_add_up_and_days_of_nothing_are_there(owner: PgPool) {
    let world = World::make(&owner).await;
    let mut tx = reads::begin(&world.store).await.unwrap();
    for (asked, factor) in [(0..1, 1), (1..2, 2), (0..2, 3), (0..0, 3)] {
        let view = world.view(asked);
        let n_rooms = if factor == 3 { 2 } else { 1 };
        let totals = rooms::totals(&mut tx, &view).await.unwrap();
        assert_eq!((totals.messages, totals.users, totals.heists), (28 * factor, 7, n_rooms));
        assert_eq!((totals.heist_take, totals.messages_of_day), (28 * factor, 15 * factor));
        assert_eq!((totals.joins_of_day, totals.peak_hour), (8 * n_rooms, Some(12)));
        let days = rooms::daily(&mut tx, &view, 12, true).await.unwrap();
        let days: Vec<_> = days.iter().map(|day| (day.messages, day.users)).collect();
        let mut expected = [(0, 0); 12];
        (expected[0], expected[10]) = ((28 * factor, 7), (56 * factor, 7));
        assert_eq!(days, expected);
        let now = Timestamp::from_second(NOON + 60).unwrap();
        let span = (now - SignedDuration::from_hours(24), now);
        let hours = rooms::buckets(&mut tx, &view, span, Width::Hour, 100).await.unwrap();
        let n_lines: i64 = hours.iter().map(|hour| hour.messages).sum();
        assert_eq!((i64::try_from(hours.len()).unwrap(), n_lines), (2 * n_rooms, 15 * factor));
        let days = rooms::buckets(&mut tx, &view, span, Width::Day, 100).await.unwrap();
        assert_eq!(days.iter().map(|day| day.messages).sum::<i64>(), 15 * factor);
        assert!(days.iter().all(|day| day.active_users == 7 && day.start.0.to_string() == days[0].start.0.to_string()));
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_is_there_is_listed_by_room(owner: PgPool) {
    let world = World::make(&owner).await;
    let mut tx = reads::begin(&world.store).await.unwrap();
    let view = world.view(0..0);
    let there = all(async |after| rooms::visitors(&mut tx, &view, Some(true), 1, after).await.unwrap()).await;
    let there: Vec<_> = there.iter().map(|who| (who.room.as_str(), who.username.as_str(), who.message_count)).collect();
    assert_eq!(there, [(ROOMS[0], "bazza", 1), (ROOMS[0], "shaz", 3), (ROOMS[1], "bazza", 2), (ROOMS[1], "shaz", 6)]);
    for (is_online, n) in [(Some(true), 2), (Some(false), 3), (None, 5)] {
        let here = rooms::visitors(&mut tx, &world.view(1..2), is_online, 100, None).await.unwrap();
        assert_eq!(here.items.len(), n);
        assert!(here.items.iter().all(|who| who.room == ROOMS[1]));
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn chat_is_read_backwards_and_stays_in_its_rooms(owner: PgPool) {
    let world = World::make(&owner).await;
    let mut tx = reads::begin(&world.store).await.unwrap();
    // People say three lines for each of theirs, and every fifth is a command.
    let also = |commands| chat::Also { commands, own: false };
    for (asked, with_commands, n) in
        [(0..1, false, 41), (0..1, true, 48), (1..2, true, 96), (0..2, true, 144), (0..0, true, 144)]
    {
        let view = world.view(asked);
        let said = all(async |after| chat::recent(&mut tx, &view, also(with_commands), 7, after).await.unwrap()).await;
        assert_eq!(said.len(), n);
        assert!(said.is_sorted_by(|a, b| (a.sent_at, a.id) > (b.sent_at, b.id)));
        assert!(said.iter().all(|said| said.username != "thebot" && !said.username.starts_with('[')));
        let is_asked = |room: &str| view.rooms.is_empty() || view.rooms.iter().any(|asked| asked.as_str() == room);
        assert!(said.iter().all(|said| is_asked(&said.room)));
        let happenings = chat::happenings(&mut tx, &view, 1000).await.unwrap();
        assert!(happenings.iter().all(|happening| is_asked(&happening.room)));
        assert!(happenings.is_sorted_by(|a, b| a.at >= b.at));
        assert!(happenings.iter().any(|happening| happening.kind == "join"));
    }
    let here = chat::happenings(&mut tx, &world.view(0..1), 100).await.unwrap();
    assert_eq!(here.len(), 48);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_goes_on_is_told_of_the_rooms_that_are_asked_about(owner: PgPool) {
    let world = World::make(&owner).await;
    let mut tx = reads::begin(&world.store).await.unwrap();
    for asked in [0..1, 0..0] {
        let present = now::present(&mut tx, &world.view(asked)).await.unwrap();
        // Who is in both rooms is one person; the house is a name like any other.
        assert_eq!((present.current_users, present.afk_users), (2, 0));
    }
    drop(tx);
    let showing = format!(
        "INSERT INTO video_sessions (room_id, media_title, start_time, end_time)
         VALUES ('{0}', 'over', now(), now()), ('{0}', 'plays', now(), NULL), ('{1}', 'elsewhere', now(), NULL);
         UPDATE messages SET message = '!Roll ' || id WHERE is_command",
        ROOMS[0], ROOMS[1]
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(showing)).execute(&owner).await.unwrap();
    let mut tx = reads::begin(&world.store).await.unwrap();
    let view = world.view(0..1);
    let playing = now::playing(&mut tx, &view).await.unwrap();
    assert_eq!(playing.iter().map(|media| media.title.as_deref()).collect::<Vec<_>>(), [Some("plays")]);
    assert_eq!(now::playing(&mut tx, &world.view(0..0)).await.unwrap().len(), 2);
    let words = now::commands(&mut tx, &view, 7).await.unwrap();
    // A fifth of 3, 6, 9, 12, 15 and 18 lines; those of the bot do not count.
    assert_eq!(words.iter().map(|word| (word.word.as_str(), word.uses)).collect::<Vec<_>>(), [("!roll", 10)]);
}

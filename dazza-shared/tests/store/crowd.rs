//! Rooms that share people store what happens in them at the same time, and none waits for another in a circle.

use dazza_shared::line_key::LineKey;
use dazza_shared::store::StoreError;
use dazza_shared::store::chat_log::{self, ChatLine, Move, Movement};
use jiff::{SignedDuration, Timestamp};
use sqlx::PgPool;

use super::rooms::{NOON, ROOMS, Room};

/// Who is in both rooms.
const PEOPLE: [&str; 12] = ["Al", "Bo", "Cy", "Di", "Ed", "Flo", "Gaz", "Hal", "Ida", "Jo", "Kez", "Lu"];

/// How many batches a room stores.
const N_BATCHES: usize = 150;

/// So many seconds after noon.
fn second(n: usize) -> Timestamp {
    Timestamp::from_second(NOON).unwrap() + SignedDuration::from_secs(i64::try_from(n).unwrap())
}

/// What somebody says in that second.
fn said(room: &Room, name: &str, n: usize) -> ChatLine {
    ChatLine {
        key: LineKey::of_timer(&room.name, name, i64::try_from(n).unwrap()),
        name: name.into(),
        text: "g'day".into(),
        sent_at: second(n),
        n_words: 1,
        is_command: false,
        is_own: false,
        links: Vec::new(),
    }
}

/// Stores batches of lines by some and movements of others; even and odd rooms have them the other way round.
async fn store(room: &Room, is_odd: bool) -> Result<(), StoreError> {
    for n in 0..N_BATCHES {
        let at = second(n);
        let mut people = PEOPLE;
        people.rotate_left(n % PEOPLE.len());
        let (talk, move_on) = people.split_at(PEOPLE.len() / 2);
        let (talk, move_on) = if is_odd { (move_on, talk) } else { (talk, move_on) };
        let lines: Vec<_> = talk.iter().map(|name| said(room, name, n)).collect();
        let comes = |name: &&str| Movement { kind: Move::Here, name: (*name).into(), at };
        let came: Vec<_> = move_on.iter().map(comes).collect();
        let (lines, came): (Vec<_>, Vec<_>) = (lines.iter().collect(), came.iter().collect());
        let mut tx = room.store.begin().await?;
        assert_eq!(chat_log::store_lines(&mut tx, &room.name, &lines).await?, 6);
        chat_log::store_movements(&mut tx, &room.name, &came).await?;
        tx.commit().await?;
        count(room, talk).await?;
    }
    Ok(())
}

/// Counts what was stored; whoever holds the rows of people for long is only waited for.
async fn count(room: &Room, names: &[&str]) -> Result<(), StoreError> {
    loop {
        let mut tx = room.store.begin().await?;
        match chat_log::count_lines(&mut tx, &room.name, "UTC", names).await {
            Ok(are_all) => {
                assert!(are_all);
                return Ok(tx.commit().await?);
            }
            Err(StoreError::Contended(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn rooms_that_share_people_never_wait_for_each_other(owner: PgPool) {
    let (here, there) = (Room::open(&owner, ROOMS[0]).await, Room::open(&owner, ROOMS[1]).await);
    let (ours, theirs) = tokio::join!(store(&here, false), store(&there, true));
    ours.unwrap();
    theirs.unwrap();
    let said: i64 =
        sqlx::query_scalar("SELECT sum(message_count)::bigint FROM user_stats").fetch_one(&owner).await.unwrap();
    assert_eq!(said, 2 * 6 * i64::try_from(N_BATCHES).unwrap());
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_bot_speaks_in_all_rooms_and_none_waits_for_another_to_count_its_lines(owner: PgPool) {
    let (here, there) = (Room::open(&owner, ROOMS[0]).await, Room::open(&owner, ROOMS[1]).await);
    // What the bot says in that second, counted in a transaction that has not ended.
    let count_in = async |room: &Room, n: usize| {
        let line = ChatLine { is_own: true, ..said(room, "dazza", n) };
        let mut tx = room.store.begin().await.unwrap();
        chat_log::store_lines(&mut tx, &room.name, &[&line]).await.unwrap();
        assert!(chat_log::count_lines(&mut tx, &room.name, "UTC", &["dazza"]).await.unwrap());
        tx
    };
    let last_seen = async || -> String {
        let seen = "SELECT to_char(last_seen, 'MI:SS') FROM users WHERE username = 'dazza' AND is_system";
        sqlx::query_scalar(seen).fetch_one(&owner).await.unwrap()
    };
    count_in(&here, 0).await.commit().await.unwrap();
    let unended = count_in(&here, 30).await;
    count_in(&there, 60).await.commit().await.unwrap();
    unended.commit().await.unwrap();
    assert_eq!(last_seen().await, "00:00", "to the minute");
    count_in(&there, 61).await.commit().await.unwrap();
    assert_eq!(last_seen().await, "01:01");
}

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

/// Stores batches of lines by some and movements of others; even and odd rooms have them the other way round.
async fn store(room: &Room, is_odd: bool) -> Result<(), StoreError> {
    for n in 0..N_BATCHES {
        let at = Timestamp::from_second(NOON).unwrap() + SignedDuration::from_secs(i64::try_from(n).unwrap());
        let mut people = PEOPLE;
        people.rotate_left(n % PEOPLE.len());
        let (talk, move_on) = people.split_at(PEOPLE.len() / 2);
        let (talk, move_on) = if is_odd { (move_on, talk) } else { (talk, move_on) };
        let said = |name: &&str| ChatLine {
            key: LineKey::of_timer(&room.name, name, i64::try_from(n).unwrap()),
            name: (*name).into(),
            text: "g'day".into(),
            sent_at: at,
            n_words: 1,
            is_command: false,
            is_own: false,
            links: Vec::new(),
        };
        let lines: Vec<_> = talk.iter().map(said).collect();
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

//! Bongs and drinks: counts of a room's day, and the sessions and streaks of a person over all rooms.

use dazza_shared::store::counters::{self, Drunk, Had};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sqlx::PgPool;

use super::rooms::{NOON, ROOMS, Room, texts};

impl Room {
    fn had(&self, minutes: i64) -> Had<'_> {
        let at = Timestamp::from_second(NOON + 60 * minutes).unwrap();
        let local = TimeZone::get("Australia/Brisbane").unwrap().to_datetime(at);
        Had { room: &self.name, who: "gaz", at, local }
    }

    /// A bong of gaz's, so many minutes after noon; today's count.
    async fn bong(&self, minutes: i64) -> u64 {
        let mut tx = self.store.begin().await.unwrap();
        let count = counters::note_bong(&mut tx, self.had(minutes)).await.unwrap();
        tx.commit().await.unwrap();
        count
    }

    async fn drink(&self, minutes: i64, kind: &str) -> Drunk {
        let mut tx = self.store.begin().await.unwrap();
        let drunk = counters::note_drink(&mut tx, self.had(minutes), kind).await.unwrap();
        tx.commit().await.unwrap();
        drunk
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_session_goes_on_for_two_hours_in_any_room_and_knows_its_best_hour(owner: PgPool) {
    let (here, there) = (Room::open(&owner, ROOMS[0]).await, Room::open(&owner, ROOMS[1]).await);
    for (room, minutes, count) in [
        (&here, 0, 1),
        (&there, 50, 1),
        (&here, 60, 2),
        (&here, 70, 3),
        (&there, 180, 2),
        (&here, 301, 4), // more than two hours later
        (&here, 302, 5),
    ] {
        assert_eq!(room.bong(minutes).await, count, "at {minutes}");
    }
    let mut owner = owner.acquire().await.unwrap();
    let sessions = texts(
        &mut owner,
        "SELECT format('%s: %s, %s an hour', extract(epoch FROM session_end - session_start)::integer / 60, cone_count,
                       max_cones_per_hour)
         FROM bong_sessions ORDER BY session_start",
    );
    assert_eq!(sessions.await, ["180: 5, 3 an hour", "1: 2, 2 an hour"]);
    let hours = texts(&mut owner, "SELECT format('%s %s', room_id, hour) FROM user_bongs ORDER BY at");
    assert_eq!(hours.await[..2], ["alpha 12", "be-ta_2 12"]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_streak_is_of_days_in_a_row_as_they_are_counted(owner: PgPool) {
    const DAY: i64 = 1_440;
    let room = Room::open(&owner, ROOMS[0]).await;
    let mut looking = owner.acquire().await.unwrap();
    for (minutes, streak) in [
        (0, "1 of 1 since 2026-11-24"),
        (719, "1 of 1 since 2026-11-24"), // 23:59 of the same day
        (720, "2 of 2 since 2026-11-24"), // midnight
        (2 * DAY, "3 of 3 since 2026-11-24"),
        (4 * DAY, "1 of 3 since 2026-11-28"),
        (5 * DAY, "2 of 3 since 2026-11-28"),
    ] {
        room.bong(minutes).await;
        let told = "SELECT format('%s of %s since %s', current_streak, longest_streak, streak_start_date) FROM user_bong_streaks";
        assert_eq!(texts(&mut looking, told).await, [streak], "at {minutes}");
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_drink_counts_for_the_day_and_stays_in_the_bladder(owner: PgPool) {
    let room = Room::open(&owner, ROOMS[0]).await;
    assert_eq!(room.drink(0, "wine").await, Drunk { count: 1, held: 1 });
    assert_eq!(room.drink(5, "beer").await, Drunk { count: 2, held: 2 });
    assert_eq!(room.drink(720, "shot").await, Drunk { count: 1, held: 3 });
    let mut owner = owner.acquire().await.unwrap();
    let held = texts(&mut owner, "SELECT drinks_since_piss::text FROM user_bladder").await;
    assert_eq!(held, [r#"["wine", "beer", "shot"]"#]);
    let kinds = texts(&mut owner, "SELECT kind FROM user_drinks ORDER BY at").await;
    assert_eq!(kinds, ["wine", "beer", "shot"]);
}

//! Galleries over rooms: whose a picture is, how many there are, and what is gone for good.

use dazza_shared::store::gallery::{self, Kept};
use jiff::Timestamp;
use sqlx::PgPool;

use super::rooms::{FORBIDDEN, NOON, ROOMS, Room, attempt, log_in, texts};

impl Room {
    /// `who` posts picture `n`, so many minutes after noon.
    async fn post(&self, who: &str, n: i64, minutes: i64) -> Kept {
        let at = Timestamp::from_second(NOON + 60 * minutes).unwrap();
        let mut tx = self.store.begin().await.unwrap();
        let url = format!("https://a.example/{n}.png");
        let kept = gallery::keep_image(&mut tx, &self.name, (who, &url), at).await.unwrap();
        tx.commit().await.unwrap();
        kept
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_picture_stays_with_whoever_posted_it_first_in_any_room(owner: PgPool) {
    let (here, there) = (Room::open(&owner, ROOMS[0]).await, Room::open(&owner, ROOMS[1]).await);
    assert_eq!(here.post("gaz", 1, 0).await, Kept::New);
    assert_eq!(here.post("gaz", 1, 1).await, Kept::Known);
    assert_eq!(there.post("shaz", 1, 2).await, Kept::Known);
    let whose = "SELECT concat_ws(' ', username, source_room, original_poster, most_recent_poster) FROM user_images";
    assert_eq!(texts(&mut owner.acquire().await.unwrap(), whose).await, [format!("gaz {} gaz shaz", ROOMS[0])]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_oldest_goes_when_there_are_too_many_and_comes_back_when_posted_again(owner: PgPool) {
    let here = Room::open(&owner, ROOMS[0]).await;
    for n in 1..=26 {
        assert_eq!(here.post("gaz", n, n).await, Kept::New);
    }
    let gone = "SELECT url || ' ' || pruned_reason FROM user_images WHERE NOT is_active";
    assert_eq!(texts(&mut owner.acquire().await.unwrap(), gone).await, ["https://a.example/1.png gallery limit"]);
    assert_eq!(here.post("shaz", 1, 30).await, Kept::Restored);
    assert_eq!(texts(&mut owner.acquire().await.unwrap(), gone).await, ["https://a.example/2.png gallery limit"]);
    let n_active = "SELECT username || ' ' || count(*) FROM user_images WHERE is_active GROUP BY username";
    assert_eq!(texts(&mut owner.acquire().await.unwrap(), n_active).await, ["gaz 25"]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_was_deleted_stays_deleted(owner: PgPool) {
    let here = Room::open(&owner, ROOMS[0]).await;
    here.post("gaz", 1, 0).await;
    sqlx::query("UPDATE user_images SET is_active = false, deleted_at = now()").execute(&owner).await.unwrap();
    assert_eq!(here.post("gaz", 1, 1).await, Kept::Deleted);
    assert_eq!(
        texts(&mut owner.acquire().await.unwrap(), "SELECT url FROM user_images WHERE is_active").await,
        [] as [&str; 0]
    );
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn no_more_than_a_gallery_holds_when_rooms_post_at_once(owner: PgPool) {
    let (here, there) = (Room::open(&owner, ROOMS[0]).await, Room::open(&owner, ROOMS[1]).await);
    let post = async |room: &Room, first| {
        for n in first..first + 30 {
            room.post("gaz", n, n).await;
        }
    };
    tokio::join!(post(&here, 0), post(&there, 20), post(&here, 40));
    assert_eq!(
        texts(&mut owner.acquire().await.unwrap(), "SELECT count(*)::text FROM user_images WHERE is_active").await,
        ["25"]
    );
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_comes_and_goes_is_written_down_and_comes_back_as_new(owner: PgPool) {
    let here = Room::open(&owner, ROOMS[0]).await;
    for n in 1..=26 {
        here.post("gaz", n, n).await;
    }
    sqlx::query(
        "UPDATE user_images SET failure_count = 2, has_half_failure = true, first_failure_at = now(), recheck_count = 4,
             last_strike_at = now(), next_check_at = now() WHERE url LIKE '%/1.png'",
    )
    .execute(&owner)
    .await
    .unwrap();
    assert_eq!(here.post("shaz", 1, 30).await, Kept::Restored);
    let audit = "SELECT concat_ws(' ', right(i.url, 6), a.username, a.action, a.actor, a.reason)
                 FROM gallery_audit a JOIN user_images i ON i.id = a.image_id ORDER BY a.id";
    assert_eq!(
        texts(&mut owner.acquire().await.unwrap(), audit).await,
        [
            "/1.png gaz prune gaz gallery limit",
            "/2.png gaz prune shaz gallery limit",
            "/1.png gaz restore shaz posted again"
        ]
    );
    let anew = "SELECT concat_ws(' ', username, original_poster, most_recent_poster) FROM user_images
                WHERE url LIKE '%/1.png' AND is_active AND failure_count = 0 AND NOT has_half_failure
                  AND recheck_count = 0 AND coalesce(first_failure_at, last_strike_at, next_check_at) IS NULL";
    assert_eq!(texts(&mut owner.acquire().await.unwrap(), anew).await, ["gaz gaz shaz"]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_room_gets_no_further_with_a_picture_than_the_rule(owner: PgPool) {
    let here = Room::open(&owner, ROOMS[0]).await;
    here.post("gaz", 1, 0).await;
    let mut session = log_in(&owner, ROOMS[0]).await;
    let id = texts(&mut owner.acquire().await.unwrap(), "SELECT id::text FROM user_images").await.remove(0);
    let note = |arguments: &str| format!("SELECT note_image_check('alpha', 'gaz', {id}, {arguments})");
    for arguments in [
        "0, 6, 'dead link', now(), now()",
        "0, 3, NULL, NULL, now()",
        "0, -1, NULL, NULL, now()",
        "-2, 0, NULL, NULL, now()",
        "4, 6, NULL, now(), now()",
        "0, 2, 'dead link', now(), now()",
        "0, 2, NULL, NULL, 'infinity'",
    ] {
        assert_eq!(attempt(&mut session, &note(arguments)).await, Err("22023".to_owned()), "{arguments}");
    }
    let other = format!("SELECT note_image_check('be-ta_2', 'gaz', {id}, 0, 2, NULL, NULL, now())");
    assert_eq!(attempt(&mut session, &other).await, Err(FORBIDDEN.to_owned()));
    let noted = async |arguments: &str, session: &mut sqlx::PgConnection| {
        texts(session, &format!("SELECT ({})::text", note(arguments).trim_start_matches("SELECT "))).await.remove(0)
    };
    // Not what stands there; a strike; another too soon; one in time; the third in time.
    for (arguments, is_noted) in [
        ("4, 6, 'dead link', now(), now() + interval '1 minute'", "false"),
        ("0, 2, NULL, NULL, now() + interval '1 minute'", "true"),
        ("2, 4, NULL, NULL, now() + interval '5 minutes'", "false"),
        ("2, 4, NULL, NULL, now() + interval '7 minutes'", "true"),
        ("4, 4, NULL, NULL, now() + interval '6 minutes'", "false"),
        ("4, 6, 'dead link', now(), now() + interval '13 minutes'", "true"),
        ("6, 0, NULL, NULL, now() + interval '20 minutes'", "false"),
    ] {
        assert_eq!(noted(arguments, &mut session).await, is_noted, "{arguments}");
    }
}

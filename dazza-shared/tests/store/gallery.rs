//! Galleries over rooms: whose a picture is, how many there are, and what is gone for good.

use dazza_shared::store::gallery::{self, Kept};
use jiff::Timestamp;
use sqlx::PgPool;

use super::rooms::{NOON, ROOMS, Room, texts};

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

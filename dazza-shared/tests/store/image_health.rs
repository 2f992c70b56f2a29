//! Looks at pictures over all galleries: which are due, and what is put down of them while a clock goes on.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::picture::{Course, Seen, Sight};
use dazza_shared::store::{Access, Store, gallery, image_health};
use jiff::Timestamp;
use sqlx::PgPool;

use super::login::url;
use super::rooms::{NOON, ROOMS, Room, texts};

/// The fleet's own way to the database, and a clock.
struct Watch {
    store: Store,
    owner: PgPool,
    minutes: u64,
}

/// The way into the database of `owner` as its owner, of one connection.
fn owner_store(owner: &PgPool) -> Store {
    let options = owner.connect_options();
    // The password is that of scripts/with-postgres.
    let (role, password) = (options.get_username().to_owned(), Some("dazza".to_owned().into()));
    Store::open(&Access { url: url(&options), role, password }, "test", 1).unwrap()
}

fn at(minutes: u64) -> Timestamp {
    later(Timestamp::constant(NOON, 0), Duration::from_mins(minutes))
}

fn answer(status: u16) -> Seen {
    Seen::plain(Sight::Answer { status, kind: "image/png".to_owned() })
}

impl Watch {
    /// One over galleries with that many pictures each, posted a minute apart.
    async fn over(owner: PgPool, galleries: &[(&str, i64)]) -> Self {
        let room = Room::open(&owner, ROOMS[0]).await;
        for (who, n) in galleries {
            for n in 0..*n {
                let url = format!("https://a.example/{who}/{n}.png");
                let mut tx = room.store.begin().await.unwrap();
                let posted = at(n.try_into().unwrap());
                gallery::keep_image(&mut tx, &room.name, (who, &url), posted).await.unwrap();
                tx.commit().await.unwrap();
            }
        }
        Self { store: owner_store(&owner), owner, minutes: 100 }
    }

    async fn unchecked(&self, at_most: i64) -> Vec<i64> {
        let (now, mut tx) = (at(self.minutes), self.store.begin().await.unwrap());
        let before = now.checked_sub(Duration::from_hours(1)).unwrap();
        let due = image_health::unchecked(&mut tx, (before, now), at_most).await.unwrap();
        due.into_iter().map(|(id, _)| id).collect()
    }

    async fn looked_for(&self) -> Vec<i64> {
        let mut tx = self.store.begin().await.unwrap();
        let due = image_health::to_be_looked_for(&mut tx, at(self.minutes), 20).await.unwrap();
        due.into_iter().map(|(id, _)| id).collect()
    }

    async fn note(&self, id: i64, seen: &Seen) -> Option<Course> {
        let mut tx = self.store.begin().await.unwrap();
        let course = image_health::note_look(&mut tx, id, seen, at(self.minutes)).await.unwrap();
        tx.commit().await.unwrap();
        course
    }

    /// Has a picture taken out by three strikes, ten minutes in all.
    async fn prune(&mut self, id: i64) {
        for course in [Course::Doubted, Course::Doubted, Course::Pruned] {
            assert_eq!(self.note(id, &answer(404)).await, Some(course));
            self.minutes += 5;
        }
    }

    async fn reads(&self, query: &str) -> Vec<String> {
        texts(&mut self.owner.acquire().await.unwrap(), query).await
    }

    /// In how many minutes a picture is looked at next.
    async fn next_in(&self, id: i64) -> Vec<String> {
        let from = at(self.minutes);
        let minutes = "(extract(epoch FROM next_check_at";
        self.reads(&format!(
            "SELECT {minutes} - '{from}'::timestamptz) / 60)::integer::text FROM user_images WHERE id = {id}"
        ))
        .await
    }
}

const AUDIT: &str = "SELECT concat_ws(' ', image_id, username, action, actor, reason) FROM gallery_audit ORDER BY id";

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn those_come_first_that_were_never_looked_at_and_none_twice_an_hour(owner: PgPool) {
    let mut watch = Watch::over(owner, &[("gaz", 4), ("shaz", 2)]).await;
    assert_eq!(watch.unchecked(50).await, [1, 2, 3, 4, 5, 6]);
    assert_eq!(watch.unchecked(2).await, [1, 2]);
    assert_eq!(watch.note(2, &answer(200)).await, Some(Course::Fine));
    watch.minutes += 1;
    assert_eq!(watch.note(1, &answer(500)).await, Some(Course::Doubted));
    assert_eq!(watch.unchecked(50).await, [3, 4, 5, 6]);
    watch.minutes += 59;
    assert_eq!(watch.unchecked(50).await, [3, 4, 5, 6, 2]);
    watch.minutes += 1;
    assert_eq!(watch.unchecked(50).await, [3, 4, 5, 6, 2, 1]);
    // Its host has us wait for two hours.
    let busy = Seen { wait: Some(Duration::from_hours(2)), ..answer(429) };
    watch.note(3, &busy).await;
    watch.minutes += 119;
    assert!(!watch.unchecked(50).await.contains(&3));
    watch.minutes += 1;
    assert_eq!(watch.unchecked(50).await, [4, 5, 6, 2, 1, 3]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_is_dead_goes_is_looked_for_and_comes_back(owner: PgPool) {
    let mut watch = Watch::over(owner, &[("gaz", 2)]).await;
    watch.prune(1).await;
    assert!(watch.looked_for().await.is_empty() && watch.unchecked(50).await == [2]);
    watch.minutes += 175;
    assert_eq!(watch.looked_for().await, [1]);
    for hours in [3, 6, 12, 24, 48, 48] {
        assert_eq!(watch.note(1, &answer(410)).await, Some(Course::Gone));
        assert_eq!(watch.next_in(1).await, [(hours * 60).to_string()]);
        watch.minutes += hours * 60;
    }
    assert_eq!(watch.note(1, &answer(200)).await, Some(Course::Restored));
    assert!(watch.looked_for().await.is_empty());
    let anew = "SELECT count(*)::text FROM user_images WHERE id = 1 AND is_active AND failure_count = 0
                AND recheck_count = 0 AND coalesce(pruned_reason, pruned_at::text, next_check_at::text) IS NULL";
    assert_eq!(watch.reads(anew).await, ["1"]);
    assert_eq!(
        watch.reads(AUDIT).await,
        ["1 gaz prune health check dead link: status 404", "1 gaz restore health check it is back"]
    );
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_is_back_waits_a_day_while_its_gallery_is_full(owner: PgPool) {
    let mut watch = Watch::over(owner.clone(), &[("gaz", 25)]).await;
    watch.prune(1).await;
    let room = Room::open(&owner, ROOMS[0]).await;
    let post = async |n: u64| {
        let mut tx = room.store.begin().await.unwrap();
        let url = format!("https://a.example/new/{n}.png");
        gallery::keep_image(&mut tx, &room.name, ("gaz", &url), at(200 + n)).await.unwrap();
        tx.commit().await.unwrap();
    };
    post(1).await;
    assert_eq!(watch.note(1, &answer(200)).await, Some(Course::NoPlace));
    assert_eq!(watch.next_in(1).await, [(24 * 60).to_string()]);
    // What made way for others is looked for by nobody, whatever comes.
    post(2).await;
    let evicted = "SELECT id::text FROM user_images WHERE pruned_reason = 'gallery limit'";
    assert_eq!(watch.reads(evicted).await, ["2"]);
    watch.minutes += 100 * 24 * 60;
    assert_eq!(watch.looked_for().await, [1]);
    assert_eq!(watch.note(2, &answer(200)).await, None);
    sqlx::query("UPDATE user_images SET is_active = false WHERE id = 3").execute(&owner).await.unwrap();
    assert_eq!(watch.note(1, &answer(200)).await, Some(Course::Restored));
    assert_eq!(watch.reads("SELECT count(*)::text FROM user_images WHERE is_active").await, ["25"]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn galleries_never_overflow_when_pictures_come_back_and_are_posted_at_once(owner: PgPool) {
    let mut watch = Watch::over(owner.clone(), &[("gaz", 25)]).await;
    for id in 1..=5 {
        watch.prune(id).await;
    }
    let room = Room::open(&owner, ROOMS[0]).await;
    let posts = async {
        for n in 0..5 {
            let mut tx = room.store.begin().await.unwrap();
            let url = format!("https://a.example/new/{n}.png");
            gallery::keep_image(&mut tx, &room.name, ("gaz", &url), at(500)).await.unwrap();
            tx.commit().await.unwrap();
        }
    };
    let returns = async {
        for id in 1..=5 {
            watch.note(id, &answer(200)).await.unwrap();
        }
    };
    tokio::join!(posts, returns);
    let n_active = watch.reads("SELECT count(*)::text FROM user_images WHERE is_active").await;
    assert_eq!(n_active, ["25"]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_has_been_dead_for_thirty_days_is_given_up_until_posted_again(owner: PgPool) {
    let mut watch = Watch::over(owner.clone(), &[("gaz", 1)]).await;
    watch.prune(1).await;
    watch.minutes = 100 + 30 * 24 * 60 - 1;
    assert_eq!(watch.note(1, &answer(404)).await, Some(Course::Gone));
    watch.minutes += 1;
    assert_eq!(watch.note(1, &answer(404)).await, Some(Course::GivenUp));
    watch.minutes += 365 * 24 * 60;
    assert!(watch.looked_for().await.is_empty());
    assert_eq!(watch.note(1, &answer(200)).await, None);
    let room = Room::open(&owner, ROOMS[0]).await;
    let mut tx = room.store.begin().await.unwrap();
    let url = "https://a.example/gaz/0.png";
    let kept = gallery::keep_image(&mut tx, &room.name, ("shaz", url), at(watch.minutes)).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(kept, gallery::Kept::Restored);
    watch.minutes += 60;
    assert_eq!(watch.unchecked(50).await, [1]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_was_deleted_or_looked_at_since_is_left_alone(owner: PgPool) {
    let watch = Watch::over(owner.clone(), &[("gaz", 3)]).await;
    sqlx::query(
        "UPDATE user_images SET is_active = false, deleted_at = now(), next_check_at = '2001-01-01' WHERE id = 1",
    )
    .execute(&owner)
    .await
    .unwrap();
    assert!(watch.looked_for().await.is_empty());
    assert_eq!(watch.note(1, &answer(200)).await, None);
    assert_eq!(watch.note(99, &answer(200)).await, None);
    watch.note(2, &answer(404)).await;
    let earlier = Watch { minutes: watch.minutes - 10, ..watch };
    assert_eq!(earlier.note(2, &answer(404)).await, None, "a look that began before another ended tells nothing new");
    assert_eq!(earlier.note(3, &answer(404)).await, Some(Course::Doubted));
}

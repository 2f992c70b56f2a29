//! `gallery`.

use dazza_shared::counters::CommandResult;
use dazza_shared::store::gallery;
use sqlx::PgPool;

use super::{is_from, to};
use crate::chat::{Route, pools};
use crate::commands::tests::till::{Till, only};
use crate::reactions::Note;

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_gallery_is_locked_and_unlocked_by_its_owner(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for (line, pool, is_locked) in [
        ("!gallery unlock", pools::GALLERY_UNLOCKED_ALREADY, false),
        ("!gallery lock", pools::GALLERY_LOCKED, true),
        ("!pics LOCK", pools::GALLERY_LOCKED_ALREADY, true),
        ("!photos unlock", pools::GALLERY_UNLOCKED, false),
    ] {
        let done = till.say(line).await;
        let is_news = ![pools::GALLERY_LOCKED_ALREADY, pools::GALLERY_UNLOCKED_ALREADY].contains(&pool);
        let told = done.notes.contains(&Note::GalleryLocked("alice".to_owned(), is_locked));
        assert_eq!(told, is_news, "{line}: {:?}", done.notes);
        let said = only(done);
        assert!(said.to == to("alice") && is_from(pool, &said.text), "{line}: {said:?}");
        let mut tx = till.store.begin().await.unwrap();
        assert_eq!(gallery::is_locked(&mut tx, "alice").await.unwrap(), is_locked, "{line}");
        assert!(!gallery::is_locked(&mut tx, "bob").await.unwrap());
        tx.rollback().await.unwrap();
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn where_the_galleries_are_is_told_by_private_message(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for (route, line, pool) in [
        (Route::Public, "!gallery", pools::GALLERY_NOWHERE),
        (Route::Public, "!gallery burn", pools::USAGE),
        (Route::Pm, "!gallery", pools::NOT_BY_PM),
    ] {
        till.seconds += 60;
        let done = till.hear("alice", route, line).await;
        assert_eq!(done.result, CommandResult::Refused, "{line}");
        assert!(is_from(pool, &only(done).text), "{line}");
    }
    "https://pics.example".clone_into(&mut till.room.settings.links.gallery);
    let said = only(till.say("!gallery").await);
    assert!(said.to == to("alice") && said.text.contains("https://pics.example"), "{said:?}");
    let waits = till.hear("alice", Route::Public, "!gallery").await;
    assert_eq!(waits.result, CommandResult::Refused);
}

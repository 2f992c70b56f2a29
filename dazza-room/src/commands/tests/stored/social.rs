//! What is asked of the database about people who come in, and what it is given of their pictures.

use dazza_shared::store::chat_log::Move;
use dazza_shared::store::gallery::Kept;
use dazza_shared::store::media::{self, Airing, AiringKind, Tally};
use sqlx::PgPool;

use super::*;
use crate::database::{Picture, Record};
use crate::reactions::{GREET, Note};

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_newcomer_is_one_whatever_is_stored_of_the_coming_in_itself(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let greet = till.reaction(GREET, "Gaz", "");
    till.moved("Gaz", Move::Join, 0).await;
    let done = till.carry_out(greet).await;
    assert_eq!(done.notes, [Note::Met("gaz".to_owned(), true)]);
    till.seconds += 1;
    assert_eq!(till.react(GREET, "GAZ", "").await.notes, [Note::Met("gaz".to_owned(), false)]);
    till.said(&[("Shaz", "hello", 60)]).await;
    assert_eq!(till.react(GREET, "shaz", "").await.notes, [Note::Met("shaz".to_owned(), false)]);
    assert!(till.react(GREET, "Nan", "").await.reply.is_silent());
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_writer_keeps_pictures_and_nothing_that_is_wrong_with_one_costs_another(owner: PgPool) {
    let till = Till::open(owner).await;
    let writer = till.writer();
    let picture = |url: &str, at| Record::Picture(Picture { who: "gaz".into(), url: url.into(), at });
    let long_ago = jiff::Timestamp::MIN;
    writer.record(picture("https://a.example/1.png", till.now()));
    writer.record(picture("https://a.example/\0.png", till.now()));
    writer.record(picture("https://a.example/2.png", long_ago));
    writer.record(picture("https://a.example/3.png", till.now()));
    writer.record(picture("https://a.example/3.png", till.now()));
    writer.finish().await;
    assert_eq!(till.keep_image("gaz", "https://a.example/1.png").await, Kept::Known);
    assert_eq!(till.keep_image("gaz", "https://a.example/2.png").await, Kept::New);
    assert_eq!(till.keep_image("gaz", "https://a.example/3.png").await, Kept::Known);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_writer_counts_what_plays_and_is_queued_once(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let airing = |kind, title: &str, added_by: Option<&str>, at| {
        let (media_type, media_id, url) = ("yt".into(), "abc".into(), Some("https://youtu.be/abc".into()));
        Record::Airing(Airing {
            kind,
            media_type,
            media_id,
            url,
            title: title.into(),
            added_by: added_by.map(Into::into),
            at,
        })
    };
    let writer = till.writer();
    writer.record(airing(AiringKind::Queued, "A Film", Some("gaz"), till.now()));
    till.seconds += 60;
    let play = airing(AiringKind::Played, "A Film, Renamed", None, till.now());
    writer.record(play.clone());
    writer.record(play);
    till.seconds += 60;
    writer.record(airing(AiringKind::Played, "", Some("shaz"), till.now()));
    writer.finish().await;
    let mut tx = till.store.begin().await.unwrap();
    let tally = media::tally(&mut tx, &till.room.settings.name, ("yt", "abc")).await.unwrap().unwrap();
    let wanted =
        Tally { title: Some("A Film, Renamed".to_owned()), added_by: Some("gaz".to_owned()), n_played: 2, n_queued: 1 };
    assert_eq!(tally, wanted);
    assert_eq!(media::tally(&mut tx, &till.room.settings.name, ("yt", "other")).await.unwrap(), None);
}

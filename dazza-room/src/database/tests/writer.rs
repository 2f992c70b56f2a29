//! What becomes of what is heard while the database is away.

use std::fs;
use std::io::Write;

use dazza_shared::phase::StorePhase;

use super::*;

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_is_heard_meanwhile_waits_on_the_disk_and_is_stored_in_order(owner: PgPool) {
    let mut scene = Scene::under_way(owner).await;
    scene.proxy.cut();
    scene.say(20..320);
    let seen = scene.until("the disk", |seen| seen.n_spooled == 300).await;
    assert_eq!((seen.phase, seen.n_unstored), (StorePhase::Away, 300));
    assert!(seen.spool_bytes > 10_000 && seen.spooled_since == Some(noon(20)), "{seen:?}");
    scene.proxy.mend();
    // More comes in while the disk is emptied, and stays behind what is there.
    for n in 320..420 {
        scene.say(n..n + 1);
        tokio::task::yield_now().await;
    }
    let seen = scene.until("the rest", |seen| seen.counts.stored == 420).await;
    assert_eq!((seen.phase, seen.n_unstored, seen.spool_bytes), (StorePhase::Up, 0, 0));
    assert!(seen.counts.spooled >= 300 && seen.counts.drained == seen.counts.spooled, "{seen:?}");
    assert_eq!(seen.counts.lost().map(|(_, n)| n), [0; 4]);
    scene.assert_stored(420).await;
    scene.say(420..430);
    scene.until("the direct way again", |seen| seen.counts.stored == 430).await;
    assert_eq!(scene.status().counts.drained, seen.counts.drained);
    scene.assert_stored(430).await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_next_process_stores_what_a_killed_one_left_and_cuts_off_what_it_tore(owner: PgPool) {
    let mut scene = Scene::under_way(owner).await;
    scene.proxy.cut();
    scene.say(20..120);
    scene.until("the disk", |seen| seen.n_spooled == 100).await;
    scene.replace_writer();
    let segment = scene.folder.path().join("spool/00000001.jsonl");
    let mut segment = fs::OpenOptions::new().append(true).open(segment).unwrap();
    segment.write_all(br#"{"sum":"0badcafe","record":{"line":{"key":"0011"#).unwrap();
    scene.find_store();
    scene.say(120..130);
    scene.until("both processes' lines on the disk", |seen| seen.n_spooled == 111).await;
    scene.proxy.mend();
    let seen = scene.until("the rest", |seen| seen.n_unstored == 0).await;
    assert_eq!((seen.counts.stored, seen.counts.unreadable), (110, 1));
    scene.assert_stored(130).await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_process_that_was_killed_while_it_stored_leaves_nothing_twice(owner: PgPool) {
    let mut scene = Scene::under_way(owner).await;
    scene.proxy.cut();
    scene.say(20..3_020);
    scene.until("the disk", |seen| seen.n_spooled == 3_000).await;
    scene.proxy.mend();
    for _ in 0..3 {
        let before = scene.status().n_spooled;
        scene.until("some of it", |seen| seen.n_spooled < before).await;
        scene.replace_writer();
        scene.until("what is left", |seen| seen.n_spooled > 0).await;
        scene.find_store();
    }
    scene.until("the rest", |seen| seen.n_unstored == 0).await;
    scene.assert_stored(3_020).await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_is_heard_before_any_database_is_known_is_kept_too(owner: PgPool) {
    let mut scene = Scene::open(owner).await;
    scene.say(0..50);
    scene.until("the disk", |seen| seen.n_spooled == 50).await;
    scene.replace_writer();
    scene.say(50..60);
    scene.find_store();
    scene.until("all of it", |seen| seen.counts.stored == 60 && seen.n_unstored == 0).await;
    scene.assert_stored(60).await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_database_that_hangs_keeps_nothing_off_the_disk(owner: PgPool) {
    let scene = Scene::under_way(owner).await;
    scene.proxy.hold(true);
    scene.say(20..30);
    scene.until("the batch that hangs", |seen| seen.n_spooled == 10).await;
    scene.say(30..40);
    scene.until("what came after it", |seen| seen.n_spooled == 20).await;
    scene.proxy.hold(false);
    let seen = scene.until("the rest", |seen| seen.n_unstored == 0).await;
    assert_eq!((seen.counts.stored, seen.counts.spooled), (40, 20));
    scene.assert_stored(40).await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn without_a_disk_as_much_as_there_is_room_for_waits_in_memory(owner: PgPool) {
    let mut scene = Scene::under_way(owner).await;
    fs::write(scene.folder.path().join("spool"), "in the way").unwrap();
    scene.proxy.cut();
    scene.say(20..60);
    let is_told = |seen: &Status| seen.trouble.as_ref().is_some_and(|told| told.contains("spool cannot be written"));
    let seen = scene.until("the trouble", is_told).await;
    assert_eq!((seen.n_spooled, seen.n_unstored), (0, 40));
    for n in 60..13_000 {
        scene.say(n..n + 1);
        if n % 100 == 0 {
            tokio::task::yield_now().await;
        }
    }
    let seen = scene.until("the end of the room", |seen| seen.counts.dropped > 0).await;
    assert!((10_000..=12_000).contains(&seen.n_unstored), "{seen:?}");
    scene.proxy.mend();
    let seen = scene.until("the rest", |seen| seen.n_unstored == 0).await;
    assert_eq!(seen.counts.stored + seen.counts.dropped, 13_000);
    assert_eq!((seen.trouble, seen.spool_trouble), (None, None));
    let stored = i64::try_from(seen.counts.stored).unwrap();
    scene.assert_stored(stored).await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_room_that_leaves_while_the_database_is_away_leaves_all_on_the_disk(owner: PgPool) {
    let mut scene = Scene::under_way(owner).await;
    scene.proxy.cut();
    scene.say(20..50);
    let (_, none) = writer_at(&scene.folder.path().join("elsewhere"));
    std::mem::replace(&mut scene.writer, none).finish().await;
    assert_eq!(scene.health.status(0, 0).n_spooled, 30);
    (scene.health, scene.writer) = writer_at(&scene.folder.path().join("spool"));
    scene.proxy.mend();
    scene.find_store();
    scene.until("the rest", |seen| seen.counts.stored == 30 && seen.n_unstored == 0).await;
    scene.assert_stored(50).await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_record_that_the_database_will_never_take_costs_no_other(owner: PgPool) {
    let scene = Scene::open(owner).await;
    for n in 0..40 {
        let Record::Line(mut line) = said(n) else { unreachable!() };
        if n == 17 || n == 18 {
            line.name = "a name that is longer than any the server would let anybody have".into();
        }
        scene.writer.record(Record::Line(line));
    }
    scene.until("the disk", |seen| seen.n_spooled == 40).await;
    scene.find_store();
    let seen = scene.until("the rest", |seen| seen.n_unstored == 0).await;
    assert_eq!((seen.counts.stored, seen.counts.refused), (38, 2));
    let wanted: Vec<_> = (0..40).filter(|n| ![17, 18].contains(n)).map(|n| format!("line {n}")).collect();
    assert_eq!(scene.stored().await, wanted);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn lines_are_counted_once_whoever_stored_them(owner: PgPool) {
    let mut scene = Scene::under_way(owner).await;
    assert_eq!(scene.counted().await, 0, "that comes a little later");
    scene.replace_writer();
    scene.find_store();
    scene.say(20..30);
    scene.until("what is new", |seen| seen.counts.stored == 10).await;
    scene.leave().await;
    assert_eq!(scene.counted().await, 30, "who leaves counts all, those of the killed one too");
    scene.find_store();
    scene.say(0..40);
    scene.leave().await;
    assert_eq!(scene.counted().await, 40, "those that were there already are not counted again");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_last_lines_before_a_silence_are_counted_too(owner: PgPool) {
    let scene = Scene::under_way(owner).await;
    let deadline = Instant::now() + DEADLINE;
    while scene.counted().await < 20 {
        assert!(Instant::now() < deadline, "waited in vain for the statistics");
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(store::spelled(&scene.owner).await, ["Gaz"], "as the server spells it");
}

//! How many lines a second a room stores, against the least that storing them could take.

use std::time::Duration;

use dazza_shared::clock::{Clock, later};
use dazza_shared::line_key::LineKey;
use dazza_shared::names::RoomName;
use dazza_shared::store::chat_log::{self, ChatLine, PostedLink};
use dazza_shared::store::{Access, Stamp, Store};
use sqlx::{Connection, PgConnection, PgPool};
use tokio::time::Instant;

use super::measure::{Figure, Report};

/// Lines stored in each of two ways for each size of batch.
const N_LINES: i64 = 20_000;

/// Lines a commit.
const BATCHES: [usize; 2] = [200, 1_000];

/// People who talk.
const N_PEOPLE: i64 = 40;

/// One line in so many has a link.
const LINK_EVERY: i64 = 20;

/// The floor: a table of the same lines without an index, a constraint or a policy, open to every room.
const FLOOR: &str = "
    CREATE TABLE floor (username text, message text, sent_at timestamptz, word_count smallint, line_key bytea);
    DO $$ BEGIN EXECUTE format('GRANT INSERT ON floor TO %I', rooms_role()); END $$";

/// Measures and tells.
pub(crate) async fn measure(owner: &PgPool, room: &RoomName, access: &Access, report: &mut Report) {
    sqlx::raw_sql(FLOOR).execute(owner).await.unwrap();
    let store = Store::open(access, "bench", 1).unwrap();
    let mut bare = PgConnection::connect_with(&access.options("bench").unwrap()).await.unwrap();
    for (nth, size) in (0..).zip(BATCHES) {
        let lines: Vec<_> = (0..N_LINES).map(|n| line(room, nth * N_LINES + n)).collect();
        let (mut stored, mut floor) = (Duration::ZERO, Duration::ZERO);
        // By turns, so that both meet the same neighbours.
        for batch in lines.chunks(size) {
            let began = Instant::now();
            store_whole(&store, room, batch).await;
            stored += began.elapsed();
            let began = Instant::now();
            store_bare(&mut bare, batch).await;
            floor += began.elapsed();
        }
        let began = Instant::now();
        count(&store, room).await;
        stored += began.elapsed();
        let rate = |took: Duration| f64::from(i32::try_from(N_LINES).unwrap()) / took.as_secs_f64();
        let (key, load) =
            (format!("lines-{size}"), format!("one room, one connection, a commit for each {size} lines"));
        let figure = Figure::of(&key, "lines stored by `store_lines` and counted by `count_lines`", &load)
            .value("lines/s", rate(stored));
        report.figure(figure.over("the same into a bare table", rate(floor)));
    }
}

async fn store_whole(store: &Store, room: &RoomName, lines: &[ChatLine]) {
    let by_reference: Vec<_> = lines.iter().collect();
    let mut tx = store.begin().await.unwrap();
    let n_new = chat_log::store_lines(&mut tx, room, &by_reference).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(usize::try_from(n_new).unwrap(), lines.len(), "lines that were there already are no measure");
}

/// Counts all that was stored, as the writer does every few seconds.
async fn count(store: &Store, room: &RoomName) {
    let mut are_all = false;
    while !are_all {
        let mut tx = store.begin().await.unwrap();
        are_all = chat_log::count_lines(&mut tx, room, "Australia/Brisbane", &[]).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn store_bare(connection: &mut PgConnection, lines: &[ChatLine]) {
    let all = || lines.iter();
    let mut tx = connection.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO floor SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::int2[], $5::bytea[])",
    )
    .bind(all().map(|line| line.name.to_lowercase()).collect::<Vec<_>>())
    .bind(all().map(|line| line.text.to_string()).collect::<Vec<_>>())
    .bind(all().map(|line| Stamp(line.sent_at)).collect::<Vec<_>>())
    .bind(all().map(|line| i16::try_from(line.n_words).unwrap()).collect::<Vec<_>>())
    .bind(all().map(|line| line.key.as_bytes().to_vec()).collect::<Vec<_>>())
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

fn line(room: &RoomName, n: i64) -> ChatLine {
    let link = PostedLink {
        url: format!("https://example.org/{n}").into(),
        normalized: format!("example.org/{n}").into(),
        domain: "example.org".into(),
        kind: "other".into(),
    };
    ChatLine {
        key: LineKey::of_timer(room, "bench", n),
        name: format!("Person{}", n % N_PEOPLE).into(),
        text: format!("line {n} of a long night, and nobody has gone home").into(),
        sent_at: later(Clock::System.now(), Duration::from_millis(u64::try_from(n).unwrap())),
        n_words: 10,
        is_command: false,
        is_own: false,
        links: if n % LINK_EVERY == 0 { vec![link] } else { Vec::new() },
    }
}

//! The writer and its spool before a real database that comes and goes.

mod proxy;
mod repeats;
mod store;
mod writer;

use std::path::Path;
use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_shared::store::chat_log::{ChatLine, Move, Movement};
use dazza_shared::store::registry::{self, Registration};
use dazza_shared::store::roles::RoomKey;
use dazza_shared::store::{Access, Store};
use jiff::Timestamp;
use sqlx::PgPool;
use tokio::time::{Instant, sleep};

use super::health::{Health, Status};
use super::record::Record;
use super::spool::tests::line;
use super::spool::{Limits, Spool};
use super::writer::Writer;
use proxy::Proxy;

/// All waits end here.
const DEADLINE: Duration = Duration::from_secs(30);

fn name() -> RoomName {
    "fatpizza".parse().unwrap()
}

/// Some day at noon, which every database takes, and so many seconds.
fn noon(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_444_500 + seconds).unwrap()
}

/// The `n`th line.
fn said(n: i64) -> Record {
    Record::Line(ChatLine { sent_at: noon(n), ..line(n, &format!("line {n}")) })
}

fn moved(kind: Move, name: &str, seconds: i64) -> Record {
    Record::Move(Movement { kind, name: name.into(), at: noon(seconds) })
}

/// The room's own way to the database: over the socket in `folder`.
async fn access(owner: &PgPool, folder: &Path) -> Access {
    let key = RoomKey::new("the key of all tests".to_owned().into());
    let mut connection = owner.acquire().await.unwrap();
    let room = name();
    let registration = Registration { room: &room, is_active: true, config: serde_json::json!({}) };
    registry::register(&mut connection, &key, &registration, noon(0)).await.unwrap();
    let options = owner.connect_options();
    let (port, database) = (options.get_port(), options.get_database().unwrap());
    let url = format!("postgres://localhost:{port}/{database}?host={}", folder.display());
    registry::access_of(&mut connection, &key, &url, &room).await.unwrap()
}

/// A writer with a spool of its own, and a line to the database that may be cut.
struct Scene {
    proxy: Proxy,
    store: Store,
    owner: PgPool,
    folder: tempfile::TempDir,
    health: Health,
    writer: Writer,
}

impl Scene {
    /// The writer knows of no database yet.
    async fn open(owner: PgPool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = owner.connect_options();
        let real = options.get_socket().unwrap().join(format!(".s.PGSQL.{}", options.get_port()));
        let proxy = Proxy::begin(real, folder.path().join(format!(".s.PGSQL.{}", options.get_port())));
        let store = Store::open(&access(&owner, folder.path()).await, "test", 2).unwrap();
        let (health, writer) = writer_at(&folder.path().join("spool"));
        Self { proxy, store, owner, folder, health, writer }
    }

    /// The writer has begun to store.
    async fn under_way(owner: PgPool) -> Self {
        let scene = Self::open(owner).await;
        scene.find_store();
        scene.say(0..20);
        scene.until("the first lines", |seen| seen.counts.stored == 20).await;
        scene
    }

    fn find_store(&self) {
        self.writer.use_store(self.store.clone(), "UTC".to_owned(), tokio::sync::mpsc::channel(1).0);
    }

    fn say(&self, numbers: std::ops::Range<i64>) {
        numbers.for_each(|n| self.writer.record(said(n)));
    }

    /// Another writer takes the place of this one, which hears nothing of it.
    fn replace_writer(&mut self) {
        let (health, writer) = writer_at(&self.folder.path().join("spool"));
        self.health = health;
        std::mem::replace(&mut self.writer, writer).kill();
    }

    fn status(&self) -> Status {
        self.health.status(0, self.writer.n_waiting())
    }

    async fn until(&self, what: &str, is_so: impl Fn(&Status) -> bool) -> Status {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let status = self.status();
            if is_so(&status) {
                return status;
            }
            assert!(Instant::now() < deadline, "waited in vain for {what}: {status:?}");
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// The writer ends in order, and another takes its place.
    async fn leave(&mut self) {
        let (health, writer) = writer_at(&self.folder.path().join("spool"));
        self.health = health;
        std::mem::replace(&mut self.writer, writer).finish().await;
    }

    /// How many lines statistics know of.
    async fn counted(&self) -> i64 {
        store::counted(&self.owner).await
    }

    /// What was said, in the order in which it was stored.
    async fn stored(&self) -> Vec<String> {
        store::lines(&self.owner).await
    }

    async fn assert_stored(&self, n: i64) {
        let wanted: Vec<_> = (0..n).map(|n| format!("line {n}")).collect();
        assert!(self.stored().await == wanted, "{:?}", self.stored().await);
    }
}

fn writer_at(folder: &Path) -> (Health, Writer) {
    let health = Health::default();
    let spool = Spool::at(folder.to_owned(), Limits::default(), health.clone());
    (health.clone(), Writer::begin(name(), spool, health))
}

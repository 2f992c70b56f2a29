//! One limit of commands over all rooms: each goes by its own window at once, and hears of the others' a little later.

use std::time::Duration;

use dazza_shared::counters::CommandResult;
use dazza_shared::store::chat_log::{Move, Movement};
use sqlx::PgPool;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::{is_from, to};
use crate::chat::{Reply, Route, To, pools};
use crate::commands::tests::store::USES;
use crate::commands::tests::till::Till;
use crate::commands::view::tests::Room;
use crate::database::writer::Writer;
use crate::database::{News, Record};
use crate::reactions::{LOAD, Note};

/// A room with its writer.
struct Bar {
    till: Till,
    writer: Writer,
    news: mpsc::Receiver<News>,
}

impl Bar {
    async fn open(owner: &PgPool, name: &str) -> Self {
        let mut room = Room::default();
        room.settings.name = name.parse().unwrap();
        Self::of(Till::of(owner.clone(), room).await)
    }

    fn of(till: Till) -> Self {
        let (to_loop, news) = mpsc::channel(8);
        let writer = till.writer();
        writer.use_store(till.store.clone(), "UTC".to_owned(), to_loop);
        Self { till, writer, news }
    }

    /// What alice is told on a command, a second later.
    async fn ask(&mut self, route: Route, line: &str) -> (CommandResult, Reply) {
        self.till.seconds += 1;
        let done = self.till.hear("alice", route, line).await;
        (done.result, done.reply)
    }

    async fn is_full(&mut self) -> bool {
        let (_, reply) = self.ask(Route::Public, "!clap go on").await;
        reply.lines().iter().any(|line| is_from(pools::TOO_MANY, &line.text))
    }

    /// Tells the other rooms what was used here, as the host does after each line.
    fn tell(&mut self) {
        for used in self.till.desk.take_uses() {
            self.writer.record(Record::Use(used));
        }
    }

    /// Takes in what was used elsewhere, as the loop does.
    async fn hear(&mut self) -> usize {
        let told = timeout(Duration::from_secs(20), self.news.recv()).await.unwrap().unwrap();
        let News::Used(news) = told else { panic!("{told:?}") };
        let n = news.len();
        self.till.desk.note(&Note::Used(news), self.till.now());
        n
    }

    /// Waits until the others can know all that was used here.
    async fn shut(self) -> Till {
        self.writer.finish().await;
        self.till
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn two_rooms_count_one_player_together_and_the_warning_comes_by_pm(owner: PgPool) {
    let (mut first, mut second) = (Bar::open(&owner, "fatpizza").await, Bar::open(&owner, "thepub").await);
    for n in 0..10 {
        let route = if n % 2 == 0 { Route::Public } else { Route::Pm };
        first.ask(route, "!cooldown").await;
    }
    first.tell();
    let till = first.shut().await;
    second.till.seconds = till.seconds;
    // Nothing is known of that here yet: the room goes by its own window, and asks nobody before it answers.
    let (result, _) = second.ask(Route::Public, "!clap hello").await;
    assert_eq!(result, CommandResult::Ok);
    second.tell();
    assert_eq!(second.hear().await, 10);
    let (_, reply) = second.ask(Route::Public, "!clap hello").await;
    let warning: Vec<_> = reply.lines().iter().filter(|line| is_from(pools::SLOW_DOWN, &line.text)).collect();
    assert!(warning.len() == 1 && warning[0].to == to("alice") && warning[0].text.contains("12"), "{reply:?}");
    for _ in 0..3 {
        assert!(!second.is_full().await);
    }
    let (result, reply) = second.ask(Route::Public, "!clap hello").await;
    let refusal = &reply.lines()[0];
    assert!(result == CommandResult::Refused && refusal.to == To::Room, "{reply:?}");
    assert!(is_from(pools::TOO_MANY, &refusal.text), "{}", refusal.text);
    let (_, silence) = second.ask(Route::Pm, "!cooldown").await;
    assert!(silence.is_silent(), "by private message neither, and it was said");
    // In the room where she began it is known a little later as well, and somebody else has a limit of their own.
    second.tell();
    let seconds = second.shut().await.seconds;
    let mut first = Bar::of(till);
    first.till.seconds = seconds;
    assert!(!first.is_full().await);
    first.tell();
    assert_eq!(first.hear().await, 5);
    assert!(first.is_full().await);
    let done = first.till.hear("Big_Bad_Wolf", Route::Public, "!clap hello").await;
    assert_eq!(done.result, CommandResult::Ok);
    // A minute later all of it is forgotten.
    first.till.seconds += 61;
    assert!(!first.is_full().await);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_next_process_knows_what_was_used_before_it_began(owner: PgPool) {
    let mut bar = Bar::open(&owner, "fatpizza").await;
    for _ in 0..15 {
        bar.ask(Route::Public, "!clap hello").await;
    }
    assert!(bar.is_full().await);
    bar.tell();
    let mut till = bar.shut().await.after_a_kill().await;
    till.react(LOAD, "Dazza", "").await;
    let mut bar = Bar::of(till);
    assert!(bar.is_full().await);
    // Looked up once more, as after a deed that may have happened, its own uses do not count twice.
    bar.till.seconds += 61;
    for _ in 0..8 {
        bar.ask(Route::Public, "!clap hello").await;
    }
    bar.tell();
    let mut till = bar.shut().await;
    till.react(LOAD, "Dazza", "").await;
    let mut bar = Bar::of(till);
    for _ in 0..7 {
        assert!(!bar.is_full().await);
    }
    assert!(bar.is_full().await);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_room_that_begins_knows_what_those_used_elsewhere_whom_it_finds(owner: PgPool) {
    let mut first = Bar::open(&owner, "fatpizza").await;
    for who in ["alice", "Big_Bad_Wolf"] {
        for _ in 0..7 {
            first.till.seconds += 1;
            first.till.hear(who, Route::Public, "!cooldown").await;
        }
    }
    first.tell();
    let seconds = first.shut().await.seconds;
    let mut second = Bar::open(&owner, "thepub").await;
    second.till.seconds = seconds;
    second.till.react(LOAD, "Dazza", "").await;
    let here = Movement { kind: Move::Here, name: "alice".into(), at: second.till.now() };
    second.writer.record(Record::Move(here));
    assert_eq!(second.hear().await, 7, "those of alice, and of nobody who is not there");
    for _ in 0..8 {
        assert!(!second.is_full().await);
    }
    assert!(second.is_full().await);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn what_is_older_than_an_hour_is_cleared_away(owner: PgPool) {
    let mut bar = Bar::open(&owner, "fatpizza").await;
    bar.ask(Route::Public, "!clap hello").await;
    bar.tell();
    let mut bar = Bar::of(bar.shut().await);
    bar.till.seconds += 3_700;
    bar.ask(Route::Public, "!clap hello").await;
    bar.tell();
    bar.shut().await;
    let kept: String = sqlx::query_scalar(USES).fetch_one(&owner).await.unwrap();
    assert_eq!(kept, "1");
}

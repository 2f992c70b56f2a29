//! A desk with a database of its own behind it, to try stored commands on: real Postgres, the room's own login.

use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::dice::Dice;
use dazza_shared::line_key::LineKey;
use dazza_shared::money::Money;
use dazza_shared::names::RoomName;
use dazza_shared::store::chat_log::{self, ChatLine, Move, Movement};
use dazza_shared::store::coin_flip::{self, Record};
use dazza_shared::store::gallery::{self, Kept};
use dazza_shared::store::registry;
use dazza_shared::store::wallet::{self, Entry, Settlement, Wallet};
use dazza_shared::store::{Store, ledger, verify};
use jiff::Timestamp;
use sqlx::PgPool;
use tokio::sync::mpsc;

use super::handy::posted;
pub(super) use super::handy::{lines, log_in, only, present};
use crate::chat::{Heard, Reply, Route, links};
use crate::commands::view::tests::{NOON, Room, person};
use crate::commands::{Cause, Cooldowns, Deed, Desk, Done, First, Snapshot, Taken};
use crate::database::Health;
use crate::database::perform::{Performed, perform};
use crate::database::spool::{Limits, Spool};
use crate::database::worker::Worker;
use crate::database::writer::Writer;
use crate::reactions::Reaction;

/// A desk, a room, a clock, dice, and a database.
pub(super) struct Till {
    pub(super) desk: Desk,
    pub(super) room: Room,
    pub(super) seconds: u64,
    pub(super) dice: Dice,
    pub(super) store: Store,
    /// The database as its owner sees it.
    pub(super) owner: PgPool,
    name: RoomName,
    n_lines: i64,
}

impl Till {
    /// A till of the room `fatpizza`, whose database is empty.
    pub(super) async fn open(owner: PgPool) -> Self {
        Self::of(owner, Room::default()).await
    }

    /// A till of that room.
    pub(super) async fn of(owner: PgPool, room: Room) -> Self {
        let name = room.settings.name.clone();
        let store = log_in(&owner, &name).await;
        let (desk, dice) = (Desk::default(), Dice::seeded(1));
        Self { desk, room, seconds: 0, dice, store, owner, name, n_lines: 0 }
    }

    /// The same room by a new process, a while after this one was killed.
    pub(super) async fn after_a_kill(self) -> Self {
        let Self { mut room, seconds, dice, owner, name, n_lines, store, desk: _ } = self;
        store.close().await;
        let store = log_in(&owner, &name).await;
        let seconds = seconds + 5;
        room.started = later(NOON, Duration::from_secs(seconds));
        Self { desk: Desk::default(), room, seconds, dice, store, owner, name, n_lines }
    }

    /// The room, registered anew after it was purged.
    pub(super) async fn purged(self) -> Self {
        self.store.close().await;
        let mut owner = self.owner.acquire().await.unwrap();
        registry::purge(&mut owner, &self.name).await.unwrap();
        drop(owner);
        Self { store: log_in(&self.owner, &self.name).await, ..self }
    }

    /// Waits until no connection of an earlier process is left: what those had not ended is undone by then.
    pub(super) async fn nobody_else_is_connected(&self) {
        let ours = self.store.begin().await.unwrap();
        let mut owner = self.owner.acquire().await.unwrap();
        while registry::n_connections_of(&mut owner, &self.name).await.unwrap() > 1 {
            tokio::task::yield_now().await;
        }
        ours.rollback().await.unwrap();
    }

    /// The till of the next process that serves the room, a minute later: nothing is remembered but what is stored.
    pub(super) fn restarted(self) -> Self {
        Self { desk: Desk::default(), seconds: self.seconds + 60, ..self }
    }

    /// A worker whose loop has gone, as when the process ends.
    pub(super) fn abandoned_worker(&self) -> Worker {
        let (to_loop, _) = mpsc::channel(1);
        Worker::begin(self.name.clone(), self.store.clone(), Health::default(), to_loop)
    }

    /// A writer of the room's own.
    pub(super) fn writer(&self) -> Writer {
        let health = Health::default();
        // With a database that is there, nothing has to be kept.
        let spool = Spool::at("/dev/null/spool".into(), Limits::default(), health.clone());
        let writer = Writer::begin(self.name.clone(), spool, health);
        writer.use_store(self.store.clone(), "UTC".to_owned(), mpsc::channel(1).0);
        writer
    }

    /// What becomes of a picture.
    pub(super) async fn keep_image(&self, who: &str, url: &str) -> Kept {
        let mut tx = self.store.begin().await.unwrap();
        gallery::keep_image(&mut tx, &self.name, (who, url), self.now()).await.unwrap()
    }

    /// Takes people into the room, or out of it.
    pub(super) fn here(&mut self, names: &[&str]) {
        self.room.roster.replace(names.iter().map(|name| person(name, false)));
    }

    /// The time it is.
    pub(super) fn now(&self) -> Timestamp {
        later(NOON, Duration::from_secs(self.seconds))
    }

    /// What comes of a line, a public one of alice's, the cooldowns of earlier ones over.
    pub(super) async fn say(&mut self, text: &str) -> Done {
        self.say_as("alice", text).await
    }

    /// The same by somebody else.
    pub(super) async fn say_as(&mut self, name: &str, text: &str) -> Done {
        self.seconds += 3_600;
        self.hear(name, Route::Public, text).await
    }

    /// The same by private message.
    pub(super) async fn pm(&mut self, name: &str, text: &str) -> Done {
        self.seconds += 3_600;
        self.hear(name, Route::Pm, text).await
    }

    /// What comes of a line, whatever waits for what.
    pub(super) async fn hear(&mut self, name: &str, route: Route, text: &str) -> Done {
        let deed = match self.taken(name, route, text) {
            Asked::Deferred(deed) => deed,
            Asked::Answered(done) => return done,
        };
        self.carry_out(*deed).await
    }

    /// Carries a deed out as the worker does, and takes its end in as the host does.
    pub(super) async fn carry_out(&mut self, deed: Deed) -> Done {
        let (now, done) = (deed.now, perform_here(&self.name, &self.store, deed).await);
        done.notes.iter().for_each(|note| self.desk.note(note, now));
        if matches!(done.cause, Cause::Command(_)) {
            self.desk.finish(done.name, done.player.key(), done.ended(), now);
        }
        done
    }

    /// The deed that a line asks for.
    pub(super) fn deed(&mut self, name: &str, route: Route, text: &str) -> Deed {
        self.seconds += 3_600;
        match self.taken(name, route, text) {
            Asked::Deferred(deed) => *deed,
            Asked::Answered(done) => panic!("{text} is answered at once: {done:?}"),
        }
    }

    /// The same line, heard again.
    pub(super) fn again(&mut self, first: &Deed) -> Deed {
        self.desk = Desk::default();
        let again = self.deed(first.player.as_str(), first.route, &first.text);
        Deed { cause: first.cause, now: first.now, ..again }
    }

    /// Has a reaction carried out, brought about by a line of `name` or by time.
    pub(super) async fn react(&mut self, reaction: Reaction, name: &str, text: &str) -> Done {
        let deed = self.reaction(reaction, name, text);
        self.carry_out(deed).await
    }

    /// Has the same reaction carried out twice at the same time, over two connections.
    pub(super) async fn react_twice(&mut self, reaction: Reaction, name: &str) -> [Done; 2] {
        let deeds = [self.reaction(reaction, name, ""), self.reaction(reaction, name, "")];
        let [first, second] = deeds.map(|deed| perform_here(&self.name, &self.store, deed));
        let (first, second) = tokio::join!(first, second);
        [first, second]
    }

    /// The deed of a reaction to a line of `name`, or to time.
    pub(super) fn reaction(&mut self, reaction: Reaction, name: &str, text: &str) -> Deed {
        self.n_lines += 1;
        let line = LineKey::of_timer(&self.name, "test line", self.n_lines);
        let cause = if text.is_empty() { Cause::Timer } else { Cause::Line(line) };
        Deed {
            name: reaction.name,
            run: reaction.run,
            cause,
            player: name.parse().unwrap(),
            rank: 1.0,
            text: text.to_owned(),
            args: text.to_owned(),
            route: Route::Public,
            now: self.now(),
            dice: self.dice.child(),
            lasting: None,
            aside: Reply::default(),
            found: None,
            cooldowns: Cooldowns::default(),
            snapshot: self.snapshot(),
            heard_at: None,
        }
    }

    fn taken(&mut self, name: &str, route: Route, text: &str) -> Asked {
        self.n_lines += 1;
        let line = LineKey::of_timer(&self.name, "test line", self.n_lines);
        let player = name.parse().unwrap();
        let heard = Heard { player: &player, rank: 1.0, text, route };
        let now = self.now();
        let snapshot = self.snapshot();
        match self.desk.hear(&heard, &self.room.view(), now, &mut self.dice).expect("nobody answers that") {
            Taken::Answered(answer) => Asked::Answered(Done {
                name: answer.command.unwrap_or_default(),
                cause: Cause::Command(line),
                player: player.clone(),
                reply: answer.reply,
                result: answer.result,
                error: None,
                notes: Vec::new(),
                wait: None,
                heard_at: None,
            }),
            Taken::Asks(asks) => match asks.first {
                First::Ask(question) => panic!("{text} asks outside: {question:?}"),
                First::Look(run) => Asked::Deferred(Box::new(Deed {
                    name: asks.command.name,
                    run,
                    cause: Cause::Reading(line),
                    player: player.clone(),
                    rank: heard.rank,
                    text: text.to_owned(),
                    args: asks.args,
                    route,
                    now,
                    dice: asks.dice,
                    lasting: None,
                    aside: asks.aside,
                    found: None,
                    cooldowns: Cooldowns::default(),
                    snapshot,
                    heard_at: None,
                })),
            },
            Taken::Deferred(deferred) => Asked::Deferred(Box::new(Deed {
                name: deferred.command.name,
                run: deferred.run,
                cause: Cause::Command(line),
                player: player.clone(),
                rank: heard.rank,
                text: text.to_owned(),
                args: deferred.args,
                route,
                now,
                dice: deferred.dice,
                lasting: deferred.command.lasting(&self.room.settings),
                aside: deferred.aside,
                found: None,
                cooldowns: deferred.cooldowns,
                snapshot,
                heard_at: None,
            })),
        }
    }

    fn snapshot(&self) -> Snapshot {
        let view = self.room.view();
        Snapshot {
            bot_name: view.bot_name.to_owned(),
            settings: std::sync::Arc::new(view.settings.clone()),
            zone: view.zone.clone(),
            started: view.started,
            roster: std::sync::Arc::new(self.room.roster.clone()),
            playlist: std::sync::Arc::new(self.room.playlist.clone()),
            own_lines_last_hour: view.own_lines_last_hour,
            bongs_today: view.bongs_today,
            powers: view.powers,
            has_poll: view.has_poll,
            on_screen: view.on_screen.map(|(kind, id)| (kind.into(), id.into())),
            vitals: std::sync::Arc::new(view.vitals.clone()),
            is_supervised: view.is_supervised,
            web: view.web.cloned(),
        }
    }

    /// Puts money into a wallet.
    pub(super) async fn fund(&mut self, who: &str, dollars: i64) {
        self.n_lines += 1;
        let cause = LineKey::of_timer(&self.name, "test fund", self.n_lines);
        let entries = [Entry { who, amount: Money::of(dollars), kind: "dev_award", ..Entry::default() }];
        let (room, at) = (&self.name, self.now());
        let deal = Settlement { room, cause, first_effect: 0, at, heist: None, entries: &entries };
        let mut tx = self.store.begin().await.unwrap();
        wallet::settle(&mut tx, &deal).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// What a player has.
    pub(super) async fn balance(&self, who: &str) -> i64 {
        let mut tx = self.store.begin().await.unwrap();
        wallet::wallet_of(&mut tx, who).await.unwrap().unwrap_or_default().balance.dollars()
    }

    /// What a player has, and how far he is trusted; `None` without a wallet.
    pub(super) async fn wallet(&self, who: &str) -> Option<Wallet> {
        let mut tx = self.store.begin().await.unwrap();
        wallet::wallet_of(&mut tx, who).await.unwrap()
    }

    /// Stores lines that were said before, an hour ago each by default: who, what, and how many seconds ago.
    pub(super) async fn said(&mut self, lines: &[(&str, &str, u64)]) {
        let mut stored = Vec::new();
        for (name, text, ago) in lines {
            self.n_lines += 1;
            stored.push(ChatLine {
                key: LineKey::of_timer(&self.name, "test line", self.n_lines),
                name: (*name).into(),
                text: (*text).into(),
                sent_at: self.now().checked_sub(Duration::from_secs(*ago)).unwrap(),
                n_words: 1,
                is_command: text.starts_with('!'),
                is_own: *name == "Dazza",
                links: links(text).into_iter().map(posted).collect(),
            });
        }
        let mut tx = self.store.begin().await.unwrap();
        chat_log::store_lines(&mut tx, &self.name, &stored.iter().collect::<Vec<_>>()).await.unwrap();
        let names: Vec<_> = lines.iter().map(|(name, ..)| *name).collect();
        chat_log::count_lines(&mut tx, &self.name, "Australia/Brisbane", &names).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Has somebody come and go.
    pub(super) async fn moved(&mut self, name: &str, kind: Move, ago: u64) {
        let at = self.now().checked_sub(Duration::from_secs(ago)).unwrap();
        let mut tx = self.store.begin().await.unwrap();
        let movement = Movement { kind, name: name.into(), at };
        chat_log::store_movements(&mut tx, &self.name, &[&movement]).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// All lines of the ledger that the room has written, with what was put into wallets aside.
    pub(super) async fn ledger(&self) -> Vec<ledger::Line> {
        let mut tx = self.store.begin().await.unwrap();
        let lines = ledger::lines_since(&mut tx, &self.name, Timestamp::UNIX_EPOCH).await.unwrap();
        lines.into_iter().filter(|line| line.kind != "dev_award").collect()
    }

    /// Whose money moved by how much, as what.
    pub(super) async fn moves(&self) -> Vec<(String, i64, String)> {
        let lines = self.ledger().await.into_iter();
        lines.map(|line| (line.who, line.amount.dollars(), line.kind)).collect()
    }

    /// What a player has made of his flips of a coin.
    pub(super) async fn flips_of(&self, who: &str) -> Record {
        let mut tx = self.store.begin().await.unwrap();
        coin_flip::record_of(&mut tx, &self.name, who).await.unwrap().unwrap_or_default()
    }

    /// Checks that the database adds up.
    pub(super) async fn adds_up(&self) {
        let mut connection = self.owner.acquire().await.unwrap();
        let checks = verify::verify(&mut connection).await.unwrap();
        let wrong: Vec<_> = checks.into_iter().filter(|check| check.n_wrong > 0).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

async fn perform_here(room: &RoomName, store: &Store, deed: Deed) -> Done {
    match perform(room, store, &Health::default(), Box::new(deed), false).await {
        Performed::Over(done) => *done,
        Performed::Unsure(deed) => panic!("nobody knows whether {} was done", deed.name),
    }
}

/// As [`Taken`], with all that is needed to go on.
enum Asked {
    Answered(Done),
    Deferred(Box<Deed>),
}

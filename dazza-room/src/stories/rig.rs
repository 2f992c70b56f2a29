//! One room of a fleet: its host, its login, the people in it, and a chat server that does no more than it must.

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::time::Duration;

use dazza_shared::clock::later;
use dazza_shared::config::{Environment, FleetConfig, RoomSettings};
use dazza_shared::counters::{CommandCount, CommandResult};
use dazza_shared::dice::Dice;
use dazza_shared::link::{Credentials, ToFleet, ToRoom, Welcome};
use dazza_shared::names::RoomName;
use dazza_shared::store::registry::{self, Registration};
use dazza_shared::store::roles::RoomKey;
use dazza_shared::store::{Store, verify};
use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::time::Instant;

use crate::commands::{Deed, Done};
use crate::cytube::action::Action;
use crate::cytube::event;
use crate::database::perform::{Performed, perform};
use crate::database::storing::Desk;
use crate::database::{Health, Record};
use crate::host::{Effect, Host, Input, Now};
use crate::journal::Entry;
use crate::outside::{Brought, Errand, Found};
use crate::socketio::Heard;

/// A Tuesday, 12:00 in Brisbane; when all stories begin.
pub(crate) const NOON: Timestamp = Timestamp::constant(1_795_485_600, 0);

/// How the server spells the bot's name.
pub(crate) const BOT: &str = "Dazza";

/// Lines of the past that a room tells who comes in. Source: `cytube-protocol`, 4.1.
const N_BACKLOG: usize = 15;

/// A room of a fleet.
pub(crate) struct Rig {
    host: Box<Host>,
    pub(crate) name: RoomName,
    pub(crate) store: Store,
    pub(crate) now: Now,
    /// What has been sent since somebody looked.
    pub(crate) sent: Vec<Sent>,
    /// What came of deeds since somebody looked, each with when it was asked for.
    pub(crate) done: Vec<(Timestamp, Done)>,
    /// What else has been asked of the server since somebody looked.
    pub(crate) asked: Vec<String>,
    /// What is to be found out outside.
    pub(crate) errands: Vec<Errand>,
    /// Who is in the room, with what rank.
    pub(crate) people: BTreeMap<String, f64>,
    /// Chance, for the next process.
    pub(crate) dice: Dice,
    welcome: Box<Welcome>,
    desk: Desk,
    health: Health,
    deeds: VecDeque<Box<Deed>>,
    records: Vec<Record>,
    journal: Vec<Entry>,
    backlog: VecDeque<String>,
    counts: Vec<CommandCount>,
}

/// A line that went out.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// Whom it is for; everybody in the room, if nobody alone.
    pub(crate) to: Option<String>,
    /// What it says.
    pub(crate) text: String,
    /// The frame as it went out.
    pub(crate) frame: String,
}

impl Rig {
    /// The room `name` of the fleet that `file` describes, with the bot inside and these people.
    pub(crate) async fn open(
        owner: &PgPool,
        (file, name): (&str, &str),
        people: &[(&str, f64)],
        dice: Dice,
        now: Now,
    ) -> Self {
        let config = FleetConfig::from_text(file, Path::new("/"), &Environment::Fixed([].into())).unwrap();
        let settings = config.rooms[name].settings.clone();
        let credentials = Credentials { username: "dazza".to_owned(), password: None, channel_password: None };
        let welcome = Box::new(Welcome { settings, credentials, slot: 0, database: None, web: None });
        let name: RoomName = name.parse().unwrap();
        let store = log_in(owner, &name).await;
        let mut dice = dice;
        let zone = welcome.settings.statistics_zone.clone();
        let mut rig = Self {
            host: Box::new(Host::new((*welcome).clone(), dice.child(), now).unwrap()),
            desk: Desk::new(name.clone(), store.clone(), zone, tokio::sync::mpsc::channel(1).0),
            name,
            store,
            now,
            sent: Vec::new(),
            done: Vec::new(),
            asked: Vec::new(),
            errands: Vec::new(),
            people: people.iter().map(|(name, rank)| ((*name).to_owned(), *rank)).collect(),
            welcome,
            dice,
            health: Health::default(),
            deeds: VecDeque::new(),
            records: Vec::new(),
            journal: Vec::new(),
            backlog: VecDeque::new(),
            counts: Vec::new(),
        };
        rig.come_in().await;
        rig
    }

    /// The way into the room, until what an earlier process left open is known.
    async fn come_in(&mut self) {
        self.take(Input::Wake);
        self.take(Input::Told(ToRoom::ConnectGo));
        self.take(Input::Dialled(Ok(())));
        self.take(Input::Database);
        self.hear("login", &json!({ "success": true, "name": BOT }));
        self.hear("rank", &json!(3));
        for frame in self.backlog.clone() {
            self.hear_frame(&frame);
        }
        let everybody = self.people.iter().map(|(name, rank)| (name.as_str(), *rank)).chain([(BOT, 3.0)]);
        let users: Vec<_> = everybody.map(|(name, rank)| user(name, rank)).collect();
        self.hear("userlist", &Value::from(users));
        self.settle().await;
    }

    /// The process is killed, with all that it had not done, and the next one comes in.
    pub(crate) async fn restart(&mut self) {
        self.deeds.clear();
        self.errands.clear();
        self.flush().await; // what was heard lies in the spool at the least
        *self.host = Host::new((*self.welcome).clone(), self.dice.child(), self.now).unwrap();
        self.host.recall(std::mem::take(&mut self.journal));
        self.journal = self.host.journal(self.now.time).collect();
        self.come_in().await;
    }

    /// Somebody says something to the room.
    pub(crate) fn say(&mut self, who: &str, text: &str) {
        let line = json!({ "username": who, "msg": escaped(text), "meta": {}, "time": self.now.time.as_millisecond() });
        let frame = frame("chatMsg", &line);
        self.remember(frame.clone());
        self.hear_frame(&frame);
    }

    /// Somebody says something to the bot alone.
    pub(crate) fn pm(&mut self, who: &str, text: &str) {
        let time = self.now.time.as_millisecond();
        self.hear("pm", &json!({ "username": who, "to": BOT, "msg": escaped(text), "meta": {}, "time": time }));
    }

    /// Somebody comes in.
    pub(crate) fn come(&mut self, name: &str, rank: f64) {
        self.people.insert(name.to_owned(), rank);
        self.hear("addUser", &user(name, rank));
    }

    /// Somebody leaves.
    pub(crate) fn go(&mut self, name: &str) {
        self.people.remove(name);
        self.hear("userLeave", &json!({ "name": name }));
    }

    /// The server tells something.
    pub(crate) fn hear(&mut self, event: &str, payload: &Value) {
        self.hear_frame(&frame(event, payload));
    }

    /// An errand comes to its end.
    pub(crate) fn bring(&mut self, id: u64, found: Found) {
        self.take(Input::Brought(Brought { id, found }));
    }

    /// The room's settings.
    pub(crate) fn settings(&self) -> &RoomSettings {
        &self.welcome.settings
    }

    /// The room gets other settings.
    pub(crate) fn reconfigure(&mut self, change: impl FnOnce(&mut RoomSettings)) {
        change(&mut self.welcome.settings);
        self.take(Input::Told(ToRoom::Reconfigure(self.welcome.clone())));
    }

    /// How often each command came to which end.
    pub(crate) fn command_counts(&mut self) -> Vec<CommandCount> {
        self.take(Input::Beat);
        self.counts.clone()
    }

    /// Whether deeds wait for the worker.
    pub(crate) fn has_deeds(&self) -> bool {
        !self.deeds.is_empty()
    }

    /// Carries all deeds out, and those that they lead to.
    pub(crate) async fn settle(&mut self) {
        while self.carry_out_one().await {}
    }

    /// Carries the next deed out; false when there is none.
    pub(crate) async fn carry_out_one(&mut self) -> bool {
        let Some(deed) = self.deeds.pop_front() else { return false };
        self.flush().await;
        let asked_at = deed.now;
        let done = match perform(&self.name, &self.store, &self.health, deed, false).await {
            Performed::Over(done) => done,
            Performed::Unsure(deed) => panic!("nobody knows whether {} was done", deed.name),
        };
        assert!(done.result != CommandResult::Failed, "{done:?}");
        self.done.push((asked_at, copy(&done)));
        self.take(Input::Done(done));
        true
    }

    /// Lets time pass until then, and does what is due meanwhile.
    pub(crate) async fn wait(&mut self, span: Duration) {
        let end = self.now.instant + span;
        while self.step_until(end).await {}
    }

    /// Leaves, and takes the room out of the fleet.
    pub(crate) async fn close(self, owner: &PgPool) {
        self.store.close().await;
        let mut connection = owner.acquire().await.unwrap();
        registry::purge(&mut connection, &self.name).await.unwrap();
    }

    /// When something is due next.
    pub(crate) fn wake_at(&self) -> Option<Instant> {
        self.host.wake_at()
    }

    /// Does what is due next, if anything is by `end`; false when nothing is, and that moment has come.
    pub(crate) async fn step_until(&mut self, end: Instant) -> bool {
        let due = self.host.wake_at().filter(|at| *at <= end);
        self.now = at(self.now, due.unwrap_or(end));
        if due.is_some() {
            self.take(Input::Wake);
            self.settle().await;
        }
        due.is_some()
    }

    /// What has been sent since somebody looked.
    pub(crate) fn look(&mut self) -> Vec<Sent> {
        std::mem::take(&mut self.sent)
    }

    /// Stores what was heard.
    pub(crate) async fn flush(&mut self) {
        if !self.records.is_empty() {
            let records = std::mem::take(&mut self.records);
            let outcome = self.desk.store(&records, false).await.unwrap();
            assert_eq!(outcome.refused, 0, "{records:?}");
        }
    }

    fn take(&mut self, input: Input) {
        for effect in self.host.handle(input, self.now) {
            match effect {
                Effect::Serve(asked) => self.take(Input::Serve(asked)),
                Effect::Work(deed) => self.deeds.push_back(deed),
                Effect::Store(record) => self.records.push(record),
                Effect::Journal(entry) => self.journal.push(entry),
                Effect::Fetch(errand) => self.errands.push(errand),
                Effect::Ask { action, .. } => self.asked(&action),
                Effect::Leave(_, why) => panic!("it leaves: {why}"),
                Effect::Tell(ToFleet::Beat(beat)) => self.counts = beat.counters.commands,
                Effect::Dial | Effect::HangUp | Effect::Tell(_) | Effect::Log(_) => {}
            }
        }
    }

    /// What the server makes of what it is asked: it tells everybody.
    fn asked(&mut self, action: &Action) {
        let (to, text) = match action {
            Action::Chat { text } => (None, text.clone()),
            Action::Pm { to, text } => (Some(to.clone()), text.clone()),
            other => return self.asked.push(other.to_frame()),
        };
        let time = self.now.time.as_millisecond();
        self.sent.push(Sent { to: to.clone(), text: text.clone(), frame: action.to_frame() });
        let words: Vec<_> = text.split(' ').collect();
        match (to, words.as_slice()) {
            (Some(to), _) => {
                let echo = json!({ "username": BOT, "to": to, "msg": escaped(&text), "meta": {}, "time": time });
                self.hear("pm", &echo);
            }
            (None, ["/mute", who, ..]) => self.hear("setUserMeta", &muted(who, true)),
            (None, ["/unmute", who, ..]) => self.hear("setUserMeta", &muted(who, false)),
            (None, ["/kick", who, ..]) => {
                let here = self.people.keys().find(|name| name.eq_ignore_ascii_case(who)).cloned();
                if let Some(name) = here {
                    self.go(&name);
                }
            }
            (None, [order, ..]) if order.starts_with('/') => {}
            (None, _) => {
                let echo = json!({ "username": BOT, "msg": escaped(&text), "meta": {}, "time": time });
                let echo = frame("chatMsg", &echo);
                self.remember(echo.clone());
                self.hear_frame(&echo);
            }
        }
    }

    fn remember(&mut self, frame: String) {
        self.backlog.push_back(frame);
        if self.backlog.len() > N_BACKLOG {
            self.backlog.pop_front();
        }
    }

    fn hear_frame(&mut self, frame: &str) {
        self.take(Input::Heard(event::read(&Heard::Text(frame.into()))));
    }
}

/// Checks that the database adds up.
pub(crate) async fn adds_up(owner: &PgPool) {
    let mut connection = owner.acquire().await.unwrap();
    let checks = verify::verify(&mut connection).await.unwrap();
    let wrong: Vec<_> = checks.into_iter().filter(|check| check.n_wrong > 0).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The store of a room that has just been registered.
pub(crate) async fn log_in(owner: &PgPool, room: &RoomName) -> Store {
    let key = RoomKey::new("the key of all tests".to_owned().into());
    let mut connection = owner.acquire().await.unwrap();
    let registration = Registration { room, is_active: true, config: json!({}) };
    registry::register(&mut connection, &key, &registration, NOON).await.unwrap();
    let options = owner.connect_options();
    let (host, name) = (options.get_socket().unwrap().display().to_string(), options.get_database().unwrap());
    let url = format!("postgres://localhost:{}/{name}?host={host}", options.get_port());
    let access = registry::access_of(&mut connection, &key, &url, room).await.unwrap();
    Store::open(&access, "test", 2).unwrap()
}

/// The moment `instant`, by both clocks.
pub(crate) fn at(now: Now, instant: Instant) -> Now {
    Now { instant: instant.max(now.instant), time: later(now.time, instant.saturating_duration_since(now.instant)) }
}

fn frame(event: &str, payload: &Value) -> String {
    format!("42{}", json!([event, payload]))
}

fn user(name: &str, rank: f64) -> Value {
    json!({ "name": name, "rank": rank, "profile": {}, "meta": { "afk": false, "muted": false } })
}

fn muted(name: &str, is_muted: bool) -> Value {
    json!({ "name": name, "meta": { "afk": false, "muted": is_muted, "smuted": false } })
}

/// As the server escapes what is typed.
fn escaped(text: &str) -> String {
    let pairs = [
        ('&', "&amp;"),
        ('<', "&lt;"),
        ('>', "&gt;"),
        ('"', "&quot;"),
        ('\'', "&#39;"),
        ('(', "&#40;"),
        (')', "&#41;"),
    ];
    let escape =
        |c: char| pairs.iter().find(|(from, _)| *from == c).map_or_else(|| c.to_string(), |(_, to)| (*to).to_owned());
    text.chars().map(escape).collect()
}

/// What a test keeps of a deed that is handed on.
fn copy(done: &Done) -> Done {
    Done {
        name: done.name,
        cause: done.cause,
        player: done.player.clone(),
        reply: done.reply.clone(),
        result: done.result,
        error: None,
        notes: done.notes.clone(),
        wait: done.wait,
        heard_at: None,
    }
}

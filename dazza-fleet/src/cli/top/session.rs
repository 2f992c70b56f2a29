//! The session: asks the fleet once a second, hears keys and signals, gives orders, and draws.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc as threads;
use std::thread;
use std::time::Duration;

use dazza_shared::clock::Clock;
use dazza_shared::exit::Exit;
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use ratatui::crossterm::event::{Event as Input, read};
use ratatui::layout::Size;
use serde::Deserialize;
use tokio::sync::mpsc::{self, Receiver};
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::model::{Event, Look, Model, Order, Wish};
use super::screen::Screen;
use super::tail;
use crate::cli::client::Client;
use crate::cli::failure::Failure;
use crate::cli::host::Signals;
use crate::logs::Level;
use crate::supervisor::Ordered;

/// Where events are sent.
pub(super) type Sender = mpsc::Sender<Event>;

/// Longest wait for an answer of the fleet.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);

/// Wait between two looks at the fleet, and between two screens at most.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Events that wait to be heard; who has more waits too.
const QUEUE: usize = 64;

/// The rooms, as the API shows them to everyone.
#[derive(Deserialize)]
struct Rooms {
    rooms: Vec<Row>,
}

/// What is read of each.
#[derive(Deserialize)]
struct Row {
    name: RoomName,
    p99_ms: Option<f64>,
}

/// What the session has to do with the world.
struct World {
    client: Arc<Client>,
    sender: Sender,
    levels: threads::Sender<Level>,
}

/// Runs until a key or a signal ends it.
///
/// # Errors
///
/// The terminal cannot be used.
pub(super) async fn run(mut model: Model, client: Client, paths: StatePaths) -> Result<(), Failure> {
    let mut signals = Signals::begin()?;
    let unusable = |error| Failure::new(Exit::Failure, format!("the terminal cannot be used: {error}"));
    let mut screen = Screen::open().map_err(unusable)?;
    let began = Instant::now();
    model.hear(Event::Resized(screen.size().map_err(unusable)?), Duration::ZERO);
    let (sender, mut events) = mpsc::channel(QUEUE);
    let world = World::begin(client, paths, model.level, sender);
    let mut turns = interval(LOOK_AGAIN);
    loop {
        screen.draw(&model, began.elapsed()).map_err(unusable)?;
        let event = tokio::select! {
            () = signals.next() => return Ok(()),
            event = events.recv() => event,
            _ = turns.tick() => None,
        };
        for event in event.into_iter().chain(waiting(&mut events)) {
            match model.hear(event, began.elapsed()) {
                Some(Wish::Leave) => return Ok(()),
                Some(Wish::GiveUp(why)) => return Err(Failure::new(Exit::Failure, why)),
                Some(Wish::Order(order)) => world.order(order),
                // Where nobody reads logs any more, an alarm has told.
                Some(Wish::Level(level)) => {
                    world.levels.send(level).ok();
                }
                None => {}
            }
        }
    }
}

/// What has come meanwhile: all of it is on the next screen.
fn waiting(events: &mut Receiver<Event>) -> impl Iterator<Item = Event> {
    (0..QUEUE).map_while(|_| events.try_recv().ok())
}

impl World {
    /// Begins to ask the fleet, to read logs and to hear keys.
    fn begin(client: Client, paths: StatePaths, level: Level, sender: Sender) -> Self {
        let client = Arc::new(client);
        let (levels, wanted) = threads::channel();
        let alarm = Alarm(sender.clone());
        thread::spawn(move || tail::follow(paths, level, &wanted, &alarm.0));
        let alarm = Alarm(sender.clone());
        thread::spawn(move || hear(&alarm.0));
        tokio::spawn(look_on(Arc::clone(&client), Alarm(sender.clone())));
        Self { client, sender, levels }
    }

    /// Gives an order; what is said to it comes as an event.
    fn order(&self, order: Order) {
        let (client, sender) = (Arc::clone(&self.client), self.sender.clone());
        tokio::spawn(async move {
            let path = format!("/api/v1/rooms/{}/{}", order.room, order.deed.as_str());
            let outcome = match client.post(&path).await {
                Ok(answer) => answer.read::<Ordered>(),
                Err(failure) => Err(failure),
            };
            // Who has left meanwhile need not know.
            drop(sender.send(Event::Ordered(order, outcome.map_err(|failure| failure.to_string()))).await);
        });
    }
}

/// Tells the session when what holds it panics: the terminal has been given back by then.
struct Alarm(Sender);

impl Drop for Alarm {
    fn drop(&mut self) {
        if thread::panicking() {
            // A queue that is full has a session behind it that is about to look.
            self.0.try_send(Event::Blind("a part of it has failed; what it said stands above".to_owned())).ok();
        }
    }
}

async fn look_on(client: Arc<Client>, alarm: Alarm) {
    let mut turns = interval(LOOK_AGAIN);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        turns.tick().await;
        let event = match look(&client).await {
            Ok(look) => Event::Looked(Box::new(look)),
            Err(failure) => Event::Away(failure.to_string()),
        };
        if alarm.0.send(event).await.is_err() {
            return;
        }
    }
}

async fn look(client: &Client) -> Result<Look, Failure> {
    let view = client.get("/api/v1/fleet").await?.read()?;
    let rooms: Rooms = client.get("/api/v1/rooms").await?.read()?;
    let p99_ms: BTreeMap<_, _> = rooms.rooms.into_iter().filter_map(|row| Some((row.name, row.p99_ms?))).collect();
    Ok(Look { at: Clock::System.now(), view, p99_ms })
}

/// Hears keys until nobody wants to know any more.
fn hear(events: &Sender) {
    loop {
        let event = match read() {
            Ok(Input::Key(key)) => Event::Key(key),
            Ok(Input::Resize(width, height)) => Event::Resized(Size::new(width, height)),
            Ok(_) => continue,
            Err(error) => Event::Blind(format!("no keys can be read from the terminal: {error}")),
        };
        let is_last = matches!(event, Event::Blind(_));
        if events.blocking_send(event).is_err() || is_last {
            return;
        }
    }
}

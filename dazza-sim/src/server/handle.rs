//! What tests and the demonstration may ask of a running server, and how they wait for a state of it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use dazza_shared::names::RoomName;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::timeout;

use crate::server::faults::{Faults, Silence};
use crate::server::hub::Event;
use crate::world::{ChatLine, Output, View, World};

/// A way to look at a running server and to poke it.
#[derive(Clone, Debug)]
pub struct SimHandle {
    address: SocketAddr,
    inputs: mpsc::Sender<Event>,
    changes: watch::Receiver<u64>,
    faults: Arc<watch::Sender<Faults>>,
}

/// The server does not run any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the server has ended")]
pub struct Gone;

/// Why a state that was waited for did not come.
#[derive(Debug, thiserror::Error)]
pub enum NotYet {
    /// The server does not run any more.
    #[error(transparent)]
    Gone(#[from] Gone),
    /// It was not so in time; this is how it is.
    #[error("it was not so within {within:?}; the server is at {view:#?}, and these lines were said: {lines:#?}")]
    TimedOut {
        /// How long it was waited for.
        within: Duration,
        /// The server at the end of the wait.
        view: Box<View>,
        /// The lines of the channel in question, if it was about lines.
        lines: Vec<ChatLine>,
    },
}

impl SimHandle {
    pub(super) fn new(address: SocketAddr, inputs: mpsc::Sender<Event>, changes: watch::Receiver<u64>) -> Self {
        Self { address, inputs, changes, faults: Arc::new(watch::Sender::new(Faults::default())) }
    }

    pub(super) fn faults(&self) -> &watch::Sender<Faults> {
        &self.faults
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Its address for a client, e.g. `http://127.0.0.1:1337`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The server as it is now.
    ///
    /// # Errors
    ///
    /// [`Gone`] if it has ended, here and below.
    pub async fn view(&self) -> Result<View, Gone> {
        self.ask(|world| (world.view(), Vec::new())).await
    }

    /// How many connections are in a channel, those without a name included.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn connections(&self, room: &RoomName) -> Result<usize, Gone> {
        Ok(self.view().await?.channels.get(room).map_or(0, |channel| channel.n_connections))
    }

    /// How many namespace connects were let in since the start.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn connects_count(&self) -> Result<u64, Gone> {
        Ok(self.view().await?.n_connects)
    }

    /// The public lines of a channel since the start, oldest first.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn log(&self, room: &RoomName) -> Result<Vec<ChatLine>, Gone> {
        self.log_from(room, 0).await
    }

    /// The public lines of a channel but for the first `n`, for who has heard those.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn log_from(&self, room: &RoomName, n: usize) -> Result<Vec<ChatLine>, Gone> {
        let room = room.clone();
        self.ask(move |world| (world.lines_from(&room, n), Vec::new())).await
    }

    /// Says a line, as the connection of that name or, if there is none, out of the blue.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn say(&self, room: &RoomName, user: &str, text: &str) -> Result<(), Gone> {
        let (room, user, text) = (room.clone(), user.to_owned(), text.to_owned());
        self.ask(move |world| ((), world.say(&room, &user, &text))).await
    }

    /// Has lines said, each by a name, with nothing between them.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn say_all(&self, room: &RoomName, lines: Vec<(String, String)>) -> Result<(), Gone> {
        let room = room.clone();
        let say_all = move |world: &mut World| {
            let outputs = lines.iter().flat_map(|(user, text)| world.say(&room, user, text));
            ((), outputs.collect())
        };
        self.ask(say_all).await
    }

    /// Sends a raw frame to somebody's connection; gives back whether there is one.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn send_raw(&self, room: &RoomName, user: &str, text: &str) -> Result<bool, Gone> {
        let (room, user, text) = (room.clone(), user.to_owned(), text.to_owned());
        self.ask(move |world| (world.is_in(&room, &user), world.send_raw(&room, &user, &text))).await
    }

    /// Tells everybody something, as the site's administrators do, now and at every connect from here on.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn announce(&self, title: &str, text: &str) -> Result<(), Gone> {
        let (title, text) = (title.to_owned(), text.to_owned());
        self.ask(move |world| ((), world.announce_to_all(&title, &text, "admin"))).await
    }

    /// Kicks somebody; gives back whether they were there.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn kick(&self, room: &RoomName, user: &str, reason: Option<&str>) -> Result<bool, Gone> {
        let (room, user, reason) = (room.clone(), user.to_owned(), reason.map(str::to_owned));
        self.ask(move |world| (world.is_in(&room, &user), world.kick_person(&room, &user, reason.as_deref()))).await
    }

    /// Drops the line to somebody without a word; gives back whether they were there.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn drop_connection(&self, room: &RoomName, user: &str) -> Result<bool, Gone> {
        let (room, user) = (room.clone(), user.to_owned());
        self.ask(move |world| (world.is_in(&room, &user), world.cut(&room, &user))).await
    }

    /// Waits until `is_so` holds of the server.
    ///
    /// # Errors
    ///
    /// [`NotYet`] if it does not in time.
    pub async fn until(&self, within: Duration, mut is_so: impl FnMut(&View) -> bool) -> Result<View, NotYet> {
        let look = async || self.view().await.map(|view| Some(view).filter(|view| is_so(view)));
        match timeout(within, self.watch(look)).await {
            Ok(seen) => Ok(seen?),
            Err(_elapsed) => Err(self.not_yet(within, None).await),
        }
    }

    /// Waits until somebody of that name is in the channel.
    ///
    /// # Errors
    ///
    /// [`NotYet`] if nobody is in time.
    pub async fn until_in(&self, room: &RoomName, user: &str, within: Duration) -> Result<View, NotYet> {
        let is_in = |view: &View| {
            let channel = view.channels.get(room);
            channel.is_some_and(|channel| channel.people.iter().any(|one| one.name.eq_ignore_ascii_case(user)))
        };
        self.until(within, is_in).await
    }

    /// Waits until nobody of that name is in the channel.
    ///
    /// # Errors
    ///
    /// [`NotYet`] if somebody is at the end.
    pub async fn until_out(&self, room: &RoomName, user: &str, within: Duration) -> Result<View, NotYet> {
        let is_out = |view: &View| {
            let channel = view.channels.get(room);
            channel.is_none_or(|channel| !channel.people.iter().any(|one| one.name.eq_ignore_ascii_case(user)))
        };
        self.until(within, is_out).await
    }

    /// Waits until a public line that fits was said; gives it back. Lines already said count.
    ///
    /// # Errors
    ///
    /// [`NotYet`] if none was in time.
    pub async fn until_said(
        &self,
        room: &RoomName,
        within: Duration,
        fits: impl FnMut(&ChatLine) -> bool,
    ) -> Result<ChatLine, NotYet> {
        self.until_said_from(room, 0, within, fits).await
    }

    /// The same, but for the first `n` lines.
    ///
    /// # Errors
    ///
    /// [`NotYet`] if none was in time.
    pub async fn until_said_from(
        &self,
        room: &RoomName,
        n: usize,
        within: Duration,
        mut fits: impl FnMut(&ChatLine) -> bool,
    ) -> Result<ChatLine, NotYet> {
        let look = async || self.log_from(room, n).await.map(|lines| lines.into_iter().find(|line| fits(line)));
        match timeout(within, self.watch(look)).await {
            Ok(seen) => Ok(seen?),
            Err(_elapsed) => Err(self.not_yet(within, Some(room)).await),
        }
    }

    /// Looks after every change until something is seen.
    async fn watch<T>(&self, mut look: impl AsyncFnMut() -> Result<Option<T>, Gone>) -> Result<T, Gone> {
        let mut changes = self.changes.clone();
        loop {
            changes.mark_unchanged();
            if let Some(seen) = look().await? {
                return Ok(seen);
            }
            changes.changed().await.map_err(|_ended| Gone)?;
        }
    }

    async fn not_yet(&self, within: Duration, room: Option<&RoomName>) -> NotYet {
        let lines = match room {
            Some(room) => self.log(room).await.unwrap_or_default(),
            None => Vec::new(),
        };
        match self.view().await {
            Ok(view) => NotYet::TimedOut { within, view: Box::new(view), lines },
            Err(gone) => NotYet::Gone(gone),
        }
    }

    /// Makes lines dead or alive; gives back how many were meant.
    pub(super) async fn silence(&self, whose: Silence) -> Result<usize, Gone> {
        let (answer, answered) = oneshot::channel();
        self.inputs.send(Event::Silence(whose, answer)).await.map_err(|_ended| Gone)?;
        answered.await.map_err(|_ended| Gone)
    }

    pub(super) async fn ask<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut World) -> (T, Vec<Output>) + Send + 'static,
    ) -> Result<T, Gone> {
        let (answer, answered) = oneshot::channel();
        let job = Box::new(move |world: &mut World| {
            let (result, outputs) = job(world);
            drop(answer.send(result));
            outputs
        });
        self.inputs.send(Event::Job(job)).await.map_err(|_ended| Gone)?;
        answered.await.map_err(|_ended| Gone)
    }
}

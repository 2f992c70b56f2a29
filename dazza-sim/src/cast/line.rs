//! A character's connection: `rust_socketio` over a websocket, logged in and in its room.

use std::time::Duration;

use futures_util::FutureExt as _;
use rust_socketio::asynchronous::{Client, ClientBuilder};
use rust_socketio::{Event, Payload, TransportType};
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::ear::{Told, told};
use super::mind::Heard;

/// The longest that coming in may take, and hanging up. `rust_socketio` waits for ever by itself.
const PATIENCE: Duration = Duration::from_secs(20);

/// Events that may wait for a character; what comes on top is not heard.
const EVENTS: usize = 512;

/// Who comes in where.
#[derive(Debug)]
pub(super) struct Ticket<'a> {
    /// The server, e.g. `http://127.0.0.1:1337`.
    pub(super) url: &'a str,
    /// The address to be seen as; a server believes it from its own machine only.
    pub(super) address: String,
    pub(super) room: &'a str,
    pub(super) name: &'a str,
    /// An account's password; `None` for a guest.
    pub(super) password: Option<&'a str>,
}

/// A connection that is in its room.
pub(super) struct Line {
    client: Client,
    events: mpsc::Receiver<Told>,
}

/// Why somebody could not come in.
#[derive(Debug, thiserror::Error)]
pub(super) enum LineError {
    /// The socket could not be opened, or broke.
    #[error("the connection failed")]
    Socket(#[from] rust_socketio::Error),
    /// The server ended it, or said no.
    #[error("the server refused: {0}")]
    Refused(String),
    /// The server did not answer in time.
    #[error("no answer within {PATIENCE:?}")]
    TimedOut,
}

impl Line {
    /// Connects, logs in and joins; gives back who is there.
    ///
    /// Login comes first and its answer is awaited: then the others see one newcomer with the right rank.
    /// Reconnecting is left to the caller: that of `rust_socketio` knows no pause once it has tried for long.
    pub(super) async fn open(ticket: &Ticket<'_>) -> Result<(Self, Heard), LineError> {
        let (client, events) = match timeout(PATIENCE, dial(ticket)).await {
            Ok(dialled) => dialled?,
            Err(_elapsed) => return Err(LineError::TimedOut),
        };
        let mut line = Self { client, events };
        let entered = timeout(PATIENCE, line.enter(ticket)).await;
        match entered.unwrap_or(Err(LineError::TimedOut)) {
            Ok(present) => Ok((line, Heard::Joined(present))),
            Err(error) => {
                line.hang_up().await;
                Err(error)
            }
        }
    }

    async fn enter(&mut self, ticket: &Ticket<'_>) -> Result<Vec<(String, bool)>, LineError> {
        self.until(|told| matches!(told, Told::Opened).then_some(())).await?;
        let login = match ticket.password {
            Some(password) => json!({ "name": ticket.name, "pw": password }),
            None => json!({ "name": ticket.name }),
        };
        self.client.emit("login", login).await?;
        let answer = |told| if let Told::Login(answer) = told { Some(answer) } else { None };
        self.until(answer).await?.map_err(LineError::Refused)?;
        self.client.emit("joinChannel", json!({ "name": ticket.room })).await?;
        self.until(|told| if let Told::Userlist(present) = told { Some(present) } else { None }).await
    }

    /// Waits for what `wanted` picks; whatever comes before it is old: the room's backlog, or of no concern.
    async fn until<T>(&mut self, wanted: impl Fn(Told) -> Option<T>) -> Result<T, LineError> {
        loop {
            let told = self.next().await;
            if let Told::Ended(reason) = told {
                return Err(LineError::Refused(reason));
            }
            if let Some(found) = wanted(told) {
                return Ok(found);
            }
        }
    }

    /// What the server tells next.
    pub(super) async fn next(&mut self) -> Told {
        self.events.recv().await.unwrap_or_else(|| Told::Ended("the client ended".to_owned()))
    }

    /// Says a line in the room.
    pub(super) async fn say(&self, text: &str) -> Result<(), LineError> {
        Ok(self.client.emit("chatMsg", json!({ "msg": text, "meta": {} })).await?)
    }

    /// Writes to somebody in private.
    pub(super) async fn whisper(&self, to: &str, text: &str) -> Result<(), LineError> {
        Ok(self.client.emit("pm", json!({ "to": to, "msg": text, "meta": {} })).await?)
    }

    /// Ends the connection: dropping a client of `rust_socketio` leaves it open.
    pub(super) async fn hang_up(self) {
        if let Ok(Err(error)) = timeout(PATIENCE, self.client.disconnect()).await {
            tracing::debug!(%error, "the connection was gone already");
        }
    }
}

/// The handlers only pass on: all of them run one after another inside the client's reading loop.
async fn dial(ticket: &Ticket<'_>) -> Result<(Client, mpsc::Receiver<Told>), rust_socketio::Error> {
    let (sender, events) = mpsc::channel(EVENTS);
    let pass_on = move |event: &Event, payload: &Payload| {
        if sender.try_send(told(event, payload)).is_err() {
            tracing::debug!("a character does not listen, and missed an event");
        }
    };
    let mut builder = ClientBuilder::new(ticket.url)
        .transport_type(TransportType::Websocket)
        .reconnect(false)
        .opening_header("X-Forwarded-For", ticket.address.as_str());
    for event in [Event::Connect, Event::Close, Event::Error] {
        let (pass_on, known) = (pass_on.clone(), event.clone());
        builder = builder.on(event, move |payload, _| {
            pass_on(&known, &payload);
            std::future::ready(()).boxed()
        });
    }
    let builder = builder.on_any(move |event, payload, _| {
        pass_on(&event, &payload);
        std::future::ready(()).boxed()
    });
    Ok((builder.connect().await?, events))
}

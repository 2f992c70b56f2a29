//! The room's connection to the chat server, whatever state it is in: down, being dialled, or up.

use std::error::Error;
use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;

use dazza_shared::config::{RoomSettings, ServerSettings};
use dazza_shared::exit::Exit;
use tokio::time::timeout;

use crate::cytube::action::Action;
use crate::cytube::event::{self, Event};
use crate::cytube::socketconfig::{Lookup, LookupError};
use crate::entry::{Out, Refusal};
use crate::socketio::{Ended, Endpoint, Limits, OpenError, Session, Trust};

/// The connection.
#[derive(Default)]
pub struct Wire {
    state: State,
}

#[derive(Default)]
enum State {
    #[default]
    Down,
    Dialling(Pin<Box<dyn Future<Output = Result<Session, Out>>>>),
    Up(Box<Session>),
}

/// What comes from the connection.
#[derive(Debug)]
pub enum Signal {
    /// The dial has come to its end.
    Dialled(Result<(), Out>),
    /// The server told us something.
    Heard(Event),
    /// The connection is over.
    Ended(Ended),
}

impl Wire {
    /// Begins to dial as `settings` say; an old connection is dropped.
    pub fn dial(&mut self, settings: &RoomSettings) {
        self.state = State::Dialling(Box::pin(open(settings.clone())));
    }

    /// What comes next; while the line is down, nothing does. Safe to cancel.
    pub async fn next(&mut self) -> Signal {
        let signal = match &mut self.state {
            State::Down => pending().await,
            State::Dialling(dial) => match dial.as_mut().await {
                Ok(session) => {
                    self.state = State::Up(Box::new(session));
                    return Signal::Dialled(Ok(()));
                }
                Err(out) => Signal::Dialled(Err(out)),
            },
            State::Up(session) => match session.next().await {
                Ok(heard) => return Signal::Heard(event::read(&heard)),
                Err(ended) => Signal::Ended(ended),
            },
        };
        self.state = State::Down;
        signal
    }

    /// Asks something of the server; on a line that is down it is dropped.
    ///
    /// # Errors
    ///
    /// [`Ended`] when the line breaks; it is down then.
    pub async fn ask(&mut self, action: &Action) -> Result<(), Ended> {
        let State::Up(session) = &mut self.state else { return Ok(()) };
        let sent = session.send(action.to_frame()).await;
        if sent.is_err() {
            self.state = State::Down;
        }
        sent
    }

    /// Takes the connection down, in order if it is up; bounded by the session's own limit for it.
    pub async fn hang_up(&mut self) {
        if let State::Up(session) = std::mem::take(&mut self.state) {
            session.close().await;
        }
    }
}

async fn open(settings: RoomSettings) -> Result<Session, Out> {
    let server = &settings.server;
    let limit = server.connect_timeout;
    let opened = timeout(limit, look_up_and_connect(&settings, server)).await;
    opened.unwrap_or_else(|_| {
        let seconds = limit.as_secs_f32();
        Err(Out::unreachable(format!("{} did not answer within {seconds} s; is it up and reachable?", server.url)))
    })
}

async fn look_up_and_connect(settings: &RoomSettings, server: &ServerSettings) -> Result<Session, Out> {
    let trust = Arc::new(Trust::new(server.ca_file.clone()));
    let lookup = Lookup::new(server, Arc::clone(&trust));
    let url = lookup.find(&settings.name).await.map_err(|error| Out::from(&error))?;
    let endpoint = Endpoint { url, local_address: server.local_address, trust, limits: Limits::default() };
    Session::open(&endpoint, server.connect_timeout).await.map_err(|error| Out::from(&error))
}

impl From<&LookupError> for Out {
    /// Where the channel's socket is could not be looked up.
    fn from(error: &LookupError) -> Self {
        let needs_a_person = Refusal::NeedsAPerson(Exit::ChannelRefused);
        let refusal = if error.is_transient() { Refusal::Unreachable } else { needs_a_person };
        Self { refusal, reason: chain(error) }
    }
}

impl From<&OpenError> for Out {
    /// The connection could not be opened, or the server refused it.
    fn from(error: &OpenError) -> Self {
        let refusal = match error {
            OpenError::Refused { message } => Refusal::of_connect_error(message),
            _ => Refusal::Unreachable,
        };
        Self { refusal, reason: chain(error) }
    }
}

/// An error with its causes, each once.
pub(crate) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        cause = error.source();
    }
    text
}

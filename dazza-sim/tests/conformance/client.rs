//! One of the foreign clients, in the same words for both.

use std::time::Duration;

use dazza_sim::server::Running;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::js::JsClient;
use crate::rust::RustClient;

/// How long anything may take here.
pub(crate) const SOON: Duration = Duration::from_secs(30);

/// Which client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `socket.io-client` of npm.
    Npm,
    /// `rust_socketio`.
    Rust,
}

/// What a client has to tell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told {
    /// It is in the namespace.
    Connected,
    /// The server refused it, in these words.
    Refused(String),
    /// It is out, for this reason; `rust_socketio` gives none.
    Left(String),
    /// An event: its name and its first argument.
    Heard(String, Value),
}

/// A client that is up.
pub(crate) enum Client {
    Npm(JsClient),
    Rust(RustClient),
}

impl Client {
    /// Starts a client, which is seen as `address`; it may not be let in.
    pub(crate) async fn start(kind: Kind, sim: &Running, address: &str) -> Self {
        let url = sim.handle().url();
        match kind {
            Kind::Npm => Self::Npm(JsClient::start(&url, address)),
            Kind::Rust => Self::Rust(RustClient::start(&url, address).await),
        }
    }

    /// Does a deed that npm's client alone can do; see `client.js`.
    pub(crate) async fn tell(&mut self, deed: Value) {
        match self {
            Self::Npm(client) => client.tell(&deed).await,
            Self::Rust(_) => panic!("rust_socketio is not told {deed}"),
        }
    }

    /// The process of npm's client.
    pub(crate) fn pid(&self) -> i32 {
        match self {
            Self::Npm(client) => client.pid(),
            Self::Rust(_) => panic!("rust_socketio has no process of its own"),
        }
    }

    /// The next line of the room that this person said; the server itself says some too.
    pub(crate) async fn line_of(&mut self, who: &str) -> Value {
        loop {
            let line = self.event("chatMsg").await;
            if line.get("username").is_some_and(|name| name == who) {
                return line;
            }
        }
    }

    /// Starts a client that logs in and joins `fatpizza`.
    pub(crate) async fn join(kind: Kind, sim: &Running, address: &str, login: Value) -> Self {
        let mut client = Self::start(kind, sim, address).await;
        client.until(|told| *told == Told::Connected).await;
        client.enter(login).await;
        client
    }

    /// Logs in and joins `fatpizza`, once connected.
    pub(crate) async fn enter(&mut self, login: Value) {
        self.emit("login", login).await;
        let answer = self.event("login").await;
        assert_eq!(answer.get("success"), Some(&json!(true)), "{answer}");
        self.emit("joinChannel", json!({ "name": "fatpizza" })).await;
        self.event("userlist").await;
    }

    /// Sends an event.
    pub(crate) async fn emit(&mut self, name: &str, argument: Value) {
        match self {
            Self::Npm(client) => client.tell(&json!({ "emit": [name, argument] })).await,
            Self::Rust(client) => client.emit(name, argument).await,
        }
    }

    /// What it tells next.
    pub(crate) async fn next(&mut self) -> Told {
        let next = async {
            match self {
                Self::Npm(client) => client.next().await,
                Self::Rust(client) => client.next().await,
            }
        };
        timeout(SOON, next).await.expect("the client has nothing more to tell")
    }

    /// Waits for something, and passes over what comes before it.
    pub(crate) async fn until(&mut self, is_it: impl Fn(&Told) -> bool) -> Told {
        loop {
            let told = self.next().await;
            if is_it(&told) {
                return told;
            }
        }
    }

    /// The argument of the next event of that name.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        match self.until(|told| matches!(told, Told::Heard(heard, _) if heard == name)).await {
            Told::Heard(_, argument) => argument,
            other => panic!("{other:?} is no event"),
        }
    }
}

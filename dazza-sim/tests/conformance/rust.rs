//! `rust_socketio`, in this process.

use futures_util::FutureExt as _;
use rust_socketio::asynchronous::{Client, ClientBuilder};
use rust_socketio::{Event, Payload, TransportType};
use serde_json::Value;
use tokio::sync::mpsc;

use crate::client::Told;

/// The client, and what it has told.
pub(crate) struct RustClient {
    client: Client,
    told: mpsc::UnboundedReceiver<Told>,
}

impl RustClient {
    pub(crate) async fn start(url: &str, address: &str) -> Self {
        let (teller, told) = mpsc::unbounded_channel();
        let mut builder = ClientBuilder::new(url)
            .transport_type(TransportType::Websocket)
            .reconnect(true)
            .reconnect_delay(20, 100)
            .opening_header("X-Forwarded-For", address);
        for event in [Event::Connect, Event::Close, Event::Error] {
            let (teller, known) = (teller.clone(), event.clone());
            builder = builder.on(event, move |payload, _| {
                // A test that has ended listens no more.
                drop(teller.send(in_our_words(&known, &payload)));
                std::future::ready(()).boxed()
            });
        }
        let builder = builder.on_any(move |event, payload, _| {
            drop(teller.send(in_our_words(&event, &payload)));
            std::future::ready(()).boxed()
        });
        Self { client: builder.connect().await.unwrap(), told }
    }

    pub(crate) async fn emit(&self, name: &str, argument: Value) {
        self.client.emit(name, argument).await.unwrap();
    }

    pub(crate) async fn next(&mut self) -> Told {
        self.told.recv().await.unwrap()
    }
}

fn in_our_words(event: &Event, payload: &Payload) -> Told {
    let Payload::Text(arguments) = payload else { panic!("{event:?} comes with {payload:?}") };
    let first = arguments.first().cloned().unwrap_or_default();
    match event {
        Event::Connect => Told::Connected,
        Event::Close => Told::Left(String::new()),
        Event::Error => Told::Refused(first.as_str().map_or_else(|| first.to_string(), str::to_owned)),
        Event::Custom(name) => Told::Heard(name.clone(), first),
        Event::Message => Told::Heard(first.as_str().unwrap_or_default().to_owned(), Value::Null),
    }
}

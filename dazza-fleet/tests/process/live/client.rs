//! A client of the live feed, as anyone could write one.

use std::collections::VecDeque;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::stage::DEADLINE;

/// A client that was let in.
pub(super) struct Client {
    pub(super) socket: WebSocketStream<TcpStream>,
    /// The first frame.
    pub(super) welcome: Value,
    ahead: VecDeque<Value>,
}

/// How a connection ended: the code and reason of its close, if it had one.
pub(super) type End = Option<(u16, String)>;

impl Client {
    /// Comes in and is welcomed.
    pub(super) async fn at(address: &str) -> Self {
        Self::with(address, &[]).await.unwrap()
    }

    /// The same, with these headers; the status, if it is not let in.
    pub(super) async fn with(address: &str, headers: &[(&'static str, &str)]) -> Result<Self, u16> {
        Self::on(TcpStream::connect(address).await.unwrap(), address, headers).await
    }

    /// One for which the system keeps as little as it can of what is not read.
    pub(super) async fn narrow(address: &str) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(2048).unwrap();
        let stream = socket.connect(address.parse().unwrap()).await.unwrap();
        Self::on(stream, address, &[]).await.unwrap()
    }

    async fn on(stream: TcpStream, address: &str, headers: &[(&'static str, &str)]) -> Result<Self, u16> {
        let mut request = format!("ws://{address}/ws").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let socket = match timeout(DEADLINE, client_async(request, stream)).await.unwrap() {
            Err(Error::Http(answer)) => return Err(answer.status().as_u16()),
            other => other.unwrap().0,
        };
        let mut client = Self { socket, welcome: Value::Null, ahead: VecDeque::new() };
        client.welcome = client.next().await.unwrap();
        assert_eq!(client.welcome["type"], "welcome", "{}", client.welcome);
        Ok(client)
    }

    /// Says something.
    pub(super) async fn say(&mut self, said: &Value) {
        self.socket.send(Message::text(said.to_string())).await.unwrap();
    }

    /// Follows these, and waits until that is so; what it is told.
    pub(super) async fn follow(&mut self, topics: &[&str]) -> Value {
        self.say(&json!({ "type": "subscribe", "topics": topics })).await;
        self.until(|frame| frame["type"] == "subscribed").await
    }

    /// The next frame, or how it ended.
    pub(super) async fn next(&mut self) -> Result<Value, End> {
        if let Some(frame) = self.ahead.pop_front() {
            return Ok(frame);
        }
        loop {
            match timeout(DEADLINE, self.socket.next()).await.unwrap() {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).unwrap()),
                Some(Ok(Message::Close(frame))) => {
                    return Err(frame.map(|frame| (frame.code.into(), frame.reason.to_string())));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(None),
            }
        }
    }

    /// The next frame that is so; those before it are passed over, and come no more.
    pub(super) async fn until(&mut self, is_so: impl Fn(&Value) -> bool) -> Value {
        loop {
            let frame = self.next().await.unwrap();
            if is_so(&frame) {
                return frame;
            }
        }
    }

    /// All frames up to the first one that is so.
    pub(super) async fn all_until(&mut self, is_so: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut all = Vec::new();
        while !all.last().is_some_and(&is_so) {
            all.push(self.next().await.unwrap());
        }
        all
    }

    /// How it ends.
    pub(super) async fn end(&mut self) -> End {
        loop {
            if let Err(end) = self.next().await {
                return end;
            }
        }
    }
}

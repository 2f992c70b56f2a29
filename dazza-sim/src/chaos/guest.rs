//! Somebody who is in the room on a real socket, for what the bot does for people who are there, and what it tells them alone.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, bail};
use dazza_shared::names::RoomName;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::stage::BOT;
use crate::cast::text_of;
use crate::server::SimHandle;

/// How long it may take to come in.
const IN_WITHIN: Duration = Duration::from_secs(20);

/// A guest of the room, until this is dropped.
#[derive(Debug)]
pub(super) struct Guest {
    frames: mpsc::UnboundedSender<String>,
    told: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Guest {
    /// Comes into `room`.
    pub(super) async fn enter(sim: &SimHandle, room: &RoomName, name: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(sim.addr()).await?;
        let url = format!("ws://{}/socket.io/?EIO=4&transport=websocket", sim.addr());
        let (mut socket, _) = client_async(url, stream).await.context("a guest cannot connect")?;
        let frames =
            [event("login", &json!({ "name": name })), event("joinChannel", &json!({ "name": room.as_str() }))];
        for frame in std::iter::once("40".to_owned()).chain(frames) {
            socket.send(Message::text(frame)).await?;
        }
        timeout(IN_WITHIN, until_in(&mut socket)).await.with_context(|| format!("{name} does not get in"))??;
        let (frames, to_send) = mpsc::unbounded_channel();
        let told = Arc::new(Mutex::new(Vec::new()));
        let task = tokio::spawn(stay(socket, to_send, told.clone()));
        Ok(Self { frames, told, task })
    }

    /// Tells the bot something in private.
    pub(super) fn whisper(&self, text: &str) -> anyhow::Result<()> {
        Ok(self.frames.send(event("pm", &json!({ "to": BOT, "msg": text, "meta": {} })))?)
    }

    /// What the bot has told in private so far.
    pub(super) fn told(&self) -> Vec<String> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn event(name: &str, argument: &Value) -> String {
    format!("42{}", json!([name, argument]))
}

async fn until_in(socket: &mut WebSocketStream<TcpStream>) -> anyhow::Result<()> {
    while let Some(frame) = socket.next().await {
        match frame?.to_text()? {
            text if text.starts_with("42[\"userlist\"") => return Ok(()),
            text if text.starts_with("42[\"login\"") && text.contains("\"success\":false") => bail!("refused: {text}"),
            _ => {}
        }
    }
    bail!("the server hung up")
}

/// Answers pings and keeps what the bot tells in private, until the line is gone.
async fn stay(
    mut socket: WebSocketStream<TcpStream>,
    mut to_send: mpsc::UnboundedReceiver<String>,
    told: Arc<Mutex<Vec<String>>>,
) {
    loop {
        let frame = tokio::select! {
            frame = to_send.recv() => frame,
            heard = socket.next() => {
                let Some(Ok(heard)) = heard else { return };
                let text = heard.to_text().unwrap_or_default();
                if let Some(line) = private(text) {
                    told.lock().unwrap_or_else(PoisonError::into_inner).push(line);
                }
                if text != "2" {
                    continue;
                }
                Some("3".to_owned())
            }
        };
        let Some(frame) = frame else { return };
        if socket.send(Message::text(frame)).await.is_err() {
            return;
        }
    }
}

/// What the bot tells in private with a frame.
fn private(frame: &str) -> Option<String> {
    let event: Value = serde_json::from_str(frame.strip_prefix("42")?).ok()?;
    let line = event.get(1).filter(|_| event.get(0).is_some_and(|name| name == "pm"))?;
    let is_bots = line.get("username").is_some_and(|name| name == BOT);
    line.get("msg")?.as_str().filter(|_| is_bots).map(text_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_bot_tells_in_private_is_read_from_a_frame() {
        let frame = event("pm", &json!({ "username": BOT, "to": "Kez", "msg": "it&#39;s yours", "time": 1 }));
        assert_eq!(private(&frame), Some("it's yours".to_owned()));
        assert_eq!(private(&event("pm", &json!({ "username": "Kez", "to": BOT, "msg": "!tell" }))), None);
        assert_eq!(private(&event("chatMsg", &json!({ "username": BOT, "msg": "x" }))), None);
        assert_eq!(private("2"), None);
    }
}

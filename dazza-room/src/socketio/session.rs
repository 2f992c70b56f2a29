//! One open connection: hears packets, answers pings, notices every way the line can end.

use std::time::Duration;

use futures_util::{FutureExt, SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Bytes, Message, Utf8Bytes};

use super::frame::{self, BadFrame, Packet};
use super::open;
use super::wire::Wire;
use super::{Ended, Endpoint, Limits, OpenError};

/// An open connection in the default namespace.
#[derive(Debug)]
pub struct Session {
    websocket: WebSocketStream<Wire>,
    limits: Limits,
    ping_interval: Duration,
    /// When the line counts as dead unless a frame comes.
    silent_at: Instant,
    /// Set while something of ours is not yet with the operating system: by when it must be.
    flush_by: Option<Instant>,
    /// Set once the server has put us out: by when the websocket must be closed.
    part_by: Option<Instant>,
    /// The last large frame, for as long as the websocket's read buffer lies in the same memory.
    large: Option<Bytes>,
}

/// Something the server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A frame of text.
    Text(Utf8Bytes),
    /// A frame of bytes; Socket.IO over CyTube has none.
    Binary {
        /// Its length.
        n_bytes: usize,
    },
}

impl Heard {
    /// The packet in a frame of text; `None` for a frame of bytes.
    pub fn packet(&self) -> Option<Result<Packet<'_>, BadFrame>> {
        match self {
            Self::Text(text) => Some(frame::decode(text)),
            Self::Binary { .. } => None,
        }
    }
}

/// A frame of at least this size must not leave its memory behind. Unit: bytes.
const LARGE: usize = 8 * 1024;

impl Session {
    /// Connects to `endpoint` and gets into the namespace, all within `timeout`.
    ///
    /// # Errors
    /// [`OpenError`]; [`OpenError::Refused`] is the server's own word, anything else is in the way to it.
    pub async fn open(endpoint: &Endpoint, timeout: Duration) -> Result<Self, OpenError> {
        Box::pin(open::open(endpoint, timeout)).await
    }

    /// The next thing the server says that is not about the connection itself; pings are answered in passing.
    ///
    /// Cancel safe: nothing is lost when the future is dropped.
    ///
    /// # Errors
    /// [`Ended`], when the line is over: drop the session then. Frames that make no sense are no error.
    pub async fn next(&mut self) -> Result<Heard, Ended> {
        loop {
            if let Some(deadline) = self.part_by {
                return Err(self.part(deadline).await);
            }
            let flushed = self.flush().await;
            self.bear(flushed)?;
            let message = self.receive().await?;
            if let Some(heard) = self.sort(message).await? {
                return Ok(heard);
            }
        }
    }

    /// Sends one frame and waits until the operating system has taken it.
    ///
    /// Not cancel safe: a frame may or may not go out when the future is dropped.
    ///
    /// # Errors
    /// [`Ended`], when the line is over; what the server said before can still be heard.
    pub async fn send(&mut self, frame: String) -> Result<(), Ended> {
        self.push(Message::text(frame)).await?;
        self.flush().await
    }

    /// Leaves in order: the namespace first, then the websocket. Never takes longer than the limit for it.
    pub async fn close(mut self) {
        let deadline = Instant::now() + self.limits.close;
        self.flush_by = Some(deadline);
        if timeout_at(deadline, self.websocket.feed(Message::text(frame::DISCONNECT))).await.is_ok() {
            self.part(deadline).await;
        }
    }

    /// The socket at the bottom, to look at.
    pub fn socket(&self) -> &TcpStream {
        self.websocket.get_ref().tcp()
    }

    /// How long the line may be silent before it counts as dead.
    pub fn patience(&self) -> Duration {
        self.ping_interval.saturating_add(self.limits.patience)
    }

    /// Whether memory of a large frame is still held; it is let go with the next frames.
    pub fn holds_large_frame(&self) -> bool {
        self.large.is_some()
    }

    pub(super) fn over(websocket: WebSocketStream<Wire>, limits: Limits, ping_interval: Duration) -> Self {
        let silent_at = Instant::now() + ping_interval + limits.patience;
        Self { websocket, limits, ping_interval, silent_at, flush_by: None, part_by: None, large: None }
    }

    pub(super) fn set_ping_interval(&mut self, ping_interval: Duration) {
        self.ping_interval = ping_interval;
        self.silent_at = Instant::now() + self.patience();
    }

    /// Keeps to ourselves what is about the connection, and hands the rest on.
    async fn sort(&mut self, message: Message) -> Result<Option<Heard>, Ended> {
        let text = match message {
            Message::Text(text) => text,
            Message::Binary(bytes) => return Ok(Some(Heard::Binary { n_bytes: bytes.len() })),
            Message::Close(frame) => {
                // The answer to the close is queued already: it goes out now or not at all.
                self.websocket.flush().now_or_never();
                return Err(Ended::from_close(frame.as_ref()));
            }
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => return Ok(None),
        };
        match frame::decode(&text) {
            Ok(Packet::Ping) => {
                let pushed = self.push(Message::text(frame::PONG)).await;
                self.bear(pushed)?;
            }
            Ok(Packet::Idle) => {}
            Ok(Packet::Closed) => return Err(Ended::TransportClosed),
            Ok(Packet::Disconnected) => self.part_by = Some(Instant::now() + self.limits.close),
            _ => return Ok(Some(Heard::Text(text))),
        }
        Ok(None)
    }

    /// Bears with a failed write while hearing: the last words may be on their way, and hearing fails by itself.
    fn bear(&mut self, written: Result<(), Ended>) -> Result<(), Ended> {
        if let Err(ended @ Ended::Stuck { .. }) = written {
            return Err(ended);
        }
        if written.is_err() {
            self.flush_by = None;
        }
        Ok(())
    }

    async fn receive(&mut self) -> Result<Message, Ended> {
        let waited = timeout_at(self.silent_at, self.websocket.next()).await;
        let arrived = waited.map_err(|_elapsed| Ended::Silent { after: self.patience() })?;
        let message = arrived.ok_or(Ended::CutOff)?.map_err(Ended::from_failure)?;
        self.silent_at = Instant::now() + self.patience();
        self.let_go_of_large(&message);
        Ok(message)
    }

    /// Sees to it that a large frame's memory is freed.
    ///
    /// A frame's text lies in the websocket's read buffer. If it were dropped at once, the buffer would find itself
    /// alone in the large memory and keep it for good. So we hold the frame until the buffer has moved to fresh memory.
    fn let_go_of_large(&mut self, message: &Message) {
        if self.large.as_ref().is_some_and(Bytes::is_unique) {
            self.large = None;
        }
        if let Message::Text(text) = message
            && text.len() >= LARGE
        {
            self.large = Some(text.clone().into());
        }
    }

    /// Hands a message to the websocket. As everything before it is flushed, this does not wait.
    async fn push(&mut self, message: Message) -> Result<(), Ended> {
        self.flush().await?;
        self.flush_by = Some(Instant::now() + self.limits.write);
        self.websocket.feed(message).await.map_err(Ended::from_failure)
    }

    /// Waits until all of ours is with the operating system; a cancelled wait goes on with the deadline it had.
    async fn flush(&mut self) -> Result<(), Ended> {
        if let Some(deadline) = self.flush_by {
            let flushed = timeout_at(deadline, self.websocket.flush()).await;
            flushed.map_err(|_elapsed| Ended::Stuck { after: self.limits.write })?.map_err(Ended::from_failure)?;
            self.flush_by = None;
        }
        Ok(())
    }

    /// Closes the websocket from our side and waits for the server to let go of it, until `deadline`.
    async fn part(&mut self, deadline: Instant) -> Ended {
        // Late or not, we are parted: what follows is to drop the socket.
        timeout_at(deadline, self.let_go()).await.unwrap_or_default();
        Ended::Disconnected
    }

    async fn let_go(&mut self) {
        if self.websocket.close(None).await.is_ok() {
            while let Some(Ok(_)) = self.websocket.next().await {}
        }
    }
}

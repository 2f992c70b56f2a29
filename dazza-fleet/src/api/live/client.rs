//! One client on a WebSocket: hears what it says, sends what it follows, and shuts it out when it does not behave.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, interval_at, sleep, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use super::feed::{Feed, PACE, Reader};
use super::guests::Guest;
use super::replies::{self, Said};
use super::ring::Entry;
use super::topics::{MAX_TOPICS, Wish};
use crate::supervisor::Dropped;

/// Longest frame of a client. Unit: bytes.
pub(super) const MAX_FRAME_BYTES: usize = 4096;

/// Most frames of a client in [`WINDOW`]. Source: `platform.md`, 6.1.
pub(super) const MAX_FRAMES: usize = 20;

/// Over what time its frames are counted.
pub(super) const WINDOW: Duration = Duration::from_secs(10);

/// How long a client may take to take what is sent, however little that is.
const WRITE_WITHIN: Duration = Duration::from_secs(10);

/// How often a client is asked for a sign of life.
const PING_EVERY: Duration = Duration::from_secs(30);

/// How long it may go without one.
const SILENT_FOR: Duration = Duration::from_secs(75);

/// How long a client that is shut out may take to read why.
const LAST_WORD: Duration = Duration::from_secs(5);

/// A client that has just come.
#[derive(Debug)]
pub(super) struct Client<S> {
    socket: WebSocketStream<S>,
    feed: Feed,
    reader: Reader,
    /// When each of its last frames came.
    frames: VecDeque<Instant>,
    heard: Instant,
    /// It is counted as long as it is here.
    _guest: Guest,
}

/// Why a client goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It left, or its line broke.
    Left,
    /// The fleet has ended.
    Ending,
    /// It is shut out.
    Out(Dropped, CloseCode, &'static str),
}

const TOO_SLOW: End = End::Out(Dropped::Slow, CloseCode::Policy, "too slow");
const TOO_MUCH: End = End::Out(Dropped::Flood, CloseCode::Policy, "too many frames");
const SILENT: End = End::Out(Dropped::Silent, CloseCode::Policy, "not heard of");

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub(super) fn new(socket: WebSocketStream<S>, feed: Feed, guest: Guest) -> Self {
        let (reader, now) = (feed.reader(), Instant::now());
        Self { socket, feed, reader, frames: VecDeque::new(), heard: now, _guest: guest }
    }

    /// Serves it until it goes.
    pub(super) async fn serve(mut self) {
        let end = match self.converse().await {
            Ok(()) => End::Ending,
            Err(end) => end,
        };
        let (code, reason) = match end {
            End::Left => return,
            End::Ending => (CloseCode::Away, "the fleet ends"),
            End::Out(why, code, reason) => {
                self.feed.note_dropped(why);
                (code, reason)
            }
        };
        let frame = CloseFrame { code, reason: Utf8Bytes::from_static(reason) };
        drop(timeout(LAST_WORD, self.part(frame)).await);
    }

    /// Says why it is over, and waits until that is heard. Who broke the protocol, or is gone, hears nothing.
    async fn part(&mut self, frame: CloseFrame) {
        if self.socket.close(Some(frame)).await.is_ok() {
            while let Some(Ok(_)) = self.socket.next().await {}
        }
    }

    /// Talks with it until the fleet has ended.
    async fn converse(&mut self) -> Result<(), End> {
        let fleet = self.feed.fleet().clone();
        let view = fleet.view().await.ok();
        self.send(replies::welcome(&self.feed, view.as_ref())).await?;
        let mut ping = interval_at(Instant::now() + PING_EVERY, PING_EVERY);
        let mut rest_until = Instant::now();
        loop {
            let follows = !self.reader.wishes().is_empty();
            let reader = &self.reader;
            let news = async {
                // Many entries at once cost little more than one.
                sleep_until(rest_until).await;
                reader.news().await;
            };
            tokio::select! {
                frame = self.socket.next() => {
                    let frame = frame.ok_or(End::Left)?.map_err(|error| end_of(&error))?;
                    self.hear(frame).await?;
                }
                () = news, if follows => {
                    self.send_news().await?;
                    rest_until = Instant::now() + PACE;
                }
                _ = ping.tick() => {
                    if self.heard.elapsed() > SILENT_FOR {
                        return Err(SILENT);
                    }
                    self.send_all(vec![Message::Ping(Vec::new().into())]).await?;
                }
                () = fleet.ended() => return Ok(()),
            }
        }
    }

    async fn hear(&mut self, frame: Message) -> Result<(), End> {
        let now = Instant::now();
        self.heard = now;
        while self.frames.front().is_some_and(|at| now.duration_since(*at) >= WINDOW) {
            self.frames.pop_front();
        }
        if self.frames.len() >= MAX_FRAMES {
            return Err(TOO_MUCH);
        }
        self.frames.push_back(now);
        match frame {
            Message::Text(text) => match replies::read(&text) {
                Ok(said) => self.answer(said).await,
                Err(told) => self.send(replies::error(&told)).await,
            },
            Message::Binary(_) => self.send(replies::error("frames are text: JSON")).await,
            // What answers a ping or a close is on its way once this is flushed.
            Message::Ping(_) | Message::Close(_) => self.send_all(Vec::new()).await,
            Message::Pong(_) | Message::Frame(_) => Ok(()),
        }
    }

    async fn answer(&mut self, said: Said) -> Result<(), End> {
        match said {
            Said::Ping => self.send(replies::pong()).await,
            Said::Unsubscribe(less) => {
                self.reader.unfollow(&less);
                self.send(replies::followed("unsubscribed", self.reader.wishes(), &self.feed)).await
            }
            Said::Subscribe { wishes, since, epoch } => self.follow(&wishes, since, epoch).await,
        }
    }

    async fn follow(&mut self, more: &[Wish], since: Option<u64>, epoch: Option<String>) -> Result<(), End> {
        let mut all = self.reader.wishes().clone();
        all.add(more);
        if all.len() > MAX_TOPICS {
            return self.send(replies::error(&replies::too_many_topics())).await;
        }
        self.send_news().await?;
        let is_of_now = epoch.is_none_or(|epoch| epoch == self.feed.epoch().to_string());
        let missed = self.reader.follow(more, since, is_of_now);
        self.send(replies::followed("subscribed", self.reader.wishes(), &self.feed)).await?;
        if let Some(oldest) = missed.gap {
            self.send(replies::gap(since.unwrap_or_default(), oldest)).await?;
        }
        self.feed.fleet().watchers().note_sent(missed.entries.len() as u64);
        self.send_all(frames_of(&missed.entries)).await
    }

    /// Sends all that there is to be told.
    async fn send_news(&mut self) -> Result<(), End> {
        if self.reader.wishes().is_empty() {
            return Ok(());
        }
        loop {
            let batch = self.reader.take().map_err(|_behind| TOO_SLOW)?;
            if batch.is_empty() {
                return Ok(());
            }
            self.feed.fleet().watchers().note_sent(batch.len() as u64);
            self.send_all(frames_of(&batch)).await?;
        }
    }

    async fn send(&mut self, text: Utf8Bytes) -> Result<(), End> {
        self.send_all(vec![Message::Text(text)]).await
    }

    /// Sends frames, unless the client takes them too slowly: it holds up nobody, and what waits for it is bounded.
    async fn send_all(&mut self, frames: Vec<Message>) -> Result<(), End> {
        let Self { socket, reader, .. } = self;
        let write = async {
            for frame in frames {
                socket.feed(frame).await?;
            }
            socket.flush().await
        };
        tokio::select! {
            biased;
            written = write => written.map_err(|error| end_of(&error)),
            () = reader.falls_behind() => Err(TOO_SLOW),
            () = sleep(WRITE_WITHIN) => Err(TOO_SLOW),
        }
    }
}

/// Entries as they are sent; the bytes are shared.
fn frames_of(entries: &[Arc<Entry>]) -> Vec<Message> {
    entries.iter().map(|entry| Message::Text(entry.text.clone())).collect()
}

/// What an error of the line means.
fn end_of(error: &Error) -> End {
    let out = |code, reason| End::Out(Dropped::Malformed, code, reason);
    match error {
        Error::Capacity(_) => out(CloseCode::Size, "a frame may have 4096 bytes"),
        Error::Utf8(_) => out(CloseCode::Invalid, "text is UTF-8"),
        Error::Protocol(_) => out(CloseCode::Protocol, "this is no WebSocket frame"),
        _ => End::Left,
    }
}

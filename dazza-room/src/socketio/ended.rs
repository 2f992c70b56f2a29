//! How a connection can end: one reason for each, so that the room can tell them apart.

use std::io;
use std::time::Duration;

use tokio_tungstenite::tungstenite;
use tungstenite::error::{CapacityError, ProtocolError};
use tungstenite::protocol::CloseFrame;

/// Why a connection is over.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// The server put us out of the namespace (`41`); we closed the websocket.
    #[error("the chat server disconnected us")]
    Disconnected,
    /// The server gave the transport up (`1`).
    #[error("the chat server closed the transport")]
    TransportClosed,
    /// The server closed the websocket in order.
    #[error("the chat server closed the connection (code {code}{}{reason})", if .reason.is_empty() { "" } else { ": " })]
    Closed {
        /// The close code; 1005 when the server gave none. Source: RFC 6455, 7.1.5 and 7.4.1.
        code: u16,
        /// The reason, cut to a length fit for a log.
        reason: Box<str>,
    },
    /// The connection ended without a word: the server's process died, or it let go of the line.
    #[error("the connection ended without a close")]
    CutOff,
    /// The operating system gave the connection up.
    #[error("the connection broke")]
    Broken(#[source] io::Error),
    /// Not one frame came for longer than the server's ping interval allows.
    #[error("nothing came from the chat server for {} ms; the line is dead", .after.as_millis())]
    Silent {
        /// How long we waited.
        after: Duration,
    },
    /// The server does not read what we send.
    #[error("the chat server took nothing in for {} ms", .after.as_millis())]
    Stuck {
        /// How long we waited.
        after: Duration,
    },
    /// What we say is too much at once. (The library's own error would carry the words.)
    #[error("a frame of ours is larger than what may wait to be sent")]
    Overfull,
    /// A frame above the limit.
    #[error("the chat server sent a frame of {bytes} bytes, and {limit} is the limit")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// What we take.
        limit: usize,
    },
    /// Not websocket, or not text where text must be.
    #[error("what came is no websocket traffic")]
    Garbled(#[source] tungstenite::Error),
}

/// The close code of a close without one. Source: RFC 6455, 7.1.5.
const NO_CODE: u16 = 1005;

/// Longest close reason kept, in characters; the protocol allows 123 bytes.
const MAX_REASON_CHARS: usize = 123;

impl Ended {
    pub(super) fn from_close(frame: Option<&CloseFrame>) -> Self {
        let code = frame.map_or(NO_CODE, |frame| frame.code.into());
        let reason = frame.map(|frame| frame.reason.chars().take(MAX_REASON_CHARS).collect::<String>());
        Self::Closed { code, reason: reason.unwrap_or_default().into() }
    }

    pub(super) fn from_failure(failure: tungstenite::Error) -> Self {
        match failure {
            tungstenite::Error::Io(source) if source.kind() == io::ErrorKind::UnexpectedEof => Self::CutOff,
            tungstenite::Error::Io(source) => Self::Broken(source),
            tungstenite::Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)
            | tungstenite::Error::ConnectionClosed
            | tungstenite::Error::AlreadyClosed => Self::CutOff,
            tungstenite::Error::Capacity(CapacityError::MessageTooLong { size, max_size }) => {
                Self::TooLarge { bytes: size, limit: max_size }
            }
            tungstenite::Error::WriteBufferFull(_) => Self::Overfull,
            other => Self::Garbled(other),
        }
    }
}

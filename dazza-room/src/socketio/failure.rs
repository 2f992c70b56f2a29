//! Why a connection could not be opened, and how far it had got.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio_tungstenite::tungstenite;

use super::{Ended, TrustError};

/// How far the opening of a connection has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Looking the host's addresses up.
    Resolving,
    /// Connecting the socket.
    Connecting,
    /// Agreeing on TLS.
    Securing,
    /// Asking for the websocket.
    Upgrading,
    /// Waiting for the Engine.IO open packet.
    Opening,
    /// Waiting to be let into the namespace.
    Joining,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Resolving => "looking the host up",
            Self::Connecting => "connecting",
            Self::Securing => "agreeing on TLS",
            Self::Upgrading => "asking for the websocket",
            Self::Opening => "waiting for the first packet",
            Self::Joining => "waiting to be let in",
        })
    }
}

/// Why a connection could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Not an address we understand.
    #[error("{url:?} is no address of a chat server; it needs http or https, a host and perhaps a port")]
    Address {
        /// What was given.
        url: String,
    },
    /// The host's name could not be looked up.
    #[error("cannot look up {host}; check the name and this machine's DNS")]
    Resolve {
        /// The host.
        host: String,
        /// What the system says.
        source: io::Error,
    },
    /// The host has no address that the local address can reach.
    #[error("{host} has no address of the kind local_address has; drop local_address or give one of the other kind")]
    NoAddress {
        /// The host.
        host: String,
    },
    /// None of the host's addresses could be connected to; this is what the last one said.
    #[error("cannot connect to {address}; check that the chat server is up and reachable from here")]
    Connect {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// Our own certificates are of no use.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// No TLS could be agreed on.
    #[error("no TLS with {host}; if its certificate is of your own making, name it in ca_file")]
    Tls {
        /// The host.
        host: String,
        /// What the TLS library says.
        source: io::Error,
    },
    /// The server answered the request for a websocket with something else.
    #[error("{host} answered HTTP status {status} and no websocket; check that it is a chat server")]
    Upgrade {
        /// The host.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// The request for a websocket failed.
    #[error("{host} does not speak websocket; check that it is a chat server")]
    WebSocket {
        /// The host.
        host: String,
        /// What is wrong.
        source: tungstenite::Error,
    },
    /// The first frame was not the Engine.IO open packet.
    #[error("{host} does not speak Engine.IO; check that it is a chat server")]
    NotEngineIo {
        /// The host.
        host: String,
    },
    /// The namespace refused us, in the server's own words.
    #[error("the chat server refused the connection: {message}")]
    Refused {
        /// The server's words.
        message: String,
    },
    /// The connection ended before we were let in.
    #[error("the connection ended before we were let in")]
    Ended(#[from] Ended),
    /// It took too long.
    #[error("gave up after {} ms while {stage}; the chat server may be down or far away", .after.as_millis())]
    TimedOut {
        /// How long it was allowed to take.
        after: Duration,
        /// How far it had got.
        stage: Stage,
    },
}

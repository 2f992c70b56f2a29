//! Where a Socket.IO server is, and what we bear with from it.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio_tungstenite::tungstenite::http::Uri;

use super::{OpenError, Trust};

/// Where a Socket.IO server is and how it is reached.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Its address: `http`, `https`, `ws` or `wss`, host and port. A path is of no account.
    pub url: String,
    /// The local address to connect from, for a host with several.
    pub local_address: Option<IpAddr>,
    /// Whose certificates are good.
    pub trust: Arc<Trust>,
    /// What we bear with once connected.
    pub limits: Limits,
}

/// What we bear with from a server we are connected to.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a ping may be late before the line counts as dead.
    pub patience: Duration,
    /// How long a frame of ours may take to be taken in.
    pub write: Duration,
    /// How long a close in order may take.
    pub close: Duration,
    /// Largest frame taken. Unit: bytes.
    pub max_frame_bytes: usize,
}

impl Default for Limits {
    /// The server pings every 25 s, so that a dead line is noticed after 40 s; frames are up to 1 MiB.
    ///
    /// Source: `cytube-protocol`, 1.2.
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(15),
            write: Duration::from_secs(10),
            close: Duration::from_secs(1),
            max_frame_bytes: (1 << 20) + (1 << 16),
        }
    }
}

/// Longest wrong address quoted, in characters.
const MAX_URL_CHARS: usize = 300;

/// An address, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// The host, IPv6 addresses without their brackets.
    pub(super) host: String,
    /// The port.
    pub(super) port: u16,
    /// Whether over TLS.
    pub(super) is_secure: bool,
    /// The websocket's own address.
    pub(super) websocket: String,
}

impl Target {
    pub(super) fn parse(url: &str) -> Result<Self, OpenError> {
        Self::parts(url).ok_or_else(|| OpenError::Address { url: url.chars().take(MAX_URL_CHARS).collect() })
    }

    fn parts(url: &str) -> Option<Self> {
        let uri: Uri = url.trim().parse().ok()?;
        let is_secure = match uri.scheme_str()? {
            "http" | "ws" => false,
            "https" | "wss" => true,
            _ => return None,
        };
        let authority = uri.authority()?;
        let host = authority.host();
        let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
        let port = match authority.as_str().rsplit('@').next()?.strip_prefix(host)? {
            "" => {
                if is_secure {
                    443
                } else {
                    80
                }
            }
            named => named.strip_prefix(':')?.parse().ok()?,
        };
        let scheme = if is_secure { "wss" } else { "ws" };
        let websocket = format!("{scheme}://{host}:{port}/socket.io/?EIO=4&transport=websocket");
        (!bare.is_empty()).then(|| Self { host: bare.to_owned(), port, is_secure, websocket })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        let cases = [
            ("http://127.0.0.1:1337", "127.0.0.1", 1337, "ws://127.0.0.1:1337"),
            ("https://cytu.be", "cytu.be", 443, "wss://cytu.be:443"),
            ("wss://zippy.example:8443/r/x", "zippy.example", 8443, "wss://zippy.example:8443"),
            ("ws://[::1]:80", "::1", 80, "ws://[::1]:80"),
        ];
        for (url, host, port, base) in cases {
            let target = Target::parse(url).unwrap();
            assert_eq!((target.host.as_str(), target.port), (host, port), "{url}");
            assert_eq!(target.websocket, format!("{base}/socket.io/?EIO=4&transport=websocket"));
        }
        for url in ["", "cytu.be", "ftp://x", "http://", "http://:80", "https://a b", "http://x:99999", "\u{0}"] {
            assert!(matches!(Target::parse(url), Err(OpenError::Address { .. })), "{url:?}");
        }
    }
}

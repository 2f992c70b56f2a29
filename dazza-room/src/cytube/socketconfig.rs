//! Looks up where a channel's socket is, before every connection: a channel can move to another server.
//!
//! Source: `cytube-protocol`, 1.1.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use dazza_shared::config::ServerSettings;
use dazza_shared::names::RoomName;
use serde::Deserialize;

use crate::socketio::{Trust, TrustError};

/// Limit on the whole look-up. Source: `platform`, 1.1.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Largest answer read; an honest one has some hundred. Unit: bytes.
const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// Redirects followed, as from `http` to `https`.
const MAX_REDIRECTS: usize = 3;

/// Asks one chat server where its channels' sockets are.
#[derive(Debug)]
pub struct Lookup {
    base: String,
    local_address: Option<IpAddr>,
    trust: Arc<Trust>,
    client: OnceLock<reqwest::Client>,
}

/// Why a channel's socket could not be looked up.
#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    /// The server does not know the channel, or its name is not allowed there. Only a person can mend that.
    #[error("{url} answers 404: the chat server refuses that channel name; correct the room's name or server")]
    ChannelRefused {
        /// What was asked.
        url: String,
    },
    /// Our own certificates are of no use.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The HTTP client could not be made.
    #[error("cannot set up HTTP; check the certificates in ca_file and the local address")]
    Client(#[source] reqwest::Error),
    /// No answer came, or it broke off.
    #[error("cannot get {url}; check server.url, and that the chat server is up and reachable from here")]
    Unreachable {
        /// What was asked.
        url: String,
        /// What is wrong.
        source: reqwest::Error,
    },
    /// Another status than 200 and 404.
    #[error("{url} answers HTTP status {status}; the chat server has trouble, or server.url is not its address")]
    Status {
        /// What was asked.
        url: String,
        /// The status.
        status: u16,
    },
    /// More came than any honest answer has.
    #[error("{url} answers more than {} KiB; check that server.url is a CyTube server", MAX_ANSWER_BYTES / 1024)]
    TooLarge {
        /// What was asked.
        url: String,
    },
    /// The answer is not what CyTube answers.
    #[error("{url} does not answer a socket configuration; check that server.url is a CyTube server")]
    NotJson {
        /// What was asked.
        url: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The list of servers is empty.
    #[error("{url} names no server; the chat server's operator has to mend its io settings")]
    NoServers {
        /// What was asked.
        url: String,
    },
}

impl LookupError {
    /// Whether it may pass by itself; if not, a person has to correct the settings.
    pub const fn is_transient(&self) -> bool {
        !matches!(self, Self::ChannelRefused { .. })
    }
}

impl Lookup {
    /// Looks up at `server`; nothing is asked yet.
    pub fn new(server: &ServerSettings, trust: Arc<Trust>) -> Self {
        let base = server.url.trim_end_matches('/').to_owned();
        Self { base, local_address: server.local_address, trust, client: OnceLock::new() }
    }

    /// The address of the socket that serves `room`.
    ///
    /// # Errors
    /// [`LookupError`]; [`LookupError::is_transient`] tells whether to try again.
    pub async fn find(&self, room: &RoomName) -> Result<String, LookupError> {
        let url = format!("{}/socketconfig/{room}.json", self.base);
        let body = self.fetch(&url).await?;
        choose(&body)
            .map_err(|source| LookupError::NotJson { url: url.clone(), source })?
            .ok_or(LookupError::NoServers { url })
    }

    async fn fetch(&self, url: &str) -> Result<Vec<u8>, LookupError> {
        // The address stands in our own message already.
        let unreachable =
            |source: reqwest::Error| LookupError::Unreachable { url: url.to_owned(), source: source.without_url() };
        let mut answer = self.client()?.get(url).send().await.map_err(unreachable)?;
        match answer.status().as_u16() {
            200 => {}
            404 => return Err(LookupError::ChannelRefused { url: url.to_owned() }),
            status => return Err(LookupError::Status { url: url.to_owned(), status }),
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(unreachable)? {
            if body.len() + chunk.len() > MAX_ANSWER_BYTES {
                return Err(LookupError::TooLarge { url: url.to_owned() });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    fn client(&self) -> Result<&reqwest::Client, LookupError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured((*self.trust.client_config()?).clone())
            .local_address(self.local_address)
            .redirect(reqwest::redirect::Policy::limited(MAX_REDIRECTS))
            .pool_max_idle_per_host(0)
            .no_proxy()
            .timeout(TIMEOUT)
            .user_agent(concat!("dazza-room/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(LookupError::Client)?;
        Ok(self.client.get_or_init(|| client))
    }
}

/// The address to use of those in the answer: secure and IPv4 if there is one, else secure, else any.
fn choose(body: &[u8]) -> Result<Option<String>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Answer {
        servers: Vec<Server>,
    }
    #[derive(Deserialize)]
    struct Server {
        url: String,
        #[serde(default)]
        secure: bool,
        #[serde(default)]
        ipv6: bool,
    }
    let Answer { servers } = serde_json::from_slice(body)?;
    Ok(servers.into_iter().min_by_key(|server| (!server.secure, server.ipv6)).map(|server| server.url))
}

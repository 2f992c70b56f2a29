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
    timeout: Duration,
    client: OnceLock<reqwest::Client>,
}

/// Why a channel's socket could not be looked up.
#[derive(Debug, thiserror::Error)]
pub enum LookupError {
    /// The server does not know the channel, or its name is not allowed there. Only a person can mend that.
    #[error(
        "{url} answers 404: the chat server refuses that channel name; correct the name of the room or the url in fleet.toml"
    )]
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
    #[error("cannot get {url}; check the url in fleet.toml, and that the chat server is up and reachable from here")]
    Unreachable {
        /// What was asked.
        url: String,
        /// What is wrong.
        source: reqwest::Error,
    },
    /// Another status than 200 and 404.
    #[error(
        "{url} answers HTTP status {status}; the chat server has trouble, or the url in fleet.toml is not its address"
    )]
    Status {
        /// What was asked.
        url: String,
        /// The status.
        status: u16,
    },
    /// More came than any honest answer has.
    #[error("{url} answers more than {} KiB; check that the url in fleet.toml is a CyTube server", MAX_ANSWER_BYTES / 1024)]
    TooLarge {
        /// What was asked.
        url: String,
    },
    /// The answer is not what CyTube answers.
    #[error("{url} does not answer a socket configuration; check that the url in fleet.toml is a CyTube server")]
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
        Self { base, local_address: server.local_address, trust, timeout: TIMEOUT, client: OnceLock::new() }
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
            .timeout(self.timeout)
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

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;
    use crate::socketio::tests::own_certificate::OwnCertificate;

    fn lookup(url: String) -> Lookup {
        let server = ServerSettings { url, ..ServerSettings::default() };
        Lookup::new(&server, Arc::new(Trust::default()))
    }

    /// What a look-up finds at a server that gives `answer`.
    async fn found(answer: String) -> Result<String, LookupError> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let served = tokio::spawn(async move {
            let (mut tcp, _) = listener.accept().await.unwrap();
            let mut asked = vec![0; 4096];
            let n_bytes = tcp.read(&mut asked).await.unwrap();
            // A client that has read enough hangs up before the last byte is out.
            let _is_sent = tcp.write_all(answer.as_bytes()).await;
            String::from_utf8_lossy(&asked[..n_bytes]).into_owned()
        });
        let found = lookup(url).find(&"fatpizza".parse().unwrap()).await;
        assert!(served.await.unwrap().starts_with("GET /socketconfig/fatpizza.json HTTP/1.1\r\n"));
        found
    }

    fn answer(status: &str, body: &str) -> String {
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
    }

    #[test]
    fn the_best_server_is_chosen() {
        let cases = [
            (r#"{"servers":[{"url":"a","secure":false},{"url":"b","secure":true}]}"#, Some("b")),
            (r#"{"servers":[{"url":"a","secure":true,"ipv6":true},{"url":"b","secure":true}]}"#, Some("b")),
            (r#"{"servers":[{"url":"a","secure":true,"ipv6":true},{"url":"b","secure":false}]}"#, Some("a")),
            (r#"{"servers":[{"url":"a","secure":true},{"url":"b","secure":true}],"more":1}"#, Some("a")),
            (r#"{"servers":[{"url":"a"}]}"#, Some("a")),
            (r#"{"servers":[]}"#, None),
        ];
        for (body, expected) in cases {
            assert_eq!(choose(body.as_bytes()).unwrap().as_deref(), expected, "{body}");
        }
        for body in ["", "<html>", "[]", "{}", r#"{"servers":[{"secure":true}]}"#, r#"{"servers":[7]}"#] {
            assert!(choose(body.as_bytes()).is_err(), "{body}");
        }
    }

    #[tokio::test]
    async fn every_answer_has_its_name() {
        let good = r#"{"servers":[{"url":"https://zippy.example:8443","secure":true}]}"#;
        assert_eq!(found(answer("200 OK", good)).await.unwrap(), "https://zippy.example:8443");
        let refused = found(answer("404 Not Found", r#"{"error":"no"}"#)).await.unwrap_err();
        assert!(matches!(&refused, LookupError::ChannelRefused { .. }) && !refused.is_transient());
        let failing = found(answer("500 Oops", "")).await.unwrap_err();
        assert!(matches!(&failing, LookupError::Status { status: 500, .. }) && failing.is_transient());
        let html = found(answer("200 OK", "<html>")).await.unwrap_err();
        assert!(matches!(html, LookupError::NotJson { .. }));
        let empty = found(answer("200 OK", r#"{"servers":[]}"#)).await.unwrap_err();
        assert!(matches!(empty, LookupError::NoServers { .. }));
        let huge = found(answer("200 OK", &"x".repeat(MAX_ANSWER_BYTES + 1))).await.unwrap_err();
        assert!(matches!(huge, LookupError::TooLarge { .. }));
        let cut = found("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{".to_owned()).await.unwrap_err();
        assert!(matches!(cut, LookupError::Unreachable { .. }));
    }

    #[tokio::test]
    async fn https_needs_a_certificate_that_we_trust() {
        let own = OwnCertificate::new();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
        let acceptor = own.acceptor.clone();
        let served = tokio::spawn(async move {
            // The first guest does not trust us and goes.
            assert!(acceptor.accept(listener.accept().await.unwrap().0).await.is_err());
            let mut tls = acceptor.accept(listener.accept().await.unwrap().0).await.unwrap();
            assert!(tls.read(&mut [0; 4096]).await.unwrap() > 0);
            tls.write_all(answer("200 OK", r#"{"servers":[{"url":"a"}]}"#).as_bytes()).await.unwrap();
            tls.shutdown().await.unwrap();
        });
        let room = "fatpizza".parse().unwrap();
        let stranger = lookup(url.clone()).find(&room).await.unwrap_err();
        assert!(matches!(stranger, LookupError::Unreachable { .. }), "{stranger:?}");
        let friend = Lookup { trust: Arc::new(Trust::new(Some(own.ca_file()))), ..lookup(url) };
        assert_eq!(friend.find(&room).await.unwrap(), "a");
        served.await.unwrap();
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_or_says_nothing_is_unreachable() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut patient = lookup(url.clone());
        patient.timeout = Duration::from_millis(100);
        let silent = patient.find(&"fatpizza".parse().unwrap()).await.unwrap_err();
        assert!(matches!(&silent, LookupError::Unreachable { source, .. } if source.is_timeout()), "{silent:?}");
        drop(listener);
        let gone = lookup(url.clone()).find(&"fatpizza".parse().unwrap()).await.unwrap_err();
        assert!(matches!(gone, LookupError::Unreachable { .. }) && gone.to_string().contains(&url), "{gone}");
    }
}

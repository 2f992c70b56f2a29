//! Fetches one page: a client for each step, which knows no other address than the one that was checked.

use std::net::SocketAddr;
use std::time::Duration;

use dazza_shared::config::FetchSettings;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, LOCATION};
use reqwest::{Client, RequestBuilder, Response, Url, redirect};
use tokio::time::{Instant, timeout_at};

use super::error::FetchError;
use super::page::{Kind, Page, decode};
use super::place;
use super::trust::Trust;

/// How long all that belongs to one errand may take. Source: `platform.md`, 3.7.
pub const WITHIN: Duration = Duration::from_secs(5);

/// How long a connection may take. Source: `commands-and-games.md`, 10.
const CONNECT_WITHIN: Duration = Duration::from_secs(3);

/// Most that is read of a page. Unit: bytes. Source: `platform.md`, 3.7.
const MAX_BYTES: usize = 512 * 1024;

/// Most that is read of what a service answers. Unit: bytes. Source: `commands-and-games.md`, 10.
const MAX_ANSWER_BYTES: usize = 256 * 1024;

/// Redirects followed. Source: `platform.md`, 3.7.
pub(super) const MAX_REDIRECTS: usize = 3;

/// What is asked for, and how it is read.
#[derive(Clone, Copy, Debug)]
struct Wish {
    kind: Kind,
    max_bytes: usize,
    /// The operator has named the address, and it may lead anywhere; where it leads on to is no better than any other.
    is_named: bool,
}

/// Fetches what is at `url`, until `by` at the latest.
///
/// # Errors
///
/// [`FetchError`] in each of its variants; none of them is worth another try at once.
pub async fn get(url: &str, kind: Kind, settings: &FetchSettings, by: Instant) -> Result<Page, FetchError> {
    let wish = Wish { kind, max_bytes: MAX_BYTES, is_named: false };
    timeout_at(by, follow(url, wish, settings)).await.unwrap_or(Err(FetchError::TooSlow))
}

/// Asks a service that the operator has named, wherever that is, until `by` at the latest.
///
/// # Errors
///
/// As with [`get`].
pub async fn ask(url: &str, kind: Kind, settings: &FetchSettings, by: Instant) -> Result<Page, FetchError> {
    let wish = Wish { kind, max_bytes: MAX_ANSWER_BYTES, is_named: true };
    timeout_at(by, follow(url, wish, settings)).await.unwrap_or(Err(FetchError::TooSlow))
}

/// Has a service that the operator has named do something with `body`, which is JSON, until `by` at the latest.
///
/// # Errors
///
/// As with [`get`]; what was sent to one server is sent to no other.
pub async fn post(url: &str, body: String, by: Instant) -> Result<Page, FetchError> {
    let wish = Wish { kind: Kind::Json, max_bytes: MAX_ANSWER_BYTES, is_named: true };
    let posted = async {
        let url = place::read(url)?;
        let client = client(place::look_up_of(&url).await?)?;
        let request = client.post(url.clone()).header(ACCEPT, wish.kind.accept());
        let answer = send(request.header(CONTENT_TYPE, wish.kind.accept()).body(body)).await?;
        match answer.status().as_u16() {
            200 => read(answer, wish, url).await,
            status => Err(FetchError::Status(status)),
        }
    };
    timeout_at(by, posted).await.unwrap_or(Err(FetchError::TooSlow))
}

async fn follow(url: &str, wish: Wish, settings: &FetchSettings) -> Result<Page, FetchError> {
    let mut url = place::read(url)?;
    for step in 0..=MAX_REDIRECTS {
        let places = if wish.is_named && step == 0 {
            place::look_up_of(&url).await?
        } else {
            place::resolve(&url, &settings.allow).await?
        };
        let request = client(places)?.get(url.clone()).header(ACCEPT, wish.kind.accept());
        let answer = send(request).await?;
        match answer.status().as_u16() {
            200 => return read(answer, wish, url).await,
            301 | 302 | 303 | 307 | 308 => url = onward(&url, &answer)?,
            status => return Err(FetchError::Status(status)),
        }
    }
    Err(FetchError::Redirects(MAX_REDIRECTS))
}

/// A client for one step, which reaches those places and no others.
pub(super) fn client(places: Vec<SocketAddr>) -> Result<Client, FetchError> {
    let tls = (*Trust::default().client_config()?).clone();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .dns_resolver(Checked(places))
        .connect_timeout(CONNECT_WITHIN)
        .redirect(redirect::Policy::none())
        .referer(false)
        .pool_max_idle_per_host(0)
        .no_proxy()
        .user_agent(concat!("dazza-room/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(FetchError::Unreachable)
}

pub(super) async fn send(request: RequestBuilder) -> Result<Response, FetchError> {
    let request = request.header(ACCEPT_ENCODING, "identity");
    request.send().await.map_err(|error| FetchError::Unreachable(error.without_url()))
}

pub(super) fn onward(url: &Url, answer: &Response) -> Result<Url, FetchError> {
    let next = url.join(header(answer, &LOCATION)).map_err(|_no_address| FetchError::Redirect)?;
    place::read(next.as_str())
}

async fn read(mut answer: Response, wish: Wish, url: Url) -> Result<Page, FetchError> {
    let Wish { kind, max_bytes, .. } = wish;
    let content_type = header(&answer, &CONTENT_TYPE).to_owned();
    if !kind.takes(&content_type) {
        return Err(FetchError::Content(content_type.chars().take(100).collect()));
    }
    if !["", "identity"].contains(&header(&answer, &CONTENT_ENCODING)) {
        return Err(FetchError::Encoded);
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| FetchError::Unreachable(error.without_url()))? {
        let wanted = chunk.get(..max_bytes - bytes.len()).unwrap_or(&chunk);
        bytes.extend_from_slice(wanted);
        if bytes.len() == max_bytes {
            break;
        }
    }
    if bytes.len() == max_bytes && kind.is_of_use_whole_only() {
        return Err(FetchError::TooLarge);
    }
    Ok(Page { url, text: decode(&bytes, &content_type) })
}

pub(super) fn header<'a>(answer: &'a Response, name: &HeaderName) -> &'a str {
    answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Leads every name to the addresses that were checked: those of the one host that is asked.
#[derive(Debug)]
struct Checked(Vec<SocketAddr>);

impl Resolve for Checked {
    fn resolve(&self, _name: Name) -> Resolving {
        let places: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(std::future::ready(Ok(places)))
    }
}

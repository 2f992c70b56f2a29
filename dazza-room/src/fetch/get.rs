//! Fetches one page: a client for each step, which knows no other address than the one that was checked.

use std::net::SocketAddr;
use std::time::Duration;

use dazza_shared::config::FetchSettings;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, HeaderName, LOCATION};
use reqwest::{Client, Response, Url, redirect};
use tokio::time::{Instant, timeout_at};

use super::error::FetchError;
use super::page::{Kind, Page, decode};
use super::place;
use crate::socketio::Trust;

/// How long all that belongs to one errand may take. Source: `platform.md`, 3.7.
pub const WITHIN: Duration = Duration::from_secs(5);

/// Most that is read of a page. Unit: bytes. Source: `platform.md`, 3.7.
const MAX_BYTES: usize = 512 * 1024;

/// Redirects followed. Source: `platform.md`, 3.7.
const MAX_REDIRECTS: usize = 3;

/// Fetches what is at `url`, until `by` at the latest.
///
/// # Errors
///
/// [`FetchError`] in each of its variants; none of them is worth another try at once.
pub async fn get(url: &str, kind: Kind, settings: &FetchSettings, by: Instant) -> Result<Page, FetchError> {
    timeout_at(by, follow(url, kind, settings)).await.unwrap_or(Err(FetchError::TooSlow))
}

async fn follow(url: &str, kind: Kind, settings: &FetchSettings) -> Result<Page, FetchError> {
    let tls = (*Trust::default().client_config()?).clone();
    let mut url = place::read(url)?;
    for _ in 0..=MAX_REDIRECTS {
        let places = place::resolve(&url, &settings.allow).await?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls.clone())
            .dns_resolver(Checked(places))
            .redirect(redirect::Policy::none())
            .referer(false)
            .pool_max_idle_per_host(0)
            .no_proxy()
            .user_agent(concat!("dazza-room/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(FetchError::Unreachable)?;
        let request = client.get(url.clone()).header(ACCEPT, kind.accept()).header(ACCEPT_ENCODING, "identity");
        let answer = request.send().await.map_err(|error| FetchError::Unreachable(error.without_url()))?;
        match answer.status().as_u16() {
            200 => return read(answer, kind, url).await,
            301 | 302 | 303 | 307 | 308 => url = onward(&url, &answer)?,
            status => return Err(FetchError::Status(status)),
        }
    }
    Err(FetchError::Redirects(MAX_REDIRECTS))
}

fn onward(url: &Url, answer: &Response) -> Result<Url, FetchError> {
    let next = url.join(header(answer, &LOCATION)).map_err(|_no_address| FetchError::Redirect)?;
    place::read(next.as_str())
}

async fn read(mut answer: Response, kind: Kind, url: Url) -> Result<Page, FetchError> {
    let content_type = header(&answer, &CONTENT_TYPE).to_owned();
    if !kind.takes(&content_type) {
        return Err(FetchError::Content(content_type.chars().take(100).collect()));
    }
    if !["", "identity"].contains(&header(&answer, &CONTENT_ENCODING)) {
        return Err(FetchError::Encoded);
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| FetchError::Unreachable(error.without_url()))? {
        let wanted = chunk.get(..MAX_BYTES - bytes.len()).unwrap_or(&chunk);
        bytes.extend_from_slice(wanted);
        if bytes.len() == MAX_BYTES {
            break;
        }
    }
    if bytes.len() == MAX_BYTES && kind == Kind::Json {
        return Err(FetchError::TooLarge);
    }
    Ok(Page { url, text: decode(&bytes, &content_type) })
}

fn header<'a>(answer: &'a Response, name: &HeaderName) -> &'a str {
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

//! Where a fetch goes: the address as it was written, and where its name leads, both checked.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::time::Duration;

use dazza_shared::config::Network;
use reqwest::Url;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::address::is_public;
use super::error::FetchError;

/// The ports that the public web is served from.
const PORTS: [u16; 2] = [80, 443];

/// How long the system may take to look a name up, once it is that name's turn.
const LOOKUP_WITHIN: Duration = Duration::from_secs(10);

/// One name is looked up at a time: the other thread that the runtime has for it is the chat server's.
static LOOKUPS: Semaphore = Semaphore::const_new(1);

/// Reads an address, such as people post; its fragment is left out.
pub(super) fn read(url: &str) -> Result<Url, FetchError> {
    let mut url = Url::parse(url).map_err(|_no_address| FetchError::Address("cannot be read"))?;
    url.set_fragment(None);
    if !["http", "https"].contains(&url.scheme()) {
        return Err(FetchError::Address("is neither http nor https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::Address("holds a name or a password"));
    }
    Ok(url)
}

/// Where `url` leads: the addresses to connect to, and no others. Addresses in `allow` are let through, on any port.
pub(super) async fn resolve(url: &Url, allow: &[Network]) -> Result<Vec<SocketAddr>, FetchError> {
    let host = url.host_str().unwrap_or_default().to_owned();
    let port = url.port_or_known_default().unwrap_or_default();
    let is_ours = |address: IpAddr| allow.iter().any(|network| network.contains(address));
    if allow.is_empty() && !PORTS.contains(&port) {
        return Err(FetchError::Address("has a port of its own"));
    }
    let found = look_up(&host, port).await?;
    let mut refused = None;
    let mut good = Vec::new();
    for place in found {
        match place.ip() {
            address if is_ours(address) || (is_public(address) && PORTS.contains(&port)) => good.push(place),
            address => refused = Some(address),
        }
    }
    match refused {
        _ if !good.is_empty() => Ok(good),
        Some(address) if is_public(address) => Err(FetchError::Address("has a port of its own")),
        Some(address) => Err(FetchError::NotPublic { host, address }),
        None => Err(FetchError::Unknown { host, source: std::io::ErrorKind::NotFound.into() }),
    }
}

/// Where `url` leads, wherever that is: the operator has named it.
pub(super) async fn look_up_of(url: &Url) -> Result<Vec<SocketAddr>, FetchError> {
    look_up(url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default()).await
}

/// The addresses of `host`. However one is spelled, `Url` has written it in the usual way.
async fn look_up(host: &str, port: u16) -> Result<Vec<SocketAddr>, FetchError> {
    if let Ok(address) = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let failed = |source| FetchError::Unknown { host: host.to_owned(), source };
    let turn = LOOKUPS.acquire().await.map_err(|closed| failed(std::io::Error::other(closed)))?;
    let name = (host.to_owned(), port);
    let looked_up = tokio::task::spawn_blocking(move || {
        // The turn is over when the system has answered, not when nobody waits for that any more.
        let _turn = turn;
        name.to_socket_addrs().map(Vec::from_iter)
    });
    match timeout(LOOKUP_WITHIN, looked_up).await {
        Ok(answer) => answer.map_err(|panic| failed(std::io::Error::other(panic)))?.map_err(failed),
        Err(_late) => Err(FetchError::TooSlow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn leads(url: &str, allow: &[&str]) -> Result<Vec<SocketAddr>, FetchError> {
        let allow: Vec<Network> = allow.iter().map(|network| network.parse().unwrap()).collect();
        resolve(&read(url)?, &allow).await
    }

    #[tokio::test]
    async fn every_spelling_of_an_inner_address_is_seen_through() {
        for url in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.0.0.1/",
            "http://0x7f000001/",
            "http://0177.0.0.01/",
            "http://127.0.0.1./",
            "http://①②⑦.0.0.1/",
            "http://%31%32%37.0.0.1/",
            "http://0/",
            "http://10.0.0.1:443/",
            "http://169.254.169.254/latest/meta-data/",
            "http://[::1]/",
            "http://[0:0:0:0:0:0:0:1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[fd00:ec2::254]/",
            "https://localhost/",
            "https://LOCALHOST/",
        ] {
            let refused = leads(url, &[]).await.unwrap_err();
            assert!(matches!(refused, FetchError::NotPublic { .. }), "{url}: {refused}");
        }
    }

    #[tokio::test]
    async fn addresses_that_nobody_should_post_are_not_fetched() {
        for url in [
            "ftp://1.1.1.1/",
            "file:///etc/passwd",
            "gopher://1.1.1.1/",
            "data:text/html,x",
            "http://me@1.1.1.1/",
            "http://me:pw@1.1.1.1/",
            "http://:pw@1.1.1.1/",
            "http://1.1.1.1:22/",
            "https://1.1.1.1:8443/",
            "http://[::1/",
            "http:///",
            "youtu.be/x",
            "",
        ] {
            let refused = leads(url, &[]).await.unwrap_err();
            assert!(matches!(refused, FetchError::Address(_)), "{url}: {refused}");
        }
    }

    #[tokio::test]
    async fn what_is_public_or_named_by_the_operator_is_let_through() {
        let place = |text: &str| text.parse::<SocketAddr>().unwrap();
        assert_eq!(leads("http://1.1.1.1/x#y", &[]).await.unwrap(), [place("1.1.1.1:80")]);
        assert_eq!(leads("https://[2606:4700::1111]/", &[]).await.unwrap(), [place("[2606:4700::1111]:443")]);
        assert_eq!(leads("http://10.1.2.3:8080/", &["10.1.0.0/16"]).await.unwrap(), [place("10.1.2.3:8080")]);
        assert!(leads("http://10.2.2.3/", &["10.1.0.0/16"]).await.is_err());
        let elsewhere = leads("http://1.1.1.1:22/", &["10.1.0.0/16"]).await.unwrap_err();
        assert!(matches!(elsewhere, FetchError::Address(_)), "{elsewhere}");
    }
}

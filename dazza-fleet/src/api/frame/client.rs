//! Which client asks, whatever stands between it and us.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName};
use axum::middleware::Next;
use axum::response::Response;
use dazza_shared::config::Network;
use dazza_shared::config::WebAccess;

/// What proxies write down the addresses in.
const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Which client asks, as it is counted.
#[derive(Clone, Copy, Debug)]
pub(in crate::api) struct Client(pub(in crate::api) IpAddr);

/// Notes which client asks.
pub(super) async fn note(State(access): State<Arc<WebAccess>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    if let Some(peer) = peer {
        let client = whole(address(peer, request.headers(), &access.trusted_proxies));
        request.extensions_mut().insert(Client(client));
    }
    next.run(request).await
}

/// The address of the client that `peer` speaks for: `peer` itself, unless it is a proxy that is trusted; then the last one in
/// its list that is none.
fn address(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address.to_canonical()));
    let mut address = peer.to_canonical();
    let lines: Vec<_> = headers.get_all(FORWARDED).iter().filter_map(|line| line.to_str().ok()).collect();
    let mut told = lines.iter().flat_map(|line| line.split(',')).rev();
    while is_trusted(address) {
        // What cannot be read was written by nobody we trust.
        let Some(Ok(before)) = told.next().map(|text| text.trim().parse::<IpAddr>()) else { break };
        address = before.to_canonical();
    }
    address
}

/// What counts as one client: an address, or a network of the size that one customer gets. Source: RFC 6177.
fn whole(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, told: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in told {
            headers.append(FORWARDED, line.parse().unwrap());
        }
        let trusted = ["10.0.0.0/8".parse().unwrap(), "127.0.0.1".parse().unwrap()];
        whole(address(peer.parse().unwrap(), &headers, &trusted)).to_string()
    }

    #[test]
    fn only_proxies_that_are_trusted_speak_for_others() {
        assert_eq!(seen("192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(seen("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(seen("127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("127.0.0.1", &["6.6.6.6, 203.0.113.9, 10.1.1.1"]), "203.0.113.9");
        assert_eq!(seen("127.0.0.1", &["6.6.6.6", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("::ffff:127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen("127.0.0.1", &["6.6.6.6, nonsense"]), "127.0.0.1");
        assert_eq!(seen("127.0.0.1", &["2001:db8:1:2:3:4:5:6"]), "2001:db8:1:2::");
    }
}

//! Finds the server's addresses and connects a TCP socket to one of them.

use std::io;
use std::net::{IpAddr, SocketAddr};

use tokio::net::{TcpSocket, TcpStream, lookup_host};
use tokio::time::{Instant, timeout_at};

use super::OpenError;

/// All addresses of `host`, those that `local_address` cannot reach left out.
pub(super) async fn resolve(
    host: &str,
    port: u16,
    local_address: Option<IpAddr>,
) -> Result<Vec<SocketAddr>, OpenError> {
    let unresolved = |source| OpenError::Resolve { host: host.to_owned(), source };
    let found = lookup_host((host, port)).await.map_err(unresolved)?;
    let addresses: Vec<_> = found.filter(|a| local_address.is_none_or(|l| l.is_ipv4() == a.is_ipv4())).collect();
    if addresses.is_empty() { Err(OpenError::NoAddress { host: host.to_owned() }) } else { Ok(addresses) }
}

/// A connected socket, without Nagle's delay. Each address gets an even share of the time left until `deadline`.
pub(super) async fn connect(
    host: &str,
    addresses: &[SocketAddr],
    local_address: Option<IpAddr>,
    deadline: Instant,
) -> Result<TcpStream, OpenError> {
    let mut failure = None;
    for (n_tried, address) in addresses.iter().enumerate() {
        let n_left = u32::try_from(addresses.len() - n_tried).unwrap_or(u32::MAX);
        let until = Instant::now() + deadline.saturating_duration_since(Instant::now()) / n_left.max(1);
        let tried = timeout_at(until, connect_one(*address, local_address)).await;
        match tried.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
            Ok(socket) => return Ok(socket),
            Err(source) => failure = Some(OpenError::Connect { address: *address, source }),
        }
    }
    Err(failure.unwrap_or_else(|| OpenError::NoAddress { host: host.to_owned() }))
}

async fn connect_one(address: SocketAddr, local_address: Option<IpAddr>) -> io::Result<TcpStream> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    if let Some(local) = local_address {
        socket.bind(SocketAddr::new(local, 0))?;
    }
    // With Nagle on, the second of two short frames waits some 40 ms for the peer's delayed acknowledgement.
    socket.set_nodelay(true)?;
    socket.connect(address).await
}

//! Puts the API on its two listeners: TCP for everyone, the control socket for the fleet's owner.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use rustix::net::sockopt::set_socket_send_buffer_size;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tower_service::Service;
use tracing::debug;

use super::router;
use super::stalls::Impatient;
use super::state::Api;
use crate::certificate::Certificate;
use crate::private_socket;
use crate::supervisor::FleetHandle;

/// How long a client may take over the head of a question, and keep a connection that it asks nothing on.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// Most connections from outside that are open at once; more wait to be accepted.
const MAX_CONNECTIONS: usize = 2048;

/// What the system keeps of what a client has not read, about. Unit: bytes.
const MAX_UNREAD: usize = 64 * 1024;

/// How long what is being answered may take when the fleet has ended.
const LAST_ANSWER: Duration = Duration::from_secs(1);

/// Where everyone may ask, and what we prove ourselves with there.
pub(crate) type Web = (TcpListener, Option<Certificate>);

/// Serves the public part on `listener`, by TLS if there is a certificate, until the fleet has ended.
pub(crate) async fn serve_public((mut listener, certificate): Web, api: Api) -> io::Result<()> {
    let (fleet, feed, routes) = (api.fleet.clone(), api.feed.clone(), router::public(&api));
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            (stream, peer) = Listener::accept(&mut listener), if connections.len() < MAX_CONNECTIONS => {
                bound(&stream);
                let tls = certificate.as_ref().map(|certificate| TlsAcceptor::from(certificate.config()));
                connections.spawn(greet(Impatient::new(stream), tls, peer, routes.clone(), fleet.clone()));
            }
            Some(_ended) = connections.join_next() => {}
            () = fleet.ended() => break,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
    // Those who follow the live feed are told that it ends.
    drop(timeout(LAST_ANSWER, feed.all_gone()).await);
    Ok(())
}

/// Bounds what the system keeps of what a client has not read.
fn bound(stream: &TcpStream) {
    if let Err(error) = set_socket_send_buffer_size(stream, MAX_UNREAD) {
        debug!(error = %error, "a connection keeps the system's own bounds");
    }
}

/// Comes to terms about TLS, if that is wanted, and answers whatever comes in then.
async fn greet(
    stream: Impatient<TcpStream>,
    tls: Option<TlsAcceptor>,
    peer: SocketAddr,
    routes: Router,
    fleet: FleetHandle,
) {
    let Some(tls) = tls else { return answer(stream, peer, routes, fleet).await };
    match timeout(HEAD_WITHIN, tls.accept(stream)).await {
        Ok(Ok(stream)) => answer(stream, peer, routes, fleet).await,
        Ok(Err(error)) => debug!(client.address = %peer, error = %error, "a client does not come to terms about TLS"),
        Err(_elapsed) => debug!(client.address = %peer, "a client takes too long over TLS"),
    }
}

/// Answers whatever comes in on one connection.
async fn answer<S>(stream: S, peer: SocketAddr, routes: Router, fleet: FleetHandle)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let ask = service_fn(|mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        routes.clone().call(request.map(Body::new))
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), ask).with_upgrades());
    let ended = tokio::select! {
        ended = connection.as_mut() => Some(ended),
        () = fleet.ended() => None,
    };
    match ended {
        Some(Err(error)) => debug!(client.address = %peer, error = %error, "a connection broke off"),
        Some(Ok(())) => {}
        None => {
            connection.as_mut().graceful_shutdown();
            drop(timeout(LAST_ANSWER, connection).await);
        }
    }
}
/// Serves everything at `path` until the fleet has ended.
///
/// # Errors
///
/// What keeps the socket from being made.
pub(crate) fn serve_private(path: &Path, api: Api) -> io::Result<impl Future<Output = io::Result<()>> + Send + use<>> {
    let ended = api.fleet.clone();
    let server = axum::serve(OwnersOnly(private_socket::bind(path)?), router::private(api));
    Ok(server.with_graceful_shutdown(async move { ended.ended().await }).into_future())
}

/// The control socket: callers of other users are turned away.
#[derive(Debug)]
struct OwnersOnly(UnixListener);

impl Listener for OwnersOnly {
    type Io = UnixStream;
    type Addr = i32;

    async fn accept(&mut self) -> (UnixStream, i32) {
        private_socket::accept(&self.0).await
    }

    /// Nobody asks who we are: callers are told apart by their process.
    fn local_addr(&self) -> io::Result<i32> {
        i32::try_from(std::process::id()).map_err(io::Error::other)
    }
}

//! Puts the API on its two listeners: TCP for everyone, the control socket for the fleet's owner.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::Path;

use axum::serve::Listener;
use tokio::net::{TcpListener, UnixListener, UnixStream};

use super::router;
use super::state::Api;
use crate::private_socket;

/// Serves the public part on `listener` until the fleet has ended.
pub(crate) fn serve_public(listener: TcpListener, api: Api) -> impl Future<Output = io::Result<()>> + Send + use<> {
    let ended = api.fleet.clone();
    let server = axum::serve(listener, router::public(&api).into_make_service_with_connect_info::<SocketAddr>());
    server.with_graceful_shutdown(async move { ended.ended().await }).into_future()
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

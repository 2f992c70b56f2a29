//! A websocket server on a free port that plays one script to its first guest.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, accept_async};

use crate::socketio::{Endpoint, Limits, Session, Trust};

/// Far more than any test here takes; a test that runs into it has failed.
pub(super) const AMPLE: Duration = Duration::from_secs(20);

pub(super) type Peer = WebSocketStream<TcpStream>;

pub(super) fn endpoint(port: u16) -> Endpoint {
    Endpoint {
        url: format!("http://127.0.0.1:{port}"),
        local_address: None,
        trust: Arc::new(Trust::default()),
        limits: Limits::default(),
    }
}

/// Serves one TCP connection as `script` says.
pub(super) async fn serve_tcp<F, R>(script: impl FnOnce(TcpStream) -> F + Send + 'static) -> (Endpoint, JoinHandle<R>)
where
    F: Future<Output = R> + Send,
    R: Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = tokio::spawn(async move { script(listener.accept().await.unwrap().0).await });
    (endpoint(port), served)
}

/// Serves one websocket as `script` says.
pub(super) async fn serve<F, R>(script: impl FnOnce(Peer) -> F + Send + 'static) -> (Endpoint, JoinHandle<R>)
where
    F: Future<Output = R> + Send,
    R: Send + 'static,
{
    serve_tcp(|tcp| async move { script(accept_async(tcp).await.unwrap()).await }).await
}

/// Serves one session that is let in, and then as `script` says.
pub(super) async fn host<F, R>(script: impl FnOnce(Peer) -> F + Send + 'static) -> (Session, JoinHandle<R>)
where
    F: Future<Output = R> + Send,
    R: Send + 'static,
{
    let (endpoint, served) = serve(|mut peer| async move {
        let_in(&mut peer, 25_000).await;
        script(peer).await
    })
    .await;
    (Session::open(&endpoint, AMPLE).await.unwrap(), served)
}

/// Greets as Engine.IO does and grants the namespace.
pub(super) async fn let_in<S: AsyncRead + AsyncWrite + Unpin>(peer: &mut WebSocketStream<S>, ping_interval_ms: u32) {
    say(peer, &format!("0{{\"sid\":\"x\",\"upgrades\":[],\"pingInterval\":{ping_interval_ms}}}")).await;
    assert_eq!(hear(peer).await.as_deref(), Some("40"));
    say(peer, "40{\"sid\":\"y\"}").await;
}

pub(super) async fn say<S: AsyncRead + AsyncWrite + Unpin>(peer: &mut WebSocketStream<S>, text: &str) {
    peer.send(Message::text(text)).await.unwrap();
}

/// The next text, `close` for a close, `None` when the connection is over.
pub(super) async fn hear<S: AsyncRead + AsyncWrite + Unpin>(peer: &mut WebSocketStream<S>) -> Option<String> {
    match peer.next().await? {
        Ok(Message::Text(text)) => Some(text.as_str().to_owned()),
        Ok(Message::Close(_)) => Some("close".to_owned()),
        Ok(other) => panic!("heard {other:?}"),
        Err(_) => None,
    }
}

//! Somebody who only counts the server's pings, so that a test knows that time has passed for the server.

use dazza_sim::server::Running;
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::client_async;
use tokio_tungstenite::tungstenite::Message;

use crate::client::SOON;

/// Opens a connection, answers pings, and comes back after so many.
pub(crate) async fn wait_for_pings(sim: &Running, n_pings: usize) {
    let stream = TcpStream::connect(sim.handle().addr()).await.unwrap();
    let url = format!("ws://{}/socket.io/?EIO=4&transport=websocket", sim.handle().addr());
    let (mut socket, _) = client_async(url, stream).await.unwrap();
    let mut n_heard = 0;
    while n_heard < n_pings {
        let heard = timeout(SOON, socket.next()).await.expect("the server pings").unwrap().unwrap();
        if heard == Message::text("2") {
            n_heard += 1;
            socket.send(Message::text("3")).await.unwrap();
        }
    }
}

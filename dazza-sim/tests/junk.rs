//! Junk never kills the listener: whatever bytes come, others are served afterwards.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics, also outside its own function")]

use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_sim::limits::Limits;
use dazza_sim::seed::{EXAMPLE, Seed};
use dazza_sim::server::{Sim, SimConfig};
use proptest::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_bytes_break_the_listener(bytes in prop::collection::vec(any::<u8>(), 0..600), upgrades in any::<bool>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(shout_at_the_listener(bytes, upgrades));
    }
}

async fn shout_at_the_listener(bytes: Vec<u8>, upgrades: bool) {
    let within = Duration::from_secs(20);
    let config = SimConfig::new(Seed::parse(EXAMPLE).unwrap(), Limits::relaxed());
    let sim = Sim::bind("127.0.0.1:0".parse().unwrap(), config).await.unwrap().spawn();
    let mut stream = TcpStream::connect(sim.handle().addr()).await.unwrap();
    if upgrades {
        let head = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                    Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        sim.handle().until(within, |view| view.n_websockets == 1).await.unwrap();
    }
    // The server may have hung up on us already.
    drop(stream.write_all(&bytes).await);
    drop(stream);
    sim.handle().until(within, |view| view.n_websockets == 0).await.unwrap();

    let mut stream = TcpStream::connect(sim.handle().addr()).await.unwrap();
    stream.write_all(b"GET /socketconfig/thepub.json HTTP/1.1\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    timeout(within, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let room: RoomName = "thepub".parse().unwrap();
    assert_eq!(sim.handle().connections(&room).await.unwrap(), 0);
    sim.stop().await;
}

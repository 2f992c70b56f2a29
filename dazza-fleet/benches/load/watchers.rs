//! What those cost who follow the live feed: answers of the rooms with 200 clients and with none, in turn.

use std::cell::Cell;
use std::net::{SocketAddr, TcpListener};
use std::rc::Rc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{JoinSet, LocalSet};
use tokio::time::Instant;

use super::scrape::{Scrape, Spread};
use super::stage::Stage;
use super::{N_ROOMS, RATE, talk};

/// Runs of each kind.
const N_RUNS: usize = 5;

/// How long lines are said in a run.
const FOR: Duration = Duration::from_secs(20);

/// Clients that follow the chat of all rooms.
const N_CLIENTS: usize = 200;

/// Those of them that read nothing.
const N_DEAF: usize = 10;

/// Clients of one address.
const PER_ADDRESS: usize = 10;

/// What came of the runs of one kind.
#[derive(Debug, Default)]
struct Runs {
    plain: Spread,
    stored: Spread,
}

/// Clients on a thread of their own, until this is dropped.
struct Crowd {
    _gone: oneshot::Sender<()>,
    thread: JoinHandle<u64>,
}

/// Measures and tells.
pub(crate) async fn measure() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut stage = Stage::set(N_ROOMS, &format!("listen = \"{address}\"\ntrusted_proxies = [\"127.0.0.1\"]")).await;
    stage.up().await;
    stage.fund().await;
    talk(&stage, FOR / 4).await;
    println!(
        "\n{N_ROOMS} rooms, {RATE} lines a second each, for {} s a run; supervisor alone {} KiB PSS",
        FOR.as_secs(),
        stage.supervisor_pss()
    );
    let (mut alone, mut watched) = (Runs::default(), Runs::default());
    for n in 1..=N_RUNS {
        let before = stage.scrape().await;
        talk(&stage, FOR).await;
        let after = stage.scrape().await;
        tell(n, "nobody", &before, &after, stage.supervisor_pss());
        alone.add(&before, &after);

        let crowd = Crowd::gather(address);
        until_here(&stage).await;
        let before = stage.scrape().await;
        talk(&stage, FOR).await;
        let pss = stage.supervisor_pss();
        let after = stage.scrape().await;
        tell(n, "200 clients", &before, &after, pss);
        let bytes = crowd.disperse();
        let (sent, slow) = (after.sent - before.sent, after.slow - before.slow);
        println!("      {sent} entries sent, {} MiB read, {slow} of {N_DEAF} that do not read shut out", bytes >> 20);
        watched.add(&before, &after);
    }
    println!("\nall runs together:");
    for (what, alone, watched) in
        [("!roll", &alone.plain, &watched.plain), ("!pokies 10", &alone.stored, &watched.stored)]
    {
        for (name, quantile) in [("p50", 0.5), ("p99", 0.99)] {
            let (without, with) = (alone.about(quantile), watched.about(quantile));
            println!(
                "  {what:<12} {name}  nobody {without:.3} ms   200 clients {with:.3} ms   ratio {:.2}",
                with / without
            );
        }
    }
    println!("  memory: {}", stage.memory());
}

fn tell(n: usize, what: &str, before: &Scrape, after: &Scrape, pss: u64) {
    let (plain, stored) = (after.plain.since(&before.plain), after.stored_replies.since(&before.stored_replies));
    println!(
        "  {n} {what:<12} !roll n {:>4} p50 {:.3} p99 {:.3} ms   !pokies n {:>4} p50 {:.3} p99 {:.3} ms   supervisor {pss} KiB",
        plain.count(),
        plain.about(0.5),
        plain.about(0.99),
        stored.count(),
        stored.about(0.5),
        stored.about(0.99),
    );
}

/// Waits until all clients were let in.
async fn until_here(stage: &Stage) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while stage.scrape().await.clients < N_CLIENTS as u64 {
        assert!(Instant::now() < deadline, "not all clients are let in");
    }
}

impl Runs {
    fn add(&mut self, before: &Scrape, after: &Scrape) {
        self.plain = std::mem::take(&mut self.plain).plus(&after.plain.since(&before.plain));
        self.stored = std::mem::take(&mut self.stored).plus(&after.stored_replies.since(&before.stored_replies));
    }
}

impl Crowd {
    fn gather(address: SocketAddr) -> Self {
        let (gone, over) = oneshot::channel();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            LocalSet::new().block_on(&runtime, follow(address, over))
        });
        Self { _gone: gone, thread }
    }

    /// Sends them away; how many bytes they have read.
    fn disperse(self) -> u64 {
        let Self { _gone: gone, thread } = self;
        drop(gone);
        thread.join().unwrap()
    }
}

/// Follows with all clients until it is over; how many bytes were read.
async fn follow(address: SocketAddr, over: oneshot::Receiver<()>) -> u64 {
    let (mut readers, mut deaf, n_bytes) = (JoinSet::new(), Vec::new(), Rc::new(Cell::new(0)));
    for n in 0..N_CLIENTS {
        let stream = enter(address, n).await;
        if n < N_DEAF {
            deaf.push(stream);
        } else {
            readers.spawn_local(read(stream, n_bytes.clone()));
        }
    }
    drop(over.await);
    n_bytes.get()
}

/// Reads what comes until the fleet closes the connection.
async fn read(mut stream: TcpStream, n_bytes: Rc<Cell<u64>>) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(n @ 1..) = stream.read(&mut buffer).await {
        n_bytes.set(n_bytes.get() + n as u64);
    }
}

/// Client number `n` comes in and follows all chat.
async fn enter(address: SocketAddr, n: usize) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    if n < N_DEAF {
        socket.set_recv_buffer_size(2048).unwrap();
    }
    let mut stream = socket.connect(address).await.unwrap();
    let head = format!(
        "GET /ws HTTP/1.1\r\nhost: bench\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nx-forwarded-for: 203.0.113.{}\r\n\r\n",
        n / PER_ADDRESS
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert!(answer.ends_with(b"101"), "{}", String::from_utf8_lossy(&answer));
    let wish = br#"{"type":"subscribe","topics":["chat"]}"#;
    // A short masked text frame, its mask all zeros.
    let frame = [&[0x81, 0x80 | u8::try_from(wish.len()).unwrap(), 0, 0, 0, 0], &wish[..]].concat();
    stream.write_all(&frame).await.unwrap();
    stream
}

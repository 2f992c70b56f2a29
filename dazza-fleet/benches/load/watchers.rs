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
use super::{N_ROOMS, RATE, handled, talk};
use dazza_sim::measure::processes::{Family, Usage};
use dazza_sim::measure::{Figure, Report, count};

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
    /// The supervisor's memory at the end of each. Unit: KiB.
    pss: Vec<u64>,
}

/// Clients on a thread of their own, until this is dropped.
struct Crowd {
    _gone: oneshot::Sender<()>,
    thread: JoinHandle<u64>,
}

/// Measures and tells.
pub(crate) async fn measure(report: &mut Report) {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut stage = Stage::set(N_ROOMS, &format!("listen = \"{address}\"\ntrusted_proxies = [\"127.0.0.1\"]")).await;
    stage.up().await;
    stage.fund().await;
    talk(&stage, FOR / 4).await;
    report.version_of_server(&Family::of(stage.supervisor()));
    let (mut alone, mut watched) = (Runs::default(), Runs::default());
    let (mut n_bytes, mut n_sent, mut n_slow) = (0, 0, 0);
    for _ in 0..N_RUNS {
        let before = stage.scrape().await;
        talk(&stage, FOR).await;
        alone.pss.push(Usage::of(stage.supervisor()).pss_kib);
        alone.add(&before, &stage.scrape().await);

        let crowd = Crowd::gather(address);
        until_here(&stage).await;
        let before = stage.scrape().await;
        talk(&stage, FOR).await;
        watched.pss.push(Usage::of(stage.supervisor()).pss_kib);
        let after = stage.scrape().await;
        n_bytes += crowd.disperse();
        n_sent += after.sent - before.sent;
        n_slow += after.slow - before.slow;
        watched.add(&before, &after);
    }
    let load =
        format!("{N_ROOMS} rooms, {RATE} lines a second each, {N_RUNS} runs of {} s of each kind", FOR.as_secs());
    for (key, what, alone, watched) in
        [("roll", "`!roll`", &alone.plain, &watched.plain), ("pokies", "`!pokies 10`", &alone.stored, &watched.stored)]
    {
        let floor = handled(&format!("{key}-alone"), &format!("{what} handled, nobody watches"), &load, alone);
        let name = format!("{what} handled, {N_CLIENTS} clients");
        report.figure(handled(key, &name, &load, watched).over("nobody watches", floor.p50));
        report.figure(floor);
    }
    for (key, what, pss) in
        [("supervisor-alone", "nobody watches", alone.pss), ("supervisor", "200 clients", watched.pss)]
    {
        let name = format!("supervisor's PSS, {what}");
        report.figure(Figure::of(key, &name, &load).values("KiB", pss.into_iter().map(count).collect()));
    }
    report.note(&format!("{n_sent} entries sent and {} MiB of them read in {N_RUNS} runs", n_bytes >> 20));
    report.note(&format!("of {N_DEAF} clients a run that do not read, {n_slow} were shut out in {N_RUNS} runs"));
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

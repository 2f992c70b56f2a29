//! The measure of an answer: a line that goes through a socket of this machine and comes back, with nobody thinking about it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use tokio::time::Instant;

/// Lines that are sent.
const N_LINES: usize = 2_000;

/// As long as a line of chat with all that the server puts around it. Unit: bytes.
const LENGTH: usize = 160;

/// How long each took there and back.
pub(crate) fn measure() -> Vec<Duration> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_nodelay(true).unwrap();
        let mut line = [0; LENGTH];
        while stream.read_exact(&mut line).is_ok() {
            stream.write_all(&line).unwrap();
        }
    });
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut line = [b'x'; LENGTH];
    let took = (0..N_LINES).map(|_| {
        let began = Instant::now();
        stream.write_all(&line).unwrap();
        stream.read_exact(&mut line).unwrap();
        began.elapsed()
    });
    let took = took.collect();
    drop(stream);
    server.join().unwrap();
    took
}

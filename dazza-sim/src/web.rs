//! A web server for tests of what is fetched: every path is answered as the test says, slowly and endlessly too.

#![expect(clippy::unwrap_used, reason = "only tests run it, and one that cannot is to fail at once")]

use std::sync::{Arc, Mutex, PoisonError};

use dazza_shared::config::FetchSettings;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A web server that gives each path its answer, on an address that only `[fetch] allow` lets through.
#[derive(Debug)]
pub struct Web {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

/// What a server does with one who asks.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Says this and hangs up.
    Whole(Vec<u8>),
    /// Says this and nothing more, and does not hang up.
    Stall(Vec<u8>),
    /// Says this, and the second over and over.
    Endless(Vec<u8>, Vec<u8>),
}

impl Web {
    /// A server whose paths are answered by `answer`; it is given the whole head of the request.
    ///
    /// # Panics
    ///
    /// No port is free.
    pub async fn new(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.2:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), asked.clone());
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                tokio::spawn(serve(tcp, answer.clone(), log.clone()));
            }
        });
        Self { address, asked }
    }

    /// Where `path` is.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The heads of all requests so far.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn serve(mut tcp: TcpStream, answer: Arc<impl Fn(&str) -> Answer>, log: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if tcp.read_exact(&mut byte).await.is_err() {
            return;
        }
        head.extend(byte);
    }
    let head = String::from_utf8(head).unwrap();
    let answer = answer(&head);
    log.lock().unwrap_or_else(PoisonError::into_inner).push(head);
    // Whoever has read enough hangs up before the last byte is out.
    match answer {
        Answer::Whole(bytes) => drop(tcp.write_all(&bytes).await),
        Answer::Stall(bytes) => {
            drop(tcp.write_all(&bytes).await);
            drop(tcp.read(&mut [0]).await);
        }
        Answer::Endless(bytes, more) => {
            drop(tcp.write_all(&bytes).await);
            while tcp.write_all(&more).await.is_ok() {}
        }
    }
}

/// Settings that let the server through.
///
/// # Panics
///
/// Never: its address is one.
pub fn allowed() -> FetchSettings {
    FetchSettings { allow: vec!["127.0.0.2/32".parse().unwrap()], ..FetchSettings::default() }
}

/// A page of that type.
pub fn page(content_type: &str, body: &str) -> Answer {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n", body.len());
    Answer::Whole(format!("{head}{body}").into_bytes())
}

/// A redirect.
pub fn moved(to: &str) -> Answer {
    Answer::Whole(format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n").into_bytes())
}

/// Nothing but a status, and headers, each with its end of line.
pub fn status(code: u16, headers: &str) -> Answer {
    Answer::Whole(format!("HTTP/1.1 {code} X\r\n{headers}content-length: 0\r\n\r\n").into_bytes())
}

/// What a request does: `GET`, or `HEAD`.
pub fn method(head: &str) -> &str {
    head.split(' ').next().unwrap_or_default()
}

/// The path that a request asks for.
pub fn path(head: &str) -> &str {
    head.split(' ').nth(1).unwrap_or_default()
}

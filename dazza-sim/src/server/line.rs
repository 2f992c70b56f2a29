//! One connection: a request, then perhaps a websocket, pumped both ways.

use std::net::IpAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::packet::MAX_PAYLOAD;
use crate::server::faults::Faults;
use crate::server::http::{self, Answer};
use crate::server::hub::{DEEDS, Event};
use crate::world::{ConnId, Deed, Door, Input, World};

/// Longest head of a request. Unit: bytes.
const MAX_HEAD: usize = 16_384;

/// Time in which a client must say what it wants, and in which it must answer a close.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who calls.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) conn: ConnId,
    pub(super) peer: IpAddr,
    pub(super) has_slow_ranks: bool,
    pub(super) faults: watch::Receiver<Faults>,
}

/// How a websocket ends from our side.
enum End {
    /// With a close frame.
    InOrder(Option<CloseCode>),
    /// Without a word.
    Cut,
}

/// Serves a connection until it ends.
pub(super) async fn serve(mut stream: TcpStream, mut caller: Caller, inputs: mpsc::Sender<Event>) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection is gone already");
    }
    let Ok(Some((head, rest))) = timeout(PATIENCE, read_head(&mut stream)).await else { return };
    let Some(request) = http::parse(&head) else { return say(&mut stream, &http::bad_request()).await };
    if let Some(url) = host_elsewhere(&request, &inputs).await {
        return say(&mut stream, &http::hosted_at(&url)).await;
    }
    let host = stream.local_addr().map(|address| address.to_string()).unwrap_or_default();
    let answer = request.answer(&host, &mut caller.faults).await;
    match answer {
        Answer::Plain(text) => say(&mut stream, &text).await,
        Answer::Upgrade(text) => {
            if stream.write_all(text.as_bytes()).await.is_err() {
                return;
            }
            let door = Door {
                address: request.address(caller.peer),
                cookie: request.header("cookie").map(str::to_owned),
                has_slow_ranks: caller.has_slow_ranks,
                is_old_protocol: request.is_old_protocol(),
            };
            let limits =
                WebSocketConfig::default().max_message_size(Some(MAX_PAYLOAD)).max_frame_size(Some(MAX_PAYLOAD));
            let socket = WebSocketStream::from_partially_read(stream, rest, Role::Server, Some(limits)).await;
            pump(socket, caller.conn, door, &inputs).await;
        }
    }
}

/// The URL of the server that hosts the channel a request is about, if it is another one.
async fn host_elsewhere(request: &http::Request, inputs: &mpsc::Sender<Event>) -> Option<String> {
    let room = request.channel()?;
    let (answer, answered) = tokio::sync::oneshot::channel();
    let job = Box::new(move |world: &mut World| {
        drop(answer.send(world.host_of(&room).map(str::to_owned)));
        Vec::new()
    });
    inputs.send(Event::Job(job)).await.ok()?;
    answered.await.ok()?
}

/// Reads up to the empty line; gives back the head and what came after it.
async fn read_head(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    while bytes.len() < MAX_HEAD {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            bytes.truncate(end);
            return Some((String::from_utf8(bytes).ok()?, rest));
        }
    }
    None
}

/// Answers and ends the connection.
async fn say(stream: &mut TcpStream, text: &str) {
    if stream.write_all(text.as_bytes()).await.is_ok() {
        hang_up(stream).await;
    }
}

/// Ends our side and reads what the client still sends, so that it reads what we said.
async fn hang_up(stream: &mut TcpStream) {
    let mut ignored = [0; 4_096];
    if stream.shutdown().await.is_ok() {
        let until_end = async { while stream.read(&mut ignored).await.is_ok_and(|n| n > 0) {} };
        drop(timeout(PATIENCE, until_end).await);
    }
}

async fn pump(mut socket: WebSocketStream<TcpStream>, conn: ConnId, door: Door, inputs: &mpsc::Sender<Event>) {
    let (deeds, mut to_do) = mpsc::channel(DEEDS);
    if inputs.send(Event::Opened(conn, door, deeds)).await.is_err() {
        return;
    }
    let end = talk(&mut socket, conn, &mut to_do, inputs).await;
    drop(inputs.send(Event::Input(Input::Closed(conn))).await);
    if let End::InOrder(code) = end {
        let frame = code.map(|code| CloseFrame { code, reason: "".into() });
        if socket.close(frame).await.is_ok() {
            let until_end = socket
                .by_ref()
                .take_while(|heard| std::future::ready(heard.is_ok()))
                .for_each(|_| std::future::ready(()));
            drop(timeout(PATIENCE, until_end).await);
        }
        hang_up(socket.get_mut()).await;
    }
}

/// Carries frames both ways until one side ends it.
async fn talk(
    socket: &mut WebSocketStream<TcpStream>,
    conn: ConnId,
    to_do: &mut mpsc::Receiver<Deed>,
    inputs: &mpsc::Sender<Event>,
) -> End {
    loop {
        let input = tokio::select! {
            deed = to_do.recv() => match act(socket, deed, to_do).await {
                None => continue,
                Some(end) => return end,
            },
            heard = socket.next() => match heard {
                Some(Ok(Message::Text(text))) => Input::Heard(conn, text.as_str().to_owned()),
                Some(Ok(Message::Binary(_))) => Input::Garbage(conn),
                Some(Ok(_)) => continue,
                Some(Err(Error::Capacity(_))) => return End::InOrder(Some(CloseCode::Size)),
                Some(Err(_)) | None => return End::Cut,
            },
        };
        if inputs.send(Event::Input(input)).await.is_err() {
            return End::Cut;
        }
    }
}

/// Does all deeds that wait; gives back how it ends, if it does.
async fn act(
    socket: &mut WebSocketStream<TcpStream>,
    first: Option<Deed>,
    to_do: &mut mpsc::Receiver<Deed>,
) -> Option<End> {
    let mut next = first;
    loop {
        match next {
            Some(Deed::Send(text)) => {
                if socket.feed(Message::text(&*text)).await.is_err() {
                    return Some(End::Cut);
                }
            }
            Some(Deed::Bytes(bytes)) => {
                if socket.flush().await.is_err() || socket.get_mut().write_all(&bytes).await.is_err() {
                    return Some(End::Cut);
                }
            }
            Some(Deed::Close) => return Some(End::InOrder(None)),
            Some(Deed::Cut) | None => return Some(End::Cut),
        }
        match to_do.try_recv() {
            Ok(deed) => next = Some(deed),
            Err(mpsc::error::TryRecvError::Disconnected) => next = None,
            Err(mpsc::error::TryRecvError::Empty) => return socket.flush().await.is_err().then_some(End::Cut),
        }
    }
}

//! The supervisor's end of the links: lets rooms in, reads what they say, writes what they are told.

use std::io;
use std::path::Path;
use std::time::Duration;

use dazza_shared::link::{self, LinkError, ToFleet, ToRoom};
use dazza_shared::names::RoomName;
use tokio::io::BufReader;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::time::timeout;
use tracing::{debug, warn};

use super::event::{Dialled, Input, LinkId, LiveLine};
use crate::private_socket;

/// Time a caller has for its hello, and a room to take a line from us.
const PATIENCE: Duration = Duration::from_secs(5);

/// Lines that wait for a room; one that leaves more unread loses its link.
pub(crate) const QUEUE: usize = 16;

/// Takes calls on a socket.
#[derive(Debug)]
pub(crate) struct LinkServer {
    listener: UnixListener,
    line: Line,
    n_calls: u64,
}

/// Where what is heard goes.
#[derive(Clone, Debug)]
struct Line {
    inputs: mpsc::Sender<Input>,
    live: broadcast::Sender<LiveLine>,
}

impl LinkServer {
    /// Listens at `path`. What rooms say goes to `inputs`, what watchers see to `live`.
    pub(crate) fn bind(
        path: &Path,
        inputs: mpsc::Sender<Input>,
        live: broadcast::Sender<LiveLine>,
    ) -> io::Result<Self> {
        Ok(Self { listener: private_socket::bind(path)?, line: Line { inputs, live }, n_calls: 0 })
    }

    /// Takes calls for ever.
    pub(crate) async fn run(mut self) {
        loop {
            let (stream, pid) = private_socket::accept(&self.listener).await;
            self.n_calls += 1;
            let (id, line) = (LinkId(self.n_calls), self.line.clone());
            tokio::spawn(async move { line.serve(stream, id, pid).await });
        }
    }
}

impl Line {
    async fn serve(self, stream: UnixStream, id: LinkId, pid: i32) {
        match self.converse(stream, id, pid).await {
            Ok(()) => {}
            // It ended before it had read everything: what became of the process is told by whoever watches it.
            Err(Dropped::Link(error @ LinkError::Io(_))) => {
                debug!(child.pid = pid, error = %error, "the link of process {pid} broke off");
            }
            Err(error) => warn!(child.pid = pid, error = %error, "dropped the link of process {pid}"),
        }
    }

    async fn converse(&self, stream: UnixStream, id: LinkId, pid: i32) -> Result<(), Dropped> {
        let (reader, writer) = stream.into_split();
        let mut ear = Ear { reader: BufReader::new(reader), buffer: Vec::new() };
        let first = timeout(PATIENCE, ear.hear()).await.map_err(|_elapsed| Dropped::Slow)??;
        let Some(ToFleet::Hello(hello)) = first else { return Err(Dropped::NoHello) };
        let room = hello.room.clone();
        let (admit, admitted) = oneshot::channel();
        self.tell(Input::Dialled(Dialled { id, pid, hello, admit })).await?;
        let Ok(outbox) = admitted.await else { return Ok(()) };
        let outcome = tokio::select! {
            heard = self.listen(&mut ear, id, &room) => heard,
            spoken = speak(writer, outbox) => spoken,
        };
        self.tell(Input::HungUp(id, room)).await?;
        outcome
    }

    async fn listen(&self, ear: &mut Ear, id: LinkId, room: &RoomName) -> Result<(), Dropped> {
        while let Some(message) = ear.hear().await? {
            match message {
                ToFleet::Event(_) if self.live.receiver_count() == 0 => {}
                ToFleet::Event(event) => {
                    // The last watcher may just have left, which is no fault; a slow one loses its place.
                    drop(self.live.send(LiveLine { room: room.clone(), event }));
                }
                said => self.tell(Input::Said(id, room.clone(), said)).await?,
            }
        }
        Ok(())
    }

    async fn tell(&self, input: Input) -> Result<(), Dropped> {
        self.inputs.send(input).await.map_err(|_closed| Dropped::Ending)
    }
}

/// Writes what the loop says, until the loop drops the queue or the room does not read.
async fn speak(mut writer: OwnedWriteHalf, mut outbox: mpsc::Receiver<ToRoom>) -> Result<(), Dropped> {
    while let Some(message) = outbox.recv().await {
        timeout(PATIENCE, link::send(&mut writer, &message)).await.map_err(|_elapsed| Dropped::Slow)??;
    }
    debug!("the loop has closed a link");
    Ok(())
}

struct Ear {
    reader: BufReader<OwnedReadHalf>,
    buffer: Vec<u8>,
}

impl Ear {
    async fn hear(&mut self) -> Result<Option<ToFleet>, LinkError> {
        link::receive(&mut self.reader, &mut self.buffer).await
    }
}

/// Why a link was dropped.
#[derive(Debug, thiserror::Error)]
enum Dropped {
    #[error("it is too slow")]
    Slow,
    #[error("it did not begin with a hello")]
    NoHello,
    #[error("the supervisor ends")]
    Ending,
    #[error("{0}")]
    Link(#[from] LinkError),
}

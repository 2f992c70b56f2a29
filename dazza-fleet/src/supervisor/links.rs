//! The supervisor's end of the links: lets rooms in, reads what they say, writes what they are told.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
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

/// What is read of a link at once: a beat of a busy room, or two of an idle one. Unit: bytes.
const READ: usize = 2048;

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
        let mut ear = Ear {
            reader: BufReader::with_capacity(READ, reader),
            line: Vec::new(),
            beat: Vec::new(),
            repeats: Arc::default(),
        };
        let first = timeout(PATIENCE, ear.hear()).await.map_err(|_elapsed| Dropped::Slow)??;
        let Some(ToFleet::Hello(hello)) = first else { return Err(Dropped::NoHello) };
        let room = hello.room.clone();
        let (admit, admitted) = oneshot::channel();
        let repeats = Arc::clone(&ear.repeats);
        self.tell(Input::Dialled(Dialled { id, pid, hello, repeats, admit })).await?;
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
                    let event = Box::new(event);
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

/// Hears a room. A beat that says what the one before said is counted and no more: of an idle room nearly all do.
struct Ear {
    reader: BufReader<OwnedReadHalf>,
    /// The line that came last.
    line: Vec<u8>,
    /// The last line that was a beat.
    beat: Vec<u8>,
    /// How many came after it that were the same, word for word.
    repeats: Arc<AtomicU64>,
}

impl Ear {
    async fn hear(&mut self) -> Result<Option<ToFleet>, LinkError> {
        while link::receive_line(&mut self.reader, &mut self.line).await? {
            if self.line == self.beat {
                self.repeats.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            let message = ToFleet::of_line(&self.line)?;
            if matches!(message, ToFleet::Beat(_)) {
                std::mem::swap(&mut self.line, &mut self.beat);
            }
            return Ok(Some(message));
        }
        Ok(None)
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

#[cfg(test)]
mod tests {
    use dazza_shared::link::{Hello, PROTOCOL};
    use dazza_shared::phase::LinePhase;

    use super::*;
    use crate::supervisor::sample;

    /// The lines of a beat; nothing for what is none.
    fn lines_in(input: &Input, link: LinkId) -> Option<u64> {
        match input {
            Input::Said(id, _, ToFleet::Beat(beat)) if *id == link => Some(beat.counters.lines_in),
            Input::Said(id, _, ToFleet::ConnectAsk) if *id == link => None,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_beat_that_says_what_the_last_one_said_is_counted_and_wakes_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fleet.sock");
        let (input, mut inputs) = mpsc::channel(8);
        let server = LinkServer::bind(&path, input, broadcast::Sender::new(8)).unwrap();
        tokio::spawn(server.run());

        let mut room = UnixStream::connect(&path).await.unwrap();
        let pid = i32::try_from(std::process::id()).unwrap();
        let hello = Hello { room: sample::room("fatpizza"), pid, version: "0".to_owned(), protocol: PROTOCOL };
        link::send(&mut room, &ToFleet::Hello(hello)).await.unwrap();
        let Some(Input::Dialled(dialled)) = inputs.recv().await else { panic!("nobody dialled") };
        let (_to_room, outbox) = mpsc::channel(QUEUE);
        dialled.admit.send(outbox).unwrap();

        let beat = |lines_in| {
            let mut beat = sample::beat(LinePhase::Joined);
            beat.counters.lines_in = lines_in;
            ToFleet::Beat(beat)
        };
        for said in [beat(1), beat(1), ToFleet::ConnectAsk, beat(1), beat(2), beat(1)] {
            link::send(&mut room, &said).await.unwrap();
        }
        let mut told = Vec::new();
        while told.len() < 4 {
            let input = inputs.recv().await.unwrap();
            told.push(lines_in(&input, dialled.id));
        }
        assert_eq!((told, dialled.repeats.load(Ordering::Relaxed)), (vec![Some(1), None, Some(2), Some(1)], 2));
    }
}

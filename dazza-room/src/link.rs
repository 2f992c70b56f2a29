//! The room's end of the link to its supervisor: dials, says hello, and redials for as long as it may.

use std::path::PathBuf;
use std::time::Duration;

use dazza_shared::link::{self, Hello, LinkError, PROTOCOL, ToFleet, ToRoom, Welcome};
use dazza_shared::names::RoomName;
use tokio::io::{AsyncWriteExt, BufReader, BufWriter};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};
use tracing::{debug, info, warn};

/// What comes over the link, or happens to it.
#[derive(Debug)]
pub enum FromFleet {
    /// The supervisor answered our hello, with fresh settings.
    Welcome(Box<Welcome>),
    /// Something else it says.
    Said(ToRoom),
    /// The link is down; it is being redialled.
    Down,
    /// No supervisor for longer than we may go on without.
    Orphaned,
}

/// The loop's handle on the link.
#[derive(Debug)]
pub struct FleetLink {
    inbox: mpsc::Receiver<FromFleet>,
    outbox: mpsc::Sender<ToFleet>,
}

/// Lines that wait for a slow supervisor; more are dropped, since a room waits for nobody. A flood of chat fits in.
const QUEUE: usize = 256;

/// First and longest wait between two dials. Source: architecture, section 3.
const REDIAL: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// How long a room that never met its supervisor looks for it.
const FIRST_GRACE: Duration = Duration::from_mins(1);

impl FleetLink {
    /// Begins to dial `socket` as `room`, in a task of its own on this thread.
    pub fn open(socket: PathBuf, room: RoomName) -> Self {
        let (to_loop, inbox) = mpsc::channel(QUEUE);
        let (outbox, from_loop) = mpsc::channel(QUEUE);
        tokio::spawn(Dialler { socket, room, to_loop, from_loop, grace: FIRST_GRACE }.run());
        Self { inbox, outbox }
    }

    /// What comes next. Safe to cancel.
    pub async fn next(&mut self) -> FromFleet {
        self.inbox.recv().await.unwrap_or(FromFleet::Orphaned)
    }

    /// Says something, if the supervisor listens; whether it was taken.
    pub fn say(&self, message: ToFleet) -> bool {
        self.outbox.try_send(message).is_ok()
    }

    /// Says the last word and waits until it is on its way, a second at most.
    pub async fn part(self, bye: ToFleet) {
        let Self { mut inbox, outbox } = self;
        if outbox.send(bye).await.is_err() {
            return;
        }
        drop(outbox);
        let gone = async { while inbox.recv().await.is_some() {} };
        if tokio::time::timeout(Duration::from_secs(1), gone).await.is_err() {
            debug!("the supervisor did not take our last word");
        }
    }
}

struct Dialler {
    socket: PathBuf,
    room: RoomName,
    to_loop: mpsc::Sender<FromFleet>,
    from_loop: mpsc::Receiver<ToFleet>,
    grace: Duration,
}

/// How one connection came to its end.
enum Parted {
    /// The supervisor is gone, or spoke nonsense.
    Lost,
    /// The loop has gone: this task has no more to do.
    Done,
}

impl Dialler {
    async fn run(mut self) {
        let mut alone_since = Instant::now();
        let mut wait = REDIAL.0;
        loop {
            match self.dial_and_talk().await {
                Some(Parted::Done) => return,
                Some(Parted::Lost) => (alone_since, wait) = (Instant::now(), REDIAL.0),
                None => {}
            }
            if alone_since.elapsed() >= self.grace {
                self.tell(FromFleet::Orphaned).await;
                return;
            }
            if self.wait_alone(wait).await {
                return;
            }
            wait = (wait * 2).min(REDIAL.1);
        }
    }

    /// How the connection ended; `None` when there was none.
    async fn dial_and_talk(&mut self) -> Option<Parted> {
        match UnixStream::connect(&self.socket).await {
            Ok(stream) => Some(self.talk(stream).await),
            Err(error) => {
                debug!(error = %error, "no supervisor at {}", self.socket.display());
                None
            }
        }
    }

    /// Waits to redial; what the loop says meanwhile has no listener and is dropped. True when the loop has gone.
    async fn wait_alone(&mut self, wait: Duration) -> bool {
        let over = sleep(wait);
        tokio::pin!(over);
        loop {
            tokio::select! {
                () = &mut over => return false,
                said = self.from_loop.recv() => if said.is_none() { return true },
            }
        }
    }

    async fn talk(&mut self, stream: UnixStream) -> Parted {
        let (read, write) = stream.into_split();
        let mut writer = BufWriter::with_capacity(4096, write);
        let hello = ToFleet::Hello(Hello {
            room: self.room.clone(),
            pid: i32::try_from(std::process::id()).unwrap_or_default(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            protocol: PROTOCOL,
        });
        if let Err(error) = write_now(&mut writer, &hello).await {
            warn!(error = %error, "could not greet the supervisor");
            return Parted::Lost;
        }
        let (heard_sender, mut heard) = mpsc::channel(QUEUE);
        let reader = tokio::spawn(read_all(read, heard_sender));
        let parted = loop {
            tokio::select! {
                said = self.from_loop.recv() => match said {
                    None => break Parted::Done,
                    Some(message) => if let Err(error) = write_now(&mut writer, &message).await {
                        warn!(error = %error, "the link to the supervisor broke");
                        break Parted::Lost;
                    },
                },
                message = heard.recv() => match message {
                    None => break Parted::Lost,
                    Some(message) => self.pass_on(message).await,
                },
            }
        };
        reader.abort();
        if let Parted::Lost = parted {
            info!("the link to the supervisor is down; redialling");
            self.tell(FromFleet::Down).await;
        }
        parted
    }

    async fn pass_on(&mut self, message: ToRoom) {
        if let ToRoom::Welcome(welcome) | ToRoom::Reconfigure(welcome) = &message {
            self.grace = welcome.settings.orphan_grace;
        }
        let input = match message {
            ToRoom::Welcome(welcome) => FromFleet::Welcome(welcome),
            other => FromFleet::Said(other),
        };
        self.tell(input).await;
    }

    async fn tell(&self, input: FromFleet) {
        if self.to_loop.send(input).await.is_err() {
            debug!("the loop has gone");
        }
    }
}

async fn write_now(writer: &mut BufWriter<OwnedWriteHalf>, message: &ToFleet) -> Result<(), LinkError> {
    let write = async {
        link::send(writer, message).await?;
        Ok(writer.flush().await?)
    };
    let stalled = || LinkError::Io(std::io::ErrorKind::TimedOut.into());
    tokio::time::timeout(Duration::from_secs(5), write).await.unwrap_or_else(|_| Err(stalled()))
}

/// Reads until the supervisor closes or speaks nonsense; a message we do not know is passed over.
async fn read_all(read: OwnedReadHalf, heard: mpsc::Sender<ToRoom>) {
    let mut reader = BufReader::with_capacity(4096, read);
    let mut buffer = Vec::new();
    loop {
        match link::receive(&mut reader, &mut buffer).await {
            Ok(Some(message)) => {
                if heard.send(message).await.is_err() {
                    return;
                }
            }
            Ok(None) => return,
            Err(LinkError::NotAMessage(error)) => warn!(error = %error, "the supervisor said something unknown"),
            Err(error) => {
                warn!(error = %error, "the link to the supervisor broke");
                return;
            }
        }
        // A welcome is large and rare; nothing else needs the room it took.
        buffer.shrink_to(1024);
    }
}

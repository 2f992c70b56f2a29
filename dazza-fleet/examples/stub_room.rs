//! A stand-in for `dazza-room` that speaks the link and no chat, for tests of the supervisor.
//!
//! What it does beside that stands in `STATE_DIR/stub/ROOM`, a word a line; see [`Habits`].

use std::error::Error;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use dazza_shared::claim::{Claim, LastWords, try_lock};
use dazza_shared::config::LogSettings;
use dazza_shared::counters::{CommandResult, Counters};
use dazza_shared::link::{self, Beat, Gauges, Hello, LiveEvent, PROTOCOL, ToFleet, ToRoom};
use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;
use dazza_shared::phase::{LinePhase, StorePhase};
use dazza_shared::telemetry;
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::time::{interval, sleep};

/// What a stub does beside its duty, a word each:
///
/// * `exit N`: ends at once with this code, last words included.
/// * `deaf`: neither signal nor drain make it leave.
/// * `mute`: says hello and then nothing.
/// * `junk`, `endless`: says a line that is none, or has no end, on its first link.
/// * `flood`: beats a hundred times for each time it should.
/// * `foreign`: speaks another protocol.
/// * `hog N`: takes N MiB of memory.
/// * `brood`: leaves a process behind that is out of its group.
/// * `flood N`: writes N records into its log when it is welcomed, all at once.
/// * `trickle N`: writes N records into its log with each beat.
#[derive(Debug)]
struct Habits(Vec<String>);

struct Stub {
    room: RoomName,
    paths: StatePaths,
    habits: Habits,
    terminated: Signal,
    n_beats: u64,
    is_joined: bool,
    n_links: u32,
    log: Option<telemetry::Guard>,
    n_logged: u64,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, room_flag, room, state_flag, state_dir] = arguments.as_slice() else { return Err("bad arguments".into()) };
    if (room_flag.as_str(), state_flag.as_str()) != ("--room", "--state-dir") {
        return Err("bad arguments".into());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(serve(room.parse()?, PathBuf::from(state_dir)))
}

async fn serve(room: RoomName, state_dir: PathBuf) -> Result<ExitCode, Box<dyn Error>> {
    let paths = StatePaths::new(&state_dir);
    let habits = Habits::read(&state_dir.join("stub").join(room.as_str()));
    let Some(_lock) = try_lock(&paths.room_lock(&room))? else { return Ok(ExitCode::from(11)) };
    let mut claim = Claim::of_this_process(room.clone(), "0.0.0")?;
    if let Some(code) = habits.exit() {
        claim.last_words = Some(LastWords { code, reason: format!("the stub was told to end with {code}") });
        claim.write(&paths.room_json(&room))?;
        return Ok(ExitCode::from(code));
    }
    claim.write(&paths.room_json(&room))?;
    // Written to, or the system would not give it.
    let _ballast = vec![1_u8; usize::try_from(habits.number("hog"))? << 20];
    if habits.has("brood") {
        Command::new("/bin/sleep").arg("600").process_group(0).stdin(Stdio::null()).spawn()?;
    }
    let terminated = signal(SignalKind::terminate())?;
    let mut stub =
        Stub { room, paths, habits, terminated, n_beats: 0, is_joined: false, n_links: 0, log: None, n_logged: 0 };
    while !stub.converse().await {
        sleep(Duration::from_millis(20)).await;
    }
    Ok(ExitCode::SUCCESS)
}

impl Stub {
    /// One link from hello to its end; whether the stub is to leave.
    async fn converse(&mut self) -> bool {
        let Ok(stream) = UnixStream::connect(self.paths.fleet_sock()).await else {
            // Nobody there: a signal must be heard all the same.
            return tokio::select! {
                _ = self.terminated.recv() => !self.habits.has("deaf"),
                () = sleep(Duration::from_millis(20)) => false,
            };
        };
        self.n_links += 1;
        let (reader, mut writer) = stream.into_split();
        let (heard, mut hearing) = mpsc::channel(16);
        tokio::spawn(listen(reader, heard));
        if self.greet(&mut writer).await.is_err() {
            return false;
        }
        let mut beat = interval(Duration::from_millis(50));
        loop {
            let spoken = tokio::select! {
                message = hearing.recv() => match message {
                    None => return false,
                    Some(ToRoom::Drain) if !self.habits.has("deaf") => return self.part(&mut writer).await,
                    Some(message) => self.hear(&message, &mut writer).await,
                },
                _ = self.terminated.recv() => {
                    if !self.habits.has("deaf") {
                        return self.part(&mut writer).await;
                    }
                    Ok(())
                }
                _ = beat.tick() => self.beat_often(&mut writer).await,
            };
            if spoken.is_err() {
                return false;
            }
        }
    }

    async fn greet(&self, writer: &mut OwnedWriteHalf) -> Result<(), link::LinkError> {
        let pid = i32::try_from(std::process::id()).unwrap_or_default();
        let protocol = if self.habits.has("foreign") { PROTOCOL + 1 } else { PROTOCOL };
        let hello = Hello { room: self.room.clone(), pid, version: "0.0.0".to_owned(), protocol };
        link::send(writer, &ToFleet::Hello(hello)).await?;
        if self.n_links == 1 && self.habits.has("junk") {
            writer.write_all(b"{\"type\":\"beat\",\"line\":{}}\n").await?;
        }
        if self.n_links == 1 && self.habits.has("endless") {
            writer.write_all(&vec![b'x'; 1024 * 1024]).await?;
        }
        Ok(())
    }

    async fn hear(&mut self, message: &ToRoom, writer: &mut OwnedWriteHalf) -> Result<(), link::LinkError> {
        match message {
            ToRoom::Welcome(welcome) if !self.is_joined => {
                self.open_log(&welcome.settings.log);
                link::send(writer, &ToFleet::ConnectAsk).await
            }
            ToRoom::ConnectGo => {
                self.is_joined = true;
                self.beat(writer).await
            }
            _ => Ok(()),
        }
    }

    async fn beat_often(&mut self, writer: &mut OwnedWriteHalf) -> Result<(), link::LinkError> {
        for _ in 0..if self.habits.has("flood") { 100 } else { 1 } {
            self.beat(writer).await?;
        }
        Ok(())
    }

    async fn beat(&mut self, writer: &mut OwnedWriteHalf) -> Result<(), link::LinkError> {
        if self.habits.has("mute") {
            return Ok(());
        }
        self.n_beats += 1;
        self.log_lines(self.habits.number("trickle"));
        let log = self.log.as_ref().map(telemetry::Guard::tend).unwrap_or_default();
        let mut counters = Counters { lines_in: self.n_beats, log, ..Counters::default() };
        counters.count_command("roll", CommandResult::Ok);
        let line = if self.is_joined { LinePhase::Joined } else { LinePhase::Connecting };
        let gauges = Gauges { players: 3, viewers: 4, ..Gauges::default() };
        let store = StorePhase::Up;
        let beat =
            Beat { line, store, reason: None, warning: None, next_try: None, counters, gauges, last_error: None };
        link::send(writer, &ToFleet::Beat(Box::new(beat))).await?;
        let text = format!("line {}", self.n_beats);
        let (time, player) = (jiff::Timestamp::UNIX_EPOCH, "gaz".to_owned());
        let chat = LiveEvent::Chat { time, player, text, is_own: false, is_command: false };
        link::send(writer, &ToFleet::Event(chat)).await
    }

    /// Begins its log, if it is to write one.
    fn open_log(&mut self, settings: &LogSettings) {
        let n_at_once = self.habits.number("flood");
        if self.log.is_none() && n_at_once + self.habits.number("trickle") > 0 {
            self.log = telemetry::init(&self.paths.log_file(&self.room), settings, false).ok();
            self.log_lines(n_at_once);
        }
    }

    fn log_lines(&mut self, n: u64) {
        if self.log.is_none() {
            return;
        }
        for _ in 0..n {
            tracing::info!(number = self.n_logged, "logged");
            self.n_logged += 1;
        }
    }

    async fn part(&self, writer: &mut OwnedWriteHalf) -> bool {
        let bye = ToFleet::Bye { reason: "the stub leaves".to_owned(), code: 0 };
        // The supervisor may be gone already.
        drop(link::send(writer, &bye).await);
        true
    }
}

/// Hands on what the supervisor says, until the link ends.
async fn listen(reader: OwnedReadHalf, heard: mpsc::Sender<ToRoom>) {
    let (mut reader, mut buffer) = (BufReader::new(reader), Vec::new());
    while let Ok(Some(message)) = link::receive(&mut reader, &mut buffer).await {
        if heard.send(message).await.is_err() {
            return;
        }
    }
}

impl Habits {
    fn read(path: &Path) -> Self {
        Self(fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect())
    }

    fn has(&self, word: &str) -> bool {
        self.0.iter().any(|habit| habit == word)
    }

    fn exit(&self) -> Option<u8> {
        self.0.iter().find_map(|habit| habit.strip_prefix("exit ")).and_then(|code| code.parse().ok())
    }

    /// The number that comes with a habit, 0 without.
    fn number(&self, word: &str) -> u64 {
        let rest = self.0.iter().find_map(|habit| habit.strip_prefix(word));
        rest.and_then(|number| number.trim().parse().ok()).unwrap_or(0)
    }
}

//! Carries `dazza-fleet logs` out.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;
use std::time::Duration;

use dazza_shared::config::FleetConfig;
use dazza_shared::exit::Exit;
use dazza_shared::names::RoomName;
use dazza_shared::paths::{FLEET_LOG_NAME, StatePaths};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::time::{sleep, timeout};

use super::arguments::{Logs, Since};
use super::paint::Paint;
use crate::cli::failure::Failure;
use crate::cli::{Terminal, host};
use crate::logs::{Reading, Sieve};

/// Wait between two looks at the logs that are followed.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Looks at the logs between two looks for new ones.
const LOOKS_A_ROUND: u32 = 10;

impl Logs {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let paths = StatePaths::new(&FleetConfig::load_state_dir(config)?);
        let named = self.named(config, &paths)?;
        allow_many_files();
        let sieve = Sieve {
            since: self.since.map(Since::time),
            level: self.level,
            grep: self.grep.clone(),
            ..Sieve::default()
        };
        let mut session = Session {
            paths,
            named,
            reading: Reading::new(sieve),
            paint: Paint::for_stdout(self.json),
            out: BufWriter::new(&mut *terminal.out),
            err: &mut *terminal.err,
            is_whole: true,
        };
        let shown = session.find().and_then(|()| session.begin(self.n_lines(), self.follow));
        let ended = match shown {
            Ok(()) if self.follow => host::block_on(async { Ok(self.follow(&mut session).await) })?,
            other => other,
        };
        let exit = if session.is_whole { Exit::Done } else { Exit::Failure };
        match ended {
            // Whoever read this has seen enough: `| head` is no failure.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(Exit::Done),
            outcome => Ok(outcome.map(|()| exit)?),
        }
    }

    async fn follow(&self, session: &mut Session<'_>) -> io::Result<()> {
        match self.timeout {
            Some(limit) => timeout(limit.duration(), session.follow()).await.unwrap_or(Ok(())),
            None => session.follow().await,
        }
    }

    /// The logs that were asked for by name, if any were.
    fn named(&self, config: &Path, paths: &StatePaths) -> Result<Option<BTreeSet<RoomName>>, Failure> {
        if self.rooms.is_empty() {
            return Ok(None);
        }
        let mut known = found(paths)?;
        // The rest of the file may have faults now: then only rooms that have a log are known.
        known.extend(FleetConfig::load(config).into_iter().flat_map(|config| config.rooms.into_keys()));
        known.extend(FLEET_LOG_NAME.parse::<RoomName>());
        let pick = |name: &String| {
            let room = name.parse::<RoomName>().ok().filter(|room| known.contains(room));
            room.ok_or_else(|| {
                let names: Vec<_> = known.iter().map(RoomName::as_str).collect();
                let told = format!("no room {name:?} in this fleet, and no log of one; there are {}", names.join(", "));
                Failure::new(Exit::NoSuchRoom, told)
            })
        };
        self.rooms.iter().map(pick).collect::<Result<_, _>>().map(Some)
    }
}

/// Logs on their way to a terminal.
struct Session<'t> {
    paths: StatePaths,
    /// None: all that there are.
    named: Option<BTreeSet<RoomName>>,
    reading: Reading,
    paint: Paint,
    out: BufWriter<&'t mut (dyn Write + Send)>,
    err: &'t mut (dyn Write + Send),
    /// Nothing was left out because it could not be read.
    is_whole: bool,
}

impl Session<'_> {
    /// Finds the logs to show, new ones too.
    fn find(&mut self) -> io::Result<()> {
        let names = match &self.named {
            Some(named) => named.clone(),
            None => found(&self.paths)?,
        };
        for name in &names {
            self.reading.add(name, &self.paths)?;
            self.paint.fit(name);
        }
        Ok(())
    }

    /// Shows what is there: the last `n_lines`, or all.
    fn begin(&mut self, n_lines: Option<usize>, is_followed: bool) -> io::Result<()> {
        if self.reading.names().next().is_none() && !is_followed {
            writeln!(self.err, "there are no logs in {} yet", self.paths.logs_dir().display())?;
        }
        let Self { reading, paint, out, .. } = self;
        if let Some(most) = n_lines {
            reading.show_last(most, &mut |n, name, line| paint.show(out, n, name, line))?;
        } else {
            reading.skip_old();
            reading.show_new(&mut |n, name, line| paint.show(out, n, name, line))?;
        }
        self.flush()
    }

    /// Shows what is written from now on, for ever.
    async fn follow(&mut self) -> io::Result<()> {
        loop {
            for _ in 0..LOOKS_A_ROUND {
                sleep(LOOK_AGAIN).await;
                let Self { reading, paint, out, .. } = self;
                reading.show_new(&mut |n, name, line| paint.show(out, n, name, line))?;
                self.flush()?;
            }
            self.find()?;
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()?;
        let complaints = self.reading.complaints();
        self.is_whole &= complaints.is_empty();
        complaints.iter().try_for_each(|told| writeln!(self.err, "{told}"))
    }
}

/// The names of all logs that there are.
pub(in crate::cli) fn found(paths: &StatePaths) -> io::Result<BTreeSet<RoomName>> {
    let folder = match fs::read_dir(paths.logs_dir()) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        other => other?,
    };
    let mut names = BTreeSet::new();
    for entry in folder {
        let file = entry?.file_name();
        // What was set aside is a log too: NAME.jsonl.1.gz
        let name = file.to_str().and_then(|file| file.split_once(".jsonl")).map(|(name, _)| name);
        names.extend(name.and_then(|name| name.parse::<RoomName>().ok()));
    }
    Ok(names)
}

/// Lets this process open as many files as it ever may: each log consists of several.
pub(in crate::cli) fn allow_many_files() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    // Where it is refused, the usual number is enough for most fleets.
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).ok();
}

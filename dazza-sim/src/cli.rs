//! The command line of `dazza-sim`.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context as _;
use clap::{Parser, ValueEnum};
use dazza_shared::exit::Exit;
use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::Signal;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;

use crate::cast::{CastArgs, Script};
use crate::limits::{Heartbeat, Limits};
use crate::seed::{EXAMPLE, Seed};
use crate::server::{Sim, SimConfig};

/// A stand-in for a CyTube server, for demonstrations and tests. It guards nothing: keep it off the internet.
#[derive(Debug, Parser)]
#[command(name = "dazza-sim", version, after_help = EXAMPLES)]
pub struct Args {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,

    /// Seed file (TOML) with users, channels and playlists; without it the built-in three rooms
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,

    /// How hard to be on clients
    #[arg(long, value_enum, default_value_t = LimitsName::Stock)]
    limits: LimitsName,

    /// File that is to hold the server's URL once it listens
    #[arg(long, value_name = "FILE")]
    address_file: Option<PathBuf>,

    /// Time between pings, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 25_000, value_parser = clap::value_parser!(u64).range(1..))]
    ping_interval_ms: u64,

    /// Time a client has to answer a ping, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 120_000, value_parser = clap::value_parser!(u64).range(1..))]
    ping_timeout_ms: u64,

    /// End when the process that started this one ends, however it ends
    #[arg(long)]
    with_parent: bool,

    #[command(flatten)]
    cast: CastArgs,
}

/// A set of limits by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LimitsName {
    /// Those a CyTube server has as it comes
    Stock,
    /// No connection limits, no guest delay, no chat throttle
    Relaxed,
}

const EXAMPLES: &str = "\
Examples:
  dazza-sim                                  three rooms on a free port; the URL is printed
  dazza-sim --listen 127.0.0.1:1337 --limits relaxed
  dazza-sim --seed my-rooms.toml --address-file sim.url
  dazza-sim --demo --listen 127.0.0.1:1337   the three rooms, full of people who talk
  dazza-sim --demo --pace 2.0 --seed-dice 7  twice as fast, with the same dice each time
  dazza-sim --cast my-people.toml --limits relaxed

Exit codes:
  0  stopped by SIGINT or SIGTERM
  1  could not listen or write; the message says why
  2  the command line was not understood
  10 the seed or the cast has faults; all of them are printed";

/// Runs the program.
pub fn run(args: &Args) -> Exit {
    let seed = Seed::of(args.seed.as_deref()).map(|seed| args.cast.seed(seed));
    let read = seed.and_then(|seed| Ok((args.cast.script(&seed)?, seed)));
    match read {
        Ok((script, seed)) => match serve(args, seed, script) {
            Ok(()) => Exit::Done,
            Err(error) => fail(&error, Exit::Failure),
        },
        Err(error) => fail(&error, Exit::BadConfig),
    }
}

impl Seed {
    fn of(file: Option<&Path>) -> anyhow::Result<Self> {
        match file {
            Some(file) => Self::read(file).with_context(|| format!("seed file {}", file.display())),
            None => Self::parse(EXAMPLE).context("built-in seed"),
        }
    }
}

/// Prints the whole chain of an error, once.
fn fail(error: &anyhow::Error, exit: Exit) -> Exit {
    // Nobody is left to tell if standard error is gone.
    drop(writeln!(io::stderr(), "dazza-sim: {error:#}"));
    exit
}

fn serve(args: &Args, seed: Seed, script: Option<Script>) -> anyhow::Result<()> {
    if args.with_parent {
        set_pdeathsig(Signal::SIGTERM).context("cannot tie this process to its parent")?;
    }
    let limits = match args.limits {
        LimitsName::Stock if !args.cast.demo => Limits::stock(),
        LimitsName::Stock | LimitsName::Relaxed => Limits::relaxed(),
    };
    let (interval, timeout) =
        (Duration::from_millis(args.ping_interval_ms), Duration::from_millis(args.ping_timeout_ms));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot start")?;
    runtime.block_on(async {
        let config = SimConfig { heartbeat: Heartbeat { interval, timeout }, ..SimConfig::new(seed, limits) };
        let sim = Sim::bind(args.listen, config).await.with_context(|| format!("cannot listen on {}", args.listen))?;
        let stop = stopped().context("cannot wait for signals")?;
        let url = sim.handle().url();
        if let Some(file) = &args.address_file {
            publish(file, &url).with_context(|| format!("cannot write {}", file.display()))?;
        }
        writeln!(io::stdout(), "{url}").context("cannot write to standard output")?;
        let mut cast = JoinSet::new();
        if let Some(script) = script {
            cast.spawn(script.perform(args.cast.venue(url)));
        }
        sim.run(stop).await;
        Ok(())
    })
}

/// Writes the URL so that a reader sees all of it or nothing.
fn publish(file: &Path, url: &str) -> io::Result<()> {
    let unfinished = file.with_extension("unfinished");
    std::fs::write(&unfinished, format!("{url}\n"))?;
    std::fs::rename(unfinished, file)
}

/// Is over when the program is asked to end.
pub(crate) fn stopped() -> io::Result<impl Future<Output = ()> + Send> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_missing_seed_file_is_a_fault_of_the_configuration() {
        let args = Args::parse_from(["dazza-sim", "--seed", "no/such/file.toml"]);
        assert_eq!(run(&args), Exit::BadConfig);
    }
}

//! `dazza-fleet import sqlite`: takes over the SQLite files of the original bot, whole or not at all.

use std::fs::{File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use dazza_shared::clock::Clock;
use dazza_shared::config::{DatabaseConfig, FleetConfig};
use dazza_shared::exit::Exit;
use dazza_shared::names::{PlayerName, RoomName};
use dazza_shared::paths::StatePaths;
use dazza_shared::store::StoreError;
use dazza_shared::store::schema;
use tempfile::NamedTempFile;

use super::tell;
use crate::cli::db::Reached;
use crate::cli::failure::Failure;
use crate::cli::{Terminal, host};
use crate::database::{DatabaseError, Prepared, prepare};
use crate::import::{self, Done, Files, ImportError, Progressed, Report, Rules, Wish};

/// Takes over the SQLite files of the original bot: chat, money, games, galleries, videos and all else.
///
/// A copy of each file is read, the file itself is never touched. Everything is written in one transaction and checked
/// before it is kept: after a failure, or a kill, the database is as it was. A second import of the same file does nothing.
/// The fleet must be down, and people must have no rows in the database yet: import before the first `up`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet import sqlite cytube_stats.db --media media_encountered.db --dry-run
  dazza-fleet import sqlite cytube_stats.db --media media_encountered.db --report import.json
  dazza-fleet import sqlite backup.db --room thepub --bot-name bruce

Exit codes:
   0  it was imported, or had been before; with --dry-run, it could be
   1  the report could not be written, or the system failed
   2  a name cannot be one
  10  the configuration has faults
  11  a fleet is running; end it first
  15  --room names no room of fleet.toml
  16  the database cannot be used; the message says why and how to mend it
  19  the file was not imported; the message says why, and the database is as it was")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Sqlite {
    /// The bot's main file, usually `cytube_stats.db`.
    file: PathBuf,
    /// Its file of videos, usually `media_encountered.db`.
    #[arg(long, value_name = "FILE")]
    media: Option<PathBuf>,
    /// The room of everything that names none: what was kept before the bot knew rooms.
    #[arg(long, default_value = "fatpizza")]
    room: RoomName,
    /// What the bot was called.
    #[arg(long, value_name = "NAME", default_value = "dazza")]
    bot_name: PlayerName,
    /// Do and check everything, and keep nothing.
    #[arg(long)]
    dry_run: bool,
    /// Read what can be read of a damaged file.
    #[arg(long)]
    salvage: bool,
    /// Take a file with the economy tables of a variant that no released bot used.
    #[arg(long)]
    accept_variant: bool,
    /// Leave out lines, comings and goings whose names the source has lost, instead of keeping them as `unknown#import`.
    #[arg(long)]
    drop_corrupted: bool,
    /// Keep a trust of 0. The original took it for 50, and so does the import otherwise.
    #[arg(long)]
    keep_zero_trust: bool,
    /// Divide all amounts by this: 100 for a file that counts in cents.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(i64).range(1..=1000))]
    money_divisor: i64,
    /// Write the whole report here, as JSON.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Print the whole report as JSON.
    #[arg(long)]
    json: bool,
}

impl Sqlite {
    pub(super) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let config = FleetConfig::load(config)?;
        let Some(room) = config.rooms.get(&self.room) else {
            let room = &self.room;
            let told = format!(
                "no room {room} in fleet.toml; name one of its rooms with --room, or add it: dazza-fleet rooms add {room}"
            );
            return Err(Failure::new(Exit::NoSuchRoom, told));
        };
        let paths = StatePaths::new(&config.state_dir);
        paths.create().map_err(anyhow::Error::from)?;
        let lock = no_fleet(&config, &paths)?;
        let folder = paths.state_dir().join("import");
        let files = Files::open(&self.file, self.media.as_deref(), &folder, (self.salvage, self.accept_variant));
        let files = files.map_err(refused)?;
        // Tried before hours of work, not after.
        let report = self.report.as_deref().map(created).transpose()?;
        let rules = Rules {
            home: self.room.clone(),
            bot: self.bot_name.key().to_owned(),
            now: Clock::System.now(),
            drop_corrupted: self.drop_corrupted,
            keep_zero_trust: self.keep_zero_trust,
            money_divisor: self.money_divisor,
        };
        let wish = Wish { rules, zone: room.settings.statistics_zone.clone(), is_dry_run: self.dry_run };
        let done = host::block_on(async {
            let reached = Reached::of(&config).await?;
            let done = self.import(&reached, &paths, (&files, &wish), &mut *terminal.err).await;
            reached.release().await;
            done
        })?;
        drop(lock);
        if let (Done::Imported(told), Some((path, file))) = (&done, report) {
            let written = written(file, path, told);
            written.with_context(|| format!("it is done, but the report cannot be written to {}", path.display()))?;
        }
        tell::tell(&done, self.json, self.dry_run, &mut *terminal.out)?;
        Ok(Exit::Done)
    }

    async fn import(
        &self,
        reached: &Reached,
        paths: &StatePaths,
        (files, wish): (&Files, &Wish),
        err: &mut (dyn Write + Send),
    ) -> Result<Done, Failure> {
        let prepared =
            if self.dry_run { as_it_is(reached, paths).await? } else { prepare(&reached.place, paths).await? };
        let mut progress = tell::Progress::to(err);
        let mut tell = |progressed: Progressed<'_>| progress.tell(progressed);
        let done = import::import(&prepared.store, &prepared.key, files, wish, &mut tell).await;
        prepared.store.close().await;
        done.map_err(|error| match error {
            ImportError::Store(StoreError::Contended(_)) => Failure::new(
                Exit::DatabaseUnusable,
                "others are writing to the database; end all rooms first: dazza-fleet down",
            ),
            ImportError::Store(error @ StoreError::Failed(_)) => {
                let told = format!(
                    "the database refused what was imported, which is a fault of the import: {}",
                    error.chain()
                );
                Failure::new(Exit::NotImported, told)
            }
            ImportError::Store(error) => reached.explained(error),
            error => refused(error),
        })
    }
}

/// Makes sure that no fleet runs. The lock is held where nobody else takes it: a server of our own comes with it.
fn no_fleet(config: &FleetConfig, paths: &StatePaths) -> Result<Option<File>, Failure> {
    let Some(lock) = host::try_fleet_lock(paths)? else {
        let told = format!("a fleet is running in {}; end it first: dazza-fleet down", paths.state_dir().display());
        return Err(Failure::new(Exit::AlreadyRunning, told));
    };
    Ok(matches!(config.database, DatabaseConfig::Server { .. }).then_some(lock))
}

/// The database, if it has its schema already: a dry run changes nothing.
async fn as_it_is(reached: &Reached, paths: &StatePaths) -> Result<Prepared, Failure> {
    let store = reached.store()?;
    let mut connection = store.connection().await.map_err(|error| reached.explained(error))?;
    let migrations = schema::status(&mut connection).await;
    let migrations = migrations.map_err(|error| DatabaseError::of_schema(&reached.place.owner, error))?;
    drop(connection);
    store.close().await;
    if migrations.iter().any(|migration| !migration.is_applied) {
        let told = "the database lacks the schema of this version, and a dry run changes nothing; make it first: dazza-fleet db migrate";
        return Err(Failure::new(Exit::DatabaseUnusable, told));
    }
    Ok(prepare(&reached.place, paths).await?)
}

/// A file beside `path`, which takes its place once there is something to report.
fn created(path: &Path) -> Result<(&Path, NamedTempFile), Failure> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().permissions(Permissions::from_mode(0o600)).tempfile_in(folder);
    Ok((path, file.with_context(|| format!("cannot write the report to {}", path.display()))?))
}

fn written(mut file: NamedTempFile, path: &Path, told: &Report) -> io::Result<()> {
    writeln!(file, "{}", told.json())?;
    file.persist(path)?;
    Ok(())
}

fn refused(error: ImportError) -> Failure {
    Failure::new(Exit::NotImported, format!("{:#}", anyhow::Error::from(error)))
}

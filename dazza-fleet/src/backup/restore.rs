//! Restores a backup into an empty database: all of it, compared with its manifest, or nothing.

use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};

use dazza_shared::store::backup::{around, occupant};
use dazza_shared::store::roles::RoomKey;
use dazza_shared::store::verify::{Check, verify};
use dazza_shared::store::{Connection, Store, StoreError, cluster, registry};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::ChildStdin;
use tokio::task::spawn_blocking;

use super::archive::Archived;
use super::error::BackupError;
use super::manifest::{Age, Manifest};
use super::session;
use super::take::{Progress, Source};
use crate::database::DatabaseError;
use crate::postgres::Clients;

/// How much of the script is passed on at a time. Unit: bytes.
const PART: usize = 1 << 16;

/// What came of it.
#[derive(Debug)]
pub(crate) struct Restored {
    /// What the backup held, and the database holds now.
    pub(crate) manifest: Manifest,
    /// What must be true of the database and is asked of it; `None` where its schema is older than this program's.
    pub(crate) checks: Option<Vec<Check>>,
}

/// A backup that was found whole.
#[derive(Debug)]
pub(crate) struct Whole {
    backup: Archived,
    manifest: Manifest,
}

impl Whole {
    /// Reads the backup, and looks whether it is whole and of a version that can be restored.
    ///
    /// # Errors
    ///
    /// `Unusable`, with the way to mend it.
    pub(crate) async fn of(mut backup: Archived) -> Result<Self, BackupError> {
        let name = backup.name.clone();
        let unusable = |why: String| BackupError::Unusable { name: name.clone(), why };
        let checked = spawn_blocking(move || {
            backup.check();
            backup
        });
        let backup = checked.await.map_err(|ended| unusable(ended.to_string()))?;
        let manifest = match &backup.state {
            Ok(manifest) => manifest.clone(),
            Err(why) => return Err(unusable(format!("{why}; take an older one, or a copy from elsewhere"))),
        };
        if manifest.age() == Age::Newer {
            let Manifest { program_version, contents, .. } = &manifest;
            return Err(unusable(format!(
                "its schema has migration {}, which this version of dazza-fleet does not know; it was taken by version \
                 {program_version}: run that or a later one",
                contents.schema_version
            )));
        }
        Ok(Self { backup, manifest })
    }

    /// Restores it into the empty database of `target`, and lets its rooms log in with passwords that `key` makes.
    ///
    /// `mend` tells how to get an empty database.
    ///
    /// # Errors
    ///
    /// Why nothing was restored.
    pub(crate) async fn restore(
        self,
        target: &Source<'_>,
        (key, mend): (&RoomKey, &str),
        progress: Progress,
    ) -> Result<Restored, BackupError> {
        let Self { backup, manifest } = self;
        let access = target.access;
        let failed = |error: StoreError| BackupError::Database(DatabaseError::of(access, error));
        let store = Store::open_patiently(access, "dazza-fleet restore").map_err(failed)?;
        let mut connection = store.connection().await.map_err(failed)?;
        if let Some(occupant) = occupant(&mut connection).await.map_err(failed)? {
            return Err(BackupError::NotEmpty { url: access.url.clone(), occupant, mend: mend.to_owned() });
        }
        let version = cluster::version(&mut connection).await.map_err(failed)?;
        if version < manifest.postgres_version {
            let from = manifest.postgres_version;
            let why =
                format!("it was taken from PostgreSQL {from}, and this server is {version}: restore it on {from}");
            return Err(BackupError::Unusable { name: backup.name, why });
        }
        let clients = Clients::find(target.binaries, version, target.errands).await?;
        run(&backup, &manifest, target, (&clients, &progress)).await?;
        let checks = if manifest.age() == Age::Current {
            let name = backup.name;
            let unfinished = |error| BackupError::Unfinished { name, told: DatabaseError::of(access, error).told() };
            Some(let_in(&mut connection, key).await.map_err(unfinished)?)
        } else {
            None
        };
        drop(connection);
        store.close().await;
        Ok(Restored { manifest, checks })
    }
}

/// Gives every room its login, and asks what must be true.
async fn let_in(connection: &mut Connection, key: &RoomKey) -> Result<Vec<Check>, StoreError> {
    for room in registry::rooms(connection).await? {
        registry::admit(connection, key, &room).await?;
    }
    verify(connection).await
}

/// Runs the backup's script in one transaction.
async fn run(
    backup: &Archived,
    manifest: &Manifest,
    target: &Source<'_>,
    (clients, progress): (&Clients, &AtomicU64),
) -> Result<(), BackupError> {
    let (reader, runner) = (clients.pg_restore(), clients.psql());
    let failed = BackupError::system;
    let mut command = tokio::process::Command::new(&reader);
    command.env_clear().env("LC_ALL", "C.UTF-8").args(["--no-owner", "--no-privileges", "--file=-"]);
    command.arg(&backup.dump).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut reading = target.errands.send(&mut command).map_err(failed("start", &reader))?;
    let script = reading.take_output().map_err(failed("read from", &reader))?;
    let (mut command, password) = session::command(&runner, target.access).map_err(failed("start", &runner))?;
    // Terse: the details of an error hold values of rows, and some of those are chat.
    command.args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse", "--file=-"]);
    command.stdin(Stdio::piped());
    let mut running = target.errands.send(&mut command).map_err(failed("start", &runner))?;
    let sink = running.take_input().map_err(failed("write to", &runner))?;
    let (opening, closing) = around(&manifest.contents, manifest.age() == Age::Current);
    let script = tokio::net::unix::pipe::Receiver::from_owned_fd(script).map_err(failed("read from", &reader))?;
    // The script must be read to its end before it is told to count: what has no end is taken back.
    let fed = feed(script, sink, (opening, progress)).await;
    let (read, told_reading) = reading.end().await.map_err(failed("wait for", &reader))?;
    if let (Ok(mut sink), true) = (fed, read.success()) {
        let closed = async {
            sink.write_all(closing.as_bytes()).await?;
            sink.shutdown().await
        };
        let closed = closed.await;
        tracing::debug!(?closed, "the script has its end");
    }
    let (ran, told_running) = running.end().await.map_err(failed("wait for", &runner))?;
    drop(password);
    if read.success() && ran.success() {
        return Ok(());
    }
    let told = [told_running, told_reading].into_iter().find(|told| !told.is_empty());
    let told = told.unwrap_or_else(|| format!("pg_restore ended with {read}, psql with {ran}"));
    Err(BackupError::Restore { name: backup.name.clone(), told })
}

/// Passes the script on; gives the way back for what comes behind it.
async fn feed(
    mut script: tokio::net::unix::pipe::Receiver,
    mut sink: ChildStdin,
    (opening, progress): (String, &AtomicU64),
) -> std::io::Result<ChildStdin> {
    sink.write_all(opening.as_bytes()).await?;
    let mut part = vec![0; PART];
    loop {
        let n = script.read(&mut part).await?;
        if n == 0 {
            return Ok(sink);
        }
        sink.write_all(part.get(..n).unwrap_or_default()).await?;
        progress.fetch_add(u64::try_from(n).unwrap_or(0), Ordering::Relaxed);
    }
}

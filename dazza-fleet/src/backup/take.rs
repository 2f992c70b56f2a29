//! Takes a backup: the dump and the figures of one and the same snapshot.

use std::fs::File;
use std::io::Read;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use dazza_shared::clock::Clock;
use dazza_shared::store::backup::{Contents, Snapshot};
use dazza_shared::store::{Access, Store, StoreError, cluster};
use tokio::task::spawn_blocking;
use tokio::time::Instant;
use tracing::debug;

use super::archive::{Archive, Archived, Draft};
use super::error::BackupError;
use super::manifest::Manifest;
use super::session;
use crate::database::DatabaseError;
use crate::errand::Errands;
use crate::postgres::Clients;

/// How much is read of a dump at a time. Unit: bytes.
const PART: usize = 1 << 17;

/// What a backup is taken of, and with what.
#[derive(Clone, Debug)]
pub(crate) struct Source<'a> {
    /// The owner of the database.
    pub(crate) access: &'a Access,
    /// Where the programs are looked for first.
    pub(crate) binaries: Option<&'a Path>,
    /// Whose errands the programs are.
    pub(crate) errands: &'a Errands,
}

/// How far it is: bytes of the dump, for whoever watches.
pub(crate) type Progress = Arc<AtomicU64>;

/// Takes a backup and puts it in the archive, which must be claimed. Dropped halfway, nothing of it is left.
///
/// # Errors
///
/// Why there is none.
pub(crate) async fn take(source: &Source<'_>, archive: &Archive, progress: Progress) -> Result<Archived, BackupError> {
    let (taken, began) = (Clock::System.now(), Instant::now());
    let access = source.access;
    let failed = |error: StoreError| DatabaseError::of(access, error);
    let store = Store::open_patiently(access, "dazza-fleet backup").map_err(failed)?;
    let postgres_version = cluster::version(&mut *store.connection().await.map_err(failed)?).await.map_err(failed)?;
    let clients = Clients::find(source.binaries, postgres_version, source.errands).await?;
    let mut snapshot = Snapshot::take(&store).await.map_err(failed)?;
    let id = snapshot.id().to_owned();
    let dumping = dump(source, &clients, &id, (archive.draft(taken)?, progress));
    let counting = async {
        let contents = snapshot.contents().await.map_err(failed)?;
        if contents.schema_version == 0 {
            return Err(BackupError::NothingThere { url: access.url.clone() });
        }
        Ok(contents)
    };
    let (contents, draft): (Contents, Draft) = tokio::try_join!(counting, dumping)?;
    let released = snapshot.release().await;
    debug!(?released, elapsed = ?began.elapsed(), "dumped the database");
    let manifest = move |size_bytes, sha256| Manifest {
        format: Manifest::FORMAT,
        taken,
        took_seconds: began.elapsed().as_secs_f64(),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        postgres_version,
        size_bytes,
        sha256,
        contents,
    };
    let archived = spawn_blocking(move || draft.finish(manifest)).await;
    store.close().await;
    archived.unwrap_or_else(|ended| Err(unexplained(archive, ended)))
}

/// Dumps what the snapshot holds into the draft.
async fn dump(
    source: &Source<'_>,
    clients: &Clients,
    snapshot: &str,
    (draft, progress): (Draft, Progress),
) -> Result<Draft, BackupError> {
    let program = clients.pg_dump();
    let failed = |deed| BackupError::system(deed, &program);
    let (mut command, password) = session::command(&program, source.access).map_err(failed("start"))?;
    // Whose things are and who may use them is not dumped: it is made anew where the backup is restored.
    command.args(["--format=custom", "--no-owner", "--no-privileges", "--lock-wait-timeout=60s"]);
    command.arg(format!("--snapshot={snapshot}")).stdout(Stdio::piped());
    let mut errand = source.errands.send(&mut command).map_err(failed("start"))?;
    let output = errand.take_output().map_err(failed("read from"))?;
    let written = spawn_blocking(move || fill(draft, output, &progress)).await;
    let draft = written.unwrap_or_else(|ended| Err(failed("read from")(std::io::Error::other(ended))))?;
    let (status, told) = errand.end().await.map_err(failed("wait for"))?;
    drop(password);
    if status.success() {
        return Ok(draft);
    }
    let told = if told.is_empty() { format!("pg_dump ended with {status}") } else { told };
    Err(BackupError::Dump { url: source.access.url.clone(), told })
}

/// Writes all that comes into the draft.
fn fill(mut draft: Draft, output: OwnedFd, progress: &AtomicU64) -> Result<Draft, BackupError> {
    let (mut output, mut part) = (File::from(output), vec![0; PART]);
    loop {
        match output.read(&mut part) {
            Ok(0) => return Ok(draft),
            Ok(n) => {
                draft.write(part.get(..n).unwrap_or_default())?;
                progress.fetch_add(u64::try_from(n).unwrap_or(0), Ordering::Relaxed);
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(BackupError::system("read from", Path::new("pg_dump"))(error)),
        }
    }
}

fn unexplained(archive: &Archive, ended: tokio::task::JoinError) -> BackupError {
    BackupError::system("write to", archive.folder())(std::io::Error::other(ended))
}

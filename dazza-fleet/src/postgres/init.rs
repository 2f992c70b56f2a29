//! Makes the data of a new server, aside and in one go: a crash leaves nothing that is half done.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::time::timeout;
use tracing::{debug, info};

use super::cluster::Cluster;
use super::error::PostgresError;
use super::process::{Ending, Process};
use crate::output;

/// The name of the role that may do everything.
pub(super) const SUPERUSER: &str = "postgres";

/// Longest time that making the data may take; it takes some seconds.
const PATIENCE: Duration = Duration::from_mins(5);

/// What the system says when a disk is full. Source: strerror(3), `ENOSPC`.
const DISK_FULL: &str = "No space left on device";

/// Lines of `initdb` that are told when it fails.
const MAX_LINES: usize = 4;

/// Makes the data of `cluster`, which has none; dropped halfway, it kills what it began.
///
/// # Errors
///
/// What `initdb` told, or what the system refused; no data is there then.
pub(super) async fn make(cluster: &Cluster, superuser: &SecretString) -> Result<(), PostgresError> {
    let new = cluster.data.with_extension("new");
    clear(&new).map_err(PostgresError::system("remove", &new))?;
    let password = PasswordFile::write(cluster, superuser)?;
    let output = cluster.paths.postgres_output();
    let (file, printed_from) = output::open(&output).map_err(PostgresError::system("open", &output))?;
    let running = Running::start(cluster, &new, &password.0, file)?;
    let ending = running.finish().await;
    drop(password);
    if ending != Some(Ending::Code(0)) {
        let removed = clear(&new);
        debug!(?removed, ?ending, "no database was made");
        let told = output::last_lines(&output, printed_from, MAX_LINES);
        return Err(failure(&told, ending, cluster));
    }
    fs::rename(&new, &cluster.data).map_err(PostgresError::system("rename", &new))?;
    let folder = cluster.folder();
    let synced = File::open(&folder).and_then(|folder| folder.sync_all());
    synced.map_err(PostgresError::system("write", folder))?;
    info!("made a database of PostgreSQL {}", cluster.programs.version());
    Ok(())
}

fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn failure(told: &[String], ending: Option<Ending>, cluster: &Cluster) -> PostgresError {
    if told.iter().any(|line| line.contains(DISK_FULL)) {
        return PostgresError::DiskFull { folder: cluster.folder() };
    }
    let ended = ending.map_or_else(|| "it took too long".to_owned(), |ending| ending.to_string());
    let told = if told.is_empty() { ended } else { told.join("; ") };
    PostgresError::Init { told }
}

/// The password in a file that `initdb` reads; it goes when this is dropped.
#[derive(Debug)]
struct PasswordFile(PathBuf);

impl PasswordFile {
    fn write(cluster: &Cluster, password: &SecretString) -> Result<Self, PostgresError> {
        let path = cluster.folder().join("initdb.password");
        let written = (|| {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {} // a killed supervisor may have left it behind
            }
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
            writeln!(file, "{}", password.expose_secret())?;
            cluster.user.give(&path)
        })();
        written.map(|()| Self(path.clone())).map_err(PostgresError::system("write", path))
    }
}

impl Drop for PasswordFile {
    fn drop(&mut self) {
        let removed = fs::remove_file(&self.0);
        debug!(?removed, "removed the password that initdb has read");
    }
}

/// `initdb` while it runs; dropped, it is killed with all that it began.
#[derive(Debug)]
struct Running(Option<Process>);

impl Running {
    fn start(cluster: &Cluster, data: &Path, password: &Path, output: File) -> Result<Self, PostgresError> {
        let program = cluster.programs.initdb();
        let child = cluster
            .user
            .command(&program)
            .args(["--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", "--no-instructions"])
            .arg(format!("--username={SUPERUSER}"))
            .arg(format!("--pwfile={}", password.display()))
            .arg("-D")
            .arg(data)
            .env("TZ", "UTC")
            // In the server's own folder, so that a later supervisor knows it for what it is.
            .current_dir(cluster.folder())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(output)
            .process_group(0)
            .spawn()
            .and_then(|child| Process::started(child, &cluster.kin));
        child.map(|process| Self(Some(process))).map_err(PostgresError::system("start", program))
    }

    /// Waits for its end; `None` when it took too long.
    async fn finish(mut self) -> Option<Ending> {
        timeout(PATIENCE, self.0.as_ref()?.ended()).await.ok()?;
        self.0.take().map(Process::bury)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(process) = self.0.take() {
            process.kill();
            let ending = process.bury();
            debug!(?ending, "killed initdb");
        }
    }
}

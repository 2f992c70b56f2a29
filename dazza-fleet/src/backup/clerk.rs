//! The task of a running fleet that takes backups when they are due, aside from the supervisor's loop.

use std::path::PathBuf;
use std::time::Duration;

use dazza_shared::clock::{Clock, later, since};
use dazza_shared::config::{BackupConfig, DatabaseConfig, FleetConfig};
use dazza_shared::paths::StatePaths;
use dazza_shared::store::Access;
use jiff::Timestamp;
use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, timeout};
use tracing::{info, warn};

use super::archive::{Archive, Archived};
use super::error::BackupError;
use super::plan;
use super::take::{Progress, Source, take};
use crate::errand::Errands;
use crate::view::{BackupView, LastBackup};

/// How often the folder and the clock are looked at: somebody may take a backup by hand, or set the clock.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Longest time that a backup may take.
const WITHIN: Duration = Duration::from_hours(6);

/// What a clerk works with.
#[derive(Clone, Debug)]
pub(crate) struct Duties {
    /// The owner of the database.
    pub(crate) access: Access,
    /// Where the programs are looked for first.
    pub(crate) binaries: Option<PathBuf>,
    /// Where backups go.
    pub(crate) archive: Archive,
    /// Whose errands the programs are.
    pub(crate) errands: Errands,
}

/// The fleet's handle on the task; dropped, a backup that is being taken is given up.
#[derive(Debug)]
pub(crate) struct Desk {
    rules: watch::Sender<BackupConfig>,
    seen: watch::Receiver<BackupView>,
    task: JoinHandle<()>,
}

impl Duties {
    /// What backing up the database of `config` takes.
    pub(crate) fn of(config: &FleetConfig, access: Access, errands: Errands) -> Self {
        let binaries = match &config.database {
            DatabaseConfig::Embedded { binaries, .. } => binaries.clone(),
            DatabaseConfig::Server { .. } => None,
        };
        Self { access, binaries, archive: Archive::at(StatePaths::new(&config.state_dir).backups_dir()), errands }
    }
}

impl Desk {
    /// Begins to take backups by these rules.
    pub(crate) fn begin(duties: Duties, rules: BackupConfig) -> Self {
        let (rules, news) = watch::channel(rules);
        let (view, seen) = watch::channel(BackupView::default());
        let clerk = Clerk { duties, view, began: Clock::System.now(), n_failures: 0, not_before: Timestamp::MIN };
        Self { rules, seen, task: tokio::spawn(clerk.work(news)) }
    }

    /// Takes them by these rules from now on.
    pub(crate) fn follow(&self, rules: &BackupConfig) {
        self.rules.send_if_modified(|followed| {
            let is_news = followed != rules;
            followed.clone_from(rules);
            is_news
        });
    }

    /// What is known of backups, now and whenever that changes.
    pub(crate) fn seen(&self) -> watch::Receiver<BackupView> {
        self.seen.clone()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What works in the task.
struct Clerk {
    duties: Duties,
    view: watch::Sender<BackupView>,
    began: Timestamp,
    n_failures: u32,
    /// After a failure the next try waits for this.
    not_before: Timestamp,
}

impl Clerk {
    async fn work(mut self, mut news: watch::Receiver<BackupConfig>) {
        loop {
            let rules = news.borrow_and_update().clone();
            let due = self.look(&rules).await;
            let now = Clock::System.now();
            if due.is_some_and(|due| due <= now) {
                self.back_up(&rules).await;
                continue;
            }
            let wait = due.map_or(LOOK_EVERY, |due| since(now, due).min(LOOK_EVERY));
            // Until the rules change, or it is time to look again.
            if let Ok(Err(_gone)) = timeout(wait, news.changed()).await {
                return;
            }
        }
    }

    /// Looks what there is, and tells it; when the next one is due.
    async fn look(&self, rules: &BackupConfig) -> Option<Timestamp> {
        let archive = self.duties.archive.clone();
        let listed = spawn_blocking(move || archive.list()).await.ok().and_then(Result::ok).unwrap_or_default();
        let now = Clock::System.now();
        // One that lies ahead was taken by a clock that was wrong: nothing is to wait for it.
        let newest = listed.iter().rev().find_map(|backup| backup.state.as_ref().ok().filter(|good| good.taken <= now));
        let due = plan::due(rules, newest.map(|newest| newest.taken), self.began).map(|due| due.max(self.not_before));
        let n_good = listed.iter().filter(|backup| backup.state.is_ok()).count();
        self.view.send_modify(|view| {
            view.newest = newest.map(|newest| newest.taken);
            view.newest_bytes = newest.map(|newest| newest.size_bytes);
            view.good = u64::try_from(n_good).unwrap_or(u64::MAX);
            view.damaged = u64::try_from(listed.len() - n_good).unwrap_or(u64::MAX);
            view.next = due;
        });
        due
    }

    async fn back_up(&mut self, rules: &BackupConfig) {
        self.view.send_modify(|view| view.is_running = true);
        let began = Instant::now();
        let outcome = self.try_once(rules).await;
        let took = began.elapsed();
        let now = Clock::System.now();
        let error = match outcome {
            Ok(taken) => {
                self.n_failures = 0;
                info!(elapsed_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), "{taken}");
                None
            }
            Err(error) => {
                // Somebody who takes one by hand is no failure, and no reason to wait longer.
                self.n_failures += u32::from(!matches!(error, BackupError::Busy { .. }));
                self.not_before = later(now, plan::retry_after(self.n_failures));
                let told = error.told();
                warn!("a backup failed: {told}");
                Some(told)
            }
        };
        let last = LastBackup { ended: now, took_seconds: took.as_secs_f64(), error };
        self.view.send_modify(|view| {
            view.is_running = false;
            view.last = Some(last);
        });
    }

    /// Takes a backup and clears away what is not kept; what was done, in words.
    async fn try_once(&self, rules: &BackupConfig) -> Result<String, BackupError> {
        let Duties { access, binaries, archive, errands } = &self.duties;
        // What a file system takes long for must not hold up the loop: a large file that goes, above all.
        let _lock = aside(archive, Archive::claim).await?;
        let source = Source { access, binaries: binaries.as_deref(), errands };
        let taking = timeout(WITHIN, take(&source, archive, Progress::default())).await;
        let Archived { name, .. } = taking.unwrap_or_else(|_elapsed| {
            let told = "it took more than six hours".to_owned();
            Err(BackupError::Dump { url: access.url.clone(), told })
        })?;
        let (rules, now) = (rules.clone(), Clock::System.now());
        let removed = match aside(archive, move |archive| archive.rotate(&rules, now)).await {
            Ok(removed) if removed.is_empty() => String::new(),
            Ok(removed) => format!(", removed {}", removed.join(", ")),
            Err(error) => return Err(BackupError::NotRotated { name, told: error.told() }),
        };
        Ok(format!("took the backup {name}{removed}"))
    }
}

/// Works in the archive on a thread aside.
async fn aside<T: Send + 'static>(
    archive: &Archive,
    work: impl FnOnce(&Archive) -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    let folder = archive.clone();
    let done = spawn_blocking(move || work(&folder)).await;
    done.unwrap_or_else(|ended| Err(BackupError::system("work in", archive.folder())(std::io::Error::other(ended))))
}

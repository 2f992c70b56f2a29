//! Stores what was heard, a batch at a time, off the way of every reply; what the database does not take goes to the disk.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_shared::store::{Store, StoreError};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinError, JoinHandle};
use tokio::time::{Instant, sleep_until};
use tracing::{debug, error, info};

use super::News;
use super::health::Health;
use super::record::Record;
use super::spool::{End, Spool};
use super::storing::{Desk, Outcome};

/// The loop's handle on the writer.
#[derive(Debug)]
pub(crate) struct Writer {
    room: RoomName,
    records: mpsc::Sender<Record>,
    desk: watch::Sender<Option<Arc<Desk>>>,
    in_hand: Arc<AtomicUsize>,
    health: Health,
    task: JoinHandle<()>,
}

/// Most records that wait in memory; beyond it new ones are dropped and counted. Source: `platform.md`, 12.
const MAX_WAITING: usize = 10_000;

/// A batch is stored when it has this many records, or is this old. Source: `platform.md`, 4.2.
const BATCH: (usize, Duration) = (200, Duration::from_millis(250));

/// A writer is at work one part in so many of the time: the longer a batch takes, the longer the next is gathered, up to this.
const GATHER: (u32, Duration) = (20, Duration::from_secs(2));

/// Most records of one batch when more have come in than one batch holds.
const MAX_BATCH: usize = 1_000;

/// About so many records from the disk are stored at once.
const FROM_DISK: usize = 500;

/// A batch that is not stored after this time goes to the disk meanwhile.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long lines stay uncounted: what counts many costs hardly more than what counts one.
const COUNT_WITHIN: Duration = Duration::from_secs(10);

/// First and longest wait between two tries.
const RETRY: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));

impl Writer {
    /// Begins to write, in a task of its own on this thread: to `spool`, until there is a database.
    pub(crate) fn begin(room: RoomName, spool: Spool, health: Health) -> Self {
        let (records, inbox) = mpsc::channel(MAX_WAITING);
        let (desk, at) = watch::channel(None);
        let in_hand = Arc::new(AtomicUsize::new(0));
        let pen = Pen {
            inbox,
            is_closed: false,
            desk: at,
            spool,
            health: health.clone(),
            in_hand: in_hand.clone(),
            heard: Vec::new(),
            gather: BATCH.1,
            due: None,
            attempt: None,
            is_in_doubt: false,
            spool_at: Instant::now(),
            count_at: None,
            wait: RETRY.0,
            next_try: Instant::now(),
        };
        Self { room, records, desk, in_hand, health, task: tokio::spawn(pen.write()) }
    }

    /// Stores in this database from now on; days and hours are those of `zone`, and what is used elsewhere goes to `news`.
    pub(crate) fn use_store(&self, store: Store, zone: String, news: mpsc::Sender<News>) {
        self.desk.send_replace(Some(Arc::new(Desk::new(self.room.clone(), store, zone, news))));
    }

    /// Takes a record in; dropped and counted when too many wait.
    pub(crate) fn record(&self, record: Record) {
        if self.records.try_send(record).is_err() {
            self.health.count(|counts| counts.dropped += 1);
        }
    }

    /// How many records wait in memory to be stored.
    pub(super) fn n_waiting(&self) -> usize {
        MAX_WAITING - self.records.capacity() + self.in_hand.load(Ordering::Relaxed)
    }

    /// Waits until all that was taken in is stored, or on the disk if the database does not answer; nothing more is taken.
    pub(crate) async fn finish(self) {
        let Self { records, desk: _desk, task, .. } = self;
        drop(records);
        if let Err(panic) = task.await {
            debug!("the writer did not end well: {panic}");
        }
    }

    /// Ends it at once, as a kill of the process would.
    #[cfg(test)]
    pub(super) fn kill(self) {
        self.task.abort();
    }
}

/// What writes.
///
/// What was heard is in three places, the oldest first: on the disk, in an attempt to store it, and in `heard`. While something
/// is on the disk everything goes through it.
struct Pen {
    inbox: mpsc::Receiver<Record>,
    is_closed: bool,
    desk: watch::Receiver<Option<Arc<Desk>>>,
    spool: Spool,
    health: Health,
    in_hand: Arc<AtomicUsize>,
    /// In order, and nowhere else.
    heard: Vec<Record>,
    /// How old it becomes before it goes on its way.
    gather: Duration,
    /// When it does.
    due: Option<Instant>,
    attempt: Option<Attempt>,
    /// Whether what was heard may be in the database already, in part or whole.
    is_in_doubt: bool,
    /// When the disk is tried again, if it did not take all it was given.
    spool_at: Instant,
    /// When lines that are stored are counted, if any are not.
    count_at: Option<Instant>,
    wait: Duration,
    next_try: Instant,
}

/// A batch that is being stored, and lines that are being counted after it; a batch of none when they alone are due.
struct Attempt {
    batch: Arc<Vec<Record>>,
    task: JoinHandle<Result<Outcome, StoreError>>,
    counts: bool,
    began: Instant,
    /// Where it ends on the disk, if it is there.
    end: Option<End>,
    /// When it goes to the disk if it is not there.
    patient_until: Instant,
}

/// What wakes the pen.
enum Wake {
    Heard(usize),
    Tried(Result<Result<Outcome, StoreError>, JoinError>),
    Time,
    Desk,
}

impl Pen {
    async fn write(mut self) {
        self.spool.find().await;
        loop {
            let now = Instant::now();
            self.move_on(now).await;
            self.in_hand.store(self.heard.len() + self.unkept().map_or(0, Attempt::len), Ordering::Relaxed);
            if self.is_done(now) {
                break;
            }
            match self.wake(now).await {
                Wake::Heard(0) => self.is_closed = true,
                Wake::Heard(_) => self.due = self.due.or_else(|| Some(Instant::now() + self.gather)),
                Wake::Tried(result) => self.tried(result).await,
                Wake::Desk => self.take_desk(),
                Wake::Time => {}
            }
        }
        if !self.heard.is_empty() {
            error!("{} records are lost: neither the database nor the disk takes them", self.heard.len());
        }
    }

    /// Does all that can be done now.
    async fn move_on(&mut self, now: Instant) {
        if self.unkept().is_some_and(|attempt| attempt.patient_until <= now) {
            self.spool_attempt().await;
        }
        if self.is_due(now) && !self.is_direct() && self.unkept().is_none() && self.spool_at <= now {
            self.spool_heard().await;
        }
        if self.attempt.is_some() || self.next_try > now || self.desk.borrow().is_none() {
            return;
        }
        if !self.spool.is_empty() {
            self.attempt_from_disk().await;
        } else if self.is_due(now) {
            self.attempt_heard();
        } else if self.is_count_due(now) {
            self.begin(Vec::new(), None);
        }
    }

    /// Another database: an earlier process may have left lines in it that are not counted.
    fn take_desk(&mut self) {
        let now = Instant::now();
        (self.next_try, self.wait) = (now, RETRY.0);
        self.count_at = Some(now + COUNT_WITHIN);
    }

    /// Whether what was heard goes on its way now.
    fn is_due(&self, now: Instant) -> bool {
        let is_due = self.is_closed || self.heard.len() >= BATCH.0 || self.due.is_some_and(|due| due <= now);
        is_due && !self.heard.is_empty()
    }

    /// Whether lines are counted now.
    fn is_count_due(&self, now: Instant) -> bool {
        self.count_at.is_some_and(|at| at <= now || self.is_closed)
    }

    /// Whether that is the way to the database.
    fn is_direct(&self) -> bool {
        self.spool.is_empty() && self.desk.borrow().is_some()
    }

    /// The attempt whose batch is not on the disk.
    fn unkept(&self) -> Option<&Attempt> {
        self.attempt.as_ref().filter(|attempt| attempt.end.is_none())
    }

    /// Whether nothing more comes in, and nothing is left that could be done.
    fn is_done(&self, now: Instant) -> bool {
        let has_no_way = self.desk.borrow().is_none();
        let is_at_rest = match &self.attempt {
            Some(attempt) => attempt.end.is_some() && attempt.patient_until <= now,
            None => self.spool.is_empty() || self.wait > RETRY.0 || has_no_way,
        };
        let is_counted = self.count_at.is_none() || !self.spool.is_empty();
        self.is_closed && is_at_rest && (self.heard.is_empty() && is_counted || has_no_way)
    }

    /// Waits for something to do. Safe to cancel.
    async fn wake(&mut self, now: Instant) -> Wake {
        let attempt = self.attempt.as_ref().filter(|attempt| attempt.end.is_none() || self.is_closed);
        let patient_until = attempt.map(|attempt| attempt.patient_until);
        let next_try = Some(self.next_try).filter(|_| self.attempt.is_none());
        let moments = [patient_until, next_try, self.due, self.count_at, Some(self.spool_at)];
        let at = moments.into_iter().flatten().filter(|at| *at > now).min();
        let has_room = !self.is_closed && self.heard.len() < MAX_BATCH;
        let room = MAX_BATCH.saturating_sub(self.heard.len());
        tokio::select! {
            n = self.inbox.recv_many(&mut self.heard, room), if has_room => Wake::Heard(n),
            tried = outcome(&mut self.attempt) => Wake::Tried(tried),
            Ok(()) = self.desk.changed() => Wake::Desk,
            () = until(at) => Wake::Time,
        }
    }

    /// Begins to store what was heard.
    fn attempt_heard(&mut self) {
        let rest = self.heard.split_off(self.heard.len().min(MAX_BATCH));
        let batch = std::mem::replace(&mut self.heard, rest);
        self.due = (!self.heard.is_empty()).then(Instant::now);
        self.begin(batch, None);
    }

    /// Begins to store the oldest of what is on the disk.
    async fn attempt_from_disk(&mut self) {
        match self.spool.next(FROM_DISK).await {
            None => self.try_later(),
            Some(batch) if batch.records.is_empty() => {
                self.spool.stored(batch.end()).await;
                self.next_try = Instant::now();
            }
            Some(batch) => {
                let end = batch.end();
                self.begin(batch.records, Some(end));
            }
        }
    }

    fn begin(&mut self, batch: Vec<Record>, end: Option<End>) {
        let Some(desk) = self.desk.borrow().clone() else { return };
        let batch = Arc::new(batch);
        let (records, is_repeat) = (batch.clone(), self.is_in_doubt || end.is_some());
        let began = Instant::now();
        let counts = self.is_count_due(began);
        let task = tokio::spawn(async move {
            let mut outcome = desk.store(&records, is_repeat).await?;
            outcome.are_counted = counts && desk.count().await.is_ok();
            Ok(outcome)
        });
        self.attempt = Some(Attempt { batch, task, counts, began, end, patient_until: began + PATIENCE });
    }

    /// An attempt has come to its end.
    async fn tried(&mut self, result: Result<Result<Outcome, StoreError>, JoinError>) {
        let Some(attempt) = self.attempt.take() else { return };
        let failure = match result {
            Ok(Ok(outcome)) => return self.has_stored(&attempt, outcome).await,
            Ok(Err(failure)) => failure,
            Err(panic) => {
                error!("a batch of {} records could not be stored, and is dropped: {panic}", attempt.len());
                let outcome = Outcome { refused: attempt.len() as u64, ..Outcome::default() };
                return self.has_stored(&attempt, outcome).await;
            }
        };
        self.is_in_doubt = true;
        self.health.count(|counts| counts.retries += 1);
        let is_away = matches!(failure, StoreError::Away(_));
        if is_away {
            self.health.is_away(&failure);
        }
        self.try_later();
        if attempt.end.is_none() {
            let mut batch = Arc::unwrap_or_clone(attempt.batch);
            batch.append(&mut self.heard);
            (self.heard, self.due) = (batch, Some(Instant::now()));
            if is_away || self.wait > PATIENCE {
                self.spool_heard().await;
            }
        }
    }

    async fn has_stored(&mut self, attempt: &Attempt, outcome: Outcome) {
        if outcome.stored > 0 {
            self.health.is_up();
        }
        (self.wait, self.next_try, self.is_in_doubt) = (RETRY.0, Instant::now(), false);
        self.gather = gathering(attempt.began.elapsed());
        self.count_at = match self.count_at {
            _ if outcome.are_counted => None,
            // Once, when nothing more comes: the next process counts what is left.
            _ if attempt.counts => (!self.is_closed).then(|| Instant::now() + COUNT_WITHIN),
            None if attempt.has_lines() => Some(Instant::now() + COUNT_WITHIN),
            count_at => count_at,
        };
        if let Some(end) = attempt.end {
            self.spool.stored(end).await;
        }
        // Counted when it has left the disk, in one go: nobody sees a record that is stored and still waits.
        self.health.count(|counts| {
            counts.stored += outcome.stored;
            counts.refused += outcome.refused;
            counts.drained += if attempt.end.is_some() { outcome.stored } else { 0 };
        });
        if attempt.end.is_some() && self.spool.is_empty() {
            info!("all that waited on the disk is in the database");
        }
        if self.spool.is_empty() {
            self.health.spool_is_idle();
        }
    }

    /// What was heard goes to the disk, behind all that is there.
    async fn spool_heard(&mut self) {
        self.spool.append(&mut self.heard).await;
        self.due = None;
        if !self.heard.is_empty() {
            self.spool_at = Instant::now() + RETRY.1;
            self.due = Some(self.spool_at);
        }
    }

    /// An attempt that takes long goes to the disk, and so do all that come after it.
    async fn spool_attempt(&mut self) {
        let Some(attempt) = &mut self.attempt else { return };
        attempt.end = self.spool.append(&mut attempt.batch.to_vec()).await;
        if attempt.end.is_none() {
            attempt.patient_until = Instant::now() + RETRY.1;
        }
    }

    fn try_later(&mut self) {
        self.next_try = Instant::now() + self.wait;
        self.wait = (self.wait * 2).min(RETRY.1);
    }
}

impl Attempt {
    fn len(&self) -> usize {
        self.batch.len()
    }

    fn has_lines(&self) -> bool {
        self.batch.iter().any(|record| matches!(record, Record::Line(_)))
    }
}

/// How long a batch is gathered after one that took so long.
fn gathering(took: Duration) -> Duration {
    (took * GATHER.0).clamp(BATCH.1, GATHER.1)
}

async fn outcome(attempt: &mut Option<Attempt>) -> Result<Result<Outcome, StoreError>, JoinError> {
    match attempt {
        Some(attempt) => (&mut attempt.task).await,
        None => pending().await,
    }
}

async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slower_the_database_the_larger_the_batches() {
        let gathered = [0, 12, 50, 100, 5_000].map(|took| gathering(Duration::from_millis(took)).as_millis());
        assert_eq!(gathered, [250, 250, 1_000, 2_000, 2_000]);
    }
}

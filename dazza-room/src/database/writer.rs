//! Stores what was heard, a batch at a time, off the way of every reply.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_shared::store::{Store, StoreError, answer, chat_log, gallery, media};
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout, timeout_at};
use tracing::{debug, error};

use super::health::Health;
use super::record::{Picture, Record};

/// The loop's handle on the writer.
#[derive(Debug)]
pub(crate) struct Writer {
    records: mpsc::Sender<Record>,
    in_hand: Arc<AtomicUsize>,
    health: Health,
    task: JoinHandle<()>,
}

/// Most records that wait; beyond it new ones are dropped and counted. Source: `platform.md`, 12.
pub(super) const MAX_WAITING: usize = 10_000;

/// A batch is stored when it has this many records, or is this old. Source: `platform.md`, 4.2.
const BATCH: (usize, Duration) = (200, Duration::from_millis(250));

/// Most records of one batch when more have come in than one batch holds.
const MAX_BATCH: usize = 1_000;

/// First and longest wait between two tries at the same batch.
const RETRY: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(5));

/// How long one try may take.
const WITHIN: Duration = Duration::from_secs(10);

/// How often the room's row says that it is active. Source: `platform.md`, 4.4.
const ACTIVE_EVERY: Duration = Duration::from_secs(30);

impl Writer {
    /// Begins to write, in a task of its own on this thread; days and hours are those of `zone`.
    pub(crate) fn begin(room: RoomName, store: Store, zone: String, health: Health) -> Self {
        let (records, inbox) = mpsc::channel(MAX_WAITING);
        let in_hand = Arc::new(AtomicUsize::new(0));
        let pen = Pen { room, store, zone, health: health.clone(), in_hand: in_hand.clone(), active_at: None };
        Self { records, in_hand, health, task: tokio::spawn(pen.write(inbox)) }
    }

    /// Takes a record in; dropped and counted when too many wait.
    pub(crate) fn record(&self, record: Record) {
        if self.records.try_send(record).is_err() {
            self.health.count(|counts| counts.dropped += 1);
        }
    }

    /// How many records wait to be stored.
    pub(super) fn n_waiting(&self) -> usize {
        MAX_WAITING - self.records.capacity() + self.in_hand.load(Ordering::Relaxed)
    }

    /// Waits until all that was taken in is stored; nothing more is taken.
    pub(crate) async fn finish(self) {
        let Self { records, task, .. } = self;
        drop(records);
        if let Err(panic) = task.await {
            debug!("the writer did not end well: {panic}");
        }
    }
}

/// What writes.
struct Pen {
    room: RoomName,
    store: Store,
    zone: String,
    health: Health,
    in_hand: Arc<AtomicUsize>,
    active_at: Option<Instant>,
}

impl Pen {
    async fn write(mut self, mut inbox: mpsc::Receiver<Record>) {
        let mut batch = Vec::new();
        while inbox.recv_many(&mut batch, MAX_BATCH).await > 0 {
            let by = Instant::now() + BATCH.1;
            let mut has_more = true;
            while has_more && batch.len() < BATCH.0 {
                let more = timeout_at(by, inbox.recv_many(&mut batch, MAX_BATCH)).await;
                has_more = more.is_ok_and(|n| n > 0);
            }
            self.in_hand.store(batch.len(), Ordering::Relaxed);
            self.store_for_sure(&batch).await;
            self.in_hand.store(0, Ordering::Relaxed);
            batch.clear();
            batch.shrink_to(BATCH.0);
        }
    }

    /// Stores a batch, however long it takes. What the database will never take is dropped and counted.
    async fn store_for_sure(&mut self, batch: &[Record]) {
        let mut wait = RETRY.0;
        loop {
            let tried = timeout(WITHIN, self.store_once(batch)).await;
            let failure = match tried.unwrap_or_else(|_| Err(StoreError::too_slow())) {
                Ok(()) => {
                    self.health.is_up();
                    self.health.count(|counts| counts.stored += batch.len() as u64);
                    return;
                }
                Err(failure) => failure,
            };
            if !failure.is_worth_a_retry() {
                error!("{} records cannot be stored, and are dropped: {}", batch.len(), failure.chain());
                self.health.count(|counts| counts.dropped += batch.len() as u64);
                return;
            }
            if matches!(failure, StoreError::Away(_)) {
                self.health.is_away(&failure);
            }
            self.health.count(|counts| counts.retries += 1);
            sleep(wait).await;
            wait = (wait * 2).min(RETRY.1);
        }
    }

    /// Puts pictures into galleries, each in a transaction of its own: it locks a gallery. One that the database will never
    /// take is left out.
    async fn store_pictures(&self, batch: &[Record]) -> Result<(), StoreError> {
        for record in batch {
            let Record::Picture(Picture { who, url, at }) = record else { continue };
            let mut tx = self.store.begin().await?;
            match gallery::keep_image(&mut tx, &self.room, (who, url), *at).await {
                Ok(_) => tx.commit().await?,
                Err(failure) if failure.is_worth_a_retry() => return Err(failure),
                Err(failure) => error!("a picture cannot be kept: {}", failure.chain()),
            }
        }
        Ok(())
    }

    async fn store_once(&mut self, batch: &[Record]) -> Result<(), StoreError> {
        self.store_pictures(batch).await?;
        let mut tx = self.store.begin().await?;
        let (mut lines, mut moves, mut private, mut seen) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut latest = Timestamp::MIN;
        for record in batch {
            match record {
                Record::Line(line) => lines.push(line),
                Record::Move(movement) => moves.push(movement),
                Record::Private(line) => private.push(line),
                Record::Seen(key, n, _) => seen.push((*key, *n)),
                Record::Picture(_) => continue, // stored already
                Record::Airing(airing) => media::note(&mut tx, &self.room, airing).await?,
                Record::Connection(event, why, at) => {
                    chat_log::note_connection(&mut tx, &self.room, (event, why.as_deref()), *at).await?;
                }
            }
            latest = latest.max(record.at());
        }
        if !lines.is_empty() {
            chat_log::store_lines(&mut tx, &self.room, &self.zone, &lines).await?;
        }
        if !moves.is_empty() {
            chat_log::store_movements(&mut tx, &self.room, &moves).await?;
        }
        if !private.is_empty() {
            chat_log::store_private(&mut tx, &self.room, &private).await?;
        }
        if !seen.is_empty() {
            answer::confirm(&mut tx, &self.room, &seen, latest).await?;
        }
        let is_active_due = self.active_at.is_none_or(|at| at.elapsed() >= ACTIVE_EVERY);
        if is_active_due {
            chat_log::note_active(&mut tx, &self.room, latest).await?;
        }
        tx.commit().await?;
        if is_active_due {
            self.active_at = Some(Instant::now());
        }
        Ok(())
    }
}

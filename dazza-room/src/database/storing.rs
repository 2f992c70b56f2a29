//! Stores a batch of records in the database: all of one try in one transaction. Lines are counted later, many at once.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dazza_shared::names::RoomName;
use dazza_shared::store::chat_log::{ChatLine, Move};
use dazza_shared::store::gallery::Kept;
use dazza_shared::store::{Store, StoreError, answer, chat_log, gallery, limiter, media};
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout};
use tracing::{debug, error};

use super::News;
use super::record::{Picture, Record};

/// How long one try may take.
const WITHIN: Duration = Duration::from_secs(10);

/// How often the room's row says that it is active. Source: `platform.md`, 4.4.
const ACTIVE_EVERY: Duration = Duration::from_secs(30);

/// The database, as the writer uses it.
#[derive(Debug)]
pub(crate) struct Desk {
    room: RoomName,
    store: Store,
    zone: String,
    /// Takes what people have used elsewhere, and what came into galleries.
    news: mpsc::Sender<News>,
    active_at: Mutex<Option<Instant>>,
    /// Who said the lines that are not counted, as the server spells them.
    names: Mutex<BTreeSet<Box<str>>>,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Records that are in the database.
    pub(crate) stored: u64,
    /// Records that it will never take.
    pub(crate) refused: u64,
    /// Whether all lines are counted.
    pub(crate) are_counted: bool,
}

impl Desk {
    /// Days and hours are those of `zone`; what the people of this room have used elsewhere goes to `news`.
    pub(crate) fn new(room: RoomName, store: Store, zone: String, news: mpsc::Sender<News>) -> Self {
        Self { room, store, zone, news, active_at: Mutex::default(), names: Mutex::default() }
    }

    /// Stores a batch; records that the database will never take are found by halves, and left out.
    ///
    /// `is_repeat` says that some of it may be there already; a batch that failed is one from then on.
    ///
    /// # Errors
    ///
    /// It is worth another try.
    pub(crate) async fn store(&self, batch: &[Record], is_repeat: bool) -> Result<Outcome, StoreError> {
        let mut outcome = Outcome::default();
        let mut rest: Vec<_> = (!batch.is_empty()).then_some(batch).into_iter().collect();
        while let Some(part) = rest.pop() {
            let tried = timeout(WITHIN, self.store_once(part, is_repeat)).await;
            let failure = match tried.unwrap_or_else(|_| Err(StoreError::too_slow())) {
                Ok(()) => {
                    outcome.stored += part.len() as u64;
                    continue;
                }
                Err(failure) if failure.is_worth_a_retry() => return Err(failure),
                Err(failure) => failure,
            };
            if part.len() < 2 || matches!(failure, StoreError::Forbidden(_)) {
                error!("{} records cannot be stored, and are dropped: {}", part.len(), failure.chain());
                outcome.refused += part.len() as u64;
            } else {
                let (first, second) = part.split_at(part.len() / 2);
                rest.extend([second, first]);
            }
        }
        Ok(outcome)
    }

    /// Puts pictures into galleries, each in a transaction of its own: it locks a gallery. One that the database will never
    /// take is left out.
    async fn store_pictures(&self, batch: &[Record]) -> Result<(), StoreError> {
        for record in batch {
            let Record::Picture(Picture { who, url, at }) = record else { continue };
            let mut tx = self.store.begin().await?;
            match gallery::keep_image(&mut tx, &self.room, (who, url), *at).await {
                Ok(kept @ (Kept::New | Kept::Restored)) => {
                    tx.commit().await?;
                    let picture = Picture { who: who.clone(), url: url.clone(), at: *at };
                    self.tell(News::Kept(picture, kept == Kept::Restored));
                }
                Ok(_) => tx.commit().await?,
                Err(failure) if failure.is_worth_a_retry() => return Err(failure),
                Err(failure) => error!("a picture cannot be kept: {}", failure.chain()),
            }
        }
        Ok(())
    }

    /// Stores a batch of nothing but lines, which is what most are; whether it was one. One statement needs no transaction
    /// around it, and so a third of the way to the database and back.
    async fn store_lines_alone(&self, batch: &[Record]) -> Result<bool, StoreError> {
        let lines = batch.iter().map(|record| if let Record::Line(line) = record { Some(line) } else { None });
        let Some(lines) = lines.collect::<Option<Vec<_>>>() else { return Ok(false) };
        if self.is_active_due() {
            return Ok(false);
        }
        chat_log::store_lines(&mut *self.store.connection().await?, &self.room, &lines).await?;
        self.note_names(&lines);
        Ok(true)
    }

    async fn store_once(&self, batch: &[Record], is_repeat: bool) -> Result<(), StoreError> {
        if self.store_lines_alone(batch).await? {
            return Ok(());
        }
        self.store_pictures(batch).await?;
        let mut tx = self.store.begin().await?;
        let (mut lines, mut moves, mut private, mut seen) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut commands, mut latest) = (Vec::new(), Timestamp::MIN);
        for record in batch {
            match record {
                Record::Line(line) => lines.push(line),
                Record::Move(movement) => moves.push(movement),
                Record::Private(line) => private.push(line),
                Record::Seen { key, n, .. } => seen.push((*key, *n)),
                Record::Picture(_) => continue, // stored already
                Record::Use(used) => commands.push(used),
                Record::Airing(airing) => media::note(&mut tx, &self.room, airing).await?,
                Record::Connection { event, why, at } => {
                    chat_log::note_connection(&mut tx, &self.room, (event, why.as_deref()), *at).await?;
                }
            }
            latest = latest.max(record.at());
        }
        // Who comes in may have come to go on here; and of those whom we find here nothing is known either.
        let come = moves.iter().filter(|movement| matches!(movement.kind, Move::Join | Move::Here));
        let come: Vec<_> = come.map(|movement| movement.name.to_lowercase()).collect();
        let elsewhere = if commands.is_empty() && come.is_empty() {
            Vec::new()
        } else {
            limiter::share(&mut tx, &self.room, &commands, &come, latest).await?
        };
        if !lines.is_empty() {
            chat_log::store_lines(&mut tx, &self.room, &lines).await?;
        }
        if is_repeat && !moves.is_empty() {
            moves = chat_log::unstored_movements(&mut tx, &self.room, &moves).await?;
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
        let is_active_due = self.is_active_due();
        if is_active_due {
            chat_log::note_active(&mut tx, &self.room, latest).await?;
        }
        tx.commit().await?;
        self.note_names(&lines);
        if !elsewhere.is_empty() {
            self.tell(News::Used(elsewhere));
        }
        if is_active_due {
            *held(&self.active_at) = Some(Instant::now());
        }
        Ok(())
    }

    /// Has all lines counted that are stored and not counted yet, those of an earlier process too.
    ///
    /// # Errors
    ///
    /// Some are still not: nothing is lost by that, they are counted the next time.
    pub(crate) async fn count(&self) -> Result<(), StoreError> {
        let names: Vec<_> = held(&self.names).iter().cloned().collect();
        let spelled: Vec<_> = names.iter().map(AsRef::as_ref).collect();
        loop {
            let mut connection = self.store.connection().await?;
            if chat_log::count_lines(&mut connection, &self.room, &self.zone, &spelled).await? {
                break;
            }
        }
        if !names.is_empty() {
            *held(&self.active_at) = Some(Instant::now());
        }
        held(&self.names).clear();
        Ok(())
    }

    /// Notes who said these lines, for when they are counted. Most who talk have just talked.
    fn note_names(&self, lines: &[&ChatLine]) {
        let mut names = held(&self.names);
        for line in lines {
            if !names.contains(&line.name) {
                names.insert(line.name.clone());
            }
        }
    }

    /// Whether the room's row is to say that it is active.
    fn is_active_due(&self) -> bool {
        held(&self.active_at).is_none_or(|at| at.elapsed() >= ACTIVE_EVERY)
    }

    fn tell(&self, news: News) {
        if self.news.try_send(news).is_err() {
            debug!("the loop has no time for what the writer tells");
        }
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

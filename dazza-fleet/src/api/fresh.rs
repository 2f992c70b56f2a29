//! Answers that are kept for a while: one asks the database anew, and the others get what was there.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

/// How many times its age something may have and still be shown while it is asked for anew.
const MOST_AGES: u32 = 5;

/// Something that is kept for a while.
#[derive(Debug)]
pub(super) struct Fresh<T> {
    kept: Mutex<Option<(Instant, T)>>,
    /// Held by the one who asks.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl<T> Default for Fresh<T> {
    fn default() -> Self {
        Self { kept: Mutex::default(), turn: Arc::default() }
    }
}

impl<T: Clone + Send + 'static> Fresh<T> {
    /// What is kept, if it is younger than `age`, or a little older, whereupon it is asked for anew aside. Who finds nothing
    /// asks; whoever comes meanwhile waits for that.
    ///
    /// # Errors
    ///
    /// What keeps it from being known.
    pub(super) async fn get<E: Send + 'static>(
        self: &Arc<Self>,
        age: Duration,
        ask: impl Future<Output = Result<T, E>> + Send + 'static,
    ) -> Result<T, E> {
        let kept = self.kept().filter(|(since, _)| since.elapsed() < age * MOST_AGES);
        if let Some((since, value)) = kept {
            let is_young = since.elapsed() < age;
            let turn = if is_young { None } else { Arc::clone(&self.turn).try_lock_owned().ok() };
            if let Some(turn) = turn {
                tokio::spawn(Arc::clone(self).renew(turn, ask));
            }
            return Ok(value);
        }
        let _turn = self.turn.lock().await;
        if let Some((_, value)) = self.kept().filter(|(since, _)| since.elapsed() < age) {
            return Ok(value);
        }
        let value = ask.await?;
        self.keep(value.clone());
        Ok(value)
    }

    /// Asks anew; what fails leaves what there was.
    async fn renew<E>(self: Arc<Self>, turn: OwnedMutexGuard<()>, ask: impl Future<Output = Result<T, E>> + Send) {
        if let Ok(value) = ask.await {
            self.keep(value);
        }
        drop(turn);
    }

    /// Whether nothing is kept that could still be shown.
    pub(super) fn is_stale(&self, age: Duration) -> bool {
        self.kept().is_none_or(|(since, _)| since.elapsed() >= age * MOST_AGES)
    }

    /// What is kept, and since when.
    pub(super) fn kept(&self) -> Option<(Instant, T)> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, value: T) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), value));
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::task::yield_now;
    use tokio::time::{advance, sleep};

    use super::*;

    const AGE: Duration = Duration::from_mins(1);

    /// Asks, which takes a second; how often anybody has.
    fn ask(asked: &Arc<AtomicU32>) -> impl Future<Output = Result<u32, Infallible>> + Send + 'static {
        let asked = Arc::clone(asked);
        async move {
            sleep(Duration::from_secs(1)).await;
            Ok(asked.fetch_add(1, Ordering::Relaxed) + 1)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_asks_and_the_others_get_what_there_is() {
        let (fresh, asked) = (Arc::new(Fresh::default()), Arc::new(AtomicU32::new(0)));
        let get = || fresh.get(AGE, ask(&asked));
        assert_eq!(tokio::join!(get(), get(), get()), (Ok(1), Ok(1), Ok(1)));
        advance(AGE).await;
        let before = Instant::now();
        // Two get the old one, and one of them sends for a new one.
        assert_eq!(tokio::join!(get(), get()), (Ok(1), Ok(1)));
        assert_eq!(before.elapsed(), Duration::ZERO);
        sleep(Duration::from_secs(2)).await;
        yield_now().await;
        assert_eq!((get().await, asked.load(Ordering::Relaxed)), (Ok(2), 2));
        advance(AGE * MOST_AGES).await;
        assert!(fresh.is_stale(AGE));
        assert_eq!(get().await, Ok(3));
    }

    #[tokio::test(start_paused = true)]
    async fn what_failed_is_not_kept() {
        let fresh = Arc::new(Fresh::<u32>::default());
        assert_eq!(fresh.get(AGE, async { Err("away") }).await, Err("away"));
        assert_eq!(fresh.get(AGE, async { Ok::<_, &str>(7) }).await, Ok(7));
    }
}

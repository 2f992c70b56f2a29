//! Looks whether pictures are still there: their servers are asked for their heads alone, few at a time, and few of a host.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dazza_shared::config::FetchSettings;
use dazza_shared::picture::{Seen, Sight, wait_of};
use futures_util::future::join_all;
use reqwest::header::{ACCEPT, CONTENT_TYPE, DATE, RANGE, RETRY_AFTER};
use reqwest::{Method, Response, Url};
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::error::FetchError;
use super::get::{MAX_REDIRECTS, client, header, onward, send};
use super::place;

/// How long a server may take. Source: `platform.md`, 8.3.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Pauses before one that gave no answer is asked again. Source: `commands-and-games.md`, 2.9.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(2)];

/// Most that one host is asked at a time. Source: `platform.md`, 8.3.
const AT_ONCE_OF_A_HOST: usize = 2;

/// Statuses of a server that does not like `HEAD`. Source: as above.
const NO_HEAD: [u16; 3] = [403, 405, 501];

/// How pictures are looked at.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How many at a time.
    pub at_once: usize,
    /// How long a server may take.
    pub answer_within: Duration,
    /// Pauses before one that gave no answer is asked again.
    pub pauses: [Duration; 2],
    /// When to leave it, whatever has not been looked at by then.
    pub by: Instant,
}

impl Pace {
    /// The usual pace, so many at a time, until then.
    pub const fn of(at_once: usize, by: Instant) -> Self {
        Self { at_once, answer_within: ANSWER_WITHIN, pauses: PAUSES, by }
    }
}

/// What is seen of each of these pictures, by their numbers; what was not come to in time is left out.
pub async fn look(pictures: &[(i64, String)], settings: &FetchSettings, pace: Pace) -> Vec<(i64, Seen)> {
    let round = Round { settings, pace, turns: Semaphore::new(pace.at_once), hosts: Mutex::default() };
    let looks = pictures.iter().map(|(id, url)| {
        let look = Box::pin(timeout_at(pace.by, round.look_at(url)));
        async move { look.await.ok().map(|seen| (*id, seen)) }
    });
    let mut seen: Vec<_> = join_all(looks).await.into_iter().flatten().collect();
    if is_cut_off(pictures, &seen) {
        for (_, seen) in &mut seen {
            *seen = Seen::plain(Sight::Offline);
        }
    }
    seen
}

/// One round of looks.
struct Round<'a> {
    settings: &'a FetchSettings,
    pace: Pace,
    turns: Semaphore,
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

/// One host of the round.
struct Host {
    turns: Semaphore,
    /// How long it has us wait before we ask again, once it has said so.
    wait: Mutex<Option<Duration>>,
}

/// Why there is no answer to a step.
enum Stop {
    /// The host has us wait, and is not asked.
    Waits(Duration),
    /// It was asked.
    Failed(FetchError),
}

impl Round<'_> {
    /// What is seen of the picture at `url`, asked again where that may help.
    async fn look_at(&self, url: &str) -> Seen {
        for pause in self.pace.pauses {
            let (seen, is_worth_a_try) = self.look_once(url).await;
            if !is_worth_a_try {
                return seen;
            }
            sleep(pause).await;
        }
        self.look_once(url).await.0
    }

    /// What is seen of it at once, and whether another look may see more.
    async fn look_once(&self, url: &str) -> (Seen, bool) {
        match self.answer(url).await {
            Ok(answer) => {
                let status = answer.status().as_u16();
                let wait = wait_of(header(&answer, &RETRY_AFTER), header(&answer, &DATE)).filter(|_| status >= 400);
                let kind = header(&answer, &CONTENT_TYPE).to_owned();
                (Seen { sight: Sight::Answer { status, kind }, wait }, status >= 500 && wait.is_none())
            }
            Err(Stop::Waits(wait)) => (Seen { sight: Sight::Waiting, wait: Some(wait) }, false),
            Err(Stop::Failed(error)) => {
                let (sight, is_worth_a_try) = sight_of(&error);
                (Seen::plain(sight), is_worth_a_try)
            }
        }
    }

    /// What the server says where the redirects end. Of its content nothing is read.
    async fn answer(&self, url: &str) -> Result<Response, Stop> {
        let mut url = place::read(url)?;
        let mut method = Method::HEAD;
        let mut n_redirects = 0;
        loop {
            let answer = self.step(&method, &url).await?;
            match answer.status().as_u16() {
                status if method == Method::HEAD && NO_HEAD.contains(&status) => method = Method::GET,
                301 | 302 | 303 | 307 | 308 if n_redirects == MAX_REDIRECTS => {
                    return Err(FetchError::Redirects(MAX_REDIRECTS).into());
                }
                301 | 302 | 303 | 307 | 308 => {
                    url = onward(&url, &answer)?;
                    n_redirects += 1;
                }
                _ => return Ok(answer),
            }
        }
    }

    /// Asks one server once, when it is its turn.
    async fn step(&self, method: &Method, url: &Url) -> Result<Response, Stop> {
        let host = self.host(url);
        // The host first: who waits for one holds up no other.
        let (Ok(_of_host), Ok(_of_all)) = (host.turns.acquire().await, self.turns.acquire().await) else {
            return Err(FetchError::TooSlow.into());
        };
        if let Some(wait) = host.wait() {
            return Err(Stop::Waits(wait));
        }
        let places = place::resolve(url, &self.settings.allow).await?;
        let mut request = client(places)?.request(method.clone(), url.clone()).header(ACCEPT, "image/*, video/webm");
        if method == Method::GET {
            request = request.header(RANGE, "bytes=0-0");
        }
        let answer = timeout(self.pace.answer_within, send(request)).await.map_err(|_late| FetchError::TooSlow)??;
        if answer.status().as_u16() >= 400
            && let Some(wait) = wait_of(header(&answer, &RETRY_AFTER), header(&answer, &DATE))
        {
            host.has_us_wait(wait);
        }
        Ok(answer)
    }

    fn host(&self, url: &Url) -> Arc<Host> {
        let name = url.host_str().unwrap_or_default().to_owned();
        let new = || Host { turns: Semaphore::new(AT_ONCE_OF_A_HOST), wait: Mutex::default() };
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner).entry(name).or_insert_with(|| new().into()).clone()
    }
}

impl Host {
    fn wait(&self) -> Option<Duration> {
        *self.wait.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_us_wait(&self, wait: Duration) {
        *self.wait.lock().unwrap_or_else(PoisonError::into_inner) = Some(wait);
    }
}

impl From<FetchError> for Stop {
    fn from(error: FetchError) -> Self {
        Self::Failed(error)
    }
}

/// What an error says of a picture, and whether another try may come to more. Source: `commands-and-games.md`, 2.9.
fn sight_of(error: &FetchError) -> (Sight, bool) {
    match error {
        FetchError::Unknown { .. } => (Sight::NoHost, false),
        FetchError::TooSlow => (Sight::Silence, true),
        FetchError::Unreachable(error) if error.is_timeout() => (Sight::Silence, true),
        FetchError::Unreachable(error) => (Sight::Broken, !error.is_connect()),
        FetchError::Trust(_) => (Sight::Offline, false),
        FetchError::Address(_)
        | FetchError::NotPublic { .. }
        | FetchError::Redirects(_)
        | FetchError::Redirect
        | FetchError::Status(_)
        | FetchError::Content(_)
        | FetchError::Encoded
        | FetchError::TooLarge => (Sight::Barred, false),
    }
}

/// Whether nobody answered, and more than one host was silent: they are not all gone at once.
fn is_cut_off(pictures: &[(i64, String)], seen: &[(i64, Seen)]) -> bool {
    let is_silent = |seen: &Seen| matches!(seen.sight, Sight::NoHost | Sight::Silence | Sight::Broken);
    let silent: HashSet<i64> = seen.iter().filter(|(_, seen)| is_silent(seen)).map(|(id, _)| *id).collect();
    let urls = pictures.iter().filter(|(id, _)| silent.contains(id)).filter_map(|(_, url)| Url::parse(url).ok());
    let hosts: HashSet<String> = urls.filter_map(|url| url.host_str().map(str::to_owned)).collect();
    hosts.len() > 1 && !seen.iter().any(|(_, seen)| seen.is_answer())
}

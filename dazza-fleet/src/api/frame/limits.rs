//! How much a client may ask that nobody knows.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::client::Client;
use crate::api::caller::Caller;
use crate::api::error::Problem;

/// Questions that change nothing, in [`WINDOW`]. Source: `platform.md`, 5.1.
const READS: NonZeroU32 = NonZeroU32::new(300).unwrap();

/// Questions that change something, in [`WINDOW`]. Source: `platform.md`, 5.1.
const WRITES: NonZeroU32 = NonZeroU32::new(20).unwrap();

/// In what time a client that has asked all it may has all of it again.
const WINDOW: Duration = Duration::from_mins(15);

/// Most clients that are remembered before those are forgotten that have all of it again.
const MAX_CLIENTS: usize = 4096;

/// What is counted: questions to the API. Pages, and what machines ask, cost next to nothing.
const COUNTED: &str = "/api/";

/// What of it is not counted: whoever watches the fleet asks it all the time.
const FREE: &str = "/api/v1/health";

/// What changes nothing though it is sent: the names that are asked about fit no path.
const READ_BY_POST: [&str; 1] = ["/api/v1/stats/quotes/batch"];

/// What a client may ask, and what is left. Source: draft-ietf-httpapi-ratelimit-headers-10.
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

type Bucket = RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>;

/// What each client has asked lately.
#[derive(Clone, Debug)]
pub(super) struct Limits(Arc<Buckets>);

#[derive(Debug)]
struct Buckets {
    reads: Bucket,
    writes: Bucket,
}

impl Limits {
    /// Nobody has asked anything.
    pub(super) fn new() -> Self {
        let bucket = |most: NonZeroU32| {
            let quota = Quota::with_period(WINDOW / most.get()).unwrap_or(Quota::per_second(most));
            RateLimiter::keyed(quota.allow_burst(most)).with_middleware()
        };
        Self(Arc::new(Buckets { reads: bucket(READS), writes: bucket(WRITES) }))
    }

    /// Counts a question of `client`; what is left, or how long to wait.
    fn count(&self, client: IpAddr, is_write: bool) -> Result<u32, Duration> {
        let bucket = if is_write { &self.0.writes } else { &self.0.reads };
        if bucket.len() >= MAX_CLIENTS {
            bucket.retain_recent();
        }
        match bucket.check_key(&client) {
            Ok(state) => Ok(state.remaining_burst_capacity()),
            Err(refused) => Err(refused.wait_time_from(DefaultClock::default().now())),
        }
    }
}

/// Turns away clients that ask too much, and tells all what they may.
pub(super) async fn hold(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let client = request.extensions().get::<Client>().copied();
    let is_known = matches!(request.extensions().get(), Some(Caller::Token(_)));
    let path = request.uri().path();
    let is_free = is_known || !path.starts_with(COUNTED) || path == FREE || request.method() == Method::OPTIONS;
    let Some(Client(client)) = client.filter(|_| !is_free) else { return next.run(request).await };
    let is_read = [Method::GET, Method::HEAD].contains(request.method());
    let is_write = !is_read && !READ_BY_POST.contains(&request.uri().path());
    let (name, most) = if is_write { ("writes", WRITES) } else { ("reads", READS) };
    let (mut answer, left, wait) = match limits.count(client, is_write) {
        Ok(left) => (next.run(request).await, left, WINDOW.as_secs() / u64::from(most.get())),
        Err(wait) => (refusal(name, most, wait), 0, seconds(wait)),
    };
    let policy = HeaderValue::from_str(&format!("\"{name}\";q={most};w={}", WINDOW.as_secs()));
    let state = HeaderValue::from_str(&format!("\"{name}\";r={left};t={wait}"));
    for (header, value) in [(POLICY, policy), (LEFT, state)] {
        if let Ok(value) = value {
            answer.headers_mut().insert(header, value);
        }
    }
    answer
}

fn refusal(name: &str, most: NonZeroU32, wait: Duration) -> Response {
    let (minutes, wait) = (WINDOW.as_secs() / 60, seconds(wait));
    let told =
        format!("{most} {name} in {minutes} minutes are all that is free without a token; ask again in {wait} s");
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, told);
    ([(header::RETRY_AFTER, HeaderValue::from(wait))], problem).into_response()
}

/// Whole seconds, rather too long than too short.
fn seconds(wait: Duration) -> u64 {
    wait.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_client_has_its_own_reads_and_writes() {
        let limits = Limits::new();
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let left: Vec<_> = (0..20).map(|_| limits.count(one, true).unwrap()).collect();
        assert_eq!((left.first(), left.last()), (Some(&19), Some(&0)));
        let wait = limits.count(one, true).unwrap_err();
        assert!((44..=45).contains(&seconds(wait)), "{wait:?}");
        assert_eq!(limits.count(one, false), Ok(299));
        assert_eq!(limits.count(other, true), Ok(19));
    }
}

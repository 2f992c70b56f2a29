//! Answers to heavy reads are kept for a while, by what exactly was asked, and are the same for whoever asks: who that is, they
//! are not told.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::caller::Caller;
use super::error::Problem;
use super::fresh::Fresh;

/// How old an answer may get that walks little.
const SHORT: Duration = Duration::from_secs(5);

/// How old an answer over all rooms may get that walks much.
const LONG: Duration = Duration::from_mins(1);

/// What is kept, and for how long when it is asked over all rooms; of named rooms all is kept for [`SHORT`].
const KEPT: [(&str, Duration); 17] = [
    ("/api/v1/rooms/{id}/stats", SHORT),
    ("/api/v1/rooms/{id}/activity", SHORT),
    ("/api/v1/rooms/{id}/commands", SHORT),
    ("/api/v1/chat/recent", Duration::from_secs(1)),
    ("/api/v1/stats/users", SHORT),
    ("/api/v1/stats/users/{name}", SHORT),
    ("/api/v1/stats/users/{name}/category/{category}", SHORT),
    ("/api/v1/stats/leaderboard/all", LONG),
    ("/api/v1/stats/leaderboard/{type}", LONG),
    ("/api/v1/stats/channel", LONG),
    ("/api/v1/stats/daily/{type}", LONG),
    ("/api/v1/stats/messages", LONG),
    ("/api/v1/stats/recent/activity", Duration::from_secs(1)),
    ("/api/v1/economy", LONG),
    ("/api/v1/gallery/stats", SHORT),
    ("/api/v1/gallery/images", SHORT),
    ("/api/v1/gallery/activity", SHORT),
];

/// What all answers that are kept may come to, and how many they may be. Unit: bytes.
const MAX_BYTES: usize = 4 << 20;
const MAX_ANSWERS: usize = 256;

/// Largest answer there is: 10,000 buckets of a long name come to about 2 MB. Unit: bytes.
const MAX_ANSWER: usize = 16 << 20;

/// The answers that are kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept(Arc<Mutex<HashMap<String, (Duration, Slot)>>>);

type Slot = Arc<Fresh<Arc<Answer>>>;

/// An answer that is well.
#[derive(Debug)]
struct Answer {
    headers: HeaderMap,
    body: Bytes,
}

impl Kept {
    fn slot(&self, asked: &str, age: Duration) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, slot)) = slots.get(asked) {
            return Arc::clone(slot);
        }
        if slots.len() >= MAX_ANSWERS {
            slots.retain(|_, (age, slot)| !slot.is_stale(*age));
        }
        if slots.len() >= MAX_ANSWERS {
            // So many different questions at once are best forgotten.
            slots.clear();
        }
        let slot = Slot::default();
        slots.insert(asked.to_owned(), (age, Arc::clone(&slot)));
        slot
    }

    /// Makes room for an answer of so many bytes; where there is none, it is not kept.
    fn make_room(&self, asked: &str, n_bytes: usize) {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = |slots: &HashMap<String, (Duration, Slot)>| {
            let others = slots.iter().filter(|(other, _)| *other != asked).filter_map(|(_, (_, slot))| slot.kept());
            n_bytes + others.map(|(_, answer)| answer.body.len()).sum::<usize>() > MAX_BYTES
        };
        if is_full(&slots) {
            slots.retain(|other, (age, slot)| other == asked || !slot.is_stale(*age));
        }
        if is_full(&slots) {
            slots.remove(asked);
        }
    }
}

/// Answers from what is kept, where that is done.
pub(super) async fn answer(State(kept): State<Kept>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let Some((_, age)) = KEPT.into_iter().find(|(kept, _)| path == Some(*kept)) else { return next.run(request).await };
    if request.method() != Method::GET {
        return next.run(request).await;
    }
    let asked = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let of_rooms = asked.split_once('?').is_some_and(|(_, query)| query.contains("room="));
    let age = if of_rooms { age.min(SHORT) } else { age };
    let slot = kept.slot(&asked, age);
    let ask = async move {
        let answer = whole(request, next).await?;
        kept.make_room(&asked, answer.body.len());
        Ok::<_, Box<Response>>(answer)
    };
    match slot.get(age, ask).await {
        Ok(answer) => (answer.headers.clone(), Body::from(answer.body.clone())).into_response(),
        Err(refusal) => *refusal,
    }
}

/// The whole answer, if it is well and may be kept.
async fn whole(mut request: Request, next: Next) -> Result<Arc<Answer>, Box<Response>> {
    // What is kept is shown to all: it is what anyone may see.
    request.extensions_mut().insert(Caller::Anyone);
    let (head, body) = next.run(request).await.into_parts();
    if head.status != StatusCode::OK {
        return Err(Box::new(Response::from_parts(head, body)));
    }
    match to_bytes(body, MAX_ANSWER).await {
        Ok(body) => Ok(Arc::new(Answer { headers: head.headers, body })),
        Err(_too_long) => {
            let told = "the answer is too long; ask for less of it";
            Err(Box::new(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, told).into_response()))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::task::Poll;

    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use axum::{Extension, Router};
    use tower_service::Service;

    use super::*;

    /// An answer that tells who asked.
    async fn told(caller: Caller) -> String {
        format!("{caller:?}")
    }

    #[tokio::test]
    async fn what_is_kept_does_not_know_who_asked() {
        let kept = Kept::default();
        let (always, other) = ("/api/v1/stats/channel", "/api/v1/rooms");
        let routes = Router::new().route(always, get(told)).route(other, get(told));
        let routes = routes.layer(from_fn_with_state(kept, answer));
        for (caller, path, seen) in [
            (Caller::Owner, always, "Anyone"),
            (Caller::Anyone, always, "Anyone"),
            (Caller::Owner, other, "Owner"),
            (Caller::Anyone, other, "Anyone"),
        ] {
            let asked = Request::builder().uri(path).body(Body::empty()).unwrap();
            let answer = routes.clone().layer(Extension(caller)).call(asked).await.unwrap();
            let body = to_bytes(answer.into_body(), MAX_ANSWER).await.unwrap();
            assert_eq!(body, seen, "{path}");
        }
    }

    /// An answer of so many bytes, with room made for it.
    fn asked_for(kept: &Kept, asked: &str, n_bytes: usize) -> Arc<Answer> {
        kept.make_room(asked, n_bytes);
        Arc::new(Answer { headers: HeaderMap::new(), body: Bytes::from(vec![0; n_bytes]) })
    }

    #[tokio::test]
    async fn what_finds_no_room_is_given_and_not_kept() {
        let (kept, n_bytes) = (Kept::default(), MAX_BYTES / 3 * 2);
        for (asked, is_kept) in [("/one", true), ("/two", false), ("/one", true)] {
            let desk = kept.clone();
            let ask = poll_fn(move |_| Poll::Ready(Ok::<_, ()>(asked_for(&desk, asked, n_bytes))));
            let given = kept.slot(asked, SHORT).get(SHORT, ask).await.unwrap();
            assert_eq!(given.body.len(), n_bytes);
            assert_eq!(kept.slot(asked, SHORT).kept().is_some(), is_kept, "{asked}");
        }
    }
}

//! Marks by which a client knows that an answer is the one it has already: entity tags, and `HEAD` like `GET` without its body.

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// Longest answer that is given a mark. Unit: bytes.
const MAX_MARKED: u64 = 16 << 20;

/// Marks answers to reads, and sends none that the client has.
pub(super) async fn put(mut request: Request, next: Next) -> Response {
    let is_head = request.method() == Method::HEAD;
    if !is_head && request.method() != Method::GET {
        return next.run(request).await;
    }
    *request.method_mut() = Method::GET;
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let mut answer = next.run(request).await;
    if answer.status() == StatusCode::OK && is_marked(answer.headers()) {
        answer = marked(answer, known.as_ref()).await;
    }
    if is_head { without_body(answer) } else { answer }
}

/// Whether an answer is of a kind that is asked for again and again: what the API answers, and pages. What may be kept for good
/// is not asked for twice.
fn is_marked(headers: &HeaderMap) -> bool {
    let is_page = headers.get(header::CACHE_CONTROL).is_some_and(|keep| keep.as_bytes() == b"no-cache");
    is_page || headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes() == b"application/json")
}

async fn marked(answer: Response, known: Option<&HeaderValue>) -> Response {
    // Whole answers have a length; what is streamed has none.
    let Some(0..=MAX_MARKED) = answer.body().size_hint().exact() else { return answer };
    let (mut parts, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let hash = Sha256::digest(&bytes);
    let hash = format!("{:016x}", hash.iter().take(8).fold(0_u64, |all, byte| all << 8 | u64::from(*byte)));
    // Weak: the same answer may go out compressed or not.
    let Ok(mark) = HeaderValue::from_str(&format!("W/\"{hash}\"")) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let is_known = known.and_then(|known| known.to_str().ok()).is_some_and(|known| names(known, &hash));
    parts.headers.insert(header::ETAG, mark);
    parts.headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    if is_known {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Whether a list of marks names this one, weak or not. Source: RFC 9110, 13.1.2.
fn names(list: &str, hash: &str) -> bool {
    let bare = |mark: &str| mark.trim().trim_start_matches("W/").trim_matches('"').to_owned();
    list.split(',').any(|mark| mark.trim() == "*" || bare(mark) == hash)
}

fn without_body(mut answer: Response) -> Response {
    if let Some(length) = answer.body().size_hint().exact() {
        answer.headers_mut().entry(header::CONTENT_LENGTH).or_insert(length.into());
    }
    answer.map(|_body| Body::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_in_any_list() {
        for (list, found) in [
            ("W/\"abc\"", true),
            ("\"abc\"", true),
            ("\"x\", W/\"abc\"", true),
            ("*", true),
            ("\"abcd\"", false),
            ("", false),
        ] {
            assert_eq!(names(list, "abc"), found, "{list}");
        }
    }
}

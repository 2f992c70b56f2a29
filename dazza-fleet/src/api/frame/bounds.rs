//! How big a question may be and how long its answer may take.

use std::time::Duration;

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use crate::api::error::Problem;

/// Longest body. Source: `platform.md`, 5.1. Unit: bytes.
pub(super) const MAX_BODY_BYTES: usize = 1 << 20;

/// Longest path with what stands behind the `?`. Unit: bytes.
const MAX_URI_BYTES: usize = 8 * 1024;

/// All headers together. Unit: bytes.
const MAX_HEADER_BYTES: usize = 32 * 1024;

/// How long an answer may take to begin.
const WITHIN: Duration = Duration::from_secs(30);

/// Turns away what is too big, and gives up what takes too long.
pub(super) async fn hold(request: Request, next: Next) -> Response {
    if let Some(problem) = excess(&request) {
        return problem.into_response();
    }
    match timeout(WITHIN, next.run(request)).await {
        Ok(answer) => answer,
        Err(_elapsed) => {
            let told = format!("the answer took longer than {} s; ask for less, or later", WITHIN.as_secs());
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, told).into_response()
        }
    }
}

fn excess<B>(request: &axum::http::Request<B>) -> Option<Problem> {
    let n_bytes = request.uri().path_and_query().map_or(0, |asked| asked.as_str().len());
    if n_bytes > MAX_URI_BYTES {
        let told = format!("the path has {n_bytes} bytes, and may have {MAX_URI_BYTES}");
        return Some(Problem::new(StatusCode::URI_TOO_LONG, told));
    }
    let n_bytes: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if n_bytes > MAX_HEADER_BYTES {
        let told = format!("the headers have {n_bytes} bytes, and may have {MAX_HEADER_BYTES}");
        return Some(Problem::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, told));
    }
    let announced = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let too_long =
        announced.filter(|length: &u64| usize::try_from(*length).is_ok_and(|length| length > MAX_BODY_BYTES));
    too_long.map(|length| {
        let told = format!("the body has {length} bytes, and may have {MAX_BODY_BYTES}");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, told)
    })
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn what_is_too_big_is_told_by_how_much() {
        let status = |request: Request<()>| excess(&request).map(|problem| problem.status);
        let uri = |n: usize| Request::builder().uri(format!("/{}", "x".repeat(n - 1))).body(()).unwrap();
        assert_eq!((status(uri(8192)), status(uri(8193))), (None, Some(414)));
        let headers = |n: usize| Request::builder().header("x", "y".repeat(n - 1)).body(()).unwrap();
        assert_eq!((status(headers(32 << 10)), status(headers((32 << 10) + 1))), (None, Some(431)));
        let body = |length: &str| Request::builder().header("content-length", length).body(()).unwrap();
        assert_eq!(
            (status(body("1048576")), status(body("1048577")), status(body("99999999999999"))),
            (None, Some(413), Some(413))
        );
    }
}

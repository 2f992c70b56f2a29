//! Every refusal in one form, whoever said it: what the libraries around us put in plain words becomes a problem too.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::error::{MEDIA_TYPE, Problem};

/// Most that is kept of what a library says. Unit: bytes.
const MAX_SAID: usize = 1024;

/// Puts what says no into the form of a problem.
pub(super) async fn form(request: Request, next: Next) -> Response {
    let answer = next.run(request).await;
    let status = answer.status();
    if !(status.is_client_error() || status.is_server_error()) || is_problem(answer.headers()) {
        return answer;
    }
    let (parts, body) = answer.into_parts();
    let said = to_bytes(body, MAX_SAID).await.unwrap_or_default();
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    let told = if said.is_empty() || status == StatusCode::INTERNAL_SERVER_ERROR { in_words(status) } else { said };
    let mut answer = Problem::new(status, told).into_response();
    // What a client has to know besides stays: `allow`, `retry-after`, and the like.
    for (name, value) in &parts.headers {
        if ![header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name) {
            answer.headers_mut().append(name, value.clone());
        }
    }
    answer
}

fn is_problem(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes() == MEDIA_TYPE.as_bytes())
}

fn in_words(status: StatusCode) -> String {
    status.canonical_reason().unwrap_or("it cannot be done").to_lowercase()
}

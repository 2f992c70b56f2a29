//! The one form in which the API says no.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::supervisor::{Unanswered, Unrestartable};

/// A refusal or failure, in words for people.
///
/// Source: RFC 9457, section 3.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Problem {
    /// What kind it is; `about:blank` says no more than the status.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// The status in words.
    pub(crate) title: String,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What happened here.
    pub(crate) detail: String,
}

impl Problem {
    /// A problem of the given status.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: status.as_u16(),
            detail: detail.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(header::CONTENT_TYPE, "application/problem+json")], Json(self)).into_response()
    }
}

impl From<Unanswered> for Problem {
    fn from(error: Unanswered) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
    }
}

impl From<Unrestartable> for Problem {
    fn from(error: Unrestartable) -> Self {
        let status = match error {
            Unrestartable::NoSuchRoom => StatusCode::NOT_FOUND,
            Unrestartable::NotWanted => StatusCode::CONFLICT,
        };
        Self::new(status, error.to_string())
    }
}

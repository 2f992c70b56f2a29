//! The one form in which the API says no.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use dazza_shared::config::{Fault, Faults};
use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::supervisor::{Refused, Unanswered};
use crate::view::RoomView;

/// How a problem is labelled.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// A refusal or failure, in words for people.
///
/// Source: RFC 9457, section 3.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Problem {
    /// What kind it is; `about:blank` says no more than the status.
    #[serde(rename = "type")]
    pub(crate) kind: Box<str>,
    /// The status in words.
    pub(crate) title: Box<str>,
    /// The HTTP status.
    pub(crate) status: u16,
    /// What happened here.
    pub(crate) detail: String,
    /// The rooms it is about, where it is about some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) rooms: Vec<Unready>,
    /// What is wrong with the configuration, where that is the matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<Object>)]
    pub(crate) faults: Vec<Fault>,
}

/// A wanted room that is not joined.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Unready {
    /// The room.
    pub(crate) name: RoomName,
    /// What it is doing.
    pub(crate) phase: Phase,
    /// Why it is not joined, where that is known.
    pub(crate) reason: Option<String>,
}

impl Problem {
    /// A problem of the given status.
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank".into(),
            title: status.canonical_reason().unwrap_or("Problem").into(),
            status: status.as_u16(),
            detail: detail.into(),
            rooms: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// The same, about these rooms.
    pub(crate) fn about(self, rooms: Vec<Unready>) -> Self {
        Self { rooms, ..self }
    }
}

impl From<&RoomView> for Unready {
    fn from(room: &RoomView) -> Self {
        Self { name: room.name.clone(), phase: room.phase, reason: room.reason.clone() }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], Json(self)).into_response()
    }
}

impl From<Unanswered> for Problem {
    fn from(error: Unanswered) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
    }
}

impl From<Faults> for Problem {
    fn from(faults: Faults) -> Self {
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, faults.to_string());
        Self { faults: faults.list, ..problem }
    }
}

impl From<Refused> for Problem {
    fn from(error: Refused) -> Self {
        let status = match error {
            Refused::NoSuchRoom => StatusCode::NOT_FOUND,
            Refused::SwitchedOff | Refused::Stopped | Refused::NotLinked | Refused::Leaving => StatusCode::CONFLICT,
            Refused::NotRemembered(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::new(status, error.to_string())
    }
}

//! Which pages of other sites may ask us from a browser.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use dazza_shared::config::WebAccess;
use tower_http::cors::{AllowOrigin, CorsLayer};

use super::identify;
use crate::api::error::Problem;
use crate::api::live::names;

/// How long a browser may remember what it was told.
const REMEMBERED: Duration = Duration::from_hours(24);

/// The sites whose pages may ask.
#[derive(Clone, Debug)]
pub(super) struct Origins(Arc<Vec<HeaderValue>>);

impl Origins {
    /// Those that the operator named.
    pub(super) fn of(access: &WebAccess) -> Self {
        Self(Arc::new(access.cors_origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()).collect()))
    }

    /// What tells browsers so.
    pub(super) fn layer(&self) -> CorsLayer {
        let told = ["ratelimit", "ratelimit-policy"].map(HeaderName::from_static);
        CorsLayer::new()
            .allow_origin(AllowOrigin::list(self.0.iter().cloned()))
            .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
            .allow_headers([header::CONTENT_TYPE, header::AUTHORIZATION, header::IF_NONE_MATCH, identify::HEADER])
            .expose_headers(
                told.into_iter().chain([header::ETAG, header::RETRY_AFTER, identify::HEADER]).collect::<Vec<_>>(),
            )
            .max_age(REMEMBERED)
    }

    /// Whether a page may have something changed: ours, one of those named, or no page at all.
    fn admit(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(header::ORIGIN) else { return true };
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let bare = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
        self.0.contains(origin) || (host.is_some() && bare == host)
    }
}

/// Turns away what pages of other sites want changed; what they read, their browser keeps from them, unless it is read from a
/// WebSocket.
pub(super) async fn hold(State(origins): State<Origins>, request: Request, next: Next) -> Response {
    let is_read = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    let is_socket = names(request.headers(), &header::UPGRADE, "websocket");
    if (is_read && !is_socket) || origins.admit(request.headers()) {
        return next.run(request).await;
    }
    let told = "pages of this site may neither change anything here nor follow the live feed; `cors_origins` in [web] names those that may";
    Problem::new(StatusCode::FORBIDDEN, told).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_other_sites_change_nothing() {
        let named = vec!["https://example.org".to_owned()];
        let origins = Origins::of(&WebAccess { cors_origins: named, ..WebAccess::default() });
        for (origin, admitted) in [
            (None, true),
            (Some("https://example.org"), true),
            (Some("http://dazza.test:8080"), true),
            (Some("https://example.org.evil.test"), false),
            (Some("http://example.org"), false),
            (Some("null"), false),
        ] {
            let mut headers = HeaderMap::from_iter([(header::HOST, HeaderValue::from_static("dazza.test:8080"))]);
            headers.extend(origin.map(|origin| (header::ORIGIN, HeaderValue::from_static(origin))));
            assert_eq!(origins.admit(&headers), admitted, "{origin:?}");
        }
    }
}

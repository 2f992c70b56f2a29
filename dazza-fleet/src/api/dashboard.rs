//! The pages: what `scripts/dashboard` built, out of the program itself. Which page is shown, its script decides by the path.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// All files of the pages with their paths; none when they were not built.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/dashboard.rs"));

/// What is shown when there are none.
const UNBUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Dazza fleet</title>\
    <h1>The dashboard was not built</h1><p>Run <code>scripts/dashboard</code> and build dazza-fleet again. \
    The API is at <a href=\"/api/v1/rooms\">/api/v1/rooms</a>.</p></html>\n";

/// How the paths of pages begin; `dashboard/src/pages/index.tsx` has the same ones.
const PAGES: [&str; 14] = [
    "", "rooms", "boards", "users", "gallery", "economy", "commands", "guide", "world", "status", "audit", "tokens",
    "widget", EMBEDDED,
];

/// The page that other sites may show within theirs.
const EMBEDDED: &str = "embed";

/// The script of the widget, which pages of other sites load.
const WIDGET: &str = "/widget.js";

/// Where files stand whose names change whenever they do.
const HASHED: &str = "/assets/";

/// What a page may load and do: our own scripts and styles, pictures of galleries from anywhere, the API and the live feed.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; \
    connect-src 'self' ws: wss:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The same for the page that may be shown within others.
const POLICY_EMBEDDED: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; \
    connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors *";

/// What a browser may not use, whatever runs in a page.
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The file or page at that path, if there is one.
pub(super) fn find(path: &str) -> Option<Response> {
    let file = |name: &str| FILES.iter().find(|(path, _)| *path == name).map(|(_, bytes)| *bytes);
    if let Some(bytes) = file(path).filter(|_| path != "/index.html") {
        return Some(answer(path, bytes));
    }
    let first = path.strip_prefix('/')?.split('/').next()?;
    PAGES.contains(&first).then(|| page(file("/index.html").unwrap_or(UNBUILT.as_bytes()), first == EMBEDDED))
}

fn page(bytes: &'static [u8], is_embedded: bool) -> Response {
    let policy = if is_embedded { POLICY_EMBEDDED } else { POLICY };
    let mut page = answer("/index.html", bytes);
    page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    page.headers_mut().insert(PERMISSIONS_POLICY, HeaderValue::from_static(PERMISSIONS));
    page
}

fn answer(path: &str, bytes: &'static [u8]) -> Response {
    let kind = kind(path);
    let keep = if path.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let sites = if path == WIDGET { "cross-origin" } else { "same-origin" };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, keep),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (RESOURCE_POLICY, sites),
    ];
    (headers, bytes).into_response()
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(path: &str, name: HeaderName) -> Option<String> {
        find(path).map(|answer| answer.headers().get(name).unwrap().to_str().unwrap().to_owned())
    }

    #[test]
    fn every_path_of_a_page_is_the_page_and_nothing_else_is() {
        for path in ["/", "/rooms/thepub", "/users/shazza", "/boards", "/widget", "/embed"] {
            assert_eq!(header(path, header::CONTENT_TYPE).as_deref(), Some("text/html; charset=utf-8"), "{path}");
        }
        for path in ["/index.html", "/api/v1/nothing", "/ws", "/assets/none.js", "/elsewhere", "/.git/config", ""] {
            assert!(find(path).is_none(), "{path}");
        }
    }

    #[test]
    fn pages_may_run_nothing_but_our_own_and_one_may_be_shown_by_others() {
        for path in ["/", "/gallery", "/embed"] {
            let policy = header(path, header::CONTENT_SECURITY_POLICY).unwrap();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            assert_eq!(policy.contains("frame-ancestors 'none'"), path != "/embed", "{path}");
        }
    }

    #[test]
    fn the_script_has_the_pages_that_are_served() {
        let script = include_str!("../../../dashboard/src/pages/index.tsx");
        let lines = script.lines().filter_map(|line| line.trim().strip_prefix("[/^\\/"));
        for line in lines {
            let first: String = line.chars().take_while(char::is_ascii_lowercase).collect();
            assert!(PAGES.contains(&first.as_str()), "{first} is missing in PAGES");
        }
    }
}

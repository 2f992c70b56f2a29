//! The fetcher against a web server of the test's own, on loopback addresses of which some are allowed.

use dazza_shared::config::FetchSettings;
use dazza_sim::web::{Answer, Web, allowed, moved, page, path};
use tokio::time::{Instant, timeout};

use super::*;

async fn fetch(url: &str, kind: Kind) -> Result<Page, FetchError> {
    get(url, kind, &allowed(), Instant::now() + WITHIN).await
}

#[tokio::test]
async fn a_page_is_read_where_its_redirects_end() {
    let web = Web::new(|head| match path(head) {
        "/a" => moved("/b?x=1"),
        "/b?x=1" => moved("c"),
        "/c" => moved("/d"),
        _ => page("text/html; charset=utf-8", "<title>café</title>"),
    })
    .await;
    let found = fetch(&web.url("/a#part"), Kind::Html).await.unwrap();
    assert_eq!((found.text.as_str(), found.url.path()), ("<title>café</title>", "/d"));
    for head in web.asked() {
        let head = head.to_ascii_lowercase();
        assert!(head.contains("accept-encoding: identity\r\n"), "{head}");
        assert!(["cookie:", "referer:", "authorization:"].iter().all(|name| !head.contains(name)), "{head}");
    }
}

#[tokio::test]
async fn no_redirect_leads_inside() {
    for to in [
        "http://127.0.0.1:80/",
        "http://localhost:80/",
        "https://localhost/",
        "http://[::1]:80/",
        "http://10.0.0.1/",
        "http://0x7f000001/",
        "//169.254.169.254/latest/meta-data/",
    ] {
        let web = Web::new(move |_| moved(to)).await;
        let refused = fetch(&web.url("/"), Kind::Html).await.unwrap_err();
        assert!(matches!(refused, FetchError::NotPublic { .. }), "{to}: {refused}");
        assert_eq!(web.asked().len(), 1);
    }
    for to in ["file:///etc/passwd", "http://me:pw@1.1.1.1/", "http://1.1.1.1:22/", "http://[", ""] {
        let web = Web::new(move |_| moved(to)).await;
        let refused = fetch(&web.url("/"), Kind::Html).await.unwrap_err();
        let is_told = matches!(refused, FetchError::Address(_) | FetchError::Redirect | FetchError::Redirects(_));
        assert!(is_told, "{to}: {refused}");
    }
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_asked() {
    let web = Web::new(|_| page("text/html", "secret")).await;
    let named = web.url("/").replace("127.0.0.2", "localhost");
    let refused = fetch(&named, Kind::Html).await.unwrap_err();
    assert!(matches!(refused, FetchError::NotPublic { .. }), "{refused}");
    let none_allowed = FetchSettings::default();
    let refused = get(&web.url("/"), Kind::Html, &none_allowed, Instant::now() + WITHIN).await.unwrap_err();
    assert!(matches!(refused, FetchError::Address(_)), "{refused}");
    assert!(web.asked().is_empty());
}

#[tokio::test]
async fn a_circle_of_redirects_is_left() {
    let web = Web::new(|_| moved("/again")).await;
    assert!(matches!(fetch(&web.url("/"), Kind::Html).await, Err(FetchError::Redirects(3))));
    assert_eq!(web.asked().len(), 4);
}

#[tokio::test]
async fn whoever_is_slow_is_not_waited_for() {
    let begun = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<title>".to_vec();
    for begun in [Vec::new(), b"HTTP/1.1 200 OK\r\n".to_vec(), begun] {
        let web = Web::new(move |_| Answer::Stall(begun.clone())).await;
        // It never answers, so that any limit will do.
        let by = Instant::now() + std::time::Duration::from_millis(50);
        let slow = get(&web.url("/"), Kind::Html, &allowed(), by).await;
        assert!(matches!(slow, Err(FetchError::TooSlow)), "{slow:?}");
    }
}

#[tokio::test]
async fn no_more_is_read_than_is_of_use() {
    let web = Web::new(|head| {
        let kind = if path(head) == "/json" { "application/json" } else { "text/html" };
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\n\r\n<title>long</title>");
        Answer::Endless(head.into_bytes(), vec![b'x'; 4096])
    })
    .await;
    let found = timeout(WITHIN, fetch(&web.url("/"), Kind::Html)).await.unwrap().unwrap();
    assert_eq!(found.text.len(), 512 * 1024);
    assert!(found.text.starts_with("<title>long</title>xx"));
    assert!(matches!(fetch(&web.url("/json"), Kind::Json).await, Err(FetchError::TooLarge)));
}

#[tokio::test]
async fn what_was_not_asked_for_is_not_read() {
    let web = Web::new(|head| match path(head) {
        "/json" => page("application/json", "{}"),
        "/none" => Answer::Whole(b"HTTP/1.1 200 OK\r\n\r\n<title>x</title>".to_vec()),
        "/packed" => {
            let head = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-encoding: gzip\r\n\r\n";
            Answer::Endless(head.into(), vec![0; 4096])
        }
        "/teapot" => Answer::Whole(b"HTTP/1.1 418 Teapot\r\ncontent-type: text/html\r\n\r\n".to_vec()),
        "/junk" => Answer::Whole(b"\x16\x03\x01 no HTTP\r\n\r\n".to_vec()),
        "/cut" => Answer::Whole(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 99\r\n\r\n<".to_vec()),
        _ => page("image/png", "x"),
    })
    .await;
    assert!(matches!(fetch(&web.url("/json"), Kind::Html).await, Err(FetchError::Content(_))));
    assert_eq!(fetch(&web.url("/json"), Kind::Json).await.unwrap().text, "{}");
    assert!(matches!(fetch(&web.url("/none"), Kind::Html).await, Err(FetchError::Content(_))));
    assert!(matches!(fetch(&web.url("/png"), Kind::Html).await, Err(FetchError::Content(_))));
    assert!(matches!(fetch(&web.url("/packed"), Kind::Html).await, Err(FetchError::Encoded)));
    assert!(matches!(fetch(&web.url("/teapot"), Kind::Html).await, Err(FetchError::Status(418))));
    assert!(matches!(fetch(&web.url("/junk"), Kind::Html).await, Err(FetchError::Unreachable(_))));
    assert!(matches!(fetch(&web.url("/cut"), Kind::Html).await, Err(FetchError::Unreachable(_))));
}

//! What every question to the API passes: bounds, limits, origins, caches, and one form of saying no.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use crate::stage::Stage;

/// A fleet to ask.
struct Web {
    stage: Stage,
    address: String,
}

impl Web {
    async fn up(more: &str) -> Self {
        let mut stage = Stage::new();
        stage.edit("listen = \"127.0.0.1:0\"\n", &format!("listen = \"127.0.0.1:0\"\n{more}"));
        stage.up_and_joined().await;
        let address = stage.web().await;
        Self { stage, address }
    }

    /// The head and the body of the answer to a question with these headers.
    fn ask(&self, line: &str, headers: &str) -> (String, Vec<u8>) {
        self.send(format!("{line} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{headers}\r\n").as_bytes())
    }

    fn send(&self, question: &[u8]) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        // Who is turned away may be so before all was said.
        drop(stream.write_all(question));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        let end = answer.windows(4).position(|part| part == b"\r\n\r\n").unwrap_or(answer.len());
        let body = answer.get(end + 4..).unwrap_or_default().to_vec();
        (String::from_utf8(answer[..end].to_vec()).unwrap(), body)
    }
}

/// What stands in a header of an answer.
fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| line.split_once(": ").filter(|(header, _)| *header == name)).map(|(_, value)| value)
}

fn status(head: &str) -> u16 {
    head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0)
}

#[tokio::test]
async fn answers_have_ids_marks_and_are_compressed_for_who_can_read_that() {
    let web = Web::up("").await;
    let (head, plain) = web.ask("GET /api/v1/commands", "x-request-id: my-own.1\r\n");
    assert_eq!((status(&head), header(&head, "x-request-id")), (200, Some("my-own.1")));
    assert_eq!(header(&head, "cache-control"), Some("no-cache"));
    let mark = header(&head, "etag").unwrap();

    let (packed, body) = web.ask("GET /api/v1/commands", "accept-encoding: gzip\r\nx-request-id: a\u{e9}b\r\n");
    assert_eq!((header(&packed, "content-encoding"), header(&packed, "etag")), (Some("gzip"), Some(mark)));
    assert!(body.len() * 3 < plain.len(), "{} of {}", body.len(), plain.len());
    assert_eq!(header(&packed, "x-request-id").unwrap().len(), 16);

    let (known, body) = web.ask("GET /api/v1/commands", &format!("if-none-match: \"other\", {mark}\r\n"));
    assert_eq!((status(&known), header(&known, "etag"), body.len()), (304, Some(mark), 0));

    let (head, body) = web.ask("HEAD /api/v1/commands", "");
    assert_eq!((status(&head), header(&head, "etag"), body.len()), (200, Some(mark), 0));
    assert_eq!(header(&head, "content-length"), Some(plain.len().to_string().as_str()));
}

#[tokio::test]
async fn whatever_is_thrown_at_it_is_a_problem_of_the_client() {
    let web = Web::up("").await;
    let long = "x".repeat(9000);
    let heavy = format!("x: {}\r\n", "y".repeat(40_000));
    for (line, headers, wanted) in [
        ("GET /nowhere", "", 404),
        ("POST /api/v1/chat/recent", "", 405),
        ("DELETE /api/v1/commands", "", 405),
        ("BREW /api/v1/commands", "", 405),
        ("GET /api/v1/rooms/elsewhere", "", 404),
        ("GET /api/v1/rooms/%ff%00", "", 400),
        ("GET /api/v1/rooms/..%2f..%2fetc%2fpasswd", "", 404),
        ("GET /api/v1/rooms/%27%20OR%201=1--", "", 404),
        ("GET /../../etc/passwd", "", 404),
        ("GET /api/v1/rooms?include=%ff", "", 400),
        ("GET /api/v1/rooms?include=inactive&include=inactive", "", 400),
        ("GET /api/v1/rooms?nosuch=1", "", 400),
        ("GET /api/v1/commands", heavy.as_str(), 431),
        (&format!("GET /{long}"), "", 414),
        ("POST /api/v1/session", "content-type: application/json\r\ncontent-length: 2000000\r\n", 413),
    ] {
        let (head, body) = web.ask(line, headers);
        let line = &line[..line.len().min(60)];
        assert_eq!(status(&head), wanted, "{line}: {head}");
        let problem: Value = serde_json::from_slice(&body).unwrap_or_else(|error| panic!("{line}: {error}: {head}"));
        assert_eq!(
            (&problem["status"], header(&head, "content-type")),
            (&wanted.into(), Some("application/problem+json"))
        );
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{line}: {problem}");
    }
    let (head, _) = web.ask("POST /api/v1/commands", "");
    assert_eq!(header(&head, "allow"), Some("GET,HEAD"));
    for junk in
        [&b"\x16\x03\x01\x02\x00\x01"[..], b"GET / HTTP/9.9\r\n\r\n", b"\r\n\r\n", b"GET /\x00 HTTP/1.1\r\n\r\n"]
    {
        let (head, _) = web.send(junk);
        assert!(head.is_empty() || status(&head) < 500, "{head}");
    }
    assert_eq!(status(&web.ask("GET /healthz", "").0), 200);
    web.stage.until_joined().await;
}

#[tokio::test]
async fn a_client_has_its_share_and_a_proxy_that_is_trusted_speaks_for_others() {
    let web = Web::up("trusted_proxies = [\"127.0.0.1\"]\n").await;
    let ask = |line: &str, client: &str| web.ask(line, &format!("x-forwarded-for: {client}\r\n"));
    for left in (0..20).rev() {
        let (head, _) = ask("POST /api/v1/commands", "203.0.113.1");
        assert_eq!(status(&head), 405);
        assert_eq!(header(&head, "ratelimit-policy"), Some("\"writes\";q=20;w=900"));
        assert_eq!(header(&head, "ratelimit"), Some(format!("\"writes\";r={left};t=45").as_str()));
    }
    let (head, body) = ask("POST /api/v1/commands", "203.0.113.1");
    let problem: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((status(&head), &problem["status"]), (429, &429.into()));
    assert!(
        header(&head, "retry-after").is_some_and(|wait| (1..=45).contains(&wait.parse::<u32>().unwrap())),
        "{head}"
    );
    // Its reads are another matter, and so are other clients.
    let (head, _) = ask("GET /api/v1/rooms", "203.0.113.1");
    assert_eq!((status(&head), header(&head, "ratelimit")), (200, Some("\"reads\";r=299;t=3")));
    assert_eq!(status(&ask("POST /api/v1/commands", "203.0.113.2").0), 405);
    for free in ["/healthz", "/metrics", "/api/v1/health"] {
        assert_eq!(header(&ask(&format!("GET {free}"), "203.0.113.1").0, "ratelimit"), None);
    }
}

#[tokio::test]
async fn only_pages_of_sites_that_are_named_may_ask_from_a_browser() {
    let web = Web::up("cors_origins = [\"https://example.org\"]\n").await;
    let from = |line: &str, origin: &str| web.ask(line, &format!("origin: {origin}\r\n")).0;
    let (named, other) = ("https://example.org", "https://evil.test");
    assert_eq!(header(&from("GET /api/v1/rooms", named), "access-control-allow-origin"), Some(named));
    let head = from("GET /api/v1/rooms", other);
    assert_eq!((status(&head), header(&head, "access-control-allow-origin")), (200, None));
    assert_eq!(status(&from("POST /api/v1/commands", other)), 403);
    assert_eq!(status(&from("POST /api/v1/commands", named)), 405);
    assert_eq!(status(&from("POST /api/v1/commands", "http://test")), 405);
    let asked = format!("origin: {named}\r\naccess-control-request-method: POST\r\n");
    let (head, _) = web.ask("OPTIONS /api/v1/rooms", &asked);
    assert_eq!((status(&head), header(&head, "access-control-max-age")), (200, Some("86400")));
    assert!(header(&head, "access-control-allow-methods").unwrap().contains("POST"));
}

//! The chat as a stream of events.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use serde_json::Value;

use super::Scene;
use crate::stage::DEADLINE;

/// A page that reads the stream.
struct Page(BufReader<TcpStream>);

/// An event: its kind, its id and what it tells.
type Event = (String, Option<String>, Value);

impl Page {
    /// Asks, and reads the head of the answer.
    fn open(address: &str, path: &str, headers: &str) -> (Self, String) {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: test\r\naccept-encoding: gzip\r\n{headers}\r\n").unwrap();
        let mut page = Self(BufReader::new(stream));
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            page.0.read_line(&mut head).unwrap();
        }
        (page, head)
    }

    /// The next event; the sizes of chunks are passed over.
    fn next(&mut self) -> Event {
        let (mut kind, mut id) = (String::new(), None);
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream has ended");
            let Some((field, value)) = line.trim_end().split_once(": ") else { continue };
            match field {
                "event" => value.clone_into(&mut kind),
                "id" => id = Some(value.to_owned()),
                _ => return (kind, id, serde_json::from_str(value).unwrap()),
            }
        }
    }
}

#[tokio::test]
async fn a_page_reads_what_is_said_and_goes_on_where_it_was() {
    let scene = Scene::set().await;
    let path = "/api/v1/chat/stream?room=thepub&room=fatpizza";
    let (mut page, head) = Page::open(&scene.address, path, "");
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("content-type: text/event-stream"), "{head}");
    assert!(!head.contains("content-encoding"), "{head}");
    let (kind, _, told) = page.next();
    assert_eq!((kind.as_str(), &told["rooms"]), ("connected", &serde_json::json!(["thepub", "fatpizza"])));
    scene.say("shedcinema", "not for this page").await;
    scene.say("thepub", "one").await;
    scene.say("thepub", "two").await;
    let (kind, id, told) = page.next();
    assert_eq!((kind.as_str(), &told["data"]["text"], &told["room"]), ("message", &"one".into(), &"thepub".into()));
    drop(page);
    scene.say("fatpizza", "three").await;
    let (mut page, _) = Page::open(&scene.address, path, &format!("last-event-id: {}\r\n", id.unwrap()));
    assert_eq!(page.next().0, "connected");
    let said = |page: &mut Page| page.next().2["data"]["text"].clone();
    let mut rest = vec![said(&mut page), said(&mut page)];
    rest.sort_by_key(Value::to_string);
    assert_eq!(rest, ["three", "two"]);
    let (mut page, _) = Page::open(&scene.address, path, "last-event-id: 2001-01-01T00:00:00Z/7\r\n");
    assert_eq!([page.next().0, page.next().0, page.next().0], ["connected", "gap", "message"]);

    for (path, wanted) in [("/api/v1/chat/stream?room=nowhere", "404"), ("/api/v1/chat/stream?rooms=thepub", "400")] {
        let (_, head) = Page::open(&scene.address, path, "");
        assert!(head.starts_with(&format!("HTTP/1.1 {wanted}")), "{head}");
    }
}

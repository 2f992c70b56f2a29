//! Whatever comes over the line, nothing panics, and the line either goes on or ends with a named reason.

#![expect(clippy::expect_used, clippy::unwrap_used, reason = "that is how a test fails")]

#[path = "fuzz/event_laws.rs"]
mod event_laws;
#[path = "fuzz/seeds.rs"]
#[expect(dead_code, reason = "made for the fuzz targets, which need all of it")]
mod seeds;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use dazza_room::cytube::event::{self, Event};
use dazza_room::socketio::{Ended, Endpoint, Heard, Limits, Session, Trust};
use futures_util::{SinkExt, StreamExt};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, accept_async};

/// Far more than any test here takes.
const AMPLE: Duration = Duration::from_secs(20);

/// Every event name that the recordings hold.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names: Vec<_> = seeds::heard()
        .iter()
        .filter(|raw| raw.starts_with("42["))
        .filter_map(|raw| raw.split('"').nth(1).map(str::to_owned))
        .collect();
    names.sort();
    names.dedup();
    names
});

/// Reads a frame; what holds of every event holds of what comes of it.
fn checked(text: &str) -> Event {
    let event = event::read(&Heard::Text(text.into()));
    event_laws::check(&event, text.len());
    event
}

/// Numbers that no server should send.
fn absurd_number() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] =
        &["1e308", "-1e308", "1e999", "-1", "-0.0", "1180591620717411303424", "9223372036854775808", "5e-324"];
    prop_oneof![prop::sample::select(KNOWN).prop_map(str::to_owned), any::<i64>().prop_map(|n| n.to_string())]
}

/// JSON of any shape, absurd numbers and texts that look like numbers among it.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        absurd_number(),
        any::<String>().prop_map(|text| Value::from(text).to_string()),
        prop::sample::select(&["null", "true", "false", "\"NaN\"", "\"Infinity\"", "\"\\ud83d\"", "\"\\u0000\""][..])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(6, 48, 8, |inner| {
        let keys =
            prop::sample::select(&["name", "rank", "meta", "item", "media", "uid", "time", "msg", "seconds"][..]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec((keys, inner), 0..6).prop_map(|pairs| {
                let pairs: Vec<_> = pairs.into_iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
                format!("{{{}}}", pairs.join(","))
            }),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(NAMES.as_slice())
}

fn config() -> ProptestConfig {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/junk.proptest-regressions");
    ProptestConfig {
        cases: 512,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(seeds))),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_payload_under_a_known_name_is_read_without_panic(name in name(), payload in json()) {
        let event = checked(&format!("42[\"{name}\",{payload}]"));
        prop_assert!(!matches!(event, Event::Unknown { .. }), "{name} is known");
    }

    #[test]
    fn deep_nesting_is_read_without_panic(name in name(), depth in 1_usize..20_000, is_closed: bool, keyed: bool) {
        let (open, close) = if keyed { ("{\"meta\":", "}") } else { ("[", "]") };
        let end = if is_closed { format!("1{}]", close.repeat(depth)) } else { String::new() };
        checked(&format!("42[\"{name}\",{}{end}", open.repeat(depth)));
    }
}

/// A session with a server that writes what `script` says once it has let us in, and then lets go.
async fn session<F>(script: impl FnOnce(WebSocketStream<TcpStream>) -> F + Send + 'static) -> Session
where
    F: Future<Output = ()> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut peer = accept_async(listener.accept().await.unwrap().0).await.unwrap();
        peer.send(Message::text("0{\"sid\":\"x\",\"pingInterval\":25000}")).await.unwrap();
        assert_eq!(peer.next().await.unwrap().unwrap(), Message::text("40"));
        peer.send(Message::text("40{\"sid\":\"y\"}")).await.unwrap();
        script(peer).await;
    });
    let limits = Limits::default();
    let endpoint = Endpoint { url, local_address: None, trust: Arc::new(Trust::default()), limits };
    Session::open(&endpoint, AMPLE).await.unwrap()
}

/// All that is heard, and how it ended.
async fn hear_all(mut session: Session) -> (Vec<Event>, Ended) {
    let mut heard = Vec::new();
    loop {
        match timeout(AMPLE, session.next()).await.expect("the session neither goes on nor ends") {
            Ok(frame) => heard.push(event::read(&frame)),
            Err(ended) => return (heard, ended),
        }
    }
}

#[tokio::test]
async fn a_session_goes_on_through_junk_that_is_websocket() {
    let deep = format!("42[\"chatMsg\",{}", "{\"meta\":".repeat(100_000));
    let junk = [
        String::new(),
        "junk".to_owned(),
        "42".to_owned(),
        "42[".to_owned(),
        "42[\"chatMsg\",{\"username\":\"alice\",\"msg".to_owned(),
        "42[\"noSuchEvent\",{\"from\":\"a fork\"}]".to_owned(),
        "42[\"rank\",1e999]".to_owned(),
        "42[\"usercount\",-1]".to_owned(),
        "42[\"setCurrent\",1180591620717411303424]".to_owned(),
        deep,
        "451-[\"x\",{\"_placeholder\":true,\"num\":0}]".to_owned(),
        "0{\"sid\":\"again\"}".to_owned(),
    ];
    let n_junk = junk.len() + 1;
    let session = session(|mut peer| async move {
        for text in junk {
            peer.send(Message::text(text)).await.unwrap();
        }
        peer.send(Message::binary(vec![0xff; 1000])).await.unwrap();
        peer.send(Message::text("42[\"rank\",2]")).await.unwrap();
        peer.close(None).await.unwrap();
    })
    .await;
    let (heard, ended) = hear_all(session).await;
    assert_eq!(heard.len(), n_junk + 1);
    assert_eq!(heard.last(), Some(&Event::Rank(2.0)));
    assert!(matches!(ended, Ended::Closed { .. }), "{ended:?}");
    let n_unreadable = heard.iter().filter(|event| matches!(event, Event::Unreadable { .. })).count();
    assert_eq!(n_unreadable, 10, "{heard:?}");
}

#[tokio::test]
async fn a_frame_up_to_the_limit_is_heard_and_one_above_ends_the_line() {
    let of = |n_bytes: usize| format!("42[\"emoteList\",\"{}\"]", "x".repeat(n_bytes));
    let session = session(move |mut peer| async move {
        peer.send(Message::text(of(1 << 20))).await.unwrap();
        // The client hangs up at the header, so that the rest of it may not go out.
        let _is_sent = peer.send(Message::text(of(2 << 20))).await;
    })
    .await;
    let (heard, ended) = hear_all(session).await;
    assert_eq!(heard, [Event::Unheeded]);
    assert!(matches!(ended, Ended::TooLarge { .. }), "{ended:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..config() })]

    #[test]
    fn a_line_of_any_bytes_ends_with_a_reason(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let n_bytes = bytes.len();
            let session = session(|peer| async move {
                let mut tcp = peer.into_inner();
                // The client may hang up before the last byte is out.
                let _is_sent = tcp.write_all(&bytes).await;
            })
            .await;
            let (heard, _ended) = hear_all(session).await;
            for event in &heard {
                event_laws::check(event, n_bytes);
            }
        });
    }
}

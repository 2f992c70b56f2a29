//! What clients may say, and what each is told alone. Pure.

use dazza_shared::clock::Clock;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::client::{MAX_FRAME_BYTES, MAX_FRAMES, WINDOW};
use super::entry::frame;
use super::feed::{Feed, MAX_BEHIND};
use super::guests::{MAX_CLIENTS, MAX_PER_ADDRESS};
use super::topics::{MAX_TOPICS, Wish, Wishes};
use crate::view::FleetView;

/// What a client says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Follow this; if a number is given, from behind it.
    Subscribe {
        /// What.
        wishes: Vec<Wish>,
        /// The number of the last entry that it knows.
        since: Option<u64>,
        /// When that number's count began, if it knows.
        epoch: Option<String>,
    },
    /// Follow this no more.
    Unsubscribe(Vec<Wish>),
    /// Are you there?
    Ping,
}

/// The same, as it is written.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Written {
    Subscribe {
        topics: Vec<String>,
        #[serde(default)]
        since: Option<u64>,
        #[serde(default)]
        epoch: Option<String>,
    },
    Unsubscribe {
        topics: Vec<String>,
    },
    Ping,
}

/// Reads what a client says.
///
/// # Errors
///
/// What is wrong with it, in words for whoever wrote the client.
pub(super) fn read(text: &str) -> Result<Said, String> {
    match serde_json::from_str(text) {
        Ok(Written::Subscribe { topics, since, epoch }) => {
            Ok(Said::Subscribe { wishes: wishes(&topics)?, since, epoch })
        }
        Ok(Written::Unsubscribe { topics }) => Ok(Said::Unsubscribe(wishes(&topics)?)),
        Ok(Written::Ping) => Ok(Said::Ping),
        Err(error) => Err(format!("cannot read this: {error}")),
    }
}

fn wishes(topics: &[String]) -> Result<Vec<Wish>, String> {
    if topics.len() > MAX_TOPICS {
        return Err(too_many_topics());
    }
    let read = |text: &String| {
        let told =
            "is no topic; there are chat, bot, stats, gallery and rooms, each alone or with a room, as in chat:thepub";
        text.parse().map_err(|()| format!("{text:?} {told}"))
    };
    topics.iter().map(read).collect()
}

/// A client wants to follow more than it may.
pub(super) fn too_many_topics() -> String {
    format!("a client may follow {MAX_TOPICS} topics")
}

/// The first frame.
pub(super) fn welcome(feed: &Feed, view: Option<&FleetView>) -> Utf8Bytes {
    let rooms: Vec<_> = view.into_iter().flat_map(|view| &view.rooms).filter(|room| room.is_wanted).collect();
    tell(
        "welcome",
        &json!({
            "version": env!("CARGO_PKG_VERSION"),
            "epoch": feed.epoch(),
            "seq": feed.last(),
            "rooms": rooms.iter().map(|room| &room.name).collect::<Vec<_>>(),
            "limits": {
                "clients": MAX_CLIENTS,
                "clients_per_address": MAX_PER_ADDRESS,
                "topics": MAX_TOPICS,
                "frame_bytes": MAX_FRAME_BYTES,
                "frames": MAX_FRAMES,
                "frames_window": WINDOW.as_secs(),
                "behind": MAX_BEHIND,
            },
        }),
    )
}

/// What is followed now.
pub(super) fn followed(kind: &str, wishes: &Wishes, feed: &Feed) -> Utf8Bytes {
    tell(kind, &json!({ "topics": wishes.written(), "seq": feed.last(), "epoch": feed.epoch() }))
}

/// Some of what was missed is gone.
pub(super) fn gap(from: u64, oldest: u64) -> Utf8Bytes {
    tell("gap", &json!({ "from": from, "oldest": oldest }))
}

/// The answer to a ping.
pub(super) fn pong() -> Utf8Bytes {
    tell("pong", &json!({}))
}

/// What is wrong with what it said.
pub(super) fn error(detail: &str) -> Utf8Bytes {
    tell("error", &json!({ "detail": detail }))
}

fn tell(kind: &str, data: &Value) -> Utf8Bytes {
    frame(kind, data, Clock::System.now())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_client_may_say_is_read() {
        let chat = || vec!["chat".parse().unwrap(), "bot:thepub".parse().unwrap()];
        let whole = r#"{"type":"subscribe","topics":["chat","bot:thepub"],"since":7,"epoch":"x","other":[1]}"#;
        let wanted = Said::Subscribe { wishes: chat(), since: Some(7), epoch: Some("x".to_owned()) };
        assert_eq!(read(whole), Ok(wanted));
        let short = r#"{"topics":[],"type":"subscribe"}"#;
        assert_eq!(read(short), Ok(Said::Subscribe { wishes: vec![], since: None, epoch: None }));
        let less = r#"{"type":"unsubscribe","topics":["chat","bot:thepub"]}"#;
        assert_eq!(read(less), Ok(Said::Unsubscribe(chat())));
        assert_eq!(read(r#" {"type":"ping"} "#), Ok(Said::Ping));
    }

    #[test]
    fn what_it_may_not_say_is_told_in_words() {
        let many = format!(r#"{{"type":"subscribe","topics":[{}]}}"#, vec!["\"chat\""; 51].join(","));
        let deep = format!(r#"{{"type":"subscribe","topics":{}"#, "[".repeat(2_000));
        for junk in [
            "",
            "null",
            "[]",
            "\"ping\"",
            "{}",
            "ping",
            r#"{"type":"shout"}"#,
            r#"{"type":"subscribe"}"#,
            r#"{"type":"subscribe","topics":"chat"}"#,
            r#"{"type":"subscribe","topics":[7]}"#,
            r#"{"type":"subscribe","topics":["chats"]}"#,
            r#"{"type":"subscribe","topics":["chat"],"since":-1}"#,
            r#"{"type":"subscribe","topics":["chat"],"since":1e99}"#,
            r#"{"type":"ping","type":"ping"}"#,
            "{\"type\":\"ping\"",
            &many,
            &deep,
        ] {
            let told = read(junk).unwrap_err();
            assert!(!told.is_empty(), "{junk}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_said_can_hurt(text in "\\PC{0,200}", noise in any::<Vec<u8>>()) {
            drop((read(&text), read(&String::from_utf8_lossy(&noise))));
        }
    }
}

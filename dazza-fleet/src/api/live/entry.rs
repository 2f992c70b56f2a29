//! What a room, the supervisor or the API tells -> an entry of the feed: its topic, its kind, and its frame.

use dazza_shared::link::LiveEvent;
use dazza_shared::names::RoomName;
use dazza_shared::store::reads::awards::Award;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::ring::Entry;
use super::topics::Topic;
use crate::supervisor::{LiveLine, Notice, RoomNotice};

/// An entry before it has its number.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::api) struct News {
    /// What it is about; nothing is for all who follow anything.
    pub(super) topic: Option<Topic>,
    /// What it is.
    pub(super) kind: &'static str,
    /// Where it happened; nowhere is the fleet as a whole.
    pub(super) room: Option<RoomName>,
    /// What happened.
    pub(super) data: Value,
}

/// A frame, as all frames to clients are.
#[derive(Debug, Serialize)]
struct Frame<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    room: Option<&'a RoomName>,
    data: &'a Value,
    seq: Option<u64>,
    ts: Timestamp,
}

/// The frame of something that is told one client alone, and has no number.
pub(super) fn frame(kind: &str, data: &Value, now: Timestamp) -> Utf8Bytes {
    encode(&Frame { kind, room: None, data, seq: None, ts: now })
}

fn encode(frame: &Frame<'_>) -> Utf8Bytes {
    // Text, numbers and nothing else: it cannot fail.
    serde_json::to_string(frame).unwrap_or_default().into()
}

impl News {
    /// It, with its number.
    pub(super) fn numbered(self, seq: u64, now: Timestamp) -> Entry {
        let Self { topic, kind, room, data } = self;
        let text = encode(&Frame { kind, room: room.as_ref(), data: &data, seq: Some(seq), ts: now });
        Entry { seq, topic, kind, room, text }
    }

    /// Something about a gallery: galleries are the people's, and of no room.
    pub(in crate::api) fn of_galleries(kind: &'static str, data: Value) -> Self {
        Self { topic: Some(Topic::Gallery), kind, room: None, data }
    }

    /// A tier that somebody has reached.
    pub(super) fn of_award(award: Award) -> Self {
        let Award { username, kind, level, room, at } = award;
        let data = json!({ "username": username, "type": kind, "level": level, "at": at });
        let room = room.and_then(|room| room.parse().ok());
        Self { topic: Some(Topic::Stats), kind: "achievement", room, data }
    }

    /// Entries up to the one before `oldest` are missing.
    pub(super) fn gap(from: u64, oldest: u64) -> Self {
        Self { topic: None, kind: "gap", room: None, data: json!({ "from": from, "oldest": oldest }) }
    }
}

impl From<LiveLine> for News {
    fn from(LiveLine { room, event }: LiveLine) -> Self {
        let (topic, kind, data) = match *event {
            LiveEvent::Chat { time, player, text, is_own, is_command } => {
                let data = json!({
                    "username": player, "text": text, "at": time, "is_bot": is_own, "is_command": is_command
                });
                (Topic::Chat, "chat.message", data)
            }
            LiveEvent::PlayerJoined { time, player } => {
                (Topic::Chat, "chat.join", json!({ "username": player, "at": time }))
            }
            LiveEvent::PlayerLeft { time, player } => {
                (Topic::Chat, "chat.leave", json!({ "username": player, "at": time }))
            }
            LiveEvent::Afk { time, player, is_afk } => {
                (Topic::Chat, "chat.afk", json!({ "username": player, "afk": is_afk, "at": time }))
            }
            LiveEvent::Counted { players, afk, viewers } => {
                (Topic::Chat, "chat.usercount", json!({ "total": players, "afk": afk, "viewers": viewers }))
            }
            LiveEvent::Began(media) => {
                let data = json!({
                    "title": media.title, "type": media.kind, "id": media.id, "duration": media.seconds
                });
                (Topic::Chat, "chat.media", data)
            }
            LiveEvent::PictureAdded { time, player, url, is_back } => {
                let kind = if is_back { "gallery.restored" } else { "gallery.added" };
                (Topic::Gallery, kind, json!({ "username": player, "url": url, "at": time }))
            }
            LiveEvent::GalleryLocked { time, player, is_locked } => {
                (Topic::Gallery, "gallery.locked", json!({ "username": player, "is_locked": is_locked, "at": time }))
            }
            LiveEvent::Heist { state, until, id, crime } => {
                (Topic::Stats, "heist", json!({ "state": state, "until": until, "id": id, "crime": crime }))
            }
        };
        Self { topic: Some(topic), kind, room: Some(room), data }
    }
}

impl From<Notice> for News {
    fn from(notice: Notice) -> Self {
        let (kind, room, data) = match notice {
            Notice::Room(RoomNotice { room, phase, reason, .. }) => {
                ("room.state", Some(room), json!({ "state": phase, "reason": reason }))
            }
            // The words are the operator's: they may hold paths, and what is wrong with a file.
            Notice::Fleet(_) => ("fleet.state", None, json!({ "text": "the fleet has news for its operator" })),
        };
        Self { topic: Some(Topic::Bot), kind, room, data }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_one_frame_with_its_number() {
        let time = Timestamp::from_second(1_000_000_000).unwrap();
        let (player, text) = ("gaz".to_owned(), "<b>\"hi\"\n".to_owned());
        let event = Box::new(LiveEvent::Chat { time, player, text, is_own: false, is_command: false });
        let entry = News::from(LiveLine { room: "thepub".parse().unwrap(), event }).numbered(7, time);
        let told = json!({
            "type": "chat.message", "room": "thepub", "seq": 7, "ts": "2001-09-09T01:46:40Z",
            "data": {
                "username": "gaz", "text": "<b>\"hi\"\n", "at": "2001-09-09T01:46:40Z", "is_bot": false, "is_command": false,
            },
        });
        assert_eq!(serde_json::from_str::<Value>(&entry.text).unwrap(), told);
        assert_eq!((entry.seq, entry.topic, entry.kind), (7, Some(Topic::Chat), "chat.message"));
    }

    #[test]
    fn what_only_the_operator_may_read_stays_out() {
        let news = News::from(Notice::Fleet("nothing is changed: /etc/dazza/fleet.toml: secret".to_owned()));
        assert!(!news.data.to_string().contains("fleet.toml"), "{news:?}");
    }
}

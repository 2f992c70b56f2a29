//! What plays and what comes next.

use std::time::Duration;

use serde::Deserialize;

use super::Event;
use super::lax::{Each, Flag, Number, Object, Text};
use super::why::{Why, need, payload};
use crate::socketio::frame::Emit;

/// One entry of the playlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number; new after a shuffle or a restart of the server.
    pub uid: i64,
    /// Title, as raw text; long ones are cut.
    pub title: Box<str>,
    /// Length; 0 for what has no end. Unit: seconds.
    pub seconds: u32,
    /// What kind of thing it is, e.g. `yt`.
    pub kind: Box<str>,
    /// Its number where it comes from.
    pub id: Box<str>,
    /// Who added it; empty for somebody without a name.
    pub added_by: Box<str>,
    /// Whether it leaves the playlist when it has played.
    pub is_temp: bool,
}

/// What plays now.
#[derive(Clone, Debug, PartialEq)]
pub struct Media {
    /// Its number where it comes from.
    pub id: Box<str>,
    /// What kind of thing it is, e.g. `yt`.
    pub kind: Box<str>,
    /// Title, as raw text; long ones are cut.
    pub title: Box<str>,
    /// Length; 0 for what has no end. Unit: seconds.
    pub seconds: u32,
    /// How far it has played; negative while it is being got ready. Unit: seconds.
    pub position: f64,
    /// Whether it is paused.
    pub is_paused: bool,
}

/// Where an item goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In front of all.
    First,
    /// Behind all.
    Last,
    /// Behind the item of that number.
    After(i64),
}

/// Longest title kept, in characters. Source: CyTube cuts titles there itself.
const MAX_TITLE: usize = 100;

/// Longest name or number of another kind kept, in characters; addresses of raw files are the longest.
const MAX_WORD: usize = 512;

/// The longest playing time believed: what a `u32` of seconds holds.
const MAX_TOTAL: Duration = Duration::from_secs(u32::MAX as u64);

pub(super) fn read(emit: &Emit<'_>) -> Option<Result<Event, Why>> {
    Some(match emit.name() {
        "playlist" => payload(emit).map(|Items(items)| Event::Playlist(items)),
        "queue" => queue(emit),
        "delete" => keys(emit).and_then(|keys| Ok(Event::Delete { uid: keys.uid()? })),
        "moveVideo" => keys(emit)
            .and_then(|keys| Ok(Event::MoveVideo { uid: need(keys.from.whole(), "from")?, place: keys.place() })),
        "setTemp" => keys(emit).and_then(|keys| Ok(Event::SetTemp { uid: keys.uid()?, is_temp: keys.temp.0 })),
        "setCurrent" => payload(emit).and_then(|uid: Number| Ok(Event::SetCurrent { uid: need(uid.whole(), "uid")? })),
        "setPlaylistMeta" => keys(emit).map(|keys| Event::SetPlaylistMeta {
            n_items: keys.count.clamped(),
            total: Duration::from_secs(keys.raw_time.clamped().into()).min(MAX_TOTAL),
        }),
        "changeMedia" => payload(emit).and_then(RawMedia::playing).map(Event::ChangeMedia),
        "mediaUpdate" => payload(emit).and_then(|raw: RawMedia| {
            let position = need(raw.current_time.0, "currentTime")?;
            Ok(Event::MediaUpdate { position, is_paused: raw.paused.0 })
        }),
        "queueFail" => keys(emit).map(|keys| Event::QueueFail { text: keys.msg.or_empty() }),
        "voteskip" => {
            keys(emit).map(|keys| Event::Voteskip { n_votes: keys.count.clamped(), n_needed: keys.need.clamped() })
        }
        _ => return None,
    })
}

/// The keys of all small events about the playlist.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Keys {
    uid: Number,
    from: Number,
    after: After,
    temp: Flag,
    count: Number,
    need: Number,
    #[serde(rename = "rawTime")]
    raw_time: Number,
    msg: Text<MAX_WORD>,
    item: Object<RawItem>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawItem {
    media: Object<RawMedia>,
    uid: Number,
    temp: Flag,
    queueby: Text<MAX_WORD>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct RawMedia {
    id: Text<MAX_WORD>,
    title: Text<MAX_TITLE>,
    seconds: Number,
    #[serde(rename = "type")]
    kind: Text<MAX_WORD>,
    #[serde(rename = "currentTime")]
    current_time: Number,
    paused: Flag,
}

/// `"prepend"`, `"append"` or a number; whatever else it is, the item goes to the end.
#[derive(Default)]
struct After(Option<Place>);

impl<'de> Deserialize<'de> for After {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = <&serde_json::value::RawValue>::deserialize(from)?.get();
        Ok(Self(match raw {
            "\"prepend\"" => Some(Place::First),
            _ => serde_json::from_str(raw).ok().and_then(|n: Number| n.whole()).map(Place::After),
        }))
    }
}

impl Keys {
    fn uid(&self) -> Result<i64, Why> {
        need(self.uid.whole(), "uid")
    }

    fn place(&self) -> Place {
        self.after.0.unwrap_or(Place::Last)
    }
}

impl RawItem {
    fn item(self) -> Result<Item, Why> {
        let Object(media) = self.media;
        Ok(Item {
            uid: need(self.uid.whole(), "uid")?,
            title: media.title.or_empty(),
            seconds: media.seconds.clamped(),
            kind: media.kind.or_empty(),
            id: media.id.or_empty(),
            added_by: self.queueby.or_empty(),
            is_temp: self.temp.0,
        })
    }
}

impl RawMedia {
    fn playing(self) -> Result<Media, Why> {
        Ok(Media {
            id: need(self.id.0, "id")?,
            kind: self.kind.or_empty(),
            title: self.title.or_empty(),
            seconds: self.seconds.clamped(),
            position: self.current_time.0.unwrap_or(0.0),
            is_paused: self.paused.0,
        })
    }
}

/// The list, without items that have no number.
#[derive(Default)]
struct Items(Vec<Item>);

impl<'de> Deserialize<'de> for Items {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Each(raw) = Each::<RawItem>::deserialize(from)?;
        Ok(Self(raw.into_iter().filter_map(|raw| raw.item().ok()).collect()))
    }
}

fn keys(emit: &Emit<'_>) -> Result<Keys, Why> {
    payload(emit)
}

fn queue(emit: &Emit<'_>) -> Result<Event, Why> {
    let mut keys = keys(emit)?;
    let place = keys.place();
    let Object(item) = std::mem::take(&mut keys.item);
    Ok(Event::Queue { item: item.item()?, place })
}

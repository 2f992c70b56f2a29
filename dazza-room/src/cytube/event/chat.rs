//! Lines, public and private.

use jiff::Timestamp;
use serde::Deserialize;

use super::Event;
use super::lax::{Flag, Number, Object, Text};
use super::why::{Why, need, payload};
use crate::socketio::frame::Emit;

/// One line of the room's chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Who said it; `[server]` and the like are not people.
    pub username: Box<str>,
    /// What was said, as HTML.
    pub html: Box<str>,
    /// When, by the server's clock.
    pub time: Timestamp,
    /// How it is shown, e.g. `action`, `greentext`, `server-whisper`; most lines have none.
    pub class: Option<Box<str>>,
    /// Whether only moderators see it: never answer it.
    pub is_shadow: bool,
}

/// One private line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pm {
    /// Who said it; ourselves for one of ours.
    pub username: Box<str>,
    /// To whom.
    pub to: Box<str>,
    /// What was said, as HTML.
    pub html: Box<str>,
    /// When, by the server's clock.
    pub time: Timestamp,
}

/// Longest line kept, in characters of HTML; 320 `&` arrive as 1,600, and filters add markup.
const MAX_HTML: usize = 16 * 1024;

/// Longest name kept, in characters; a real one has at most 20.
const MAX_NAME: usize = 64;

pub(super) fn read(emit: &Emit<'_>) -> Option<Result<Event, Why>> {
    Some(match emit.name() {
        "chatMsg" => line(emit).map(Event::Chat),
        "pm" => pm(emit).map(Event::Pm),
        "clearchat" => clearchat(emit),
        _ => return None,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Raw {
    username: Text<MAX_NAME>,
    to: Text<MAX_NAME>,
    msg: Text<MAX_HTML>,
    time: Number,
    meta: Object<Meta>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Meta {
    #[serde(rename = "addClass")]
    add_class: Text<MAX_NAME>,
    shadow: Flag,
}

fn line(emit: &Emit<'_>) -> Result<Line, Why> {
    let raw: Raw = payload(emit)?;
    let Object(Meta { add_class, shadow }) = raw.meta;
    Ok(Line {
        username: need(raw.username.0, "username")?,
        html: need(raw.msg.0, "msg")?,
        time: time(&raw.time)?,
        class: add_class.0,
        is_shadow: shadow.0,
    })
}

fn pm(emit: &Emit<'_>) -> Result<Pm, Why> {
    let raw: Raw = payload(emit)?;
    Ok(Pm {
        username: need(raw.username.0, "username")?,
        to: need(raw.to.0, "to")?,
        html: need(raw.msg.0, "msg")?,
        time: time(&raw.time)?,
    })
}

fn time(ms: &Number) -> Result<Timestamp, Why> {
    need(ms.whole().and_then(|ms| Timestamp::from_millisecond(ms).ok()), "time")
}

fn clearchat(emit: &Emit<'_>) -> Result<Event, Why> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Raw {
        #[serde(rename = "clearedBy")]
        cleared_by: Text<MAX_NAME>,
    }
    payload(emit).map(|Raw { cleared_by }| Event::ClearChat { by: cleared_by.or_empty() })
}

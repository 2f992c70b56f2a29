//! Events about our own standing: rank, login, passwords, refusals, being thrown out.

use std::time::Duration;

use serde::Deserialize;

use super::Event;
use super::lax::{Flag, Number, Text};
use super::why::{Why, need, payload};
use crate::socketio::frame::Emit;

/// The server's answer to a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginAnswer {
    /// We are in.
    Welcome {
        /// Our name as the server spells it.
        name: Box<str>,
        /// Whether as a guest.
        is_guest: bool,
    },
    /// We are not, and the connection stays up, anonymous.
    Refused {
        /// The server's words.
        text: Box<str>,
    },
}

/// A refusal of something we asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The server's words.
    pub text: Box<str>,
    /// A code, where there is one.
    pub code: Option<Box<str>>,
}

/// Longest of the server's own words kept, in characters.
const MAX_WORDS: usize = 1000;

/// Longest name kept, in characters; a real one has at most 20.
const MAX_NAME: usize = 64;

/// Longest gap between lines believed; the server's own is 1 s.
const MAX_COOLDOWN: Duration = Duration::from_hours(1);

pub(super) fn read(emit: &Emit<'_>) -> Option<Result<Event, Why>> {
    Some(match emit.name() {
        "rank" => payload(emit).and_then(|Number(rank)| need(rank, "rank")).map(Event::Rank),
        "login" => login(emit),
        "needPassword" => payload(emit).map(|Flag(was_wrong)| Event::NeedPassword { was_wrong }),
        "cancelNeedPassword" => Ok(Event::CancelNeedPassword),
        "kick" => words(emit).map(|words| Event::Kick { reason: words.reason.0 }),
        "partitionChange" => Ok(Event::PartitionChange),
        "channelNotRegistered" => Ok(Event::ChannelNotRegistered),
        "errorMsg" => words(emit).map(|w| Event::ErrorMsg(Refusal { text: w.msg.or_empty(), code: w.code.0 })),
        "costanza" => words(emit).map(|words| Event::Costanza(words.msg.or_empty())),
        "cooldown" => cooldown(emit),
        "noflood" => words(emit).map(|w| Event::Noflood { action: w.action.or_empty(), text: w.msg.or_empty() }),
        "spamFiltered" => words(emit).map(|words| Event::SpamFiltered { reason: words.reason.or_empty() }),
        "announcement" => {
            words(emit).map(|w| Event::Announcement { title: w.title.or_empty(), text: w.text.or_empty() })
        }
        _ => return None,
    })
}

/// The keys of all events that only carry words.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Words {
    msg: Text<MAX_WORDS>,
    reason: Text<MAX_WORDS>,
    code: Text<MAX_WORDS>,
    action: Text<MAX_WORDS>,
    title: Text<MAX_WORDS>,
    text: Text<MAX_WORDS>,
}

fn words(emit: &Emit<'_>) -> Result<Words, Why> {
    payload(emit)
}

fn login(emit: &Emit<'_>) -> Result<Event, Why> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Raw {
        success: Flag,
        name: Text<MAX_NAME>,
        guest: Flag,
        error: Text<MAX_WORDS>,
    }
    let raw: Raw = payload(emit)?;
    let answer = if raw.success.0 {
        LoginAnswer::Welcome { name: need(raw.name.0, "name")?, is_guest: raw.guest.0 }
    } else {
        LoginAnswer::Refused { text: raw.error.or_empty() }
    };
    Ok(Event::Login(answer))
}

fn cooldown(emit: &Emit<'_>) -> Result<Event, Why> {
    let Number(ms) = payload(emit)?;
    let gap = Duration::try_from_secs_f64(need(ms, "time")?.max(0.0) / 1000.0);
    Ok(Event::Cooldown(gap.unwrap_or(MAX_COOLDOWN).min(MAX_COOLDOWN)))
}

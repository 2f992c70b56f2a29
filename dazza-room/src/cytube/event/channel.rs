//! The channel itself: its rules, its options, its polls.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::Event;
use super::lax::{Each, Flag, Number, Object, Text};
use super::why::{Why, need, payload};
use crate::socketio::frame::Emit;

/// From which rank on what is allowed in a channel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Permissions(Vec<(Box<str>, f64)>);

/// What of a channel's options shapes how we talk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// After how long without a line somebody counts as away; zero: never.
    pub afk_timeout: Duration,
    /// Whether people below rank 2 are held to the figures that follow.
    pub has_antiflood: bool,
    /// How many lines may come at once.
    pub burst: u32,
    /// How many lines a second after that. Unit: lines per second.
    pub sustained: f64,
}

/// A poll, as little of it as we need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    /// Its title, as HTML.
    pub title: Box<str>,
    /// Who began it.
    pub initiator: Box<str>,
    /// The answers, as HTML.
    pub options: Vec<Box<str>>,
    /// How many have given each; none is told while they are hidden.
    pub counts: Vec<u32>,
}

/// Longest word kept, in characters.
const MAX_WORD: usize = 300;

/// Longest greeting kept, in characters. Source: `cytube-protocol`, 6.4.
const MAX_MOTD: usize = 20_000;

/// Most answers of a poll. Source: `cytube-protocol`, 6.4.
const MAX_OPTIONS: usize = 50;

/// Most permissions kept; CyTube has 43.
const MAX_PERMISSIONS: usize = 200;

impl Permissions {
    /// From which rank on `what` is allowed, if the channel says so.
    pub fn rank_for(&self, what: &str) -> Option<f64> {
        self.0.iter().find(|(node, _)| &**node == what).map(|(_, rank)| *rank)
    }
}

impl Default for Options {
    /// What a channel has that changed nothing. Source: `cytube-protocol`, 6.3.
    fn default() -> Self {
        Self { afk_timeout: Duration::from_mins(10), has_antiflood: false, burst: 4, sustained: 1.0 }
    }
}

pub(super) fn read(emit: &Emit<'_>) -> Option<Result<Event, Why>> {
    Some(match emit.name() {
        "setPermissions" => permissions(emit),
        "channelOpts" => options(emit),
        "setPlaylistLocked" => payload(emit).map(|Flag(is_locked)| Event::SetPlaylistLocked(is_locked)),
        "setMotd" => payload(emit).map(|motd: Text<MAX_MOTD>| Event::SetMotd(motd.or_empty())),
        "newPoll" => poll(emit).map(Event::NewPoll),
        "updatePoll" => poll(emit).map(Event::UpdatePoll),
        "closePoll" => Ok(Event::ClosePoll),
        "drinkCount" => payload(emit).and_then(|n: Number| need(n.whole(), "number")).map(Event::DrinkCount),
        _ => return None,
    })
}

fn permissions(emit: &Emit<'_>) -> Result<Event, Why> {
    let ranks: BTreeMap<String, Number> = payload(emit)?;
    let known = ranks.into_iter().filter_map(|(node, rank)| Some((node.into_boxed_str(), rank.0?)));
    Ok(Event::SetPermissions(Permissions(known.take(MAX_PERMISSIONS).collect())))
}

fn options(emit: &Emit<'_>) -> Result<Event, Why> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Raw {
        afk_timeout: Number,
        chat_antiflood: Flag,
        chat_antiflood_params: Object<Params>,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Params {
        burst: Number,
        sustained: Number,
    }
    let raw: Raw = payload(emit)?;
    let Object(params) = raw.chat_antiflood_params;
    let stock = Options::default();
    let positive = |n: &Number| n.0.filter(|n| *n > 0.0);
    Ok(Event::ChannelOpts(Options {
        afk_timeout: raw.afk_timeout.0.map_or(stock.afk_timeout, |_| seconds(&raw.afk_timeout)),
        has_antiflood: raw.chat_antiflood.0,
        burst: positive(&params.burst).map_or(stock.burst, |_| params.burst.clamped().max(1)),
        sustained: positive(&params.sustained).unwrap_or(stock.sustained),
    }))
}

fn seconds(n: &Number) -> Duration {
    Duration::from_secs(n.clamped().into())
}

fn poll(emit: &Emit<'_>) -> Result<Poll, Why> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Raw {
        title: Text<MAX_WORD>,
        initiator: Text<MAX_WORD>,
        options: Object<Each<Text<MAX_WORD>>>,
        counts: Object<Each<Number>>,
    }
    let raw: Raw = payload(emit)?;
    let (Object(Each(options)), Object(Each(counts))) = (raw.options, raw.counts);
    Ok(Poll {
        title: raw.title.or_empty(),
        initiator: raw.initiator.or_empty(),
        options: options.into_iter().take(MAX_OPTIONS).map(Text::or_empty).collect(),
        counts: counts.into_iter().take(MAX_OPTIONS).map(|count| count.clamped()).collect(),
    })
}

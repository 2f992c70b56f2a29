//! A channel's own state.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::IpAddr;
use std::time::Duration;

use dazza_shared::names::RoomName;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::chat::{Filter, Flood, format, stock_filters};
use crate::options;
use crate::permissions::Permissions;
use crate::rank::Rank;
use crate::seed::{ChannelSeed, Mute, OldLine};
use crate::world::banlist::Bans;
use crate::world::debounce::Debounce;
use crate::world::media::Playlist;
use crate::world::poll::Poll;
use crate::world::{ChatLine, ConnId};

/// Lines that a newcomer is told.
///
/// Source: `cytube-protocol`, 4.5.
const BACKLOG: usize = 15;

/// Lines kept for tests to look at, a channel.
const LOG: usize = 10_000;

#[derive(Clone, Debug)]
pub(super) struct Channel {
    pub(super) is_registered: bool,
    /// Who is in, in the order of their coming.
    pub(super) members: Vec<ConnId>,
    pub(super) ranks: BTreeMap<String, Rank>,
    pub(super) options: Map<String, Value>,
    pub(super) permissions: Permissions,
    pub(super) motd: String,
    pub(super) css: String,
    pub(super) js: String,
    pub(super) emotes: Vec<Value>,
    pub(super) filters: Vec<Filter>,
    pub(super) poll: Option<Poll>,
    pub(super) backlog: VecDeque<Value>,
    /// Public lines since the start, oldest first; the oldest go when there are very many.
    pub(super) log: VecDeque<ChatLine>,
    /// Public lines since the start.
    pub(super) n_lines: usize,
    pub(super) n_drinks: i64,
    pub(super) count: Debounce,
    pub(super) playlist: Playlist,
    /// Whether the playlist is locked, so that the `o…` nodes do not hold.
    pub(super) is_locked: bool,
    /// Addresses that want the current item skipped.
    pub(super) skippers: BTreeSet<IpAddr>,
    /// Who leads in place of the server.
    pub(super) leader: Option<ConnId>,
    pub(super) bans: Bans,
    /// Who is muted, by lower-case name; it holds when they come back.
    pub(super) muted: BTreeMap<String, Mute>,
}

impl Channel {
    /// A channel that somebody registered.
    pub(super) fn registered(name: &RoomName, seed: ChannelSeed, now: Timestamp) -> Self {
        let mut options = options::stock(name.as_str());
        options.extend(seed.options);
        let mut channel = Self {
            is_registered: true,
            ranks: seed.ranks,
            bans: Bans::from(seed.bans),
            muted: seed.muted,
            options,
            permissions: Permissions::stock(true),
            motd: seed.motd,
            emotes: seed.emotes,
            filters: stock_filters(),
            playlist: Playlist::new(seed.playlist),
            is_locked: true,
            ..Self::unregistered(name)
        };
        for line in &seed.backlog {
            channel.push_backlog(channel.old_line(line, now));
        }
        channel
    }

    /// A channel that lives as long as somebody is in it.
    pub(super) fn unregistered(name: &RoomName) -> Self {
        Self {
            is_registered: false,
            members: Vec::new(),
            ranks: BTreeMap::new(),
            options: options::stock(name.as_str()),
            permissions: Permissions::stock(false),
            motd: String::new(),
            css: String::new(),
            js: String::new(),
            emotes: Vec::new(),
            filters: Vec::new(),
            poll: None,
            backlog: VecDeque::new(),
            log: VecDeque::new(),
            n_lines: 0,
            n_drinks: 0,
            count: Debounce::default(),
            playlist: Playlist::new(Vec::new()),
            is_locked: false,
            skippers: BTreeSet::new(),
            leader: None,
            bans: Bans::default(),
            muted: BTreeMap::new(),
        }
    }

    /// The channel as it is stored: nobody is in it, and what counts from the load of a channel begins anew.
    pub(super) fn stored(&mut self, now: Timestamp) -> Self {
        let log = std::mem::take(&mut self.log);
        let copy = self.clone();
        self.log = log;
        let playlist = copy.playlist.stored(now);
        Self {
            members: Vec::new(),
            n_lines: 0,
            n_drinks: 0,
            count: Debounce::default(),
            playlist,
            leader: None,
            skippers: BTreeSet::new(),
            ..copy
        }
    }

    /// Notes a public line for those who come later, and for tests.
    pub(super) fn push_line(&mut self, line: Value) {
        self.n_lines += 1;
        self.log.push_back(ChatLine::of(&line));
        if self.log.len() > LOG {
            self.log.pop_front();
        }
        self.push_backlog(line);
    }

    fn push_backlog(&mut self, line: Value) {
        self.backlog.push_back(line);
        if self.backlog.len() > BACKLOG {
            self.backlog.pop_front();
        }
    }

    fn old_line(&self, line: &OldLine, now: Timestamp) -> Value {
        let age = Duration::from_secs(line.seconds_ago.into());
        let time = now.saturating_sub(age).unwrap_or(now);
        self.message(&line.user, &line.text, &Map::new(), time)
    }

    /// A line as `chatMsg` carries it.
    pub(super) fn message(&self, user: &str, text: &str, meta: &Map<String, Value>, time: Timestamp) -> Value {
        let html = format(text, &self.filters, self.flag("enable_link_regex"));
        json!({ "username": user, "msg": html, "meta": meta, "time": time.as_millisecond() })
    }

    /// The least rank that has `node`; while the playlist is open, what its twin for open ones takes is enough.
    ///
    /// Source: `cytube-protocol`, 6.2.
    pub(super) fn least(&self, node: &str) -> Rank {
        let closed = self.permissions.least(node);
        if self.is_locked || !node.starts_with("playlist") {
            return closed;
        }
        let open = self.permissions.least(&format!("o{node}"));
        if open < closed { open } else { closed }
    }

    /// An option's number; zero if it has none.
    pub(super) fn number(&self, key: &str) -> f64 {
        self.options.get(key).and_then(Value::as_f64).unwrap_or(0.0)
    }

    /// Whether an option is on.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.options.get(key).and_then(Value::as_bool).unwrap_or(false)
    }

    /// After what silence somebody counts as away.
    pub(super) fn afk_timeout(&self) -> Option<Duration> {
        let seconds = self.options.get("afk_timeout").and_then(Value::as_f64)?;
        Duration::try_from_secs_f64(seconds).ok().filter(|timeout| !timeout.is_zero())
    }

    /// The throttle that holds for people of `rank`.
    ///
    /// Source: `cytube-protocol`, 4.4.
    pub(super) fn flood(&self, rank: Rank) -> Flood {
        if rank >= Rank::MODERATOR || !self.flag("chat_antiflood") {
            return Flood::FIXED;
        }
        let figure = |key| self.options.get("chat_antiflood_params").and_then(|params| params.get(key)?.as_f64());
        let sustained = figure("sustained").unwrap_or(1.0).clamp(f64::MIN_POSITIVE, Flood::FIXED.sustained);
        let burst = figure("burst").unwrap_or(4.0).clamp(1.0, Flood::FIXED.burst.into());
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1 to 20 just above")]
        let whole = burst as u32;
        let forgotten = Duration::try_from_secs_f64(burst / sustained).unwrap_or(Duration::MAX);
        Flood { burst: whole, sustained, forgotten_after: forgotten }
    }
}

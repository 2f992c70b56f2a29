//! Adding to the playlist: who may add what, how much, and how a refusal is told.

use std::time::Duration;

use dazza_shared::names::RoomName;
use serde_json::{Map, Value, json};

use crate::chat::Flood;
use crate::rank::Rank;
use crate::seed::MediaSeed;
use crate::world::channel::Channel;
use crate::world::library::Wanted;
use crate::world::media::Place;
use crate::world::{ConnId, World};

/// How fast people add.
///
/// Source: `cytube-protocol`, section 5, and 4.4 for the silence that brings the burst back.
const PEOPLE: Flood = Flood { burst: 3, sustained: 1.0, forgotten_after: Duration::from_secs(3) };

/// How fast moderators add. Source: as above.
const MODERATORS: Flood = Flood { burst: 10, sustained: 2.0, forgotten_after: Duration::from_secs(5) };

/// Most items of a playlist.
///
/// Source: not observed; a guard, at the figure that the stock server is said to have.
const MAX_ITEMS: usize = 4_000;

/// Kinds that take a permission of their own, and what those without it are told.
///
/// Source: the recordings of `media-change` for `cm` and `tw`; the others by their wording.
const GUARDED: [(&str, &str, &str); 4] = [
    ("yp", "playlistaddlist", "You don't have permission to add playlists"),
    ("cu", "playlistaddcustom", "You don't have permission to add custom embeds"),
    ("fi", "playlistaddrawfile", "You don't have permission to add raw video files"),
    ("cm", "playlistaddrawfile", "You don't have permission to add raw video files"),
];

impl World {
    /// `queue`: nothing at all without `playlistadd` or with a strange place; other refusals are `queueFail`.
    ///
    /// Source: `cytube-protocol`, section 5.
    pub(super) fn queue(&mut self, conn: ConnId, fields: &Map<String, Value>) {
        let Some(room) = self.room_of(conn) else { return };
        let text = |key| fields.get(key).and_then(Value::as_str);
        let is_next = text("pos") == Some("next");
        let is_place = is_next || text("pos") == Some("end");
        if !is_place || !self.may(conn, "playlistadd") || is_next && !self.may(conn, "playlistnext") {
            return;
        }
        let duration = fields.get("duration").and_then(Value::as_f64);
        let (kind, id) = (text("type").unwrap_or_default(), text("id").unwrap_or_default());
        let wanted = Wanted { kind, id, title: text("title"), duration };
        let is_temporary = fields.get("temp").and_then(Value::as_bool).unwrap_or(false);
        if let Err(refusal) = self.try_queue(conn, &room, wanted, (is_next, is_temporary)) {
            self.emit(conn, "queueFail", &json!({ "msg": refusal, "link": wanted.link(), "id": wanted.id }));
        }
    }

    fn try_queue(
        &mut self,
        conn: ConnId,
        room: &RoomName,
        wanted: Wanted<'_>,
        (is_next, is_temporary): (bool, bool),
    ) -> Result<(), String> {
        self.check_kind(conn, wanted)?;
        self.check_pace(conn)?;
        let mut media = wanted.look_up(&self.library)?;
        media.is_temporary = is_temporary || !self.may(conn, "addnontemp");
        media.added_by = self.name_of(conn).unwrap_or_default();
        let Some(channel) = self.channels.get(room) else { return Ok(()) };
        self.check_limits(conn, channel, &media)?;
        if let Some(countries) = media.meta.get("restricted").and_then(Value::as_str) {
            let msg = format!("This video is blocked in the following countries: {countries}");
            self.emit(conn, "queueWarn", &json!({ "msg": msg, "link": wanted.link() }));
        }
        self.add_media(room, media, is_next);
        Ok(())
    }

    fn check_kind(&self, conn: ConnId, wanted: Wanted<'_>) -> Result<(), String> {
        if wanted.is_live() && wanted.kind != "cu" && !self.may(conn, "playlistaddlive") {
            return Err("You don't have permission to add live media".to_owned());
        }
        let lacking = GUARDED.iter().find(|(kind, node, _)| *kind == wanted.kind && !self.may(conn, node));
        lacking.map_or(Ok(()), |(_, _, told)| Err((*told).to_owned()))
    }

    fn check_pace(&mut self, conn: ConnId) -> Result<(), String> {
        let flood = if self.rank_of(conn) >= Rank::MODERATOR { MODERATORS } else { PEOPLE };
        let (now, is_throttled) = (self.now, self.limits.has_chat_throttle);
        let passes = self.session_mut(conn).is_some_and(|session| session.queue_throttle.admit(flood, now));
        if passes || !is_throttled { Ok(()) } else { Err("You are adding videos too quickly".to_owned()) }
    }

    /// What the channel's options allow.
    ///
    /// Source: the message of a duplicate is recorded, those of the other limits are worded like it.
    fn check_limits(&self, conn: ConnId, channel: &Channel, media: &MediaSeed) -> Result<(), String> {
        let items = channel.playlist.items();
        let limit = |key, node| Some(channel.number(key)).filter(|limit| *limit > 0.0 && !self.may(conn, node));
        if !channel.flag("allow_dupes") && items.iter().any(|item| item.media.id == media.id) {
            return Err("This item is already on the playlist".to_owned());
        }
        if items.len() >= MAX_ITEMS {
            return Err(format!("Playlist limit reached ({MAX_ITEMS})"));
        }
        if let Some(limit) = limit("maxlength", "exceedmaxlength").filter(|limit| f64::from(media.seconds) > *limit) {
            return Err(format!("Video exceeds the maximum length set by the channel admin: {limit} seconds"));
        }
        let own = items.iter().filter(|item| item.media.added_by.eq_ignore_ascii_case(&media.added_by));
        let n_own = f64::from(u32::try_from(own.clone().count()).unwrap_or(u32::MAX));
        if limit("playlist_max_per_user", "exceedmaxitems").is_some_and(|limit| n_own >= limit) {
            return Err("Channel limit exceeded: maximum number of videos per user".to_owned());
        }
        let seconds: f64 = own.map(|item| f64::from(item.media.seconds)).sum::<f64>() + f64::from(media.seconds);
        if limit("playlist_max_duration_per_user", "exceedmaxdurationperuser").is_some_and(|limit| seconds > limit) {
            return Err("Channel limit exceeded: maximum total playlist time per user".to_owned());
        }
        Ok(())
    }

    fn add_media(&mut self, room: &RoomName, media: MediaSeed, is_next: bool) {
        let now = self.now;
        let Some(channel) = self.channels.get_mut(room) else { return };
        let current = channel.playlist.current_uid();
        let place = current.filter(|_| is_next).map_or(Place::Last, Place::After);
        let uid = channel.playlist.add(media, place, now);
        let (queued, meta) = (channel.playlist.queued_json(uid), channel.playlist.meta());
        if let Some(queued) = queued {
            self.emit_to_seers(room, "queue", &queued);
        }
        let members = self.members(room);
        self.emit_to(&members, "setPlaylistMeta", &meta);
        if current.is_none() {
            self.tell_start(room);
        }
    }
}

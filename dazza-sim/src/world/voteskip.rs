//! Voting to skip what plays: one vote an address, and enough of them move on.

use std::net::IpAddr;

use dazza_shared::names::RoomName;
use serde_json::json;

use crate::world::{ConnId, World};

/// Votes, and how many are needed.
struct Tally {
    n_votes: usize,
    need: usize,
    /// As the line says it that tells of a skip.
    words: String,
}

impl World {
    /// `voteskip`
    ///
    /// Source: `cytube-protocol`, section 5 and 3.4, and the recordings of `media-change`.
    pub(super) fn vote_to_skip(&mut self, conn: ConnId) {
        let Some(room) = self.room_of(conn) else { return };
        let is_allowed = self.channels.get(&room).is_some_and(|channel| channel.flag("allow_voteskip"));
        if !is_allowed || !self.may(conn, "voteskip") {
            return;
        }
        self.set_afk(conn, false);
        let Some(address) = self.session(conn).map(|session| session.address) else { return };
        let Some(channel) = self.channels.get_mut(&room) else { return };
        if channel.playlist.current_uid().is_some() && channel.skippers.insert(address) {
            self.count_skips(&room);
        }
    }

    /// Takes back the vote of an address, if there is one.
    pub(super) fn unvote_to_skip(&mut self, room: &RoomName, address: IpAddr) {
        let channel = self.channels.get_mut(room);
        if channel.is_some_and(|channel| channel.skippers.remove(&address)) {
            self.count_skips(room);
        }
    }

    /// Moves on if enough want it, else tells how many do.
    fn count_skips(&mut self, room: &RoomName) {
        let Some(tally) = self.tally(room) else { return };
        if tally.n_votes == 0 || tally.n_votes < tally.need {
            return self.tell_skips(room, &tally);
        }
        let line = json!({
            "username": "[voteskip]",
            "msg": format!("Voteskip passed: {}", tally.words),
            "meta": { "addClass": "server-whisper", "addClassToNameAndTimestamp": true },
            "time": self.now.as_millisecond(),
        });
        let members = self.members(room);
        self.emit_to(&members, "chatMsg", &line);
        self.forget_skips(room);
        self.skip(room);
    }

    /// Begins to count anew, and says so.
    pub(super) fn forget_skips(&mut self, room: &RoomName) {
        if let Some(channel) = self.channels.get_mut(room) {
            channel.skippers.clear();
        }
        self.tell_skips(room, &Tally { n_votes: 0, need: 0, words: String::new() });
    }

    fn tell_skips(&mut self, room: &RoomName, tally: &Tally) {
        let members = self.members(room);
        let told: Vec<ConnId> = members.into_iter().filter(|conn| self.may(*conn, "viewvoteskip")).collect();
        self.emit_to(&told, "voteskip", &json!({ "count": tally.n_votes, "need": tally.need }));
    }

    fn tally(&self, room: &RoomName) -> Option<Tally> {
        let channel = self.channels.get(room)?;
        let (n_votes, total) = (channel.skippers.len(), channel.members.len());
        let is_afk = |conn: &ConnId| self.session(*conn).is_some_and(|session| session.is_afk);
        let n_barred = channel.members.iter().filter(|conn| !self.may(**conn, "voteskip")).count();
        let n_afk = channel.members.iter().filter(|conn| self.may(**conn, "voteskip") && is_afk(conn)).count();
        let eligible = total - n_afk - n_barred;
        let ratio = channel.number("voteskip_ratio");
        let need = f64::from(u32::try_from(eligible).unwrap_or(u32::MAX)) * ratio;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of people, never negative"
        )]
        let need = need.ceil() as usize;
        let words = format!(
            "{n_votes}/{eligible} skipped; eligible voters: {eligible} = total ({total}) - AFK ({n_afk}) - no \
             permission ({n_barred}); ratio = {ratio}"
        );
        Some(Tally { n_votes, need, words })
    }
}

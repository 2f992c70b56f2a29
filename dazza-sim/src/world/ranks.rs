//! Ranks in a channel: learned at the way in, changed by those above.

use dazza_shared::names::RoomName;
use serde_json::{Map, Value, json};

use crate::rank::Rank;
use crate::user_name;
use crate::world::session::Session;
use crate::world::{ConnId, World};

impl World {
    /// The look-up of the rank stored for an account, and what its owner and the channel are told.
    ///
    /// Source: the recordings; one who is in the channel already gets a new user list if a look behind the
    /// curtain is gained, and the playlist in any case.
    pub(super) fn learn_channel_rank(&mut self, conn: ConnId, room: &RoomName) {
        let Some(name) = self.name_of(conn) else { return };
        let stored = self.channels.get(room).and_then(|channel| channel.ranks.get(&name.to_lowercase()).copied());
        let is_in = self.room_of(conn).is_some();
        let Some(session) = self.session_mut(conn) else { return };
        let before = session.sight();
        session.channel_rank = stored;
        let (rank, sight) = (session.rank(), session.sight());
        self.tell_rank(conn);
        if is_in && sight != before {
            self.send_userlist(conn, room);
        }
        if is_in {
            self.send_playlist(conn, room);
        }
        let members = self.members(room);
        self.emit_to(&members, "setUserRank", &json!({ "name": name, "rank": rank }));
    }

    /// `setChannelRank`: silence below rank 3, refusals as events.
    ///
    /// Source: `cytube-protocol`, 6.4, and the recordings of `rank-change`.
    pub(super) fn set_channel_rank(&mut self, conn: ConnId, fields: &Map<String, Value>) {
        let (Some(name), Some(rank)) =
            (fields.get("name").and_then(Value::as_str), fields.get("rank").and_then(Value::as_f64))
        else {
            return;
        };
        let Some(room) = self.room_of(conn) else { return };
        if self.rank_of(conn) < Rank::ADMIN {
            return;
        }
        if let Err(refusal) = self.change_rank(conn, &room, name, Rank::new(rank)) {
            self.emit(conn, "channelRankFail", &json!({ "msg": refusal }));
        }
    }

    /// `/rank name n`
    pub(super) fn rank_by_command(&mut self, conn: ConnId, words: &[&str]) {
        if self.rank_of(conn) < Rank::ADMIN {
            return;
        }
        let parsed = words.first().zip(words.get(1).and_then(|number| number.parse::<f64>().ok()));
        let Some((name, rank)) = parsed.filter(|(name, _)| !name.is_empty()) else {
            let usage =
                json!({ "action": "/rank", "msg": "Syntax: /rank <username> <rank>.  <rank> must be a number" });
            return self.emit(conn, "noflood", &usage);
        };
        let fields = [("name".to_owned(), json!(name)), ("rank".to_owned(), json!(rank))];
        self.set_channel_rank(conn, &fields.into_iter().collect());
    }

    /// `borrow-rank`: a site administrator takes a lower rank for a while.
    pub(super) fn borrow_rank(&mut self, conn: ConnId, rank: Option<f64>) {
        let Some(session) = self.session_mut(conn).filter(|session| session.global_rank >= Rank::SITE) else { return };
        let Some(rank) = rank.map(Rank::new).filter(|rank| *rank <= session.global_rank) else { return };
        session.borrowed_rank = Some(rank);
        let Some((room, name)) = session.room.clone().zip(session.name.clone()) else { return };
        self.tell_rank(conn);
        let members = self.members(&room);
        self.emit_to(&members, "setUserRank", &json!({ "name": name, "rank": rank }));
    }

    /// `requestChannelRanks`
    pub(super) fn list_ranks(&mut self, conn: ConnId) {
        let Some(room) = self.room_of(conn).filter(|_| self.rank_of(conn) >= Rank::ADMIN) else { return };
        let Some(channel) = self.channels.get(&room) else { return };
        let shown = |key: &String| self.accounts.get(key).map_or_else(|| key.clone(), |account| account.name.clone());
        let ranks = channel.ranks.iter().filter(|(_, rank)| **rank > Rank::ACCOUNT);
        let ranks: Vec<Value> =
            ranks.map(|(key, rank)| json!({ "name": shown(key), "rank": rank, "channel": room })).collect();
        self.emit(conn, "channelRanks", &Value::Array(ranks));
    }

    fn change_rank(&mut self, conn: ConnId, room: &RoomName, name: &str, rank: Rank) -> Result<(), &'static str> {
        let own = self.rank_of(conn);
        let may_equal = own == Rank::OWNER && rank == Rank::OWNER;
        if self.session(conn).is_some_and(|session| session.is_called(name)) {
            return Err("Updating user rank failed: You can't promote or demote yourself.");
        }
        if !user_name::is_valid(name) || rank < Rank::ACCOUNT || rank >= own && !may_equal {
            return Err(
                "Updating user rank failed: You can't promote someone to a rank equal or higher than yourself, \
                        or demote them to below rank 1.",
            );
        }
        match self.member_called(room, name) {
            Some(target) => self.change_rank_of_member(target, room, rank, own),
            None => self.change_rank_of_absent(conn, room, name, rank),
        }
    }

    fn change_rank_of_member(
        &mut self,
        target: ConnId,
        room: &RoomName,
        rank: Rank,
        own: Rank,
    ) -> Result<(), &'static str> {
        if self.rank_of(target) >= own && !(own == Rank::OWNER && self.rank_of(target) == own) {
            return Err(EQUAL_OR_HIGHER);
        }
        let Some(session) = self.session_mut(target) else { return Ok(()) };
        let before = session.sight();
        session.channel_rank = Some(rank);
        let (after, is_registered, name) = (session.sight(), session.is_registered, session.name.clone());
        if after != before {
            self.send_userlist(target, room);
        }
        self.tell_rank(target);
        let effective = self.session(target).map(Session::rank);
        let members = self.members(room);
        self.emit_to(&members, "setUserRank", &json!({ "name": name, "rank": effective }));
        if !is_registered {
            return Err("The user you promoted is not a registered account.  Any rank changes are temporary and not \
                        stored in the database.");
        }
        self.store_rank(room, &name.unwrap_or_default(), rank);
        Ok(())
    }

    fn change_rank_of_absent(
        &mut self,
        conn: ConnId,
        room: &RoomName,
        name: &str,
        rank: Rank,
    ) -> Result<(), &'static str> {
        let key = name.to_lowercase();
        let stored = self.channels.get(room).and_then(|channel| channel.ranks.get(&key).copied());
        let own = self.rank_of(conn);
        if stored.is_some_and(|stored| stored >= own) {
            return Err(EQUAL_OR_HIGHER);
        }
        if !self.accounts.contains_key(&key) {
            return Err("Updating user rank failed: User does not exist");
        }
        self.store_rank(room, name, rank);
        let members = self.members(room);
        self.emit_to(&members, "setUserRank", &json!({ "name": name, "rank": rank, "userrank": own }));
        let by = self.name_of(conn).unwrap_or_default();
        self.whisper(room, &format!("{by} set {name}'s rank to {}", rank.json()), Rank::ADMIN);
        Ok(())
    }

    fn store_rank(&mut self, room: &RoomName, name: &str, rank: Rank) {
        if let Some(channel) = self.channels.get_mut(room).filter(|channel| channel.is_registered) {
            channel.ranks.insert(name.to_lowercase(), rank);
        }
    }
}

/// Source: not observed; the wording of its neighbours in the recordings of `rank-change`.
const EQUAL_OR_HIGHER: &str =
    "Updating user rank failed: You can't promote or demote someone who has equal or higher rank than yourself.";

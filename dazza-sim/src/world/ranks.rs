//! Ranks in a channel: learned at the way in, changed by those above.

use dazza_shared::names::RoomName;
use serde_json::{Map, Value, json};

use crate::rank::Rank;
use crate::user_name;
use crate::world::{ConnId, Output, World};

impl World {
    /// The look-up of the rank stored for an account, and what its owner and the channel are told.
    ///
    /// Source: the recordings; one who is in the channel already gets a new user list if a look behind the
    /// curtain is gained, and the playlist in any case.
    pub(super) fn learn_channel_rank(&mut self, conn: ConnId, room: &RoomName) {
        self.learn_own_rank(conn, room);
        self.show_rank(conn, room);
    }

    /// The part of the look-up that only the owner of the rank is told.
    pub(super) fn learn_own_rank(&mut self, conn: ConnId, room: &RoomName) {
        let Some(name) = self.name_of(conn) else { return };
        let stored = self.channels.get(room).and_then(|channel| channel.ranks.get(&name.to_lowercase()).copied());
        let is_in = self.room_of(conn).is_some();
        let Some(session) = self.session_mut(conn) else { return };
        let before = session.sight();
        session.channel_rank = stored;
        let sight = session.sight();
        self.tell_rank(conn);
        if is_in && sight != before {
            self.send_userlist(conn, room);
        }
        if is_in {
            self.send_playlist(conn, room);
        }
    }

    /// Tells a channel what rank somebody has.
    pub(super) fn show_rank(&mut self, conn: ConnId, room: &RoomName) {
        let Some(session) = self.session(conn).filter(|session| session.name.is_some()) else { return };
        let shown = json!({ "name": session.name, "rank": session.rank() });
        let members = self.members(room);
        self.emit_to(&members, "setUserRank", &shown);
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
        self.give_rank(target, room, rank);
        let Some(session) = self.session(target) else { return Ok(()) };
        let name = session.name.clone();
        if !session.is_registered {
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

    /// Gives somebody a rank in the channel and tells everybody.
    fn give_rank(&mut self, target: ConnId, room: &RoomName, rank: Rank) {
        let Some(session) = self.session_mut(target) else { return };
        let before = session.sight();
        session.channel_rank = Some(rank);
        if session.sight() != before {
            self.send_userlist(target, room);
        }
        self.tell_rank(target);
        self.show_rank(target, room);
    }

    /// Sets somebody's rank, in the channel or not, as if the one above all had done it.
    pub fn set_rank(&mut self, room: &RoomName, user: &str, rank: Rank) -> Vec<Output> {
        if let Some(target) = self.member_called(room, user) {
            self.give_rank(target, room, rank);
        }
        self.store_rank(room, user, rank);
        self.take_outputs()
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

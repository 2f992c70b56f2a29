//! What keeps a line from being said: too new a visitor, or a domain that the site does not want.

use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::names::RoomName;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::chat::has_link;
use crate::rank::Rank;
use crate::seed::Account;
use crate::world::{ConnId, World};

impl World {
    /// Whether somebody is too new in these parts to say `text`, who is told so.
    ///
    /// Source: `cytube-protocol`, 4.4.
    pub(super) fn is_too_new(&mut self, conn: ConnId, room: &RoomName, text: &str) -> bool {
        let Some(session) = self.session(conn).filter(|session| session.rank() < Rank::MODERATOR) else { return false };
        let age = since(session.known_since, self.now).as_secs_f64();
        let Some(channel) = self.channels.get(room) else { return false };
        let is_under = |key| channel.options.get(key).and_then(Value::as_f64).is_some_and(|delay| age < delay);
        let reason = if is_under("new_user_chat_delay") {
            "NEW_USER_CHAT"
        } else if is_under("new_user_chat_link_delay") && has_link(text) {
            "NEW_USER_CHAT_LINK"
        } else {
            return false;
        };
        self.emit(conn, "spamFiltered", &json!({ "reason": reason }));
        true
    }

    /// Kicks somebody for a domain in a text, without a reason; `place` is where the text was to go.
    ///
    /// Source: the recordings of `blacklisted-domain`.
    pub(super) fn kick_for_domain(&mut self, conn: ConnId, room: &RoomName, text: &str, place: &str) -> bool {
        let text = text.to_lowercase();
        let is_fine = !self.site.blacklisted_domains.iter().any(|domain| text.contains(&domain.to_lowercase()));
        let Some(name) = self.name_of(conn).filter(|_| !is_fine) else { return false };
        self.kick(conn, None);
        self.whisper(room, &format!("{name} was kicked: blacklisted domain in {place}"), Rank::MODERATOR);
        true
    }

    /// When an account was registered.
    pub(super) fn registered_at(&self, account: &Account) -> Timestamp {
        let age = Duration::from_secs(account.seconds_old.into());
        self.started.saturating_sub(age).unwrap_or(self.started)
    }
}

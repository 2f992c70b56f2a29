//! A word of the site's administrators to everybody, at once and at every connect until it is taken back.

use serde_json::{Map, Value, json};

use crate::rank::Rank;
use crate::world::{ConnId, Output, World};

impl World {
    /// `initACP`, `acp-announce`, `acp-announce-clear`: for the site's administrators; who begins without the rank is
    /// kicked.
    ///
    /// Source: `cytube-protocol`, 6.1, 6.4 and 6.5; what administrators send is not observed.
    pub(super) fn administrate(&mut self, conn: ConnId, event: &str, payload: Option<&Value>) {
        let is_site = self.session(conn).is_some_and(|session| session.global_rank >= Rank::SITE);
        let nothing = Map::new();
        let fields = payload.and_then(Value::as_object).unwrap_or(&nothing);
        let text = |key| fields.get(key).and_then(Value::as_str).unwrap_or_default();
        match event {
            "initACP" if !is_site => self.kick(conn, Some("Attempted initACP from non privileged user")),
            "acp-announce" if is_site => {
                let by = self.name_of(conn).unwrap_or_default();
                self.tell_everybody(text("title"), text("content"), &by);
            }
            "acp-announce-clear" if is_site => self.announcement = None,
            _ => {}
        }
    }

    /// Tells everybody something, as a site's administrator does; HTML is kept.
    pub fn announce_to_all(&mut self, title: &str, text: &str, from: &str) -> Vec<Output> {
        self.tell_everybody(title, text, from);
        self.take_outputs()
    }

    fn tell_everybody(&mut self, title: &str, text: &str, from: &str) {
        let id = format!("{:08x}-0000-4000-8000-{:012x}", self.dice.below(1 << 32), self.dice.below(1 << 48));
        let announcement = json!({ "id": id, "title": title, "text": text, "from": from });
        let conns: Vec<ConnId> = self.links.keys().copied().collect();
        for conn in conns {
            self.emit(conn, "announcement", &announcement);
        }
        self.announcement = Some(announcement);
    }

    /// Tells a newcomer what everybody was told.
    pub(super) fn send_announcement(&mut self, conn: ConnId) {
        if let Some(announcement) = self.announcement.clone() {
            self.emit(conn, "announcement", &announcement);
        }
    }
}

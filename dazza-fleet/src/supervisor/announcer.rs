//! Tells, once each, what changed about a room: to the log and to whoever watches.

use std::collections::BTreeMap;

use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use tokio::sync::broadcast;
use tracing::{info, warn};

use super::event::{Notice, RoomNotice};
use super::row::Row;
use super::table::Table;

/// Remembers what was told last.
#[derive(Debug)]
pub(crate) struct Announcer {
    told: BTreeMap<RoomName, Told>,
    notices: broadcast::Sender<Notice>,
}

/// What was told last of a room.
#[derive(Debug)]
struct Told {
    phase: Phase,
    reason: Option<String>,
    is_held: bool,
}

impl Told {
    /// Whether this tells more. Which room is tried while all others are held is no news of those others.
    fn is_news(&self, now: &Self) -> bool {
        let has_new_reason = now.reason.is_some() && self.reason != now.reason;
        self.phase != now.phase || (has_new_reason && !(self.is_held && now.is_held))
    }
}

impl Announcer {
    /// Tells the watchers of `notices`.
    pub(crate) fn new(notices: broadcast::Sender<Notice>) -> Self {
        Self { told: BTreeMap::new(), notices }
    }

    /// Tells something about the fleet as a whole.
    pub(crate) fn announce(&self, told: String) {
        // Nobody may be watching.
        drop(self.notices.send(Notice::Fleet(told)));
    }

    /// Forgets a room that is no more.
    pub(crate) fn forget(&mut self, room: &RoomName) {
        self.told.remove(room);
    }

    /// Tells what changed about any room.
    pub(crate) fn tell_all(&mut self, table: &Table) {
        for (room, row) in table.rows() {
            self.tell(room, row);
        }
    }

    /// Tells what changed about `room`.
    pub(crate) fn tell(&mut self, room: &RoomName, row: &Row) {
        let phase = row.phase();
        let reason = row.reason().filter(|_| phase != Phase::Joined);
        let now = Told { phase, reason: reason.clone(), is_held: row.is_held() };
        let is_news = self.told.get(room).map_or(phase != Phase::Stopped, |told| told.is_news(&now));
        if !is_news {
            return;
        }
        self.told.insert(room.clone(), now);
        let pid = row.child().pid();
        match &reason {
            Some(why) if row.child().stops_in_order() => {
                info!(room.name = %room, room.phase = %phase, child.pid = pid, "{room} is {phase}: {why}");
            }
            Some(why) => warn!(room.name = %room, room.phase = %phase, child.pid = pid, "{room} is {phase}: {why}"),
            None => info!(room.name = %room, room.phase = %phase, child.pid = pid, "{room} is {phase}"),
        }
        // Nobody may be watching.
        drop(self.notices.send(Notice::Room(RoomNotice { room: room.clone(), phase, reason, pid })));
    }
}

#[cfg(test)]
mod tests {
    use dazza_shared::dice::Dice;

    use super::*;
    use crate::supervisor::child::Ending;
    use crate::supervisor::moment::Moment;
    use crate::supervisor::sample;

    #[test]
    fn each_change_is_told_once() {
        let (sender, mut heard) = broadcast::channel(16);
        let (mut announcer, mut table) = (Announcer::new(sender), Table::default());
        let room = sample::room("fatpizza");
        table.spawned(&room, 10, Moment::START);
        announcer.tell_all(&table);
        announcer.tell_all(&table);
        table.ended(10, Ending::Code(20), Moment::START, (&sample::rules(), &mut Dice::seeded(1)));
        announcer.tell_all(&table);
        let mut next = || match heard.try_recv().unwrap() {
            Notice::Room(notice) => notice,
            Notice::Fleet(told) => panic!("{told}"),
        };
        let first = next();
        assert_eq!((first.phase, first.reason, first.pid), (Phase::Starting, None, Some(10)));
        let second = next();
        let reason = "exit code 20: the chat server refused the account";
        assert_eq!((second.phase, second.reason.as_deref(), second.pid), (Phase::Blocked, Some(reason), None));
        assert!(heard.try_recv().is_err());
    }
}

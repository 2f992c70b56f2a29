//! Which room is reached by which link.

use std::collections::BTreeMap;

use dazza_shared::link::ToRoom;
use dazza_shared::names::RoomName;
use tokio::sync::mpsc;
use tracing::warn;

use super::event::{Dialled, LinkId};
use super::links::QUEUE;

/// The links of all rooms; at most one a room.
#[derive(Debug, Default)]
pub(crate) struct Switchboard {
    links: BTreeMap<RoomName, Link>,
}

#[derive(Debug)]
struct Link {
    id: LinkId,
    outbox: mpsc::Sender<ToRoom>,
}

impl Switchboard {
    /// Lets a caller in, in place of any link the room had; whether it was still there.
    pub(crate) fn admit(&mut self, dialled: Dialled) -> bool {
        let (outbox, from_loop) = mpsc::channel(QUEUE);
        if dialled.admit.send(from_loop).is_err() {
            return false;
        }
        self.links.insert(dialled.hello.room, Link { id: dialled.id, outbox });
        true
    }

    /// Whether `id` is the link of `room` as of now.
    pub(crate) fn is_current(&self, room: &RoomName, id: LinkId) -> bool {
        self.links.get(room).is_some_and(|link| link.id == id)
    }

    /// Forgets, and so closes, the link of `room`.
    pub(crate) fn close(&mut self, room: &RoomName) {
        self.links.remove(room);
    }

    /// Says something to `room`, if it has a link; one that does not read loses it. Whether it was taken.
    pub(crate) fn say(&mut self, room: &RoomName, message: ToRoom) -> bool {
        let Some(link) = self.links.get(room) else { return false };
        let is_taken = link.outbox.try_send(message).is_ok();
        if !is_taken {
            warn!(room.name = %room, "{room} does not read its link: closed");
            self.close(room);
        }
        is_taken
    }
}

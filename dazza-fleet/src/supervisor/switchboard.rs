//! Which room is reached by which link.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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
    /// Beats that said nothing new, and how many of them were taken in.
    repeats: Arc<AtomicU64>,
    n_heard: u64,
}

impl Switchboard {
    /// Lets a caller in, in place of any link the room had; whether it was still there.
    pub(crate) fn admit(&mut self, dialled: Dialled) -> bool {
        let (outbox, from_loop) = mpsc::channel(QUEUE);
        if dialled.admit.send(from_loop).is_err() {
            return false;
        }
        let Dialled { id, repeats, hello, .. } = dialled;
        self.links.insert(hello.room, Link { id, outbox, repeats, n_heard: 0 });
        true
    }

    /// Whether `id` is the link of `room` as of now.
    pub(crate) fn is_current(&self, room: &RoomName, id: LinkId) -> bool {
        self.links.get(room).is_some_and(|link| link.id == id)
    }

    /// The rooms that said the same beat again since this was asked last, and how often.
    pub(crate) fn repeats(&mut self) -> impl Iterator<Item = (&RoomName, u64)> {
        self.links.iter_mut().filter_map(|(room, link)| {
            let n = link.repeats.load(Ordering::Relaxed);
            let n_new = n - std::mem::replace(&mut link.n_heard, n);
            (n_new > 0).then_some((room, n_new))
        })
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

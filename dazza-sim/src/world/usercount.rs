//! Telling how many connections a channel has.

use dazza_shared::names::RoomName;
use serde_json::json;

use crate::world::debounce::Telling;
use crate::world::{Alarm, World};

impl World {
    /// Notes that somebody came or went.
    pub(super) fn count_changed(&mut self, room: &RoomName) {
        let is_waiting = self.alarms.is_set(&Alarm::Count(room.clone()));
        let Some(channel) = self.channels.get_mut(room) else { return };
        match channel.count.change(self.now, is_waiting) {
            Telling::Now(look_at) => {
                self.tell_count(room);
                self.alarms.set(Alarm::Count(room.clone()), look_at);
            }
            Telling::Later(look_at) if !is_waiting => self.alarms.set(Alarm::Count(room.clone()), look_at),
            Telling::Later(_) => {}
        }
    }

    pub(super) fn look_at_count(&mut self, room: &RoomName) {
        let Some(channel) = self.channels.get_mut(room) else { return };
        match channel.count.look(self.now) {
            Some(Telling::Now(_)) => self.tell_count(room),
            Some(Telling::Later(look_at)) => self.alarms.set(Alarm::Count(room.clone()), look_at),
            None => {}
        }
    }

    fn tell_count(&mut self, room: &RoomName) {
        let members = self.members(room);
        self.emit_to(&members, "usercount", &json!(members.len()));
    }
}

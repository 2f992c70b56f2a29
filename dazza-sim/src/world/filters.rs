//! A channel's chat filters, as its administrators see and change them.

use dazza_shared::names::RoomName;
use serde_json::{Map, Value, json};

use crate::chat::Filter;
use crate::packet;
use crate::world::emotes::shift;
use crate::world::{ConnId, World};

impl World {
    /// `addFilter`, `updateFilter`, `removeFilter`, `moveFilter`, `importFilters`, `requestChatFilters`: silence without
    /// the permission.
    ///
    /// Source: `cytube-protocol`, 6.1 and 6.5, and the recordings of `room-state`; moving, importing and refusals are
    /// not observed.
    pub(super) fn edit_filters(&mut self, conn: ConnId, event: &str, fields: &Map<String, Value>, list: &[Value]) {
        let node = if event == "importFilters" { "filterimport" } else { "filteredit" };
        let Some(room) = self.room_of(conn).filter(|_| self.may(conn, node)) else { return };
        match event {
            "addFilter" => self.set_filter(conn, &room, fields, true),
            "updateFilter" => self.set_filter(conn, &room, fields, false),
            "removeFilter" => self.remove_filter(&room, fields),
            // Nobody is told: no event for it is known.
            "moveFilter" => drop(self.filters(&room).and_then(|filters| shift(filters, fields))),
            "importFilters" => self.import_filters(conn, &room, list),
            _ => self.send_filters(&[conn], &room),
        }
    }

    fn filters(&mut self, room: &RoomName) -> Option<&mut Vec<Filter>> {
        self.channels.get_mut(room).map(|channel| &mut channel.filters)
    }

    fn set_filter(&mut self, conn: ConnId, room: &RoomName, fields: &Map<String, Value>, is_new: bool) {
        let filter = match Filter::read(fields) {
            Ok(filter) => filter,
            Err(problem) => return self.complain(conn, &problem),
        };
        let told = filter.json();
        let Some(filters) = self.filters(room) else { return };
        let place = filters.iter_mut().find(|known| known.name == filter.name);
        match (place, is_new) {
            (None, true) => filters.push(filter),
            (Some(place), false) => *place = filter,
            (Some(_), true) => {
                let problem = format!("Filter {:?} already exists; use updateFilter to change it", filter.name);
                return self.complain(conn, &problem);
            }
            (None, false) => return self.complain(conn, &format!("Filter {:?} does not exist", filter.name)),
        }
        if is_new {
            self.send(conn, packet::event_text("addFilterSuccess", None));
        }
        self.tell_filters(room, "updateChatFilter", &told);
    }

    fn remove_filter(&mut self, room: &RoomName, fields: &Map<String, Value>) {
        let Some(name) = fields.get("name").and_then(Value::as_str) else { return };
        let Some(filters) = self.filters(room) else { return };
        let n_before = filters.len();
        filters.retain(|filter| filter.name != name);
        if filters.len() < n_before {
            self.tell_filters(room, "deleteChatFilter", &json!({ "name": name }));
        }
    }

    fn import_filters(&mut self, conn: ConnId, room: &RoomName, list: &[Value]) {
        let nothing = Map::new();
        let read = list.iter().map(|filter| Filter::read(filter.as_object().unwrap_or(&nothing)));
        match read.collect::<Result<Vec<Filter>, String>>() {
            Ok(new) => {
                if let Some(filters) = self.filters(room) {
                    *filters = new;
                }
                let told = self.editors(room);
                self.send_filters(&told, room);
            }
            Err(problem) => self.complain(conn, &problem),
        }
    }

    fn send_filters(&mut self, to: &[ConnId], room: &RoomName) {
        let Some(filters) = self.filters(room) else { return };
        let list: Value = filters.iter().map(Filter::json).collect();
        self.emit_to(to, "chatFilters", &list);
    }

    fn tell_filters(&mut self, room: &RoomName, event: &str, payload: &Value) {
        let editors = self.editors(room);
        self.emit_to(&editors, event, payload);
    }

    fn editors(&self, room: &RoomName) -> Vec<ConnId> {
        self.members(room).into_iter().filter(|conn| self.may(*conn, "filteredit")).collect()
    }
}

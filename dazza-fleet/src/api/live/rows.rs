//! Which rooms look otherwise than they were told last.

use std::collections::BTreeMap;

use dazza_shared::names::RoomName;

use super::entry::News;
use super::topics::Topic;
use crate::api::rooms::Room;
use crate::view::FleetView;

/// The rooms as they were told last.
#[derive(Debug, Default)]
pub(super) struct Rows(BTreeMap<RoomName, Room>);

impl Rows {
    /// Nothing was told.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// What is to be told of rooms that have changed. That time has passed is no change.
    pub(super) fn changed(&mut self, view: &FleetView) -> Vec<News> {
        let mut news = Vec::new();
        self.0.retain(|room, _| view.room(room).is_some());
        for seen in &view.rooms {
            let row = Room::from(seen);
            let is_known = self.0.get(&seen.name).is_some_and(|told| told.is_like(&row));
            if !is_known && let Ok(data) = serde_json::to_value(&row) {
                news.push(News { topic: Some(Topic::Rooms), kind: "room.row", room: Some(seen.name.clone()), data });
                self.0.insert(seen.name.clone(), row);
            }
        }
        news
    }
}

#[cfg(test)]
mod tests {
    use dazza_shared::phase::Phase;

    use super::*;
    use crate::view::sample;

    #[test]
    fn a_row_is_told_when_it_changes_and_not_when_time_passes() {
        let mut rows = Rows::default();
        let mut view = sample::fleet(&[("fatpizza", Phase::Joined), ("thepub", Phase::Joined)]);
        assert_eq!(rows.changed(&view).len(), 2);
        view.rooms[0].uptime_seconds = Some(900);
        assert_eq!(rows.changed(&view), []);
        view.rooms[1].players = 7;
        let told = rows.changed(&view);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].room.as_ref().unwrap().as_str(), &told[0].data["user_count"]), ("thepub", &7.into()));
        rows.forget();
        assert_eq!(rows.changed(&view).len(), 2);
    }
}

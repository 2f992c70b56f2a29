//! What is asked of the keeper by message: a look, an order for a room, a reload, the end.

use dazza_shared::link::ToRoom;
use dazza_shared::names::RoomName;

use super::desired::{Wish, wish};
use super::event::{Order, Ordered, Refused, Request};
use super::keeper::Keeper;
use super::moment::Moment;
use super::picture::{Stamp, picture};
use super::watchers::WatcherCounts;
use crate::view::{BackupView, DatabaseView, FleetView};
use crate::ways::Ways;

impl Keeper {
    /// Answers a request. Whoever asked may have gone meanwhile, which is no fault.
    pub(super) fn asked(&mut self, request: Request, now: Moment) {
        match request {
            Request::View(answer) => drop(answer.send(self.view(now))),
            Request::Order(order, room, answer) => drop(answer.send(self.order(order, room))),
            Request::Tell(room, message, answer) => drop(answer.send(self.tell(&room, message))),
            Request::Plan(answer) => drop(answer.send(self.planned_reload())),
            Request::Reload(answer) => drop(answer.send(self.reload(now))),
            Request::Down(answer) => {
                self.orders.is_leaving = true;
                answer.send(()).ok();
            }
        }
    }

    /// The fleet is to end: in order the first time, at once the second.
    pub(super) fn stop(&mut self, now: Moment) {
        if self.orders.is_leaving {
            let rooms: Vec<RoomName> = self.table.rows().map(|(room, _)| room.clone()).collect();
            for room in rooms {
                self.table.row_mut(&room).into_iter().for_each(|row| row.hurry(now));
            }
        }
        self.orders.is_leaving = true;
    }

    fn order(&mut self, order: Order, room: RoomName) -> Result<Ordered, Refused> {
        let wish = self.config.rooms.get(&room).ok_or(Refused::NoSuchRoom)?;
        match order {
            _ if self.orders.is_leaving => return Err(Refused::Leaving),
            Order::Start | Order::Restart if !wish.is_enabled => return Err(Refused::SwitchedOff),
            Order::Restart if self.orders.stopped.contains(&room) => return Err(Refused::Stopped),
            Order::Start => self.remember_stopped(&room, false)?,
            Order::Stop => self.remember_stopped(&room, true)?,
            Order::Restart => {}
        }
        let row = self.table.row_mut(&room).ok_or(Refused::NoSuchRoom)?;
        let old_pid = row.child().pid();
        if order == Order::Restart || (order == Order::Start && old_pid.is_none()) {
            row.ask_replacement();
        }
        Ok(Ordered { room, old_pid })
    }

    fn tell(&mut self, room: &RoomName, message: ToRoom) -> Result<(), Refused> {
        if !self.config.rooms.contains_key(room) {
            return Err(Refused::NoSuchRoom);
        }
        if self.switchboard.say(room, message) { Ok(()) } else { Err(Refused::NotLinked) }
    }

    /// Notes on the disk that the room was stopped by hand, or not any more; only then does it hold.
    fn remember_stopped(&mut self, room: &RoomName, is_stopped: bool) -> Result<(), Refused> {
        let mut stopped = self.orders.stopped.clone();
        let is_news = if is_stopped { stopped.insert(room.clone()) } else { stopped.remove(room) };
        if is_news {
            self.stopped_file.write(&stopped).map_err(|error| Refused::NotRemembered(error.to_string()))?;
            self.orders.stopped = stopped;
            self.wish_for_database();
        }
        Ok(())
    }

    fn wish(&self, room: &RoomName) -> Wish {
        wish(&self.config, &self.orders, room)
    }

    fn view(&self, now: Moment) -> FleetView {
        let stamp = Stamp { moment: now, wall: self.clock.now() };
        let look = |room, row| picture(room, row, self.wish(room), self.gates.waiting(room), stamp);
        FleetView {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: std::process::id(),
            started: self.started,
            is_leaving: self.orders.is_leaving,
            rooms: self.table.rows().map(|(room, row)| look(room, row)).collect(),
            database: DatabaseView::server(),
            backup: BackupView::default(),
            jobs: Vec::new(),
            work: self.work.clone(),
            watchers: WatcherCounts::default(),
            ways: Ways::of(&self.config),
        }
    }
}

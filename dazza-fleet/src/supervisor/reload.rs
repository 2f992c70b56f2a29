//! Takes a changed configuration in: validated whole, then only the rooms whose meaning changed are touched.

use std::collections::BTreeSet;
use std::io;

use dazza_shared::config::{Faults, FleetConfig, TlsFiles};
use dazza_shared::link::ToRoom;
use dazza_shared::names::RoomName;
use tracing::{info, warn};

use super::changes::{Changes, Deed, RoomChange, changes};
use super::child::Child;
use super::desired::welcome;
use super::keeper::Keeper;
use super::moment::Moment;
use crate::certificate::Certificate;
use crate::database::{Registered, Wishes};

/// A look at the files of a certificate: whether they hold another one.
type Look = fn(&Certificate, &TlsFiles) -> io::Result<bool>;

impl Keeper {
    /// What a reload would do now.
    pub(super) fn planned_reload(&self) -> Result<Changes, Faults> {
        let new = FleetConfig::load(&self.config.file)?;
        let mut changes = changes(&self.config, &new, &self.orders.stopped);
        self.look_at_certificate(&new, &mut changes, Certificate::differs);
        Ok(changes)
    }

    /// Reads the file anew and does what follows; a file with faults changes nothing. Told in the log and on the screen.
    pub(super) fn reload(&mut self, now: Moment) -> Result<Changes, Faults> {
        match FleetConfig::load(&self.config.file) {
            Ok(new) => {
                let mut changes = changes(&self.config, &new, &self.orders.stopped);
                if self.look_at_certificate(&new, &mut changes, Certificate::renew) {
                    self.config.web.tls.clone_from(&new.web.tls);
                }
                self.take_over(new, &changes, now);
                let told = format!("read {} anew: {changes}", self.config.file.display());
                if changes.unread.is_empty() {
                    info!("{told}");
                } else {
                    warn!("{told}");
                }
                self.announcer.announce(told);
                Ok(changes)
            }
            Err(faults) => {
                let told = format!("nothing is changed: {faults}");
                warn!("{told}");
                self.announcer.announce(told);
                Err(faults)
            }
        }
    }

    /// Looks at the files of the certificate, if the web has one and keeps it; whether they are good.
    fn look_at_certificate(&self, new: &FleetConfig, changes: &mut Changes, look: Look) -> bool {
        let (Some(certificate), Some(files)) = (&self.certificate, &new.web.tls) else { return false };
        match look(certificate, files) {
            Ok(is_another) => changes.fleet.extend(is_another.then(|| "web.certificate".to_owned())),
            Err(error) => changes.unread.push(format!("the certificate in [web] stays the one in use: {error}")),
        }
        changes.unread.is_empty()
    }

    /// Reloads if the file is watched, has changed, and is left alone now.
    pub(super) fn reload_if_changed(&mut self, now: Moment) {
        if self.config.watch && self.watch.has_settled_anew(&self.config.file) {
            // Told where everything is told; nobody waits for the outcome.
            drop(self.reload(now));
        }
    }

    /// Forgets rooms that are in no file any more and whose child has ended.
    pub(super) fn forget_removed(&mut self) {
        let is_gone = |room: &RoomName| !self.config.rooms.contains_key(room);
        let rows = self.table.rows().filter(|(room, row)| is_gone(room) && matches!(row.child(), Child::Absent));
        let gone: Vec<RoomName> = rows.map(|(room, _)| room.clone()).collect();
        for room in gone {
            self.table.forget(&room);
            self.announcer.forget(&room);
        }
    }

    fn take_over(&mut self, new: FleetConfig, changes: &Changes, now: Moment) {
        // What only the next start can change stays as it is, so that the next plan tells it once more.
        let FleetConfig { state_dir, log, web_listen, web, database, .. } = self.config.clone();
        self.config = FleetConfig { state_dir, log, web_listen, web, database, ..new };
        self.watch.take_in(&self.config.file);
        self.forget_stops_of_removed();
        self.wish_for_database();
        self.backups.follow(&self.config.backup);
        for (room, wish) in &self.config.rooms {
            self.table.know(room, now);
            self.gates.resettle(room, &wish.settings.server, now);
        }
        for RoomChange { room, deed, .. } in &changes.rooms {
            if matches!(deed, Deed::Reconfigure | Deed::Reconnect) {
                self.hand_over(room);
            }
        }
    }

    /// Has the database know the rooms of the configuration, and which of them were stopped by hand.
    pub(super) fn wish_for_database(&self) {
        let stopped = self.knows_stopped.then(|| self.orders.stopped.clone());
        self.registrar.wish(Wishes::of(&self.config, stopped));
    }

    /// Rooms can get into the database now, or in another way than before.
    pub(super) fn registered(&mut self, registered: Registered) {
        if !self.knows_stopped {
            self.knows_stopped = true;
            self.orders.stopped = registered.stopped;
            self.write_stopped();
        }
        for (room, access) in registered.accesses {
            let is_news = self.accesses.get(&room) != Some(&access);
            self.accesses.insert(room.clone(), access);
            if is_news && let Some(welcome) = welcome(&self.config, &self.accesses, self.web().as_ref(), &room) {
                self.switchboard.say(&room, ToRoom::Reconfigure(Box::new(welcome)));
            }
        }
    }

    /// Tells a running room its new settings; one that waits for a person may just have been helped.
    fn hand_over(&mut self, room: &RoomName) {
        if let Some(welcome) = welcome(&self.config, &self.accesses, self.web().as_ref(), room) {
            self.switchboard.say(room, ToRoom::Reconfigure(Box::new(welcome)));
        }
        if let Some(row) = self.table.row_mut(room).filter(|row| matches!(row.child(), Child::Blocked { .. })) {
            row.ask_replacement();
        }
    }

    fn forget_stops_of_removed(&mut self) {
        let known = |room: &&RoomName| self.config.rooms.contains_key(*room);
        let stopped: BTreeSet<RoomName> = self.orders.stopped.iter().filter(known).cloned().collect();
        if stopped != self.orders.stopped {
            self.orders.stopped = stopped;
            self.write_stopped();
        }
    }

    fn write_stopped(&self) {
        if let Err(error) = self.stopped_file.write(&self.orders.stopped) {
            warn!(error = %error, "cannot note which rooms are stopped");
        }
    }
}

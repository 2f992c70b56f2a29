//! What the supervisor tells a room, and what becomes of that.

use std::sync::Arc;

use dazza_shared::counters::ErrorKind;
use dazza_shared::link::{ToRoom, Welcome};
use tracing::{info, warn};

use super::{Effect, Host, Now, is_same_account, warn_of_unknown_commands, zone_of};
use crate::entry::Out;

impl Host {
    pub(super) fn welcomed(&mut self, welcome: Welcome, now: Now) {
        let is_new_link = !self.is_linked;
        self.is_linked = true;
        self.reconfigure(welcome, now);
        if is_new_link {
            self.relinked();
        }
    }

    pub(super) fn told(&mut self, message: ToRoom, now: Now) {
        match message {
            ToRoom::Welcome(welcome) | ToRoom::Reconfigure(welcome) => self.reconfigure(*welcome, now),
            ToRoom::ConnectGo => self.gate_opened(),
            ToRoom::Say { text } => self.announce(&text, now),
            ToRoom::Reconnect => self.redial(now),
            ToRoom::Pass { to, text } => self.pass_on(&to, &text, now),
            ToRoom::Drain => self.stop("the supervisor asked", now),
        }
    }

    /// Takes new settings in; a new server or account means a new connection.
    fn reconfigure(&mut self, welcome: Welcome, now: Now) {
        let old = std::mem::replace(&mut self.welcome, welcome);
        let new = &self.welcome;
        if old.settings == new.settings && is_same_account(&old, new) {
            return;
        }
        info!("new settings");
        self.settings = Arc::new(new.settings.clone());
        warn_of_unknown_commands(new);
        self.zone = zone_of(&new.settings.timezone);
        self.statistics_zone = zone_of(&new.settings.statistics_zone);
        let must_redial = !old.settings.server.is_same_place(&new.settings.server) || !is_same_account(&old, new);
        match new.credentials.username.parse() {
            Ok(name) if must_redial => self.bot = name,
            Ok(_) => {}
            Err(error) => warn!(%error, "the account's name is of no use; keeping the old one"),
        }
        if old.settings.log != self.welcome.settings.log {
            self.effects.push(Effect::Log(self.welcome.settings.log.clone()));
        }
        self.set_alarm(now);
        if must_redial {
            self.redial(now);
        }
    }

    /// Leaves the chat server and joins anew.
    fn redial(&mut self, now: Now) {
        if self.stage.is_connected() {
            self.go_out(Out::reconfigured(), ErrorKind::Disconnect, now);
        }
    }
}

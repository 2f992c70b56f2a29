//! Checks what holds for the fleet as a whole: its folder, its web address and its accounts.

use std::collections::BTreeMap;
use std::path::{self, PathBuf};

use super::Checker;
use crate::config::fleet::{Account, FleetConfig};
use crate::config::raw::{RawAccount, RawFile, RawFleet};
use crate::config::room::LogSettings;
use crate::config::table::Table;
use crate::names::PlayerName;
use crate::paths::{MAX_SOCKET_PATH_BYTES, StatePaths};

/// Where state lives unless the file says otherwise, beside the file.
const DEFAULT_STATE_DIR: &str = "var";

/// Time zone unless the file says otherwise. Source: `decisions.md`, 13.
const DEFAULT_TIMEZONE: &str = "Australia/Brisbane";

/// Longest name of an account in this file, in characters.
const MAX_ACCOUNT_NAME: usize = 64;

impl Checker<'_> {
    /// What the whole file means; of use only if no fault was found.
    pub(in crate::config) fn file(&mut self, raw: &RawFile) -> FleetConfig {
        let state_dir = self.state_dir(&raw.fleet);
        let log = self.log("fleet", &raw.fleet.log, &LogSettings::default());
        let web_listen = self.web_listen(&raw.web);
        let web = self.web_access(&raw.web);
        let database = self.database(&raw.database);
        let timezone = self.fleet_timezone(&raw.fleet);
        let backup = self.backup(&raw.backup, &timezone);
        let retention = self.retention(&raw.privacy);
        let supervision = self.supervision(&raw.supervision);
        let accounts = self.accounts(&raw.accounts);
        let rooms = self.rooms(raw, &log, (supervision.orphan_grace, timezone));
        let (file, watch) = (self.path("fleet.toml"), raw.fleet.watch.unwrap_or(false));
        FleetConfig {
            file,
            watch,
            state_dir,
            log,
            web_listen,
            web,
            database,
            backup,
            retention,
            supervision,
            accounts,
            rooms,
        }
    }

    /// The folder of all state, absolute.
    pub(in crate::config) fn state_dir(&mut self, raw: &RawFleet) -> PathBuf {
        let written = raw.state_dir.as_deref().unwrap_or(DEFAULT_STATE_DIR);
        let state_dir = path::absolute(self.path(written)).unwrap_or_else(|_no_folder| self.path(written));
        if written.is_empty() {
            self.fault("fleet.state_dir", "this is no folder", "leave it out for a folder `var` beside this file");
        } else if state_dir.exists() && !state_dir.is_dir() {
            self.fault("fleet.state_dir", format!("{} is not a folder", state_dir.display()), "name a folder");
        }
        let socket = StatePaths::new(&state_dir).postgres_sock();
        let length = socket.as_os_str().len();
        if length > MAX_SOCKET_PATH_BYTES {
            let problem = format!(
                "the path of the database's socket would have {length} bytes, and the system allows {MAX_SOCKET_PATH_BYTES}: {}",
                socket.display()
            );
            self.fault("fleet.state_dir", problem, "name a folder with a shorter path, e.g. \"/var/lib/dazza\"");
        }
        state_dir
    }

    fn fleet_timezone(&mut self, raw: &RawFleet) -> String {
        let timezone = raw.timezone.as_ref().and_then(|name| self.timezone("fleet.timezone", name));
        timezone.unwrap_or_else(|| DEFAULT_TIMEZONE.to_owned())
    }

    fn accounts(&mut self, raw: &BTreeMap<String, Table<RawAccount>>) -> BTreeMap<String, Account> {
        raw.iter().map(|(name, account)| (name.clone(), self.account(name, account))).collect()
    }

    fn account(&mut self, name: &str, raw: &RawAccount) -> Account {
        let at = format!("accounts.{name}");
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
        if name.is_empty() || name.len() > MAX_ACCOUNT_NAME || !name.chars().all(is_plain) {
            let hint = format!("name the account with 1 to {MAX_ACCOUNT_NAME} of a-z, A-Z, 0-9, _ and -");
            self.fault(&at, "an account's name in this file is made of plain letters", hint);
        }
        let username = raw.username.clone().unwrap_or_default();
        // Source: `cytube-protocol`, login: what the server itself says of names.
        if raw.username.is_none() {
            self.fault(&at, "`username` is missing", "add username = \"…\", the name on the chat server");
        } else if username.is_empty() || username.len() > PlayerName::MAX_CHARS || !username.chars().all(is_plain) {
            let hint =
                format!("a name on the chat server has 1 to {} of a-z, A-Z, 0-9, _ and -", PlayerName::MAX_CHARS);
            self.fault(&format!("{at}.username"), "the chat server allows no such name", hint);
        }
        let password = raw.password.as_ref().and_then(|secret| self.secret(&format!("{at}.password"), secret));
        Account { username, password }
    }
}

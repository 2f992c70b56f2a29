//! Checks `[rooms.NAME]`: each room is what `[cytube]` and `[defaults]` say, with its own wishes on top.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Checker;
use super::commands::CommandWishes;
use super::habits::{Habits, Wishes};
use super::limits::{Limits, RawLimits};
use super::pastimes::{PastimeWishes, Pastimes};
use super::social::{Social, SocialWishes};
use crate::config::commands::CommandSettings;
use crate::config::fleet::RoomConfig;
use crate::config::privacy::StorePms;
use crate::config::raw::{RawFile, RawRoom};
use crate::config::room::{LogSettings, RoomSettings, ServerSettings};
use crate::config::services::{LinkSettings, MentionSettings, ServiceSettings};
use crate::config::shape::nearest;
use crate::config::social::FetchSettings;
use crate::names::{PlayerName, RoomName};
use crate::paths::{FLEET_LOG_NAME, POSTGRES_LOG_NAME};

/// Under which name the house has its money if nobody says.
const DEFAULT_HOUSE: &str = "dazza";

/// What every room gets unless it says otherwise.
struct Usual<'r> {
    raw: &'r RawFile,
    server: ServerSettings,
    timezone: String,
    admins: Vec<PlayerName>,
    house: String,
    store_pms: StorePms,
    commands: CommandSettings,
    habits: Habits,
    social: Social,
    pastimes: Pastimes,
    fetch: FetchSettings,
    services: ServiceSettings,
    mentions: MentionSettings,
    links: LinkSettings,
    limits: Limits,
    log: LogSettings,
    orphan_grace: Duration,
}

impl Checker<'_> {
    /// All rooms by name.
    pub(super) fn rooms(
        &mut self,
        raw: &RawFile,
        fleet_log: &LogSettings,
        (orphan_grace, timezone): (Duration, String),
    ) -> BTreeMap<RoomName, RoomConfig> {
        let usual = Usual {
            raw,
            server: self.server(&raw.cytube),
            timezone,
            admins: self.admins("fleet.admins", &raw.fleet.admins),
            house: self.house(raw),
            store_pms: self.store_pms(&raw.privacy),
            commands: self.commands("defaults", CommandSettings::default(), &CommandWishes::from(&*raw.defaults)),
            habits: self.habits("defaults", Habits::default(), &Wishes::from(&*raw.defaults)),
            social: self.social("defaults", Social::default(), &SocialWishes::from(&*raw.defaults)),
            pastimes: self.pastimes("defaults", &Pastimes::default(), &PastimeWishes::from(&*raw.defaults)),
            fetch: self.fetch(&raw.fetch),
            services: self.services(raw),
            mentions: self.mentions("defaults", MentionSettings::default(), &raw.defaults.mentions),
            links: self.links("defaults", LinkSettings::default(), &raw.defaults.links),
            limits: self.limits("defaults", Limits::default(), &RawLimits::from(&*raw.defaults)),
            log: self.log("defaults", &raw.defaults.log, fleet_log),
            orphan_grace,
        };
        let mut rooms = BTreeMap::new();
        for (written, room) in &raw.rooms {
            let Some(name) = self.room_name(written) else { continue };
            if rooms.contains_key(&name) {
                let problem = format!("this is the room {name} once more: case makes no difference");
                self.fault(&format!("rooms.{written}"), problem, "keep one of the two");
            } else {
                rooms.insert(name.clone(), self.room(written, name, room, &usual));
            }
        }
        rooms
    }

    fn room_name(&mut self, written: &str) -> Option<RoomName> {
        let at = format!("rooms.{written}");
        match written.parse::<RoomName>() {
            Ok(name) if name.as_str() == FLEET_LOG_NAME => {
                self.fault(&at, "its log would be the supervisor's own", "a fleet cannot serve a room of this name");
                None
            }
            Ok(name) if name.as_str() == POSTGRES_LOG_NAME => {
                let problem = "its output would be the database server's own";
                self.fault(&at, problem, "a fleet cannot serve a room of this name");
                None
            }
            Ok(name) => Some(name),
            Err(error) => {
                self.fault(&at, format!("the name {error}"), "name the room as in its address, /r/NAME");
                None
            }
        }
    }

    fn room(&mut self, written: &str, name: RoomName, raw: &RawRoom, usual: &Usual<'_>) -> RoomConfig {
        let at = format!("rooms.{written}");
        let key = |key: &str| format!("{at}.{key}");
        let mut admins = usual.admins.clone();
        let own_admins = self.admins(&key("admins"), &raw.admins);
        admins.extend(own_admins.into_iter().filter(|name| !usual.admins.contains(name)));
        let timezone = raw.timezone.as_ref().and_then(|zone| self.timezone(&key("timezone"), zone));
        let habits = self.habits(&at, usual.habits.clone(), &Wishes::from(raw));
        let moderators = self.admins(&key("moderators"), &raw.moderators);
        let commands = self.commands(&at, usual.commands.clone(), &CommandWishes::from(raw));
        let social = self.social(&at, usual.social.clone(), &SocialWishes::from(raw));
        let pastimes = self.pastimes(&at, &usual.pastimes, &PastimeWishes::from(raw));
        let mentions = self.mentions(&at, usual.mentions.clone(), &raw.mentions);
        let links = self.links(&at, usual.links.clone(), &raw.links);
        let limits = self.limits(&at, usual.limits, &RawLimits::from(raw));
        RoomConfig {
            is_enabled: raw.enabled.unwrap_or(true),
            account: self.account_of(&at, raw, usual.raw),
            channel_password: raw.password.as_ref().and_then(|secret| self.secret(&key("password"), secret)),
            memory: limits.memory,
            settings: RoomSettings {
                name,
                server: self.own_server(&at, raw, &usual.server),
                allow_unregistered: habits.allow_unregistered,
                contest_full_effects: habits.contest_full_effects,
                prefix: habits.prefix,
                admins,
                moderators,
                house: usual.house.clone(),
                store_pms: usual.store_pms,
                timezone: timezone.unwrap_or_else(|| usual.timezone.clone()),
                statistics_zone: usual.timezone.clone(),
                commands_off: habits.commands_off,
                commands,
                manual_url: habits.manual_url,
                greetings: social.greetings,
                farewells: social.farewells,
                url_comments: social.url_comments,
                images: social.images,
                presence: social.presence,
                heists: pastimes.heists,
                watch_rewards: pastimes.watch_rewards,
                fetch: usual.fetch.clone(),
                services: usual.services.clone(),
                mentions,
                links,
                open_files: limits.open_files,
                log: self.log(&at, &raw.log, &usual.log),
                orphan_grace: usual.orphan_grace,
            },
        }
    }

    /// Under which name the house has its money: what the file says, or the bot's name under its first account.
    fn house(&mut self, raw: &RawFile) -> String {
        let first = self.source.first_in("accounts").and_then(|name| raw.accounts.get(name));
        let usual = first.and_then(|account| account.username.as_ref()?.parse::<PlayerName>().ok());
        let own = raw.fleet.house.as_ref().and_then(|written| match written.parse::<PlayerName>() {
            Ok(name) => Some(name),
            Err(error) => {
                self.fault(
                    "fleet.house",
                    format!("{written:?} {error}"),
                    "write a name as in the chat, e.g. \"dazza\"",
                );
                None
            }
        });
        own.or(usual).map_or_else(|| DEFAULT_HOUSE.to_owned(), |name| name.key().to_owned())
    }

    /// The name of the account that the room signs in with: its own, or the file's first.
    fn account_of(&mut self, at: &str, raw: &RawRoom, file: &RawFile) -> String {
        let known: Vec<_> = file.accounts.keys().map(String::as_str).collect();
        match &raw.account {
            Some(account) if file.accounts.contains_key(account) => account.clone(),
            Some(account) => {
                let hint = match (nearest(account, known.iter().copied()), known.is_empty()) {
                    (Some(near), _) => format!("did you mean \"{near}\"?"),
                    (None, false) => format!("the accounts are {}", known.join(", ")),
                    (None, true) => format!("add [accounts.{account}] with a username"),
                };
                self.fault(&format!("{at}.account"), "there is no such account", hint);
                String::new()
            }
            None => {
                let first = self.source.first_in("accounts").map(ToOwned::to_owned);
                if first.is_none() {
                    self.fault(at, "there is no account to sign in with", "add [accounts.main] with a username");
                }
                first.unwrap_or_default()
            }
        }
    }

    fn own_server(&mut self, at: &str, raw: &RawRoom, usual: &ServerSettings) -> ServerSettings {
        let mut server = usual.clone();
        if let Some(url) = &raw.url {
            server.url = self.server_url(&format!("{at}.url"), url, &usual.url);
        }
        if let Some(address) = &raw.local_address {
            server.local_address = self.local_address(&format!("{at}.local_address"), address);
        }
        server
    }
}

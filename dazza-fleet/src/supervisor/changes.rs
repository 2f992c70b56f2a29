//! Old and new configuration -> what a reload does, room by room, as plain values.

use std::collections::BTreeSet;
use std::fmt;

use dazza_shared::config::{Account, FleetConfig, RoomConfig};
use dazza_shared::names::RoomName;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// All that a reload changes. Its JSON form is a promise to users of the API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Changes {
    /// The rooms that are touched, by name; all others are left alone.
    pub rooms: Vec<RoomChange>,
    /// Keys of the supervisor itself that change at once.
    pub fleet: Vec<String>,
    /// Keys that have changed and that only the next `up` takes in.
    pub at_next_up: Vec<String>,
    /// What cannot be taken in and stays as it is, with why, in words.
    #[serde(default)]
    pub unread: Vec<String>,
}

/// What happens to one room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct RoomChange {
    /// The room.
    pub room: RoomName,
    /// What is done.
    pub deed: Deed,
    /// The keys that differ, where the room is in both files. Values are not told: some are secrets.
    pub keys: Vec<String>,
}

/// What a reload does to a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Deed {
    /// It is started.
    Start,
    /// It leaves in order and its process ends.
    Stop,
    /// Its process takes the new settings while it runs.
    Reconfigure,
    /// Its process takes the new settings, and connects anew with them.
    Reconnect,
    /// It has no process now; the settings are those of its next start.
    Note,
}

impl fmt::Display for Changes {
    /// A line if nothing changes, otherwise a line each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rooms = self.rooms.iter().map(ToString::to_string);
        let fleet = self.fleet.iter().map(|key| format!("{key} holds at once"));
        let later = self.at_next_up.iter().map(|key| format!("{key} holds from the next `up` on"));
        let lines: Vec<String> = rooms.chain(fleet).chain(later).chain(self.unread.iter().cloned()).collect();
        f.write_str(if lines.is_empty() { "nothing changes" } else { "" })?;
        f.write_str(&lines.join("\n"))
    }
}

impl fmt::Display for RoomChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { room, deed, keys } = self;
        let keys = if keys.is_empty() { String::new() } else { format!(" ({})", keys.join(", ")) };
        write!(f, "{room} {deed}{keys}")
    }
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Start => "starts",
            Self::Stop => "stops",
            Self::Reconfigure => "takes new settings while it runs",
            Self::Reconnect => "takes new settings and connects anew",
            Self::Note => "does not run; its next start has the new settings",
        })
    }
}

/// What taking in `new` in place of `old` does, where the rooms in `stopped` were stopped by hand.
pub(crate) fn changes(old: &FleetConfig, new: &FleetConfig, stopped: &BTreeSet<RoomName>) -> Changes {
    let names: BTreeSet<&RoomName> = old.rooms.keys().chain(new.rooms.keys()).collect();
    Changes {
        rooms: names.into_iter().filter_map(|room| room_change(room, (old, new), stopped.contains(room))).collect(),
        fleet: supervisor_keys(old, new),
        at_next_up: keys_of_next_up(old, new),
        unread: Vec::new(),
    }
}

fn room_change(room: &RoomName, (old, new): (&FleetConfig, &FleetConfig), is_stopped: bool) -> Option<RoomChange> {
    let is_wanted = |wish: Option<&RoomConfig>| wish.is_some_and(|wish| wish.is_enabled && !is_stopped);
    let (before, after) = (old.rooms.get(room), new.rooms.get(room));
    let keys = match (before, after) {
        (Some(before), Some(after)) => room_keys((before, account(old, before)), (after, account(new, after))),
        _ => Vec::new(),
    };
    let deed = match (is_wanted(before), is_wanted(after)) {
        (false, true) => Deed::Start,
        (true, false) => Deed::Stop,
        (true, true) if keys.is_empty() => return None,
        (true, true) if keys.iter().any(|key| RECONNECTING.contains(&key.as_str())) => Deed::Reconnect,
        (true, true) => Deed::Reconfigure,
        (false, false) if before.is_some() == after.is_some() && keys.is_empty() => return None,
        (false, false) => Deed::Note,
    };
    Some(RoomChange { room: room.clone(), deed, keys })
}

/// Keys of a room that need a new connection to the chat server.
const RECONNECTING: [&str; 6] = ["url", "ca_file", "local_address", "username", "account password", "password"];

/// The keys in which a room differs, with the account that it signs in with.
fn room_keys(old: (&RoomConfig, Option<&Account>), new: (&RoomConfig, Option<&Account>)) -> Vec<String> {
    let ((before, old_account), (after, new_account)) = (old, new);
    let mut keys = differing(&before.settings, &after.settings);
    let name = |account: Option<&Account>| account.map(|account| account.username.clone());
    let text = |secret: Option<&SecretString>| secret.map(|secret| secret.expose_secret().to_owned());
    let password = |account: Option<&Account>| text(account.and_then(|account| account.password.as_ref()));
    let others = [
        ("enabled", before.is_enabled != after.is_enabled),
        ("username", name(old_account) != name(new_account)),
        ("account password", password(old_account) != password(new_account)),
        ("password", text(before.channel_password.as_ref()) != text(after.channel_password.as_ref())),
        ("memory_soft", before.memory.soft != after.memory.soft),
        ("memory_hard", before.memory.hard != after.memory.hard),
    ];
    keys.extend(others.iter().filter(|(_, differs)| *differs).map(|(key, _)| (*key).to_owned()));
    keys
}

fn account<'c>(config: &'c FleetConfig, room: &RoomConfig) -> Option<&'c Account> {
    config.accounts.get(&room.account)
}

fn supervisor_keys(old: &FleetConfig, new: &FleetConfig) -> Vec<String> {
    let watch = (old.watch != new.watch).then(|| "fleet.watch".to_owned());
    let figures = differing(&old.supervision, &new.supervision).into_iter().map(|key| format!("supervision.{key}"));
    let backup = differing(&old.backup, &new.backup).into_iter().map(|key| format!("backup.{key}"));
    watch.into_iter().chain(figures).chain(backup).collect()
}

fn keys_of_next_up(old: &FleetConfig, new: &FleetConfig) -> Vec<String> {
    let keys = [
        ("fleet.state_dir", old.state_dir != new.state_dir),
        ("fleet.log", old.log != new.log),
        ("web.listen", old.web_listen != new.web_listen),
        ("web.public", old.web.is_public != new.web.is_public),
        ("web.certificate", old.web.tls.is_some() != new.web.tls.is_some()),
        ("web.cors_origins", old.web.cors_origins != new.web.cors_origins),
        ("web.trusted_proxies", old.web.trusted_proxies != new.web.trusted_proxies),
    ];
    let keys = keys.iter().filter(|(_, differs)| *differs).map(|(key, _)| (*key).to_owned());
    let database = old.database.differing(&new.database).into_iter().map(|key| format!("database.{key}"));
    keys.chain(database).collect()
}

/// The keys in which two structs of one kind differ; those of the chat server and of commands are told as if they were
/// the room's.
fn differing<T: Serialize>(old: &T, new: &T) -> Vec<String> {
    let (Ok(Value::Object(old)), Ok(Value::Object(new))) = (serde_json::to_value(old), serde_json::to_value(new))
    else {
        return vec!["settings".to_owned()];
    };
    let differ = old.iter().filter_map(|(key, before)| Some((key, before, new.get(key)?)));
    let mut keys = Vec::new();
    for (key, before, after) in differ.filter(|(_, before, after)| before != after) {
        match key.as_str() {
            "server" | "commands" => keys.extend(differing(before, after)),
            "log" => keys.extend(differing(before, after).into_iter().map(|key| format!("log.{key}"))),
            _ => keys.push(key.clone()),
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use dazza_shared::config::{DatabaseConfig, TlsFiles};

    use super::*;
    use crate::supervisor::sample;

    /// What changing a fleet of three rooms like this does: each room with its deed and keys, then the fleet's keys.
    fn told(stopped: &[&str], change: impl FnOnce(&mut FleetConfig)) -> Vec<String> {
        let old = sample::config(&["fatpizza", "shedcinema", "thepub"]);
        let mut new = old.clone();
        change(&mut new);
        let stopped = stopped.iter().map(|name| sample::room(name)).collect();
        let Changes { rooms, fleet, at_next_up, .. } = changes(&old, &new, &stopped);
        let rooms = rooms.iter().map(|change| {
            let RoomChange { room, deed, keys } = change;
            format!("{room} {} {}", serde_json::to_value(deed).unwrap().as_str().unwrap(), keys.join(" "))
        });
        let lines = rooms.map(|line| line.trim_end().to_owned()).chain(fleet);
        lines.chain(at_next_up.into_iter().map(|key| format!("later {key}"))).collect()
    }

    fn room<'c>(config: &'c mut FleetConfig, name: &str) -> &'c mut RoomConfig {
        config.rooms.get_mut(name).unwrap()
    }

    #[test]
    fn only_rooms_whose_meaning_changed_are_touched() {
        assert_eq!(told(&[], |_| {}), Vec::<String>::new());
        assert_eq!(told(&[], |new| drop(new.rooms.remove("thepub"))), ["thepub stop"]);
        assert_eq!(told(&[], |new| room(new, "thepub").is_enabled = false), ["thepub stop enabled"]);
        assert_eq!(told(&["thepub"], |new| room(new, "thepub").is_enabled = false), ["thepub note enabled"]);
        assert_eq!(told(&["thepub"], |new| drop(new.rooms.remove("thepub"))), ["thepub note"]);
        let added = |new: &mut FleetConfig| {
            let more = sample::config(&["aroom"]).rooms;
            new.rooms.extend(more);
        };
        assert_eq!(told(&[], added), ["aroom start"], "the slots of the others moved, and that touches nobody");
    }

    #[test]
    fn settings_are_taken_while_running_and_only_a_new_place_or_account_needs_a_new_connection() {
        let told_of = |change: fn(&mut RoomConfig)| told(&[], |new| change(room(new, "thepub")));
        assert_eq!(told_of(|room| room.settings.prefix = "?".to_owned()), ["thepub reconfigure prefix"]);
        assert_eq!(told_of(|room| room.settings.log.keep = 9), ["thepub reconfigure log.keep"]);
        assert_eq!(told_of(|room| room.memory.hard = Some(1)), ["thepub reconfigure memory_hard"]);
        assert_eq!(told_of(|room| room.settings.server.connect_burst = 9), ["thepub reconfigure connect_burst"]);
        assert_eq!(told_of(|room| room.settings.server.url.push('x')), ["thepub reconnect url"]);
        assert_eq!(told_of(|room| room.channel_password = Some("x".to_owned().into())), ["thepub reconnect password"]);
        let rotated = told(&["thepub"], |new| {
            new.accounts.get_mut("main").unwrap().password = Some("hunter2".to_owned().into());
        });
        let key = "account password";
        assert_eq!(
            rotated,
            [format!("fatpizza reconnect {key}"), format!("shedcinema reconnect {key}"), format!("thepub note {key}")]
        );
    }

    #[test]
    fn figures_of_the_supervisor_apply_at_once_and_its_addresses_later() {
        let told = told(&[], |new| {
            new.supervision.stop_grace = Duration::from_secs(1);
            new.watch = true;
            new.backup.keep_daily = 9;
            new.web_listen = Some(([127, 0, 0, 1], 1).into());
            new.web.is_public = false;
            new.web.tls = Some(TlsFiles { certificate: "/a.pem".into(), key: "/a.key".into() });
            new.web.cors_origins.push("https://example.org".to_owned());
            new.state_dir = "/elsewhere".into();
            new.database = DatabaseConfig::Embedded { binaries: None, user: Some("dazza".to_owned()) };
        });
        let later =
            ["fleet.state_dir", "web.listen", "web.public", "web.certificate", "web.cors_origins", "database.user"];
        let later = later.map(|key| format!("later {key}"));
        let now = ["fleet.watch", "supervision.stop_grace", "backup.keep_daily"].map(str::to_owned);
        assert_eq!(told, [&now[..], &later].concat());
    }
}

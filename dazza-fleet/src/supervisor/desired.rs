//! `fleet.toml` and the operator's stops -> the rooms we want.

use std::collections::{BTreeMap, BTreeSet};

use dazza_shared::config::FleetConfig;
use dazza_shared::link::{Credentials, WebFacts, Welcome};
use dazza_shared::names::RoomName;
use dazza_shared::store::Access;

/// What the operator asked for beyond the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Orders {
    /// Rooms stopped by hand.
    pub stopped: BTreeSet<RoomName>,
    /// The whole fleet is to end: it wants no rooms.
    pub is_leaving: bool,
}

/// What is wished for one room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    /// Whether the configuration has it served.
    pub is_enabled: bool,
    /// Whether it is to be served.
    pub is_wanted: bool,
    /// Why it is not, unless the whole fleet is to end.
    pub why_not: Option<&'static str>,
}

/// The rooms that are to be served.
pub(crate) fn wanted(config: &FleetConfig, orders: &Orders) -> BTreeSet<RoomName> {
    config.rooms.keys().filter(|room| wish(config, orders, room).is_wanted).cloned().collect()
}

/// What is wished for `room`.
pub(crate) fn wish(config: &FleetConfig, orders: &Orders, room: &RoomName) -> Wish {
    let is_enabled = config.rooms.get(room).is_some_and(|wish| wish.is_enabled);
    let why_not = match (is_enabled, orders.stopped.contains(room)) {
        (false, _) => Some("switched off in fleet.toml"),
        (true, true) => Some("stopped by hand; `dazza-fleet start` starts it"),
        (true, false) => None,
    };
    Wish { is_enabled, is_wanted: why_not.is_none() && !orders.is_leaving, why_not }
}

/// How each room gets into the database, as far as that is known.
pub(crate) type Accesses = BTreeMap<RoomName, Access>;

/// What `room` is told when it says hello; `None` when the configuration does not know it or its account.
pub(crate) fn welcome(
    config: &FleetConfig,
    database: &Accesses,
    web: Option<&WebFacts>,
    room: &RoomName,
) -> Option<Welcome> {
    let wish = config.rooms.get(room)?;
    let account = config.accounts.get(&wish.account)?;
    let slot = config.rooms.keys().position(|name| name == room)?;
    Some(Welcome {
        settings: wish.settings.clone(),
        credentials: Credentials {
            username: account.username.clone(),
            password: account.password.clone(),
            channel_password: wish.channel_password.clone(),
        },
        slot: u32::try_from(slot).ok()?,
        database: database.get(room).cloned(),
        web: web.cloned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::supervisor::sample;

    #[test]
    fn rooms_are_wanted_unless_switched_off_or_stopped_or_all_is_to_end() {
        let mut config = sample::config(&["fatpizza", "shedcinema", "thepub"]);
        let mut orders = Orders::default();
        let names = |config: &FleetConfig, orders: &Orders| {
            wanted(config, orders).into_iter().map(String::from).collect::<Vec<_>>()
        };
        assert_eq!(names(&config, &orders), ["fatpizza", "shedcinema", "thepub"]);
        config.rooms.get_mut("thepub").unwrap().is_enabled = false;
        assert_eq!(names(&config, &orders), ["fatpizza", "shedcinema"]);
        orders.stopped.insert(sample::room("fatpizza"));
        assert_eq!(names(&config, &orders), ["shedcinema"]);
        orders.is_leaving = true;
        assert!(names(&config, &orders).is_empty());
    }

    #[test]
    fn a_welcome_carries_account_and_slot_of_its_room() {
        let config = sample::config(&["fatpizza", "shedcinema"]);
        let told = welcome(&config, &Accesses::new(), None, &sample::room("shedcinema")).unwrap();
        assert_eq!((told.slot, told.credentials.username.as_str()), (1, "dazza"));
        assert_eq!(told.settings.name, sample::room("shedcinema"));
        assert!(welcome(&config, &Accesses::new(), None, &sample::room("elsewhere")).is_none());
    }
}

//! `fleet.toml` and the operator's stops -> the rooms we want.

use std::collections::BTreeSet;

use dazza_shared::config::{FleetConfig, RoomConfig};
use dazza_shared::link::{Credentials, Welcome};
use dazza_shared::names::RoomName;

/// What the operator asked for beyond the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Orders {
    /// Rooms stopped by hand.
    pub stopped: BTreeSet<RoomName>,
    /// The whole fleet is to end: it wants no rooms.
    pub is_leaving: bool,
}

/// The rooms that are to be served.
pub(crate) fn wanted(config: &FleetConfig, orders: &Orders) -> BTreeSet<RoomName> {
    if orders.is_leaving {
        return BTreeSet::new();
    }
    let is_wanted = |room: &RoomName, wish: &RoomConfig| wish.is_enabled && !orders.stopped.contains(room);
    config.rooms.iter().filter(|(room, wish)| is_wanted(room, wish)).map(|(room, _)| room.clone()).collect()
}

/// What `room` is told when it says hello; `None` when the configuration does not know it or its account.
pub(crate) fn welcome(config: &FleetConfig, room: &RoomName) -> Option<Welcome> {
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
        let told = welcome(&config, &sample::room("shedcinema")).unwrap();
        assert_eq!((told.slot, told.credentials.username.as_str()), (1, "dazza"));
        assert_eq!(told.settings.name, sample::room("shedcinema"));
        assert!(welcome(&config, &sample::room("elsewhere")).is_none());
    }
}

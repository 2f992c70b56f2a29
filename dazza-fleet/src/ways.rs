//! What of the configuration the web's figures go by. A reload may change it.

use dazza_shared::config::{FetchSettings, FleetConfig};

/// What of the configuration the web's figures go by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ways {
    /// The zone whose days and hours are counted, by its IANA name.
    pub zone: String,
    /// The name of the house's account.
    pub house: String,
    /// How pages and pictures are asked for.
    pub fetch: FetchSettings,
}

impl Ways {
    /// Those of a configuration. Rooms agree on the house: it is the fleet's.
    pub(crate) fn of(config: &FleetConfig) -> Self {
        let settings = config.rooms.values().next().map(|room| &room.settings);
        let house = settings.map(|settings| settings.house.clone()).unwrap_or_default();
        let fetch = settings.map(|settings| settings.fetch.clone()).unwrap_or_default();
        Self { zone: config.backup.timezone.clone(), house, fetch }
    }
}

//! What a heist can be. Source: `commands-and-games.md`, 3.9; the same table stands in the database, and a test compares.

/// A crime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crime {
    /// What it is called in votes and in the database.
    pub id: &'static str,
    /// What it is.
    pub name: &'static str,
    /// Least that it brings. Unit: dollars.
    pub min: u64,
    /// Most that it brings. Unit: dollars.
    pub max: u64,
    /// How often it succeeds. Unit: percent.
    pub success: u8,
    /// Whether its id is a word that nobody says in passing, so that it is a vote inside a sentence too.
    pub is_unmistakable: bool,
}

const fn common(id: &'static str, name: &'static str, (min, max): (u64, u64), success: u8) -> Crime {
    Crime { id, name, min, max, success, is_unmistakable: false }
}

const fn odd(id: &'static str, name: &'static str, range: (u64, u64), success: u8) -> Crime {
    Crime { is_unmistakable: true, ..common(id, name, range, success) }
}

/// All crimes.
pub const CRIMES: &[Crime] = &[
    common("servo", "service-station dash", (50, 150), 90),
    common("bottleo", "bottle-shop raid", (100, 300), 80),
    common("snags", "sausage-stall theft", (20, 80), 95),
    common("pokies", "poker-machine trick", (200, 500), 70),
    common("centrelink", "benefit fraud", (300, 800), 60),
    common("maccas", "burger-bin dive", (10, 50), 98),
    common("chemist", "pharmacy job", (150, 400), 75),
    common("woolies", "self-checkout scam", (100, 350), 70),
    odd("traino", "fare dodge", (5, 30), 85),
    common("coles", "meat-label swap", (80, 250), 80),
    odd("cashies", "undeclared job", (150, 500), 90),
    common("pub", "pub-till raid", (200, 600), 65),
    odd("bikies", "biker clubhouse", (500, 1_500), 40),
    odd("cop_shop", "police-station prank", (50, 200), 30),
    common("ute", "borrowed ute", (300, 800), 70),
    common("copper", "copper-wire strip", (250, 700), 60),
    common("grog", "loading-dock grab", (80, 200), 85),
    common("tools", "tool-shed raid", (200, 500), 75),
    common("bins", "wheelie-bin scheme", (30, 100), 90),
    common("sausage", "sausage-sizzle tin", (40, 120), 85),
    common("toilet", "coin-box harvest", (30, 100), 90),
    odd("footy_bag", "footy-club gear grab", (80, 200), 85),
    // Ours, with the figures of those that were left out.
    odd("big_prawn", "giant-prawn kidnapping", (150, 400), 75),
    odd("gnome_run", "garden-gnome roundup", (80, 250), 80),
    odd("bowlo_safe", "bowling-club safe", (300, 800), 60),
    odd("meat_raffle", "meat-raffle rigging", (200, 500), 70),
    odd("surf_comp", "surfboard switcheroo", (250, 600), 65),
    odd("pie_van", "pie-van hijack", (150, 450), 70),
    odd("chook_shed", "prize-chook liberation", (60, 180), 85),
    odd("op_shop", "op-shop bargain swap", (40, 120), 90),
    odd("esky_lift", "beach-esky lift", (100, 300), 80),
    odd("gold_nugget", "museum-nugget caper", (400, 1_000), 50),
    odd("trolley_heist", "trolley-coin scheme", (100, 350), 75),
    odd("lawn_mower", "ride-on-mower getaway", (150, 400), 70),
];

/// The crime of that id.
pub fn crime(id: &str) -> Option<&'static Crime> {
    CRIMES.iter().find(|crime| crime.id == id)
}

impl Crime {
    /// Its id as it is shown: channels have filters that take underscores for slanting.
    pub fn shown_id(&self) -> String {
        self.id.replace('_', "-")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_crime_is_there_twice_and_each_can_be_voted_for() {
        assert_eq!(CRIMES.len(), 34);
        let names: BTreeSet<_> = CRIMES.iter().flat_map(|crime| [crime.id, crime.name]).collect();
        assert_eq!(names.len(), 68);
        for one in CRIMES {
            assert!(one.min > 0 && one.min < one.max && one.success <= 100, "{one:?}");
            assert!(one.id.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{one:?}");
            assert!(one.shown_id().len() <= 13 && one.name.len() <= 22, "{one:?}");
            assert_eq!(crime(one.id), Some(one));
        }
        assert_eq!(crime("nothing"), None);
    }
}

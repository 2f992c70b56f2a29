//! What a server holds against people and channels wherever they are.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use dazza_shared::names::RoomName;
use serde::Deserialize;

use super::check::Checking;

/// What holds for all channels of a server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Addresses, or the fronts of them, that are refused at the door.
    pub banned_addresses: BTreeSet<String>,
    /// Channels that cannot be loaded, and why.
    pub unloadable: BTreeMap<RoomName, String>,
    /// Domains whose mention gets the speaker kicked.
    pub blacklisted_domains: Vec<String>,
    /// Words that no guest's name may hold, beside the stock ones.
    pub reserved_names: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSite {
    #[serde(default)]
    banned_addresses: Vec<String>,
    #[serde(default)]
    unloadable: BTreeMap<String, String>,
    #[serde(default)]
    blacklisted_domains: Vec<String>,
    #[serde(default)]
    reserved_names: Vec<String>,
}

impl Checking {
    pub(super) fn site(&mut self, raw: &RawSite) {
        for (n, text) in raw.banned_addresses.iter().enumerate() {
            let address = self.address(format!("site.banned_addresses[{n}]"), text);
            self.seed.site.banned_addresses.insert(address);
        }
        for (name, reason) in &raw.unloadable {
            match name.parse() {
                Ok(room) => drop(self.seed.site.unloadable.insert(room, reason.clone())),
                Err(error) => {
                    let key = format!("site.unloadable.{name}");
                    self.fault(key, format!("{error}"), "take 1 to 30 of a-z 0-9 - _");
                }
            }
        }
        self.seed.site.blacklisted_domains = self.words("blacklisted_domains", &raw.blacklisted_domains);
        self.seed.site.reserved_names = self.words("reserved_names", &raw.reserved_names);
    }

    /// Words that are looked for; an empty one is found everywhere.
    fn words(&mut self, field: &str, raw: &[String]) -> Vec<String> {
        for (n, _) in raw.iter().enumerate().filter(|(_, word)| word.trim().is_empty()) {
            self.fault(format!("site.{field}[{n}]"), "is empty".into(), "write a word, or leave it out");
        }
        raw.to_vec()
    }
}

/// A whole address as it is always written, or the front of one as it stands.
pub(super) fn address_text(text: &str) -> Option<String> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some(address.to_string());
    }
    let is_front = match (text.split('.').count(), text.split(':').count()) {
        (parts @ 2..=3, 1) => format!("{text}{}", ".0".repeat(4 - parts)).parse::<IpAddr>().is_ok(),
        (1, parts @ 3..=4) => {
            text.split(':').all(|group| group.len() == 4)
                && format!("{text}{}", ":0".repeat(8 - parts)).parse::<IpAddr>().is_ok()
        }
        _ => false,
    };
    is_front.then(|| text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::Seed;
    use super::*;
    use crate::seed::tests::faults_of;

    #[test]
    fn a_site_is_understood() {
        let seed = Seed::parse(
            r#"
            [site]
            banned_addresses = ["10.0.0.7", "192.0.2", "2001:0db8:0000"]
            unloadable = { BadRoom = "Channel is banned: raffle fraud" }
            blacklisted_domains = ["evil.example"]
            reserved_names = ["boss"]
            "#,
        )
        .unwrap();
        assert!(seed.site.banned_addresses.contains("192.0.2"));
        assert_eq!(seed.site.unloadable["badroom"], "Channel is banned: raffle fraud");
        assert_eq!(seed.site.reserved_names, ["boss"]);
    }

    #[test]
    fn faults_name_the_place() {
        let faults = faults_of(
            r#"
            [site]
            banned_addresses = ["10", "10.0.0.0.1"]
            unloadable = { "bad room" = "x" }
            blacklisted_domains = [""]
            reserved_names = ["boss", " "]
            "#,
        );
        let keys: Vec<&str> = faults.iter().map(|fault| fault.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "site.banned_addresses[0]",
                "site.banned_addresses[1]",
                "site.unloadable.bad room",
                "site.blacklisted_domains[0]",
                "site.reserved_names[1]",
            ]
        );
    }

    #[test]
    fn fronts_are_those_that_bans_are_written_with() {
        for (text, written) in [
            ("2001:DB8::7", Some("2001:db8::7")),
            ("10.0", Some("10.0")),
            ("2001:0DB8:0000:0000", Some("2001:0db8:0000:0000")),
            ("2001:db8:0:0", None),
            ("10", None),
            ("10.x", None),
            ("", None),
        ] {
            assert_eq!(address_text(text).as_deref(), written, "{text:?}");
        }
    }
}

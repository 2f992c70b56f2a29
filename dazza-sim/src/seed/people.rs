//! People a channel has taken against before the server starts: the banned and the muted.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::check::Checking;
use super::site::address_text;
use crate::user_name;

/// A ban from a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BanSeed {
    /// Whom it was meant for.
    pub name: String,
    /// The address, or the front of one, that is banned; without one the name is.
    pub address: Option<String>,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub by: String,
}

/// How somebody is muted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mute {
    /// They are told that they are.
    Loud,
    /// They are heard by themselves and their like, and by moderators, and do not know it.
    Shadow,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBan {
    name: String,
    address: Option<String>,
    #[serde(default)]
    reason: String,
    #[serde(default = "server")]
    by: String,
}

/// Who bans if nobody is said to.
fn server() -> String {
    "[server]".to_owned()
}

impl Checking {
    pub(super) fn bans(&mut self, at: &str, raw: &[RawBan]) -> Vec<BanSeed> {
        let mut bans = Vec::new();
        for (n, ban) in raw.iter().enumerate() {
            self.user_name(format!("{at}.bans[{n}].name"), &ban.name);
            let address = ban.address.as_deref().map(|text| self.address(format!("{at}.bans[{n}].address"), text));
            let (name, reason, by) = (ban.name.clone(), ban.reason.clone(), ban.by.clone());
            bans.push(BanSeed { name, address, reason, by });
        }
        bans
    }

    pub(super) fn muted(&mut self, at: &str, raw: &BTreeMap<String, Mute>) -> BTreeMap<String, Mute> {
        for name in raw.keys() {
            self.user_name(format!("{at}.muted.{name}"), name);
        }
        raw.iter().map(|(name, mute)| (name.to_lowercase(), *mute)).collect()
    }

    pub(super) fn address(&mut self, key: String, text: &str) -> String {
        address_text(text).unwrap_or_else(|| {
            let hint = "take a whole address, or its front as in \"10.0.0\" or \"10.0\"";
            self.fault(key, format!("{text:?} is no address"), hint);
            String::new()
        })
    }

    fn user_name(&mut self, key: String, name: &str) {
        if !user_name::is_valid(name) {
            self.fault(key, format!("{name:?} is no user name"), "take 1 to 20 of A-Z a-z 0-9 - _");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Seed, SeedError};
    use super::*;
    use crate::seed::tests::faults_of;

    #[test]
    fn bans_and_mutes_are_understood() {
        let seed = Seed::parse(
            r#"
            users = [{ name = "Gaz", password = "x", seconds_old = 60 }]
            [[channels]]
            name = "fatpizza"
            bans = [{ name = "Carol", reason = "spam", by = "mod" }, { name = "bob", address = "10.0" }]
            muted = { Gaz = "shadow", passer-by = "loud" }
            "#,
        )
        .unwrap();
        assert_eq!(seed.accounts["gaz"].seconds_old, 60);
        let channel = &seed.channels["fatpizza"];
        assert_eq!((&*channel.bans[0].reason, &channel.bans[0].address), ("spam", &None));
        assert_eq!((&*channel.bans[1].by, channel.bans[1].address.as_deref()), ("[server]", Some("10.0")));
        assert_eq!(channel.muted["gaz"], Mute::Shadow);
    }

    #[test]
    fn faults_name_the_place() {
        let faults = faults_of(
            r#"
            [[channels]]
            name = "fatpizza"
            bans = [{ name = "no name!" }, { name = "bob", address = "10.0.0.999" }]
            muted = { "" = "loud" }
            "#,
        );
        let keys: Vec<&str> = faults.iter().map(|fault| fault.key.as_str()).collect();
        assert_eq!(keys, ["channels[0].bans[0].name", "channels[0].bans[1].address", "channels[0].muted."]);
        let error = Seed::parse("[[channels]]\nname = \"x\"\nmuted = { a = \"softly\" }").unwrap_err();
        assert!(matches!(error, SeedError::Syntax(_)), "{error}");
    }
}

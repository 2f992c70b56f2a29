//! The seed: who and what a server knows when it starts, read from a TOML file.

mod check;
mod fault;
mod people;
mod raw;
mod site;

use std::collections::BTreeMap;
use std::path::Path;

use dazza_shared::names::RoomName;
use serde_json::{Map, Value};

pub use self::fault::{SeedError, SeedFault};
pub use self::people::{BanSeed, Mute};
pub use self::site::Site;
use crate::rank::Rank;

/// What a server starts with.
#[derive(Clone, Debug, Default)]
pub struct Seed {
    /// What holds for all channels.
    pub site: Site,
    /// Accounts, by lower-case name.
    pub accounts: BTreeMap<String, Account>,
    /// Registered channels.
    pub channels: BTreeMap<RoomName, ChannelSeed>,
    /// What links lead to; others get a title and a length by rule.
    pub links: Vec<LinkSeed>,
    /// Seed of the server's dice, which shuffle playlists.
    pub dice: u64,
}

/// A registered account.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The name as it was registered.
    pub name: String,
    /// The password, in clear: this server guards nothing.
    pub password: String,
    /// Rank on the whole site.
    pub rank: Rank,
    /// How long before the start it was registered. Unit: seconds.
    pub seconds_old: u32,
    /// Address of the profile's image.
    pub image: String,
    /// Text of the profile.
    pub text: String,
}

/// A registered channel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChannelSeed {
    /// Ranks above that of a mere account, by lower-case name.
    pub ranks: BTreeMap<String, Rank>,
    /// Options that differ from the stock ones.
    pub options: Map<String, Value>,
    /// Message of the day, as HTML.
    pub motd: String,
    /// Emotes, as `emoteList` sends them.
    pub emotes: Vec<Value>,
    /// Lines said before the server started, oldest first.
    pub backlog: Vec<OldLine>,
    /// What plays, in order.
    pub playlist: Vec<MediaSeed>,
    /// Who is banned, oldest ban first.
    pub bans: Vec<BanSeed>,
    /// Who is muted, by lower-case name.
    pub muted: BTreeMap<String, Mute>,
}

/// A line said before the server started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldLine {
    /// Who said it.
    pub user: String,
    /// What was typed.
    pub text: String,
    /// How long before the start it was said. Unit: seconds.
    pub seconds_ago: u32,
}

/// One item of a playlist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaSeed {
    /// Its title.
    pub title: String,
    /// How long it plays; 0 for what has no end. Unit: seconds.
    pub seconds: u32,
    /// Its id, within its type.
    pub id: String,
    /// The site it is from, e.g. `yt`.
    pub kind: String,
    /// Who added it.
    pub added_by: String,
    /// Whether it leaves the list once played.
    pub is_temporary: bool,
    /// What its player needs beside the id.
    pub meta: Map<String, Value>,
}

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkSeed {
    /// The site, as `queue` names it.
    pub kind: String,
    /// The id there.
    pub id: String,
    /// The item, or what whoever adds it is told in its place.
    pub found: Result<MediaSeed, String>,
}

impl Seed {
    /// Reads a seed from a text.
    ///
    /// # Errors
    ///
    /// [`SeedError::Syntax`] if it is not TOML or holds keys that no seed has, [`SeedError::Faults`] with
    /// everything else that is wrong, all at once.
    pub fn parse(text: &str) -> Result<Self, SeedError> {
        check::check(&toml::from_str(text).map_err(|error| SeedError::Syntax(Box::new(error)))?)
    }

    /// The same with a channel of each of these names, like those it has in turn.
    #[must_use]
    pub fn with_more_channels(mut self, names: &[RoomName]) -> Self {
        let models: Vec<_> = self.channels.values().cloned().collect();
        self.channels.extend(names.iter().cloned().zip(models.into_iter().cycle()));
        self
    }

    /// Reads a seed from a file.
    ///
    /// # Errors
    ///
    /// [`SeedError::Unreadable`] if the file cannot be read, else as [`Seed::parse`].
    pub fn read(path: &Path) -> Result<Self, SeedError> {
        Self::parse(&std::fs::read_to_string(path).map_err(SeedError::Unreadable)?)
    }
}

/// The seed of three rooms that the program serves unless it is given another.
pub const EXAMPLE: &str = include_str!("../../seed.toml");

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a seed.
    pub(super) fn faults_of(text: &str) -> Vec<SeedFault> {
        match Seed::parse(text) {
            Err(SeedError::Faults(faults)) => faults,
            other => unreachable!("the faults were not seen: {other:?}"),
        }
    }

    #[test]
    fn the_example_serves_three_rooms_to_dazza() {
        let seed = Seed::parse(EXAMPLE).unwrap();
        assert_eq!(seed.accounts["dazza"].password, "dazza-demo");
        for room in ["fatpizza", "thepub", "shedcinema"] {
            let channel = &seed.channels[room];
            assert_eq!(channel.ranks["dazza"], Rank::MODERATOR, "{room}");
            assert!(channel.playlist.len() > 2, "{room}");
        }
    }
}

//! Names of rooms and players: spelled one way, compared one way.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A CyTube channel as we serve it: 1 to 30 of `a-z0-9_-`, lower case.
///
/// Source: `cytube-protocol`, joinChannel: the server lowercases the name and refuses anything else.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String)]
pub struct RoomName(String);

/// A person as the games know them: shown as the server spelled it, compared without case.
///
/// The server lets 1 to 20 of `A-Za-z0-9_-` in, older accounts may hold other letters, so that anything
/// without white space, brackets or control characters is taken here.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PlayerName {
    shown: String,
    key: String,
}

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// The text is empty or longer than the limit.
    #[error("has {length} characters, and a name has 1 to {limit}")]
    Length {
        /// How long it is, in characters.
        length: usize,
        /// How long it may be, in characters.
        limit: usize,
    },
    /// A character that no name can hold.
    #[error("holds {character:?}, and a name is made of {allowed}")]
    Character {
        /// The first offending character.
        character: char,
        /// What is allowed, for people.
        allowed: &'static str,
    },
}

impl RoomName {
    /// Longest room name, in characters.
    pub const MAX_CHARS: usize = 30;

    /// The name as text, lower case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RoomName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        check_length(text, Self::MAX_CHARS)?;
        match text.chars().find(|c| !(c.is_ascii_alphanumeric() || "_-".contains(*c))) {
            Some(character) => Err(NameError::Character { character, allowed: "letters a-z, digits, '_' and '-'" }),
            None => Ok(Self(text.to_ascii_lowercase())),
        }
    }
}

impl PlayerName {
    /// Longest player name, in characters.
    pub const MAX_CHARS: usize = 20;

    /// The name as the server spelled it.
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// The name in lower case: what tables are keyed by.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether `text` names this player, case aside.
    pub fn is(&self, text: &str) -> bool {
        self.key == *key_of(text)
    }
}

impl FromStr for PlayerName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        check_length(text, Self::MAX_CHARS)?;
        let barred = |c: &char| c.is_whitespace() || c.is_control() || "[]<>&\"'/\\".contains(*c);
        match text.chars().find(barred) {
            Some(character) => Err(NameError::Character { character, allowed: "letters, digits, '_' and '-'" }),
            None => Ok(Self { shown: text.to_owned(), key: text.to_lowercase() }),
        }
    }
}

/// What a person of that name is known by: the name in lower case, and no copy of one that is.
pub fn key_of(name: &str) -> Cow<'_, str> {
    let is_key = name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_key { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) }
}

fn check_length(text: &str, limit: usize) -> Result<(), NameError> {
    match text.chars().count() {
        0 => Err(NameError::Length { length: 0, limit }),
        length if length > limit => Err(NameError::Length { length, limit }),
        _ => Ok(()),
    }
}

impl PartialEq for PlayerName {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for PlayerName {}

impl PartialOrd for PlayerName {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PlayerName {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

impl std::hash::Hash for PlayerName {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl fmt::Display for RoomName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PlayerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl Borrow<str> for RoomName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for PlayerName {
    /// The key: a map of players is looked up by the lower-case name.
    fn borrow(&self) -> &str {
        &self.key
    }
}

impl TryFrom<String> for RoomName {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        text.parse()
    }
}

impl TryFrom<String> for PlayerName {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        text.parse()
    }
}

impl From<RoomName> for String {
    fn from(name: RoomName) -> Self {
        name.0
    }
}

impl From<PlayerName> for String {
    fn from(name: PlayerName) -> Self {
        name.shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_name_is_lowercased_and_checked() {
        assert_eq!("FatPizza".parse::<RoomName>().unwrap().as_str(), "fatpizza");
        assert!("fat pizza".parse::<RoomName>().is_err());
        assert!("".parse::<RoomName>().is_err());
        assert!("x".repeat(31).parse::<RoomName>().is_err());
        assert!("../etc".parse::<RoomName>().is_err());
    }

    #[test]
    fn players_are_compared_without_case_and_shown_as_spelled() {
        let gaz: PlayerName = "Gaz".parse().unwrap();
        assert_eq!(gaz, "GAZ".parse().unwrap());
        assert_eq!(gaz.as_str(), "Gaz");
        assert!(gaz.is("gAZ") && gaz.is("gaz") && !gaz.is("ga"));
        let keys = ["gaz_1", "GaZ", "Ö"].map(key_of);
        assert_eq!(keys, ["gaz_1", "gaz", "ö"]);
        assert!(matches!(keys[0], Cow::Borrowed(_)));
        assert!("[server]".parse::<PlayerName>().is_err());
    }
}

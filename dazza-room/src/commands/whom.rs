//! Whom a stored command is about: a word the player typed, and who that is in the room or in the database.

use dazza_shared::names::PlayerName;
use dazza_shared::store::{StoreError, people};

use super::StoredCx;
use crate::chat::typed_name;

/// Somebody that a player named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Whom {
    /// Who it is, spelled as the server or the database spells it.
    pub(super) name: PlayerName,
    /// Whether it is the bot itself.
    pub(super) is_bot: bool,
    /// Whether in the room now.
    pub(super) is_here: bool,
    /// Whether away from the keyboard; only ever so in the room.
    pub(super) is_afk: bool,
}

/// Names that are no people's, though the server may let somebody in by them. Source: `commands-and-games.md`, 0.3.
const SYSTEM: [&str; 3] = ["cytube", "system", "server"];

impl Whom {
    /// Whether it is no person's name; nothing is ever given to one.
    pub(super) fn is_system(&self) -> bool {
        is_system(self.name.key())
    }
}

/// Whether that key is of no person.
pub(crate) fn is_system(key: &str) -> bool {
    SYSTEM.contains(&key)
}

impl StoredCx<'_> {
    /// The key of somebody's wallet: the bot's is that of the house.
    pub(super) fn wallet_key(&self, whom: &Whom) -> String {
        if whom.is_bot { self.house_key() } else { whom.name.key().to_owned() }
    }

    /// Whom `word` names: somebody in the room, or somebody seen before in any room; `None` for a stranger.
    pub(super) async fn whom(&mut self, word: &str) -> Result<Option<Whom>, StoreError> {
        if let Some(here) = self.whom_here(word) {
            return Ok(Some(here).filter(|here| !here.is_system()));
        }
        let Some(name) = typed_name(word) else { return Ok(None) };
        let is_bot = self.cx.view.is_bot(name.as_str());
        let known = people::known(&mut self.tx, name.key()).await?.filter(|known| !known.is_system);
        let spelled = known.map(|known| known.name.parse().unwrap_or(name));
        let whom = spelled.map(|name| Whom { name, is_bot, is_here: false, is_afk: false });
        Ok(whom.filter(|whom| !whom.is_system()))
    }

    /// How the name of that key is spelled: by the server, or when last seen.
    pub(crate) async fn shown(&mut self, key: &str) -> Result<String, StoreError> {
        if let Some(person) = self.cx.view.roster.get(key) {
            return Ok(person.name.to_string());
        }
        let known = people::known(&mut self.tx, key).await?;
        Ok(known.map_or_else(|| key.to_owned(), |known| known.name))
    }

    /// Whom `word` names of those in the room.
    pub(super) fn whom_here(&self, word: &str) -> Option<Whom> {
        let view = self.cx.view;
        let person = view.person(word)?;
        let name: PlayerName = person.name.parse().ok()?;
        let is_bot = view.is_bot(name.as_str());
        Some(Whom { name, is_bot, is_here: true, is_afk: person.is_afk })
    }
}

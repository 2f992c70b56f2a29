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

impl StoredCx<'_> {
    /// Whom `word` names: somebody in the room, or somebody seen before in any room; `None` for a stranger.
    pub(super) async fn whom(&mut self, word: &str) -> Result<Option<Whom>, StoreError> {
        if let Some(here) = self.whom_here(word) {
            return Ok(Some(here));
        }
        let Some(name) = typed_name(word) else { return Ok(None) };
        let known = people::known(&mut self.tx, name.key()).await?.filter(|known| !known.is_system);
        let spelled = known.map(|known| known.name.parse().unwrap_or(name));
        Ok(spelled.map(|name| Whom { name, is_bot: false, is_here: false, is_afk: false }))
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

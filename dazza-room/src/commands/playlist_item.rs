//! What of the playlist a command is about: an item of it, or something to be put on it.

use super::{Halt, StoredCx};
use crate::chat::{links, pools};

impl StoredCx<'_> {
    /// The item that `typed` names: by how many items away it is, by a part of its title, or the last one.
    pub(super) fn item(&mut self, typed: &str) -> Result<(i64, String), Halt> {
        let typed = typed.trim();
        let playlist = self.cx.view.playlist;
        if playlist.is_empty() {
            return Err(self.halt(&pools::MEDIA_EMPTY, &[]));
        }
        let search = typed.to_lowercase();
        let found = match super::numbered::number(typed) {
            Some(number) => playlist.ahead().find(|item| item.n_away == number),
            None if search == "last" => playlist.ahead().last(),
            None => playlist.ahead().find(|item| item.title.to_lowercase().contains(&search)),
        };
        match found {
            Some(item) => Ok((item.uid, item.title.to_owned())),
            None => Err(self.halt_at(&pools::MEDIA_NO_ITEM, "typed", typed)),
        }
    }

    /// What the server calls the thing behind the link in `typed`.
    pub(super) fn media(&mut self, typed: &str) -> Result<(&'static str, String), Halt> {
        match links(typed).first().and_then(crate::chat::Link::media) {
            Some(media) => Ok(media),
            None => Err(self.halt(&pools::MEDIA_NO_LINK, &[])),
        }
    }
}

//! What plays and what is queued: stored, for those who ask how often something was on.

use dazza_shared::names::PlayerName;
use dazza_shared::store::media::{Airing, AiringKind};

use super::{Host, Now};
use crate::cytube::event::{Item, Media};
use crate::database::Record;
use crate::room::page_of;

/// Longest word for where a video comes from. Unit: bytes.
const MAX_TYPE_BYTES: usize = 8;

impl Host {
    pub(super) fn began(&mut self, media: Media, added_by: Option<Box<str>>, now: Now) {
        let Media { id, kind, title, .. } = media;
        self.aired(AiringKind::Played, (kind, id), (title, added_by), now);
    }

    pub(super) fn queued(&mut self, item: Item, now: Now) {
        let Item { id, kind, title, added_by, .. } = item;
        let added_by = Some(added_by).filter(|name| !name.is_empty());
        self.aired(AiringKind::Queued, (kind, id), (title, added_by), now);
    }

    fn aired(
        &mut self,
        kind: AiringKind,
        (media_type, media_id): (Box<str>, Box<str>),
        (title, added_by): (Box<str>, Option<Box<str>>),
        now: Now,
    ) {
        // The server's own are of two letters; a made-up one is not worth a place in the database.
        if media_type.is_empty() || media_type.len() > MAX_TYPE_BYTES || media_id.is_empty() {
            return;
        }
        let url = page_of(&media_type, &media_id).map(Into::into);
        let added_by = added_by.and_then(|name| Some(name.parse::<PlayerName>().ok()?.key().into()));
        self.record(Record::Airing(Airing { kind, media_type, media_id, url, title, added_by, at: now.time }));
    }
}

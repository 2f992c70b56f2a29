//! What is said about deeds of those who look after the room. The pools of `moderation.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/moderation.toml");

pub(crate) const BOT_TOO_LOW: Pool = pool(FILE, "bot_too_low", &["command", "count"]);
pub(crate) const ACT_ON_BOT: Pool = pool(FILE, "on_bot", &[]);
pub(crate) const ACT_ON_SELF: Pool = pool(FILE, "on_self", &[]);
pub(crate) const ACT_NOT_HERE: Pool = pool(FILE, "not_here", &["target"]);
pub(crate) const ACT_RANK_UNKNOWN: Pool = pool(FILE, "rank_unknown", &["target"]);
pub(crate) const ACT_OUTRANKED: Pool = pool(FILE, "outranked", &["target"]);
pub(crate) const ACT_BOT_OUTRANKED: Pool = pool(FILE, "bot_outranked", &["target"]);
pub(crate) const ACT_REFUSED: Pool = pool(FILE, "refused", &["command", "text"]);
pub(crate) const ACT_UNSEEN: Pool = pool(FILE, "unseen", &["command"]);
pub(crate) const MUTED: Pool = pool(FILE, "muted", &["target"]);
pub(crate) const MUTED_FOR: Pool = pool(FILE, "muted_for", &["target", "span"]);
pub(crate) const MUTE_OVER: Pool = pool(FILE, "mute_over", &["target"]);
pub(crate) const MUTE_TOO_LONG: Pool = pool(FILE, "mute_too_long", &[]);
pub(crate) const UNMUTED: Pool = pool(FILE, "unmuted", &["target"]);
pub(crate) const KICKED: Pool = pool(FILE, "kicked", &["target"]);
pub(crate) const BANNED: Pool = pool(FILE, "banned", &["target"]);
pub(crate) const UNBANNED: Pool = pool(FILE, "unbanned", &["target"]);
pub(crate) const CLEAR_SOON: Pool = pool(FILE, "clear_soon", &["seconds"]);
pub(crate) const CLEAR_SOON_WHY: Pool = pool(FILE, "clear_soon_why", &["seconds", "text"]);
pub(crate) const CLEARED: Pool = pool(FILE, "cleared", &["who", "text"]);
pub(crate) const CLEAR_NO_TIME: Pool = pool(FILE, "clear_no_time", &["typed"]);
pub(crate) const CLEAR_BAD_TIME: Pool = pool(FILE, "clear_bad_time", &[]);
pub(crate) const POLL_TOO_MANY: Pool = pool(FILE, "poll_too_many", &[]);
pub(crate) const POLL_OPEN_ALREADY: Pool = pool(FILE, "poll_open_already", &[]);
pub(crate) const POLL_NONE: Pool = pool(FILE, "poll_none", &[]);
pub(crate) const POLL_DONE: Pool = pool(FILE, "poll_done", &[]);
pub(crate) const POLL_RESULT: Pool = pool(FILE, "poll_result", &["text"]);
pub(crate) const MEDIA_ADDED: Pool = pool(FILE, "media_added", &[]);
pub(crate) const MEDIA_SKIPPED: Pool = pool(FILE, "media_skipped", &[]);
pub(crate) const MEDIA_SHUFFLED: Pool = pool(FILE, "media_shuffled", &[]);
pub(crate) const MEDIA_BUMPED: Pool = pool(FILE, "media_bumped", &["title"]);
pub(crate) const MEDIA_REMOVED: Pool = pool(FILE, "media_removed", &["title"]);
pub(crate) const MEDIA_EMPTY: Pool = pool(FILE, "media_empty", &[]);
pub(crate) const MEDIA_NO_ITEM: Pool = pool(FILE, "media_no_item", &["typed"]);
pub(crate) const MEDIA_NO_LINK: Pool = pool(FILE, "media_no_link", &[]);
pub(crate) const MEDIA_BARRED: Pool = pool(FILE, "media_barred", &[]);
pub(crate) const MEDIA_IS_BARRED: Pool = pool(FILE, "media_is_barred", &[]);
pub(crate) const MEDIA_NOT_BARRED: Pool = pool(FILE, "media_not_barred", &[]);
pub(crate) const MEDIA_UNBARRED: Pool = pool(FILE, "media_unbarred", &[]);
pub(crate) const MEDIA_TAKEN_OFF: Pool = pool(FILE, "media_taken_off", &["target"]);
pub(crate) const QUEUE_BANNED: Pool = pool(FILE, "queue_banned", &["target"]);
pub(crate) const QUEUE_FREE: Pool = pool(FILE, "queue_free", &["target"]);
pub(crate) const QUEUE_NOT_BANNED: Pool = pool(FILE, "queue_not_banned", &["target"]);
pub(crate) const QUEUE_TAKEN_OFF: Pool = pool(FILE, "queue_taken_off", &["target"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "moderation",
    file: FILE,
    at_least: &[
        (BOT_TOO_LOW, 3),
        (ACT_ON_BOT, 3),
        (ACT_ON_SELF, 3),
        (ACT_NOT_HERE, 3),
        (ACT_RANK_UNKNOWN, 3),
        (ACT_OUTRANKED, 3),
        (ACT_BOT_OUTRANKED, 3),
        (ACT_REFUSED, 3),
        (ACT_UNSEEN, 3),
        (MUTED, 3),
        (MUTED_FOR, 3),
        (MUTE_OVER, 3),
        (MUTE_TOO_LONG, 3),
        (UNMUTED, 3),
        (KICKED, 4),
        (BANNED, 3),
        (UNBANNED, 3),
        (CLEAR_SOON, 3),
        (CLEAR_SOON_WHY, 3),
        (CLEARED, 3),
        (CLEAR_NO_TIME, 3),
        (CLEAR_BAD_TIME, 3),
        (POLL_TOO_MANY, 3),
        (POLL_OPEN_ALREADY, 3),
        (POLL_NONE, 3),
        (POLL_DONE, 3),
        (POLL_RESULT, 3),
        (MEDIA_ADDED, 3),
        (MEDIA_SKIPPED, 3),
        (MEDIA_SHUFFLED, 3),
        (MEDIA_BUMPED, 3),
        (MEDIA_REMOVED, 3),
        (MEDIA_EMPTY, 3),
        (MEDIA_NO_ITEM, 3),
        (MEDIA_NO_LINK, 3),
        (MEDIA_BARRED, 3),
        (MEDIA_IS_BARRED, 3),
        (MEDIA_NOT_BARRED, 3),
        (MEDIA_UNBARRED, 3),
        (MEDIA_TAKEN_OFF, 3),
        (QUEUE_BANNED, 3),
        (QUEUE_FREE, 3),
        (QUEUE_NOT_BANNED, 3),
        (QUEUE_TAKEN_OFF, 3),
    ],
};

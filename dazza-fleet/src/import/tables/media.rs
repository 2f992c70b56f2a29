//! Pictures and videos.

use super::super::source::Which;
use super::super::table::{Kind, Table, Takes, from, same};

/// The tables.
pub(super) const TABLES: &[Table] = &[
    Table::staged(
        "user_images",
        &[
            same(&["id"], Kind::Id),
            same(&["username"], Kind::Person),
            same(&["url"], Kind::Picture),
            from("posted_at", &["timestamp"], Kind::Moment),
            same(&["is_active"], Kind::Flag(true)),
            same(&["pruned_reason"], Kind::TextOrNone),
            same(&["failure_count"], Kind::Small),
            same(&["first_failure_at"], Kind::MomentOrNone),
            same(&["last_check_at"], Kind::MomentOrNone),
            same(&["next_check_at"], Kind::MomentOrNone),
            same(&["recheck_count"], Kind::Small),
            same(&["original_poster"], Kind::NamedOrNone),
            same(&["most_recent_poster"], Kind::NamedOrNone),
            from("original_at", &["original_timestamp"], Kind::MomentOrNone),
            same(&["created_at"], Kind::MomentOrNow),
        ],
    )
    .of(Takes::People, &["posted_at"]),
    Table::staged(
        "user_gallery_locks",
        &[
            same(&["username"], Kind::Person),
            same(&["is_locked"], Kind::Flag(false)),
            same(&["locked_at"], Kind::MomentOrNone),
            same(&["created_at"], Kind::MomentOrNow),
        ],
    )
    .of(Takes::People, &["locked_at"]),
    Table::staged(
        "video_sessions",
        &[
            same(&["id"], Kind::Id),
            same(&["room_id"], Kind::Room),
            same(&["media_id"], Kind::TextOrNone),
            same(&["media_title"], Kind::Title),
            same(&["start_time"], Kind::Moment),
            same(&["end_time"], Kind::MomentOrNone),
            same(&["duration"], Kind::Whole),
        ],
    ),
    Table::staged(
        "video_watchers",
        &[
            same(&["id"], Kind::Id),
            same(&["session_id"], Kind::Id),
            same(&["username"], Kind::Person),
            same(&["join_time"], Kind::Moment),
            same(&["leave_time"], Kind::MomentOrNone),
            same(&["rewarded"], Kind::Flag(false)),
            same(&["reward_amount"], Kind::Money),
        ],
    )
    .of(Takes::People, &["join_time", "leave_time"]),
    Table {
        dropped: &["id", "created_at", "updated_at"],
        file: Which::Media,
        ..Table::staged(
            "media_history",
            &[
                same(&["room_id"], Kind::Room),
                from("media_type", &["url"], Kind::MediaType),
                from("media_id", &["url"], Kind::MediaId),
                same(&["url"], Kind::Decoded),
                same(&["title"], Kind::Title),
                same(&["added_by"], Kind::NamedOrNone),
                same(&["first_seen"], Kind::Moment),
                same(&["last_seen"], Kind::Moment),
                same(&["play_count"], Kind::Count),
                same(&["queue_count"], Kind::Count),
            ],
        )
    },
];

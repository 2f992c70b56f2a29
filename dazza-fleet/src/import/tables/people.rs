//! Figures that the source had of people, and what they achieved.

use super::super::people::Where;
use super::super::table::{Kind, Table, Takes, from, same};

/// The tables.
pub(super) const TABLES: &[Table] = &[
    Table {
        dropped: &["total_words"],
        place: Where::Statistics,
        ..Table::staged(
            "user_stats",
            &[
                same(&["username"], Kind::Person),
                same(&["first_seen"], Kind::MomentOrNow),
                same(&["last_seen"], Kind::MomentOrNow),
                same(&["message_count"], Kind::Count),
                same(&["updated_at"], Kind::MomentOrNow),
            ],
        )
        .of(Takes::People, &["first_seen", "last_seen"])
    },
    Table::staged(
        "channel_activity",
        &[
            from("hour_start", &["timestamp"], Kind::Moment),
            from("messages", &["message_count"], Kind::Count),
            from("active_users", &["unique_users"], Kind::Count),
        ],
    ),
    Table::staged(
        "user_daily_activity",
        &[
            same(&["username"], Kind::Person),
            same(&["date"], Kind::Day),
            same(&["message_count"], Kind::Count),
            same(&["word_count"], Kind::Count),
            same(&["first_message_time"], Kind::MomentOrNone),
            same(&["last_message_time"], Kind::MomentOrNone),
            same(&["updated_at"], Kind::MomentOrNow),
        ],
    )
    .of(Takes::People, &["first_message_time", "last_message_time"]),
    Table {
        dropped: &["current_streak", "streak_start_date", "created_at"],
        ..Table::staged(
            "user_chat_streaks",
            &[
                same(&["username"], Kind::Person),
                same(&["best_streak"], Kind::Count),
                same(&["last_active_date"], Kind::DayOrNone),
                same(&["total_active_days"], Kind::Count),
                same(&["updated_at"], Kind::MomentOrNow),
            ],
        )
        .of(Takes::People, &[])
    },
    Table {
        dropped: &["id", "created_at"],
        ..Table::staged(
            "chat_achievements",
            &[
                same(&["username"], Kind::Person),
                same(&["achievement_type"], Kind::Key),
                same(&["achievement_level"], Kind::OneOf(&["bronze", "silver", "gold", "diamond"])),
                same(&["achieved_at"], Kind::Moment),
                same(&["details"], Kind::TextOrNone),
            ],
        )
        .of(Takes::People, &["achieved_at"])
    },
    Table::staged(
        "batch_job_history",
        &[
            same(&["id"], Kind::Id),
            same(&["job_name"], Kind::Key),
            same(&["started_at"], Kind::Moment),
            same(&["completed_at"], Kind::MomentOrNone),
            same(&["status"], Kind::Text),
            same(&["records_processed"], Kind::Count),
            same(&["error_message"], Kind::TextOrNone),
            same(&["duration_ms"], Kind::Whole),
        ],
    ),
];

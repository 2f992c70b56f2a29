//! What was said, and what people left for each other.

use super::super::people::Where;
use super::super::table::{Fate, Kind, Table, Takes, from, same};

/// The tables.
pub(super) const TABLES: &[Table] = &[
    Table::staged(
        "rooms",
        &[
            same(&["id"], Kind::Room),
            same(&["name"], Kind::TextOrNone),
            same(&["first_joined"], Kind::MomentOrNow),
            same(&["last_active"], Kind::MomentOrNow),
            same(&["is_active"], Kind::Flag(true)),
            same(&["config"], Kind::Json("{}")),
        ],
    ),
    Table::staged(
        "room_user_presence",
        &[
            same(&["room_id"], Kind::Room),
            same(&["username"], Kind::Person),
            same(&["joined_at"], Kind::Moment),
            same(&["last_seen"], Kind::Moment),
        ],
    )
    .of(Takes::People, &["joined_at", "last_seen"]),
    Table {
        dropped: &["created_at", "word_count"],
        fate: Fate::Lines,
        place: Where::Chat,
        ..Table::staged(
            "messages",
            &[
                same(&["id"], Kind::Id),
                same(&["room_id"], Kind::Room),
                same(&["username"], Kind::Person),
                same(&["message"], Kind::Plain),
                from("sent_at", &["timestamp"], Kind::Moment),
            ],
        )
        .of(Takes::Everybody, &["sent_at"])
    },
    Table::staged(
        "user_events",
        &[
            same(&["id"], Kind::Id),
            same(&["room_id"], Kind::Room),
            same(&["username"], Kind::Person),
            same(&["event_type"], Kind::OneOf(&["join", "leave"])),
            from("at", &["timestamp"], Kind::Moment),
        ],
    )
    .of(Takes::Everybody, &["at"]),
    Table {
        dropped: &["normalized_url", "created_at"],
        ..Table::staged(
            "posted_urls",
            &[
                same(&["id"], Kind::Id),
                same(&["room_id"], Kind::Room),
                same(&["username"], Kind::Person),
                same(&["url"], Kind::Decoded),
                from("normalized_url", &["url"], Kind::Normalized),
                same(&["domain"], Kind::Key),
                same(&["url_type"], Kind::Key),
                same(&["message_id"], Kind::Whole),
                from("posted_at", &["timestamp"], Kind::Moment),
            ],
        )
        .of(Takes::Named, &["posted_at"])
    },
    Table::staged(
        "private_messages",
        &[
            same(&["id"], Kind::Id),
            same(&["from_user"], Kind::Person),
            same(&["to_user"], Kind::Named),
            same(&["message"], Kind::Plain),
            from("at", &["timestamp"], Kind::Moment),
        ],
    )
    .of(Takes::Named, &["at"]),
    Table::staged(
        "connection_log",
        &[
            same(&["id"], Kind::Id),
            same(&["event_type"], Kind::Key),
            from("at", &["timestamp"], Kind::Moment),
            same(&["details"], Kind::JsonOrRaw),
        ],
    ),
    Table::staged(
        "reminders",
        &[
            same(&["id"], Kind::Id),
            same(&["room_id"], Kind::Room),
            same(&["from_user"], Kind::Person),
            same(&["to_user"], Kind::Reminded),
            same(&["message"], Kind::Plain),
            same(&["created_at"], Kind::Moment),
            same(&["remind_at"], Kind::Moment),
            same(&["delivered"], Kind::Flag(false)),
        ],
    )
    .of(Takes::Named, &["created_at"]),
    Table::staged(
        "tells",
        &[
            same(&["id"], Kind::Id),
            same(&["room_id"], Kind::Room),
            same(&["from_user"], Kind::Person),
            same(&["to_user"], Kind::Named),
            same(&["message"], Kind::Plain),
            same(&["created_at"], Kind::Moment),
            same(&["delivered"], Kind::Flag(false)),
            same(&["via_pm"], Kind::Flag(false)),
        ],
    )
    .of(Takes::Named, &["created_at"]),
    Table {
        dropped: &["room_id", "created_at"],
        ..Table::staged(
            "cooldowns",
            &[
                same(&["command_name"], Kind::Key),
                same(&["username"], Kind::Person),
                same(&["last_used"], Kind::Moment),
            ],
        )
        .of(Takes::People, &["last_used"])
    },
];

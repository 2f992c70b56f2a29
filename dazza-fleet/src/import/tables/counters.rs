//! Bongs, drinks and bladders.

use super::super::table::{Kind, Table, Takes, from, same};

/// The tables.
pub(super) const TABLES: &[Table] = &[
    Table {
        dropped: &["hour", "created_at"],
        ..Table::staged(
            "user_bongs",
            &[
                same(&["id"], Kind::Id),
                same(&["room_id"], Kind::Room),
                same(&["username"], Kind::Person),
                from("at", &["timestamp"], Kind::Moment),
            ],
        )
        .of(Takes::Named, &["at"])
    },
    Table::staged(
        "user_drinks",
        &[
            same(&["id"], Kind::Id),
            same(&["room_id"], Kind::Room),
            same(&["username"], Kind::Person),
            from("at", &["timestamp"], Kind::Moment),
        ],
    )
    .of(Takes::Named, &["at"]),
    Table::staged(
        "bong_counter",
        &[
            same(&["room_id"], Kind::Room),
            same(&["date"], Kind::Day),
            same(&["count"], Kind::Count),
            same(&["updated_at"], Kind::MomentOrNow),
        ],
    ),
    Table::staged(
        "drink_counter",
        &[
            same(&["room_id"], Kind::Room),
            same(&["date"], Kind::Day),
            same(&["count"], Kind::Count),
            same(&["updated_at"], Kind::MomentOrNow),
        ],
    ),
    Table::staged(
        "bong_sessions",
        &[
            same(&["id"], Kind::Id),
            same(&["username"], Kind::Person),
            same(&["session_start"], Kind::Moment),
            same(&["session_end"], Kind::Moment),
            same(&["cone_count"], Kind::Count),
            same(&["max_cones_per_hour"], Kind::Real),
        ],
    )
    .of(Takes::People, &["session_start", "session_end"]),
    Table {
        dropped: &["current_streak", "streak_start_date"],
        ..Table::staged(
            "user_bong_streaks",
            &[
                same(&["username"], Kind::Person),
                same(&["longest_streak"], Kind::Count),
                same(&["last_bong_date"], Kind::DayOrNone),
                same(&["updated_at"], Kind::MomentOrNow),
            ],
        )
        .of(Takes::People, &[])
    },
    Table::staged(
        "user_bladder",
        &[
            same(&["room_id"], Kind::Room),
            same(&["username"], Kind::Person),
            same(&["current_amount"], Kind::Count),
            same(&["last_drink_time"], Kind::MomentOrNone),
            same(&["drinks_since_piss"], Kind::Json("[]")),
            same(&["last_piss_time"], Kind::MomentOrNone),
            same(&["created_at"], Kind::MomentOrNow),
            same(&["updated_at"], Kind::MomentOrNow),
        ],
    )
    .of(Takes::People, &["last_drink_time", "last_piss_time"]),
];

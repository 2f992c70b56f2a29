//! Money, and heists for more of it.

use super::super::people::Where;
use super::super::table::{Kind, Table, Takes, from, same};

/// The tables.
pub(super) const TABLES: &[Table] = &[
    Table {
        dropped: &["last_heist"],
        place: Where::Wallet,
        ..Table::staged(
            "user_economy",
            &[
                same(&["username"], Kind::Person),
                same(&["balance"], Kind::Balance),
                from("trust", &["trust_score", "trust"], Kind::Trust),
                same(&["total_earned"], Kind::Balance),
                same(&["total_lost"], Kind::Balance),
                from("heists_participated", &["heists_participated", "heist_count"], Kind::Count),
                same(&["created_at"], Kind::MomentOrNow),
                same(&["updated_at"], Kind::MomentOrNow),
            ],
        )
        .of(Takes::People, &["created_at", "updated_at"])
    },
    Table::staged(
        "economy_transactions",
        &[
            same(&["id"], Kind::Id),
            same(&["room_id"], Kind::Room),
            same(&["username"], Kind::Person),
            same(&["amount"], Kind::Money),
            same(&["trust_change"], Kind::Small),
            same(&["transaction_type"], Kind::Ledger),
            same(&["heist_id"], Kind::Whole),
            same(&["description"], Kind::TextOrNone),
            same(&["created_at"], Kind::MomentOrNow),
        ],
    )
    .of(Takes::People, &["created_at"]),
    Table::staged(
        "crime_types",
        &[
            same(&["id"], Kind::Key),
            same(&["name"], Kind::Key),
            same(&["min_payout"], Kind::Money),
            same(&["max_payout"], Kind::Money),
            same(&["success_rate"], Kind::Real),
        ],
    ),
    Table::staged(
        "heist_events",
        &[
            same(&["id"], Kind::Id),
            same(&["room_id"], Kind::Room),
            same(&["state"], Kind::TextOrNone),
            same(&["status"], Kind::Word),
            same(&["crime_type"], Kind::TextOrNone),
            same(&["announced_at"], Kind::MomentOrNone),
            same(&["departed_at"], Kind::MomentOrNone),
            same(&["returned_at"], Kind::MomentOrNone),
            same(&["completed_at"], Kind::MomentOrNone),
            same(&["total_haul"], Kind::Money),
            same(&["total_payout"], Kind::Money),
            same(&["success"], Kind::FlagOrNone),
            same(&["participants_count"], Kind::Count),
            same(&["participant_count"], Kind::Count),
            same(&["created_at"], Kind::MomentOrNow),
        ],
    ),
    Table::staged(
        "heist_participants",
        &[
            same(&["heist_id"], Kind::Id),
            same(&["username"], Kind::Person),
            same(&["vote"], Kind::TextOrNone),
            same(&["money_earned"], Kind::Money),
            same(&["trust_gained"], Kind::Small),
            same(&["participated_at"], Kind::MomentOrNow),
        ],
    )
    .of(Takes::People, &["participated_at"]),
    Table::staged(
        "heist_config",
        &[same(&["key"], Kind::Key), same(&["value"], Kind::Text), same(&["updated_at"], Kind::MomentOrNow)],
    ),
];

//! A shift with a sign on a corner. The pools of `sign_spinning.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/sign_spinning.toml");

pub(crate) const SIGN_ACK: Pool = pool(FILE, "ack", &[]);
pub(crate) const SIGN_WAIT: Pool = pool(FILE, "wait", &["left"]);
pub(crate) const SIGN_HEADER_HURT: Pool = pool(FILE, "header_hurt", &[]);
pub(crate) const SIGN_HEADER_PERFECT: Pool = pool(FILE, "header_perfect", &[]);
pub(crate) const SIGN_HEADER_GOOD: Pool = pool(FILE, "header_good", &[]);
pub(crate) const SIGN_HEADER: Pool = pool(FILE, "header", &[]);
pub(crate) const SIGN_BUSINESS: Pool = pool(FILE, "common", &[]);
pub(crate) const SIGN_BUSINESS_UNCOMMON: Pool = pool(FILE, "uncommon", &[]);
pub(crate) const SIGN_SHIFT: Pool = pool(FILE, "shift", &["business"]);
pub(crate) const SIGN_SUNNY: Pool = pool(FILE, "sunny", &[]);
pub(crate) const SIGN_OVERCAST: Pool = pool(FILE, "overcast", &[]);
pub(crate) const SIGN_HOT: Pool = pool(FILE, "hot", &[]);
pub(crate) const SIGN_RAIN: Pool = pool(FILE, "rain", &[]);
pub(crate) const SIGN_WIND: Pool = pool(FILE, "wind", &[]);
pub(crate) const SIGN_BREEZE: Pool = pool(FILE, "breeze", &[]);
pub(crate) const SIGN_HURT: Pool = pool(FILE, "hurt", &[]);
pub(crate) const SIGN_HURT_COSTS: Pool = pool(FILE, "hurt_costs", &["cost"]);
pub(crate) const SIGN_HURT_FREE: Pool = pool(FILE, "hurt_free", &[]);
pub(crate) const SIGN_THROWN_NOTE: Pool = pool(FILE, "thrown_note", &[]);
pub(crate) const SIGN_FOUND_NOTE: Pool = pool(FILE, "found_note", &[]);
pub(crate) const SIGN_PLEASURE: Pool = pool(FILE, "pleasure", &[]);
pub(crate) const SIGN_CAR_HIT: Pool = pool(FILE, "car_hit", &[]);
pub(crate) const SIGN_POLICE: Pool = pool(FILE, "police", &[]);
pub(crate) const SIGN_NUISANCE: Pool = pool(FILE, "nuisance", &[]);
pub(crate) const SIGN_COMMENT_60: Pool = pool(FILE, "comment_60", &[]);
pub(crate) const SIGN_COMMENT_40: Pool = pool(FILE, "comment_40", &[]);
pub(crate) const SIGN_COMMENT_20: Pool = pool(FILE, "comment_20", &[]);
pub(crate) const SIGN_COMMENT: Pool = pool(FILE, "comment", &[]);
pub(crate) const SIGN_PUBLIC_PERFECT: Pool = pool(FILE, "public_perfect", &["pay"]);
pub(crate) const SIGN_PUBLIC_HURT: Pool = pool(FILE, "public_hurt", &["pay"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "sign_spinning",
    file: FILE,
    at_least: &[
        (SIGN_ACK, 4),
        (SIGN_WAIT, 5),
        (SIGN_HEADER_HURT, 3),
        (SIGN_HEADER_PERFECT, 3),
        (SIGN_HEADER_GOOD, 3),
        (SIGN_HEADER, 3),
        (SIGN_BUSINESS, 8),
        (SIGN_BUSINESS_UNCOMMON, 8),
        (SIGN_SHIFT, 3),
        (SIGN_SUNNY, 3),
        (SIGN_OVERCAST, 3),
        (SIGN_HOT, 3),
        (SIGN_RAIN, 3),
        (SIGN_WIND, 3),
        (SIGN_BREEZE, 3),
        (SIGN_HURT, 7),
        (SIGN_HURT_COSTS, 3),
        (SIGN_HURT_FREE, 3),
        (SIGN_THROWN_NOTE, 2),
        (SIGN_FOUND_NOTE, 2),
        (SIGN_PLEASURE, 5),
        (SIGN_CAR_HIT, 2),
        (SIGN_POLICE, 2),
        (SIGN_NUISANCE, 5),
        (SIGN_COMMENT_60, 3),
        (SIGN_COMMENT_40, 3),
        (SIGN_COMMENT_20, 3),
        (SIGN_COMMENT, 3),
        (SIGN_PUBLIC_PERFECT, 3),
        (SIGN_PUBLIC_HURT, 3),
    ],
};

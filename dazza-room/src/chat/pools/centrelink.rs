//! Claiming a benefit. The pools of `centrelink.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/centrelink.toml");

pub(crate) const CENTRELINK_ACK: Pool = pool(FILE, "ack", &[]);
pub(crate) const CENTRELINK_WAIT: Pool = pool(FILE, "wait", &["left"]);
pub(crate) const CENTRELINK_HEADER_APPROVED: Pool = pool(FILE, "header_approved", &[]);
pub(crate) const CENTRELINK_HEADER_REJECTED: Pool = pool(FILE, "header_rejected", &[]);
pub(crate) const CENTRELINK_HEADER_FLUKE: Pool = pool(FILE, "header_fluke", &[]);
pub(crate) const CENTRELINK_PAY: Pool = pool(FILE, "pay", &["benefit", "pay"]);
pub(crate) const CENTRELINK_APPROVED: Pool = pool(FILE, "approved", &[]);
pub(crate) const CENTRELINK_APPROVED_COMMENT: Pool = pool(FILE, "approved_comment", &[]);
pub(crate) const CENTRELINK_REJECTED: Pool = pool(FILE, "rejected", &[]);
pub(crate) const CENTRELINK_SUGGESTION: Pool = pool(FILE, "suggestion", &[]);
pub(crate) const CENTRELINK_BACK_PAYMENT: Pool = pool(FILE, "back_payment", &[]);
pub(crate) const CENTRELINK_REASSESSMENT: Pool = pool(FILE, "reassessment", &[]);
pub(crate) const CENTRELINK_LATE_PENSION: Pool = pool(FILE, "late_pension", &[]);
pub(crate) const CENTRELINK_DISASTER_PAYMENT: Pool = pool(FILE, "disaster_payment", &[]);
pub(crate) const CENTRELINK_MALFUNCTION: Pool = pool(FILE, "malfunction", &[]);
pub(crate) const CENTRELINK_FLUKE_COMMENT: Pool = pool(FILE, "fluke_comment", &[]);
pub(crate) const CENTRELINK_PUBLIC_FLUKE: Pool = pool(FILE, "public_fluke", &["pay"]);
pub(crate) const CENTRELINK_SHARED: Pool = pool(FILE, "shared", &["each", "n", "rest"]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter {
    name: "centrelink",
    file: FILE,
    at_least: &[
        (CENTRELINK_ACK, 4),
        (CENTRELINK_WAIT, 5),
        (CENTRELINK_HEADER_APPROVED, 3),
        (CENTRELINK_HEADER_REJECTED, 3),
        (CENTRELINK_HEADER_FLUKE, 3),
        (CENTRELINK_PAY, 3),
        (CENTRELINK_APPROVED, 20),
        (CENTRELINK_APPROVED_COMMENT, 5),
        (CENTRELINK_REJECTED, 20),
        (CENTRELINK_SUGGESTION, 6),
        (CENTRELINK_BACK_PAYMENT, 3),
        (CENTRELINK_REASSESSMENT, 3),
        (CENTRELINK_LATE_PENSION, 3),
        (CENTRELINK_DISASTER_PAYMENT, 3),
        (CENTRELINK_MALFUNCTION, 3),
        (CENTRELINK_FLUKE_COMMENT, 3),
        (CENTRELINK_PUBLIC_FLUKE, 3),
        (CENTRELINK_SHARED, 4),
    ],
};

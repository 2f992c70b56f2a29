//! Figures: of people, of boards, of rooms.

pub(super) mod boards;
pub(super) mod days;
pub(super) mod people;
pub(super) mod person;
pub(super) mod quotes;

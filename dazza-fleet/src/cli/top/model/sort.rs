//! The columns of the table, and the order of its rows.

use std::cmp::Ordering;

use dazza_shared::phase::Phase;

use super::Picture;
use crate::view::RoomView;

/// What a column shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli::top) enum Column {
    Room,
    Phase,
    Uptime,
    Restarts,
    People,
    Lines,
    /// The lines of each of the last looks.
    Trend,
    P99,
    Memory,
    Why,
}

/// Columns that rows can be sorted by, in turn.
const KEYS: [Column; 8] = [
    Column::Room,
    Column::Phase,
    Column::Uptime,
    Column::Restarts,
    Column::People,
    Column::Lines,
    Column::P99,
    Column::Memory,
];

/// The order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli::top) struct Sort {
    pub(in crate::cli::top) by: Column,
    is_reversed: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { by: Column::Room, is_reversed: false }
    }
}

impl Column {
    /// Its head.
    pub(in crate::cli::top) const fn head(self) -> &'static str {
        match self {
            Self::Room => "ROOM",
            Self::Phase => "PHASE",
            Self::Uptime => "UP",
            Self::Restarts => "RESTARTS",
            Self::People => "PEOPLE",
            Self::Lines => "LINES/M",
            Self::Trend => "TREND",
            Self::P99 => "P99",
            Self::Memory => "MEMORY",
            Self::Why => "LAST ERROR OR REASON",
        }
    }

    /// Whether its cells stand at its right side.
    pub(in crate::cli::top) const fn is_number(self) -> bool {
        !matches!(self, Self::Room | Self::Phase | Self::Trend | Self::Why)
    }
}

impl Sort {
    /// By the next column.
    pub(super) fn next(self) -> Self {
        let at = KEYS.iter().position(|column| *column == self.by).unwrap_or(0);
        let by = KEYS.iter().cycle().nth(at + 1).copied().unwrap_or(Column::Room);
        Self { by, is_reversed: false }
    }

    /// The other way round.
    pub(super) fn reversed(self) -> Self {
        Self { is_reversed: !self.is_reversed, ..self }
    }

    /// Whether the least stands on top.
    pub(in crate::cli::top) fn is_rising(self) -> bool {
        // Of names the first is looked for first, of numbers the largest, of phases the one that needs a look.
        self.by.is_number() == self.is_reversed
    }

    /// The order in words.
    pub(super) fn words(self) -> String {
        let way = match (self.by, self.is_rising()) {
            (Column::Room, true) => "from a to z",
            (Column::Room, false) => "from z to a",
            (Column::Phase, true) => "joined ones last",
            (Column::Phase, false) => "joined ones first",
            (_, true) => "least first",
            (_, false) => "largest first",
        };
        format!("sorted by {}, {way}", self.by.head().to_lowercase())
    }

    /// Puts rows in this order; those that are equal stand by name.
    pub(super) fn apply(self, rows: &mut [&RoomView], picture: &Picture) {
        rows.sort_by(|a, b| {
            let order = self.compare(a, b, picture);
            let order = if self.is_rising() { order } else { order.reverse() };
            order.then_with(|| a.name.cmp(&b.name))
        });
    }

    fn compare(self, a: &RoomView, b: &RoomView, picture: &Picture) -> Ordering {
        let p99 = |room: &RoomView| picture.p99_ms(&room.name).unwrap_or(-1.0);
        match self.by {
            Column::Phase => (a.phase == Phase::Joined, a.phase).cmp(&(b.phase == Phase::Joined, b.phase)),
            Column::Uptime => a.uptime_seconds.cmp(&b.uptime_seconds),
            Column::Restarts => a.restarts.cmp(&b.restarts),
            Column::People => a.players.cmp(&b.players),
            Column::Lines => picture.per_minute(&a.name).cmp(&picture.per_minute(&b.name)),
            Column::P99 => p99(a).total_cmp(&p99(b)),
            Column::Memory => a.memory_bytes.cmp(&b.memory_bytes),
            Column::Room | Column::Trend | Column::Why => a.name.cmp(&b.name),
        }
    }
}

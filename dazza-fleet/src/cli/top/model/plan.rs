//! Where everything stands on the screen.

use ratatui::layout::{Rect, Size};

/// Least width that can be drawn on. Unit: columns.
pub(in crate::cli::top) const WIDTH: u16 = 60;

/// Least height that can be drawn on. Unit: lines.
pub(in crate::cli::top) const HEIGHT: u16 = 12;

/// Width from which the header stands on one line.
const WIDE: u16 = 132;

/// Height from which there is a line on the chosen room.
const HIGH: u16 = 16;

/// The parts of the screen, from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli::top) struct Plan {
    pub(in crate::cli::top) header: Rect,
    /// Its first line is the head.
    pub(in crate::cli::top) table: Rect,
    pub(in crate::cli::top) detail: Rect,
    /// What log it is.
    pub(in crate::cli::top) bar: Rect,
    pub(in crate::cli::top) log: Rect,
    pub(in crate::cli::top) status: Rect,
}

impl Plan {
    /// The plan for a screen of this size with this many rows.
    pub(in crate::cli::top) fn of(size: Size, n_rows: usize) -> Self {
        let mut top = 0;
        let mut part = |height: u16| {
            let part = Rect::new(0, top, size.width, height);
            top = top.saturating_add(height);
            part
        };
        let header = if size.width >= WIDE { 1 } else { 2 };
        let detail = u16::from(size.height >= HIGH);
        // The bar and the status take a line each.
        let left = size.height.saturating_sub(header + detail + 2);
        let most = (left * 3 / 5).max(4).min(left.saturating_sub(2));
        let table = u16::try_from(n_rows.max(1)).unwrap_or(u16::MAX).saturating_add(1).min(most);
        Self {
            header: part(header),
            table: part(table),
            detail: part(detail),
            bar: part(1),
            log: part(left.saturating_sub(table)),
            status: part(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_fill_every_screen_exactly_and_the_log_is_never_lost() {
        for (width, height) in (WIDTH..200).step_by(7).flat_map(|width| (HEIGHT..90).map(move |height| (width, height)))
        {
            for n_rows in [0, 1, 3, 10, 500, 100_000] {
                let plan = Plan::of(Size::new(width, height), n_rows);
                let parts = [plan.header, plan.table, plan.detail, plan.bar, plan.log, plan.status];
                assert_eq!(parts.iter().map(|part| part.height).sum::<u16>(), height, "{plan:?}");
                assert!(parts.windows(2).all(|pair| pair[0].bottom() == pair[1].y), "{plan:?}");
                assert!(plan.table.height >= 2 && plan.log.height >= 2, "{plan:?}");
            }
        }
    }
}

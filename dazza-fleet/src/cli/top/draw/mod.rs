//! Draws what `top` knows.

mod header;
mod help;
mod log;
mod paint;
mod status;
mod table;
mod text;

use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::model::{HEIGHT, Mode, Model, Plan, WIDTH};

/// Draws the whole screen at this time of the session's clock.
pub(super) fn draw(model: &Model, now: Duration, buffer: &mut Buffer) {
    let Rect { width, height, .. } = buffer.area;
    if width < WIDTH || height < HEIGHT {
        let told = format!("{width}x{height} is too small: {WIDTH}x{HEIGHT} at least; q ends");
        buffer.set_stringn(0, 0, told, width.into(), Style::new());
        return;
    }
    let plan = Plan::of(buffer.area.as_size(), model.rows().len());
    header::draw(model, now, plan.header, buffer);
    table::draw(model, plan.table, buffer);
    status::draw_detail(model, plan.detail, buffer);
    log::draw_bar(model, plan.bar, buffer);
    log::draw(model, plan.log, buffer);
    status::draw(model, plan.status, buffer);
    if model.mode == Mode::Helping {
        help::draw(buffer);
    }
}

#[cfg(test)]
mod tests;

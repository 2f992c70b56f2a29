//! The tail of the log.

use std::iter::once;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::paint::Tone;
use super::text;
use crate::cli::top::model::{Entry, Model};
use crate::logs::Level;

/// Widest column of names.
const LONGEST_NAME: usize = 16;

/// Draws the line that says what log it is.
pub(super) fn draw_bar(model: &Model, area: Rect, buffer: &mut Buffer) {
    let whose = match model.chosen() {
        _ if model.is_log_of_all => "all logs".to_owned(),
        Some(room) => format!("log of {room}"),
        None => "no log".to_owned(),
    };
    let worse = if model.level == Level::Error { "" } else { " and worse" };
    let back = if model.n_back == 0 { String::new() } else { format!("; {} lines further down", model.n_back) };
    let told = text::cut(&format!("── {whose}; {}{worse}{back} ", word(model.level)), area.width.into());
    let rule = "─".repeat(usize::from(area.width).saturating_sub(text::width(&told)));
    let style = Tone::Accent.style(&model.manner);
    buffer.set_stringn(area.x, area.y, told + &rule, area.width.into(), style);
}

/// Draws the lines.
pub(super) fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let height = usize::from(area.height);
    let lines: Vec<_> = model.log_lines().rev().skip(model.n_back).take(height).collect();
    if lines.is_empty() {
        let style = Tone::Quiet.style(&model.manner);
        buffer.set_stringn(area.x, area.y, "nothing of this level in it yet", area.width.into(), style);
    }
    let of_name = lines.iter().map(|line| line.room.as_str().len()).max().unwrap_or(0).min(LONGEST_NAME);
    for (y, entry) in (area.y..).zip(lines.into_iter().rev()) {
        let mut x = area.x;
        for (told, style) in parts(model, entry, of_name) {
            let left = usize::from(area.right().saturating_sub(x));
            (x, _) = buffer.set_stringn(x, y, text::cut(&told, left), left, style);
        }
    }
}

/// Time, room where it is not known anyhow, level and what it says.
fn parts(model: &Model, entry: &Entry, of_name: usize) -> impl Iterator<Item = (String, Style)> {
    let manner = &model.manner;
    let time = entry.time.to_zoned_datetime(manner.zone.clone()).strftime("%H:%M:%S ").to_string();
    let name = format!("{:of_name$} ", text::cut(entry.room.as_str(), of_name));
    let level = format!("{:5} ", entry.level.map_or_else(|| "-".to_owned(), |level| word(level).to_uppercase()));
    let style = Tone::of_level(entry.level).style(manner);
    let name = model.is_log_of_all.then(|| (name, Tone::Accent.style(manner)));
    once((time, Tone::Quiet.style(manner)))
        .chain(name)
        .chain([(level, style.add_modifier(Modifier::BOLD)), (entry.text.to_string(), style)])
}

const fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warn",
        Level::Info => "info",
        Level::Debug => "debug",
        Level::Trace => "trace",
    }
}

//! The table of rooms; where it is narrow, the columns that are missed least go first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::paint::Tone;
use super::text;
use crate::cli::status::short_time;
use crate::cli::top::model::{Column, Model, Rate, SAMPLES, why};
use crate::view::RoomView;

/// Space for the mark of the chosen row.
const MARK: usize = 2;

/// Least space for the last column.
const LEAST_WHY: usize = 12;

/// Widest column of names where space is short.
const SHORT_NAME: usize = 16;

/// Bars where space is short.
const SHORT_TREND: usize = 10;

/// A column and its width.
type Sized = (Column, usize);

pub(super) fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let rows = model.rows();
    let columns = columns(&rows, area.width.into());
    draw_head(model, &columns, area, buffer);
    let height = usize::from(area.height.saturating_sub(1));
    let at = model.at(&rows);
    let first = (at + 1).saturating_sub(height);
    for (y, (n, room)) in (area.y + 1..area.bottom()).zip(rows.iter().enumerate().skip(first)) {
        let is_chosen = n == at;
        let base = if is_chosen { Style::new().add_modifier(Modifier::BOLD) } else { Style::new() };
        buffer.set_stringn(0, y, if is_chosen { "▶" } else { " " }, MARK, base);
        let mut x = MARK;
        for (column, width) in &columns {
            let (cell, style) = cell(model, room, *column);
            put(buffer, (x, y), &aligned(*column, &cell, *width), *width, base.patch(style));
            x += width + 1;
        }
    }
    if rows.is_empty() && model.picture().look.is_some() {
        let told = if model.filter.is_empty() { "there are no rooms" } else { "no room has this in its name" };
        put(buffer, (MARK, area.y + 1), told, area.width.into(), Style::new());
    }
    let n_below = rows.len().saturating_sub(first + height);
    if n_below > 0 {
        let told = format!(" {n_below} more ");
        let x = usize::from(area.width).saturating_sub(told.len());
        put(buffer, (x, area.bottom() - 1), &told, told.len(), Style::new().add_modifier(Modifier::REVERSED));
    }
}

fn draw_head(model: &Model, columns: &[Sized], area: Rect, buffer: &mut Buffer) {
    let style = Tone::Quiet.style(&model.manner).add_modifier(Modifier::UNDERLINED);
    buffer.set_style(Rect { height: 1, ..area }, style);
    let mut x = MARK;
    for (column, width) in columns {
        let mark = match model.sort {
            sort if sort.by != *column => "",
            sort if sort.is_rising() => "▲",
            _ => "▼",
        };
        let head = if *column == Column::Why && *width < column.head().len() { "LAST ERROR" } else { column.head() };
        let head = aligned(*column, &format!("{head}{mark}"), *width);
        put(buffer, (x, area.y), &head, *width, style);
        x += width + 1;
    }
}

/// The columns that there is space for.
fn columns(rows: &[&RoomView], width: usize) -> Vec<Sized> {
    let longest = rows.iter().map(|room| room.name.as_str().len()).max().unwrap_or(0).max(5);
    let mut columns = vec![
        (Column::Room, longest),
        (Column::Phase, 11),
        (Column::Uptime, 6),
        (Column::Restarts, 9),
        (Column::People, 7),
        (Column::Lines, 8),
        (Column::Trend, SAMPLES),
        (Column::P99, 7),
        (Column::Memory, 7),
    ];
    let left = |columns: &[Sized]| {
        let taken: usize = columns.iter().map(|(_, width)| width + 1).sum();
        width.saturating_sub(MARK + taken)
    };
    let shorten = |columns: &mut Vec<Sized>, column: Column, most: usize| {
        let wide = columns.iter_mut().filter(|(other, _)| *other == column);
        wide.for_each(|(_, width)| *width = (*width).min(most));
    };
    if left(&columns) < LEAST_WHY {
        shorten(&mut columns, Column::Trend, SHORT_TREND);
    }
    if left(&columns) < LEAST_WHY {
        shorten(&mut columns, Column::Room, SHORT_NAME);
    }
    for least in [Column::Trend, Column::P99, Column::Memory, Column::Restarts, Column::Uptime] {
        if left(&columns) < LEAST_WHY {
            columns.retain(|(column, _)| *column != least);
        }
    }
    let why = left(&columns);
    columns.push((Column::Why, why));
    columns
}

fn cell(model: &Model, room: &RoomView, column: Column) -> (String, Style) {
    let picture = model.picture();
    let tone = |tone: Tone| tone.style(&model.manner);
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let plain = |text: String| (text, Style::new());
    match column {
        Column::Room => plain(room.name.to_string()),
        Column::Phase => (room.phase.to_string(), tone(Tone::of_phase(room.phase))),
        Column::Uptime => plain(or_dash(room.uptime_seconds.map(short_time))),
        Column::Restarts if room.restarts > 0 => (room.restarts.to_string(), tone(Tone::Uneasy)),
        Column::Restarts => plain("0".to_owned()),
        Column::People => plain(room.players.to_string()),
        Column::Lines => plain(or_dash(picture.per_minute(&room.name).map(|lines| lines.to_string()))),
        Column::Trend => {
            let steps = picture.rate(&room.name).map(Rate::steps).unwrap_or_default();
            (text::bars(&steps, SAMPLES), tone(Tone::Accent))
        }
        Column::P99 => plain(or_dash(picture.p99_ms(&room.name).map(text::milliseconds))),
        Column::Memory => plain(or_dash(room.memory_bytes.map(text::memory))),
        Column::Why => {
            let why = picture.look.as_ref().and_then(|look| why(room, look.at)).unwrap_or_default();
            (why, if room.is_wanted { tone(Tone::of_phase(room.phase)) } else { tone(Tone::Quiet) })
        }
    }
}

/// A cell in so many columns: words begin at the left, numbers end at the right, of bars the latest are shown.
fn aligned(column: Column, cell: &str, width: usize) -> String {
    match column {
        Column::Trend if cell.chars().count() > width => cell.chars().skip(cell.chars().count() - width).collect(),
        column if column.is_number() => text::right(cell, width),
        _ => text::cut(cell, width),
    }
}

fn put(buffer: &mut Buffer, (x, y): (usize, u16), told: &str, width: usize, style: Style) {
    let x = u16::try_from(x).unwrap_or(u16::MAX);
    if x < buffer.area.right() && y < buffer.area.bottom() {
        buffer.set_stringn(x, y, told, width, style);
    }
}

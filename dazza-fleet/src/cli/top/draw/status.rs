//! The line on the chosen room, and the line at the bottom: a question, what there is to tell, or the keys.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::paint::Tone;
use super::text;
use crate::cli::top::model::{Mode, Model, why};
use crate::logs::tame;

/// The keys, the ones first that are needed to find the others.
const KEYS: &str = "? help  q quit  ↑↓ select  l log  s sort  r reverse  / filter  f freeze  R restart  S stop  T start  \
                    +- level  PgUp PgDn scroll";

/// Draws all that is known of the chosen room and has no place in the table.
pub(super) fn draw_detail(model: &Model, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let rows = model.rows();
    let (Some(room), Some(look)) = (rows.get(model.at(&rows)), &model.picture().look) else { return };
    let process = room.pid.map_or_else(|| "no process".to_owned(), |pid| format!("process {pid}"));
    let version = room.version.as_deref().map(|version| format!(", version {}", tame(version))).unwrap_or_default();
    let why = why(room, look.at).map(|why| format!("; {why}")).unwrap_or_default();
    let told = format!("{}: {process}{version}{why}", room.name);
    let style = if why.is_empty() { Tone::Quiet } else { Tone::Plain }.style(&model.manner);
    buffer.set_stringn(area.x, area.y, text::cut(&told, area.width.into()), area.width.into(), style);
}

/// Draws the line at the bottom.
pub(super) fn draw(model: &Model, area: Rect, buffer: &mut Buffer) {
    let loud = Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED);
    let filter = if model.filter.is_empty() { String::new() } else { format!("filter {}  ", model.filter) };
    let (told, style) = match (&model.mode, &model.told, &model.away) {
        (Mode::Asking(order), ..) => (format!("{} {}? y/n", order.deed.as_str(), order.room), loud),
        (Mode::Filtering, ..) => (format!("filter: {}▏ Enter keeps it, Esc clears it", model.filter), loud),
        (_, Some(told), _) => (told.clone(), loud),
        (_, None, Some(away)) => (format!("{filter}? help  q quit  {}", away.why), Tone::Bad.style(&model.manner)),
        (_, None, None) => (format!("{filter}{KEYS}"), Tone::Quiet.style(&model.manner)),
    };
    buffer.set_stringn(area.x, area.y, text::cut(&told, area.width.into()), area.width.into(), style);
}

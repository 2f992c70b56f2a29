//! The fleet in one line or two.

use std::time::Duration;

use dazza_shared::clock::since;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::paint::Tone;
use super::text;
use crate::cli::status::short_time;
use crate::cli::top::model::{Look, Model, Picture};
use crate::logs::tame;
use crate::view::{DatabaseState, FleetView};

/// Space between two parts.
const GAP: usize = 2;

/// What is told, and how it looks.
type Part = (String, Style);

pub(super) fn draw(model: &Model, now: Duration, area: Rect, buffer: &mut Buffer) {
    buffer.set_style(area, Style::new().add_modifier(Modifier::BOLD));
    let width = usize::from(area.width);
    let (mut x, mut y) = (0, area.y);
    for (told, style) in parts(model, now) {
        let needed = text::width(&told);
        if x > 0 && x + needed > width && y + 1 < area.bottom() {
            (x, y) = (0, y + 1);
        }
        // Where there is no other line, what does not fit is cut.
        let left = width.saturating_sub(x);
        buffer.set_stringn(u16::try_from(x).unwrap_or(u16::MAX), y, text::cut(&told, left), left, style);
        x += needed + GAP;
        if x >= width && y + 1 >= area.bottom() {
            return;
        }
    }
}

fn parts(model: &Model, now: Duration) -> Vec<Part> {
    let tone = |tone: Tone| tone.style(&model.manner);
    let mut parts = Vec::new();
    if let Some(away) = &model.away {
        let age = short_time(now.saturating_sub(away.since).as_secs());
        parts.push((format!("NO ANSWER for {age}"), tone(Tone::Bad).add_modifier(Modifier::REVERSED)));
    }
    if model.is_frozen() {
        parts.push(("FROZEN".to_owned(), tone(Tone::Accent).add_modifier(Modifier::REVERSED)));
    }
    match &model.picture().look {
        Some(look) => parts.extend(fleet(look, model.picture(), &tone)),
        None if model.away.is_none() => parts.push(("asking the fleet …".to_owned(), Style::new())),
        None => {}
    }
    parts
}

fn fleet(look: &Look, picture: &Picture, tone: &dyn Fn(Tone) -> Style) -> Vec<Part> {
    let view = &look.view;
    let n_wanted = view.rooms.iter().filter(|room| room.is_wanted).count();
    let n_joined = n_wanted - view.unjoined().count();
    let people: u64 = view.rooms.iter().map(|room| room.players).sum();
    let lines = view.rooms.iter().filter_map(|room| picture.per_minute(&room.name)).reduce(u64::saturating_add);
    let memory: u64 = view.rooms.iter().filter_map(|room| room.memory_bytes).sum();
    let good = |is_good: bool| tone(if is_good { Tone::Good } else { Tone::Uneasy });
    let mut parts = vec![
        (format!("dazza-fleet {}", tame(&view.version)), tone(Tone::Accent)),
        (format!("up {}", short_time(since(view.started, look.at).as_secs())), Style::new()),
        (format!("rooms {n_joined}/{n_wanted}"), good(n_joined == n_wanted)),
    ];
    if view.is_leaving {
        parts.push(("ENDING".to_owned(), tone(Tone::Bad)));
    }
    parts.extend([
        (format!("people {people}"), Style::new()),
        (format!("lines/min {}", lines.map_or_else(|| "-".to_owned(), |lines| lines.to_string())), Style::new()),
        (format!("memory {}", text::memory(memory)), Style::new()),
        (format!("database {}", view.database.state.as_str()), tone(database(view))),
        jobs(view, tone),
    ]);
    parts
}

const fn database(view: &FleetView) -> Tone {
    match view.database.state {
        DatabaseState::Ready => Tone::Good,
        DatabaseState::Unknown => Tone::Plain,
        DatabaseState::Starting => Tone::Uneasy,
        DatabaseState::Down => Tone::Bad,
    }
}

fn jobs(view: &FleetView, tone: &dyn Fn(Tone) -> Style) -> Part {
    let failing: Vec<_> = view.jobs.iter().filter(|job| job.status == "error").map(|job| tame(&job.name)).collect();
    match failing.len() {
        0 => ("jobs failing 0".to_owned(), Style::new()),
        n => (format!("jobs failing {n}: {}", failing.join(", ")), tone(Tone::Bad)),
    }
}

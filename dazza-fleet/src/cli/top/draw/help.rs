//! The list of the keys, over all else.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Block, Clear, Widget};

use super::text;

/// Each key and what it does; it fits the least screen.
const LINES: [(&str, &str); 10] = [
    ("↑ ↓ j k Home End", "choose a room"),
    ("Enter l", "log of the room, or all logs"),
    ("PgUp PgDn", "scroll the log"),
    ("+ -", "more or fewer log levels"),
    ("s r", "sort by the next column; reverse"),
    ("/ Esc", "filter by name; show all again"),
    ("f", "freeze the picture, or let it go on"),
    ("R S T", "restart, stop, start the room"),
    ("?", "this help; any key closes it"),
    ("q Ctrl-C", "quit"),
];

/// Columns of the keys.
const KEYS: usize = 18;

/// Size of the box, its frame included.
const SIZE: (u16, u16) = (58, 12);

pub(super) fn draw(buffer: &mut Buffer) {
    let (width, height) = SIZE;
    let screen = buffer.area;
    let area = Rect::new(
        (screen.width - width.min(screen.width)) / 2,
        (screen.height - height.min(screen.height)) / 2,
        width,
        height,
    );
    let area = area.intersection(screen);
    Clear.render(area, buffer);
    let block = Block::bordered().title(" dazza-fleet top ");
    let inside = block.inner(area);
    block.render(area, buffer);
    for (y, (keys, does)) in (inside.y..inside.bottom()).zip(LINES) {
        let keys = format!(" {keys}");
        buffer.set_stringn(inside.x, y, &keys, KEYS, Style::new().add_modifier(Modifier::BOLD));
        let left = usize::from(inside.width).saturating_sub(KEYS);
        let x = inside.x + u16::try_from(KEYS).unwrap_or(0);
        buffer.set_stringn(x, y, text::cut(does, left), left, Style::new());
    }
}

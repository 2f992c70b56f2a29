//! What each key does.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::{Deed, Mode, Model, Order, Wish};
use crate::logs::Level;

/// Longest filter: no name of a room is longer.
const MAX_FILTER: usize = dazza_shared::names::RoomName::MAX_CHARS;

/// All levels, the gravest first.
const LEVELS: [Level; 5] = [Level::Error, Level::Warn, Level::Info, Level::Debug, Level::Trace];

impl Model {
    /// Takes a key.
    pub(super) fn press(&mut self, key: KeyEvent) -> Option<Wish> {
        if key.kind == KeyEventKind::Release {
            return None;
        }
        if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
            return (key.code == KeyCode::Char('c')).then_some(Wish::Leave);
        }
        self.told = None;
        match self.mode.clone() {
            Mode::Watching => self.watch(key.code),
            Mode::Asking(order) => {
                self.mode = Mode::Watching;
                let is_yes = matches!(key.code, KeyCode::Char('y' | 'Y'));
                if !is_yes {
                    self.told = Some(format!("{}: left as it is", order.room));
                }
                is_yes.then_some(Wish::Order(order))
            }
            Mode::Filtering => {
                self.filter(key.code);
                None
            }
            Mode::Helping => {
                self.mode = Mode::Watching;
                None
            }
        }
    }

    fn watch(&mut self, key: KeyCode) -> Option<Wish> {
        match key {
            KeyCode::Char('q') => return Some(Wish::Leave),
            KeyCode::Char('+' | '=') => return self.set_level(1),
            KeyCode::Char('-') => return self.set_level(-1),
            KeyCode::Up | KeyCode::Char('k') => self.select(-1),
            KeyCode::Down | KeyCode::Char('j') => self.select(1),
            KeyCode::Home => self.select(isize::MIN),
            KeyCode::End => self.select(isize::MAX),
            KeyCode::PageUp => self.scroll(true),
            KeyCode::PageDown => self.scroll(false),
            KeyCode::Enter | KeyCode::Char('l') => {
                self.is_log_of_all = !self.is_log_of_all;
                self.n_back = 0;
            }
            KeyCode::Char('s') => {
                self.sort = self.sort.next();
                self.told = Some(self.sort.words());
            }
            KeyCode::Char('r') => {
                self.sort = self.sort.reversed();
                self.told = Some(self.sort.words());
            }
            KeyCode::Char('f') => self.freeze(),
            KeyCode::Char('/') => self.mode = Mode::Filtering,
            KeyCode::Esc => self.filter.clear(),
            KeyCode::Char('?' | 'h') => self.mode = Mode::Helping,
            KeyCode::Char('R') => self.question(Deed::Restart),
            KeyCode::Char('S') => self.question(Deed::Stop),
            KeyCode::Char('T') => self.question(Deed::Start),
            _ => {}
        }
        None
    }

    fn filter(&mut self, key: KeyCode) {
        match key {
            KeyCode::Enter => self.mode = Mode::Watching,
            KeyCode::Esc => {
                self.filter.clear();
                self.mode = Mode::Watching;
            }
            KeyCode::Backspace => drop(self.filter.pop()),
            KeyCode::Char(sign)
                if self.filter.len() < MAX_FILTER && (sign.is_ascii_alphanumeric() || "-_".contains(sign)) =>
            {
                self.filter.push(sign.to_ascii_lowercase());
            }
            _ => {}
        }
    }

    fn select(&mut self, step: isize) {
        let rows = self.rows();
        let last = rows.len().saturating_sub(1);
        let next = self.at(&rows).saturating_add_signed(step).min(last);
        let next = rows.get(next).map(|room| room.name.clone());
        if next.is_some() && next != self.selected {
            self.selected = next;
            self.n_back = if self.is_log_of_all { self.n_back } else { 0 };
        }
    }

    fn scroll(&mut self, is_back: bool) {
        let page = usize::from(self.plan().log.height).saturating_sub(1);
        self.n_back = if is_back { self.n_back + page } else { self.n_back.saturating_sub(page) };
        self.n_back = self.n_back.min(self.furthest());
    }

    fn set_level(&mut self, step: isize) -> Option<Wish> {
        let at = LEVELS.iter().position(|level| *level == self.level)?;
        self.level = *LEVELS.get(at.checked_add_signed(step)?)?;
        Some(Wish::Level(self.level))
    }

    fn freeze(&mut self) {
        self.n_back = 0;
        self.frozen = if self.is_frozen() { None } else { Some(Box::new(self.live.clone())) };
    }

    fn question(&mut self, deed: Deed) {
        match self.chosen() {
            Some(room) => self.mode = Mode::Asking(Order { deed, room }),
            None => self.told = Some(format!("there is no room to {}", deed.as_str())),
        }
    }
}

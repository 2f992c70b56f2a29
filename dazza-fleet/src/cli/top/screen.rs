//! The terminal while it is drawn on; it is as it was when this goes, however that comes.

use std::io::{self, Write, stdout};
use std::time::Duration;

use ratatui::DefaultTerminal;
use ratatui::layout::Size;

use super::draw;
use super::model::Model;

/// The terminal, taken over.
///
/// A panic gives it back before it is told, by ratatui's hook, and so does everything that ends the session.
pub(super) struct Screen {
    terminal: Option<DefaultTerminal>,
}

impl Screen {
    /// Takes the terminal over.
    ///
    /// # Errors
    ///
    /// It cannot be used; then it is as it was.
    pub(super) fn open() -> io::Result<Self> {
        // What was changed before it failed is undone when this goes.
        let mut screen = Self { terminal: None };
        screen.terminal = Some(ratatui::try_init()?);
        Ok(screen)
    }

    /// Its size now.
    ///
    /// # Errors
    ///
    /// It is gone.
    pub(super) fn size(&self) -> io::Result<Size> {
        self.terminal.as_ref().map_or(Ok(Size::ZERO), DefaultTerminal::size)
    }

    /// Draws.
    ///
    /// # Errors
    ///
    /// It is gone.
    pub(super) fn draw(&mut self, model: &Model, now: Duration) -> io::Result<()> {
        if let Some(terminal) = &mut self.terminal {
            terminal.draw(|frame| draw::draw(model, now, frame.buffer_mut()))?;
        }
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        // The cursor is shown by this, the rest by what follows; nothing more can be done where it fails.
        drop(self.terminal.take());
        ratatui::try_restore().ok();
        stdout().flush().ok();
    }
}

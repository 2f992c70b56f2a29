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

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::{Command, Output};

    use dazza_shared::config::Environment;
    use tokio::time::{Instant, sleep};

    use super::*;

    /// Tells the program that it is in the terminal of the test.
    const HERE: &str = "DAZZA_TEST_PANICS_HERE";

    /// What the shell of the terminal ends with, once the program has panicked in it.
    const OVER: &str = "ended 101";

    fn tmux(socket: &Path, arguments: &[&str]) -> Output {
        let mut command = Command::new("tmux");
        command.env_remove("TMUX").env("LC_ALL", "C.UTF-8").arg("-S").arg(socket).args(arguments).output().unwrap()
    }

    /// The part that is played in the terminal of the test below; anywhere else it is over at once.
    #[test]
    fn it_panics_in_the_middle_of_a_terminal() {
        if Environment::System.get(HERE).is_some() {
            let mut screen = Screen::open().unwrap();
            screen.terminal.as_mut().unwrap().draw(|_frame| {}).unwrap();
            panic!("the sky falls");
        }
    }

    #[tokio::test]
    async fn a_panic_gives_the_terminal_back_and_is_told_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("tmux");
        let program = std::env::current_exe().unwrap();
        let part = format!("{}::it_panics_in_the_middle_of_a_terminal", module_path!().split_once("::").unwrap().1);
        let script = format!(
            "before=$(stty -g); {HERE}=1 '{}' {part} --exact --nocapture; code=$?; \
             test \"$before\" = \"$(stty -g)\" && echo as before; echo ended $code; exec sleep 600",
            program.display()
        );
        let opened = tmux(&socket, &["-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", &script]);
        assert!(opened.status.success(), "is tmux there? scripts/install test brings it: {opened:?}");
        let look = || String::from_utf8(tmux(&socket, &["capture-pane", "-p"]).stdout).unwrap();
        let (deadline, mut seen) = (Instant::now() + Duration::from_secs(30), look());
        while !seen.contains(OVER) && Instant::now() < deadline {
            sleep(Duration::from_millis(20)).await;
            seen = look();
        }
        let state = tmux(&socket, &["display-message", "-p", "#{alternate_on} #{cursor_flag}"]).stdout;
        tmux(&socket, &["kill-server"]);
        assert!(["the sky falls", "as before", OVER].iter().all(|part| seen.contains(part)), "{seen}");
        assert_eq!(state, b"0 1\n", "whether another screen is shown, and whether the cursor is");
    }
}

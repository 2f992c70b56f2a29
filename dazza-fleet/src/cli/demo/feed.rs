//! The live feed on a terminal: a line for each thing that is said, a colour for each room.

use std::io::IsTerminal;

use dazza_shared::config::Environment;
use dazza_shared::link::LiveEvent;
use dazza_shared::names::RoomName;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::supervisor::LiveLine;

/// How the feed is shown.
#[derive(Clone, Debug)]
pub(crate) struct Feed {
    is_coloured: bool,
    /// Rooms in the order in which they were first seen: each gets the next colour.
    rooms: Vec<RoomName>,
}

/// Colours of rooms. Source: ECMA-48, SGR: cyan, magenta, yellow, blue, as bright ones.
const ROOM_COLOURS: [&str; 4] = ["96", "95", "93", "94"];

/// Style of what the bot says: bold green.
const OWN: &str = "1;92";

/// Style of what is beside the talk: faint.
const ASIDE: &str = "2";

/// Columns of room and speaker. Unit: characters.
const WIDTHS: (usize, usize) = (10, 17);

/// The next line of the feed.
pub(crate) async fn next(live: &mut Receiver<LiveLine>) -> LiveLine {
    loop {
        match live.recv().await {
            Ok(told) => return told,
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

impl Feed {
    /// Coloured on a terminal, unless `NO_COLOR` says otherwise.
    ///
    /// Source: <https://no-color.org>.
    pub(crate) fn for_stdout() -> Self {
        let is_unwanted = Environment::System.get("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { is_coloured: std::io::stdout().is_terminal() && !is_unwanted, rooms: Vec::new() }
    }

    /// One thing that happened in a room, if it is worth a line.
    pub(crate) fn line(&mut self, line: &LiveLine) -> Option<String> {
        let colour = self.colour_of(&line.room);
        let room = self.painted(colour, &format!("{:<1$}", line.room.as_str(), WIDTHS.0));
        let (style, player, text) = match &*line.event {
            LiveEvent::Chat { player, text, is_own: true, .. } => (OWN, player, text.as_str()),
            LiveEvent::Chat { player, text, .. } => ("", player, text.as_str()),
            LiveEvent::PlayerJoined { player, .. } => (ASIDE, player, "comes in"),
            LiveEvent::PlayerLeft { player, .. } => (ASIDE, player, "leaves"),
            LiveEvent::Afk { .. }
            | LiveEvent::Counted { .. }
            | LiveEvent::Began(_)
            | LiveEvent::PictureAdded { .. }
            | LiveEvent::GalleryLocked { .. }
            | LiveEvent::Heist { .. } => return None,
        };
        let rest = format!("{:>1$}  {2}", printable(player), WIDTHS.1, printable(text));
        Some(format!("{room} {}", self.painted(style, &rest)))
    }

    /// A line that is beside the talk.
    pub(crate) fn aside(&self, text: &str) -> String {
        self.painted(ASIDE, &printable(text))
    }

    fn colour_of(&mut self, room: &RoomName) -> &'static str {
        let seen = self.rooms.iter().position(|known| known == room).unwrap_or_else(|| {
            self.rooms.push(room.clone());
            self.rooms.len() - 1
        });
        ROOM_COLOURS.get(seen % ROOM_COLOURS.len()).copied().unwrap_or_default()
    }

    fn painted(&self, style: &str, text: &str) -> String {
        if self.is_coloured && !style.is_empty() { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// What strangers say must not steer the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn feed(is_coloured: bool) -> Feed {
        Feed { is_coloured, rooms: Vec::new() }
    }

    fn chat(room: &str, text: &str, is_own: bool) -> LiveLine {
        let (time, player) = (Timestamp::UNIX_EPOCH, "Gazza".to_owned());
        let event = LiveEvent::Chat { time, player, text: text.to_owned(), is_own, is_command: false };
        LiveLine { room: room.parse().unwrap(), event: Box::new(event) }
    }

    #[test]
    fn lines_stand_in_columns_and_carry_no_escapes_of_others() {
        let line = feed(false).line(&chat("thepub", "who ordered\x1b[2J anchovies", false)).unwrap();
        assert_eq!(line, "thepub                 Gazza  who ordered [2J anchovies");
    }

    #[test]
    fn rooms_have_colours_of_their_own_and_the_bot_stands_out() {
        let mut feed = feed(true);
        let starts =
            ["thepub", "fatpizza", "thepub"].map(|room| feed.line(&chat(room, "hi", false)).unwrap()[..5].to_owned());
        assert_eq!(starts, ["\x1b[96m", "\x1b[95m", "\x1b[96m"]);
        let own = feed.line(&chat("thepub", "you rolled 4", true)).unwrap();
        assert!(own.contains("\x1b[1;92m") && own.ends_with("you rolled 4\x1b[0m"), "{own:?}");
    }
}

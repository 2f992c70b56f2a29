//! Lines as they are shown: for people, in colour on a terminal, or as they were written.

use std::io::{self, IsTerminal, Write};

use dazza_shared::config::Environment;
use dazza_shared::names::RoomName;
use jiff::tz::TimeZone;

use crate::logs::{Level, Line};

/// How lines are shown.
#[derive(Debug)]
pub(super) struct Paint {
    is_json: bool,
    has_colour: bool,
    zone: TimeZone,
    /// Space for the longest name so far.
    width: usize,
}

/// Colours of rooms, in turn. Source: ECMA-48, 8.3.117 (select graphic rendition).
const ROOMS: [u8; 10] = [36, 32, 35, 34, 96, 92, 95, 94, 33, 93];

impl Paint {
    /// For this process's stdout, in colour if it is a terminal that wants any.
    ///
    /// Source: no-color.org (`NO_COLOR`, if it is not empty).
    pub(super) fn for_stdout(is_json: bool) -> Self {
        let variable = |name| Environment::System.get(name).unwrap_or_default();
        let has_colour = io::stdout().is_terminal() && variable("NO_COLOR").is_empty() && variable("TERM") != "dumb";
        Self { is_json, has_colour, zone: TimeZone::system(), width: 0 }
    }

    /// Makes space for a name.
    pub(super) fn fit(&mut self, name: &RoomName) {
        self.width = self.width.max(name.as_str().len());
    }

    /// Shows a line of the log with this number.
    pub(super) fn show(&self, out: &mut dyn Write, number: usize, name: &RoomName, line: &Line) -> io::Result<()> {
        if self.is_json {
            return writeln!(out, "{}", line.text);
        }
        let time = line.time.to_zoned_datetime(self.zone.clone()).strftime("%Y-%m-%d %H:%M:%S%.3f").to_string();
        let room = format!("{name:width$}", name = name.as_str(), width = self.width);
        let (word, colour) = shown_level(line.level);
        let of_room = ROOMS.get(number % ROOMS.len()).copied();
        writeln!(
            out,
            "{} {} {} {}",
            self.coloured(&time, Some(2)),
            self.coloured(&room, of_room),
            self.coloured(word, colour),
            line.message()
        )
    }

    fn coloured(&self, text: &str, colour: Option<u8>) -> String {
        match colour.filter(|_| self.has_colour) {
            Some(colour) => format!("\u{1b}[{colour}m{text}\u{1b}[0m"),
            None => text.to_owned(),
        }
    }
}

fn shown_level(level: Option<Level>) -> (&'static str, Option<u8>) {
    match level {
        Some(Level::Error) => ("ERROR", Some(31)),
        Some(Level::Warn) => ("WARN ", Some(33)),
        Some(Level::Info) => ("INFO ", None),
        Some(Level::Debug) => ("DEBUG", Some(2)),
        Some(Level::Trace) => ("TRACE", Some(2)),
        None => ("-    ", Some(2)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn shown(is_json: bool, has_colour: bool) -> String {
        let mut paint = Paint { is_json, has_colour, zone: TimeZone::UTC, width: 0 };
        let (pizza, shed): (RoomName, RoomName) = ("fatpizza".parse().unwrap(), "shed".parse().unwrap());
        paint.fit(&pizza);
        paint.fit(&shed);
        let record = r#"{"timestamp":"2026-08-03T10:00:00.5Z","level":"warn","message":"lost it","n":1}"#;
        let line = Line::read(record.as_bytes(), Timestamp::MIN).unwrap();
        let junk = Line::read(b"junk", line.time).unwrap();
        let mut out = Vec::new();
        paint.show(&mut out, 0, &pizza, &line).unwrap();
        paint.show(&mut out, 1, &shed, &junk).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_are_for_people_or_for_programs() {
        let human = "2026-08-03 10:00:00.500 fatpizza WARN  lost it n=1\n2026-08-03 10:00:00.500 shed     -     junk\n";
        assert_eq!(shown(false, false), human);
        let raw =
            "{\"timestamp\":\"2026-08-03T10:00:00.5Z\",\"level\":\"warn\",\"message\":\"lost it\",\"n\":1}\njunk\n";
        assert_eq!(shown(true, true), raw);
    }

    #[test]
    fn each_room_has_a_colour_on_a_terminal() {
        let coloured = shown(false, true);
        assert!(coloured.contains("\u{1b}[36mfatpizza\u{1b}[0m \u{1b}[33mWARN \u{1b}[0m lost it"), "{coloured:?}");
        assert!(coloured.contains("\u{1b}[32mshed    \u{1b}[0m"), "{coloured:?}");
    }
}

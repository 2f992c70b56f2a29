//! One line of a log: its time and level, and the rest when it is asked for.

use std::borrow::Cow;

use clap::ValueEnum;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// How grave a record is, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, ToSchema, ValueEnum)]
#[serde(rename_all = "snake_case")]
#[schema(as = LogLevel)]
pub(crate) enum Level {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

/// One line of a log, without its line feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) time: Timestamp,
    /// None if the line is no record of ours.
    pub(crate) level: Option<Level>,
}

/// What of a record is read from every line.
#[derive(Deserialize)]
struct Head<'t> {
    #[serde(borrow)]
    timestamp: Cow<'t, str>,
    level: Level,
}

impl Line {
    /// Reads a line that came after one of the time `before`: what is no record is taken to be as old as that.
    pub(crate) fn read(bytes: &[u8], before: Timestamp) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes.strip_suffix(b"\n").unwrap_or(bytes)).into_owned();
        if text.is_empty() {
            return None; // a line that was ended after it had been cut off
        }
        let head = serde_json::from_str::<Head<'_>>(&text).ok();
        let read = head.and_then(|head| Some((head.timestamp.parse().ok()?, head.level)));
        let (time, level) = read.map_or((before, None), |(time, level)| (time, Some(level)));
        Some(Self { text, time, level })
    }

    /// The record as it was written; a line that is none is its message.
    pub(crate) fn record(&self) -> Map<String, Value> {
        let record = self.level.and_then(|_| serde_json::from_str(&self.text).ok());
        record.unwrap_or_else(|| Map::from_iter([("message".to_owned(), Value::from(self.text.clone()))]))
    }

    /// The message and the fields that are not shown otherwise; the whole line if it is no record.
    pub(crate) fn message(&self) -> String {
        let record = self.level.and_then(|_| serde_json::from_str::<Map<String, Value>>(&self.text).ok());
        let Some(mut record) = record else { return tame(&self.text) };
        let message = record.remove("message");
        let mut shown = tame(message.as_ref().and_then(Value::as_str).unwrap_or_default());
        for (name, value) in record.iter().filter(|(name, _)| !SHOWN_OTHERWISE.contains(&name.as_str())) {
            shown.push(' ');
            shown.push_str(&tame(&format!("{name}={}", field(value))));
        }
        shown
    }
}

/// Fields that stand in a place of their own, or tell what the room's name tells already.
const SHOWN_OTHERWISE: [&str; 4] = ["timestamp", "level", "target", "room.name"];

/// A value as it is shown: a plain word without quotes.
fn field(value: &Value) -> String {
    match value {
        Value::String(word) if !word.is_empty() && word.chars().all(is_plain) => word.clone(),
        other => other.to_string(),
    }
}

fn is_plain(sign: char) -> bool {
    !sign.is_whitespace() && !sign.is_control() && !"\"=".contains(sign)
}

/// The text with everything spelled out that a terminal would obey.
pub(crate) fn tame(text: &str) -> String {
    // Source: Unicode 16, 23.2 (directional formatting): they can make a line read as another.
    let turns_text = |sign: char| matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().fold(String::with_capacity(text.len()), |mut tamed, sign| {
        if sign.is_control() || turns_text(sign) {
            tamed.extend(sign.escape_default());
        } else {
            tamed.push(sign);
        }
        tamed
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_record_shows_its_message_and_what_else_it_says() {
        let text = r#"{"timestamp":"2026-08-03T10:00:00.123Z","level":"warn","message":"lost\nit","target":"x",
            "room.name":"thepub","why":"no route","n":3,"word":"plain","empty":"","eq":"a=b"}"#;
        let line = Line::read(text.replace('\n', "").as_bytes(), Timestamp::MIN).unwrap();
        assert_eq!((line.level, line.time.as_millisecond() % 1000), (Some(Level::Warn), 123));
        assert_eq!(line.message(), r#"lost\nit empty="" eq="a=b" n=3 why="no route" word=plain"#);
    }

    #[test]
    fn what_is_no_record_is_shown_as_it_is_and_is_as_old_as_what_came_before() {
        let before = Timestamp::from_second(5).unwrap();
        for text in ["{\"timestamp\":", "{\"timestamp\":\"now\",\"level\":\"info\"}", "panicked", "[]"] {
            let line = Line::read(format!("{text}\n").as_bytes(), before).unwrap();
            assert_eq!((line.time, line.level, line.message().as_str()), (before, None, text));
        }
        assert_eq!(Line::read(b"\n", before), None);
    }

    #[test]
    fn nothing_that_a_terminal_obeys_gets_through() {
        let line = Line::read("\u{1b}[2Jgone \u{9b}31m \u{202e}evil".as_bytes(), Timestamp::MIN).unwrap();
        assert_eq!(line.message(), r"\u{1b}[2Jgone \u{9b}31m \u{202e}evil");
    }

    proptest! {
        #[test]
        fn junk_never_panics(bytes: Vec<u8>, text: String) {
            for bytes in [bytes, text.clone().into_bytes()] {
                let message = Line::read(&bytes, Timestamp::MIN).map(|line| line.message()).unwrap_or_default();
                prop_assert!(!message.chars().any(char::is_control));
            }
            let record = serde_json::json!({"timestamp": "2026-08-03T10:00:00Z", "level": "info", "message": text, "x": text});
            let line = Line::read(record.to_string().as_bytes(), Timestamp::MIN).unwrap();
            prop_assert!(line.level.is_some() && !line.message().chars().any(char::is_control));
        }
    }
}

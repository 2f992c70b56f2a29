//! One change to the rooms of a text, made by cutting and pasting: what it does not concern keeps every byte.

use std::ops::Range;

use dazza_shared::names::RoomName;
use toml_edit::{Document, Item, Table, Value};

use super::layout::{self, Written};
use super::setting::Setting;
use super::values;

/// What is to be done to the rooms of a file.
#[derive(Clone, Debug)]
pub(crate) enum Edit {
    /// A new table at the end, with these settings.
    Add(RoomName, Vec<Setting>),
    /// The room's table goes; comments stay.
    Remove(RoomName),
    /// Whether the room is to be served.
    Enable(RoomName, bool),
    /// These settings of the room are changed or added, and these keys taken out.
    Set(RoomName, Vec<Setting>, Vec<String>),
}

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// It is there.
    #[error("there is a room {0} already")]
    AlreadyThere(RoomName),
    /// It is not there.
    #[error("no room {0} in this file; `dazza-fleet rooms list` lists them")]
    NoSuchRoom(RoomName),
    /// All rooms stand in one value.
    #[error("`rooms` is one value in this file; give each room a table [rooms.NAME] to have it changed from here")]
    NotTables,
    /// The text cannot be read.
    #[error("the file is not TOML: {0}")]
    NotToml(String),
}

/// One piece of the text and what takes its place.
struct Patch {
    at: Range<usize>,
    with: String,
}

impl Edit {
    /// The room it concerns.
    pub(crate) fn room(&self) -> &RoomName {
        match self {
            Self::Add(room, _) | Self::Remove(room) | Self::Enable(room, _) | Self::Set(room, ..) => room,
        }
    }

    /// The text with the change made; nothing if it says so already.
    ///
    /// # Errors
    ///
    /// The change cannot be made to this text.
    pub(super) fn apply(&self, text: &str) -> Result<Option<String>, Refusal> {
        let document = Document::parse(text).map_err(|error| Refusal::NotToml(error.message().to_owned()))?;
        if document.get("rooms").is_some_and(|rooms| !rooms.is_table()) {
            return Err(Refusal::NotTables);
        }
        if let (Self::Set(room, set, unset), Some(_)) = (self, layout::find(&document, self.room())) {
            return values::changed(text, room, set, unset);
        }
        let missing = || Refusal::NoSuchRoom(self.room().clone());
        let patches = match (self, layout::find(&document, self.room())) {
            (Self::Add(room, _), Some(_)) => return Err(Refusal::AlreadyThere(room.clone())),
            (Self::Add(room, settings), None) => vec![new_table(text, room, settings)],
            (Self::Set(..), _) => return Err(missing()),
            (Self::Remove(_), written) => removal(text, &written.ok_or_else(missing)?),
            (Self::Enable(_, wanted), written) => switch(text, &written.ok_or_else(missing)?, *wanted),
        };
        Ok((!patches.is_empty()).then(|| patched(text, patches)))
    }
}

fn patched(text: &str, mut patches: Vec<Patch>) -> String {
    patches.sort_by_key(|patch| patch.at.start);
    let mut new = text.to_owned();
    patches.iter().rev().for_each(|patch| new.replace_range(patch.at.clone(), &patch.with));
    new
}

/// A table at the end of the text, after an empty line.
fn new_table(text: &str, room: &RoomName, settings: &[Setting]) -> Patch {
    let end = layout::line_end(text);
    let has_gap = text.is_empty() || text.ends_with("\n\n") || text.ends_with("\n\r\n");
    let gap = match (has_gap, text.ends_with('\n')) {
        (true, _) => String::new(),
        (false, true) => end.to_owned(),
        (false, false) => end.repeat(2),
    };
    let lines: Vec<_> = std::iter::once(format!("[rooms.{room}]")).chain(settings.iter().map(Setting::line)).collect();
    insertion(text.len(), &format!("{gap}{}{end}", lines.join(end)))
}

/// Takes the room's lines out and leaves their comments; an empty line that was its own goes too.
fn removal(text: &str, written: &Written<'_>) -> Vec<Patch> {
    let mut blocks: Vec<Patch> = Vec::new();
    let end = layout::line_end(text);
    for line in written.lines(text) {
        let comments = layout::comments(text.get(line.clone()).unwrap_or_default());
        let left: String = comments.into_iter().flat_map(|comment| [comment, end]).collect();
        match blocks.last_mut() {
            Some(block) if block.at.end == line.start => {
                block.at.end = line.end;
                block.with += &left;
            }
            _ => blocks.push(Patch { at: line, with: left }),
        }
    }
    for block in blocks.iter_mut().filter(|block| block.with.is_empty()) {
        let (before, after) = text.split_at(block.at.start);
        let after = after.get(block.at.len()..).unwrap_or_default();
        let is_gap_after = after.is_empty() || after.starts_with(['\r', '\n']);
        let gap = ["\n\r\n", "\n\n"].iter().find(|gap| before.ends_with(**gap));
        if let (true, Some(gap)) = (is_gap_after, gap) {
            block.at.start -= gap.len() - 1;
        }
    }
    blocks
}

/// Says in the text whether the room is to be served; nothing where it says so already.
fn switch(text: &str, written: &Written<'_>, wanted: bool) -> Vec<Patch> {
    let said = written.item.as_table_like().and_then(|table| table.get("enabled"));
    match said {
        Some(said) if said.as_bool() == Some(wanted) => Vec::new(),
        Some(said) => said.span().map(|at| Patch { at, with: wanted.to_string() }).into_iter().collect(),
        None if wanted => Vec::new(),
        None => switched_off(text, written).into_iter().collect(),
    }
}

/// Adds `enabled = false` to a room that says nothing of it, in the way in which the room is written.
fn switched_off(text: &str, written: &Written<'_>) -> Option<Patch> {
    match written.item {
        Item::Value(Value::InlineTable(inline)) => {
            let at = inline.span()?.start + 1;
            let with = if !inline.is_empty() {
                " enabled = false,"
            } else if text.get(at..).is_some_and(|rest| rest.starts_with('}')) {
                " enabled = false "
            } else {
                " enabled = false"
            };
            Some(insertion(at, with))
        }
        Item::Table(table) => match layout::header(table) {
            Some(header) => Some(below(text, &header)),
            None if table.is_dotted() => {
                let key = written.key.span()?;
                let start = layout::line_start(text, key.start);
                let path = text.get(start..key.end)?;
                Some(insertion(start, &format!("{path}.enabled = false{}", layout::line_end(text))))
            }
            None => above(text, written, table),
        },
        _ => None,
    }
}

/// The line below a header.
fn below(text: &str, header: &Range<usize>) -> Patch {
    let line = layout::whole_lines(text, header);
    let end = layout::line_end(text);
    let indent = text.get(line.start..header.start).filter(|indent| indent.trim().is_empty()).unwrap_or_default();
    let is_closed = text.get(line.clone()).is_some_and(|line| line.ends_with('\n'));
    let before = if is_closed { "" } else { end };
    insertion(line.end, &format!("{before}{indent}enabled = false{end}"))
}

/// A header for a room of which only an inner table is written, above that.
fn above(text: &str, written: &Written<'_>, room: &Table) -> Option<Patch> {
    let inner = room.iter().filter_map(|(_, item)| layout::header(item.as_table()?));
    let first = inner.min_by_key(|span| span.start)?;
    let end = layout::line_end(text);
    let key = written.key.display_repr();
    let with = format!("[rooms.{key}]{end}enabled = false{end}{end}");
    Some(insertion(layout::line_start(text, first.start), &with))
}

fn insertion(at: usize, with: &str) -> Patch {
    Patch { at: at..at, with: with.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, edit: &Edit) -> String {
        edit.apply(text).unwrap().unwrap_or_else(|| text.to_owned())
    }

    fn pub_room() -> RoomName {
        "thepub".parse().unwrap()
    }

    #[test]
    fn a_room_is_added_at_the_end_after_an_empty_line() {
        let settings = || vec!["prefix=?".parse().unwrap(), "log.keep=3".parse().unwrap()];
        let table = "[rooms.thepub]\nprefix = \"?\"\nlog.keep = 3\n";
        for (text, gap) in [("", ""), ("[web]", "\n\n"), ("[web]\n", "\n"), ("[web]\n\n", ""), ("[web]\n# end", "\n\n")]
        {
            let wanted = format!("{text}{gap}{table}");
            assert_eq!(edited(text, &Edit::Add(pub_room(), settings())), wanted, "{text:?}");
        }
        let windows = edited("[web]\r\n", &Edit::Add(pub_room(), settings()));
        assert_eq!(windows, format!("[web]\n\n{table}").replace('\n', "\r\n"));
    }

    #[test]
    fn a_room_is_switched_off_and_on_in_the_way_it_is_written() {
        let cases = [
            ("[rooms.ThePub] # note\nurl = 1\n", "[rooms.ThePub] # note\nenabled = false\nurl = 1\n"),
            ("  [rooms.thepub]", "  [rooms.thepub]\n  enabled = false\n"),
            ("[rooms.thepub]\nenabled=true # on\n", "[rooms.thepub]\nenabled=false # on\n"),
            ("[rooms]\nthepub = {}\n", "[rooms]\nthepub = { enabled = false }\n"),
            ("[rooms]\nthepub = { }\n", "[rooms]\nthepub = { enabled = false }\n"),
            ("[rooms]\nthepub = { url = 1 } # x\n", "[rooms]\nthepub = { enabled = false, url = 1 } # x\n"),
            ("rooms.thepub.url = 1\n", "rooms.thepub.enabled = false\nrooms.thepub.url = 1\n"),
            ("[rooms]\nthepub.url = 1\n", "[rooms]\nthepub.enabled = false\nthepub.url = 1\n"),
            (
                "# log\n[rooms.thepub.log]\nkeep = 1\n",
                "# log\n[rooms.thepub]\nenabled = false\n\n[rooms.thepub.log]\nkeep = 1\n",
            ),
        ];
        for (text, off) in cases {
            assert_eq!(edited(text, &Edit::Enable(pub_room(), false)), off);
            assert_eq!(Edit::Enable(pub_room(), false).apply(off), Ok(None), "{off}");
            let on = edited(off, &Edit::Enable(pub_room(), true));
            assert_eq!(on, off.replace("false", "true"));
            assert_eq!(Edit::Enable(pub_room(), true).apply(&on), Ok(None), "{on}");
        }
        assert_eq!(Edit::Enable(pub_room(), true).apply("[rooms.thepub]"), Ok(None));
    }

    #[test]
    fn a_room_is_removed_and_its_comments_stay() {
        let cases = [
            ("[web]\n\n[rooms.thepub]\nurl = 1\n", "[web]\n"),
            ("[web]\r\n\r\n[rooms.thepub]\r\n\r\n[rooms.a]\r\n", "[web]\r\n\r\n[rooms.a]\r\n"),
            ("[rooms.thepub]\n[rooms.a]", "[rooms.a]"),
            (
                "# top\n[rooms.thepub] # head\nurl = 1 # Gaz's\n# own\n\n[web]\n",
                "# top\n# head\n# Gaz's\n# own\n\n[web]\n",
            ),
            ("[rooms.thepub]\nadmins = [\n  \"a#b\", # one\n] # two", "# one\n# two\n"),
            ("[rooms]\nthepub = { url = 1 }\na = {}\n", "[rooms]\na = {}\n"),
            ("[rooms]\nthepub.url = 1\na.url = 2\nthepub.log.keep = 1\n", "[rooms]\na.url = 2\n"),
            ("[rooms.thepub.log]\nkeep = 1\n\n[web]\n\n[rooms.thepub]\n", "\n[web]\n"),
        ];
        for (text, rest) in cases {
            assert_eq!(edited(text, &Edit::Remove(pub_room())), rest);
        }
    }

    #[test]
    fn what_cannot_be_done_is_refused() {
        let room = pub_room;
        let cases = [
            ("[rooms.ThePub]", Edit::Add(room(), Vec::new()), Refusal::AlreadyThere(room())),
            ("[rooms.other]", Edit::Remove(room()), Refusal::NoSuchRoom(room())),
            ("", Edit::Enable(room(), true), Refusal::NoSuchRoom(room())),
            ("rooms = { thepub = {} }", Edit::Enable(room(), false), Refusal::NotTables),
            ("rooms = 1", Edit::Add(room(), Vec::new()), Refusal::NotTables),
        ];
        for (text, edit, refusal) in cases {
            assert_eq!(edit.apply(text), Err(refusal), "{text}");
        }
        assert!(matches!(Edit::Remove(room()).apply("[rooms"), Err(Refusal::NotToml(_))));
    }
}

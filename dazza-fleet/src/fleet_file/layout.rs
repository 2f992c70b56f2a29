//! Where a room stands in the text of `fleet.toml`: its key, its lines, and the comments in them.

use std::ops::Range;

use dazza_shared::names::RoomName;
use toml_edit::{Document, Item, Key, Table};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// A room as the file writes it.
pub(super) struct Written<'d> {
    pub(super) key: &'d Key,
    pub(super) item: &'d Item,
}

/// The room in the table of all rooms; case makes no difference.
pub(super) fn find<'d>(document: &'d Document<&str>, room: &RoomName) -> Option<Written<'d>> {
    let rooms = document.get("rooms")?.as_table()?;
    let (name, item) = rooms.iter().find(|(name, _)| name.eq_ignore_ascii_case(room.as_str()))?;
    Some(Written { key: rooms.key(name)?, item })
}

impl Written<'_> {
    /// The lines of this room, in the order of the text: headers and keys with their values, to the lines' ends.
    pub(super) fn lines(&self, text: &str) -> Vec<Range<usize>> {
        let mut statements = Vec::new();
        collect(self.key, self.item, &mut statements);
        statements.sort_by_key(|span| span.start);
        statements.iter().map(|span| whole_lines(text, span)).collect()
    }
}

/// Where the `[header]` of this table stands, if it has one of its own.
pub(super) fn header(table: &Table) -> Option<Range<usize>> {
    if table.is_implicit() || table.is_dotted() { None } else { table.span() }
}

fn collect(key: &Key, item: &Item, statements: &mut Vec<Range<usize>>) {
    match item {
        Item::None => {}
        Item::Value(value) => {
            if let (Some(key), Some(value)) = (key.span(), value.span()) {
                statements.push(key.start..value.end);
            }
        }
        Item::Table(table) => collect_table(table, statements),
        Item::ArrayOfTables(tables) => tables.iter().for_each(|table| collect_table(table, statements)),
    }
}

fn collect_table(table: &Table, statements: &mut Vec<Range<usize>>) {
    statements.extend(header(table));
    for (name, item) in table {
        if let Some(key) = table.key(name) {
            collect(key, item, statements);
        }
    }
}

/// The span, widened to whole lines with their ends.
pub(super) fn whole_lines(text: &str, span: &Range<usize>) -> Range<usize> {
    let end = text.get(span.end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| span.end + at + 1);
    line_start(text, span.start)..end
}

/// Where the line with this place begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// The comments in a piece of the file.
pub(super) fn comments(piece: &str) -> Vec<&str> {
    let comments = Source::new(piece).lex().filter(|token| token.kind() == TokenKind::Comment);
    comments.filter_map(|token| piece.get(token.span().start()..token.span().end())).collect()
}

/// How the lines of a text end.
pub(super) fn line_end(text: &str) -> &'static str {
    let first = text.find('\n').and_then(|at| text.get(..at));
    if first.is_some_and(|line| line.ends_with('\r')) { "\r\n" } else { "\n" }
}

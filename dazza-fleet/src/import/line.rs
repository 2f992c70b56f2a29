//! One row in the text format of `COPY`.

use std::io::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;

/// Writes the columns of one row, in order, to the end of a buffer.
#[derive(Debug)]
pub(super) struct Line<'b> {
    buffer: &'b mut Vec<u8>,
    start: usize,
    is_first: bool,
}

impl<'b> Line<'b> {
    /// Begins a row.
    pub(super) fn begin(buffer: &'b mut Vec<u8>) -> Self {
        let start = buffer.len();
        Self { buffer, start, is_first: true }
    }

    /// No value.
    pub(super) fn null(&mut self) {
        self.next();
        self.buffer.extend_from_slice(b"\\N");
    }

    /// A text, without the one sign that the database cannot store.
    pub(super) fn text(&mut self, text: &str) {
        self.next();
        for byte in text.bytes() {
            match byte {
                b'\\' => self.buffer.extend_from_slice(b"\\\\"),
                b'\n' => self.buffer.extend_from_slice(b"\\n"),
                b'\r' => self.buffer.extend_from_slice(b"\\r"),
                b'\t' => self.buffer.extend_from_slice(b"\\t"),
                0 => {}
                other => self.buffer.push(other),
            }
        }
    }

    /// A value, if there is one.
    pub(super) fn or_null<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        match value {
            Some(value) => write(self, value),
            None => self.null(),
        }
    }

    /// A whole number.
    pub(super) fn whole(&mut self, number: i64) {
        self.shown(format_args!("{number}"));
    }

    /// Any number.
    pub(super) fn real(&mut self, number: f64) {
        self.shown(format_args!("{number}"));
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, flag: bool) {
        self.next();
        self.buffer.push(if flag { b't' } else { b'f' });
    }

    /// A moment.
    pub(super) fn moment(&mut self, at: Timestamp) {
        self.shown(format_args!("{at}"));
    }

    /// A day.
    pub(super) fn day(&mut self, day: Date) {
        self.shown(format_args!("{day}"));
    }

    /// Ends the row.
    pub(super) fn end(self) {
        self.buffer.push(b'\n');
    }

    /// Takes back what was written of it.
    pub(super) fn undo(self) {
        self.buffer.truncate(self.start);
    }

    fn next(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.buffer.push(b'\t');
        }
    }

    fn shown(&mut self, value: std::fmt::Arguments<'_>) {
        self.next();
        // Writing to memory cannot fail.
        drop(self.buffer.write_fmt(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_written_so_that_it_can_be_read_back() {
        let mut buffer = b"before\n".to_vec();
        let mut line = Line::begin(&mut buffer);
        line.text("a\tb\\c\nd\r\0e");
        line.null();
        line.whole(-7);
        line.flag(true);
        line.real(1.5);
        line.moment("2025-07-04T03:04:05.5Z".parse().unwrap());
        line.end();
        let mut undone = Line::begin(&mut buffer);
        undone.text("gone");
        undone.undo();
        let text = "before\na\\tb\\\\c\\nd\\re\t\\N\t-7\tt\t1.5\t2025-07-04T03:04:05.5Z\n";
        assert_eq!(String::from_utf8(buffer).unwrap(), text);
    }
}

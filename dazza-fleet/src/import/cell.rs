//! A value as SQLite holds it, which may be of any type whatever its column says, and the numbers read out of it.

use std::borrow::Cow;

use rusqlite::types::ValueRef;

/// A value of the source.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// Nothing, or no such column.
    Null,
    /// A whole number.
    Int(i64),
    /// Any number.
    Real(f64),
    /// Text; what was no UTF-8 was replaced by U+FFFD.
    Text(Cow<'a, str>),
}

/// A whole number as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// There was none.
    Missing,
    /// As it stood there.
    Exact(i64),
    /// Rounded, half away from zero.
    Rounded(i64),
    /// There was something, and it is no number, or none that could be meant.
    Garbled,
}

/// Whole numbers beyond this were never meant. It leaves room for a sum of all of a table.
const MAX_WHOLE: i64 = 1_000_000_000_000_000;

impl<'a> Cell<'a> {
    /// The value, and whether it held what is no UTF-8.
    pub(super) fn of(value: ValueRef<'a>) -> (Self, bool) {
        match value {
            ValueRef::Null => (Self::Null, false),
            ValueRef::Integer(whole) => (Self::Int(whole), false),
            ValueRef::Real(real) => (Self::Real(real), false),
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                let text = String::from_utf8_lossy(bytes);
                let is_damaged = matches!(text, Cow::Owned(_));
                (Self::Text(text), is_damaged)
            }
        }
    }

    /// The value as text; `None` when there is none.
    pub(super) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Null => None,
            Self::Int(whole) => Some(Cow::Owned(whole.to_string())),
            Self::Real(real) => Some(Cow::Owned(real.to_string())),
            Self::Text(text) => Some(Cow::Borrowed(text)),
        }
    }

    /// The value as a whole number.
    pub(super) fn whole(&self) -> Whole {
        match self {
            Self::Null => Whole::Missing,
            Self::Int(whole) => bounded(*whole),
            Self::Real(real) => rounded(*real),
            Self::Text(text) => match (text.trim().parse::<i64>(), text.trim().parse::<f64>()) {
                (Ok(whole), _) => bounded(whole),
                (Err(_), Ok(real)) => rounded(real),
                (Err(_), Err(_)) => Whole::Garbled,
            },
        }
    }

    /// The value as any number; an error when it is something else.
    pub(super) fn real(&self) -> Result<Option<f64>, ()> {
        let real = match self {
            Self::Null => return Ok(None),
            #[expect(clippy::cast_precision_loss, reason = "a measure of something, not a count")]
            Self::Int(whole) => *whole as f64,
            Self::Real(real) => *real,
            Self::Text(text) => text.trim().parse().map_err(|_no_number| ())?,
        };
        match real.abs() {
            size if !size.is_finite() || size >= 1e30 => Err(()),
            // Too small for the type it will have.
            size if size < 1e-30 => Ok(Some(0.0)),
            _ => Ok(Some(real)),
        }
    }

    /// The value as yes or no; an error when it is neither.
    pub(super) fn flag(&self) -> Result<Option<bool>, ()> {
        match self {
            Self::Null => Ok(None),
            Self::Int(whole) => Ok(Some(*whole != 0)),
            Self::Real(real) => Ok(Some(*real != 0.0)),
            Self::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "1" => Ok(Some(true)),
                "false" | "0" | "" => Ok(Some(false)),
                _ => Err(()),
            },
        }
    }
}

fn bounded(whole: i64) -> Whole {
    if whole.unsigned_abs() <= MAX_WHOLE.unsigned_abs() { Whole::Exact(whole) } else { Whole::Garbled }
}

fn rounded(real: f64) -> Whole {
    // `round` goes away from zero at a half, as is wanted.
    let nearest = real.round();
    if nearest.is_nan() || nearest.abs() > 1e15 {
        return Whole::Garbled;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number within bounds by now")]
    let whole = nearest as i64;
    if (nearest - real).abs() < f64::EPSILON { Whole::Exact(whole) } else { Whole::Rounded(whole) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_out_of_anything() {
        let text = |text: &'static str| Cell::Text(text.into());
        for (cell, whole) in [
            (Cell::Null, Whole::Missing),
            (Cell::Int(7), Whole::Exact(7)),
            (Cell::Real(7.0), Whole::Exact(7)),
            (Cell::Real(12.5), Whole::Rounded(13)),
            (Cell::Real(-12.5), Whole::Rounded(-13)),
            (Cell::Real(f64::NAN), Whole::Garbled),
            (Cell::Real(1e300), Whole::Garbled),
            (Cell::Int(i64::MIN), Whole::Garbled),
            (text("7"), Whole::Exact(7)),
            (text(" -3 "), Whole::Exact(-3)),
            (text("12.4"), Whole::Rounded(12)),
            (text("abc"), Whole::Garbled),
            (text(""), Whole::Garbled),
        ] {
            assert_eq!(cell.whole(), whole, "{cell:?}");
        }
    }

    #[test]
    fn yes_and_no_have_many_spellings() {
        let text = |text: &'static str| Cell::Text(text.into());
        assert_eq!(text("true").flag(), Ok(Some(true)));
        assert_eq!(text("False").flag(), Ok(Some(false)));
        assert_eq!(Cell::Int(2).flag(), Ok(Some(true)));
        assert_eq!(Cell::Null.flag(), Ok(None));
        assert_eq!(text("maybe").flag(), Err(()));
    }
}

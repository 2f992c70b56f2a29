//! Pages of a long list: how many rows one holds, and the mark from which the next goes on.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// Longest text that is read as a cursor. A name has 40 signs, an address of a picture stands in none.
const LONGEST: usize = 400;

/// Some rows of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows, in order.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    #[schema(value_type = Option<String>)]
    pub next: Option<Cursor>,
}

/// Where a page ended: the next goes on behind it, whatever has been added meanwhile. To the outside it is a text of no meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The figure by which the list is ordered.
    key: i64,
    /// What tells rows of one figure apart.
    tie: String,
}

/// A text that is no cursor of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no cursor; take it from `next` of the page before, or leave it out to begin at the first page")]
pub struct BadCursor;

impl Cursor {
    pub(super) const fn new(key: i64, tie: String) -> Self {
        Self { key, tie }
    }

    fn read(text: &str) -> Option<Self> {
        let bytes = (text.len() <= LONGEST).then(|| URL_SAFE_NO_PAD.decode(text).ok())??;
        let plain = String::from_utf8(bytes).ok()?;
        let (key, tie) = plain.strip_prefix("1 ")?.split_once(' ')?;
        (!tie.contains('\0')).then_some(Self { key: key.parse().ok()?, tie: tie.to_owned() })
    }

    /// Both parts, with the second as a number: 0 where it is none, which is before all.
    pub(super) fn numbers(&self) -> (i64, i64) {
        (self.key, self.tie.parse().unwrap_or_default())
    }

    /// Both parts.
    pub(super) fn parts(&self) -> (i64, &str) {
        (self.key, &self.tie)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(format!("1 {} {}", self.key, self.tie)))
    }
}

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        Self::read(text).ok_or(BadCursor)
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// How many rows to fetch for a page of `asked`, at most `most`: one more than it holds, which tells whether there is another.
pub(super) fn to_fetch(asked: u32, most: u32) -> i64 {
    i64::from(asked.clamp(1, most)) + 1
}

/// Makes a page of what was fetched by [`to_fetch`]; `mark` is where a row stands.
pub(super) fn page<T>(mut rows: Vec<T>, n_fetched: i64, mark: impl Fn(&T) -> Cursor) -> Page<T> {
    let n_shown = usize::try_from(n_fetched - 1).unwrap_or(usize::MAX);
    let has_more = rows.len() > n_shown;
    rows.truncate(n_shown);
    let next = rows.last().filter(|_| has_more).map(mark);
    Page { items: rows, next }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cursor, page, to_fetch};

    proptest! {
        #[test]
        fn a_cursor_comes_back_as_it_was(key: i64, tie in "[a-z0-9_ |\\-]{0,40}") {
            let cursor = Cursor::new(key, tie);
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }

        #[test]
        fn no_text_is_too_odd_to_be_refused(text in "\\PC{0,500}") {
            let read = text.parse::<Cursor>();
            prop_assert!(read.is_err() || read.is_ok_and(|cursor| cursor.to_string() == text));
        }

        #[test]
        fn pages_hold_what_was_asked_for_and_say_whether_there_is_more(n_rows in 0_usize..50, asked in 0_u32..60) {
            let n_fetched = to_fetch(asked, 20);
            let rows: Vec<_> = (0..n_rows).take(usize::try_from(n_fetched).unwrap()).collect();
            let page = page(rows, n_fetched, |n| Cursor::new(0, n.to_string()));
            let most = usize::try_from(asked.clamp(1, 20)).unwrap();
            prop_assert_eq!(page.items.len(), n_rows.min(most));
            prop_assert_eq!(page.next.is_some(), n_rows > most);
        }
    }
}

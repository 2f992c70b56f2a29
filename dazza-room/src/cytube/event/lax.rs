//! Values that bear with anything a server may put in their place: what is not of their kind counts as absent.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// A text of at most `MAX` characters; longer ones are cut.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Text<const MAX: usize>(pub(super) Option<Box<str>>);

/// A finite number; one written as text counts too.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Number(pub(super) Option<f64>);

/// A truth; `true` is true and a number other than zero as well.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Flag(pub(super) bool);

/// An object that may be absent.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Object<T>(pub(super) T);

/// The readable elements of an array; the others are left out, one by one.
#[derive(Debug, PartialEq)]
pub(super) struct Each<T>(pub(super) Vec<T>);

impl<T> Default for Each<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<const MAX: usize> Text<MAX> {
    /// The text, or an empty one.
    pub(super) fn or_empty(self) -> Box<str> {
        self.0.unwrap_or_default()
    }
}

impl Number {
    /// The number as a whole one, if it is one that a server can have meant.
    pub(super) fn whole(&self) -> Option<i64> {
        /// Beyond it not every whole number is exact: 2^53 - 1.
        const MAX_EXACT: f64 = 9_007_199_254_740_991.0;
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
        self.0.filter(|n| n.fract() == 0.0 && n.abs() <= MAX_EXACT).map(|n| n as i64)
    }

    /// The number cut to what a `u32` holds; 0 for what is none.
    pub(super) fn clamped(&self) -> u32 {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "this cast cuts to the bounds")]
        self.0.map_or(0, |n| n as u32)
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Text<MAX> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(from)?;
        let mut json = serde_json::Deserializer::from_str(raw.get());
        Ok(Self(json.deserialize_bytes(Characters::<MAX>).ok()))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(from)?.get();
        let digits = raw.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(raw);
        Ok(Self(digits.parse().ok().filter(|n: &f64| n.is_finite())))
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(from)?.get();
        Ok(Self(raw == "true" || raw.parse().is_ok_and(|n: f64| n.is_finite() && n != 0.0)))
    }
}

impl<'de, T: DeserializeOwned + Default> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(from)?;
        Ok(Self(serde_json::from_str(raw.get()).unwrap_or_default()))
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Each<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(Elements(PhantomData)).map(Self)
    }
}

struct Elements<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for Elements<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Vec<T>, A::Error> {
        let mut found = Vec::new();
        while let Some(raw) = array.next_element::<&RawValue>()? {
            found.extend(serde_json::from_str::<T>(raw.get()).ok());
        }
        found.shrink_to_fit();
        Ok(found)
    }
}

/// Reads a text as bytes, for then half a surrogate pair, which JavaScript can send, is no error.
struct Characters<const MAX: usize>;

impl<const MAX: usize> Visitor<'_> for Characters<MAX> {
    type Value = Box<str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Box<str>, E> {
        let text = String::from_utf8_lossy(bytes);
        let end = text.char_indices().nth(MAX).map_or(text.len(), |(at, _)| at);
        Ok(text.get(..end).unwrap_or_default().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn texts_are_cut_and_halves_of_pairs_replaced() {
        let cases = [
            ("\"abcd\"", Some("abcd")),
            ("\"abcdef\"", Some("abcd")),
            ("\"\u{1F355}\u{1F355}\u{1F355}\u{1F355}\u{1F355}\"", Some("\u{1F355}\u{1F355}\u{1F355}\u{1F355}")),
            ("\"a\\u0000\\n\"", Some("a\0\n")),
            ("null", None),
            ("7", None),
            ("{\"a\":[]}", None),
            ("[\"a\"]", None),
        ];
        for (json, expected) in cases {
            assert_eq!(read::<Text<4>>(json).0.as_deref(), expected, "{json}");
        }
        assert!(read::<Text<9>>("\"x\\ud83d\"").0.unwrap().starts_with("x\u{FFFD}"));
    }

    #[test]
    fn numbers_are_finite_or_absent() {
        let cases = [
            ("-1", Some(-1.0)),
            ("1.5", Some(1.5)),
            ("\"2\"", Some(2.0)),
            ("1180591620717411303424", Some(2f64.powi(70))),
            ("1e308", Some(1e308)),
            ("1e999", None),
            ("\"NaN\"", None),
            ("\"Infinity\"", None),
            ("\"\"", None),
            ("null", None),
            ("true", None),
            ("{}", None),
        ];
        for (json, expected) in cases {
            assert_eq!(read::<Number>(json).0, expected, "{json}");
        }
    }

    #[test]
    fn whole_numbers_are_exact_or_absent() {
        let cases =
            [("7", Some(7)), ("-7", Some(-7)), ("7.0", Some(7)), ("7.5", None), ("1e308", None), ("null", None)];
        for (json, expected) in cases {
            assert_eq!(read::<Number>(json).whole(), expected, "{json}");
        }
        assert_eq!(read::<Number>("1e308").clamped(), u32::MAX);
        assert_eq!(read::<Number>("-3").clamped(), 0);
        assert_eq!(read::<Number>("9.9").clamped(), 9);
    }

    #[test]
    fn flags_objects_and_arrays_bear_with_anything() {
        for (json, expected) in [("true", true), ("1", true), ("0", false), ("\"true\"", false), ("null", false)] {
            assert_eq!(read::<Flag>(json).0, expected, "{json}");
        }
        assert_eq!(read::<Object<u8>>("7").0, 7);
        assert_eq!(read::<Object<u8>>("{}").0, 0);
        assert_eq!(read::<Each<u8>>("[1,null,\"x\",300,{},2]").0, [1, 2]);
    }
}

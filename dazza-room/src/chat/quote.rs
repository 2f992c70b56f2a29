//! Quotes what somebody once said, in letters that ping nobody.

use super::fit::{plain, units};
use super::fraktur::fraktur;

/// Longest quote. Unit: UTF-16 code units, of which a Fraktur letter takes two.
///
/// With the longest name, the longest date and the longest frame around it, the line still fits.
pub const QUOTE_LIMIT: usize = 182;

/// `line` in Fraktur, at most [`QUOTE_LIMIT`] long, with an ellipsis for what is left out.
///
/// It gives no command, holds no link, and marks nobody: names stand in letters that no reader's name is made of.
pub fn quote(line: &str) -> String {
    fraktur(&plain(line, units(line).max(1)).replace('@', ""), QUOTE_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_harmless() {
        for (line, quoted) in [
            ("Zip it", "ℨ𝔦𝔭 𝔦𝔱"),
            ("!give bob 5", "𝔤𝔦𝔳𝔢 𝔟𝔬𝔟 5"),
            ("/clear", "𝔠𝔩𝔢𝔞𝔯"),
            ("see https://bad.example/x", "𝔰𝔢𝔢 (𝔩𝔦𝔫𝔨)"),
            ("@bob <b>", "𝔟𝔬𝔟 𝔟"),
            ("", ""),
        ] {
            assert_eq!(quote(line), quoted, "{line}");
        }
    }

    #[test]
    fn a_long_quote_is_cut_between_letters() {
        let long = quote(&"a".repeat(300));
        assert!(long.ends_with("𝔞…"), "{long}");
        assert!((QUOTE_LIMIT - 1..=QUOTE_LIMIT).contains(&units(&long)));
    }
}

//! Writes text in Fraktur letters.

use super::fit::{cut, units};

/// `text` in Fraktur letters, shortened beforehand so that the outcome has at most `limit` UTF-16 units.
///
/// A Fraktur letter takes two units where the plain one took one.
pub fn fraktur(text: &str, limit: usize) -> String {
    let written: String = text.chars().map(letter).collect();
    cut(&written, limit.max(units("…")))
}

/// The Fraktur letter for `c`. Five letters are older in Unicode and stand in another block; what has none stays.
fn letter(c: char) -> char {
    let shifted = |base: u32, first: char| char::from_u32(base + (u32::from(c) - u32::from(first))).unwrap_or(c);
    match c {
        'C' => 'ℭ',
        'H' => 'ℌ',
        'I' => 'ℑ',
        'R' => 'ℜ',
        'Z' => 'ℨ',
        'A'..='Z' => shifted(0x1_D504, 'A'),
        'a'..='z' => shifted(0x1_D51E, 'a'),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_its_fraktur() {
        let alphabet: String = ('A'..='Z').chain('a'..='z').collect();
        let written = fraktur(&alphabet, 240);
        assert_eq!(written, "𝔄𝔅ℭ𝔇𝔈𝔉𝔊ℌℑ𝔍𝔎𝔏𝔐𝔑𝔒𝔓𝔔ℜ𝔖𝔗𝔘𝔙𝔚𝔛𝔜ℨ𝔞𝔟𝔠𝔡𝔢𝔣𝔤𝔥𝔦𝔧𝔨𝔩𝔪𝔫𝔬𝔭𝔮𝔯𝔰𝔱𝔲𝔳𝔴𝔵𝔶𝔷");
        assert_eq!(fraktur("4 X & ü!", 240), "4 𝔛 & ü!");
    }

    #[test]
    fn the_outcome_fits() {
        let long = fraktur(&"a".repeat(300), 240);
        assert!(units(&long) <= 240 && long.ends_with('…'));
    }
}

//! Makes new inputs of known ones: the same ones each time.

use dazza_shared::dice::Dice;

/// Longest mutant. Unit: bytes.
const MAX_BYTES: usize = 32 * 1024;

/// Signs at which things begin, end or go wrong.
const SIGNS: &[&str] = &[
    "\0",
    "\n",
    "\r",
    " ",
    "\"",
    "\\",
    "'",
    "<",
    ">",
    "&",
    ";",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "/",
    "-1",
    "0",
    "1e999",
    "9223372036854775807",
    "18446744073709551616",
    "0.1",
    "null",
    "true",
    "\\ud83d",
    "\u{202e}",
    "\u{1F355}",
    "\u{130}",
    "\u{FEFF}",
    "\u{85}",
    "\u{2028}",
];

/// A source of mutants.
pub(crate) struct Mutator<'a> {
    inputs: &'a [Vec<u8>],
    words: Vec<&'static str>,
    dice: Dice,
}

impl<'a> Mutator<'a> {
    /// Makes mutants of `inputs`, at times with one of `words` in them.
    pub(crate) fn new(inputs: &'a [Vec<u8>], words: &[&'static str]) -> Self {
        Self { inputs, words: [SIGNS, words].concat(), dice: Dice::seeded(7) }
    }

    /// The next mutant: an input with one to eight changes.
    pub(crate) fn mutant(&mut self) -> Vec<u8> {
        let mut bytes = self.dice.pick(self.inputs).cloned().unwrap_or_default();
        for _ in 0..self.dice.between(1, 8) {
            self.change(&mut bytes);
        }
        bytes.truncate(MAX_BYTES);
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.up_to(bytes.len());
        let end = at + self.up_to((bytes.len() - at).min(40));
        match self.dice.below(8) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.truncate(at),
            2 => {
                let piece = bytes[at..end].repeat(self.up_to(300) + 1);
                bytes.splice(at..at, piece.into_iter().take(MAX_BYTES));
            }
            3 => {
                let other = self.dice.pick(self.inputs).cloned().unwrap_or_default();
                let from = self.up_to(other.len());
                let piece = other[from..].iter().copied().take(self.up_to(200));
                bytes.splice(at..end, piece);
            }
            4 => {
                let byte = u8::try_from(self.dice.below(256)).unwrap_or_default();
                bytes.splice(at..end.min(at + 1), [byte]);
            }
            5 => drop(bytes.splice(at..end, self.word().bytes())),
            _ => drop(bytes.splice(at..at, self.word().bytes())),
        }
    }

    fn word(&mut self) -> &'static str {
        self.dice.pick(&self.words).copied().unwrap_or_default()
    }

    /// A number from 0 to `most`.
    fn up_to(&mut self, most: usize) -> usize {
        usize::try_from(self.dice.between(0, most as u64)).unwrap_or(most)
    }
}

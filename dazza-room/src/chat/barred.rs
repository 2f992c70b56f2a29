//! Words that the bot does not say, whoever puts them into its mouth: read where they lie, in rot13.

/// The words, one a line.
const FILE: &str = include_str!("../../../phrases/barred.txt");

/// Longest run of letters set apart that is read as one word: `s p a c e d`.
const MAX_SPACED: usize = 12;

/// Endings with which a word of more than three letters is still that word.
const ENDINGS: [&str; 4] = ["s", "ed", "ing", "in"];

/// What stands for a letter where somebody would rather not be understood by a filter.
const STAND_INS: [(char, char); 9] =
    [('0', 'o'), ('1', 'i'), ('3', 'e'), ('4', 'a'), ('5', 's'), ('7', 't'), ('@', 'a'), ('$', 's'), ('!', 'i')];

/// The barred words, as they are spelled.
#[cfg(test)]
pub(super) fn barred_words() -> impl Iterator<Item = String> {
    listed().map(|word| word.chars().map(rot13).collect())
}

/// Whether `text` may be said: none of its words is barred, however it is dressed up.
pub fn is_fit(text: &str) -> bool {
    let words: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let parts = words.iter().flat_map(|word| word.split(['-', '/', '.', '_', ',', '\'', '’']).chain([word.as_str()]));
    !parts.chain([spaced(&words).as_str()]).flat_map(|part| part.split(' ')).any(is_barred)
}

/// What letters that stand alone spell together, a word each time they are broken off.
fn spaced(words: &[String]) -> String {
    let mut spelled = String::new();
    for word in words {
        let letters: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        let is_one = letters.chars().count() == 1;
        let n_before = spelled.chars().rev().take_while(|c| *c != ' ').count();
        if is_one && n_before < MAX_SPACED {
            spelled.push_str(&letters);
        } else {
            spelled.push(' ');
        }
    }
    spelled
}

/// Whether a word in lower case is one of the list: as it is, undressed, or with an ending of the usual kind.
fn is_barred(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && !"@$".contains(c));
    let undressed: String = bare.chars().map(plain_letter).filter(|c| c.is_alphanumeric()).collect();
    let typed: String = bare.chars().filter(|c| c.is_alphanumeric()).collect();
    [bare, typed.as_str(), undressed.as_str(), &unstretched(&undressed)].into_iter().any(is_listed)
}

/// Whether the word is in the list, or is one of it with an ending of the usual kind.
fn is_listed(word: &str) -> bool {
    let is_here = |word: &str| {
        let hidden: String = word.chars().map(rot13).collect();
        listed().any(|listed| listed == hidden)
    };
    let stems = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending)).filter(|stem| stem.len() > 3);
    !word.is_empty() && std::iter::once(word).chain(stems).any(is_here)
}

/// The word with each run of three or more equal letters made one.
fn unstretched(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let runs = letters.chunk_by(|a, b| a == b);
    runs.flat_map(|run| run.iter().take(if run.len() > 2 { 1 } else { run.len() })).collect()
}

fn plain_letter(letter: char) -> char {
    STAND_INS.iter().find(|(stands, _)| *stands == letter).map_or(letter, |(_, plain)| *plain)
}

fn listed() -> impl Iterator<Item = &'static str> {
    FILE.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

fn rot13(letter: char) -> char {
    let turned = |letter: char| letter.is_ascii_lowercase().then(|| (u32::from(letter) - 97 + 13) % 26 + 97);
    turned(letter).and_then(char::from_u32).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A word of the list that stands for all: a drug.
    const WORD: &str = "heroin";

    #[test]
    fn a_barred_word_is_found_however_it_is_dressed() {
        assert!(barred_words().any(|word| word == WORD));
        for text in [
            "heroin",
            "Buy HEROIN now",
            "a (heroin)",
            "h3r0in",
            "her0in!",
            "he-ro heroin-like",
            "heroins",
            "heroiiiiin",
            "\"heroin\"",
            "h e r o i n",
            "some H. E. R. O. I. N. here",
            "heroin's",
            "x/heroin",
        ] {
            assert!(!is_fit(text), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_said() {
        for text in [
            "",
            "heroine",
            "the heroines of Scunthorpe",
            "a classic assessment of the grass in Essex",
            "cocktail, peacock and shuttlecocks",
            "22 degrees & sunny at 5 pm",
            "I a m",
            "what a b c d e",
        ] {
            assert!(is_fit(text), "{text}");
        }
    }

    #[test]
    fn no_word_of_the_list_gets_through() {
        for word in barred_words() {
            assert!(!is_fit(&word) && !is_fit(&format!("A {word}!").to_uppercase()), "{word}");
        }
    }
}

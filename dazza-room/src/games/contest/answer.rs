//! What counts as an answer to a challenge.

/// An answer to a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContestAnswer {
    /// It is on.
    Accept,
    /// It is not.
    Decline,
}

/// Source: `commands-and-games.md`, 5.1; the last four instead of crude ones of the original.
const ACCEPT: [&str; 16] = [
    "yes",
    "yeah",
    "yep",
    "sure",
    "ok",
    "okay",
    "bet",
    "bring it on",
    "you're on",
    "let's go",
    "prepare to lose",
    "easy money",
    "too right",
    "game on",
    "no worries",
    "hold my beer",
];

/// Source: as above; the last two instead of crude ones of the original.
const DECLINE: [&str; 10] =
    ["no", "nah", "nope", "pass", "not now", "maybe later", "busy", "can't", "yeah nah", "not today"];

impl ContestAnswer {
    /// The answer that `text` is, all of it, case and the shape of an apostrophe aside.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase().replace('\u{2019}', "'");
        if ACCEPT.contains(&&*text) {
            Some(Self::Accept)
        } else if DECLINE.contains(&&*text) {
            Some(Self::Decline)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_a_whole_line() {
        for text in ACCEPT {
            assert_eq!(ContestAnswer::of(text), Some(ContestAnswer::Accept), "{text}");
            assert_eq!(ContestAnswer::of(&format!(" {} ", text.to_uppercase())), Some(ContestAnswer::Accept), "{text}");
        }
        for text in DECLINE {
            assert_eq!(ContestAnswer::of(text), Some(ContestAnswer::Decline), "{text}");
        }
        assert_eq!(ContestAnswer::of("You\u{2019}re on"), Some(ContestAnswer::Accept));
        for text in ["", "yes mate", "no way", "heads", "tails", "yes!", "let s go"] {
            assert_eq!(ContestAnswer::of(text), None, "{text}");
        }
    }
}

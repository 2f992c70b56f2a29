//! Reads a command out of a line.

use std::str::SplitWhitespace;

/// One use of a command, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation<'a> {
    /// The name or alias, in lower case.
    pub name: String,
    /// What follows it.
    pub args: Args<'a>,
}

/// What was typed behind a command's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Args<'a>(&'a str);

impl<'a> Args<'a> {
    /// All of it as one text, without the white space around it.
    pub fn rest(&self) -> &'a str {
        self.0
    }

    /// Its words.
    pub fn words(&self) -> SplitWhitespace<'a> {
        self.0.split_whitespace()
    }

    /// The first word.
    pub fn first(&self) -> Option<&'a str> {
        self.words().next()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> From<&'a str> for Args<'a> {
    fn from(text: &'a str) -> Self {
        Self(text.trim())
    }
}

/// The invocation in `line`: `prefix`, a name right behind it, and whatever follows after white space.
pub fn invocation<'a>(line: &'a str, prefix: &str) -> Option<Invocation<'a>> {
    let typed = line.trim().strip_prefix(prefix)?;
    let (name, rest) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    (!name.is_empty()).then(|| Invocation { name: name.to_lowercase(), args: rest.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_split_at_white_space() {
        let found = invocation("  !Roll   2d6\t now ", "!").unwrap();
        assert_eq!(found.name, "roll");
        assert_eq!(found.args.rest(), "2d6\t now");
        assert_eq!(found.args.words().collect::<Vec<_>>(), ["2d6", "now"]);
        assert_eq!(found.args.first(), Some("2d6"));
    }

    #[test]
    fn only_the_prefix_and_a_name_make_a_command() {
        for (line, prefix, name) in [
            ("!ping", "!", Some("ping")),
            ("!👏 a", "!", Some("👏")),
            ("hey !ping", "!", None),
            ("!", "!", None),
            ("! ping", "!", None),
            ("!!ping", "!", Some("!ping")),
            ("dazza ping", "dazza", None),
            ("~ping", "~", Some("ping")),
            ("", "!", None),
        ] {
            assert_eq!(invocation(line, prefix).map(|i| i.name).as_deref(), name, "{line}");
        }
    }
}

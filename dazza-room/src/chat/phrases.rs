//! The bot's words: pools of phrases, compiled in as text and read where they lie, so that they cost a room no memory.

use dazza_shared::dice::Dice;

use super::heard::Route;

/// A set of phrases for one occasion, and the blanks that they may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// The text of the file that holds it: TOML of which only `name = [`, quoted lines and `]` are used.
    pub(super) file: &'static str,
    /// Its name in the file.
    pub(super) name: &'static str,
    /// What its phrases may ask for besides `{user}`, `{bot}` and `{prefix}`.
    pub(super) blanks: &'static [&'static str],
}

/// What goes into a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word<'a> {
    /// Text as it is.
    Text(&'a str),
    /// A player: CyTube marks a line that holds a reader's name, so that in public a dash hides it.
    ///
    /// Where the mark is wanted the blank ends with `!`, as in `{user!}`.
    Name(&'a str),
}

impl Pool {
    /// All its phrases, as written.
    pub fn phrases(self) -> impl Iterator<Item = &'static str> {
        let opens = move |line: &str| line.strip_prefix(self.name).is_some_and(|rest| rest == " = [");
        self.file
            .lines()
            .skip_while(move |line| !opens(line))
            .skip(1)
            .take_while(|line| *line != "]")
            .filter_map(quoted)
    }

    /// One of its phrases, as written.
    pub fn pick(self, dice: &mut Dice) -> &'static str {
        let n_phrases = self.phrases().count() as u64;
        let index = usize::try_from(dice.below(n_phrases)).unwrap_or(0);
        self.phrases().nth(index).unwrap_or_default()
    }

    /// One of its phrases for `key`, those that begin with it and ` = `, without that; `None` when there are none.
    pub fn pick_for(self, key: &str, dice: &mut Dice) -> Option<&'static str> {
        let of_key = move |phrase: &'static str| phrase.strip_prefix(key)?.strip_prefix(" = ");
        let phrases: Vec<_> = self.phrases().filter_map(of_key).collect();
        dice.pick(&phrases).copied()
    }

    /// The name of the pool.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// What its phrases may ask for besides `{user}`, `{bot}` and `{prefix}`.
    pub fn blanks(self) -> &'static [&'static str] {
        self.blanks
    }
}

/// The phrase in one line of a pool.
fn quoted(line: &'static str) -> Option<&'static str> {
    line.trim().strip_prefix('"')?.strip_suffix("\",")
}

/// `phrase` with every blank filled that `words` know; what goes in is not searched for blanks again.
pub fn fill(phrase: &str, route: Route, words: &[(&str, Word<'_>)]) -> String {
    let mut filled = String::with_capacity(phrase.len() + 32);
    let mut rest = phrase;
    while let Some((before, blank, after)) = next_blank(rest) {
        filled.push_str(before);
        let (name, is_ping) = blank.strip_suffix('!').map_or((blank, false), |name| (name, true));
        match words.iter().find(|(known, _)| *known == name) {
            Some((_, Word::Text(text))) => filled.push_str(text),
            Some((_, Word::Name(player))) => {
                filled.push_str(if route == Route::Public && !is_ping { "-" } else { "" });
                filled.push_str(player);
            }
            None => filled.extend(["{", blank, "}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// What stands before the first blank, in it, and after it.
pub(super) fn next_blank(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (blank, after) = rest.split_once('}')?;
    Some((before, blank, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# words\nlong_ones = [\n    \"no\",\n]\nones = [\n    # why\n    \"a {user}\",\n    \"b, c\",\n]\nlast = [\n]\n";

    fn pool(name: &'static str) -> Pool {
        Pool { file: FILE, name, blanks: &[] }
    }

    #[test]
    fn a_pool_is_read_where_it_lies() {
        assert_eq!(pool("ones").phrases().collect::<Vec<_>>(), ["a {user}", "b, c"]);
        assert_eq!(pool("last").phrases().count(), 0);
        assert_eq!(pool("none").pick(&mut Dice::seeded(1)), "");
        let mut dice = Dice::seeded(1);
        let drawn: std::collections::BTreeSet<_> = (0..50).map(|_| pool("ones").pick(&mut dice)).collect();
        assert_eq!(drawn.len(), 2);
    }

    #[test]
    fn a_phrase_may_be_for_one_thing_alone() {
        let file = "keyed = [\n    \"sun = it burns\",\n    \"sunny = no\",\n    \"rain = it pours\",\n]\n";
        let keyed = Pool { file, name: "keyed", blanks: &[] };
        let mut dice = Dice::seeded(1);
        assert_eq!(keyed.pick_for("sun", &mut dice), Some("it burns"));
        assert_eq!(keyed.pick_for("rain", &mut dice), Some("it pours"));
        assert_eq!(keyed.pick_for("snow", &mut dice), None);
    }

    #[test]
    fn blanks_are_filled_wherever_they_stand() {
        let words = [("user", Word::Name("Gaz")), ("n", Word::Text("{user}"))];
        let phrase = "{user} and {user!} got {n}, {what}";
        assert_eq!(fill(phrase, Route::Public, &words), "-Gaz and Gaz got {user}, {what}");
        assert_eq!(fill(phrase, Route::Pm, &words), "Gaz and Gaz got {user}, {what}");
        assert_eq!(fill("half { open", Route::Pm, &words), "half { open");
    }
}

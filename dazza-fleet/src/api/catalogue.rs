//! What the committed list of commands says, for answers that name commands or compare with what they return.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::commands::LIST;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::read);

/// What is looked up in it.
#[derive(Debug, Default)]
struct Catalogue {
    /// Names of commands by their names and aliases.
    names: BTreeMap<String, String>,
    /// What games return, by their command, each of their stakes counted once. Unit: per cent.
    returns: BTreeMap<String, f64>,
}

#[derive(Debug, Default, Deserialize)]
struct Written {
    commands: Vec<Command>,
    games: Vec<Game>,
}

#[derive(Debug, Deserialize)]
struct Command {
    name: String,
    aliases: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Game {
    command: String,
    returned_per_mille: f64,
}

/// The command of that name or alias.
pub(super) fn command(word: &str) -> Option<&'static str> {
    CATALOGUE.names.get(word).map(String::as_str)
}

/// What the game of that command returns in the long run, each of its stakes counted once. Unit: per cent.
pub(super) fn returned_percent(game: &str) -> Option<f64> {
    CATALOGUE.returns.get(game).copied()
}

impl Catalogue {
    fn read() -> Self {
        // The test holds that it can be read.
        let written: Written = serde_json::from_str(LIST).unwrap_or_default();
        let mut catalogue = Self::default();
        for Command { name, aliases } in written.commands {
            for alias in aliases {
                catalogue.names.insert(alias, name.clone());
            }
            catalogue.names.insert(name.clone(), name);
        }
        let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
        for game in written.games {
            let (sum, n) = sums.entry(game.command).or_default();
            *sum += game.returned_per_mille;
            *n += 1.0;
        }
        catalogue.returns = sums.into_iter().map(|(game, (sum, n))| (game, (sum / n).round() / 10.0)).collect();
        catalogue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_known_by_their_aliases_and_games_by_what_they_return() {
        assert_eq!((command("q"), command("quote"), command("nosuch")), (Some("quote"), Some("quote"), None));
        for game in ["coin_flip", "mystery_esky", "pokies", "scratchie", "tab"] {
            assert!(returned_percent(game).is_some_and(|percent| (10.0..=100.0).contains(&percent)), "{game}");
        }
        assert_eq!((returned_percent("coin_flip"), returned_percent("help")), (Some(100.0), None));
    }
}

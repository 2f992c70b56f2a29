//! Commands that need something of the settings: without it they are not available, and `help` does not tell of them.

use dazza_shared::config::RoomSettings;

use super::Command;

/// Whether settings have what is needed.
type Has = fn(&RoomSettings) -> bool;

/// What a command needs, by its name.
const NEEDS: &[(&str, Has)] = &[
    ("weather", |settings| !settings.services.weather.url.is_empty()),
    ("world", |settings| !settings.links.map.is_empty()),
    ("top", |settings| !settings.links.leaderboards.is_empty()),
    ("summary", |settings| !settings.services.language_model.url.is_empty()),
    ("define", |settings| !settings.services.dictionary.url.is_empty()),
];

/// Whether a room of these settings has what `command` needs.
pub(super) fn is_offered(command: &Command, settings: &RoomSettings) -> bool {
    NEEDS.iter().all(|(name, has)| *name != command.name || has(settings))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::TABLE;
    use crate::commands::view::tests::settings;

    #[test]
    fn every_need_is_that_of_a_command() {
        for (name, _) in NEEDS {
            assert!(TABLE.iter().any(|command| command.name == *name), "{name}");
        }
    }

    #[test]
    fn what_asks_nobody_is_not_offered() {
        let mut settings = settings();
        let offered = |settings: &RoomSettings| {
            NEEDS
                .iter()
                .filter(|(name, _)| {
                    let command = TABLE.iter().find(|command| command.name == *name).unwrap();
                    is_offered(command, settings)
                })
                .count()
        };
        let at_first = offered(&settings);
        settings.services.weather.url.clear();
        settings.services.dictionary.url.clear();
        assert_eq!(offered(&settings), at_first - 2);
        "http://127.0.0.1:11434".clone_into(&mut settings.services.language_model.url);
        assert_eq!(offered(&settings), at_first - 1);
    }
}

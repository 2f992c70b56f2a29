//! Which settings of a room can be changed over the web, and what a form needs to know of each. `docs/configuration.md` has all.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// What kind of value a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SettingKind)]
pub(super) enum Kind {
    /// Yes or no.
    Bool,
    /// A whole number.
    Int,
    /// A text.
    Text,
    /// A length of time or a size, as `fleet.toml` has it: `"90s"`, `"64 MiB"`.
    Measure,
    /// Several texts.
    List,
    /// Values by name.
    Table,
}

/// Who may change a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SettingHand)]
pub(super) enum Hand {
    /// Who runs the room: a token of that room will do.
    Owner,
    /// Who runs the fleet: it takes a token of all rooms.
    Operator,
}

/// One setting.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SettingField)]
pub(super) struct Field {
    /// Its key below `[rooms.NAME]`.
    pub(super) key: &'static str,
    /// What it takes.
    #[serde(rename = "type")]
    pub(super) kind: Kind,
    /// What counts when no table has it.
    pub(super) default: Value,
    /// The least it may be, of numbers.
    pub(super) min: Option<i64>,
    /// The most it may be, of numbers.
    pub(super) max: Option<i64>,
    /// What it is for.
    pub(super) help: &'static str,
    /// Who may change it.
    pub(super) by: Hand,
    /// Whether a running room takes it at once; otherwise it connects anew.
    pub(super) live: bool,
}

/// The setting of that key.
pub(super) fn field(key: &str) -> Option<Field> {
    all().into_iter().find(|field| field.key == key)
}

/// All of them, in the order of a form.
pub(super) fn all() -> Vec<Field> {
    let groups = [switches(), phrases(), commands(), heists(), rights(), process()];
    groups.into_iter().flatten().collect()
}

fn switches() -> Vec<Field> {
    vec![
        is("greetings.enabled", true, "greet people who come in"),
        int("greetings.percent", 70, (0, 100), "how many of a hundred are greeted, of those who may be"),
        is("farewells.enabled", false, "see people off who leave"),
        int("farewells.percent", 70, (0, 100), "how many of a hundred are seen off, of those who may be"),
        is("url_comments.enabled", true, "remark upon links to videos"),
        int(
            "url_comments.percent",
            50,
            (0, 100),
            "how many of a hundred links are remarked upon, of those that may be",
        ),
        is("url_comments.titles", true, "look titles of videos up for that"),
        is("mentions.enabled", true, "answer those who speak to the bot"),
        is("images.enabled", true, "put pictures into the gallery of whoever posted them"),
        is("presence.enabled", true, "store who came, went and was away"),
        is("watch_rewards.enabled", true, "pay people who watch a video to its end"),
        is("watch_rewards.afk", true, "pay those too who are away from the keyboard"),
        is("pm_announce", true, "tell the room of great moments in games played by private message"),
        is("contest_full_effects", true, "count all that styles, conditions, places and weather do in a contest"),
    ]
}

fn phrases() -> Vec<Field> {
    vec![
        list(
            "greetings.newcomers",
            "what is said to new people; {user}, {bot} and {prefix} are blanks; none: the bot's own words",
        ),
        list("greetings.regulars", "what is said to all others who come in; none: the bot's own words"),
        list("farewells.phrases", "what is said to people who leave; none: the bot's own words"),
    ]
}

fn commands() -> Vec<Field> {
    vec![
        text("prefix", "!", "what a command line starts with: 1 to 3 signs, no white space, not beginning with /"),
        list("commands_off", "names of commands that are switched off"),
        Field {
            kind: Kind::Table,
            default: json!({}),
            ..text("cooldowns", "", "how long people wait between two uses of a command, by its name")
        },
        int("limits.per_player", 15, (1, 1000), "commands a minute that one person may use, in all rooms together"),
        int("limits.warn_at", 12, (1, 1000), "at which of them the person is warned"),
        int("limits.per_room", 60, (1, 10_000), "commands a minute that all people of the room may use together"),
        int("coin_flip_cap", 10_000, (1, 1_000_000_000), "most that the house flips a coin for, in dollars"),
        text("manual_url", "", "address of the manual, which help gives out"),
        text("links.map", "", "address of the map that commands give out"),
        text("links.leaderboards", "", "address of the leaderboards that commands give out"),
        text("links.gallery", "", "address of the gallery that commands give out"),
    ]
}

fn heists() -> Vec<Field> {
    vec![
        is("heists.enabled", true, "plan heists"),
        measure("heists.delay_min", "1h", "shortest time from one heist to the next"),
        measure("heists.delay_max", "10h", "longest time from one heist to the next"),
        measure("heists.voting", "1m", "how long the room may vote on what to steal"),
        measure("heists.run_min", "20m", "shortest time that the crew is out"),
        measure("heists.run_max", "40m", "longest time that the crew is out"),
        measure("heists.cooldown", "1m", "how long nothing happens after the loot is shared out"),
        measure("heists.activity", "1h", "who has spoken within this time counts as there"),
        int("heists.min_users", 2, (0, 1_000_000), "how many people must have spoken within it"),
        int("heists.min_messages", 5, (0, 1_000_000), "how many lines they must have said"),
    ]
}

fn rights() -> Vec<Field> {
    vec![
        list("admins", "people who may use the admin commands in this room"),
        list("moderators", "people who may use the moderators' commands in this room, whatever their rank"),
    ]
}

fn process() -> Vec<Field> {
    let anew = |field: Field| Field { live: false, ..field };
    let fields = vec![
        is("enabled", true, "serve this room"),
        anew(text("account", "", "name of the account in fleet.toml that it signs in with; none: the first")),
        anew(text("url", "", "address of its chat server; none: that of [cytube]")),
        anew(text("local_address", "", "IP address of this machine that it connects from; none: the system's choice")),
        is("allow_unregistered", false, "stay in a channel that nobody has registered"),
        measure("memory_soft", "64 MiB", "memory beyond which the operator is warned, or off"),
        measure("memory_hard", "256 MiB", "memory beyond which the process is replaced, or off"),
        int("open_files", 256, (64, 1_048_576), "files and sockets its process may have open"),
        text("log.level", "info", "from which level on it logs: error, warn, info, debug or trace"),
    ];
    fields.into_iter().map(|field| Field { by: Hand::Operator, ..field }).collect()
}

fn text(key: &'static str, default: &str, help: &'static str) -> Field {
    let (kind, default) = (Kind::Text, json!(default));
    Field { key, kind, default, min: None, max: None, help, by: Hand::Owner, live: true }
}

fn measure(key: &'static str, default: &str, help: &'static str) -> Field {
    Field { kind: Kind::Measure, ..text(key, default, help) }
}

fn is(key: &'static str, default: bool, help: &'static str) -> Field {
    Field { kind: Kind::Bool, default: json!(default), ..text(key, "", help) }
}

fn int(key: &'static str, default: i64, (min, max): (i64, i64), help: &'static str) -> Field {
    Field { kind: Kind::Int, default: json!(default), min: Some(min), max: Some(max), ..text(key, "", help) }
}

fn list(key: &'static str, help: &'static str) -> Field {
    Field { kind: Kind::List, default: json!([]), ..text(key, "", help) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use dazza_shared::config::{Environment, FleetConfig};

    use super::*;

    /// What `fleet.toml` makes of a room with this setting; the settings of the room, as they are.
    fn meaning(line: &str) -> Result<String, String> {
        let text = format!("[accounts.main]\nusername = \"Dazza\"\n[rooms.thepub]\n{line}\n");
        let config = FleetConfig::from_text(&text, Path::new("/nowhere"), &Environment::System);
        config.map(|config| format!("{:?}", config.rooms)).map_err(|faults| faults.to_string())
    }

    #[test]
    fn every_default_is_what_the_file_means_without_it() {
        let plain = meaning("").unwrap();
        for field in all() {
            let is_left_out = field.default == "" && field.key != "manual_url" && !field.key.starts_with("links.");
            if is_left_out || field.kind == Kind::Table {
                continue;
            }
            assert_eq!(meaning(&format!("{} = {}", field.key, field.default)).as_ref(), Ok(&plain), "{}", field.key);
        }
    }

    #[test]
    fn numbers_beyond_their_bounds_are_faults_and_those_at_them_are_not() {
        for field in all() {
            let (Some(min), Some(max)) = (field.min, field.max) else { continue };
            for (number, is_good) in [(min, true), (max, true), (min - 1, false), (max + 1, false)] {
                let told = meaning(&format!("{} = {number}", field.key));
                assert_eq!(told.is_ok(), is_good, "{} = {number}: {told:?}", field.key);
            }
        }
        let keys: BTreeSet<_> = all().iter().map(|field| field.key).collect();
        assert_eq!(keys.len(), all().len(), "a key stands there twice");
    }
}

//! From the tree of keys to the raw file: unknown keys and wrong types are set aside one by one, so that all are told.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::fault::Fault;
use super::raw::RawFile;
use super::source::Source;

/// Most misfits that are told of one file: beyond, it is not a configuration.
const MAX_MISFITS: usize = 100;

/// What the file says once everything that does not fit is left out, and a fault for each thing that did not.
pub(super) fn read(source: &Source<'_>) -> (RawFile, Vec<Fault>) {
    let mut tree = source.tree().clone();
    let mut faults = Vec::new();
    loop {
        let error =
            match RawFile::deserialize(ValueDeserializer::from(Spanned::new(0..0, DeValue::Table(tree.clone())))) {
                Ok(file) => return (file, faults),
                Err(error) => error,
            };
        let path = error.span().and_then(|span| locate(&tree, &span)).unwrap_or_default();
        faults.push(misfit(source, &path, error.message()));
        if !remove(&mut tree, &path) || faults.len() == MAX_MISFITS {
            return (RawFile::default(), faults);
        }
    }
}

/// The path of the innermost key that is, or whose value holds, what stands at `span`.
fn locate(tree: &DeTable<'_>, span: &Range<usize>) -> Option<Vec<String>> {
    tree.iter().find_map(|(key, value)| {
        let name = || key.get_ref().clone().into_owned();
        if key.span() == *span {
            return Some(vec![name()]);
        }
        let inner = value.get_ref().as_table().and_then(|table| locate(table, span));
        if let Some(mut path) = inner {
            path.insert(0, name());
            return Some(path);
        }
        let holder = value.span();
        (holder.start <= span.start && span.end <= holder.end).then(|| vec![name()])
    })
}

/// Takes the key out; says whether it was there.
fn remove(tree: &mut DeTable<'_>, path: &[String]) -> bool {
    match path {
        [] => false,
        [key] => tree.remove(key.as_str()).is_some(),
        [key, below @ ..] => match tree.get_mut(key.as_str()).map(Spanned::get_mut) {
            Some(DeValue::Table(inner)) => remove(inner, below),
            _ => false,
        },
    }
}

fn misfit(source: &Source<'_>, path: &[String], message: &str) -> Fault {
    let key = path.join(".");
    let is_secret = path.iter().any(|name| name == "password");
    let (value, problem, hint) = if let Some(known) = known_instead(message) {
        (String::new(), "there is no such key".to_owned(), unknown_hint(path, &known))
    } else if path.last().is_some_and(|name| name == "password") {
        let hint = "write { file = \"…\" } with a file of mode 0600, or { env = \"…\" } with a variable's name";
        (String::new(), "a password is never written into this file".to_owned(), hint.to_owned())
    } else {
        let value = if is_secret { "" } else { source.written(&key) };
        (value.to_owned(), "this is of the wrong kind".to_owned(), format!("write {}", wanted(message)))
    };
    Fault { line: source.line_of(&key), key, value, problem, hint }
}

/// The keys that are known where an unknown one stands; `None` when the complaint is another one.
///
/// The words are those of `serde::de::Error::unknown_field`, which puts names between backticks.
pub(super) fn known_instead(message: &str) -> Option<Vec<&str>> {
    let names = message.strip_prefix("unknown field `")?;
    Some(names.split('`').skip(2).step_by(2).collect())
}

fn unknown_hint(path: &[String], known: &[&str]) -> String {
    let written = path.last().map_or("", String::as_str);
    match nearest(written, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the keys here are {}", known.join(", ")),
    }
}

/// What serde expected, in words for people.
fn wanted(message: &str) -> String {
    let expected = message.split_once("expected ").map_or(message, |(_, expected)| expected).trim();
    match expected {
        "u32" => "a whole number from 0 on".to_owned(),
        "a sequence" => "a list, e.g. [\"a\", \"b\"]".to_owned(),
        "a string" => "a text in double quotes".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a map" => "a table: [table.name] with keys below".to_owned(),
        other => other.to_owned(),
    }
}

/// The word of `known` that `written` is likely meant to be.
pub(super) fn nearest<'k>(written: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let lower = written.to_lowercase();
    let by_distance = known.map(|word| (strsim::damerau_levenshtein(&lower, &word.to_lowercase()), word));
    by_distance.min().filter(|(distance, word)| *distance <= 2 && *distance < word.len()).map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::*;
    use crate::config::raw::{
        RawAccount, RawCommandLimits, RawCytube, RawDatabase, RawDefaults, RawDictionary, RawFarewells, RawFetch,
        RawFleet, RawGreetings, RawHeists, RawImages, RawLanguageModel, RawLinks, RawLog, RawMentions, RawPresence,
        RawPrivacy, RawRoom, RawSecret, RawSupervision, RawUrlComments, RawWatchRewards, RawWeather, RawWeb,
    };

    const MANUAL: &str = include_str!("../../../docs/configuration.md");

    /// The keys that a table of this shape can have.
    fn keys_of<T: DeserializeOwned>() -> Vec<String> {
        let error = toml::from_str::<T>("\"\" = 0").err().unwrap();
        known_instead(error.message()).unwrap().into_iter().map(ToOwned::to_owned).collect()
    }

    /// The keys that the manual has in the table below this heading.
    fn keys_in_manual(heading: &str) -> Vec<String> {
        let (_, section) = MANUAL.split_once(&format!("\n{heading}\n")).unwrap();
        let section = section.split("\n#").next().unwrap();
        let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
        rows.map(|(key, _)| key.to_owned()).collect()
    }

    #[test]
    fn the_manual_has_every_key_and_no_other() {
        let tables = [
            ("### `[fleet]`", keys_of::<RawFleet>()),
            ("### `log`, in `[fleet]`, `[defaults]` and `[rooms.NAME]`", keys_of::<RawLog>()),
            ("### `[cytube]`", keys_of::<RawCytube>()),
            ("### `[accounts.NAME]`", keys_of::<RawAccount>()),
            ("### `[web]`", keys_of::<RawWeb>()),
            ("### `[fetch]`", keys_of::<RawFetch>()),
            ("### `[weather]`", keys_of::<RawWeather>()),
            ("### `[dictionary]`", keys_of::<RawDictionary>()),
            ("### `[language_model]`", keys_of::<RawLanguageModel>()),
            ("### `mentions`, in `[defaults]` and `[rooms.NAME]`", keys_of::<RawMentions>()),
            ("### `links`, in `[defaults]` and `[rooms.NAME]`", keys_of::<RawLinks>()),
            ("### `limits`, in `[defaults]` and `[rooms.NAME]`", keys_of::<RawCommandLimits>()),
            ("### `greetings`, in `[defaults]` and `[rooms.NAME]`", keys_of::<RawGreetings>()),
            ("### `farewells`, in `[defaults]` and `[rooms.NAME]`", keys_of::<RawFarewells>()),
            ("### `url_comments`, in `[defaults]` and `[rooms.NAME]`", keys_of::<RawUrlComments>()),
            ("### `images`, in `[defaults]` and `[rooms.NAME]`", keys_of::<RawImages>()),
            ("### `presence`, in `[defaults]` and `[rooms.NAME]`", keys_of::<RawPresence>()),
            ("### `heists`, in `[defaults]` and `[rooms.NAME]`", keys_of::<RawHeists>()),
            ("### `watch_rewards`, in `[defaults]` and `[rooms.NAME]`", keys_of::<RawWatchRewards>()),
            ("### `[database]`", keys_of::<RawDatabase>()),
            ("### `[privacy]`", keys_of::<RawPrivacy>()),
            ("### `[supervision]`", keys_of::<RawSupervision>()),
            ("### `[defaults]`", keys_of::<RawDefaults>()),
            ("### `[rooms.NAME]`", keys_of::<RawRoom>()),
            ("## Passwords", keys_of::<RawSecret>()),
        ];
        for (heading, mut keys) in tables {
            let mut told = keys_in_manual(heading);
            keys.sort();
            told.sort();
            assert_eq!(told, keys, "{heading}");
        }
        let tables = MANUAL.lines().filter_map(|line| line.strip_prefix("### `[")?.split(['.', ']']).next());
        let mut tables: Vec<_> = tables.collect();
        tables.sort_unstable();
        let mut known = keys_of::<RawFile>();
        known.sort();
        assert_eq!(tables, known);
    }

    #[test]
    fn a_slip_finds_the_word_that_was_meant() {
        let known = ["state_dir", "log", "admins"];
        let cases = [
            ("state_dri", Some("state_dir")),
            ("State_Dir", Some("state_dir")),
            ("admin", Some("admins")),
            ("lgo", Some("log")),
            ("xyz", None),
            ("", None),
            ("password", None),
        ];
        for (written, wanted) in cases {
            assert_eq!(nearest(written, known.into_iter()), wanted, "{written}");
        }
    }
}

//! Every statement of a room, from the cache of queries, under the name of the verb that holds it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::samples;

/// Files whose verbs are the fleet's: it logs in as the owner of the tables and asks about all rooms.
const OF_THE_FLEET: [&str; 9] = [
    "acts.rs",
    "cluster.rs",
    "curation.rs",
    "image_health.rs",
    "registry.rs",
    "schema.rs",
    "stopped.rs",
    "tokens.rs",
    "verify.rs",
];

/// Folders of the store, and of its SQL, all of which is the fleet's: imports, the scheduled jobs, and what the web reads.
const FOLDERS_OF_THE_FLEET: [&str; 3] = ["import", "jobs", "reads"];

/// One statement.
pub(super) struct Statement {
    /// File and verb.
    pub(super) name: String,
    /// The statement itself.
    pub(super) query: String,
    /// Types of what it takes, as the database spells them.
    pub(super) types: Vec<String>,
}

/// A file that holds statements, without any white space.
struct Source {
    name: String,
    is_in_folder: bool,
    is_sql: bool,
    text: String,
}

/// All of them.
pub(super) fn of_rooms() -> Vec<Statement> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR"));
    let store = shared.join("src/store");
    let sources: Vec<Source> = files(&store).iter().map(|path| Source::read(path, &store)).collect();
    let cache = files(&shared.join("../.sqlx"));
    let mut statements: Vec<_> = cache.iter().filter_map(|path| Statement::read(path, &sources)).collect();
    statements.sort_by(|a, b| a.name.cmp(&b.name));
    statements
}

impl Source {
    fn read(path: &Path, store: &Path) -> Self {
        let folder = path.strip_prefix(store).unwrap().parent().unwrap();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self {
            name,
            is_in_folder: FOLDERS_OF_THE_FLEET.iter().any(|name| folder.ends_with(name)),
            is_sql: path.extension().is_some_and(|ending| ending == "sql"),
            text: squeezed(&fs::read_to_string(path).unwrap()),
        }
    }

    /// The verb around what stands at `at`.
    fn verb(&self, at: usize) -> &str {
        let before = self.text.get(..at).unwrap_or_default();
        let name = before.rfind("asyncfn").and_then(|from| before.get(from + "asyncfn".len()..)).unwrap_or_default();
        name.split(['(', '<']).next().unwrap_or_default()
    }

    /// Whether its verbs are the fleet's: those of rooms work in a transaction that somebody else began.
    fn is_of_the_fleet(&self) -> bool {
        self.is_in_folder || OF_THE_FLEET.contains(&self.name.as_str()) || !self.text.contains("Tx<'_>")
    }
}

impl Statement {
    /// The statement of a file of the cache; `None` when it is the fleet's.
    fn read(path: &Path, sources: &[Source]) -> Option<Self> {
        let cached: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let query = cached["query"].as_str().unwrap().to_owned();
        let kinds = cached["describe"]["parameters"]["Left"].as_array().cloned().unwrap_or_default();
        let (source, verb) = holder(&squeezed(&query), sources).unwrap_or_else(|| panic!("nobody asks {query}"));
        if source.is_of_the_fleet() {
            return None;
        }
        let words: Vec<_> = query.split_whitespace().collect();
        let begin: String = words.join(" ").chars().take(70).collect();
        let name = format!("{}::{verb}: {begin}", source.name.trim_end_matches(".rs"));
        Some(Self { name, query, types: kinds.iter().map(spelled).collect() })
    }

    /// A value for everything it takes.
    pub(super) fn values(&self, room: &str) -> Vec<String> {
        let value = |(n, kind): (usize, &String)| {
            if kind == "text" && self.takes_room_at(n + 1) { format!("'{room}'") } else { samples::nth(kind, n + 1) }
        };
        self.types.iter().enumerate().map(value).collect()
    }

    /// Whether `$n` is the room: where it is compared with one, and where a row or a call begins with it.
    fn takes_room_at(&self, n: usize) -> bool {
        let query = squeezed(&self.query);
        let is_there = |before: &str| {
            query.match_indices(&format!("{before}${n}")).any(|(at, found)| {
                !query.get(at + found.len()..).unwrap_or_default().starts_with(|c: char| c.is_ascii_digit())
            })
        };
        let begins =
            n == 1 && ["VALUES(", "SELECT"].iter().any(|before| is_there(before)) && query.contains("(room_id");
        let is_own_row = query.contains("UPDATErooms") || query.contains("FROMrooms");
        let is_called = n == 1 && !query.contains("room_id") && is_there("(") && !query.contains("watch_rewards_of");
        is_there("room_id=") || begins || is_called || (is_own_row && is_there("id="))
    }
}

/// Who asks `query`: the file, and the verb.
fn holder<'a>(query: &str, sources: &'a [Source]) -> Option<(&'a Source, &'a str)> {
    let (found, at) = sources.iter().find_map(|source| Some((source, source.text.find(query)?)))?;
    if !found.is_sql {
        return Some((found, found.verb(at)));
    }
    let user = sources.iter().filter(|source| !source.is_sql);
    let (user, at) =
        user.into_iter().find_map(|source| Some((source, source.text.find(&format!("/{}\"", found.name))?)))?;
    Some((user, user.verb(at)))
}

fn spelled(kind: &Value) -> String {
    let name = kind.as_str().unwrap_or("text").to_lowercase();
    name.strip_suffix("array").map_or_else(|| name.clone(), |element| format!("{element}[]"))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

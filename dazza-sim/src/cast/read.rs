//! From a cast file's text to a script, with every fault at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use dazza_shared::config::Faults;
use toml::de::DeTable;

use super::check::{Check, Commands, Speech};
use super::read_room;
use super::script::{Common, Exchange, Pool, Script};
use super::sheet::{Paper, Sheet, Written};
use super::words::essence;
use crate::seed::Seed;

/// Longest rest that a command may be given. Unit: seconds.
const WEEK: u32 = 604_800;

/// The cast that comes with the program.
const EMBEDDED: &str = include_str!("../../cast.toml");

impl Script {
    /// The cast that comes with the program.
    ///
    /// # Errors
    ///
    /// What does not fit the seed: rooms or accounts that it lacks.
    pub fn embedded(seed: &Seed) -> Result<Self, Faults> {
        Self::parse(Path::new("cast.toml (embedded)"), EMBEDDED, seed)
    }

    /// The cast that the `text` of `file` describes, for a server that starts with `seed`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, each with key, value, line and hint.
    pub fn parse(file: &Path, text: &str, seed: &Seed) -> Result<Self, Faults> {
        let paper = Paper::new(text);
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            paper.not_toml(error);
        }
        let script = if errors.is_empty() { read(&paper, table.get_ref(), seed) } else { None };
        let list = paper.into_faults();
        match script {
            Some(script) if list.is_empty() => Ok(script),
            _ => Err(Faults { file: file.to_owned(), list }),
        }
    }
}

fn read<'p>(paper: &'p Paper<'p>, table: &'p DeTable<'p>, seed: &'p Seed) -> Option<Script> {
    let top = Sheet::top(paper, table);
    let blanks = top.table_if_any("blanks").map(|sheet| sheet.lists()).unwrap_or_default();
    let mut check = Check::new(paper, seed, plain(&blanks));
    for (name, words) in &blanks {
        check.blank(name, words);
    }
    let bot = check.bot(&top);
    let commands = top.table("commands").map(|sheet| checked(&sheet, &check, Speech::Argument)).unwrap_or_default();
    let pools = top.table("pools").map(|sheet| pools(&sheet, &check)).unwrap_or_default();
    let answered = top.table_if_any("answered").map(|sheet| checked(&sheet, &check, Speech::Line)).unwrap_or_default();
    let exchanges = exchanges(&top, &check);
    let first = check.commands(&top.texts_if_any("first"), &commands);
    let games = check.commands(&top.texts_if_any("games"), &commands);
    let dares = top.table_if_any("dares").map(|sheet| dares(&sheet, &commands, &check)).unwrap_or_default();
    let rests = rests(&top, &commands, &check);
    let rooms = top.table("rooms").map(|sheet| sheet.sheets()).unwrap_or_default();
    let common = bot.map(|bot| {
        Arc::new(Common { bot, blanks: plain(&blanks), pools, answered, exchanges, first, games, dares, rests })
    });
    top.close();
    let common = common?;
    let room = |(name, sheet): &(Written, Sheet<'_>)| {
        let mut commands = commands.clone();
        commands.extend(
            sheet.table_if_any("commands").map(|own| checked(&own, &check, Speech::Argument)).unwrap_or_default(),
        );
        read_room::room(name, sheet, commands, &check, &common)
    };
    Some(Script { rooms: rooms.iter().filter_map(room).collect() })
}

fn plain(lists: &[(Written, Vec<Written>)]) -> BTreeMap<String, Vec<String>> {
    let texts = |list: &[Written]| list.iter().map(|written| written.text.clone()).collect();
    lists.iter().map(|(name, list)| (name.text.clone(), texts(list))).collect()
}

/// Lists of lines, by the names their author gave them.
fn checked(sheet: &Sheet<'_>, check: &Check<'_>, speech: Speech) -> BTreeMap<String, Vec<String>> {
    sheet.lists().iter().map(|(name, list)| (name.text.clone(), check.lines(list, speech))).collect()
}

fn dares(sheet: &Sheet<'_>, commands: &Commands, check: &Check<'_>) -> BTreeMap<String, Vec<String>> {
    let names: Vec<_> = sheet.lists().into_iter().map(|(name, _)| name).collect();
    check.commands(&names, commands);
    checked(sheet, check, Speech::Line)
}

fn rests(top: &Sheet<'_>, commands: &Commands, check: &Check<'_>) -> BTreeMap<String, Duration> {
    let rests = top.table_if_any("rests").map(|sheet| sheet.numbers(&(1..=WEEK))).unwrap_or_default();
    let names: Vec<_> = rests.iter().map(|(name, _)| name.clone()).collect();
    let names = check.commands(&names, commands);
    names.into_iter().zip(rests).map(|(name, (_, rest))| (name, Duration::from_secs(u64::from(rest)))).collect()
}

fn pools(sheet: &Sheet<'_>, check: &Check<'_>) -> BTreeMap<Pool, Vec<String>> {
    let pool = |(pool, name)| (pool, check.lines(&sheet.texts(name), Speech::Line));
    let pools = Pool::ALL.into_iter().map(pool).collect();
    sheet.close();
    pools
}

fn exchanges(top: &Sheet<'_>, check: &Check<'_>) -> Vec<Exchange> {
    let mut asked = BTreeSet::new();
    let mut exchanges = Vec::new();
    for sheet in top.tables("exchanges") {
        let ask = sheet.text("ask");
        if let Some(twin) = ask.as_ref().filter(|ask| !asked.insert(essence(&ask.text))) {
            check.wrong(twin, "this is asked already", "ask something else, or add to the other's answers");
        }
        exchanges.push(Exchange {
            ask: ask.map(|ask| check.line(&ask, Speech::Cue)).unwrap_or_default(),
            answers: check.lines(&sheet.texts("answers"), Speech::Line),
            closers: check.lines(&sheet.texts("closers"), Speech::Line),
        });
        sheet.close();
    }
    exchanges
}

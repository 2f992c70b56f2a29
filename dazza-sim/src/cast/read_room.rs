//! One room of a cast file: its characters and its scenes.

use std::sync::Arc;
use std::time::Duration;

use super::check::{Check, Commands, Speech};
use super::script::{Character, Common, Habits, RoomScript, Scene, SceneLine};
use super::sheet::{Sheet, Written};

/// Fewest characters in a room: a question needs somebody to answer it.
const MIN_CHARACTERS: usize = 2;

/// Longest time a character may be given. Unit: seconds.
const DAY: u32 = 86_400;

/// A room as the file has it; `None` when the server has no such room.
pub(super) fn room(
    name: &Written,
    sheet: &Sheet<'_>,
    commands: Commands,
    check: &Check<'_>,
    common: &Arc<Common>,
) -> Option<Arc<RoomScript>> {
    let room = check.room(name);
    let mut characters: Vec<Character> = Vec::new();
    for person in sheet.tables("characters") {
        characters.extend(character(&person, check, &commands, &characters));
    }
    if characters.len() < MIN_CHARACTERS {
        sheet.fault("a room needs two characters at least", "add [[rooms.NAME.characters]], each with name and lines");
    }
    let scenes = sheet.tables("scenes");
    let scenes = scenes.iter().filter_map(|written| scene(written, check, &characters)).collect();
    sheet.close();
    let (script, twice) = RoomScript::new(room?, characters, scenes, commands, Arc::clone(common));
    for text in twice {
        sheet.fault(&format!("a character says this in two places: {text:?}"), "change one of the two lines");
    }
    Some(Arc::new(script))
}

fn character(sheet: &Sheet<'_>, check: &Check<'_>, commands: &Commands, others: &[Character]) -> Option<Character> {
    let seconds = |name, least, default| Duration::from_secs(u64::from(sheet.number(name, least..=DAY, default)));
    let late = Duration::from_secs(u64::from(sheet.number("late", 0..=DAY, 0)));
    let written = sheet.text("name");
    let has_account = sheet.truth("account");
    let (every, stays, away) = (seconds("every", 5, 40), seconds("stays", 60, 900), seconds("away", 10, 90));
    let lines = check.lines(&sheet.texts("lines"), Speech::Line);
    let acts = check.lines(&sheet.texts_if_any("acts"), Speech::Line);
    let commands = check.commands(&sheet.texts_if_any("likes"), commands);
    let habits = sheet.table_if_any("habits").map(|sheet| habits(&sheet)).unwrap_or_default();
    sheet.close();
    let written = written?;
    let (name, password) = check.character(&written, has_account)?;
    if others.iter().any(|other| other.name == name) {
        check.wrong(&written, "this room has a character of this name", "take another name");
    }
    Some(Character { name, password, late, every, stays, away, habits, lines, acts, likes: commands })
}

fn habits(sheet: &Sheet<'_>) -> Habits {
    let stock = Habits::default();
    let share = |name, default| sheet.number(name, 0..=1_000, default);
    let habits = Habits {
        lines: share("lines", stock.lines),
        acts: share("acts", stock.acts),
        commands: share("commands", stock.commands),
        scenes: share("scenes", stock.scenes),
        exchanges: share("exchanges", stock.exchanges),
        whispers: share("whispers", stock.whispers),
        naps: share("naps", stock.naps),
    };
    sheet.close();
    habits
}

fn scene(sheet: &Sheet<'_>, check: &Check<'_>, characters: &[Character]) -> Option<Scene> {
    let written = sheet.texts("lines");
    sheet.close();
    if written.len() == 1 {
        sheet.fault("a scene needs two lines at least", "let somebody answer, or make it one of the character's lines");
    }
    let line = |line: &Written| scene_line(line, check, characters);
    let lines: Option<Vec<_>> = written.iter().map(line).collect();
    lines.map(|lines| Scene { lines })
}

/// `Name: what they say`.
fn scene_line(written: &Written, check: &Check<'_>, characters: &[Character]) -> Option<SceneLine> {
    let Some((name, said)) = written.text.split_once(": ") else {
        check.wrong(written, "nobody is named who says this", "write \"Name: what they say\"");
        return None;
    };
    let Some(speaker) = characters.iter().position(|character| character.name.is(name)) else {
        let known: Vec<_> = characters.iter().map(|character| character.name.as_str()).collect();
        let hint = format!("the room's characters are {}", known.join(", "));
        check.wrong(written, &format!("{name:?} is no character of this room"), &hint);
        return None;
    };
    let text = check.line(&Written { text: said.to_owned(), ..written.clone() }, Speech::Cue);
    Some(SceneLine { speaker, text })
}

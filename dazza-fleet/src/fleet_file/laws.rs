//! Laws of changes to a file, over files in every way of writing: comments stay, and what is not meant keeps its bytes.

use std::collections::BTreeMap;
use std::path::Path;

use dazza_shared::config::{Environment, FleetConfig};
use dazza_shared::names::RoomName;
use proptest::prelude::*;
use toml_edit::Document;

use super::edit::{Edit, Refusal};
use super::layout;

/// Ways to write a room under a header; `@` is its name.
const HEADED: [&str; 6] = [
    "[rooms.@]\n\n",
    "# above @\n[rooms.@] # beside @\nenabled = true # on @\nprefix = \"#@\"\n# below @\n\n",
    "# far above @\n\n  [rooms.@]\n  admins = [\n    \"gaz\", # first @\n    # second @\n  ]\n",
    "[rooms.@.log]\nkeep = 1 # kept @\n# end @\n",
    "[rooms.@]\nenabled=false\n[rooms.@.log]\n# in the log of @\nlevel = \"warn\"\n\n\n",
    "[rooms.\"@\"]\nprefix = '''\n?''' # odd @\n[web] # amid @\nlisten = \"off\"\n",
];

/// Ways to write a room inside `[rooms]`.
const INSIDE: [&str; 4] = [
    "@ = {} # empty @\n",
    "# above @\n@ = { enabled = true, prefix = \"?\" } # full @\n",
    "@.enabled = false # dotted @\n@.prefix = \"?\"\n",
    "@.log.keep = 3 # deep @\n",
];

/// A file in some way of writing: what stands inside `[rooms]` or at its top, then what stands under headers.
fn files() -> impl Strategy<Value = String> {
    let inside = proptest::collection::vec(proptest::sample::select(&INSIDE[..]), 0..3);
    let headed = proptest::collection::vec(proptest::sample::select(&HEADED[..]), 0..4);
    (inside, headed, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(inside, headed, at_top, crlf, is_cut)| {
        let mut n_webs = 0;
        let mut headed = headed;
        headed.retain(|way| {
            !way.contains("[web]") || {
                n_webs += 1;
                n_webs
            } == 1
        });
        let named = |way: &str, n: usize| way.replace('@', &format!("r{n}"));
        let inside: String = inside.iter().enumerate().map(|(n, way)| named(way, n)).collect();
        let headed: String = headed.iter().enumerate().map(|(n, way)| named(way, n + 3)).collect();
        let at_the_top = inside.lines().filter(|_| at_top).map(at_top_of_file).collect::<String>();
        let below = if at_top || inside.is_empty() { String::new() } else { format!("[rooms]\n{inside}\n") };
        let fleet = "# who\n[accounts.main]\nusername = \"dazza\" # me\n\n";
        let text = format!("# all rooms\n{at_the_top}{fleet}{below}{headed}");
        let text = if is_cut { text.trim_end().to_owned() } else { text };
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

fn at_top_of_file(line: &str) -> String {
    if line.starts_with('#') { format!("{line}\n") } else { format!("rooms.{line}\n") }
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let one = (0..4, 0..8).prop_map(|(kind, n)| {
        let room: RoomName = format!("r{n}").parse().unwrap();
        match kind {
            0 => Edit::Add(room, vec!["prefix=?".parse().unwrap()]),
            1 => Edit::Remove(room),
            2 => Edit::Enable(room, true),
            _ => Edit::Enable(room, false),
        }
    });
    proptest::collection::vec(one, 1..12)
}

/// The rooms of a valid file, and whether they are switched on.
fn rooms(text: &str) -> BTreeMap<RoomName, bool> {
    let config = FleetConfig::from_text(text, Path::new("/"), &Environment::Fixed(BTreeMap::new()));
    let rooms = config.unwrap_or_else(|faults| panic!("{faults}\n{text}")).rooms;
    rooms.into_iter().map(|(name, room)| (name, room.is_enabled)).collect()
}

/// What the rooms are after the change; nothing if it is to be refused.
fn wanted(before: &BTreeMap<RoomName, bool>, edit: &Edit) -> Option<BTreeMap<RoomName, bool>> {
    let mut after = before.clone();
    let is_there = before.contains_key(edit.room());
    match edit {
        Edit::Add(room, _) if !is_there => after.insert(room.clone(), true),
        Edit::Remove(room) if is_there => after.remove(room),
        Edit::Enable(room, is_enabled) if is_there => after.insert(room.clone(), *is_enabled),
        _ => return None,
    };
    Some(after)
}

fn sorted_comments(text: &str) -> Vec<&str> {
    let mut comments = layout::comments(text);
    comments.sort_unstable();
    comments
}

/// The lines of one room, joined.
fn written(text: &str, room: &RoomName) -> String {
    let document = Document::parse(text).unwrap();
    let room = layout::find(&document, room).unwrap();
    let lines: String = room.lines(text).into_iter().map(|line| &text[line]).collect();
    lines.trim_end().to_owned()
}

/// The lines that are neither empty nor those of the room.
fn others<'t>(text: &'t str, room: &RoomName) -> Vec<&'t str> {
    let document = Document::parse(text).unwrap();
    let own = layout::find(&document, room).map(|room| room.lines(text)).unwrap_or_default();
    let lines = text.split_inclusive('\n').scan(0, |at, line| {
        *at += line.len();
        Some((*at - line.len(), line.trim_end_matches(['\r', '\n'])))
    });
    let is_other = |at: usize| own.iter().all(|range| !range.contains(&at));
    lines.filter(|(at, line)| !line.is_empty() && is_other(*at)).map(|(_, line)| line).collect()
}

proptest! {
    #[test]
    fn comments_and_other_rooms_stay_and_the_file_is_valid(file in files(), edits in edits()) {
        let mut text = file;
        for edit in edits {
            let before = rooms(&text);
            let (new, after) = match (edit.apply(&text), wanted(&before, &edit)) {
                (Err(Refusal::AlreadyThere(_) | Refusal::NoSuchRoom(_)), None) => continue,
                (Ok(new), Some(after)) => (new.unwrap_or_else(|| text.clone()), after),
                (outcome, wanted) => panic!("{edit:?}: {outcome:?} where {wanted:?} was wanted\n{text}"),
            };
            prop_assert_eq!(rooms(&new), after.clone(), "{}\n----\n{}", text, new);
            prop_assert_eq!(sorted_comments(&new), sorted_comments(&text), "{}\n----\n{}", text, new);
            for room in after.keys().filter(|room| before.contains_key(*room) && *room != edit.room()) {
                prop_assert_eq!(written(&new, room), written(&text, room));
            }
            let mut lines = new.lines();
            for other in others(&text, edit.room()) {
                prop_assert!(lines.any(|line| line == other), "lost {other:?}\n{text}\n----\n{new}");
            }
            prop_assert_eq!(new.matches('\n').count(), new.matches(layout::line_end(&text)).count());
            text = new;
        }
    }

    #[test]
    fn a_room_that_is_added_and_removed_leaves_no_trace(file in files()) {
        let room: RoomName = "passing".parse().unwrap();
        let added = Edit::Add(room.clone(), Vec::new()).apply(&file).unwrap().unwrap();
        let removed = Edit::Remove(room).apply(&added).unwrap().unwrap();
        prop_assert_eq!(removed.trim_end(), file.trim_end());
    }

    #[test]
    fn junk_is_refused_or_changed_and_never_panics(text in "(\\[|\\]|rooms|\\.|thepub|=|\\{|\\}|\n|\"|#| |true|enabled){0,20}") {
        for edit in [Edit::Remove("thepub".parse().unwrap()), Edit::Enable("thepub".parse().unwrap(), false)] {
            let _outcome = edit.apply(&text);
        }
    }
}

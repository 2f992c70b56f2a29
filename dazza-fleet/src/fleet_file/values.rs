//! Changes settings of a room within its table, whatever form that has: comments and order stay.

use dazza_shared::names::RoomName;
use toml_edit::{DocumentMut, InlineTable, Item, Key, Value};

use super::edit::Refusal;
use super::layout;
use super::setting::Setting;

/// The text with these settings of `room` in it and these keys taken out; nothing if it says so already.
///
/// # Errors
///
/// It is not TOML, or has no such room.
pub(super) fn changed(
    text: &str,
    room: &RoomName,
    set: &[Setting],
    unset: &[String],
) -> Result<Option<String>, Refusal> {
    let mut document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| Refusal::NotToml(error.message().to_owned()))?;
    let rooms = document.get_mut("rooms").and_then(Item::as_table_like_mut);
    let item = rooms.and_then(|rooms| rooms.get_mut(room.as_str())).filter(|item| item.is_table_like());
    let item = item.ok_or_else(|| Refusal::NoSuchRoom(room.clone()))?;
    for setting in set {
        let (path, value) = setting.parts();
        put(item, &path, value);
    }
    for key in unset {
        take(item, &Key::parse(key).unwrap_or_default());
    }
    let new = document.to_string();
    // Line ends are written as the file has them.
    let new = if layout::line_end(text) == "\r\n" { new.replace("\r\n", "\n").replace('\n', "\r\n") } else { new };
    Ok((new != text).then_some(new))
}

/// Puts a value at a path below `item`, which is a table of any form.
fn put(item: &mut Item, path: &[Key], value: &Value) {
    let is_braced = item.as_inline_table().is_some_and(|inline| !inline.is_dotted());
    let (Some(table), Some((key, rest))) = (item.as_table_like_mut(), path.split_first()) else { return };
    let is_new = match table.get(key.get()) {
        Some(found) => !rest.is_empty() && !found.is_table_like(),
        None => true,
    };
    if is_new {
        let new = if rest.is_empty() { value.clone() } else { dotted() };
        drop(table.insert(key.get(), Item::Value(new)));
    }
    match table.get_mut(key.get()) {
        Some(inner) if !rest.is_empty() => put(inner, rest, value),
        // What stands around it, a comment behind it too, is not the value's.
        Some(Item::Value(old)) if !is_new => {
            let mut new = value.clone();
            new.decor_mut().clone_from(old.decor());
            *old = new;
        }
        Some(other) if !is_new => *other = Item::Value(value.clone()),
        _ => {}
    }
    if is_new && is_braced {
        table.fmt();
    }
}

/// An empty table that is written as dotted keys, within a table of any form.
fn dotted() -> Value {
    let mut inner = InlineTable::new();
    inner.set_dotted(true);
    Value::InlineTable(inner)
}

/// Takes what is at a path below `item` out.
fn take(item: &mut Item, path: &[Key]) {
    let is_braced = item.as_inline_table().is_some_and(|inline| !inline.is_dotted());
    let (Some(table), Some((key, rest))) = (item.as_table_like_mut(), path.split_first()) else { return };
    if !rest.is_empty() {
        table.get_mut(key.get()).into_iter().for_each(|inner| take(inner, rest));
    } else if table.remove(key.get()).is_some() && is_braced {
        table.fmt();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn after(text: &str, set: &[(&str, Json)], unset: &[&str]) -> Option<String> {
        let set: Vec<_> = set.iter().map(|(key, value)| Setting::of(key, value).unwrap()).collect();
        let unset: Vec<_> = unset.iter().map(|key| (*key).to_owned()).collect();
        changed(text, &"thepub".parse().unwrap(), &set, &unset).unwrap()
    }

    #[test]
    fn settings_change_in_every_form_of_a_room_and_comments_stay() {
        for (text, set, wanted) in [
            (
                "# top\n[rooms.thepub] # mine\nprefix = \"!\" # short\n\n# end\n",
                json!({ "prefix": "?", "greetings.percent": 5 }),
                "# top\n[rooms.thepub] # mine\nprefix = \"?\" # short\ngreetings.percent = 5\n\n# end\n",
            ),
            ("rooms.thepub.prefix = \"!\"\n", json!({ "prefix": "?" }), "rooms.thepub.prefix = \"?\"\n"),
            (
                "[rooms]\nthepub = { prefix = \"!\" }\n",
                json!({ "pm_announce": false }),
                "[rooms]\nthepub = { prefix = \"!\", pm_announce = false }\n",
            ),
            (
                "[rooms.thepub]\ngreetings = { percent = 1 } # few\n",
                json!({ "greetings.percent": 2, "greetings.enabled": true }),
                "[rooms.thepub]\ngreetings = { percent = 2, enabled = true } # few\n",
            ),
            (
                "[rooms.thepub]\r\nprefix = \"!\"\r\n",
                json!({ "commands_off": ["roll", "beg"] }),
                "[rooms.thepub]\r\nprefix = \"!\"\r\ncommands_off = [\"roll\", \"beg\"]\r\n",
            ),
        ] {
            let set: Vec<_> =
                set.as_object().unwrap().iter().map(|(key, value)| (key.as_str(), value.clone())).collect();
            assert_eq!(after(text, &set, &[]).as_deref(), Some(wanted), "{text}");
            assert_eq!(after(wanted, &set, &[]), None, "said already: {text}");
        }
    }

    #[test]
    fn keys_are_taken_out_and_those_that_are_not_there_matter_to_nobody() {
        let text = "[rooms.thepub]\nprefix = \"?\"\nlog.level = \"debug\"\nadmins = []\n";
        let inline = "[rooms]\nthepub = { prefix = \"?\", admins = [] }\n";
        assert_eq!(after(inline, &[], &["admins"]).as_deref(), Some("[rooms]\nthepub = { prefix = \"?\" }\n"));
        let wanted = "[rooms.thepub]\nprefix = \"?\"\nadmins = []\n";
        assert_eq!(after(text, &[], &["log.level", "nosuch", "no.such"]).as_deref(), Some(wanted));
        assert_eq!(after(wanted, &[], &["log.level"]), None);
        assert!(Setting::of("prefix", &Json::Null).is_err() && Setting::of("a b", &json!(1)).is_err());
    }
}

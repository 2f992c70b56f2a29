//! A channel's emotes, which browsers put in place of words.

use serde_json::{Map, Value, json};

use crate::emote;
use crate::world::{ConnId, World};

impl World {
    /// `updateEmote`, `renameEmote`, `removeEmote`, `moveEmote`, `importEmotes`: silence without the permission.
    ///
    /// Source: `cytube-protocol`, 6.5, and the recordings of `room-state`; moving and importing are not observed.
    pub(super) fn edit_emotes(&mut self, conn: ConnId, event: &str, fields: &Map<String, Value>, list: &[Value]) {
        let node = if event == "importEmotes" { "emoteimport" } else { "emoteedit" };
        let Some(room) = self.room_of(conn).filter(|_| self.may(conn, node)) else { return };
        let Some(channel) = self.channels.get_mut(&room) else { return };
        let emotes = &mut channel.emotes;
        let told = match event {
            "updateEmote" => emote::read(fields).inspect(|emote| {
                put(emotes, fields.get("name"), emote.clone());
            }),
            "renameEmote" => rename(emotes, fields),
            "removeEmote" => {
                let gone = find(emotes, fields.get("name")).map(|at| emotes.remove(at));
                gone.map(|emote| json!({ "name": emote.get("name") }))
            }
            "moveEmote" => shift(emotes, fields),
            _ => {
                *emotes = list.iter().filter_map(|emote| emote::read(emote.as_object()?)).collect();
                Some(json!(emotes))
            }
        };
        let event = if event == "importEmotes" { "emoteList" } else { event };
        let members = channel.members.clone();
        if let Some(told) = told {
            self.emit_to(&members, event, &told);
        }
    }
}

fn find(emotes: &[Value], name: Option<&Value>) -> Option<usize> {
    emotes.iter().position(|emote| emote.get("name") == name)
}

/// Puts an emote in the place of the one that was called `name`, or at the end.
fn put(emotes: &mut Vec<Value>, name: Option<&Value>, emote: Value) {
    match find(emotes, name).and_then(|at| emotes.get_mut(at)) {
        Some(place) => *place = emote,
        None => emotes.push(emote),
    }
}

fn rename(emotes: &mut Vec<Value>, fields: &Map<String, Value>) -> Option<Value> {
    let old = fields.get("old")?;
    let mut emote = emote::read(fields)?;
    find(emotes, Some(old))?;
    put(emotes, Some(old), emote.clone());
    emote.as_object_mut()?.insert("old".to_owned(), old.clone());
    Some(emote)
}

/// Moves an entry of a list as `from` and `to` say; gives back that payload if it was moved.
pub(super) fn shift<T>(list: &mut Vec<T>, fields: &Map<String, Value>) -> Option<Value> {
    let place = |key| fields.get(key).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
    let (from, to) = (place("from")?, place("to")?);
    if from.max(to) >= list.len() {
        return None;
    }
    let entry = list.remove(from);
    list.insert(to, entry);
    Some(json!({ "from": from, "to": to }))
}

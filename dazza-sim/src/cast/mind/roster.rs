//! Who a character knows to be in the room.

use std::collections::BTreeMap;

/// The people in the room, by lower-case name.
#[derive(Clone, Debug, Default)]
pub(super) struct Roster {
    people: BTreeMap<String, Person>,
}

#[derive(Clone, Debug)]
struct Person {
    name: String,
    is_away: bool,
}

impl Roster {
    /// The room as it is found on coming in: names, and who is away from the keyboard.
    pub(super) fn of(present: &[(String, bool)]) -> Self {
        let mut roster = Self::default();
        for (name, is_away) in present {
            roster.add(name);
            roster.note_away(name, *is_away);
        }
        roster
    }

    pub(super) fn add(&mut self, name: &str) {
        self.people.insert(name.to_lowercase(), Person { name: name.to_owned(), is_away: false });
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.people.remove(&name.to_lowercase());
    }

    pub(super) fn note_away(&mut self, name: &str, is_away: bool) {
        if let Some(person) = self.people.get_mut(&name.to_lowercase()) {
            person.is_away = is_away;
        }
    }

    /// Whether `name` is here, at the keyboard or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.people.contains_key(&name.to_lowercase())
    }

    /// Whether `name` is here and at the keyboard.
    pub(super) fn is_awake(&self, name: &str) -> bool {
        self.people.get(&name.to_lowercase()).is_some_and(|person| !person.is_away)
    }

    /// Everybody who is here, as they spell themselves.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.people.values().map(|person| person.name.as_str())
    }
}

//! Who is in the room now.

use std::collections::BTreeMap;

use dazza_shared::names::key_of;

/// The named people in the room, looked up without regard to case.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    people: BTreeMap<Box<str>, Person>,
}

/// One person in the room.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The name as the server spells it.
    pub name: Box<str>,
    /// The rank: 0 a guest, 1 an account, 2 and above a moderator; not always whole.
    pub rank: f64,
    /// Whether the person is away.
    pub is_afk: bool,
    /// Whether a moderator has muted the person.
    pub is_muted: bool,
}

impl Roster {
    /// Most people kept; a server that names more is not to be believed.
    const MAX_PEOPLE: usize = 10_000;

    /// Takes a whole new list in; the server's word replaces ours.
    pub fn replace(&mut self, people: impl IntoIterator<Item = Person>) {
        self.people = people.into_iter().take(Self::MAX_PEOPLE).map(|person| (key(&person.name), person)).collect();
    }

    /// Takes one person in, or in place of the one of that name.
    pub fn insert(&mut self, person: Person) {
        let key = key(&person.name);
        if self.people.len() < Self::MAX_PEOPLE || self.people.contains_key(&key) {
            self.people.insert(key, person);
        }
    }

    /// Takes the person of that name out.
    pub fn remove(&mut self, name: &str) -> Option<Person> {
        self.people.remove(&*key_of(name))
    }

    /// The person of that name, if present.
    pub fn get(&self, name: &str) -> Option<&Person> {
        self.people.get(&*key_of(name))
    }

    /// The person of that name, to be changed. Names we do not know are nobody: the server sends some.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Person> {
        self.people.get_mut(&*key_of(name))
    }

    /// Everybody, in the order of their lower-case names.
    pub fn iter(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }
}

fn key(name: &str) -> Box<str> {
    key_of(name).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> Person {
        Person { name: name.into(), rank: 1.0, is_afk: false, is_muted: false }
    }

    #[test]
    fn people_are_found_in_any_case_and_replaced_as_a_whole() {
        let mut roster = Roster::default();
        roster.insert(person("Gaz"));
        roster.insert(person("GAZ"));
        assert_eq!(roster.len(), 1);
        assert_eq!(&*roster.get("gaz").unwrap().name, "GAZ");
        roster.replace([person("alice")]);
        assert!(roster.get("gaz").is_none());
        assert!(roster.remove("ALICE").is_some());
        assert!(roster.is_empty());
    }
}

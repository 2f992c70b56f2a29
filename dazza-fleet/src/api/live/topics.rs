//! What a client follows: topics, each in all rooms or in some.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use dazza_shared::names::RoomName;

/// Most topics that a client may follow. Source: `platform.md`, 6.1.
pub(super) const MAX_TOPICS: usize = 50;

/// What may be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    /// What is said, who comes and goes, what plays.
    Chat,
    /// How the rooms and the fleet are.
    Bot,
    /// Achievements, heists, and a sign of life.
    Stats,
    /// Pictures.
    Gallery,
    /// The rooms' rows, as they change.
    Rooms,
}

impl Topic {
    /// All topics.
    pub(super) const ALL: [Self; 5] = [Self::Chat, Self::Bot, Self::Stats, Self::Gallery, Self::Rooms];

    /// The topic as one lower-case word.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Bot => "bot",
            Self::Stats => "stats",
            Self::Gallery => "gallery",
            Self::Rooms => "rooms",
        }
    }
}

/// A topic in one room, or in all: `chat:fatpizza`, `chat`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wish {
    /// The topic.
    pub(super) topic: Topic,
    /// The room; none is all.
    pub(super) room: Option<RoomName>,
}

impl FromStr for Wish {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (name, room) = match text.split_once(':') {
            Some((name, room)) => (name, Some(room.parse().map_err(|_no_name| ())?)),
            None => (text, None),
        };
        let topic = Topic::ALL.into_iter().find(|topic| topic.as_str() == name).ok_or(())?;
        Ok(Self { topic, room })
    }
}

impl fmt::Display for Wish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.room {
            Some(room) => write!(f, "{}:{room}", self.topic.as_str()),
            None => f.write_str(self.topic.as_str()),
        }
    }
}

/// All that a client follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wishes(BTreeSet<Wish>);

impl Wishes {
    /// Follows this too.
    pub(super) fn add(&mut self, wishes: &[Wish]) {
        self.0.extend(wishes.iter().cloned());
    }

    /// Follows this no more.
    pub(super) fn remove(&mut self, wishes: &[Wish]) {
        self.0.retain(|wish| !wishes.contains(wish));
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is followed.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `topic` is followed, wherever.
    pub(super) fn has(&self, topic: Topic) -> bool {
        self.0.iter().any(|wish| wish.topic == topic)
    }

    /// Whether something of `topic` in `room` is to be told; what is of no room concerns all who follow the topic, and what
    /// is of no topic all who follow anything.
    pub(super) fn want(&self, topic: Option<Topic>, room: Option<&RoomName>) -> bool {
        let wants = |wish: &Wish| {
            let is_there = room.is_none() || wish.room.is_none() || wish.room.as_ref() == room;
            topic.is_none_or(|topic| wish.topic == topic) && is_there
        };
        self.0.iter().any(wants)
    }

    /// They, as they are written.
    pub(super) fn written(&self) -> Vec<String> {
        self.0.iter().map(Wish::to_string).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes(written: &[&str]) -> Wishes {
        let mut wishes = Wishes::default();
        wishes.add(&written.iter().map(|text| text.parse().unwrap()).collect::<Vec<_>>());
        wishes
    }

    #[test]
    fn a_wish_is_a_topic_and_perhaps_a_room() {
        for good in ["chat", "bot", "stats", "gallery", "rooms", "chat:fatpizza", "rooms:the-pub_1"] {
            assert_eq!(good.parse::<Wish>().unwrap().to_string(), good);
        }
        for bad in ["", "Chat", "chat:", "chat:a:b", ":fatpizza", "chats", "chat:../x", "chat fatpizza", "cha\0t"] {
            assert_eq!(bad.parse::<Wish>(), Err(()), "{bad:?}");
        }
    }

    #[test]
    fn nothing_of_a_room_reaches_those_who_follow_another() {
        let (a, b) = ("a".parse().unwrap(), "b".parse().unwrap());
        let only_b = wishes(&["chat:b", "bot"]);
        assert!(!only_b.want(Some(Topic::Chat), Some(&a)) && only_b.want(Some(Topic::Chat), Some(&b)));
        assert!(only_b.want(Some(Topic::Bot), Some(&a)) && !only_b.want(Some(Topic::Stats), Some(&b)));
        // What is of no room concerns all who follow the topic, and what is of no topic all who follow anything.
        assert!(only_b.want(Some(Topic::Chat), None) && only_b.want(None, None));
        assert!(!only_b.want(Some(Topic::Rooms), None) && !Wishes::default().want(None, None));
    }

    #[test]
    fn wishes_are_kept_once_and_go_as_they_came() {
        let mut some = wishes(&["chat", "chat:a", "chat", "bot"]);
        assert_eq!(some.written(), ["chat", "chat:a", "bot"]);
        some.remove(&["chat".parse().unwrap(), "rooms".parse().unwrap()]);
        assert_eq!((some.written(), some.len()), (vec!["chat:a".to_owned(), "bot".to_owned()], 2));
        assert!(some.has(Topic::Chat) && !some.has(Topic::Rooms));
    }
}

//! What a cast file means: who is in which room, and what there is to say.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use dazza_shared::names::{PlayerName, RoomName};

use super::words::essence;

/// A whole cast: every room with its characters.
#[derive(Debug)]
pub struct Script {
    pub(super) rooms: Vec<Arc<RoomScript>>,
}

/// One room's characters, and all that is said there.
#[derive(Clone, Debug)]
pub(super) struct RoomScript {
    pub(super) name: RoomName,
    pub(super) characters: Vec<Character>,
    pub(super) scenes: Vec<Scene>,
    /// Arguments to choose from, by the command's name; an empty argument means none.
    pub(super) commands: BTreeMap<String, Vec<String>>,
    pub(super) common: Arc<Common>,
    cues: HashMap<(usize, String), Cue>,
    asks: HashMap<String, usize>,
}

/// What all rooms share.
#[derive(Debug)]
pub(super) struct Common {
    pub(super) bot: PlayerName,
    /// Words for the blanks, by the blank's name.
    pub(super) blanks: BTreeMap<String, Vec<String>>,
    pub(super) pools: BTreeMap<Pool, Vec<String>>,
    /// Lines on the bot's answer to oneself, by the command's name.
    pub(super) answered: BTreeMap<String, Vec<String>>,
    pub(super) exchanges: Vec<Exchange>,
    /// One of these commands is somebody's first when the bot has come.
    pub(super) first: Vec<String>,
    /// And one of these soon after.
    pub(super) games: Vec<String>,
    /// What somebody may say whom another challenges, by the command that does it.
    pub(super) dares: BTreeMap<String, Vec<String>>,
    /// How long a command rests, by its name, where it is longer than for most.
    pub(super) rests: BTreeMap<String, Duration>,
}

/// An occasion that comes to anybody, and has its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pool {
    /// On coming in.
    Hello,
    /// Before leaving.
    Bye,
    /// To somebody who came.
    Welcome,
    /// After somebody has left.
    Farewell,
    /// When one's name falls.
    Called,
    /// Before going away from the keyboard.
    Nap,
    /// Back at the keyboard.
    Back,
    /// When the bot comes.
    BotCame,
    /// When the bot leaves.
    BotLeft,
    /// While the bot is away.
    Missing,
    /// On the bot's answer to somebody else.
    Overheard,
    /// On the bot's answer to oneself.
    Answered,
    /// A private message to the bot.
    Whispers,
}

impl Pool {
    /// Every pool, with the key it has in the file.
    pub(super) const ALL: [(Self, &'static str); 13] = [
        (Self::Hello, "hello"),
        (Self::Bye, "bye"),
        (Self::Welcome, "welcome"),
        (Self::Farewell, "farewell"),
        (Self::Called, "called"),
        (Self::Nap, "nap"),
        (Self::Back, "back"),
        (Self::BotCame, "bot_came"),
        (Self::BotLeft, "bot_left"),
        (Self::Missing, "missing"),
        (Self::Overheard, "overheard"),
        (Self::Answered, "answered"),
        (Self::Whispers, "whispers"),
    ];
}

/// A question to somebody in the room, what may be answered, and what the asker may say to that.
#[derive(Debug)]
pub(super) struct Exchange {
    pub(super) ask: String,
    pub(super) answers: Vec<String>,
    pub(super) closers: Vec<String>,
}

/// Somebody who chats in a room.
#[derive(Clone, Debug)]
pub(super) struct Character {
    pub(super) name: PlayerName,
    /// The account's password; `None` for a guest.
    pub(super) password: Option<String>,
    /// How long after the others they first come in.
    pub(super) late: Duration,
    /// Mean time between two turns of their own.
    pub(super) every: Duration,
    /// Mean time in the room.
    pub(super) stays: Duration,
    /// Mean time away from it.
    pub(super) away: Duration,
    pub(super) habits: Habits,
    pub(super) lines: Vec<String>,
    /// What they do with `/me`.
    pub(super) acts: Vec<String>,
    /// The commands they like.
    pub(super) likes: Vec<String>,
}

/// What a character does with a turn. Unit: shares of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Habits {
    /// Says one of their lines.
    pub(super) lines: u32,
    /// Does something.
    pub(super) acts: u32,
    /// Uses a command.
    pub(super) commands: u32,
    /// Opens one of their scenes.
    pub(super) scenes: u32,
    /// Asks somebody something.
    pub(super) exchanges: u32,
    /// Writes to the bot in private.
    pub(super) whispers: u32,
    /// Goes away from the keyboard for a while.
    pub(super) naps: u32,
}

impl Default for Habits {
    fn default() -> Self {
        Self { lines: 30, acts: 6, commands: 24, scenes: 22, exchanges: 15, whispers: 2, naps: 1 }
    }
}

/// A dialogue that goes the same way each time.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    pub(super) lines: Vec<SceneLine>,
}

/// One line of a scene.
#[derive(Clone, Debug)]
pub(super) struct SceneLine {
    /// The speaker's place among the room's characters.
    pub(super) speaker: usize,
    pub(super) text: String,
}

/// Which line of which scene has just been said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    pub(super) scene: usize,
    pub(super) line: usize,
}

impl Script {
    /// The same with a room of each of these names, like those it has in turn.
    #[must_use]
    pub fn with_more_rooms(mut self, names: &[RoomName]) -> Self {
        let more = names.iter().zip(self.rooms.clone().into_iter().cycle());
        let alike = |(name, model): (&RoomName, Arc<RoomScript>)| {
            Arc::new(RoomScript { name: name.clone(), ..RoomScript::clone(&model) })
        };
        self.rooms.extend(more.map(alike));
        self
    }
}

impl RoomScript {
    /// Puts a room's parts together; names the lines that one character has twice.
    pub(super) fn new(
        name: RoomName,
        characters: Vec<Character>,
        scenes: Vec<Scene>,
        commands: BTreeMap<String, Vec<String>>,
        common: Arc<Common>,
    ) -> (Self, Vec<String>) {
        let (mut cues, mut twice) = (HashMap::new(), Vec::new());
        for (cue, said) in scenes.iter().enumerate().flat_map(Scene::cues) {
            if cues.insert((said.speaker, essence(&said.text)), cue).is_some() {
                twice.push(said.text.clone());
            }
        }
        for (speaker, character) in characters.iter().enumerate() {
            let is_cue = |line: &&String| cues.contains_key(&(speaker, essence(line)));
            twice.extend(character.lines.iter().filter(is_cue).cloned());
        }
        let asks = common.exchanges.iter().enumerate().map(|(n, exchange)| (essence(&exchange.ask), n)).collect();
        (Self { name, characters, scenes, commands, common, cues, asks }, twice)
    }

    /// Which line of a scene it is when `speaker` says `text`.
    pub(super) fn cue(&self, speaker: usize, text: &str) -> Option<Cue> {
        self.cues.get(&(speaker, essence(text))).copied()
    }

    /// The line of the same scene that comes after `cue`.
    pub(super) fn after(&self, cue: Cue) -> Option<&SceneLine> {
        self.scenes.get(cue.scene)?.lines.get(cue.line + 1)
    }

    /// Which question `text` puts to whom, if it is one: `Name, the question`.
    pub(super) fn question<'t>(&self, text: &'t str) -> Option<(&'t str, usize)> {
        let (name, ask) = text.split_once(", ")?;
        self.asks.get(&essence(ask)).map(|exchange| (name, *exchange))
    }

    /// The place of the character called `name`.
    pub(super) fn place_of(&self, name: &str) -> Option<usize> {
        self.characters.iter().position(|character| character.name.is(name))
    }
}

impl Scene {
    /// Its lines with their cues; it stands at this place of the room's scenes.
    fn cues((scene, written): (usize, &Self)) -> impl Iterator<Item = (Cue, &SceneLine)> {
        written.lines.iter().enumerate().map(move |(line, said)| (Cue { scene, line }, said))
    }

    /// Who opens it: a place among the room's characters.
    pub(super) fn opener(&self) -> Option<usize> {
        self.lines.first().map(|line| line.speaker)
    }

    /// Whether the bot is asked something in it.
    pub(super) fn needs_bot(&self) -> bool {
        self.lines.iter().any(|line| line.text.starts_with('!'))
    }
}

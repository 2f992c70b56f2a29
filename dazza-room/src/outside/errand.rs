//! What is asked outside, how many of it at a time and for how long, and what comes back.

use std::time::Duration;

use dazza_shared::config::{FetchSettings, ServiceSettings};
use dazza_shared::picture::Seen;
use tokio::time::Instant;

use super::ollama::{Prompt, Pulse};
use super::weather::Weather;
use super::{dictionary, ollama, titles, weather};
use crate::chat::LinkKind;
use dazza_fetch::{Pace, WITHIN, look};

/// How many pictures of a round are looked at together. Source: `commands-and-games.md`, 2.9.
const PICTURES_AT_ONCE: usize = 5;

/// How long a round may take, waiting for its turn included: a gallery of hosts that are slow, though not of dead ones.
const ROUND_WITHIN: Duration = Duration::from_mins(2);

/// Something to be found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errand {
    /// Its number, among those of its kind.
    pub id: u64,
    /// What is to be found out.
    pub question: Question,
}

/// What is to be found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// How the page of a link is called.
    Title {
        /// Where the page is.
        url: String,
        /// Where that leads.
        kind: LinkKind,
    },
    /// How the weather is in a place.
    Weather {
        /// The place, as it was typed.
        place: String,
    },
    /// What a word means.
    Definition {
        /// The word, as it was typed.
        word: String,
    },
    /// What a language model has to say.
    Words(Prompt),
    /// Which pictures are still there.
    Pictures(Round),
}

/// A round through somebody's gallery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// The key of whose gallery it is.
    pub owner: String,
    /// What that person is called.
    pub name: String,
    /// The pictures: their numbers, and where they are.
    pub pictures: Vec<(i64, String)>,
    /// How many there are besides, of hosts that have us wait.
    pub n_waiting: usize,
}

/// What came of an errand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// The number of the errand.
    pub id: u64,
    /// What was found.
    pub found: Found,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The title, if there is one to be had.
    Title(Option<String>),
    /// The weather.
    Weather(Result<Weather, Miss>),
    /// What the word means.
    Definition(Result<String, Miss>),
    /// What the model wrote.
    Words(Result<String, Miss>),
    /// What was seen of the pictures of a round, by their numbers, as far as it got.
    Pictures(Round, Result<Vec<(i64, Seen)>, Miss>),
}

/// Why nothing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Miss {
    /// There is no such thing.
    Unknown,
    /// The service did not tell, or not in time.
    Failed,
    /// Too many ask.
    Busy,
}

/// A kind of errand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// For the title of a page.
    Title,
    /// For the weather.
    Weather,
    /// For the meaning of a word.
    Definition,
    /// For something to say.
    Words,
    /// For a look at pictures.
    Pictures,
}

impl Kind {
    /// All kinds.
    pub(super) const ALL: [Self; 5] = [Self::Title, Self::Weather, Self::Definition, Self::Words, Self::Pictures];

    /// How many are under way at a time. Source: architecture, section 7; `commands-and-games.md`, 10; `decisions.md`, 23.
    pub(super) const fn at_once(self) -> usize {
        match self {
            Self::Title => 4,
            Self::Weather | Self::Definition => 2,
            // One gallery at a time. Source: `commands-and-games.md`, 2.9.
            Self::Words | Self::Pictures => 1,
        }
    }

    /// How many wait for one of these; one more is not begun.
    pub(super) const fn waiting(self) -> usize {
        match self {
            Self::Title => 0,
            Self::Weather | Self::Definition => 4,
            Self::Words => 1,
            Self::Pictures => 3,
        }
    }

    /// How long one may take, waiting included. Source: `platform.md`, 3.7 and 3.16.
    pub(super) const fn within(self, services: &ServiceSettings) -> Duration {
        match self {
            Self::Title | Self::Weather | Self::Definition => WITHIN,
            Self::Words => services.language_model.timeout,
            Self::Pictures => ROUND_WITHIN,
        }
    }
}

impl Question {
    /// Which kind of errand it makes.
    pub(super) const fn kind(&self) -> Kind {
        match self {
            Self::Title { .. } => Kind::Title,
            Self::Weather { .. } => Kind::Weather,
            Self::Definition { .. } => Kind::Definition,
            Self::Words(_) => Kind::Words,
            Self::Pictures(_) => Kind::Pictures,
        }
    }

    /// What is found when nothing is.
    pub(super) fn missed(&self, miss: Miss) -> Found {
        match self {
            Self::Title { .. } => Found::Title(None),
            Self::Weather { .. } => Found::Weather(Err(miss)),
            Self::Definition { .. } => Found::Definition(Err(miss)),
            Self::Words(_) => Found::Words(Err(miss)),
            Self::Pictures(round) => Found::Pictures(round.clone(), Err(miss)),
        }
    }

    /// Asks it, until `by` at the latest.
    pub(super) async fn ask(
        &self,
        services: &ServiceSettings,
        fetch: &FetchSettings,
        pulse: &Pulse,
        by: Instant,
    ) -> Found {
        match self {
            Self::Title { url, kind } => Found::Title(titles::title_of(url, *kind, fetch, by).await),
            Self::Weather { place } => Found::Weather(weather::weather_in(place, &services.weather, fetch, by).await),
            Self::Definition { word } => {
                Found::Definition(dictionary::meaning_of(word, &services.dictionary, fetch, by).await)
            }
            Self::Words(prompt) => {
                Found::Words(ollama::written(prompt, &services.language_model, pulse, fetch, by).await)
            }
            Self::Pictures(round) => {
                let seen = look(&round.pictures, fetch, Pace::of(PICTURES_AT_ONCE, by)).await;
                Found::Pictures(round.clone(), Ok(seen))
            }
        }
    }
}

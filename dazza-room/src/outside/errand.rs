//! What is asked outside, how many of it at a time and for how long, and what comes back.

use std::time::Duration;

use dazza_shared::config::{FetchSettings, ServiceSettings};
use tokio::time::Instant;

use super::ollama::{Prompt, Pulse};
use super::weather::Weather;
use super::{dictionary, ollama, titles, weather};
use crate::chat::LinkKind;
use dazza_fetch::WITHIN;

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
}

impl Kind {
    /// All kinds.
    pub(super) const ALL: [Self; 4] = [Self::Title, Self::Weather, Self::Definition, Self::Words];

    /// How many are under way at a time. Source: architecture, section 7; `commands-and-games.md`, 10; `decisions.md`, 23.
    pub(super) const fn at_once(self) -> usize {
        match self {
            Self::Title => 4,
            Self::Weather | Self::Definition => 2,
            Self::Words => 1,
        }
    }

    /// How many wait for one of these; one more is not begun.
    pub(super) const fn waiting(self) -> usize {
        match self {
            Self::Title => 0,
            Self::Weather | Self::Definition => 4,
            Self::Words => 1,
        }
    }

    /// How long one may take, waiting included. Source: `platform.md`, 3.7 and 3.16.
    pub(super) const fn within(self, services: &ServiceSettings) -> Duration {
        match self {
            Self::Title | Self::Weather | Self::Definition => WITHIN,
            Self::Words => services.language_model.timeout,
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
        }
    }

    /// What is found when nothing is.
    pub(super) const fn missed(&self, miss: Miss) -> Found {
        match self {
            Self::Title { .. } => Found::Title(None),
            Self::Weather { .. } => Found::Weather(Err(miss)),
            Self::Definition { .. } => Found::Definition(Err(miss)),
            Self::Words(_) => Found::Words(Err(miss)),
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
        }
    }
}

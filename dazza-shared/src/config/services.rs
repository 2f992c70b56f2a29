//! Where a room asks what it does not know itself: the weather, words, and what to say to people.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Services on the web that commands ask; one without an address is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceSettings {
    /// Who knows the weather.
    pub weather: WeatherSettings,
    /// Who knows what words mean.
    pub dictionary: DictionarySettings,
    /// Who thinks of something to say.
    pub language_model: LanguageModelSettings,
}

/// Who knows the weather.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeatherSettings {
    /// Its address, to which `/PLACE` is added; empty: none.
    pub url: String,
    /// What it answers.
    pub format: WeatherFormat,
}

/// What a weather service answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeatherFormat {
    /// One line: condition, temperature, humidity, wind.
    #[default]
    Line,
    /// JSON with `current_condition`.
    Json,
}

/// Who knows what words mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DictionarySettings {
    /// Its address, to which `/WORD` is added; empty: none.
    pub url: String,
}

/// Who thinks of something to say: a language model with the HTTP API of Ollama.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageModelSettings {
    /// Its address; empty: none.
    pub url: String,
    /// The name of the model.
    pub model: String,
    /// How long one answer may take, the wait for its turn included.
    pub timeout: Duration,
}

/// Pages that commands give out the addresses of; an empty one is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSettings {
    /// The map of the town, for `world`.
    pub map: String,
    /// The leaderboards, for `top`.
    pub leaderboards: String,
    /// The galleries, for `gallery`.
    pub gallery: String,
}

/// Whether and how those who speak to the bot are answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MentionSettings {
    /// Whether they are, where there is a language model.
    pub enabled: bool,
    /// What sort of fellow the bot is, in place of its own ways.
    pub persona: Option<Arc<str>>,
}

impl WeatherFormat {
    /// Both, by name.
    pub const NAMED: [(&'static str, Self); 2] = [("line", Self::Line), ("json", Self::Json)];

    /// The format in one word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Json => "json",
        }
    }
}

impl Default for WeatherSettings {
    /// Source: `commands-and-games.md`, 10.
    fn default() -> Self {
        Self { url: "https://wttr.in".to_owned(), format: WeatherFormat::default() }
    }
}

impl Default for LanguageModelSettings {
    /// Source: `commands-and-games.md`, 10 (timeout); there is none unless its address is named.
    fn default() -> Self {
        Self { url: String::new(), model: "llama3.2".to_owned(), timeout: Duration::from_secs(30) }
    }
}

impl Default for MentionSettings {
    fn default() -> Self {
        Self { enabled: true, persona: None }
    }
}

impl Default for DictionarySettings {
    /// Source: `decisions.md`, 6.
    fn default() -> Self {
        Self { url: "https://en.wiktionary.org/api/rest_v1/page/definition".to_owned() }
    }
}

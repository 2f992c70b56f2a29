//! What a room's settings say of things the bot does unasked: greetings, farewells, links and pictures.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::network::Network;

/// Phrases of a room's own; none means the bot's.
pub type Phrases = Arc<[String]>;

/// How people who come in are greeted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GreetingSettings {
    /// Whether they are.
    pub enabled: bool,
    /// How many of a hundred are, of those who may be.
    pub percent: u32,
    /// What is said to people whom no room of the fleet has ever seen.
    pub newcomers: Phrases,
    /// What is said to all others.
    pub regulars: Phrases,
}

/// How people who leave are seen off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FarewellSettings {
    /// Whether they are.
    pub enabled: bool,
    /// How many of a hundred are, of those who may be.
    pub percent: u32,
    /// What is said.
    pub phrases: Phrases,
}

/// How links to videos are remarked upon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrlCommentSettings {
    /// Whether they are.
    pub enabled: bool,
    /// How many of a hundred are, of those that may be.
    pub percent: u32,
    /// Whether the video's title is looked up for it.
    pub titles: bool,
}

/// What becomes of links to pictures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageSettings {
    /// Whether they go into the gallery of whoever posted them.
    pub enabled: bool,
}

/// What is kept of people's comings and goings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceSettings {
    /// Whether it is stored who came, went, and was away.
    pub enabled: bool,
}

/// How pages that people link to are fetched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FetchSettings {
    /// Networks that may be reached although they are nobody's but ours, on any port.
    pub allow: Vec<Network>,
    /// Where titles of `YouTube` videos are asked for.
    pub oembed: String,
}

impl Default for GreetingSettings {
    /// Source: `platform.md`, 3.3.
    fn default() -> Self {
        Self { enabled: true, percent: 70, newcomers: Phrases::default(), regulars: Phrases::default() }
    }
}

impl Default for FarewellSettings {
    /// Source: `platform.md`, 3.4: none is said.
    fn default() -> Self {
        Self { enabled: false, percent: 70, phrases: Phrases::default() }
    }
}

impl Default for UrlCommentSettings {
    /// Source: `platform.md`, 3.7.
    fn default() -> Self {
        Self { enabled: true, percent: 50, titles: true }
    }
}

impl Default for ImageSettings {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl Default for PresenceSettings {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self { allow: Vec::new(), oembed: "https://www.youtube.com/oembed".to_owned() }
    }
}

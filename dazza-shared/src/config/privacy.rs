//! What is kept of what people say, and for how long.

use serde::{Deserialize, Serialize};

/// What is kept of private messages, for thirty days. Source: `decisions.md`, 11.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StorePms {
    /// Who wrote to whom and when, and the text of commands.
    #[default]
    Commands,
    /// The text of all of them.
    All,
    /// Nothing.
    Off,
}

/// How long lines of chat are kept. Unit: days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    /// `None`: for ever.
    pub message_days: Option<u32>,
}

impl StorePms {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Commands, Self::All, Self::Off];

    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Commands => "commands",
            Self::All => "all",
            Self::Off => "off",
        }
    }
}

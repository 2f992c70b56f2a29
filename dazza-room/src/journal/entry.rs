//! What is noted, a line of the journal each.

use std::time::Duration;

use dazza_shared::line_key::LineKey;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that was done, or is about to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum Entry {
    /// A line is about to be answered.
    Tried {
        /// The line.
        key: LineKey,
        /// When it was said.
        at: Timestamp,
    },
    /// What is to be said to the room because of it is known; perhaps nothing.
    Answered {
        /// The line.
        key: LineKey,
        /// When.
        at: Timestamp,
        /// What is to be said.
        said: Vec<Said>,
        /// How long it is worth to be said, if longer than most answers. Unit: seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fresh_s: Option<u64>,
    },
    /// A line of an answer is about to go out.
    Sent {
        /// What it answers.
        key: LineKey,
        /// Its place in the answer.
        n: i16,
        /// When.
        at: Timestamp,
    },
    /// A line of an answer has been seen in the room.
    Seen {
        /// What it answers.
        key: LineKey,
        /// Its place in the answer.
        n: i16,
        /// Until when this matters.
        until: Timestamp,
    },
}

/// One line of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Its place in the answer.
    pub n: i16,
    /// Plain text.
    pub text: Box<str>,
    /// How long after the answer it is said. Unit: milliseconds.
    #[serde(default)]
    pub after_ms: u64,
}

/// Which line of which answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// What is answered.
    pub key: LineKey,
    /// The place in the answer.
    pub n: i16,
}

impl Said {
    /// How long after the answer it is said.
    pub fn after(&self) -> Duration {
        Duration::from_millis(self.after_ms)
    }
}

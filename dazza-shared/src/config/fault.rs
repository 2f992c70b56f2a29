//! What is wrong with a configuration, and how to mend it.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Where: the key's full path, e.g. `rooms.fatpizza.account`; empty when the file as a whole is meant.
    pub key: String,
    /// What was written there; empty when nothing was, or when it is nobody's business.
    pub value: String,
    /// What is wrong with it.
    pub problem: String,
    /// How to mend it.
    pub hint: String,
    /// The line of the file, from 1.
    pub line: Option<usize>,
}

/// Everything that is wrong with one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults {
    /// The file.
    pub file: PathBuf,
    /// What is wrong, in the order of the file's lines; never empty.
    pub list: Vec<Fault>,
}

impl Faults {
    /// The faults of `file`, sorted by line.
    pub(super) fn of(file: PathBuf, mut list: Vec<Fault>) -> Self {
        list.sort_by_key(|fault| fault.line.unwrap_or(0));
        Self { file, list }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        write!(f, "{}", self.problem)?;
        if !self.value.is_empty() {
            write!(f, "\n    written: {}", self.value)?;
        }
        write!(f, "\n    to mend: {}", self.hint)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n_faults = self.list.len();
        write!(f, "{} has {n_faults} fault{}", self.file.display(), if n_faults == 1 { "" } else { "s" })?;
        self.list.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

impl std::error::Error for Faults {}

//! What can be wrong with a seed file.

use std::fmt;

/// Why a seed could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The file cannot be read.
    #[error("cannot read the seed file")]
    Unreadable(#[source] std::io::Error),
    /// Not TOML, or a key or a type of value that no seed has; the source shows the place.
    #[error("the seed is not understood")]
    Syntax(#[source] Box<toml::de::Error>),
    /// Everything that is wrong with what it says.
    #[error("the seed has {} fault(s):{}", .0.len(), listed(.0))]
    Faults(Vec<SeedFault>),
}

/// One thing that is wrong with a seed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedFault {
    /// Where, e.g. `channels[0].ranks.dazza`.
    pub key: String,
    /// What is wrong there.
    pub problem: String,
    /// How to mend it.
    pub hint: &'static str,
}

impl fmt::Display for SeedFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.key, self.problem, self.hint)
    }
}

fn listed(faults: &[SeedFault]) -> String {
    faults.iter().fold(String::new(), |list, fault| list + "\n  " + &fault.to_string())
}

//! The environment: read here and nowhere else.

use std::collections::BTreeMap;

/// Where variables come from.
#[derive(Clone, Debug)]
pub enum Environment {
    /// This process's own.
    System,
    /// These and no others.
    Fixed(BTreeMap<String, String>),
}

impl Environment {
    /// The value of a variable; `None` when it is not set or is not text.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
    pub fn get(&self, name: &str) -> Option<String> {
        match self {
            Self::System => std::env::var(name).ok(),
            Self::Fixed(variables) => variables.get(name).cloned(),
        }
    }
}

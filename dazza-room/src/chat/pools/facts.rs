//! Facts about Australia. The pools of `facts.toml`.

use super::{Pool, pool};

const FILE: &str = include_str!("../../../../phrases/facts.toml");

pub(crate) const FACT: Pool = pool(FILE, "fact", &[]);

#[cfg(test)]
pub(super) const CHAPTER: super::Chapter = super::Chapter { name: "facts", file: FILE, at_least: &[(FACT, 51)] };

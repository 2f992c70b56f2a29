//! The text of a configuration, with the place of every key.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::Fault;

/// A file's text and the tree of its keys.
pub(super) struct Source<'t> {
    text: &'t str,
    tree: DeTable<'t>,
}

impl<'t> Source<'t> {
    /// Reads the tree, or says where the text is not TOML.
    pub(super) fn parse(text: &'t str) -> Result<Self, Vec<Fault>> {
        let (tree, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return Ok(Self { text, tree: tree.into_inner() });
        }
        let mut faults: Vec<_> = errors.iter().map(|error| not_toml(text, error)).collect();
        faults.dedup_by_key(|fault| fault.line); // one slip often looks like several
        Err(faults)
    }

    /// The tree of keys.
    pub(super) fn tree(&self) -> &DeTable<'t> {
        &self.tree
    }

    /// The line, from 1, of the key with this path, or of the nearest table around it.
    pub(super) fn line_of(&self, key: &str) -> Option<usize> {
        self.find(key).nearest.map(|span| line_at(self.text, span.start))
    }

    /// What stands in the file as the value of this key; empty for a table or a missing key.
    pub(super) fn written(&self, key: &str) -> &'t str {
        match self.find(key).value {
            Some(value) if !value.get_ref().is_table() => self.text.get(value.span()).unwrap_or_default(),
            _ => "",
        }
    }

    /// The key of the table `table` that stands first in the file.
    pub(super) fn first_in(&self, table: &str) -> Option<&str> {
        let keys = self.tree.get(table)?.get_ref().as_table()?.keys();
        keys.min_by_key(|key| key.span().start).map(|key| key.get_ref().as_ref())
    }

    fn find(&self, key: &str) -> Found<'_, 't> {
        let mut found = Found { nearest: None, value: None };
        let (mut table, mut rest) = (&self.tree, key);
        loop {
            let step = table.iter().find_map(|(name, value)| {
                let after = rest.strip_prefix(name.get_ref().as_ref())?;
                (after.is_empty() || after.starts_with('.')).then_some((name, value, after))
            });
            let Some((name, value, after)) = step else { return found };
            found.nearest = Some(name.span());
            match (after.strip_prefix('.'), value.get_ref().as_table()) {
                (None, _) => return Found { value: Some(value), ..found },
                (Some(inner), Some(below)) => (table, rest) = (below, inner),
                (Some(_), None) => return found,
            }
        }
    }
}

/// Where a path leads.
struct Found<'s, 't> {
    /// The span of the key, or of the nearest one around it.
    nearest: Option<Range<usize>>,
    /// The value, if the whole path is there.
    value: Option<&'s Spanned<DeValue<'t>>>,
}

/// The line, from 1, in which the byte at `offset` stands.
fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// Only what stands before the `=` is repeated: what stands behind it may be a secret.
fn not_toml(text: &str, error: &toml::de::Error) -> Fault {
    let line = error.span().map(|span| line_at(text, span.start));
    let written = line.and_then(|line| text.lines().nth(line - 1)).unwrap_or_default().trim();
    let key = match written.split_once('=') {
        Some((key, _)) => key.trim(),
        None if written.starts_with('[') => written,
        None => "",
    };
    let (problem, hint) = if error.message() == "duplicate key" {
        ("this is written twice".to_owned(), "keep one of the two")
    } else {
        let hint = "a line is `key = value` or `[table]`, and text stands in double quotes";
        (format!("this is not TOML: {}", error.message()), hint)
    };
    Fault { key: key.to_owned(), value: String::new(), problem, hint: hint.to_owned(), line }
}

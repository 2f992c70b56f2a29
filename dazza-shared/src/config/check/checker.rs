//! What all checks share: where faults go, and how the simple kinds of value are read.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::tz::{self, TimeZone};

use crate::config::environment::Environment;
use crate::config::fault::Fault;
use crate::config::figures::{parse_duration, parse_size, show_duration, show_size};
use crate::config::raw::{RawDuration, RawSize};
use crate::config::shape::nearest;
use crate::config::source::Source;
use crate::names::PlayerName;

/// Collects faults while the values are read.
pub(in crate::config) struct Checker<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) base_dir: &'a Path,
    pub(super) environment: &'a Environment,
    faults: Vec<Fault>,
}

impl<'a> Checker<'a> {
    /// A checker that resolves paths against `base_dir` and knows `faults` already.
    pub(in crate::config) fn new(
        source: &'a Source<'a>,
        base_dir: &'a Path,
        environment: &'a Environment,
        faults: Vec<Fault>,
    ) -> Self {
        Self { source, base_dir, environment, faults }
    }

    /// All faults so far.
    pub(in crate::config) fn into_faults(self) -> Vec<Fault> {
        self.faults
    }

    /// Notes that the value of `key` is wrong, and shows what was written.
    pub(super) fn fault(&mut self, key: &str, problem: impl Into<String>, hint: impl Into<String>) {
        let value = self.source.written(key).to_owned();
        let line = self.source.line_of(key);
        self.faults.push(Fault { key: key.to_owned(), value, problem: problem.into(), hint: hint.into(), line });
    }

    /// Notes the same of a value that may hold a secret: it is not shown.
    pub(super) fn fault_untold(&mut self, key: &str, problem: impl Into<String>, hint: impl Into<String>) {
        let line = self.source.line_of(key);
        let value = String::new();
        self.faults.push(Fault { key: key.to_owned(), value, problem: problem.into(), hint: hint.into(), line });
    }

    /// Whether something in the table `key` was set aside: then the table says less than its author meant.
    pub(super) fn has_misfit_in(&self, key: &str) -> bool {
        let is_inside = |fault: &Fault| fault.key.strip_prefix(key).is_some_and(|rest| rest.starts_with('.'));
        self.faults.iter().any(is_inside)
    }

    /// A path as it is meant: relative ones start at the file's folder.
    pub(super) fn path(&self, written: &str) -> PathBuf {
        self.base_dir.join(written)
    }

    /// A length of time within `range`, or the default.
    pub(super) fn duration(
        &mut self,
        key: &str,
        written: Option<&RawDuration>,
        default: Duration,
        range: RangeInclusive<Duration>,
    ) -> Duration {
        let Some(RawDuration(text)) = written else { return default };
        let (low, high) = (show_duration(*range.start()), show_duration(*range.end()));
        match parse_duration(text) {
            Some(duration) if range.contains(&duration) => duration,
            Some(_) => {
                self.fault(
                    key,
                    format!("this must lie between {low} and {high}"),
                    format!("leave it out for {}", show_duration(default)),
                );
                default
            }
            None => {
                self.fault(
                    key,
                    "this is no length of time",
                    "write a number with a unit: \"250ms\", \"5s\", \"10m\" or \"1h\"",
                );
                default
            }
        }
    }

    /// A whole number within `range`, or the default.
    pub(super) fn number(&mut self, key: &str, written: Option<u32>, default: u32, range: RangeInclusive<u32>) -> u32 {
        let Some(number) = written else { return default };
        if !range.contains(&number) {
            let (low, high) = range.into_inner();
            self.fault(key, format!("this must lie between {low} and {high}"), format!("leave it out for {default}"));
            return default;
        }
        number
    }

    /// A size within `range`, or the default.
    pub(super) fn size(
        &mut self,
        key: &str,
        written: Option<&RawSize>,
        default: u64,
        range: RangeInclusive<u64>,
    ) -> u64 {
        let Some(RawSize(text)) = written else { return default };
        let (low, high) = (show_size(*range.start()), show_size(*range.end()));
        match parse_size(text) {
            Some(bytes) if range.contains(&bytes) => return bytes,
            Some(_) => self.fault(
                key,
                format!("this must lie between {low} and {high}"),
                format!("leave it out for {}", show_size(default)),
            ),
            None => self.fault(key, "this is no size", "write a number with a unit: \"512 KiB\" or \"10 MiB\""),
        }
        default
    }

    /// The zone's own spelling; `None` after a fault.
    pub(super) fn timezone(&mut self, key: &str, written: &str) -> Option<String> {
        let zone = TimeZone::get(written).ok();
        let name = zone.as_ref().and_then(TimeZone::iana_name).map(ToOwned::to_owned);
        if name.is_none() {
            let known: Vec<_> = tz::db().available().map(|name| name.to_string()).collect();
            let hint = nearest(written, known.iter().map(String::as_str)).map_or_else(
                || "write a name of the time zone database, e.g. \"Australia/Brisbane\" or \"UTC\"".to_owned(),
                |near| format!("did you mean \"{near}\"?"),
            );
            self.fault(key, "no time zone has this name", hint);
        }
        name
    }

    /// The names of bot admins; one that cannot be a name is a fault and left out.
    pub(super) fn admins(&mut self, key: &str, written: &[String]) -> Vec<PlayerName> {
        let mut admins = Vec::new();
        for text in written {
            match text.parse() {
                Ok(name) if admins.contains(&name) => {}
                Ok(name) => admins.push(name),
                Err(error) => {
                    self.fault(key, format!("{text:?} {error}"), "write the names as they are shown in the chat");
                }
            }
        }
        admins
    }
}

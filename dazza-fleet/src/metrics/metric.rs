//! A metric: its name, kind, unit, labels, meaning, source, and how it is read.

use dazza_shared::counters::Histogram;

use super::scrape::{RoomScrape, Scrape};

/// One metric.
pub(crate) struct Metric {
    /// Its name, without the endings that unit and kind give it.
    pub name: &'static str,
    /// What kind of figure it is.
    pub kind: Kind,
    /// In what it is measured, unless it is a mere number.
    pub unit: Option<Unit>,
    /// Its labels; those of a room have `room` before these.
    pub labels: &'static [&'static str],
    /// What it tells.
    pub help: &'static str,
    /// Where the figure comes from.
    pub source: Source,
    /// How it is read.
    pub read: Read,
}

/// Kinds of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Only grows.
    Counter,
    /// Goes up and down.
    Gauge,
    /// How a figure was spread over its range.
    Histogram,
    /// Always 1; the labels tell.
    Info,
}

/// What a figure is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Seconds.
    Seconds,
    /// Bytes.
    Bytes,
}

/// Where a figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// What the supervisor knows.
    Supervisor,
    /// What the room's process told in its beats, added up over all its processes where it is a counter.
    Beats,
    /// What the system tells of the process when the page is asked for.
    System,
}

/// How a metric is read: once for the fleet or for each room. No sample, no line.
pub(crate) enum Read {
    /// Of the fleet.
    Fleet(fn(&Scrape) -> Vec<Sample<'_>>),
    /// Of each room.
    Room(fn(&RoomScrape) -> Vec<Sample<'_>>),
}

/// One figure of a metric.
#[derive(Debug)]
pub(crate) struct Sample<'a> {
    /// Values of the labels, in their order, that of `room` aside.
    pub labels: Vec<&'a str>,
    /// The figure.
    pub value: Value<'a>,
}

/// A figure.
#[derive(Debug)]
pub(crate) enum Value<'a> {
    /// A whole number.
    Whole(u64),
    /// A number.
    Real(f64),
    /// Durations by bucket.
    Spread(&'a Histogram),
    /// Nothing but the labels.
    Labels,
}

impl Metric {
    /// The name of its family: with the unit, without the ending of its kind.
    pub(crate) fn family(&self) -> String {
        match self.unit {
            Some(unit) => format!("{}_{}", self.name, unit.as_str()),
            None => self.name.to_owned(),
        }
    }

    /// The name that its samples have, those of a histogram aside.
    pub(crate) fn full_name(&self) -> String {
        let ending = match self.kind {
            Kind::Counter => "_total",
            Kind::Info => "_info",
            Kind::Gauge | Kind::Histogram => "",
        };
        self.family() + ending
    }

    /// All labels, `room` included.
    pub(crate) fn all_labels(&self) -> impl Iterator<Item = &'static str> + use<> {
        let room = matches!(self.read, Read::Room(_)).then_some("room");
        room.into_iter().chain(self.labels.iter().copied())
    }
}

impl Kind {
    /// The kind as one word.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
            Self::Info => "info",
        }
    }
}

impl Unit {
    /// The unit as it ends a name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Bytes => "bytes",
        }
    }
}

impl Source {
    /// The source in a word or two.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Supervisor => "supervisor",
            Self::Beats => "beats",
            Self::System => "`/proc`",
        }
    }
}

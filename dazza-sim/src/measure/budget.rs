//! What every figure may be: one row each, beside which a run is held.

use std::fmt;

use super::figure::{Figure, shown};

/// A row of the budgets.
#[derive(Debug)]
pub struct Budget {
    /// By which the page's data knows it.
    pub key: &'static str,
    /// What is bounded.
    pub what: &'static str,
    /// All that must hold.
    pub limits: &'static [Limit],
}

/// One bound of one figure.
#[derive(Debug)]
pub struct Limit {
    /// The bench that takes the figure.
    pub bench: &'static str,
    /// The figure's key.
    pub figure: &'static str,
    /// What of it is bounded.
    pub of: Of,
    /// The bound.
    pub is: Bound,
    /// Of the figure and of the bound; a ratio has none.
    pub unit: &'static str,
}

/// Which value of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The value itself, where it is taken once.
    Value,
    /// The median.
    P50,
    /// What 99 in 100 are not above.
    P99,
    /// The most.
    Max,
    /// The median against the floor.
    Ratio,
}

/// A bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// Less than this.
    Under(f64),
    /// More than this.
    Over(f64),
    /// Just this.
    Just(f64),
}

/// What came of holding a figure against a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Met,
    /// It does not.
    Missed,
    /// There is no such value.
    Unknown,
}

const fn limit(bench: &'static str, figure: &'static str, of: Of, is: Bound, unit: &'static str) -> Limit {
    Limit { bench, figure, of, is, unit }
}

/// All of them. Source: design, section 9.
pub const BUDGETS: &[Budget] = &[
    Budget {
        key: "room-memory",
        what: "memory of a room (PSS), joined over TLS, 50 rooms, 100 users and a playlist of 1,000 each",
        limits: &[limit("rooms", "room-pss", Of::P50, Bound::Under(2_048.0), "KiB")],
    },
    Budget {
        key: "supervisor",
        what: "supervisor with 50 rooms, API on: memory (RSS), and processor while idle",
        limits: &[
            limit("supervision", "supervisor-rss", Of::Value, Bound::Under(12_288.0), "KiB"),
            limit("supervision", "supervisor-idle", Of::Value, Bound::Under(0.3), "% of a core"),
        ],
    },
    Budget {
        key: "plain-reply",
        what: "frame in to reply out, no database (`!roll`), 20 rooms at 20 lines/s each",
        limits: &[
            limit("load", "roll", Of::P50, Bound::Under(0.5), "ms"),
            limit("load", "roll", Of::P99, Bound::Under(5.0), "ms"),
        ],
    },
    Budget {
        key: "money-reply",
        what: "the same with a money transaction (`!pokies 10`)",
        limits: &[
            limit("load", "pokies", Of::P50, Bound::Under(3.0), "ms"),
            limit("load", "pokies", Of::P99, Bound::Under(20.0), "ms"),
        ],
    },
    Budget {
        key: "flood",
        what: "a command right after a burst of 2,000 lines",
        limits: &[limit("load", "roll-behind-flood", Of::Max, Bound::Under(50.0), "ms")],
    },
    Budget {
        key: "lines-stored",
        what: "lines stored, one room, sustained",
        limits: &[limit("store", "lines-1000", Of::Value, Bound::Over(10_000.0), "lines/s")],
    },
    Budget {
        key: "kill-to-exec",
        what: "kill -9 of a room to the replacement's exec",
        limits: &[
            limit("supervision", "kill-to-exec", Of::P50, Bound::Under(15.0), "ms"),
            limit("supervision", "kill-to-exec", Of::Ratio, Bound::Under(4.0), ""),
        ],
    },
    Budget {
        key: "kill-to-joined",
        what: "kill -9 of a room to its next `joined`, the gate open",
        limits: &[limit("supervision", "kill-to-joined", Of::P50, Bound::Under(200.0), "ms")],
    },
    Budget {
        key: "up",
        what: "50 rooms from `up` to all `joined` (relaxed server)",
        limits: &[limit("supervision", "up", Of::Value, Bound::Under(3_000.0), "ms")],
    },
    Budget {
        key: "thousand",
        what: "1,000 rooms on one 2-core machine, one line a second each: all joined, nothing lost, said to answered",
        limits: &[
            limit("many", "joined-1000", Of::Value, Bound::Just(1_000.0), "rooms"),
            limit("many", "broken-1000", Of::Value, Bound::Just(0.0), "promises"),
            limit("many", "answer-1000", Of::P99, Bound::Under(100.0), "ms"),
        ],
    },
];

/// What bounds the figure of that key.
pub fn limits_of(bench: &str, figure: &str) -> impl Iterator<Item = &'static Limit> {
    let limits = BUDGETS.iter().flat_map(|budget| budget.limits);
    let (bench, figure) = (bench.to_owned(), figure.to_owned());
    limits.filter(move |limit| limit.bench == bench && limit.figure == figure)
}

impl Limit {
    /// The value that is bounded.
    pub fn value_of(&self, figure: &Figure) -> Option<f64> {
        match self.of {
            Of::Value | Of::P50 => Some(figure.p50),
            Of::P99 => figure.p99,
            Of::Max => figure.max,
            Of::Ratio => figure.floor.as_ref().map(|floor| floor.ratio),
        }
    }

    /// Whether it holds.
    pub fn verdict(&self, figure: &Figure) -> Verdict {
        let holds = self.value_of(figure).map(|value| match self.is {
            Bound::Under(bound) => value < bound,
            Bound::Over(bound) => value > bound,
            Bound::Just(wanted) => value.total_cmp(&wanted).is_eq(),
        });
        match holds {
            Some(true) => Verdict::Met,
            Some(false) => Verdict::Missed,
            None => Verdict::Unknown,
        }
    }

    /// The value that is bounded, in words.
    pub fn told(&self, figure: &Figure) -> String {
        let value = self.value_of(figure).map_or_else(|| "unknown".to_owned(), shown);
        format!("{}{value}{}", self.of.name(), self.unit())
    }

    fn unit(&self) -> String {
        if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) }
    }
}

impl Of {
    /// What stands before the value.
    const fn name(self) -> &'static str {
        match self {
            Self::Value => "",
            Self::P50 => "p50 ",
            Self::P99 => "p99 ",
            Self::Max => "most ",
            Self::Ratio => "ratio to the floor ",
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, bound) = match self.is {
            Bound::Under(bound) => ("< ", bound),
            Bound::Over(bound) => ("> ", bound),
            Bound::Just(wanted) => ("", wanted),
        };
        write!(f, "{}{sign}{bound}{}", self.of.name(), self.unit())
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Met => "met",
            Self::Missed => "MISSED",
            Self::Unknown => "not measured",
        })
    }
}

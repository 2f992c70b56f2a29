//! The table -> `docs/metrics.md`.

use dazza_shared::phase::{LinePhase, Phase};

use super::metric::Metric;
use super::table;
use crate::view::RestartReason;

/// The manual of all metrics, in Markdown.
pub fn manual() -> String {
    let rows: String = table::all().map(row).collect();
    let phases = words(&Phase::ALL.map(Phase::as_str));
    let lines = words(&LinePhase::ALL.map(LinePhase::as_str));
    let conditions = words(&["good", "damaged"]);
    let reasons = words(&RestartReason::ALL.map(RestartReason::as_str));
    format!(
        "{HEAD}{rows}\nValues of the labels:\n\n* `phase`: {phases}.\n* `state`: {lines}.\n* `reason`: {reasons}.\n* `condition`: \
         {conditions}.\n{TAIL}"
    )
}

fn row(metric: &Metric) -> String {
    let labels: Vec<String> = metric.all_labels().map(|label| format!("`{label}`")).collect();
    let (name, kind, source) = (metric.full_name(), metric.kind.as_str(), metric.source.as_str());
    format!("| `{name}` | {kind} | {} | {} | {source} |\n", labels.join(", "), metric.help)
}

fn words(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

const HEAD: &str = "\
# Metrics and probes

<!-- Written from the table of metrics; a test holds the two together. To write it anew:
     cargo run -q -p dazza-fleet --example metrics_md > docs/metrics.md -->

Three pages for machines, on `[web] listen` and on `run/control.sock` alike; all three are open to everyone who can
reach the address.

| page | answer |
| --- | --- |
| `GET /healthz` | 200 while the supervisor's loop turns, whatever the rooms do; 503 when it does not answer within 2 s |
| `GET /readyz` | 200 when every wanted room is joined; otherwise 503 with each missing room, its phase and the reason, as a problem (RFC 9457) with the list `rooms`; 503 also while the fleet ends |
| `GET /metrics` | all series below |

A liveness probe asks `/healthz`: restarting the supervisor mends no room. `/readyz` is for whoever waits for the fleet to
be complete, or wants to be told when it is not.

`/metrics` is `OpenMetrics` 1.0; a reader whose `Accept` header prefers `text/plain` gets the older text format 0.0.4.

## Series

Counts that come from beats go on when a room's process is replaced; they begin at zero with the supervisor. What comes
from `/proc` is read when the page is asked for, aside from the supervisor's loop, and is absent without a process.

| series | kind | labels | meaning | from |
| --- | --- | --- | --- | --- |
";

const TAIL: &str = "\
* `kind`: what went wrong, from a closed set; `command`: names of commands, never aliases; `result`: `ok`, `refused`,
  `failed`; `cause` of lost records: `memory` and `disk`, where there was no more room, `unreadable` for what lay damaged on
  the disk, `refused` for what the database would never take.

No series carries a player's name, and none a chat line.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_in_the_project_is_as_written_from_the_table() {
        let kept = include_str!("../../../docs/metrics.md");
        assert!(kept == manual(), "docs/metrics.md is not current; its head says how to write it anew");
    }

    #[test]
    fn names_keep_the_rules_of_the_format() {
        let mut names: Vec<String> = table::all().map(Metric::family).collect();
        for metric in table::all() {
            let name = metric.name;
            assert!(name.starts_with("dazza_") && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{name}");
            let ending = ["_total", "_info", "_bucket", "_count", "_sum", "_created"];
            assert!(!ending.iter().any(|e| metric.family().ends_with(e)), "{name}: the kind brings this ending");
            assert!(!metric.help.is_empty() && !metric.help.ends_with('.'), "{name}: {}", metric.help);
        }
        names.sort();
        names.dedup();
        assert_eq!(names.len(), table::all().count(), "two metrics have one name");
    }
}

//! `memory`: what the room's process takes of memory, and with `-v` what it keeps there.

use std::time::Duration;

use dazza_shared::clock::since;

use super::{Access, Category, Command, Cx, Pm, Refusal, Run};
use crate::chat::{Args, Reply, Word, pools, span};
use crate::room::Trend;

pub(super) const COMMAND: Command = Command {
    name: "memory",
    aliases: &["mem"],
    usage: "[-v]",
    about: "Tells how much memory the bot takes in this room, and with -v what it keeps there.",
    category: Category::Admin,
    access: Access::Admin,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Now(run),
};

/// Between its lines. Source: `commands-and-games.md`, 2.12.
const GAP: Duration = Duration::from_secs(1);

fn run(cx: &mut Cx<'_>, args: &Args<'_>) -> Result<Reply, Refusal> {
    let is_long = match args.rest().trim() {
        "" => false,
        "-v" => true,
        _ => return Err(Refusal::Usage),
    };
    let memory = &cx.view.vitals.memory;
    let Some(now) = memory.now() else { return Ok(cx.answer(&pools::MEMORY_UNKNOWN, &[])) };
    let ((average, n_readings), peak) = (memory.average(), memory.peak());
    let trend = match memory.trend() {
        Trend::Rising => "rising",
        Trend::Falling => "falling",
        Trend::Steady => "steady",
    };
    let (now, average, peak) = (mebibytes(now), mebibytes(average), mebibytes(peak));
    let (up, count) = (span(since(cx.view.started, cx.now)), n_readings.to_string());
    let words = [
        ("memory", Word::Text(&now)),
        ("left", Word::Text(&up)),
        ("trend", Word::Text(trend)),
        ("peak", Word::Text(&peak)),
        ("average", Word::Text(&average)),
        ("count", Word::Text(&count)),
    ];
    let reply = cx.answer(&pools::MEMORY, &words);
    if !is_long {
        return Ok(reply);
    }
    let kept = cx.view.vitals.kept.iter().map(|(what, n)| format!("{what} {n}")).collect::<Vec<_>>().join(", ");
    let history = cx.phrase(&pools::MEMORY_HISTORY, &words);
    let kept = cx.phrase(&pools::MEMORY_KEPT, &[("tables", Word::Text(&kept))]);
    Ok(reply.and_say_after(cx.here(), &history, GAP).and_say_after(cx.here(), &kept, GAP * 2))
}

/// So many bytes, to a tenth of a mebibyte.
fn mebibytes(bytes: u64) -> String {
    let tenths = bytes / (1_024 * 1_024 / 10);
    format!("{}.{} MiB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_told_to_a_tenth() {
        let told = [0, 1_048_576, 13_000_000].map(mebibytes);
        assert_eq!(told, ["0.0 MiB", "1.0 MiB", "12.3 MiB"]);
    }
}

//! `heistadvance`: ends the phase of the heist that goes on.

use super::heist_order::{command, not_now};
use super::{Command, Halt, StoredCx};
use crate::chat::{Reply, Word, pools};
use crate::games::heist::Phase;
use crate::reactions::HeistNow;

pub(super) const COMMAND: Command = command(
    "heistadvance",
    &["heistskip", "heistnext"],
    "Ends what the heist in this room is at: votes are counted, the crew comes back, or the next one is planned.",
    |deed| Box::pin(run(deed)),
);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (heist, _) = HeistNow::read(deed).await?;
    let phase = heist.phase;
    match phase {
        Phase::Idle => return Err(deed.halt(&pools::HEIST_NOTHING_TO_SKIP, &[])),
        Phase::Announcing | Phase::Distributing => return Err(not_now(deed, phase)),
        Phase::Voting | Phase::InProgress | Phase::Cooldown => {}
    }
    // The room takes the step itself, as when the time is over.
    HeistNow { until: Some(deed.cx.now), ..heist }.keep(deed).await?;
    Ok(deed.cx.answer(&pools::HEIST_ADVANCED, &[("phase", Word::Text(phase.shown()))]))
}

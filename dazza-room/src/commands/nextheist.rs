//! `nextheist`: when the next heist is planned.

use super::heist_order::{command, left};
use super::{Command, Halt, StoredCx};
use crate::chat::{Reply, Word, pools};
use crate::games::heist::Phase;
use crate::reactions::HeistNow;

pub(super) const COMMAND: Command =
    command("nextheist", &["heisttime", "heisttimer"], "Tells when the next heist in this room is planned.", |deed| {
        Box::pin(run(deed))
    });

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (heist, _) = HeistNow::read(deed).await?;
    if heist.phase == Phase::Idle {
        let span = left(deed, &heist);
        return Ok(deed.cx.answer(&pools::NEXT_HEIST, &[("span", Word::Text(&span))]));
    }
    Ok(deed.cx.answer(&pools::NEXT_HEIST_NOW, &[("phase", Word::Text(heist.phase.shown()))]))
}

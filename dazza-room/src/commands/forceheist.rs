//! `forceheist`: begins a heist now, however quiet the room is.

use super::heist_order::{command, not_now};
use super::{Command, Halt, StoredCx};
use crate::chat::{Reply, pools};
use crate::reactions::{self, HeistNow};

pub(super) const COMMAND: Command =
    command("forceheist", &["triggerheist", "testheist"], "Begins a heist in this room now.", |deed| {
        Box::pin(run(deed))
    });

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    if !deed.cx.view.settings.heists.enabled {
        return Err(deed.halt(&pools::HEISTS_OFF, &[]));
    }
    let (heist, _) = HeistNow::read(deed).await?;
    if !heist.phase.is_quiet() {
        return Err(not_now(deed, heist.phase));
    }
    reactions::begin_heist(deed).await?;
    Ok(deed.cx.answer(&pools::HEIST_FORCED, &[]))
}

//! `available`: which of the earning commands a player may use now.

use std::time::Duration;

use dazza_shared::store::cooldown;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Route, Word, pools};

pub(super) const COMMAND: Command = Command {
    name: "available",
    aliases: &["ready", "av"],
    usage: "",
    about: "Sends you the list of what you can earn with right now.",
    category: Category::Utility,
    access: Access::Everyone,
    cooldown: Duration::from_secs(2),
    waiting: Some(pools::AVAILABLE_WAIT),
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let running = cooldown::running_of(&mut deed.tx, deed.room, deed.cx.heard.player.key(), deed.cx.now).await?;
    let is_free = |row: &&Command| running.iter().all(|one| one.command != row.name);
    let earning = deed.cx.table.iter().filter(|row| row.is_earning() && deed.cx.may_use(row));
    let ready: Vec<_> = earning.filter(is_free).map(|row| row.name).collect();
    let text = if ready.is_empty() {
        deed.cx.phrase_for(Route::Pm, &pools::AVAILABLE_NONE, &[])
    } else {
        deed.cx.phrase_for(Route::Pm, &pools::AVAILABLE_LIST, &[("list", Word::Text(&ready.join(", ")))])
    };
    let ack = deed.cx.ack(&pools::AVAILABLE_ACK);
    Ok(ack.and_say(deed.cx.caller(), &text))
}

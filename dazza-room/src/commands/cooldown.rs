//! `cooldown`: what a player still waits for, here and in all rooms.

use std::time::Duration;

use dazza_shared::store::cooldown;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Route, Word, pools, span};

pub(super) const COMMAND: Command = Command {
    name: "cooldown",
    aliases: &["cooldowns", "cd"],
    usage: "",
    about: "Sends you the list of what you have to wait for.",
    category: Category::Utility,
    access: Access::Everyone,
    cooldown: Duration::from_secs(2),
    waiting: Some(pools::COOLDOWN_WAIT),
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let mut waits = short_waits(deed);
    let running = cooldown::running_of(&mut deed.tx, deed.room, deed.cx.heard.player.key(), deed.cx.now).await?;
    let table = deed.cx.table;
    let known = |name: &str| table.iter().find(|row| row.name == name).map(|row| row.name);
    waits.extend(running.iter().filter_map(|one| known(&one.command).map(|name| (one.left, name))));
    waits.sort_unstable();
    let list: Vec<_> = waits.iter().map(|(left, name)| format!("{name} {}", span(*left))).collect();
    let text = if list.is_empty() {
        deed.cx.phrase_for(Route::Pm, &pools::COOLDOWN_NONE, &[])
    } else {
        deed.cx.phrase_for(Route::Pm, &pools::COOLDOWN_LIST, &[("list", Word::Text(&list.join(" | ")))])
    };
    let ack = deed.cx.ack(&pools::COOLDOWN_ACK);
    Ok(ack.and_say(deed.cx.caller(), &text))
}

/// The waits that only this process knows of. Of others the database knows better, and this use of this command is none.
fn short_waits(deed: &StoredCx<'_>) -> Vec<(Duration, &'static str)> {
    let is_short =
        |name: &str| deed.cx.table.iter().any(|row| row.name == name && row.lasting(deed.cx.view.settings).is_none());
    let waits = deed.cx.cooldowns.of(deed.caller_key(), deed.cx.now).into_iter();
    let others = waits.filter(|wait| wait.command != COMMAND.name && is_short(wait.command));
    others.map(|wait| (wait.left, wait.command)).collect()
}

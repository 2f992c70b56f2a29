//! `optin`: takes back what `optout` asked for.

use std::time::Duration;

use dazza_shared::store::opt_out;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, pools};
use crate::reactions::{HouseNote, Note};

pub(super) const COMMAND: Command = Command {
    name: "optin",
    aliases: &["opt_in"],
    usage: "",
    about: "You are quoted, greeted and answered again.",
    category: Category::Communication,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (room, who) = (deed.room, deed.caller_key().to_owned());
    if !opt_out::take_in(&mut deed.tx, room, &who).await? {
        return Err(deed.halt(&pools::OPTIN_ALREADY, &[]));
    }
    deed.notes.push(Note::House(HouseNote::TakenIn(who)));
    Ok(deed.cx.answer(&pools::OPTIN_DONE, &[]))
}

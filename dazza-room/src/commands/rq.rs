//! `rq`: something that anybody once said in this room.

use std::time::Duration;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx, quote};
use crate::chat::{Reply, pools};

pub(super) const COMMAND: Command = Command {
    name: "rq",
    aliases: &[],
    usage: "",
    about: "Quotes something that anybody once said in here.",
    category: Category::Communication,
    access: Access::Everyone,
    cooldown: Duration::from_mins(10),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    match quote::drawn(deed, None).await? {
        Some(reply) => Ok(reply),
        None => Err(deed.halt(&pools::RQ_NONE, &[])),
    }
}

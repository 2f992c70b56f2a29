//! `optout`: to be left out of what the bot does unasked.

use std::time::Duration;

use dazza_shared::store::opt_out::{self, OptOut};

use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{Reply, pools};
use crate::reactions::{HouseNote, Note};

pub(super) const COMMAND: Command = Command {
    name: "optout",
    aliases: &["leavemeout", "opt_out"],
    usage: "[quotes | greetings | all]",
    about: "You are not quoted, not greeted, not answered unasked.",
    category: Category::Communication,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (kind, pool) = match deed.args.trim().to_lowercase().as_str() {
        "" | "all" => ("all", pools::OPTOUT_ALL),
        "quotes" | "quote" => ("quotes", pools::OPTOUT_QUOTES),
        "greetings" | "greeting" => ("greetings", pools::OPTOUT_GREETINGS),
        _ => return Err(Refusal::Usage.into()),
    };
    let (room, now, who) = (deed.room, deed.cx.now, deed.caller_key().to_owned());
    if !opt_out::leave_out(&mut deed.tx, room, (&who, kind), now).await? {
        return Err(deed.halt(&pools::OPTOUT_ALREADY, &[]));
    }
    deed.notes.push(Note::House(HouseNote::LeftOut(OptOut { who, kind: kind.to_owned() })));
    Ok(deed.cx.answer(&pool, &[]))
}

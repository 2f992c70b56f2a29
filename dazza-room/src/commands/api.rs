//! `api`: whether the fleet answers on the web, and where, told to who looks after the bot.

use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::store::people;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, Word, pools, span};

pub(super) const COMMAND: Command = Command {
    name: "api",
    aliases: &[],
    usage: "",
    about: "Sends you whether the fleet answers on the web, where, and how many people were active in the last hour.",
    category: Category::Admin,
    access: Access::Admin,
    cooldown: Duration::from_secs(3),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// Who has said something within this is active. Source: `commands-and-games.md`, 2.12.
const ACTIVE: Duration = Duration::from_hours(1);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let now = deed.cx.now;
    let active = people::n_active_since(&mut deed.tx, now.checked_sub(ACTIVE).unwrap_or(now)).await?.to_string();
    let active = ("active", Word::Text(&active));
    let view = deed.cx.view;
    let text = match view.web.filter(|_| view.is_supervised) {
        _ if !view.is_supervised => deed.cx.in_private(&pools::API_ALONE, &[active]),
        None => deed.cx.in_private(&pools::API_OFF, &[active]),
        Some(web) => {
            let (address, up) = (web.address.to_string(), span(since(web.since, now)));
            let (endpoints, watchers) = (web.n_endpoints.to_string(), web.n_watchers.to_string());
            let words = [
                ("address", Word::Text(&address)),
                ("endpoints", Word::Text(&endpoints)),
                ("watchers", Word::Text(&watchers)),
                ("left", Word::Text(&up)),
                active,
            ];
            deed.cx.in_private(&pools::API_ONLINE, &words)
        }
    };
    Ok(deed.cx.answer(&pools::API_ACK, &[]).and_say(deed.cx.caller(), &text))
}

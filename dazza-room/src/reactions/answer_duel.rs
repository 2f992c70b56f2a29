//! `answer_duel`: somebody who was asked for a duel calls a side, and the coin falls.

use std::time::Duration;

use dazza_shared::store::duel::{self, Calls, Duel};
use dazza_shared::store::wallet::Entry;
use serde_json::json;

use super::{Note, Reaction};
use crate::chat::{Reply, Route, To, Word, pools};
use crate::commands::coin_flip::{KIND, Over, give_back, over, tally};
use crate::commands::{Halt, StoredCx};
use crate::games::coin_flip::{REMARK_PERCENT, Side, Winner, duel as winner_of, flip, pot};

pub(super) const REACTION: Reaction = Reaction { name: "answer_duel", run: |cx| Box::pin(run(cx)) };

/// When a duel is remarked upon. Source: `commands-and-games.md`, 6.2.
const REMARK_AFTER: Duration = Duration::from_secs(2);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let Some(call) = Side::named(deed.args) else { return Ok(Reply::default()) };
    let calls = Calls { challenger: call.other().name(), challenged: call.name() };
    let challenged = deed.caller_key().to_owned();
    let Some(duel) = duel::accept(&mut deed.tx, deed.room, &challenged, calls, deed.cx.now).await? else {
        return Ok(Reply::default());
    };
    deed.notes.push(Note::DuelOver(duel.id));
    let fallen = flip(deed.cx.dice);
    let (winner, loser) = match winner_of(call, fallen) {
        Winner::Challenger => (&duel.challenger, &duel.challenged),
        Winner::Challenged => (&duel.challenged, &duel.challenger),
    };
    if !settled(deed, &duel, [call, fallen], winner).await? {
        duel::cancel(&mut deed.tx, deed.room, duel.id, deed.cx.now).await?;
        give_back(deed, std::slice::from_ref(&duel), Over::TooPoor).await?;
        return Ok(over(deed, &[duel], Over::TooPoor).await?);
    }
    duel::complete(&mut deed.tx, deed.room, duel.id, (fallen.name(), winner), deed.cx.now).await?;
    tally(deed, fallen, duel.stake, [winner, loser]).await?;
    told(deed, &duel, fallen, [winner, loser]).await
}

/// Takes the stake of who was asked and pays both to the winner; nothing of it when that stake is not to be had.
async fn settled(deed: &mut StoredCx<'_>, duel: &Duel, [call, fallen]: [Side; 2], winner: &str) -> Result<bool, Halt> {
    let facts = json!({ "duel": duel.id, "call": call.name(), "fallen": fallen.name() });
    let details = Some(deed.with_seed(facts));
    let other = if winner == duel.challenged { &duel.challenger } else { &duel.challenged };
    let staked = Entry {
        who: &duel.challenged,
        amount: duel.stake.negated(),
        kind: KIND,
        counterparty: Some(&duel.challenger),
        details,
        ..Entry::default()
    };
    let amount = pot(duel.stake).unwrap_or(duel.stake);
    let won = Entry { who: winner, amount, counterparty: Some(other), ..staked.clone() };
    Ok(deed.try_settle(&[staked, won]).await?.is_some())
}

async fn told(deed: &mut StoredCx<'_>, duel: &Duel, fallen: Side, [winner, loser]: [&str; 2]) -> Result<Reply, Halt> {
    let (winner, loser) = (deed.shown(winner).await?, deed.shown(loser).await?);
    let pot = pot(duel.stake).unwrap_or(duel.stake).to_string();
    let words = [
        ("side", Word::Text(fallen.name())),
        ("winner", Word::Name(&winner)),
        ("loser", Word::Name(&loser)),
        ("pot", Word::Text(&pot)),
    ];
    let text = deed.cx.phrase_for(Route::Public, &pools::DUEL_RESULT, &words);
    let reply = Reply::say(To::Room, &text);
    if !deed.cx.dice.percent(REMARK_PERCENT) {
        return Ok(reply);
    }
    let remark = deed.cx.phrase_for(Route::Public, &pools::DUEL_REMARK, &words);
    Ok(reply.and_say_after(To::Room, &remark, REMARK_AFTER))
}

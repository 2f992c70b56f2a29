//! A flip against the house.

use std::time::Duration;

use dazza_shared::money::Money;
use serde_json::json;

use super::{KIND, tally};
use crate::chat::{Reply, Route, To, Word, pools};
use crate::commands::{Halt, StoredCx};
use crate::games::coin_flip::{Side, TAUNT_PERCENT, TOLD_FROM, flip, payout};

/// When the room hears of a win. Source: `commands-and-games.md`, 6.1.
const TOLD_AFTER: Duration = Duration::from_millis(1_500);

/// When a loser is taunted. Source: as above.
const TAUNT_AFTER: Duration = Duration::from_secs(2);

/// Flips for `stake`; without a call the bot makes one for the player.
pub(super) async fn run(deed: &mut StoredCx<'_>, stake: Money, called: Option<Side>) -> Result<Reply, Halt> {
    let call = called.unwrap_or_else(|| flip(deed.cx.dice));
    let fallen = flip(deed.cx.dice);
    let paid = payout(call, fallen, stake).unwrap_or_default();
    let is_win = call == fallen;
    let facts = json!({ "call": call.name(), "fallen": fallen.name(), "called_by_player": called.is_some() });
    let balance = deed.bet(KIND, (stake, paid), facts, &pools::FLIP_TOO_POOR).await?;
    // The house has statistics like anybody else; its wallet has no part in this.
    let (player, house) = (deed.caller_key().to_owned(), deed.house_key());
    let sides = if is_win { [&*player, &*house] } else { [&*house, &*player] };
    tally(deed, fallen, stake, sides).await?;
    let ack = if deed.cx.is_pm() { Reply::default() } else { deed.cx.answer(&pools::FLIP_ACK, &[]) };
    let result = result(deed, [call, fallen], [stake, balance]);
    Ok(ack.and(result).and(aftermath(deed, fallen, stake, is_win)))
}

fn result(deed: &mut StoredCx<'_>, [call, fallen]: [Side; 2], [stake, balance]: [Money; 2]) -> Reply {
    let pool = if call == fallen { pools::FLIP_WIN } else { pools::FLIP_LOSE };
    let (amount, balance) = (stake.to_string(), balance.to_string());
    let words = [
        ("call", Word::Text(call.name())),
        ("side", Word::Text(fallen.name())),
        ("amount", Word::Text(&amount)),
        ("balance", Word::Text(&balance)),
    ];
    let text = deed.cx.phrase_for(Route::Pm, &pool, &words);
    Reply::say(deed.cx.caller(), &text)
}

fn aftermath(deed: &mut StoredCx<'_>, fallen: Side, stake: Money, is_win: bool) -> Reply {
    if is_win && stake >= TOLD_FROM && !deed.cx.is_pm() {
        let amount = stake.to_string();
        let words = [("side", Word::Text(fallen.name())), ("amount", Word::Text(&amount))];
        let text = deed.cx.phrase_for(Route::Public, &pools::FLIP_PUBLIC_WIN, &words);
        return Reply::default().and_say_after(To::Room, &text, TOLD_AFTER);
    }
    if !is_win && deed.cx.dice.percent(TAUNT_PERCENT) {
        let text = deed.cx.phrase_for(Route::Pm, &pools::FLIP_TAUNT, &[]);
        return Reply::default().and_say_after(deed.cx.caller(), &text, TAUNT_AFTER);
    }
    Reply::default()
}

//! `drink`: counts one more of the day, and fills a bladder.

use std::time::Duration;

use dazza_shared::store::counters::{self, Had};

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Pool, Reply, To, Word, invocation, pools};
use crate::games::counters::{Bladder, Drink, DrinkMilestone, bladder, drink_milestone};

pub(super) const COMMAND: Command = Command {
    name: "drink",
    aliases: &["beer", "wine", "shot", "schooner", "pint", "stubby", "tinny"],
    usage: "",
    about: "Counts a drink, yours and the room's.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_mins(5),
    waiting: Some(pools::DRINK_WAIT),
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// When a round number is remarked upon. Source: `commands-and-games.md`, 2.7.
const MILESTONE_AFTER: Duration = Duration::from_secs(2);

/// When a full bladder is remarked upon. Source: as above.
const BLADDER_AFTER: Duration = Duration::from_millis(3_500);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (caller, kind) = (deed.caller_key().to_owned(), kind(deed));
    let had = Had { room: deed.room, who: &caller, at: deed.cx.now, local: deed.statistics_time() };
    let drunk = counters::note_drink(&mut deed.tx, had, &kind).await?;
    let said = drunk.count.to_string();
    let words = [("count", Word::Text(&said))];
    let mut reply = deed.cx.answer(&words_of(Drink::called(&kind)), &words);
    if let Some(milestone) = drink_milestone(drunk.count, deed.cx.dice) {
        let remark = deed.cx.phrase(&milestone_words(milestone), &words);
        reply = reply.and_say_after(To::Room, &remark, MILESTONE_AFTER);
    }
    if let Some(level) = bladder(drunk.held) {
        let remark = deed.cx.phrase(&bladder_words(level), &[]);
        reply = reply.and_say_after(To::Room, &remark, BLADDER_AFTER);
    }
    Ok(reply)
}

/// By which of its names the command was called.
fn kind(deed: &StoredCx<'_>) -> String {
    let asked = invocation(deed.cx.heard.text, &deed.cx.view.settings.prefix);
    asked.map_or_else(|| COMMAND.name.to_owned(), |asked| asked.name)
}

fn words_of(drink: Drink) -> Pool {
    match drink {
        Drink::Wine => pools::WINE,
        Drink::Shot => pools::SHOT,
        Drink::Schooner => pools::SCHOONER,
        Drink::Other => pools::DRINK,
    }
}

fn milestone_words(milestone: DrinkMilestone) -> Pool {
    match milestone {
        DrinkMilestone::Hundred => pools::DRINK_100,
        DrinkMilestone::Fifty => pools::DRINK_50,
        DrinkMilestone::TwentyFive => pools::DRINK_25,
        DrinkMilestone::Dozen => pools::DRINK_12,
        DrinkMilestone::HalfDozen => pools::DRINK_6,
    }
}

fn bladder_words(level: Bladder) -> Pool {
    match level {
        Bladder::Noticed => pools::BLADDER_NOTICED,
        Bladder::Full => pools::BLADDER_FULL,
        Bladder::Strained => pools::BLADDER_STRAINED,
        Bladder::Desperate => pools::BLADDER_DESPERATE,
        Bladder::Legendary => pools::BLADDER_LEGENDARY,
    }
}

//! `bong`: counts one more of the day.

use std::time::Duration;

use dazza_shared::store::counters::{self, Had};

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Reply, To, Word, pools};
use crate::games::counters::{BongMilestone, bong_milestone};
use crate::reactions::Note;

pub(super) const COMMAND: Command = Command {
    name: "bong",
    aliases: &["rip", "cone", "billy"],
    usage: "",
    about: "Counts a bong, yours and the room's.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_mins(5),
    waiting: Some(pools::BONG_WAIT),
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// When a round number is remarked upon. Source: `commands-and-games.md`, 2.7.
const MILESTONE_AFTER: Duration = Duration::from_secs(2);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let caller = deed.caller_key().to_owned();
    let had = Had { room: deed.room, who: &caller, at: deed.cx.now, local: deed.statistics_time() };
    let count = counters::note_bong(&mut deed.tx, had).await?;
    deed.notes.push(Note::Bongs(had.local.date(), count));
    let said = count.to_string();
    let words = [("count", Word::Text(&said))];
    let reply = deed.cx.answer(&pools::BONG, &words);
    let milestone = match bong_milestone(count) {
        None => return Ok(reply),
        Some(BongMilestone::Fifty) => pools::BONG_50,
        Some(BongMilestone::TwentyFive) => pools::BONG_25,
    };
    let remark = deed.cx.phrase(&milestone, &words);
    Ok(reply.and_say_after(To::Room, &remark, MILESTONE_AFTER))
}

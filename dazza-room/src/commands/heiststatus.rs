//! `heiststatus`: what the heist is at.

use dazza_shared::store::heist;

use super::heist_order::{command, left};
use super::{Command, Halt, StoredCx};
use crate::chat::{Reply, Word, pools};
use crate::games::heist::Phase;
use crate::reactions::HeistNow;

pub(super) const COMMAND: Command = command(
    "heiststatus",
    &["heistinfo", "heiststate"],
    "Tells what the heist in this room is at, for how long, and who voted for what.",
    |deed| Box::pin(run(deed)),
);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (heist, _) = HeistNow::read(deed).await?;
    let votes = match heist.id {
        Some(id) => heist::votes(&mut deed.tx, deed.room, id).await?,
        None => Vec::new(),
    };
    let activity = deed.cx.view.settings.heists.activity;
    let since = deed.cx.now.checked_sub(activity).unwrap_or(deed.cx.now);
    let active = heist::activity_since(&mut deed.tx, deed.room, since).await?;
    let (span, id) = (left(deed, &heist), heist.id.map_or_else(|| "none".to_owned(), |id| id.to_string()));
    let n_for = |crime: &str| votes.iter().filter(|vote| vote.crime == crime).count();
    let tally: Vec<_> = heist.offered.iter().map(|crime| format!("{} {}", crime.shown_id(), n_for(crime.id))).collect();
    let tally = tally.join(", ");
    let (people, messages) = (active.n_people.to_string(), active.n_lines.to_string());
    let crew = if votes.is_empty() { "solo".to_owned() } else { votes.len().to_string() };
    let words = [
        ("span", Word::Text(&span)),
        ("id", Word::Text(&id)),
        ("tally", Word::Text(&tally)),
        ("people", Word::Text(&people)),
        ("messages", Word::Text(&messages)),
        ("crime", Word::Text(heist.crime.map_or("", |crime| crime.name))),
        ("crew", Word::Text(&crew)),
        ("phase", Word::Text(heist.phase.name())),
    ];
    let pool = match heist.phase {
        Phase::Idle => &pools::HEIST_STATUS_IDLE,
        Phase::Voting => &pools::HEIST_STATUS_VOTING,
        Phase::InProgress => &pools::HEIST_STATUS_RUN,
        Phase::Cooldown => &pools::HEIST_STATUS_COOLDOWN,
        Phase::Announcing | Phase::Distributing => &pools::HEIST_STATUS_MOMENT,
    };
    Ok(deed.cx.answer(pool, &words))
}

//! `load`: looks up what an earlier process left open in this room.

use std::collections::BTreeMap;

use dazza_shared::store::moderation::Asked;
use dazza_shared::store::{
    announcement, answer, auto_response, contest, cooldown, counters, custom, duel, limiter, media_rules, moderation,
    opt_out, quiet, reminder, tell,
};
use jiff::Timestamp;
use tracing::info;

use super::settle_mug::call_muggings_off;
use super::{
    HeistNow, HouseNote, MAX_ANNOUNCEMENTS, MAX_BARRED, MAX_MUTES, MAX_OPT_OUTS, MAX_QUEUE_BANS, MAX_RESPONSES, Note,
    OpenDuel, Reaction, heist,
};
use crate::acts::{Act, What};
use crate::chat::{Receipt, Reply, To};
use crate::commands::coin_flip::{Over, give_back, over};
use crate::commands::pissing_contest::{NotOn, called_off, hand_back};
use crate::commands::{CustomNote, Halt, MAX_CUSTOMS, StoredCx};
use crate::journal::{DELIVERY_KEPT, FRESH, NEWS, Tag, Unseen};

pub(super) const REACTION: Reaction = Reaction { name: "load", run: |cx| Box::pin(run(cx)) };

/// Most acts that are looked through.
const MAX_UNKNOWN: i64 = 100;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let (room, now, day) = (deed.room, deed.cx.now, deed.statistics_day());
    let muggings = call_muggings_off(deed).await?;
    for running in cooldown::running_in(&mut deed.tx, room, now).await? {
        deed.notes.push(Note::Cooldown(running.command, running.who, running.left));
    }
    let uses = limiter::earlier(&mut deed.tx, room, now, deed.cx.view.started).await?;
    deed.notes.push(Note::Used(uses));
    let bongs = counters::bongs_on(&mut deed.tx, room, day).await?;
    deed.notes.push(Note::Bongs(day, bongs));
    let open = open_post(deed).await?;
    deed.notes.push(open);
    set_up(deed).await?;
    take_acts_up(deed).await?;
    let unseen = unseen(deed).await?;
    deed.notes.push(Note::Unseen(unseen));
    let duels = call_duels_off(deed).await?;
    let contests = call_contests_off(deed).await?;
    let reply = muggings.and(duels).and(contests).and(heist::resume(deed).await?);
    deed.notes.push(Note::Loaded);
    Ok(reply)
}

/// What the room's own people have set up.
async fn set_up(deed: &mut StoredCx<'_>) -> Result<(), Halt> {
    let room = deed.room;
    let customs = custom::all(&mut deed.tx, room, MAX_CUSTOMS).await?;
    deed.notes.push(Note::Custom(CustomNote::All(customs)));
    let house = [
        HouseNote::Announcements(announcement::all(&mut deed.tx, room, MAX_ANNOUNCEMENTS).await?),
        HouseNote::Responses(auto_response::all(&mut deed.tx, room, MAX_RESPONSES).await?),
        HouseNote::OptOuts(opt_out::all(&mut deed.tx, room, MAX_OPT_OUTS).await?),
        HouseNote::Mutes(moderation::timed_mutes(&mut deed.tx, room, MAX_MUTES).await?),
        HouseNote::AllBarred(media_rules::barred(&mut deed.tx, room, MAX_BARRED).await?),
        HouseNote::QueueBans(media_rules::bans(&mut deed.tx, room, MAX_QUEUE_BANS, deed.cx.now).await?),
        HouseNote::Quiet(quiet::of(&mut deed.tx, room).await?),
    ];
    deed.notes.extend(house.map(Note::House));
    Ok(())
}

/// Takes up again what was asked for just now, and of which nobody knows whether it happened; older acts count as failed.
async fn take_acts_up(deed: &mut StoredCx<'_>) -> Result<(), Halt> {
    let (room, now) = (deed.room, deed.cx.now);
    for asked in moderation::unknown(&mut deed.tx, room, MAX_UNKNOWN).await? {
        let age = dazza_shared::clock::since(asked.at, now);
        match act_again(&asked, now).filter(|_| age < FRESH && asked.at <= now) {
            Some(act) => deed.notes.push(Note::Act(act)),
            None => moderation::fail(&mut deed.tx, room, asked.id, "nobody saw whether it happened").await?,
        }
    }
    Ok(())
}

/// What was asked for, to be asked for once more; somebody who was thrown out is not thrown out twice.
fn act_again(asked: &Asked, now: Timestamp) -> Option<Act> {
    let (who, by) = (asked.who.parse().ok()?, asked.by.parse().ok()?);
    let what = match asked.action.as_str() {
        "mute" => What::Mute { who, until: asked.until },
        "unmute" => What::Unmute { who },
        "ban" => What::Ban { who, reason: asked.reason.clone() },
        "unban" => What::Unban { who },
        _ => return None,
    };
    Some(Act { id: asked.id, what, by, to: To::Room, not_before: now })
}

/// What was to be said by an earlier process, or by a deed of whose end we were not told, and may not have been.
async fn unseen(deed: &mut StoredCx<'_>) -> Result<Vec<Unseen>, Halt> {
    let (room, now) = (deed.room, deed.cx.now);
    let since = |span| now.checked_sub(span).unwrap_or(Timestamp::MIN);
    let deliveries = since(DELIVERY_KEPT);
    let last_heist = HeistNow::read(deed).await?.0.id;
    let tells = tell::taken_since(&mut deed.tx, room, deliveries).await?.into_iter().map(Receipt::Tell);
    let reminders = reminder::taken_since(&mut deed.tx, room, deliveries).await?.into_iter().map(Receipt::Reminder);
    let receipts: BTreeMap<_, _> = tells.chain(reminders).map(|receipt| (receipt.key(room), receipt)).collect();
    let parts = answer::unconfirmed(&mut deed.tx, room, deliveries).await?.into_iter();
    let unseen = parts.map(|part| {
        let receipt = receipts.get(&part.key).copied();
        let fresh = if heist::is_news(room, last_heist, part.key) { NEWS } else { FRESH };
        Unseen { tag: Tag { key: part.key, n: part.n }, text: part.text, due_at: part.due_at, fresh, receipt }
    });
    Ok(unseen.filter(|one| one.receipt.is_some() || one.due_at > since(one.fresh)).collect())
}

/// Calls off the duels of an earlier process. Those of this one, or of a clock that was set back, run out in their time.
async fn call_duels_off(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let left = duel::take_left_open(&mut deed.tx, deed.room, deed.cx.view.started, deed.cx.now).await?;
    for duel in duel::open_in(&mut deed.tx, deed.room).await? {
        let open = OpenDuel { id: duel.id, challenged: duel.challenged, until: duel.until };
        deed.notes.push(Note::DuelOpen(open));
    }
    give_back(deed, &left, Over::Interrupted).await?;
    Ok(over(deed, &left, Over::Interrupted).await?)
}

/// The same with contests.
async fn call_contests_off(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let left = contest::take_left_open(&mut deed.tx, deed.room, deed.cx.view.started, deed.cx.now).await?;
    for contest in contest::open_in(&mut deed.tx, deed.room).await? {
        let open = OpenDuel { id: contest.id, challenged: contest.challenged, until: contest.until };
        deed.notes.push(Note::ContestOpen(open));
    }
    hand_back(deed, &left, NotOn::Interrupted).await?;
    Ok(called_off(deed, &left, NotOn::Interrupted).await?)
}

/// The tells and reminders that wait; those that have waited too long are dropped.
async fn open_post(deed: &mut StoredCx<'_>) -> Result<Note, Halt> {
    let (room, now) = (deed.room, deed.cx.now);
    let n_tells = tell::drop_expired(&mut deed.tx, room, now).await?;
    let n_reminders = reminder::drop_expired(&mut deed.tx, room, now).await?;
    if n_tells + n_reminders > 0 {
        info!("dropped {n_tells} tells and {n_reminders} reminders for people who did not turn up in time");
    }
    let recipients = tell::recipients(&mut deed.tx, room, now).await?;
    let reminders = reminder::scheduled(&mut deed.tx, room, now).await?;
    Ok(Note::Open { recipients, reminders })
}

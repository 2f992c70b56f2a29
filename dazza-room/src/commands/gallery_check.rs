//! `gallery_check`: whether somebody's pictures are still there; what has been gone three times over is taken down.

use std::time::Duration;

use dazza_shared::names::PlayerName;
use dazza_shared::picture::{Course, Seen, Sight, Verdict};
use dazza_shared::store::gallery::{self, Shown};

use super::{Access, Ask, Asking, Category, Command, Halt, Pm, Run, StoredCx, Tell};
use crate::chat::{Reply, Word, pools};
use crate::outside::{Found, Miss, Question, Round};
use crate::reactions::Note;

pub(super) const COMMAND: Command = Command {
    name: "gallery_check",
    aliases: &["gcheck", "checkgallery"],
    usage: "[user]",
    about: "Looks for dead links in somebody's gallery, yours by default.",
    category: Category::Utility,
    access: Access::Everyone,
    cooldown: Duration::from_secs(30),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Asked(Asking {
        ask: Ask::Stored(|deed| Box::pin(look(deed))),
        tell: Tell::Stored(|deed| Box::pin(tell(deed))),
    }),
};

/// What came of a round, in numbers of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    checked: usize,
    doubtful: usize,
    gone: usize,
}

async fn look(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let typed = deed.args.split_whitespace().next().unwrap_or_default();
    let whose = if typed.is_empty() {
        deed.cx.heard.player.clone()
    } else {
        match deed.whom(typed).await? {
            Some(whom) => whom.name,
            None => return Err(deed.halt_at(&pools::GALLERY_CHECK_STRANGER, "typed", typed)),
        }
    };
    let shown = gallery::shown(&mut deed.tx, whose.key()).await?;
    let target = ("target", Word::Name(whose.as_str()));
    if shown.is_empty() {
        return Ok(deed.cx.answer(&pools::GALLERY_CHECK_NONE, &[target]));
    }
    let count = shown.len().to_string();
    let begun = deed.cx.answer(&pools::GALLERY_CHECK_START, &[target, ("count", Word::Text(&count))]);
    let now = deed.cx.now;
    let (waiting, due): (Vec<Shown>, Vec<Shown>) =
        shown.into_iter().partition(|picture| picture.health.next_check_at.is_some_and(|at| at > now));
    let round = Round {
        owner: whose.key().to_owned(),
        name: whose.as_str().to_owned(),
        pictures: due.into_iter().map(|picture| (picture.id, picture.url)).collect(),
        n_waiting: waiting.len(),
    };
    deed.notes.push(Note::Ask(Question::Pictures(round)));
    Ok(begun)
}

async fn tell(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let Some(Found::Pictures(round, seen)) = deed.found else { return Ok(Reply::default()) };
    let Ok(whose) = round.name.parse::<PlayerName>() else { return Ok(Reply::default()) };
    let target = ("target", Word::Name(whose.as_str()));
    let seen = match seen {
        Ok(seen) => seen,
        Err(Miss::Busy | Miss::Failed | Miss::Unknown) => {
            return Err(deed.halt(&pools::GALLERY_CHECK_BUSY, &[target]));
        }
    };
    if seen.iter().any(|(_, seen)| seen.sight == Sight::Offline) {
        return Err(deed.halt(&pools::GALLERY_CHECK_OFFLINE, &[target]));
    }
    let tally = put_down(deed, round, seen).await?;
    let [count, doubtful, gone] = [tally.checked, tally.doubtful, tally.gone].map(|n| n.to_string());
    let words =
        [target, ("count", Word::Text(&count)), ("doubtful", Word::Text(&doubtful)), ("gone", Word::Text(&gone))];
    let (pool, n_words) = match (tally.doubtful, tally.gone) {
        _ if tally.checked == 0 => (pools::GALLERY_CHECK_NONE, 1),
        (0, 0) => (pools::GALLERY_CHECK_ALIVE, 2),
        (_, 0) => (pools::GALLERY_CHECK_DOUBTFUL, 3),
        _ => (pools::GALLERY_CHECK_PRUNED, 4),
    };
    Ok(deed.cx.answer(&pool, words.get(..n_words).unwrap_or_default()))
}

/// Puts down what was seen, and counts it; what has left the gallery meanwhile is left out.
async fn put_down(deed: &mut StoredCx<'_>, round: &Round, seen: &[(i64, Seen)]) -> Result<Tally, Halt> {
    let (who, room, now) = (deed.caller_key().to_owned(), deed.room, deed.cx.now);
    let n_missed = round.n_waiting + round.pictures.len().saturating_sub(seen.len());
    let mut tally = Tally { checked: n_missed, doubtful: n_missed, gone: 0 };
    for picture in gallery::shown(&mut deed.tx, &round.owner).await? {
        let Some((_, seen)) = seen.iter().find(|(id, _)| *id == picture.id) else { continue };
        let course = gallery::note_look(&mut deed.tx, room, (&who, &picture, seen), now).await?;
        tally.checked += 1;
        match (course, seen.verdict()) {
            (Some(Course::Pruned), _) => tally.gone += 1,
            (_, Verdict::Alive) => {}
            _ => tally.doubtful += 1,
        }
    }
    Ok(tally)
}

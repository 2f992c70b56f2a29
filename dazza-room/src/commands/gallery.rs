//! `gallery`: where the galleries are, and whether the web may delete from one's own.

use std::time::Duration;

use dazza_shared::store::gallery;

use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{Pool, Reply, Route, Word, pools};
use crate::reactions::Note;

pub(super) const COMMAND: Command = Command {
    name: "gallery",
    aliases: &["pics", "photos"],
    usage: "[lock|unlock]",
    about: "Sends you the galleries, or locks your own.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// From this rank on a name is an account's; guests have no galleries, since anybody may go by their names.
const ACCOUNT_RANK: f64 = 1.0;

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let wish = match deed.args.trim().to_lowercase().as_str() {
        "" => return where_it_is(deed),
        "lock" => true,
        "unlock" => false,
        _ => return Err(Refusal::Usage.into()),
    };
    if deed.cx.heard.rank < ACCOUNT_RANK {
        return Err(deed.halt(&pools::GALLERY_GUEST, &[]));
    }
    let (who, room, now) = (deed.caller_key().to_owned(), deed.room, deed.cx.now);
    let was_locked = gallery::is_locked(&mut deed.tx, &who).await?;
    if was_locked != wish {
        gallery::lock(&mut deed.tx, room, (&who, wish), now).await?;
        deed.notes.push(Note::GalleryLocked(who, wish));
    }
    let pool = match (wish, was_locked == wish) {
        (true, false) => pools::GALLERY_LOCKED,
        (false, false) => pools::GALLERY_UNLOCKED,
        (true, true) => pools::GALLERY_LOCKED_ALREADY,
        (false, true) => pools::GALLERY_UNLOCKED_ALREADY,
    };
    Ok(by_pm(deed, &pool, &[]))
}

fn where_it_is(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let url = deed.cx.view.settings.links.gallery.as_str();
    if url.is_empty() {
        return Err(deed.halt(&pools::GALLERY_NOWHERE, &[]));
    }
    Ok(by_pm(deed, &pools::GALLERY_LINK, &[("url", Word::Text(url))]))
}

fn by_pm(deed: &mut StoredCx<'_>, pool: &Pool, words: &[(&str, Word<'_>)]) -> Reply {
    let text = deed.cx.phrase_for(Route::Pm, pool, words);
    Reply::say(deed.cx.caller(), &text)
}

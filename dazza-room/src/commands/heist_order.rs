//! What the commands about the heist of a room have in common: they are an admin's, and come by private message.

use std::time::Duration;

use dazza_shared::clock::since;

use super::{Access, Category, Command, Halt, Pm, Run, StoredCx, StoredRun};
use crate::chat::{Word, pools, round_span};
use crate::games::heist::Phase;
use crate::reactions::HeistNow;

/// One of these commands.
pub(super) const fn command(
    name: &'static str,
    aliases: &'static [&'static str],
    about: &'static str,
    run: StoredRun,
) -> Command {
    Command {
        name,
        aliases,
        usage: "",
        about,
        category: Category::Economy,
        access: Access::Admin,
        cooldown: Duration::from_secs(1),
        waiting: None,
        pm: Pm::Only,
        min_words: 0,
        run: Run::Stored(run),
    }
}

/// How long a phase still lasts, in words; nothing before it is planned.
pub(super) fn left(deed: &StoredCx<'_>, heist: &HeistNow) -> String {
    heist.until.map_or_else(|| "a moment".to_owned(), |until| round_span(since(deed.cx.now, until)))
}

/// Stops because of what goes on.
pub(super) fn not_now(deed: &mut StoredCx<'_>, phase: Phase) -> Halt {
    deed.halt(&pools::HEIST_NOT_NOW, &[("phase", Word::Text(phase.shown()))])
}

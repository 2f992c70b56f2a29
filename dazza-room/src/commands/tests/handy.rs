//! What stories of stored commands have at hand besides a till.

use dazza_shared::store::chat_log::PostedLink;

use crate::chat::{Link, ReplyLine};
use crate::commands::Done;
use crate::commands::view::tests::person;
use crate::room::Person;
pub(super) use crate::stories::log_in;

/// A link as it is stored.
pub(super) fn posted(link: Link) -> PostedLink {
    let (url, normalized, domain) = (link.url.into(), link.normalized.into(), link.domain.into());
    PostedLink { url, normalized, domain, kind: link.kind.name().into() }
}

/// Somebody here.
pub(super) fn present(name: &str) -> Person {
    person(name, false)
}

/// The lines of what was done.
pub(super) fn lines(done: Done) -> Vec<ReplyLine> {
    done.reply.into_lines()
}

/// The one line of what was done.
pub(super) fn only(done: Done) -> ReplyLine {
    let told = format!("{done:?}");
    let [line] = <[ReplyLine; 1]>::try_from(lines(done)).unwrap_or_else(|_| panic!("{told}"));
    line
}

//! What stories of stored commands have at hand besides a till.

use dazza_shared::names::RoomName;
use dazza_shared::store::Store;
use dazza_shared::store::chat_log::PostedLink;
use dazza_shared::store::registry::{self, Registration};
use dazza_shared::store::roles::RoomKey;
use sqlx::PgPool;

use crate::chat::{Link, ReplyLine};
use crate::commands::Done;
use crate::commands::view::tests::{NOON, person};
use crate::room::Person;

/// A link as it is stored.
pub(super) fn posted(link: Link) -> PostedLink {
    let (url, normalized, domain) = (link.url.into(), link.normalized.into(), link.domain.into());
    PostedLink { url, normalized, domain, kind: link.kind.name().into() }
}

/// Somebody here.
pub(super) fn present(name: &str) -> Person {
    person(name, false)
}

/// The store of a room that has just been registered.
pub(super) async fn log_in(owner: &PgPool, room: &RoomName) -> Store {
    let key = RoomKey::new("the key of all tests".to_owned().into());
    let mut connection = owner.acquire().await.unwrap();
    let registration = Registration { room, is_active: true, config: serde_json::json!({}) };
    registry::register(&mut connection, &key, &registration, NOON).await.unwrap();
    let options = owner.connect_options();
    let (host, name) = (options.get_socket().unwrap().display().to_string(), options.get_database().unwrap());
    let url = format!("postgres://localhost:{}/{name}?host={host}", options.get_port());
    let access = registry::access_of(&mut connection, &key, &url, room).await.unwrap();
    Store::open(&access, "test", 2).unwrap()
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

//! A room that is registered, and the way in which it logs in.

use dazza_shared::clock::Clock;
use dazza_shared::names::RoomName;
use dazza_shared::store::Access;
use dazza_shared::store::registry::{self, Registration};
use dazza_shared::store::roles::RoomKey;
use sqlx::PgPool;

/// Registers `room`, and tells how it logs in.
pub(crate) async fn registered(owner: &PgPool, room: &RoomName) -> Access {
    let key = RoomKey::new("the key of all tests".to_owned().into());
    let mut connection = owner.acquire().await.unwrap();
    let registration = Registration { room, is_active: true, config: serde_json::json!({}) };
    registry::register(&mut connection, &key, &registration, Clock::System.now()).await.unwrap();
    let options = owner.connect_options();
    let (host, name) = (options.get_socket().unwrap().display().to_string(), options.get_database().unwrap());
    let url = format!("postgres://localhost:{}/{name}?host={host}", options.get_port());
    registry::access_of(&mut connection, &key, &url, room).await.unwrap()
}

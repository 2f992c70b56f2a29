//! How a room of a test gets into its database.

use dazza_shared::names::RoomName;
use dazza_shared::store::Access;
use dazza_shared::store::registry::{self, Registration};
use dazza_shared::store::roles::RoomKey;
use jiff::Timestamp;
use sqlx::PgPool;
use sqlx::postgres::PgConnectOptions;

/// How `room` gets into the database of `owner`; it is registered first.
pub(crate) async fn register(owner: &PgPool, room: &str) -> Access {
    let (key, name) = (RoomKey::new("the key of all tests".to_owned().into()), room.parse::<RoomName>().unwrap());
    let mut connection = owner.acquire().await.unwrap();
    let registration = Registration { room: &name, is_active: true, config: serde_json::json!({}) };
    registry::register(&mut connection, &key, &registration, Timestamp::UNIX_EPOCH).await.unwrap();
    registry::access_of(&mut connection, &key, &url(&owner.connect_options()), &name).await.unwrap()
}

/// Where a database is, without a name and a password.
pub(crate) fn url(options: &PgConnectOptions) -> String {
    let (host, name) = (options.get_socket().unwrap().display().to_string(), options.get_database().unwrap());
    format!("postgres://localhost:{}/{name}?host={host}", options.get_port())
}

//! A store for a small process: one connection, closed when nobody uses it.

use std::time::Duration;

use dazza_shared::store::{KEPT_UNUSED, Store, registry};
use sqlx::PgPool;
use tokio::time::{Instant, sleep};

use super::login::register;
use super::rooms::ROOMS;

/// All waits end here.
const DEADLINE: Duration = Duration::from_secs(30);

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_lean_store_has_one_connection_until_it_is_unused(owner: PgPool) {
    let access = register(&owner, ROOMS[0]).await;
    let store = Store::open_lean(&access, "test").unwrap();
    for _ in 0..2 {
        let (first, second) = tokio::join!(serve(&store), serve(&store));
        assert_eq!((first, second), (1, 1), "they take turns");
        store.close_unused(KEPT_UNUSED).await;
        assert_eq!(sessions(&owner).await, 1, "it was used just now");
        let deadline = Instant::now() + DEADLINE;
        while sessions(&owner).await > 0 {
            // A connection is back a moment after its user has let go of it.
            store.close_unused(Duration::ZERO).await;
            assert!(Instant::now() < deadline, "waited in vain for its end");
            sleep(Duration::from_millis(5)).await;
        }
    }
}

/// How many sessions the room has, as one of them sees it.
async fn serve(store: &Store) -> i64 {
    let mut tx = store.begin().await.unwrap();
    let seen = sqlx::query_scalar("SELECT count(*) FROM pg_stat_activity WHERE usename = session_user");
    let n = seen.fetch_one(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    n
}

async fn sessions(owner: &PgPool) -> i64 {
    let mut connection = owner.acquire().await.unwrap();
    registry::n_connections_of(&mut connection, &ROOMS[0].parse().unwrap()).await.unwrap()
}

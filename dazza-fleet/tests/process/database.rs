//! A database of its own for each stage, on the server that the tests share.

use std::sync::atomic::{AtomicU32, Ordering};

use dazza_shared::store::Access;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection};

/// Tells the databases of one test process apart.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database that nothing is in yet.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    /// As its owner.
    pub(crate) access: Access,
}

impl Database {
    /// Makes one, on the server at `DATABASE_URL`.
    pub(crate) fn make() -> Self {
        let name = format!("stage_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let statement = format!("CREATE DATABASE {name}");
        // The test has a runtime already, which must not be blocked.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let mut connection = PgConnection::connect_with(&server()).await.unwrap();
                sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
            });
        })
        .join()
        .unwrap();
        let server = server();
        let url = format!(
            "postgres://localhost:{}/{name}?host={}",
            server.get_port(),
            server.get_socket().unwrap().display()
        );
        let password = Some("dazza".to_owned().into());
        Self { access: Access { url, role: server.get_username().to_owned(), password } }
    }

    /// Runs statements as its owner.
    pub(crate) async fn run(&self, statements: &str) {
        let mut connection = PgConnection::connect_with(&self.access.options("test").unwrap()).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut connection).await.unwrap();
    }

    /// Waits until so many rooms stand in it: they are joined before that.
    pub(crate) async fn until_rooms(&self, n: usize) {
        let deadline = tokio::time::Instant::now() + crate::stage::DEADLINE;
        loop {
            let mut connection = PgConnection::connect_with(&self.access.options("test").unwrap()).await.unwrap();
            let rooms = sqlx::query("TABLE rooms").fetch_all(&mut connection).await.unwrap_or_default();
            if rooms.len() == n {
                return;
            }
            assert!(tokio::time::Instant::now() < deadline, "{} of {n} rooms came into the database", rooms.len());
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// The lines of `fleet.toml` that name it; its password lies in the file `password` beside that.
    pub(crate) fn configuration(&self) -> String {
        let url = self.access.url.replacen("://", &format!("://{}@", self.access.role), 1);
        format!("[database]\nurl = \"{url}\"\npassword = {{ file = \"password\" }}\n")
    }
}

fn server() -> PgConnectOptions {
    #[expect(clippy::disallowed_methods, reason = "this is how the tests are told of their server")]
    let url = std::env::var("DATABASE_URL");
    assert!(url.is_ok(), "these tests need a database: run them by scripts/test, or behind scripts/with-postgres");
    url.unwrap().parse().unwrap()
}

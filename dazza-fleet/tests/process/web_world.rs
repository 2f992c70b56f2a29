//! A fleet with a small world in its database, and somebody who asks its API.

use std::io::{Read, Write};
use std::net::TcpStream;

use dazza_shared::store::Store;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection};

use crate::stage::{ROOMS, Stage, until};

/// The world, by the owner of the tables.
const WORLD: &str = include_str!("web_world.sql");

/// A fleet whose database holds the small world.
pub(crate) struct World {
    pub(crate) stage: Stage,
    pub(crate) address: String,
}

impl World {
    /// Brings it up and fills it.
    pub(crate) async fn up() -> Self {
        Self::with("").await
    }

    /// The same, with `more` in `fleet.toml`.
    pub(crate) async fn with(more: &str) -> Self {
        let mut stage = Stage::new();
        stage.configure(more);
        stage.up_and_joined().await;
        // Rooms are joined before they stand in the database, as they must be for rows of theirs.
        until("the rooms in the database", || {
            let (head, _) = stage.ask("GET /api/v1/stats/channel")?;
            head.starts_with("HTTP/1.1 200").then_some(())
        })
        .await;
        let world = Self { address: stage.web().await, stage };
        let mut connection = world.connection().await;
        let deadline = tokio::time::Instant::now() + crate::stage::DEADLINE;
        while sqlx::query("TABLE rooms").fetch_all(&mut *connection).await.unwrap().len() < ROOMS.len() {
            assert!(tokio::time::Instant::now() < deadline, "the rooms never came into the database");
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        world.run(WORLD).await;
        world
    }

    /// Runs statements as the owner of the tables.
    pub(crate) async fn run(&self, statements: &str) {
        let mut connection = self.connection().await;
        sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut *connection).await.unwrap();
        connection.close().await.unwrap();
    }

    async fn connection(&self) -> Box<sqlx::PgConnection> {
        let store = Store::open(&self.stage.database().access, "test", 1).unwrap();
        Box::new(store.connection().await.unwrap().detach())
    }

    /// The answer to a read that is well, by the control socket.
    pub(crate) fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask("GET", path);
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// The status and the answer to a question at the control socket.
    pub(crate) fn ask(&self, method: &str, path: &str) -> (u16, Value) {
        let (head, body) = self.stage.ask(&format!("{method} /api/v1{path}")).unwrap();
        parsed(&head, &body)
    }

    /// The same over TCP, by somebody who has nothing or shows these headers.
    pub(crate) fn ask_on_tcp(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let head = format!("{method} /api/v1{path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{headers}");
        write!(stream, "{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        parsed(head, body)
    }

    /// All items of a list, page by page, with no more than `limit` on each.
    pub(crate) fn all(&self, path: &str, limit: usize) -> Vec<Value> {
        let mark = if path.contains('?') { '&' } else { '?' };
        let (mut items, mut after) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("{path}{mark}limit={limit}{after}"));
            let here = page["items"].as_array().unwrap();
            assert!(here.len() <= limit, "{path}: {page}");
            items.extend(here.iter().cloned());
            let Some(next) = page["next"].as_str() else { return items };
            assert_eq!(here.len(), limit, "{path}: {page}");
            after = format!("&cursor={next}");
        }
    }
}

fn parsed(head: &str, body: &str) -> (u16, Value) {
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

/// What stands in one field of each item.
pub(crate) fn each<'v>(items: &'v [Value], field: &str) -> Vec<&'v str> {
    items.iter().map(|item| item[field].as_str().unwrap_or("?")).collect()
}

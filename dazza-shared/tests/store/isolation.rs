//! With one room's own credentials: every table, partition and view that the catalogue knows, tried in every way.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, PgConnection, PgPool};

use super::catalogue::{Relation, relations};
use super::filler;
use super::rooms::{FORBIDDEN, ROOMS, attempt, log_in, number, register};

/// Tables that all rooms may read whole, though a column of theirs tells where something happened.
const SHARED: [&str; 2] = ["chat_achievements", "user_images"];

/// Puts a row of each room into every table; a table that nothing can be put into fails the test.
pub(crate) async fn fill(owner: &mut PgConnection, relations: &[Relation]) {
    for relation in relations.iter().filter(|relation| !relation.is_view && !relation.is_partition) {
        if ["_sqlx_migrations", "rooms"].contains(&relation.name.as_str()) {
            continue; // there are rows in them already
        }
        for (n, room) in ROOMS.iter().enumerate() {
            let statement = filler::insert(relation, room, &format!("_{n}"));
            let filled = sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut *owner).await;
            assert!(filled.is_ok(), "{statement}\n{:?}", filled.unwrap_err());
        }
    }
}

/// All that stands in the database, by table.
pub(crate) async fn sums(owner: &mut PgConnection, relations: &[Relation]) -> BTreeMap<String, String> {
    let mut sums = BTreeMap::new();
    for relation in relations.iter().filter(|relation| !relation.is_view && !relation.is_partition) {
        let name = &relation.name;
        let statement =
            format!("SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \"{name}\" t");
        sums.insert(name.clone(), sqlx::query_scalar(AssertSqlSafe(statement)).fetch_one(&mut *owner).await.unwrap());
    }
    sums
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_room_reaches_no_row_of_another_by_any_table_partition_or_view(pool: PgPool) {
    let [ours, theirs] = ROOMS;
    register(&pool, theirs).await;
    let mut session = log_in(&pool, ours).await;
    let mut owner = pool.acquire().await.unwrap();
    let relations = relations(&mut owner).await;
    assert!(relations.len() > 120, "the catalogue shows {} relations only", relations.len());
    fill(&mut owner, &relations).await;
    let before = sums(&mut owner, &relations).await;
    let mut faults = Vec::new();
    for relation in &relations {
        let mut trial = Trial { session: &mut session, relation, faults: &mut faults };
        trial.read(ours, theirs).await;
        trial.write(ours, theirs).await;
    }
    assert!(faults.is_empty(), "{} ways past the walls:\n{}", faults.len(), faults.join("\n"));
    assert_eq!(sums(&mut owner, &relations).await, before);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_room_reads_and_writes_its_own_rows(pool: PgPool) {
    let mut session = log_in(&pool, ROOMS[0]).await;
    register(&pool, ROOMS[1]).await;
    let mut owner = pool.acquire().await.unwrap();
    let relations = relations(&mut owner).await;
    fill(&mut owner, &relations).await;
    for table in ["messages", "user_events", "posted_urls", "tells", "cooldowns", "economy_transactions", "rooms"] {
        assert_eq!(number(&mut session, &format!("SELECT count(*) FROM {table}")).await, Ok(1), "{table}");
    }
    for statement in [
        "INSERT INTO messages (room_id, username, message, sent_at) VALUES ('alpha', 'gaz', 'hello', now())",
        "UPDATE tells SET delivered_at = now() WHERE room_id = 'alpha'",
        "DELETE FROM reminders WHERE room_id = 'alpha'",
        "UPDATE rooms SET last_active = now() WHERE id = 'alpha'",
    ] {
        assert_eq!(attempt(&mut session, statement).await, Ok(1), "{statement}");
    }
    assert_eq!(number(&mut session, "SELECT count(*) FROM user_economy").await, Ok(2), "wallets are for all to read");
}

/// One relation, tried.
struct Trial<'a> {
    session: &'a mut PgConnection,
    relation: &'a Relation,
    faults: &'a mut Vec<String>,
}

impl Trial<'_> {
    async fn read(&mut self, ours: &str, theirs: &str) {
        let name = &self.relation.name;
        let is_shared = SHARED.contains(&name.as_str());
        let what = match self.relation.room_column() {
            Some(column) if !is_shared => format!("{column} <> '{ours}' AND {column} <> '*'"),
            // A view without a room sums up what its reader may see of a table that has one.
            None if self.relation.columns.iter().any(|column| column.name == "username") && self.relation.is_view => {
                "username = 'gaz_1'".to_owned()
            }
            None if self.relation.is_view => "true".to_owned(),
            _ => return,
        };
        let statement = format!("SELECT count(*) FROM \"{name}\" WHERE {what}");
        let seen = number(self.session, &statement).await;
        self.expect(seen == Ok(0) || seen == Err(FORBIDDEN.to_owned()), &statement, &seen);
        if let Some(column) = self.relation.room_column().filter(|_| !is_shared && !self.relation.is_view) {
            let statement = format!("SELECT * FROM \"{name}\" WHERE {column} = '{theirs}' FOR UPDATE");
            let locked = attempt(self.session, &statement).await;
            self.expect(locked == Ok(0) || locked == Err(FORBIDDEN.to_owned()), &statement, &locked);
        }
    }

    async fn write(&mut self, ours: &str, theirs: &str) {
        let name = self.relation.name.clone();
        let insert = if self.relation.is_view {
            format!("INSERT INTO \"{name}\" SELECT * FROM \"{name}\"")
        } else {
            filler::insert(self.relation, theirs, "_new")
        };
        self.refused(&insert).await;
        self.refused(&format!("TRUNCATE \"{name}\" CASCADE")).await;
        self.refused(&format!("ALTER TABLE \"{name}\" DISABLE ROW LEVEL SECURITY")).await;
        self.refused(&format!("DROP TABLE \"{name}\" CASCADE")).await;
        let Some(column) = self.relation.room_column().filter(|_| !SHARED.contains(&name.as_str())) else {
            let any = self.relation.columns.iter().find(|column| column.is_written).unwrap().name.clone();
            self.refused(&format!("UPDATE \"{name}\" SET {any} = {any}")).await;
            self.refused(&format!("DELETE FROM \"{name}\"")).await;
            return;
        };
        self.refused(&format!("UPDATE \"{name}\" SET {column} = '{theirs}' WHERE {column} = '{ours}'")).await;
        for statement in [
            format!("UPDATE \"{name}\" SET {column} = '{ours}' WHERE {column} = '{theirs}'"),
            format!("UPDATE \"{name}\" SET {column} = {column} WHERE {column} <> '{ours}'"),
            format!("DELETE FROM \"{name}\" WHERE {column} <> '{ours}'"),
        ] {
            let touched = attempt(self.session, &statement).await;
            self.expect(touched == Ok(0) || touched == Err(FORBIDDEN.to_owned()), &statement, &touched);
        }
    }

    /// Expects a plain refusal: not a row touched, and no other fault that comes first by chance.
    async fn refused(&mut self, statement: &str) {
        let outcome = attempt(self.session, statement).await;
        let is_refused = outcome == Err(FORBIDDEN.to_owned());
        // A view that sums up is no table and cannot be written, which is told before anything else.
        let is_sum =
            self.relation.is_view && ["42809", "55000", "0A000"].map(|code| Err(code.to_owned())).contains(&outcome);
        self.expect(is_refused || is_sum, statement, &outcome);
    }

    fn expect(&mut self, is_right: bool, statement: &str, outcome: &impl std::fmt::Debug) {
        if !is_right {
            self.faults.push(format!("{statement}: {outcome:?}"));
        }
    }
}

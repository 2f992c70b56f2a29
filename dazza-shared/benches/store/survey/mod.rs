//! How every statement of a room is planned in a database of many rooms, and what it locks: by `.sqlx` and the catalog.
//!
//! The bench asks this of 50 large rooms and the tests of a few small ones.

pub(crate) mod fill;
mod functions;
mod locks;
mod samples;
mod statements;

use dazza_shared::names::RoomName;
use dazza_shared::store::Access;
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool, Row};

use locks::Relations;

/// Functions that look at a person over all rooms, and why: they may open all partitions of a table kept by hash.
const OVER_ALL_ROOMS: [(&str, &str); 5] = [
    ("note_bong", "a session of bongs goes on in whatever room"),
    ("pay_watch_rewards", "nobody is paid for the same time in two rooms"),
    ("money_sums", "all money is added up over all rooms"),
    ("wallets_at_odds", "a wallet is the sum of its ledger over all rooms"),
    ("watch_rewards_of", "what watching has brought is told over all rooms"),
];

/// What was seen of one statement or function.
#[derive(Debug)]
pub(crate) struct Seen {
    /// The verb and its statement, or the function.
    pub(crate) name: String,
    /// Partitions that were opened.
    pub(crate) partitions: Vec<String>,
    /// How relations are read, such as `Index Scan users`.
    pub(crate) scans: Vec<String>,
    /// Median of 20, of a statement. Unit: milliseconds.
    pub(crate) planning_ms: Option<f64>,
    /// Locks on relations, indexes included.
    pub(crate) n_locks: usize,
    /// What is to be known about it, such as why it was not executed.
    pub(crate) note: Option<String>,
    /// Which rules it breaks.
    pub(crate) faults: Vec<String>,
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let planning = self.planning_ms.map_or_else(|| "     -".to_owned(), |ms| format!("{ms:>6.3}"));
        write!(f, "{planning} ms {:>3} locks  {}", self.n_locks, self.name)?;
        for (title, list) in [("partitions", &self.partitions), ("scans", &self.scans), ("FAULT", &self.faults)] {
            if !list.is_empty() {
                write!(f, "\n                      {title}: {}", list.join(", "))?;
            }
        }
        self.note.iter().try_for_each(|note| write!(f, "\n                      {note}"))
    }
}

/// A room that is logged in, with the owner of the tables beside it to look at what it holds.
pub(crate) struct Desk {
    room: String,
    /// The room's own connection.
    pub(crate) login: PgConnection,
    owner: PgPool,
    pid: i32,
    relations: Relations,
}

impl Desk {
    /// A desk of `room`, in a database that has been filled.
    pub(crate) async fn open(owner: &PgPool, room: &RoomName, access: &Access) -> Self {
        let mut login = PgConnection::connect_with(&access.options("plans").unwrap()).await.unwrap();
        let pid = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut login).await.unwrap();
        let relations = Relations::read(owner).await;
        Self { room: room.to_string(), login, owner: owner.clone(), pid, relations }
    }

    /// Everything that the room may ask of the database.
    pub(crate) async fn survey(&mut self) -> Vec<Seen> {
        let mut seen = Vec::new();
        for statement in statements::of_rooms() {
            seen.push(self.look_at(&statement).await);
        }
        for call in functions::calls(&mut self.login, &self.room).await {
            seen.push(self.call(&call).await);
        }
        seen
    }

    async fn look_at(&mut self, statement: &statements::Statement) -> Seen {
        let mut seen = Seen::of(statement.name.clone());
        let (types, values) = (statement.types.join(", "), statement.values(&self.room).join(", "));
        let (types, values) =
            if types.is_empty() { (types, values) } else { (format!("({types})"), format!("({values})")) };
        let prepared = self.run(&format!("PREPARE asked{types} AS {}", statement.query)).await;
        if let Err(error) = prepared {
            seen.faults.push(format!("cannot be prepared: {error}"));
            return seen;
        }
        self.run("BEGIN").await.unwrap();
        for _ in 0..6 {
            if let Err(error) = self.try_out(&format!("EXECUTE asked{values}")).await {
                seen.note = Some(format!("not executed, only planned: {error}"));
                break;
            }
        }
        // What cannot be executed with made-up values is locked for planning all the same.
        self.try_out(&format!("EXPLAIN EXECUTE asked{values}")).await.ok();
        self.note_locks(&mut seen, &statement.query).await;
        let explain = format!("EXPLAIN (FORMAT JSON, SUMMARY) EXECUTE asked{values}");
        match self.explained(&explain).await {
            Ok(plans) => self.note_plans(&mut seen, &plans),
            Err(error) => seen.faults.push(format!("cannot be planned: {error}")),
        }
        self.run("ROLLBACK").await.unwrap();
        self.run("DEALLOCATE asked").await.unwrap();
        seen
    }

    async fn call(&mut self, call: &functions::Call) -> Seen {
        let mut seen = Seen::of(format!("{}()", call.name));
        self.run("BEGIN").await.unwrap();
        if let Err(error) = self.try_out(&call.statement).await {
            seen.faults.push(format!("cannot be called; give it better values in functions.rs: {error}"));
        }
        self.note_locks(&mut seen, &call.statement).await;
        self.run("ROLLBACK").await.unwrap();
        seen
    }

    async fn note_locks(&self, seen: &mut Seen, statement: &str) {
        let locked = locks::of(&self.owner, self.pid).await;
        seen.n_locks = locked.len();
        seen.partitions = self.relations.partitions(&locked);
        let exception = OVER_ALL_ROOMS.iter().find(|(function, _)| statement.contains(&format!("{function}(")));
        seen.faults.extend(self.relations.faults(&locked, &self.room, exception.is_some()));
        if let Some((_, why)) = exception {
            seen.note = Some(format!("may read over all rooms: {why}"));
        }
    }

    fn note_plans(&self, seen: &mut Seen, plans: &[serde_json::Value]) {
        let mut times: Vec<f64> = plans.iter().filter_map(|plan| plan["Planning Time"].as_f64()).collect();
        times.sort_by(f64::total_cmp);
        seen.planning_ms = times.get(times.len() / 2).copied();
        let mut nodes = plans.first().map(|plan| vec![&plan["Plan"]]).unwrap_or_default();
        while let Some(node) = nodes.pop() {
            nodes.extend(node["Plans"].as_array().into_iter().flatten());
            let kind = node["Node Type"].as_str().unwrap_or_default();
            if let Some(relation) = node["Relation Name"].as_str().filter(|_| kind != "ModifyTable") {
                seen.scans.push(format!("{kind} {relation}{}", self.relations.size_told(kind, relation)));
                seen.faults.extend(self.relations.scan_fault(kind, relation));
            }
        }
    }

    /// The plan, twenty times.
    async fn explained(&mut self, explain: &str) -> Result<Vec<serde_json::Value>, sqlx::Error> {
        let mut plans = Vec::new();
        for _ in 0..20 {
            let row = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_one(&mut self.login).await?;
            let text: String = row.try_get_unchecked(0)?;
            let plan: serde_json::Value = serde_json::from_str(&text).unwrap();
            plans.push(plan[0].clone());
        }
        Ok(plans)
    }

    /// Runs something that may fail within a transaction that is to go on.
    async fn try_out(&mut self, statement: &str) -> Result<(), sqlx::Error> {
        self.run("SAVEPOINT before").await?;
        let tried = self.run(statement).await;
        let then = if tried.is_ok() { "RELEASE before" } else { "ROLLBACK TO before" };
        self.run(then).await?;
        tried
    }

    async fn run(&mut self, statement: &str) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut self.login).await?;
        Ok(())
    }
}

impl Seen {
    fn of(name: String) -> Self {
        let (partitions, scans, faults) = (Vec::new(), Vec::new(), Vec::new());
        Self { name, partitions, scans, planning_ms: None, n_locks: 0, note: None, faults }
    }
}

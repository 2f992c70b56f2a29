//! What a backend has locked, and which of it no room may lock.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgPool;

/// Smallest number of rows of a table that no hot statement reads from end to end.
const LARGE: f32 = 100_000.0;

/// A table, or a partition of one.
#[derive(Debug)]
struct Relation {
    /// What it is a partition of, and whether by hash.
    parent: Option<(String, bool)>,
    /// As it counts: of a partition by hash all rows of its parent, since it grows with the fleet.
    n_rows: f32,
}

/// All tables of the schema.
#[derive(Debug)]
pub(super) struct Relations(BTreeMap<String, Relation>);

impl Relations {
    /// Reads them from the catalog.
    pub(super) async fn read(owner: &PgPool) -> Self {
        let rows: Vec<(String, Option<String>, Option<bool>, f32)> = sqlx::query_as(
            "SELECT c.relname::text, p.relname::text, t.partstrat = 'h',
                    CASE WHEN t.partstrat = 'h'
                         THEN sum(greatest(c.reltuples, 0)) OVER (PARTITION BY i.inhparent) ELSE c.reltuples END::real
             FROM pg_class c
             LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
             LEFT JOIN pg_class p ON p.oid = i.inhparent
             LEFT JOIN pg_partitioned_table t ON t.partrelid = p.oid
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'",
        )
        .fetch_all(owner)
        .await
        .unwrap();
        let relation = |(name, parent, is_hash, n_rows): (String, Option<String>, Option<bool>, f32)| {
            (name, Relation { parent: parent.zip(is_hash), n_rows })
        };
        Self(rows.into_iter().map(relation).collect())
    }

    /// Those of `locked` that are partitions.
    pub(super) fn partitions(&self, locked: &BTreeSet<String>) -> Vec<String> {
        let is_partition = |name: &&String| self.0.get(*name).is_some_and(|relation| relation.parent.is_some());
        locked.iter().filter(is_partition).cloned().collect()
    }

    /// What `room` should not have locked.
    pub(super) fn faults(&self, locked: &BTreeSet<String>, room: &str, may_read_all: bool) -> Vec<String> {
        let (mut faults, mut n_of_hash) = (Vec::new(), BTreeMap::<&str, usize>::new());
        for name in locked {
            match self.0.get(name).and_then(|relation| relation.parent.as_ref()) {
                Some((parent, true)) => *n_of_hash.entry(parent).or_default() += 1,
                Some((parent, false)) if *name != format!("{parent}_{room}") => {
                    faults.push(format!("locks {name}, which is another room's"));
                }
                _ => {}
            }
        }
        let spread = n_of_hash.iter().filter(|(_, n)| **n > 1 && !may_read_all);
        faults.extend(spread.map(|(parent, n)| format!("opens {n} partitions of {parent}")));
        faults
    }

    /// How large a table is that is read from end to end: of a small one that says nothing.
    pub(super) fn size_told(&self, kind: &str, relation: &str) -> String {
        let n_rows = self.0.get(relation).map_or(0.0, |relation| relation.n_rows.max(0.0));
        if kind == "Seq Scan" { format!(" ({n_rows} rows)") } else { String::new() }
    }

    /// What is wrong with reading `relation` so.
    pub(super) fn scan_fault(&self, kind: &str, relation: &str) -> Option<String> {
        let n_rows = self.0.get(relation)?.n_rows;
        (kind == "Seq Scan" && n_rows > LARGE).then(|| format!("reads all of {relation}, which counts {n_rows} rows"))
    }
}

/// Relations that a backend has locked, indexes included.
pub(super) async fn of(owner: &PgPool, pid: i32) -> BTreeSet<String> {
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT c.relname::text FROM pg_locks l
         JOIN pg_class c ON c.oid = l.relation AND c.relnamespace = 'public'::regnamespace
         WHERE l.pid = $1 AND l.locktype = 'relation'
           AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    )
    .bind(pid)
    .fetch_all(owner)
    .await
    .unwrap();
    names.into_iter().collect()
}

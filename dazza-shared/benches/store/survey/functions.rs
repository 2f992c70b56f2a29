//! A call of every function that a room may call, made from the catalog: a new one is called without being named here.

use sqlx::{PgConnection, Row};

use super::samples;

/// A call.
pub(super) struct Call {
    /// The function.
    pub(super) name: String,
    /// The whole statement.
    pub(super) statement: String,
}

/// Arguments that any value of their type would not do for: of which function, by which name, which.
const SPECIAL: &[(&str, &str, &str)] = &[
    ("settle", "p_kind", "ARRAY['give', 'give']"),
    ("store_movements", "p_kind", "ARRAY['join', 'join']"),
    ("count_lines", "p_zone", "'Australia/Brisbane'"),
    ("note_image_check", "p_before", "0"),
    ("note_image_check", "p_after", "0"),
    ("note_image_check", "p_reason", "NULL"),
    ("keep_image", "p_url", "'https://example.org/a.png'"),
];

/// All calls.
pub(super) async fn calls(login: &mut PgConnection, room: &str) -> Vec<Call> {
    let rows = sqlx::query(
        "SELECT p.proname::text, coalesce(p.proargnames[: p.pronargs], '{}') AS names,
                ARRAY(SELECT format_type(t.oid, NULL) FROM unnest(p.proargtypes) WITH ORDINALITY AS t (oid, nth)
                      ORDER BY t.nth) AS types
         FROM pg_proc p
         WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f' AND has_function_privilege(p.oid, 'EXECUTE')
         ORDER BY p.proname",
    )
    .fetch_all(login)
    .await
    .unwrap();
    let call = |row: sqlx::postgres::PgRow| {
        let (name, names, types): (String, Vec<String>, Vec<String>) = (row.get(0), row.get(1), row.get(2));
        let values: Vec<_> =
            names.iter().zip(&types).map(|(argument, kind)| value(&name, argument, kind, room)).collect();
        Call { statement: format!("SELECT * FROM {name}({})", values.join(", ")), name }
    };
    rows.into_iter().map(call).collect()
}

fn value(function: &str, argument: &str, kind: &str, room: &str) -> String {
    if ["p_room", "p_scope"].contains(&argument) {
        return format!("'{room}'");
    }
    let special = SPECIAL.iter().find(|(of, name, _)| (*of, *name) == (function, argument));
    special.map_or_else(|| samples::of(kind), |(_, _, value)| (*value).to_owned())
}

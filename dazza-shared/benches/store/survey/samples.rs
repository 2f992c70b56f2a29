//! Made-up values of every type that statements and functions take.

/// A value of that type as SQL: of an array two different ones, where there are two.
pub(super) fn of(kind: &str) -> String {
    nth(kind, 1)
}

/// The same for the `n`th of several of which no two names should be one person's.
pub(super) fn nth(kind: &str, n: usize) -> String {
    match kind.strip_suffix("[]") {
        Some(element) => format!("ARRAY[{}, {}]::{kind}", one(element, 1), one(element, 2)),
        None if kind == "text" => format!("{}::{kind}", one(kind, n)),
        None => format!("{}::{kind}", one(kind, 1)),
    }
}

fn one(kind: &str, n: usize) -> String {
    match kind {
        "text" | "name" | "varchar" | "uname" => format!("'p{n}'"),
        "bytea" => format!("decode(md5('line {n}'), 'hex')"),
        "bool" | "boolean" => "true".to_owned(),
        "int2" | "int4" | "int8" | "smallint" | "integer" | "bigint" => n.to_string(),
        "float4" | "float8" | "real" | "double precision" => "0.5".to_owned(),
        "json" | "jsonb" => "'{}'".to_owned(),
        "timestamptz" | "timestamp with time zone" => format!("(now() - interval '{n} hours')"),
        "date" => "current_date".to_owned(),
        "interval" => "'1 second'".to_owned(),
        _ => "NULL".to_owned(),
    }
}

//! Links that were posted in a room.

use jiff::Timestamp;

use super::{Stamp, StoreError, Tx};
use crate::names::RoomName;

/// A link that somebody posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Who posted it, spelled as last seen.
    pub name: String,
    /// Where it leads, spelled in one way.
    pub address: String,
    /// When.
    pub at: Timestamp,
}

/// Whose links, or where from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which<'a> {
    /// All of the room.
    All,
    /// Those that the person of that key posted.
    By(&'a str),
    /// Those of that domain.
    Of(&'a str),
}

/// How many links of a room are somebody's, or of some domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Who, or which domain.
    pub name: String,
    /// How many links.
    pub n_links: i64,
}

/// The domains that links of a room lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domains {
    /// How many links there are, all told.
    pub n_links: i64,
    /// How many different domains.
    pub n_domains: i64,
    /// The most popular ones.
    pub top: Vec<Count>,
}

/// The latest `limit` links, the latest first.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn latest(tx: &mut Tx<'_>, room: &RoomName, which: Which<'_>, limit: i64) -> Result<Vec<Posted>, StoreError> {
    let rows = match which {
        Which::All => sqlx::query_as!(
            Row,
            r#"SELECT coalesce(u.display_name, p.username) AS "name!", p.normalized_url AS address, p.posted_at AS "at: Stamp"
               FROM posted_urls p LEFT JOIN users u USING (username)
               WHERE p.room_id = $1 ORDER BY p.posted_at DESC, p.id DESC LIMIT $2"#,
            room.as_str(),
            limit,
        )
        .fetch_all(&mut **tx)
        .await?,
        Which::By(who) => sqlx::query_as!(
            Row,
            r#"SELECT coalesce(u.display_name, p.username) AS "name!", p.normalized_url AS address, p.posted_at AS "at: Stamp"
               FROM posted_urls p LEFT JOIN users u USING (username)
               WHERE p.room_id = $1 AND p.username = $2 ORDER BY p.posted_at DESC, p.id DESC LIMIT $3"#,
            room.as_str(),
            who,
            limit,
        )
        .fetch_all(&mut **tx)
        .await?,
        Which::Of(domain) => sqlx::query_as!(
            Row,
            r#"SELECT coalesce(u.display_name, p.username) AS "name!", p.normalized_url AS address, p.posted_at AS "at: Stamp"
               FROM posted_urls p LEFT JOIN users u USING (username)
               WHERE p.room_id = $1 AND p.domain = $2 ORDER BY p.posted_at DESC, p.id DESC LIMIT $3"#,
            room.as_str(),
            domain,
            limit,
        )
        .fetch_all(&mut **tx)
        .await?,
    };
    Ok(rows.into_iter().map(|row| Posted { name: row.name, address: row.address, at: row.at.0 }).collect())
}

/// The domains that links of the room lead to; the `limit` most popular by name, the first first.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn domains(tx: &mut Tx<'_>, room: &RoomName, limit: i64) -> Result<Domains, StoreError> {
    let rows = sqlx::query!(
        r#"SELECT p.domain AS name, count(*) AS "n_links!", sum(count(*)) OVER ()::bigint AS "n_all!",
                  count(*) OVER () AS "n_domains!"
           FROM posted_urls p WHERE p.room_id = $1
           GROUP BY p.domain ORDER BY 2 DESC, 1 LIMIT $2"#,
        room.as_str(),
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    let (n_links, n_domains) = rows.first().map_or((0, 0), |row| (row.n_all, row.n_domains));
    let top = rows.into_iter().map(|row| Count { name: row.name, n_links: row.n_links }).collect();
    Ok(Domains { n_links, n_domains, top })
}

/// The `limit` people who posted most links in the room, the busiest first.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn top_people(tx: &mut Tx<'_>, room: &RoomName, limit: i64) -> Result<Vec<Count>, StoreError> {
    let counted = sqlx::query_as!(
        Count,
        r#"SELECT coalesce((SELECT u.display_name FROM users u WHERE u.username = top.username), top.username) AS "name!",
                  n_links AS "n_links!"
           FROM (SELECT p.username, count(*) AS n_links FROM posted_urls p WHERE p.room_id = $1
                 GROUP BY p.username ORDER BY 2 DESC, 1 LIMIT $2) AS top
           ORDER BY n_links DESC, top.username"#,
        room.as_str(),
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(counted)
}

struct Row {
    name: String,
    address: String,
    at: Stamp,
}

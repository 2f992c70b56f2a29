//! People: the list of them, and one with what is known of him in the rooms that are asked about.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::page::{page, to_fetch};
use super::{Cursor, Page, View};
use crate::store::{Stamp, StoreError, Tx};

/// Most people of one page.
const MOST: u32 = 200;

/// By what the list is ordered, the most first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Who was seen last.
    #[default]
    LastSeen,
    /// Who said most.
    Messages,
    /// Who owns most.
    Balance,
}

/// Which people.
#[derive(Clone, Copy, Debug, Default)]
pub struct Search<'a> {
    /// How the key begins; empty for all.
    pub prefix: &'a str,
    /// In which order.
    pub sort: Sort,
    /// How many, at most 200.
    pub limit: u32,
    /// Where the page before ended; it is good for the same order alone.
    pub after: Option<&'a Cursor>,
}

/// Somebody on the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Person {
    /// The key of the person.
    pub username: String,
    /// How the name is spelled.
    pub display_name: String,
    /// Lines said in the rooms asked about.
    pub message_count: i64,
    /// When last seen there.
    pub last_seen: Stamp,
    /// Money owned, over all rooms; `None` for who never had a wallet. Unit: dollars.
    pub balance: Option<i64>,
}

/// What is known of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Profile {
    /// The key of the person.
    pub username: String,
    /// How the name is spelled.
    pub display_name: String,
    /// When first seen, in any room.
    pub first_seen: Stamp,
    /// When last seen, in any room.
    pub last_seen: Stamp,
    /// Lines said in the rooms asked about.
    pub message_count: i64,
    /// Words said there.
    pub word_count: i64,
    /// Bongs there.
    pub bong_count: i64,
    /// Drinks there.
    pub drink_count: i64,
    /// Heists joined there.
    pub heist_count: i64,
    /// What they brought. Unit: dollars.
    pub heist_take: i64,
    /// Money owned, over all rooms. Unit: dollars.
    pub balance: i64,
    /// From 0 to 100, over all rooms.
    pub trust: i16,
    /// Pictures in the gallery, over all rooms.
    pub image_count: i64,
    /// The rooms asked about in which the person was seen, where most was said first.
    pub rooms: Vec<InRoom>,
}

/// Somebody in one room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InRoom {
    /// The room.
    pub room: String,
    /// Lines said in it.
    pub message_count: i64,
    /// When last seen in it.
    pub last_seen: Stamp,
    /// Whether in it now.
    pub is_online: bool,
}

/// People whose key begins in some way, in some order.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn list(tx: &mut Tx<'_>, view: &View<'_>, search: &Search<'_>) -> Result<Page<Person>, StoreError> {
    let n = to_fetch(search.limit, MOST);
    let begins = format!("{}%", escaped(&search.prefix.to_lowercase()));
    let (key, tie) = search.after.map(Cursor::parts).unzip();
    let (names, house) = (view.names(), view.house);
    let people = match search.sort {
        _ if !names.is_empty() => {
            let by = match search.sort {
                Sort::LastSeen => "last_seen",
                Sort::Messages => "messages",
                Sort::Balance => "balance",
            };
            sqlx::query_file_as!(
                Person,
                "src/store/sql/reads/people_of_rooms.sql",
                &names,
                house,
                begins,
                key,
                tie,
                n,
                by
            )
            .fetch_all(&mut **tx)
            .await?
        }
        Sort::LastSeen => {
            sqlx::query_file_as!(Person, "src/store/sql/reads/people_by_last_seen.sql", house, begins, key, tie, n)
                .fetch_all(&mut **tx)
                .await?
        }
        Sort::Messages => {
            sqlx::query_file_as!(Person, "src/store/sql/reads/people_by_messages.sql", house, begins, key, tie, n)
                .fetch_all(&mut **tx)
                .await?
        }
        Sort::Balance => {
            sqlx::query_file_as!(Person, "src/store/sql/reads/people_by_balance.sql", house, begins, key, tie, n)
                .fetch_all(&mut **tx)
                .await?
        }
    };
    Ok(page(people, n, |person| {
        let key = match search.sort {
            Sort::LastSeen => person.last_seen.0.as_microsecond(),
            Sort::Messages => person.message_count,
            Sort::Balance => person.balance.unwrap_or(0),
        };
        Cursor::new(key, person.username.clone())
    }))
}

/// What is known of the person of that key; `None` for who was never seen in the rooms asked about, is no person, or wants to
/// be left out of statistics.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn profile(tx: &mut Tx<'_>, view: &View<'_>, who: &str) -> Result<Option<Profile>, StoreError> {
    let names = view.names();
    let rooms = sqlx::query_as!(
        InRoom,
        r#"SELECT r.room AS "room!", coalesce(max(r.n), 0) AS "message_count!", max(r.seen) AS "last_seen!: Stamp",
                  bool_or(r.is_online) AS "is_online!"
           FROM (SELECT s.room_id::text AS room, s.message_count AS n, s.last_seen AS seen, false AS is_online
                 FROM user_room_stats s WHERE s.room_id = ANY (rooms_or_all($1)) AND s.username = $2
                 UNION ALL
                 SELECT p.room_id::text, 0, p.last_seen, p.is_online
                 FROM room_user_presence p WHERE p.room_id = ANY (rooms_or_all($1)) AND p.username = $2) AS r
           GROUP BY r.room ORDER BY 2 DESC, 1"#,
        &names,
        who,
    )
    .fetch_all(&mut **tx)
    .await?;
    let known = sqlx::query!(
        r#"SELECT u.display_name, u.first_seen AS "first_seen: Stamp", u.last_seen AS "last_seen: Stamp",
                  (SELECT coalesce(sum(s.word_count), 0)::bigint FROM user_room_stats s
                   WHERE s.room_id = ANY (rooms_or_all($1)) AND s.username = $2) AS "n_words!",
                  (SELECT count(*) FROM user_bongs b
                   WHERE b.username = $2 AND b.room_id = ANY (rooms_or_all($1))) AS "n_bongs!",
                  (SELECT count(*) FROM user_drinks d
                   WHERE d.username = $2 AND d.room_id = ANY (rooms_or_all($1))) AS "n_drinks!",
                  (SELECT count(*) FROM heist_participants h
                   WHERE h.username = $2 AND h.room_id = ANY (rooms_or_all($1))) AS "n_heists!",
                  (SELECT coalesce(sum(h.money_earned), 0)::bigint FROM heist_participants h
                   WHERE h.username = $2 AND h.room_id = ANY (rooms_or_all($1))) AS "take!",
                  coalesce((SELECT e.balance FROM user_economy e WHERE e.username = $2), 0) AS "balance!",
                  coalesce((SELECT e.trust FROM user_economy e WHERE e.username = $2), 50::smallint) AS "trust!",
                  (SELECT count(*) FROM user_images i WHERE i.username = $2 AND i.is_active) AS "n_images!"
           FROM users u
           WHERE u.username = $2 AND left(u.username, 1) <> '[' AND u.username <> ALL (left_out_of_boards($1, $3))"#,
        &names,
        who,
        view.house,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let is_there = !rooms.is_empty() || names.is_empty();
    Ok(known.filter(|_| is_there).map(|row| Profile {
        username: who.to_owned(),
        display_name: row.display_name,
        first_seen: row.first_seen,
        last_seen: row.last_seen,
        message_count: rooms.iter().map(|room| room.message_count).sum(),
        word_count: row.n_words,
        bong_count: row.n_bongs,
        drink_count: row.n_drinks,
        heist_count: row.n_heists,
        heist_take: row.take,
        balance: row.balance,
        trust: row.trust,
        image_count: row.n_images,
        rooms,
    }))
}

/// Whether anything may be shown of the person of that key: `false` for whom [`profile`] answers nothing.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn is_shown(tx: &mut Tx<'_>, view: &View<'_>, who: &str) -> Result<bool, StoreError> {
    let is_shown = sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT FROM users u
               WHERE u.username = $2 AND left(u.username, 1) <> '[' AND u.username <> ALL (left_out_of_boards($1, $3))
                 AND (cardinality($1::text[]) = 0
                      OR EXISTS (SELECT FROM user_room_stats s WHERE s.room_id = ANY ($1) AND s.username = $2)
                      OR EXISTS (SELECT FROM room_user_presence p WHERE p.room_id = ANY ($1) AND p.username = $2))
           ) AS "is_shown!""#,
        &view.names(),
        who,
        view.house,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(is_shown)
}

/// The text with what `LIKE` would take for a wildcard taken for itself.
fn escaped(text: &str) -> String {
    text.replace('\0', "").replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")
}

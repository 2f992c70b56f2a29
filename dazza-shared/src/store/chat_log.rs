//! What is heard in a room, stored a batch at a time. All of it is safe to repeat: what is there already is not counted again.

use std::borrow::Cow;
use std::ops::Not;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Connection, Stamp, StoreError, Tx, storable};
use crate::line_key::LineKey;
use crate::names::RoomName;

/// A public line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatLine {
    /// What makes it this line and no other.
    pub key: LineKey,
    /// Who said it, as the server spells the name; names in brackets are the server's own.
    pub name: Box<str>,
    /// What was said, as plain text.
    pub text: Box<str>,
    /// When, by the server's clock.
    pub sent_at: Timestamp,
    /// How many words it has.
    pub n_words: u16,
    /// Whether it begins with the room's command prefix.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub is_command: bool,
    /// Whether the bot itself said it.
    #[serde(default, skip_serializing_if = "Not::not")]
    pub is_own: bool,
    /// The links in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<PostedLink>,
}

/// A link in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedLink {
    /// As it was posted.
    pub url: Box<str>,
    /// The same for all spellings of one address.
    pub normalized: Box<str>,
    /// The host, without a leading `www.`.
    pub domain: Box<str>,
    /// Of which kind, such as `youtube`.
    pub kind: Cow<'static, str>,
}

/// Somebody came, went or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// What happened.
    pub kind: Move,
    /// Who, as the server spells the name; empty for [`Move::Nobody`].
    pub name: Box<str>,
    /// When.
    pub at: Timestamp,
}

/// What happened to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// Came in.
    Join,
    /// Went.
    Leave,
    /// Was there when we came.
    Here,
    /// Is away from the keyboard.
    Away,
    /// Is back at it.
    Back,
    /// Our own view of the room began anew: whoever is not named next is not there.
    Nobody,
}

/// A private message, to us or from us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrivateLine {
    /// What makes it this line and no other.
    pub key: LineKey,
    /// The key of who wrote it.
    pub from: Box<str>,
    /// The key of whom it went to.
    pub to: Box<str>,
    /// What it said, if that is to be stored.
    pub text: Option<Box<str>>,
    /// When.
    pub at: Timestamp,
}

impl Move {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Leave => "leave",
            Self::Here => "here",
            Self::Away => "away",
            Self::Back => "back",
            Self::Nobody => "nobody",
        }
    }
}

/// Stores lines with their links; how many were new. Statistics know of them from the next [`count_lines`] on.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn store_lines(connection: &mut Connection, room: &RoomName, lines: &[&ChatLine]) -> Result<u64, StoreError> {
    let all = || lines.iter();
    let posted: Vec<_> = all().flat_map(|line| line.links.iter().map(move |link| (line.key, link))).collect();
    let of_links =
        |part: fn(&PostedLink) -> &str| posted.iter().map(|(_, link)| part(link).to_owned()).collect::<Vec<_>>();
    let stored = sqlx::query_scalar!(
        r#"SELECT store_lines($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) AS "n!""#,
        room.as_str(),
        &all().map(|line| line.key.as_bytes().to_vec()).collect::<Vec<_>>(),
        &all().map(|line| line.name.to_lowercase()).collect::<Vec<_>>(),
        &all().map(|line| storable(&line.text)).collect::<Vec<_>>(),
        &all().map(|line| Stamp(line.sent_at)).collect::<Vec<_>>() as _,
        &all().map(|line| i16::try_from(line.n_words).unwrap_or(i16::MAX)).collect::<Vec<_>>(),
        &all().map(|line| line.is_command).collect::<Vec<_>>(),
        &all().map(|line| line.is_own).collect::<Vec<_>>(),
        &posted.iter().map(|(key, _)| key.as_bytes().to_vec()).collect::<Vec<_>>(),
        &of_links(|link| &link.url),
        &of_links(|link| &link.normalized),
        &of_links(|link| &link.domain),
        &of_links(|link| &link.kind),
    )
    .fetch_one(connection)
    .await?;
    Ok(u64::try_from(stored).unwrap_or(0))
}

/// Counts lines that were stored and not counted yet, some thousands at most; whether these were all. Days are those of `zone`.
///
/// `names` are those of who said them, as the server spells them; who is not among them goes by the spelling that is known.
/// It locks the rows of people, which rooms share: nothing else is to be done in the same transaction.
///
/// # Errors
///
/// `Away`, mostly; `Contended` when others hold what it needs for long: nothing is lost, it counts the next time.
pub async fn count_lines(
    connection: &mut Connection,
    room: &RoomName,
    zone: &str,
    names: &[&str],
) -> Result<bool, StoreError> {
    let are_all = sqlx::query_scalar!(
        r#"SELECT count_lines($1, $2, $3, $4) AS "are_all!""#,
        room.as_str(),
        zone,
        &names.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>(),
        &names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>(),
    )
    .fetch_one(connection)
    .await?;
    Ok(are_all)
}

/// Stores who came, went and changed, in this order.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn store_movements(tx: &mut Tx<'_>, room: &RoomName, moves: &[&Movement]) -> Result<(), StoreError> {
    let all = || moves.iter();
    sqlx::query!(
        "SELECT store_movements($1, $2, $3, $4, $5)",
        room.as_str(),
        &all().map(|m| m.kind.as_str().to_owned()).collect::<Vec<_>>(),
        &all().map(|m| m.name.to_lowercase()).collect::<Vec<_>>(),
        &all().map(|m| m.name.to_string()).collect::<Vec<_>>(),
        &all().map(|m| Stamp(m.at)).collect::<Vec<_>>() as _,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(())
}

/// Those of `moves` that are not stored yet, for a batch of which nobody knows whether it was stored.
///
/// Movements are stored in the order in which they happened, and each moves `last_seen` on: what is older than that has been
/// stored, and would open or end a visit once more. Who comes and goes has a row to be known by, and is safe to repeat.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn unstored_movements<'a>(
    tx: &mut Tx<'_>,
    room: &RoomName,
    moves: &[&'a Movement],
) -> Result<Vec<&'a Movement>, StoreError> {
    let all = || moves.iter();
    let nth = sqlx::query_scalar!(
        r#"SELECT m.nth AS "nth!"
           FROM unnest($2::text[], $3::text[], $4::timestamptz[]) WITH ORDINALITY AS m (kind, who, at, nth)
           WHERE m.kind IN ('join', 'leave') OR NOT EXISTS (
               SELECT FROM room_user_presence p
               WHERE p.room_id = $1 AND (p.username = m.who OR m.kind = 'nobody') AND p.last_seen > m.at)
           ORDER BY m.nth"#,
        room.as_str(),
        &all().map(|m| m.kind.as_str().to_owned()).collect::<Vec<_>>(),
        &all().map(|m| m.name.to_lowercase()).collect::<Vec<_>>(),
        &all().map(|m| Stamp(m.at)).collect::<Vec<_>>() as _,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(nth.into_iter().filter_map(|nth| moves.get(usize::try_from(nth).ok()?.checked_sub(1)?).copied()).collect())
}

/// Stores private messages.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn store_private(tx: &mut Tx<'_>, room: &RoomName, lines: &[&PrivateLine]) -> Result<(), StoreError> {
    let all = || lines.iter();
    sqlx::query!(
        "INSERT INTO private_messages (room_id, line_key, from_user, to_user, message, at)
         SELECT $1::text, * FROM unnest($2::bytea[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
         ON CONFLICT (room_id, line_key) WHERE line_key IS NOT NULL DO NOTHING",
        room.as_str(),
        &all().map(|line| line.key.as_bytes().to_vec()).collect::<Vec<_>>(),
        &all().map(|line| line.from.to_string()).collect::<Vec<_>>(),
        &all().map(|line| line.to.to_string()).collect::<Vec<_>>(),
        &all().map(|line| line.text.as_deref().map(storable)).collect::<Vec<_>>() as _,
        &all().map(|line| Stamp(line.at)).collect::<Vec<_>>() as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes something about the room's line to the chat server, once.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note_connection(
    tx: &mut Tx<'_>,
    room: &RoomName,
    (event, reason): (&str, Option<&str>),
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO connection_log (room_id, event_type, at, details)
         SELECT $1::text, $2::text, $3::timestamptz,
                CASE WHEN $4::text IS NOT NULL THEN jsonb_build_object('reason', $4::text) END
         WHERE NOT EXISTS (SELECT FROM connection_log WHERE room_id = $1 AND event_type = $2 AND at = $3)",
        room.as_str(),
        event,
        Stamp(at) as _,
        reason,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes that something happened in the room.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn note_active(tx: &mut Tx<'_>, room: &RoomName, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query!("UPDATE rooms SET last_active = $2 WHERE id = $1 AND last_active < $2", room.as_str(), Stamp(at) as _)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

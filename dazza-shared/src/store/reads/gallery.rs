//! Galleries: whose pictures, where a picture is, which galleries are locked, what came and went. A gallery is one over all
//! rooms; the filter goes by the room in which a picture was posted.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::page::{page, to_fetch};
use super::{Cursor, Page, View};
use crate::store::{Stamp, StoreError, Tx};

/// Most rows of one page.
const MOST: u32 = 200;

/// How long after it was posted a picture that went may still be shown. Source: `platform.md`, 5.4.
const SHOWN_FOR_DAYS: i32 = 180;

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Picture {
    /// Its number.
    pub id: i64,
    /// The key of whose gallery it is in.
    pub username: String,
    /// Where it is on the web.
    pub url: String,
    /// In which room it was posted; `None` where that is not known.
    pub room: Option<String>,
    /// When it was posted.
    pub posted_at: Stamp,
    /// Whether it is in the gallery now.
    pub is_active: bool,
    /// Why it is not.
    pub pruned_reason: Option<String>,
    /// Since when it is not.
    pub gone_at: Option<Stamp>,
    /// The key of who posted it first.
    pub original_poster: Option<String>,
    /// The key of who posted it last.
    pub most_recent_poster: Option<String>,
    /// When it was posted first.
    pub original_at: Option<Stamp>,
    /// Strikes against it, halves rounded down.
    pub failure_count: i16,
    /// When it first could not be reached.
    pub first_failure_at: Option<Stamp>,
    /// When it was last looked at.
    pub last_check_at: Option<Stamp>,
    /// When it is looked at next; `None` for never.
    pub next_check_at: Option<Stamp>,
    /// How often it was looked for since it went.
    pub recheck_count: i16,
    /// Whether it has been gone for more than two days.
    pub has_gravestone: bool,
}

/// A gallery, from outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Gallery {
    /// The key of its owner.
    pub username: String,
    /// How the name is spelled.
    pub display_name: String,
    /// Pictures in it that were posted in the rooms asked about.
    pub image_count: i64,
    /// When the latest of them was posted.
    pub latest_at: Option<Stamp>,
    /// Whether the web may delete nothing from it.
    pub is_locked: bool,
    /// Since when.
    pub locked_at: Option<Stamp>,
}

/// Which pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those in a gallery.
    #[default]
    Active,
    /// Those that were taken out because they could not be reached, or were too many; not those that somebody deleted.
    Pruned,
    /// Both, and those that were deleted.
    All,
}

impl Which {
    const fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Pruned => "pruned",
            Self::All => "all",
        }
    }
}

/// Which acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Acts {
    /// All of them.
    #[default]
    All,
    /// What came, for the first time or again.
    Added,
    /// What went: deleted, or pruned.
    Deleted,
}

impl Acts {
    const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Added => "added",
            Self::Deleted => "deleted",
        }
    }
}

/// Galleries as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sums {
    /// Pictures in galleries.
    pub total_images: i64,
    /// People who have some.
    pub total_users: i64,
    /// Pictures that were taken out because they could not be reached, or were too many.
    pub pruned_images: i64,
    /// Galleries that are locked.
    pub locked_galleries: i64,
}

/// Whether a gallery is locked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Lock {
    /// The key of its owner.
    pub username: String,
    /// Whether the web may delete nothing from it.
    pub is_locked: bool,
    /// Since when.
    pub locked_at: Option<Stamp>,
    /// Pictures in it.
    pub image_count: i64,
}

/// Something that was done with a picture or a gallery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Act {
    /// The number of the row that tells of it; one of what was posted is that of the picture.
    pub id: i64,
    /// `add`, or what was done, such as `delete`, `prune` and `restore`.
    pub action: String,
    /// The key of whose gallery.
    pub username: Option<String>,
    /// Where the picture is on the web.
    pub url: Option<String>,
    /// Who did it.
    pub actor: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// When.
    pub at: Stamp,
}

/// All galleries with a picture from the rooms asked about, by name of the owner.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn galleries(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    limit: u32,
    after: Option<&Cursor>,
) -> Result<Page<Gallery>, StoreError> {
    let n = to_fetch(limit, MOST);
    let behind = after.map(|cursor| cursor.parts().1);
    let galleries = sqlx::query_as!(
        Gallery,
        r#"SELECT i.username::text AS "username!",
                  coalesce((SELECT u.display_name FROM users u WHERE u.username = i.username), i.username) AS "display_name!",
                  count(*) AS "image_count!", max(i.posted_at) AS "latest_at: Stamp",
                  coalesce((SELECT l.is_locked FROM user_gallery_locks l WHERE l.username = i.username), false) AS "is_locked!",
                  (SELECT l.locked_at FROM user_gallery_locks l
                   WHERE l.username = i.username AND l.is_locked) AS "locked_at: Stamp"
           FROM user_images i
           WHERE i.is_active AND (cardinality($1::text[]) = 0 OR i.source_room = ANY ($1))
             AND ($2::text IS NULL OR i.username > $2) AND i.username <> ALL (left_out_of_boards($1, $4))
           GROUP BY i.username ORDER BY i.username LIMIT $3"#,
        &view.names(),
        behind,
        n,
        view.house,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(page(galleries, n, |gallery| Cursor::new(0, gallery.username.clone())))
}

/// Pictures from the rooms asked about, those of one person or of all, the newest first.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn pictures(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    (owner, which): (Option<&str>, Which),
    limit: u32,
    after: Option<&Cursor>,
) -> Result<Page<Picture>, StoreError> {
    let n = to_fetch(limit, MOST);
    let (posted, id) = after.map(Cursor::numbers).unzip();
    let pictures = sqlx::query_file_as!(
        Picture,
        "src/store/sql/reads/pictures.sql",
        &view.names(),
        owner,
        which.name(),
        posted,
        id,
        n,
        Stamp(view.now) as _,
        SHOWN_FOR_DAYS,
        view.house,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(page(pictures, n, |picture| Cursor::new(picture.posted_at.0.as_microsecond(), picture.id.to_string())))
}

/// The picture of that address or number, whether it is in a gallery or not.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn picture(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    (url, id): (Option<&str>, Option<i64>),
) -> Result<Option<Picture>, StoreError> {
    let picture = sqlx::query_file_as!(Picture, "src/store/sql/reads/picture.sql", url, id, Stamp(view.now) as _,)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(picture)
}

/// The gallery of the person of that key; one that nobody ever posted to is empty and not locked.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn gallery(tx: &mut Tx<'_>, who: &str) -> Result<Gallery, StoreError> {
    let gallery = sqlx::query_as!(
        Gallery,
        r#"SELECT $1::text AS "username!",
                  coalesce((SELECT u.display_name FROM users u WHERE u.username = $1), $1) AS "display_name!",
                  (SELECT count(*) FROM user_images i WHERE i.username = $1 AND i.is_active) AS "image_count!",
                  (SELECT max(i.posted_at) FROM user_images i WHERE i.username = $1 AND i.is_active) AS "latest_at: Stamp",
                  coalesce((SELECT l.is_locked FROM user_gallery_locks l WHERE l.username = $1), false) AS "is_locked!",
                  (SELECT l.locked_at FROM user_gallery_locks l WHERE l.username = $1 AND l.is_locked) AS "locked_at: Stamp""#,
        who,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(gallery)
}

/// What was done with pictures from the rooms asked about and their galleries, the latest first. What was posted is an `add`
/// of the picture as it is now.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn activity(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    which: Acts,
    limit: u32,
    after: Option<&Cursor>,
) -> Result<Page<Act>, StoreError> {
    let n = to_fetch(limit, MOST);
    // Pictures and what is written down of them are numbered each for themselves: the latter go by numbers below zero.
    let (at, id) = after.map(Cursor::numbers).unzip();
    let acts = sqlx::query_file_as!(
        Act,
        "src/store/sql/reads/gallery_acts.sql",
        &view.names(),
        at,
        id,
        n,
        which.name(),
        view.house,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(page(acts, n, |act| {
        let id = if act.action == "add" { act.id } else { -act.id };
        Cursor::new(act.at.0.as_microsecond(), id.to_string())
    }))
}

/// What galleries come to, by pictures from the rooms asked about.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn sums(tx: &mut Tx<'_>, view: &View<'_>) -> Result<Sums, StoreError> {
    let sums = sqlx::query_as!(
        Sums,
        r#"SELECT count(*) FILTER (WHERE i.is_active) AS "total_images!",
                  count(DISTINCT i.username) FILTER (WHERE i.is_active) AS "total_users!",
                  count(*) FILTER (WHERE NOT i.is_active AND i.deleted_at IS NULL) AS "pruned_images!",
                  (SELECT count(*) FROM user_gallery_locks l WHERE l.is_locked) AS "locked_galleries!"
           FROM user_images i
           WHERE (cardinality($1::text[]) = 0 OR i.source_room = ANY ($1))
             AND i.username <> ALL (left_out_of_boards($1, $2))"#,
        &view.names(),
        view.house,
    )
    .fetch_one(&mut **tx)
    .await?;
    Ok(sums)
}

/// Galleries that are locked or once were, by name of the owner.
///
/// # Errors
///
/// `Away`, mostly.
pub async fn locks(
    tx: &mut Tx<'_>,
    view: &View<'_>,
    limit: u32,
    after: Option<&Cursor>,
) -> Result<Page<Lock>, StoreError> {
    let n = to_fetch(limit, MOST);
    let behind = after.map(|cursor| cursor.parts().1);
    let locks = sqlx::query_as!(
        Lock,
        r#"SELECT l.username::text AS "username!", l.is_locked,
                  CASE WHEN l.is_locked THEN l.locked_at END AS "locked_at: Stamp",
                  (SELECT count(*) FROM user_images i WHERE i.username = l.username AND i.is_active) AS "image_count!"
           FROM user_gallery_locks l
           WHERE ($1::text IS NULL OR l.username > $1) AND l.username <> ALL (left_out_of_boards('{}', $3))
           ORDER BY l.username LIMIT $2"#,
        behind,
        n,
        view.house,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(page(locks, n, |lock| Cursor::new(0, lock.username.clone())))
}

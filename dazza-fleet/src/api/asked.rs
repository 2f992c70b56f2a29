//! What reads of the database are asked alike: which rooms, how many rows, about whom.

use axum::Json;
use dazza_shared::clock::Clock;
use dazza_shared::config::FetchSettings;
use dazza_shared::names::RoomName;
use dazza_shared::store::Tx;
use dazza_shared::store::reads::{View, people};
use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use axum::http::StatusCode;

use super::error::Problem;
use crate::supervisor::{FleetHandle, Refused};
use crate::ways::Ways;

/// Longest key that anybody has. Source: `migrations/0001_rooms_and_people.sql`, `uname`.
const MAX_KEY_CHARS: usize = 40;

/// An answer as JSON, or why there is none.
pub(crate) type Answer<T> = Result<Json<T>, Problem>;

/// How many are asked for: `USUAL` when nobody says, from 1 to `MOST`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limit<const USUAL: u32, const MOST: u32>(pub(crate) u32);

impl<const USUAL: u32, const MOST: u32> Default for Limit<USUAL, MOST> {
    fn default() -> Self {
        Self(USUAL)
    }
}

impl<const USUAL: u32, const MOST: u32> PartialSchema for Limit<USUAL, MOST> {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(MOST));
        number.default(Some(USUAL.into())).build().into()
    }
}

impl<const USUAL: u32, const MOST: u32> ToSchema for Limit<USUAL, MOST> {}

impl<'de, const USUAL: u32, const MOST: u32> Deserialize<'de> for Limit<USUAL, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            n if (1..=MOST).contains(&n) => Ok(Self(n)),
            n => Err(D::Error::custom(format!("{n} is out of bounds: from 1 to {MOST} may be asked for"))),
        }
    }
}

/// There is nothing to show of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing is known of anybody of that name in these rooms")]
pub(crate) struct Nobody;

impl From<Nobody> for Problem {
    fn from(nobody: Nobody) -> Self {
        Self::new(StatusCode::NOT_FOUND, nobody.to_string())
    }
}

/// From where a question looks: at the rooms it names, by the fleet's clock.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    rooms: Vec<RoomName>,
    ways: Ways,
    /// The time.
    pub(crate) now: Timestamp,
}

/// Which rooms are asked about.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct InRooms {
    /// Rooms to look at; none is all.
    pub(crate) room: Vec<String>,
}

/// An answer, with the rooms that were asked about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Around<T> {
    /// The rooms that were asked about; empty is all.
    rooms: Vec<RoomName>,
    #[serde(flatten)]
    body: T,
}

/// An answer about one room.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfRoom<T> {
    /// The room.
    room: RoomName,
    #[serde(flatten)]
    body: T,
}

impl Place {
    /// Looks at these rooms; none named is all.
    ///
    /// # Errors
    ///
    /// 404, when the fleet has no such room.
    pub(crate) async fn of(fleet: &FleetHandle, asked: &[String]) -> Result<Self, Problem> {
        let view = fleet.view().await?;
        let known = |name: &String| view.rooms.iter().find(|room| room.name.as_str() == name);
        let mut rooms = Vec::with_capacity(asked.len());
        for name in asked {
            let room = known(name).ok_or(Refused::NoSuchRoom)?;
            rooms.push(room.name.clone());
        }
        rooms.sort();
        rooms.dedup();
        Ok(Self { rooms, ways: view.ways, now: Clock::System.now() })
    }

    /// Looks at one room.
    ///
    /// # Errors
    ///
    /// 404, when the fleet has no such room.
    pub(crate) async fn of_room(fleet: &FleetHandle, id: String) -> Result<Self, Problem> {
        Self::of(fleet, &[id]).await
    }

    /// As reads of the database take it.
    pub(crate) fn view(&self) -> View<'_> {
        View { rooms: &self.rooms, zone: &self.ways.zone, house: &self.ways.house, now: self.now }
    }

    /// How pictures are asked for.
    pub(crate) fn fetch(&self) -> &FetchSettings {
        &self.ways.fetch
    }

    /// The rooms that are looked at.
    pub(crate) fn rooms(&self) -> &[RoomName] {
        &self.rooms
    }

    /// An answer to what was asked about these rooms.
    pub(crate) fn around<T>(self, body: T) -> Json<Around<T>> {
        Json(Around { rooms: self.rooms, body })
    }

    /// An answer to what was asked about the one room.
    ///
    /// # Errors
    ///
    /// 404, when none was named.
    pub(crate) fn around_room<T>(self, body: T) -> Result<Json<OfRoom<T>>, Refused> {
        let room = self.rooms.into_iter().next().ok_or(Refused::NoSuchRoom)?;
        Ok(Json(OfRoom { room, body }))
    }

    /// Makes sure that something may be shown of the person of that key.
    ///
    /// # Errors
    ///
    /// 404, when nobody of that name was seen in these rooms, or wants to be left out.
    pub(crate) async fn knows(&self, tx: &mut Tx<'_>, who: &str) -> Result<(), Problem> {
        if people::is_shown(tx, &self.view(), who).await? { Ok(()) } else { Err(Nobody.into()) }
    }
}

/// The room of that name; what cannot be a name is no room of any fleet.
///
/// # Errors
///
/// 404, when no room can have it.
pub(crate) fn room_named(name: &str) -> Result<RoomName, Refused> {
    name.parse().map_err(|_not_a_name| Refused::NoSuchRoom)
}

/// The key of the person whose name somebody wrote.
///
/// # Errors
///
/// 404, when nobody can have it.
pub(crate) fn key(name: &str) -> Result<String, Nobody> {
    let can_be = (1..=MAX_KEY_CHARS).contains(&name.chars().count()) && !name.contains(char::is_control);
    if can_be { Ok(name.to_lowercase()) } else { Err(Nobody) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_have_bounds_and_names_are_keys() {
        #[derive(Debug, Default, Deserialize)]
        #[serde(default)]
        struct Asked {
            limit: Limit<5, 10>,
        }
        let read = |text: &str| serde_html_form::from_str::<Asked>(text).map(|asked| asked.limit.0);
        assert_eq!((read("").unwrap(), read("limit=1").unwrap(), read("limit=10").unwrap()), (5, 1, 10));
        for wrong in ["limit=0", "limit=11", "limit=", "limit=-1", "limit=x"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert_eq!(key("GazZa_1").unwrap(), "gazza_1");
        for wrong in ["", "a\0b", &"x".repeat(41)] {
            assert_eq!(key(wrong), Err(Nobody), "{wrong}");
        }
    }
}

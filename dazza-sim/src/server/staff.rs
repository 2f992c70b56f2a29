//! What tests may have done to the people and channels of a running server, as its staff would.

use std::net::IpAddr;

use dazza_shared::names::RoomName;
use serde_json::Value;

use crate::rank::Rank;
use crate::seed::Mute;
use crate::server::handle::{Gone, SimHandle};
use crate::world::{Ending, Output, World};

impl SimHandle {
    /// Bans a name from a channel, there or not; and if `with_addresses` all addresses it was seen at.
    ///
    /// # Errors
    ///
    /// [`Gone`] if the server has ended, here and below.
    pub async fn ban(&self, room: &RoomName, user: &str, reason: &str, with_addresses: bool) -> Result<(), Gone> {
        let (room, user, reason) = (room.clone(), user.to_owned(), reason.to_owned());
        self.order(move |world| world.ban(&room, &user, &reason, with_addresses)).await
    }

    /// Lifts all bans of a name from a channel, those of its addresses included.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn unban(&self, room: &RoomName, user: &str) -> Result<(), Gone> {
        let (room, user) = (room.clone(), user.to_owned());
        self.order(move |world| world.lift_bans(&room, &user)).await
    }

    /// From now on refuses an address at the door, or lets it in again; connections that are open stay so.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn set_site_ban(&self, address: IpAddr, is_banned: bool) -> Result<(), Gone> {
        self.order(move |world| world.set_site_ban(address, is_banned)).await
    }

    /// Mutes somebody in a channel, there or not; `None` lets them speak again.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn mute(&self, room: &RoomName, user: &str, mute: Option<Mute>) -> Result<(), Gone> {
        let (room, user) = (room.clone(), user.to_owned());
        self.order(move |world| world.mute(&room, &user, mute)).await
    }

    /// Sets somebody's rank in a channel, there or not.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn set_rank(&self, room: &RoomName, user: &str, rank: Rank) -> Result<(), Gone> {
        let (room, user) = (room.clone(), user.to_owned());
        self.order(move |world| world.set_rank(&room, &user, rank)).await
    }

    /// Sets an option of a channel and tells everybody in it; gives back whether it has such an option and value.
    ///
    /// The channel's password is the option `password`, which is `false` for none.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn set_option(&self, room: &RoomName, key: &str, value: Value) -> Result<bool, Gone> {
        let (room, key) = (room.clone(), key.to_owned());
        self.ask(move |world| world.set_option(&room, &key, value)).await
    }

    /// Registers a channel for an owner; those who are in it already are kicked.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn register_channel(&self, room: &RoomName, owner: &str) -> Result<(), Gone> {
        let (room, owner) = (room.clone(), owner.to_owned());
        self.order(move |world| world.register_channel(&room, &owner)).await
    }

    /// Ends a channel: unloaded, loaded anew, deleted, or banned by the site.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn end_channel(&self, room: &RoomName, ending: Ending) -> Result<(), Gone> {
        let room = room.clone();
        self.order(move |world| world.end_channel(&room, ending)).await
    }

    /// From now on a channel cannot be loaded, for this reason; `None` lets people in again.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn set_unloadable(&self, room: &RoomName, reason: Option<&str>) -> Result<(), Gone> {
        let (room, reason) = (room.clone(), reason.map(str::to_owned));
        self.order(move |world| world.set_unloadable(&room, reason.as_deref())).await
    }

    /// Moves a channel to the server at `url`: those in it are told and disconnected, and those who ask where it is
    /// are sent there.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn move_channel(&self, room: &RoomName, url: &str) -> Result<(), Gone> {
        let (room, url) = (room.clone(), url.to_owned());
        self.order(move |world| world.move_channel(&room, &url)).await
    }

    /// Brings a channel back that was moved.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn bring_back(&self, room: &RoomName) -> Result<(), Gone> {
        let room = room.clone();
        self.order(move |world| world.bring_back(&room)).await
    }

    async fn order(&self, job: impl FnOnce(&mut World) -> Vec<Output> + Send + 'static) -> Result<(), Gone> {
        self.ask(move |world| ((), job(world))).await
    }
}

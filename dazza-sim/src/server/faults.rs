//! Faults that a test switches on and off while the server runs: lines that go dead, and answers that are wrong or missing.

use std::collections::BTreeSet;

use dazza_shared::names::RoomName;

use crate::server::handle::{Gone, SimHandle};
use crate::world::{ConnId, World};

/// What is wrong with the server's HTTP at the moment; the default is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// Connections are accepted, and no request on them is answered while this is on.
    pub is_deaf: bool,
    /// What `socketconfig` does in place of telling the truth.
    pub socket_config: Option<ConfigFault>,
}

/// What can be wrong with `socketconfig`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigFault {
    /// This status with this body.
    Answer(u16, String),
    /// No answer while this is on.
    Never,
}

impl ConfigFault {
    /// An answer in order that names no server, as a badly configured site gives.
    ///
    /// Source: `cytube-protocol`, 1.1.
    pub fn no_servers() -> Self {
        Self::Answer(200, r#"{"servers":[]}"#.to_owned())
    }
}

/// Whose lines are to be dead, or alive again.
#[derive(Clone, Debug)]
pub(super) enum Silence {
    /// The line of somebody in a channel.
    One(RoomName, String),
    /// All lines there are now.
    All,
    /// Nobody's: all lines live.
    Nobody,
}

/// Lines that are half open: nothing passes either way, and neither side is told.
#[derive(Debug, Default)]
pub(super) struct DeadLines(BTreeSet<ConnId>);

impl DeadLines {
    /// Makes lines dead; gives back how many were meant.
    pub(super) fn silence(&mut self, whose: &Silence, world: &World, all: impl Iterator<Item = ConnId>) -> usize {
        let meant: Vec<ConnId> = match whose {
            Silence::One(room, user) => world.conn_of(room, user).into_iter().collect(),
            Silence::All => all.collect(),
            Silence::Nobody => Vec::new(),
        };
        self.0.extend(&meant);
        meant.len()
    }

    pub(super) fn has(&self, conn: ConnId) -> bool {
        self.0.contains(&conn)
    }

    /// Makes all lines live; gives back those that were not.
    pub(super) fn take(&mut self) -> BTreeSet<ConnId> {
        std::mem::take(&mut self.0)
    }
}

/// The first bytes of a websocket frame of a kind that does not exist.
const NO_FRAME: [u8; 4] = [0x83, 0x02, b'n', b'o'];

impl SimHandle {
    /// Changes what is wrong with the server's HTTP; requests that wait for an answer see the change.
    pub fn inject(&self, change: impl FnOnce(&mut Faults)) {
        self.faults().send_modify(change);
    }

    /// Makes somebody's line half open: no frame and no ping passes, and the socket stays open. The server believes in
    /// the client until its patience ends. Gives back whether they were there.
    ///
    /// # Errors
    ///
    /// [`Gone`] if the server has ended, here and below.
    pub async fn go_silent(&self, room: &RoomName, user: &str) -> Result<bool, Gone> {
        Ok(self.silence(Silence::One(room.clone(), user.to_owned())).await? > 0)
    }

    /// Makes all lines half open that there are now; those who come later are heard.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn go_silent_for_all(&self) -> Result<usize, Gone> {
        self.silence(Silence::All).await
    }

    /// Lets all lines live again; those that one side has given up meanwhile end now.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn speak_again(&self) -> Result<(), Gone> {
        self.silence(Silence::Nobody).await.map(drop)
    }

    /// Sends somebody a text frame of `n_bytes`; gives back whether they were there.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn send_oversize(&self, room: &RoomName, user: &str, n_bytes: usize) -> Result<bool, Gone> {
        self.send_raw(room, user, &"4".repeat(n_bytes)).await
    }

    /// Sends somebody bytes that are no websocket frame; gives back whether they were there.
    ///
    /// # Errors
    ///
    /// [`Gone`]
    pub async fn send_malformed(&self, room: &RoomName, user: &str) -> Result<bool, Gone> {
        let (room, user) = (room.clone(), user.to_owned());
        self.ask(move |world| (world.is_in(&room, &user), world.send_bytes(&room, &user, &NO_FRAME))).await
    }
}

//! A line somebody said to the room or to us.

use dazza_shared::names::PlayerName;

/// A chat line or private message, decoded.
#[derive(Clone, Copy, Debug)]
pub struct Heard<'a> {
    /// Who said it, as the server spells the name.
    pub player: &'a PlayerName,
    /// The rank of the player in the room now; 0 for a guest and for somebody who has left.
    pub rank: f64,
    /// What was said, as plain text.
    pub text: &'a str,
    /// How it reached us.
    pub route: Route,
}

/// How a line reached us, and how its answer usually goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// In the room, for all to read.
    Public,
    /// As a private message.
    Pm,
}

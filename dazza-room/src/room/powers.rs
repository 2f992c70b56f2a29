//! What our rank in the channel lets us do.

use crate::cytube::event::Permissions;

/// Something that takes a rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Power {
    /// To throw somebody out.
    Kick,
    /// To keep somebody out.
    Ban,
    /// To keep somebody from speaking.
    Mute,
    /// To clear the chat.
    Clear,
    /// To open and close polls.
    Poll,
    /// To add to the playlist.
    Add,
    /// To add in front of the rest.
    AddNext,
    /// To go on to another item.
    Jump,
    /// To move items.
    Move,
    /// To remove items.
    Delete,
    /// To shuffle.
    Shuffle,
}

/// How many there are.
const N: usize = 11;

/// The name of each, that of an open playlist, and from which rank on it is had in both cases if nobody says otherwise.
///
/// Source: `cytube-protocol`, 6.2.
const NODES: [(&str, &str, f64, f64); N] = [
    ("kick", "kick", 1.5, 1.5),
    ("ban", "ban", 2.0, 2.0),
    ("mute", "mute", 1.5, 1.5),
    ("chatclear", "chatclear", 2.0, 2.0),
    ("pollctl", "pollctl", 1.5, 1.5),
    ("playlistadd", "oplaylistadd", 1.5, -1.0),
    ("playlistnext", "oplaylistnext", 1.5, 1.5),
    ("playlistjump", "oplaylistjump", 1.5, 1.5),
    ("playlistmove", "oplaylistmove", 1.5, 1.5),
    ("playlistdelete", "oplaylistdelete", 2.0, 2.0),
    ("playlistshuffle", "playlistshuffle", 2.0, 2.0),
];

/// Our rank, and what takes which.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Powers {
    /// Our rank.
    pub own: f64,
    least: [(f64, f64); N],
    is_open: bool,
}

impl Default for Powers {
    fn default() -> Self {
        Self { own: 0.0, least: NODES.map(|(_, _, locked, open)| (locked, open)), is_open: false }
    }
}

impl Powers {
    /// Powers of a rank in a channel that changed nothing.
    pub fn of_rank(own: f64) -> Self {
        Self { own, ..Self::default() }
    }

    /// From which rank on we had that power.
    pub fn least(&self, power: Power) -> f64 {
        let (locked, open) = self.least.get(power as usize).copied().unwrap_or((f64::INFINITY, f64::INFINITY));
        if self.is_open { locked.min(open) } else { locked }
    }

    /// Whether we have it.
    pub fn have(&self, power: Power) -> bool {
        self.own >= self.least(power)
    }

    pub(super) fn learn(&mut self, permissions: &Permissions) {
        for ((locked, open, ..), least) in NODES.iter().zip(&mut self.least) {
            least.0 = permissions.rank_for(locked).unwrap_or(least.0);
            least.1 = permissions.rank_for(open).unwrap_or(least.1);
        }
    }

    pub(super) fn lock(&mut self, is_locked: bool) {
        self.is_open = !is_locked;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cytube::event::{self, Event};
    use crate::socketio::Heard;

    #[test]
    fn the_channel_says_what_takes_which_rank() {
        let mut powers = Powers::of_rank(1.5);
        assert!(powers.have(Power::Kick) && powers.have(Power::Mute) && !powers.have(Power::Ban));
        powers.own = 0.0;
        assert!(!powers.have(Power::Add));
        powers.lock(false);
        assert!(powers.have(Power::Add) && !powers.have(Power::AddNext));
        let told = r#"42["setPermissions",{"kick":3,"oplaylistadd":2,"playlistdelete":0}]"#;
        let Event::SetPermissions(told) = event::read(&Heard::Text(told.into())) else { unreachable!() };
        powers.learn(&told);
        assert!(!powers.have(Power::Add) && powers.have(Power::Delete));
        assert!((powers.least(Power::Kick) - 3.0).abs() < f64::EPSILON);
    }
}

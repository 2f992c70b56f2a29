//! What each rank may do in a channel.

use crate::rank::Rank;

/// A node and the least rank that has it.
type Node = (&'static str, f64);

/// Source: `cytube-protocol`, 6.2, and `setPermissions` in the recordings.
const REGISTERED: [Node; 42] = [
    ("seeplaylist", -1.0),
    ("playlistadd", 1.5),
    ("playlistnext", 1.5),
    ("playlistmove", 1.5),
    ("playlistdelete", 2.0),
    ("playlistjump", 1.5),
    ("playlistaddlist", 1.5),
    ("oplaylistadd", -1.0),
    ("oplaylistnext", 1.5),
    ("oplaylistmove", 1.5),
    ("oplaylistdelete", 2.0),
    ("oplaylistjump", 1.5),
    ("oplaylistaddlist", 1.5),
    ("playlistaddcustom", 3.0),
    ("playlistaddrawfile", 2.0),
    ("playlistaddlive", 1.5),
    ("exceedmaxlength", 2.0),
    ("addnontemp", 2.0),
    ("settemp", 2.0),
    ("playlistshuffle", 2.0),
    ("playlistclear", 2.0),
    ("pollctl", 1.5),
    ("pollvote", -1.0),
    ("viewhiddenpoll", 1.5),
    ("voteskip", -1.0),
    ("viewvoteskip", 1.5),
    ("mute", 1.5),
    ("kick", 1.5),
    ("ban", 2.0),
    ("motdedit", 3.0),
    ("filteredit", 3.0),
    ("filterimport", 3.0),
    ("emoteedit", 3.0),
    ("emoteimport", 3.0),
    ("playlistlock", 2.0),
    ("leaderctl", 2.0),
    ("drink", 1.5),
    ("chat", 0.0),
    ("chatclear", 2.0),
    ("exceedmaxitems", 2.0),
    ("deletefromchannellib", 2.0),
    ("exceedmaxdurationperuser", 2.0),
];

/// Source: `setPermissions` of the unregistered channel in the recordings of `no-such-channel`.
const UNREGISTERED: [Node; 32] = [
    ("seeplaylist", -1.0),
    ("playlistadd", -1.0),
    ("playlistnext", 0.0),
    ("playlistmove", 0.0),
    ("playlistdelete", 0.0),
    ("playlistjump", 0.0),
    ("playlistaddlist", 0.0),
    ("oplaylistadd", -1.0),
    ("oplaylistnext", 0.0),
    ("oplaylistmove", 0.0),
    ("oplaylistdelete", 0.0),
    ("oplaylistjump", 0.0),
    ("oplaylistaddlist", 0.0),
    ("playlistaddcustom", 0.0),
    ("playlistaddlive", 0.0),
    ("exceedmaxlength", 0.0),
    ("addnontemp", 0.0),
    ("settemp", 0.0),
    ("playlistshuffle", 0.0),
    ("playlistclear", 0.0),
    ("pollctl", 0.0),
    ("pollvote", -1.0),
    ("viewhiddenpoll", 1.5),
    ("voteskip", -1.0),
    ("viewvoteskip", 1.5),
    ("playlistlock", 2.0),
    ("leaderctl", 0.0),
    ("drink", 0.0),
    ("chat", 0.0),
    ("chatclear", 2.0),
    ("exceedmaxitems", 2.0),
    ("deletefromchannellib", 2.0),
];

/// A channel's nodes.
#[derive(Clone, Debug)]
pub(crate) struct Permissions(Vec<Node>);

/// Rank that a node takes which the channel lacks.
const NOBODY: Rank = Rank::new(f64::INFINITY);

impl Permissions {
    /// Those of a new channel.
    pub(crate) fn stock(is_registered: bool) -> Self {
        Self(if is_registered { REGISTERED.to_vec() } else { UNREGISTERED.to_vec() })
    }

    /// The least rank that has `node`.
    pub(crate) fn least(&self, node: &str) -> Rank {
        self.0.iter().find(|(name, _)| *name == node).map_or(NOBODY, |(_, rank)| Rank::new(*rank))
    }

    /// Sets the rank that a node takes; nothing happens to one that the channel lacks.
    pub(crate) fn set(&mut self, node: &str, rank: f64) {
        if let Some((_, least)) = self.0.iter_mut().find(|(name, _)| *name == node) {
            *least = rank;
        }
    }

    /// As `setPermissions` sends them.
    pub(crate) fn json(&self) -> serde_json::Value {
        self.0.iter().map(|(name, rank)| ((*name).to_owned(), Rank::new(*rank).json())).collect()
    }
}

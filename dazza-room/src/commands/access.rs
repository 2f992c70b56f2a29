//! Who may use a command.

use dazza_shared::config::RoomSettings;
use dazza_shared::names::PlayerName;

use crate::chat::Heard;

/// Who may use a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone.
    Everyone,
    /// Moderators of the room by their rank in the channel or the room's settings, and bot admins.
    Moderator,
    /// Bot admins.
    Admin,
}

/// Lowest rank of somebody with an account. Source: `cytube-protocol.md`, ranks.
const ACCOUNT: f64 = 1.0;

/// Lowest rank of a moderator. Source: `commands-and-games.md`, 0.2.
const MODERATOR: f64 = 2.0;

impl Access {
    /// Whether the player who was heard is let in. A name alone is not enough: an admin has to be signed in.
    pub fn admits(self, heard: &Heard<'_>, settings: &RoomSettings) -> bool {
        let is_one_of = |names: &[PlayerName]| heard.rank >= ACCOUNT && names.contains(heard.player);
        match self {
            Self::Everyone => true,
            Self::Moderator => Self::rank(heard, settings) >= MODERATOR || is_one_of(&settings.admins),
            Self::Admin => is_one_of(&settings.admins),
        }
    }

    /// The rank that counts with the bot: the one in the channel, or a moderator's where the room's settings make one.
    pub fn rank(heard: &Heard<'_>, settings: &RoomSettings) -> f64 {
        let is_named = heard.rank >= ACCOUNT && settings.moderators.contains(heard.player);
        if is_named { heard.rank.max(MODERATOR) } else { heard.rank }
    }

    /// Who it is, for the manual.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Moderator => "moderators and bot admins",
            Self::Admin => "bot admins",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::Route;
    use crate::commands::view::tests::settings;

    #[test]
    fn an_admin_is_known_in_any_case_but_must_be_signed_in() {
        let mut settings = settings();
        settings.moderators = vec!["Trev".parse().unwrap()];
        for (name, rank, access, is_in) in [
            ("gaz", 0.0, Access::Everyone, true),
            ("gaz", 1.5, Access::Moderator, false),
            ("gaz", 2.0, Access::Moderator, true),
            ("gaz", 5.0, Access::Admin, false),
            ("BOSS", 1.0, Access::Admin, true),
            ("boss", 0.0, Access::Admin, false),
            ("Boss", 1.0, Access::Moderator, true),
            ("Boss", 0.0, Access::Moderator, false),
            ("TREV", 1.0, Access::Moderator, true),
            ("trev", 0.0, Access::Moderator, false),
            ("trev", 1.0, Access::Admin, false),
        ] {
            let player = name.parse().unwrap();
            let heard = Heard { player: &player, rank, text: "", route: Route::Public };
            assert_eq!(access.admits(&heard, &settings), is_in, "{name} {rank} {access:?}");
        }
    }
}

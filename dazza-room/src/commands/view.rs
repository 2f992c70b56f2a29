//! What commands may see of the room.

use dazza_shared::config::RoomSettings;
use dazza_shared::link::WebFacts;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::room::{Person, Playlist, Powers, Roster, Vitals};

/// The room as commands see it: to look at, not to touch.
#[derive(Clone, Copy, Debug)]
pub struct RoomView<'a> {
    /// The bot's own name, as the server spells it.
    pub bot_name: &'a str,
    /// The room's settings.
    pub settings: &'a RoomSettings,
    /// The time zone of its hours and days.
    pub zone: &'a TimeZone,
    /// When this process began to serve the room.
    pub started: Timestamp,
    /// Who is in the room.
    pub roster: &'a Roster,
    /// What plays, and what comes next.
    pub playlist: &'a Playlist,
    /// The bot's own public lines of the last hour, among the room's last 50.
    pub own_lines_last_hour: u64,
    /// The room's bong count of today.
    pub bongs_today: u64,
    /// What the bot's rank lets it do.
    pub powers: Powers,
    /// Whether a poll is open.
    pub has_poll: bool,
    /// What plays now: what kind of thing, and its number where it comes from.
    pub on_screen: Option<(&'a str, &'a str)>,
    /// How the room's process is.
    pub vitals: &'a Vitals,
    /// Whether a supervisor is on the line.
    pub is_supervised: bool,
    /// What the supervisor serves on the web, as it told last.
    pub web: Option<&'a WebFacts>,
}

impl RoomView<'_> {
    /// Whether `name` is the bot's own, here or where the house has its money.
    pub fn is_bot(&self, name: &str) -> bool {
        let key = name.to_lowercase();
        key == self.bot_name.to_lowercase() || key == self.settings.house
    }

    /// The person whom a player means by `typed`, if in the room.
    ///
    /// A channel may have filters that eat underscores, so that a name is known without them too.
    pub fn person(&self, typed: &str) -> Option<&Person> {
        let name = typed.trim_matches(|c: char| "@,:;!?.".contains(c));
        let bare = |name: &str| name.to_lowercase().replace('_', "");
        let same_letters = || self.roster.iter().find(|person| bare(&person.name) == bare(name));
        self.roster.get(name).or_else(|| if name.is_empty() { None } else { same_letters() })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::path::Path;

    use dazza_shared::config::{Environment, FleetConfig};

    use super::*;

    /// Settings of a room with the bot admin `Boss`, where `fact` is off.
    pub(in crate::commands) fn settings() -> RoomSettings {
        let file = r#"
            [fleet]
            admins = ["Boss"]
            [accounts.main]
            username = "dazza"
            [defaults]
            commands_off = ["fact"]
            manual_url = "https://manual.example"
            [rooms.fatpizza]
        "#;
        let config = FleetConfig::from_text(file, Path::new("/"), &Environment::Fixed([].into())).unwrap();
        config.rooms["fatpizza"].settings.clone()
    }

    /// All that a [`RoomView`] looks at: a room with `alice`, `Big_Bad_Wolf` and the bot.
    #[derive(Debug)]
    pub(in crate::commands) struct Room {
        pub(in crate::commands) settings: RoomSettings,
        pub(in crate::commands) zone: TimeZone,
        pub(in crate::commands) roster: Roster,
        pub(in crate::commands) playlist: Playlist,
        pub(in crate::commands) own_lines_last_hour: u64,
        pub(in crate::commands) bongs_today: u64,
        pub(in crate::commands) powers: Powers,
        pub(in crate::commands) has_poll: bool,
        pub(in crate::commands) on_screen: Option<(&'static str, &'static str)>,
        pub(in crate::commands) started: Timestamp,
        pub(in crate::commands) vitals: Vitals,
        pub(in crate::commands) is_supervised: bool,
        pub(in crate::commands) web: Option<WebFacts>,
    }

    impl Default for Room {
        fn default() -> Self {
            let mut roster = Roster::default();
            roster.replace(["alice", "Big_Bad_Wolf", "Dazza"].map(|name| person(name, false)));
            Self {
                settings: settings(),
                zone: TimeZone::get("Australia/Brisbane").unwrap(),
                roster,
                playlist: Playlist::default(),
                own_lines_last_hour: 5,
                bongs_today: 0,
                powers: Powers::of_rank(3.0),
                has_poll: false,
                on_screen: None,
                started: NOON,
                vitals: Vitals::default(),
                is_supervised: true,
                web: None,
            }
        }
    }

    impl Room {
        pub(in crate::commands) fn view(&self) -> RoomView<'_> {
            RoomView {
                bot_name: "Dazza",
                settings: &self.settings,
                zone: &self.zone,
                started: self.started,
                roster: &self.roster,
                playlist: &self.playlist,
                own_lines_last_hour: self.own_lines_last_hour,
                bongs_today: self.bongs_today,
                powers: self.powers,
                has_poll: self.has_poll,
                on_screen: self.on_screen,
                vitals: &self.vitals,
                is_supervised: self.is_supervised,
                web: self.web.as_ref(),
            }
        }
    }

    /// A Tuesday, 12:00 in Brisbane; when the rooms of tests began.
    pub(in crate::commands) const NOON: Timestamp = Timestamp::constant(1_795_485_600, 0);

    pub(in crate::commands) fn person(name: &str, is_afk: bool) -> Person {
        Person { name: name.into(), rank: 1.0, is_afk, is_muted: false }
    }

    #[test]
    fn people_are_known_as_they_are_typed() {
        let room = Room::default();
        let known = |typed| room.view().person(typed).map(|person| person.name.to_string());
        for (typed, name) in [
            ("ALICE", Some("alice")),
            ("@alice,", Some("alice")),
            ("bigbadwolf", Some("Big_Bad_Wolf")),
            ("big_bad_wolf", Some("Big_Bad_Wolf")),
            ("bob", None),
            ("", None),
            ("@", None),
        ] {
            assert_eq!(known(typed).as_deref(), name, "{typed}");
        }
        assert!(room.view().is_bot("dAZZA"));
    }
}

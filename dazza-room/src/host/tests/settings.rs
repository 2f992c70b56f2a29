//! What `fleet.toml` says of a room, changed while it runs: the room follows with the next line, and keeps its connection.

use super::mentions::talkative;
use super::*;

/// What a room is told of a file with those lines below `[fleet]`, and those below `[rooms.fatpizza]`.
pub(super) fn of_file(fleet: &str, room: &str) -> Welcome {
    let file = format!(
        "[fleet]\n{fleet}\n[cytube]\nurl = \"http://127.0.0.1:1\"\n[accounts.main]\nusername = \"dazza\"\n\
         [language_model]\nurl = \"http://127.0.0.1:1\"\n\
         [defaults]\ngreetings = {{ enabled = false }}\nurl_comments = {{ enabled = false }}\n\
         watch_rewards = {{ enabled = false }}\n[rooms.fatpizza]\n{room}\n"
    );
    let config = FleetConfig::from_text(&file, Path::new("/"), &Environment::Fixed([].into())).unwrap();
    Welcome { settings: config.rooms["fatpizza"].settings.clone(), ..welcome() }
}

/// The line that is to be served at once, if that is what is to be done.
fn served(effect: Effect) -> Option<Input> {
    match effect {
        Effect::Serve(asked) => Some(Input::Serve(asked)),
        _ => None,
    }
}

impl Story {
    /// A host inside, of a room about which the file says nothing.
    fn plain() -> Self {
        let mut story = Self::inside();
        story.reload("");
        story
    }

    /// The file says this of the room now; the room stays where it is.
    fn reload(&mut self, room: &str) {
        let told = self.tell(Input::Told(ToRoom::Reconfigure(Box::new(of_file("", room)))));
        assert!(told.iter().all(|effect| effect == "log"), "{told:?}");
    }

    /// What alice hears on a line, a minute later.
    fn hears_on(&mut self, line: &str) -> String {
        self.wait(Duration::from_mins(1));
        self.hears_at_once(line)
    }

    /// The same without a wait.
    fn hears_at_once(&mut self, line: &str) -> String {
        self.say("alice", line).into_iter().filter(|effect| effect != "tell").collect::<Vec<_>>().join(" | ")
    }

    /// The deed that a line asks for.
    fn deed_on(&mut self, line: &str) -> Option<Box<Deed>> {
        self.wait(Duration::from_mins(1));
        let time = self.now.time;
        let line = Line { username: "alice".into(), html: line.into(), time, class: None, is_shadow: false };
        let mut inputs = vec![Input::Heard(Event::Chat(line))];
        while let Some(input) = inputs.pop() {
            let effects = self.host.handle(input, self.now);
            for effect in effects {
                match effect {
                    Effect::Work(deed) => return Some(deed),
                    other => inputs.extend(served(other)),
                }
            }
        }
        None
    }
}

#[test]
fn prefix_and_single_commands() {
    let mut story = Story::plain();
    assert!(story.hears_on("!ping").starts_with("say "));
    story.reload("prefix = \"?\"");
    assert_eq!((story.hears_on("!ping").as_str(), story.hears_on("?ping").starts_with("say ")), ("", true));
    story.reload("commands_off = [\"ping\"]");
    let refused = story.hears_on("!ping");
    assert!(refused.contains("ping"), "{refused}");
    assert!(story.hears_on("!uptime").starts_with("say "));
    story.reload("");
    assert!(!story.hears_on("!ping").contains("ping in"));
}

#[test]
fn waits() {
    let mut story = Story::plain();
    story.hears_on("!fact");
    assert!(story.hears_on("!fact").starts_with("say "), "half a minute is over");
    story.reload("cooldowns = { fact = \"10m\", ping = \"0s\", bottles = \"1s\" }");
    story.hears_on("!fact");
    let waits = story.hears_on("!fact");
    assert!(waits.contains("540") || waits.contains("9m"), "{waits}");
    for _ in 0..3 {
        assert!(story.hears_at_once("!ping").starts_with("say "));
    }
    let lasting = story.deed_on("!bottles").unwrap().lasting.unwrap();
    assert_eq!(lasting.length, Duration::from_hours(24), "what earns money waits alike in all rooms");
    story.reload("cooldowns = { quote = \"2m\" }");
    assert_eq!(story.deed_on("!quote alice").unwrap().lasting.unwrap().length, Duration::from_mins(2));
    story.reload("cooldowns = { quote = \"3s\" }");
    story.wait(Duration::from_mins(10));
    assert!(story.deed_on("!quote alice").unwrap().lasting.is_none(), "a short wait is kept in mind alone");
}

#[test]
fn limits_of_each_and_of_all() {
    let mut story = Story::plain();
    story.reload("limits = { per_player = 3, warn_at = 2 }\ncooldowns = { ping = \"0s\" }");
    story.wait(Duration::from_mins(5));
    assert!(story.hears_at_once("!ping").starts_with("say "));
    assert!(story.hears_at_once("!ping").contains("pm"), "a warning");
    assert!(story.hears_at_once("!ping").starts_with("say "));
    assert!(story.hears_at_once("!ping").contains("60"), "told how long to wait");
    assert_eq!(story.hears_at_once("!ping"), "");
    story.reload("limits = { per_player = 100, warn_at = 100 }\ncooldowns = { ping = \"0s\" }");
    story.wait(Duration::from_secs(10));
    assert!(story.hears_at_once("!ping").starts_with("say "), "who had enough may go on at once");
    story.reload("limits = { per_room = 4 }\ncooldowns = { ping = \"0s\" }");
    let full = story.hears_at_once("!ping");
    assert!(full.contains("50"), "four were used by all together: {full}");
    story.hear(Event::AddUser(User { name: "Shaz".into(), rank: 1.0, is_afk: false, is_muted: false }));
    assert_eq!(story.say("Shaz", "!ping"), ["tell"], "nobody else gets in either, and it was said");
}

#[test]
fn without_a_database_the_rooms_own_window_stands() {
    let mut story = Story::plain();
    let heard: Vec<_> = (0..20).map(|_| story.hears_at_once("!ping")).filter(|heard| !heard.is_empty()).collect();
    // The answer, that the second is too soon, the warning at the twelfth, and that the sixteenth is one too many.
    let kinds: Vec<_> = heard.iter().map(|heard| heard.split(' ').next().unwrap()).collect();
    assert_eq!(kinds, ["say", "say", "pm", "say"], "{heard:?}");
    assert!(heard[3].contains("60"), "{heard:?}");
    story.wait(Duration::from_secs(59));
    assert_eq!(story.hears_at_once("!ping"), "");
    story.wait(Duration::from_secs(1));
    assert!(story.hears_at_once("!ping").starts_with("say "));
}

#[test]
fn admins_and_moderators() {
    let mut story = Story::plain();
    assert!(story.deed_on("!dazza").is_none() && story.deed_on("!quiet 1s").is_none());
    story.reload("moderators = [\"Alice\"]");
    assert!(story.deed_on("!dazza").is_none() && story.deed_on("!quiet 1s").is_some());
    story.reload("admins = [\"Alice\"]");
    assert!(story.deed_on("!dazza").is_some() && story.deed_on("!quiet 1s").is_some());
    story.reload("");
    assert!(story.deed_on("!dazza").is_none() && story.deed_on("!quiet 1s").is_none());
}

#[test]
fn what_deeds_are_to_go_by() {
    let mut story = Story::plain();
    story.reload("pm_announce = false\ncoin_flip_cap = 50\ncontest_full_effects = false\ntimezone = \"UTC\"");
    let deed = story.deed_on("!coin_flip 10").unwrap();
    let settings = &deed.snapshot.settings;
    assert_eq!((settings.commands.pm_announce, settings.commands.coin_flip_cap), (false, 50));
    assert!(!settings.contest_full_effects && deed.snapshot.zone == TimeZone::UTC);
    let told = of_file("house = \"TheHouse\"\ntimezone = \"Europe/Berlin\"", "");
    story.tell(Input::Told(ToRoom::Reconfigure(Box::new(told))));
    let deed = story.deed_on("!coin_flip 10").unwrap();
    assert_eq!(
        (deed.snapshot.settings.house.as_str(), deed.snapshot.settings.commands.coin_flip_cap),
        ("thehouse", 10_000)
    );
    assert_eq!(deed.snapshot.zone.iana_name(), Some("Europe/Berlin"));
}

#[test]
fn what_the_bot_does_unasked() {
    let mut story = Story::plain();
    let joins = |story: &mut Story, name: &str| {
        story.wait(Duration::from_mins(30));
        story.hear(Event::AddUser(User { name: name.into(), rank: 1.0, is_afk: false, is_muted: false }))
    };
    let link = "https://youtu.be/dQw4w9WgXcQ";
    assert_eq!(joins(&mut story, "Shaz"), ["tell"]);
    assert_eq!(story.hears_on(link), "");
    story.reload("greetings = { enabled = true, percent = 100, regulars = [\"{user} is back\"] }\nurl_comments = { enabled = true, percent = 100 }");
    assert!(joins(&mut story, "Gaz").contains(&"do greet".to_owned()));
    story.note_post("greet", "Gaz", Note::Met("gaz".to_owned(), false));
    story.wait(Duration::from_secs(11));
    assert_eq!(story.tell(Input::Wake), ["say -Gaz is back"], "in the room's own words");
    assert!(story.hears_on(link).starts_with("fetch "));
    story.reload("farewells = { enabled = true, percent = 100, phrases = [\"see ya {user}\"] }");
    assert_eq!(joins(&mut story, "Bob"), ["tell"]);
    story.hear(Event::UserLeave { name: "Gaz".into() });
    story.wait(Duration::from_secs(11));
    assert_eq!(story.tell(Input::Wake), ["say see ya -Gaz"]);
    story.reload("");
    story.wait(Duration::from_mins(30));
    story.hear(Event::UserLeave { name: "Bob".into() });
    story.wait(Duration::from_secs(11));
    assert!(story.tell(Input::Wake).is_empty());
}

#[test]
fn who_the_bot_is_and_whether_it_talks() {
    let folder = tempfile::tempdir().unwrap();
    let persona = folder.path().join("persona.txt");
    std::fs::write(&persona, "You are a retired pirate.").unwrap();
    let mut story = talkative();
    assert!(!story.prompts("alice", "oi dazza").concat().contains("pirate"));
    story.reload(&format!("mentions = {{ persona = \"{}\" }}", persona.display()));
    story.hears(20);
    assert!(story.prompts("alice", "oi dazza").concat().contains("retired pirate"));
    story.reload("mentions = { enabled = false }");
    story.hears(20);
    assert!(story.prompts("alice", "oi dazza").is_empty());
}

#[test]
fn pages_and_what_is_kept() {
    let mut story = Story::plain();
    let unavailable = story.hears_on("!world");
    assert!(!unavailable.contains("pm"), "{unavailable}");
    story.reload("links = { map = \"https://map.example\" }\nmanual_url = \"https://manual.example\"");
    assert!(story.hears_on("!world").contains("pm"));
    let is_kept = |story: &mut Story| {
        let time = story.now.time;
        let html = "https://a.example/1.png".into();
        let line = Line { username: "alice".into(), html, time, class: None, is_shadow: false };
        let effects = story.host.handle(Input::Heard(Event::Chat(line)), story.now);
        effects.iter().any(|effect| matches!(effect, Effect::Store(Record::Picture(_))))
    };
    assert!(is_kept(&mut story));
    story.reload("images = { enabled = false }");
    assert!(!is_kept(&mut story));
    let is_stored = |story: &mut Story| {
        let user = User { name: "Bob".into(), rank: 1.0, is_afk: false, is_muted: false };
        let effects = story.host.handle(Input::Heard(Event::AddUser(user)), story.now);
        effects.iter().any(|effect| matches!(effect, Effect::Store(Record::Move(_))))
    };
    assert!(is_stored(&mut story));
    story.hear(Event::UserLeave { name: "Bob".into() });
    story.reload("presence = { enabled = false }");
    assert!(!is_stored(&mut story));
    let told = of_file("", "log = { level = \"debug\" }");
    assert_eq!(story.tell(Input::Told(ToRoom::Reconfigure(Box::new(told)))), ["log"]);
}

#[test]
fn heists() {
    let mut story = super::heist::with_heist(crate::games::heist::Phase::Idle);
    story.reload("heists = { enabled = false }");
    story.wait(Duration::from_mins(2));
    assert!(story.tell(Input::Wake).is_empty());
    story.reload("");
    assert_eq!(story.tell(Input::Wake), ["do move_heist"]);
}

#[test]
fn what_is_kept_of_private_messages_is_the_fleets_choice() {
    let mut story = Story::plain();
    let mut kept_of = |choice: &str, html: &str| {
        let told = of_file(&format!("[privacy]\nstore_pms = \"{choice}\""), "");
        story.tell(Input::Told(ToRoom::Reconfigure(Box::new(told))));
        story.wait(Duration::from_mins(1));
        let pm = crate::cytube::event::Pm {
            username: "alice".into(),
            to: "Dazza".into(),
            html: html.into(),
            time: story.now.time,
        };
        let effects = story.host.handle(Input::Heard(Event::Pm(pm)), story.now);
        effects.into_iter().find_map(|effect| match effect {
            Effect::Store(Record::Private(line)) => Some(line.text.map(String::from)),
            _ => None,
        })
    };
    let (command, chat) = ("!balance", "between us");
    assert_eq!(kept_of("commands", command), Some(Some(command.to_owned())));
    assert_eq!(kept_of("commands", chat), Some(None));
    assert_eq!(kept_of("all", chat), Some(Some(chat.to_owned())));
    assert_eq!((kept_of("off", command), kept_of("off", chat)), (None, None));
}

//! What the host says unasked: at the door, and about links.

use dazza_shared::config::{FarewellSettings, GreetingSettings, UrlCommentSettings};

use super::*;
use crate::chat::Reply;
use crate::commands::Cause;
use crate::database::{Picture, Record};
use crate::outside::{Brought, Found};
use crate::reactions::Note;

const VIDEO: &str = "look <a href=\"https://www.youtube.com/watch?v=abcdefghijk\">this</a>";
const FETCH: &str = "fetch https://youtube.com/watch?v=abcdefghijk";

impl Story {
    /// A host inside whose settings leave nothing to chance.
    fn sociable() -> Self {
        let mut story = Self::inside();
        story.reconfigure(sociable());
        story
    }

    fn reconfigure(&mut self, welcome: Welcome) {
        assert!(self.tell(Input::Told(ToRoom::Reconfigure(Box::new(welcome)))).is_empty());
    }

    fn come(&mut self, name: &str) -> Vec<String> {
        self.spoken(Event::AddUser(User { name: name.into(), rank: 1.0, is_afk: false, is_muted: false }))
    }

    fn go(&mut self, name: &str) -> Vec<String> {
        self.spoken(Event::UserLeave { name: name.into() })
    }

    /// What an event leads to, the live feed aside.
    fn spoken(&mut self, event: Event) -> Vec<String> {
        self.hear(event).into_iter().filter(|effect| effect != "tell").collect()
    }

    /// What the worker found out about `name`.
    fn met(&mut self, name: &str, result: CommandResult, is_newcomer: bool) {
        let done = Done {
            name: "greet",
            cause: Cause::Timer,
            player: name.parse().unwrap(),
            reply: Reply::default(),
            result,
            error: None,
            notes: vec![Note::Met(name.to_lowercase(), is_newcomer)],
            wait: None,
            heard_at: None,
        };
        assert!(self.tell(Input::Done(Box::new(done))).is_empty());
    }

    /// What is said within so many seconds.
    fn within(&mut self, seconds: u64) -> Vec<String> {
        let end = self.now.instant + Duration::from_secs(seconds);
        let mut said = Vec::new();
        while let Some(at) = self.host.wake_at().filter(|at| *at <= end) {
            self.wait(at - self.now.instant);
            said.extend(self.tell(Input::Wake));
        }
        self.wait(end - self.now.instant);
        said
    }
}

fn sociable() -> Welcome {
    let mut welcome = welcome();
    let settings = &mut welcome.settings;
    settings.greetings = GreetingSettings {
        enabled: true,
        percent: 100,
        newcomers: ["new {user}".to_owned()].into(),
        regulars: ["old {user} of {bot} {prefix}".to_owned()].into(),
    };
    settings.url_comments = UrlCommentSettings { enabled: true, percent: 100, titles: true };
    welcome
}

#[test]
fn a_newcomer_is_greeted_as_one_and_a_regular_as_another() {
    for (is_newcomer, line) in [(true, "say new -Gaz"), (false, "say old -Gaz of Dazza !")] {
        let mut story = Story::sociable();
        assert_eq!(story.come("Gaz"), ["do greet"]);
        story.met("Gaz", CommandResult::Ok, is_newcomer);
        assert_eq!(story.within(12), [line]);
        assert_eq!(story.come("Shaz"), [] as [&str; 0], "one in a while");
    }
}

#[test]
fn without_words_of_its_own_the_bot_has_some() {
    let mut story = Story::inside();
    let mut welcome = sociable();
    welcome.settings.greetings.newcomers = [].into();
    story.reconfigure(welcome);
    story.come("Gaz");
    story.met("Gaz", CommandResult::Ok, true);
    let said = story.within(12);
    assert!(said.len() == 1 && said[0].contains("-Gaz"), "{said:?}");
}

#[test]
fn nobody_is_greeted_who_is_not_known_of_has_gone_or_comes_to_a_room_that_greets_no_more() {
    let mut story = Story::sociable();
    story.come("Gaz");
    story.met("Gaz", CommandResult::Failed, true);
    assert!(story.within(40).is_empty(), "the database is away");
    story.come("Shaz");
    story.met("Shaz", CommandResult::Ok, true);
    story.go("shaz");
    assert!(story.within(40).is_empty());
    assert_eq!(story.come("Trev"), ["do greet"]);
    story.met("Trev", CommandResult::Ok, true);
    story.reconfigure(welcome());
    assert!(story.within(40).is_empty());
    assert!(story.come("Nan").is_empty());
}

#[test]
fn those_who_are_here_when_we_come_are_not_greeted_nor_those_who_come_back_with_us() {
    let mut story = Story::sociable();
    assert!(story.spoken(roster()).is_empty());
    assert!(story.come("alice").is_empty() && story.come("Dazza").is_empty());
    story.come("Gaz");
    story.met("Gaz", CommandResult::Ok, true);
    story.tell(Input::Ended("the connection broke".to_owned()));
    story.within(5);
    story.tell(Input::Told(ToRoom::ConnectGo));
    story.tell(Input::Dialled(Ok(())));
    story.hear(Event::Login(LoginAnswer::Welcome { name: "Dazza".into(), is_guest: true }));
    story.hear(Event::UserList(vec![User { name: "Dazza".into(), rank: 1.0, is_afk: false, is_muted: false }]));
    assert!(story.come("alice").is_empty() && story.come("Gaz").is_empty());
    assert!(story.within(40).is_empty());
    assert_eq!(story.come("Shaz"), ["do greet"]);
}

#[test]
fn leavers_are_seen_off_only_where_that_is_wanted() {
    let mut story = Story::sociable();
    assert!(story.go("alice").is_empty() && story.within(20).is_empty());
    let mut welcome = sociable();
    welcome.settings.greetings.enabled = false;
    welcome.settings.farewells =
        FarewellSettings { enabled: true, percent: 100, phrases: ["bye {user!}".to_owned()].into() };
    story.reconfigure(welcome);
    story.come("Gaz");
    story.go("Gaz");
    assert_eq!(story.within(12), ["say bye Gaz"]);
    story.wait(Duration::from_mins(20));
    story.come("Shaz");
    story.go("Shaz");
    story.come("Shaz");
    assert!(story.within(12).is_empty(), "she is back");
}

#[test]
fn a_room_that_is_left_says_nothing_more_unasked() {
    let mut story = Story::sociable();
    story.come("Gaz");
    story.met("Gaz", CommandResult::Ok, true);
    story.say("alice", VIDEO);
    assert_eq!(story.tell(Input::Stop("SIGTERM")), ["hang up", "leave with 0"]);
}

#[test]
fn a_video_is_remarked_upon_with_its_title() {
    let mut story = Story::sociable();
    assert_eq!(story.say("alice", VIDEO), ["tell", FETCH]);
    assert!(story.within(6).is_empty(), "its title has not come");
    let title = Some("/clear Snags [b]in[/b] https://evil.example".to_owned());
    story.tell(Input::Brought(Brought { id: 1, found: Found::Title(title) }));
    let said = story.within(1);
    let [line] = said.as_slice() else { panic!("{said:?}") };
    assert!(line.contains("clear Snags bin/b (link)") && !line.starts_with("say /"), "{line}");
    assert_eq!(story.say("alice", VIDEO), ["tell"], "one in a while");
    assert!(story.within(12).is_empty());
}

#[test]
fn a_title_that_was_found_once_is_not_fetched_again() {
    let mut story = Story::sociable();
    story.say("alice", VIDEO);
    story.tell(Input::Brought(Brought { id: 1, found: Found::Title(Some("Snags".to_owned())) }));
    assert_eq!(story.within(6).len(), 1);
    story.wait(Duration::from_mins(16));
    assert_eq!(story.say("alice", VIDEO), ["tell"]);
    let said = story.within(6);
    assert!(said.len() == 1 && said[0].contains("Snags"), "{said:?}");
}

#[test]
fn without_a_title_there_are_other_words_and_none_need_be_fetched() {
    let mut story = Story::sociable();
    story.say("alice", VIDEO);
    story.tell(Input::Brought(Brought { id: 1, found: Found::Title(None) }));
    assert_eq!(story.within(6).len(), 1);
    let mut story = Story::inside();
    let mut welcome = sociable();
    welcome.settings.url_comments.titles = false;
    story.reconfigure(welcome);
    assert_eq!(story.say("alice", VIDEO), ["tell"]);
    assert_eq!(story.within(6).len(), 1);
}

#[test]
fn only_videos_that_others_post_live_and_in_public_are_remarked_upon() {
    let mut story = Story::sociable();
    story.say("alice", "https://a.example/x and https://vimeo.com/1");
    story.say("Dazza", VIDEO);
    story.say("[server]", VIDEO);
    let (time, html) = (story.now.time, VIDEO);
    story.hear(Event::Chat(Line { username: "alice".into(), html: html.into(), time, class: None, is_shadow: true }));
    let pm = crate::cytube::event::Pm { username: "alice".into(), to: "Dazza".into(), html: html.into(), time };
    story.hear(Event::Pm(pm));
    assert!(!story.within(20).iter().any(|effect| effect.starts_with("say ") || effect.starts_with("fetch ")));
    assert_eq!(story.say("alice", VIDEO), ["tell", FETCH], "nothing of that counted");
}

#[test]
fn a_broken_line_ends_what_was_on_its_way() {
    let mut story = Story::sociable();
    story.say("alice", VIDEO);
    story.tell(Input::Ended("the connection broke".to_owned()));
    story.tell(Input::Brought(Brought { id: 1, found: Found::Title(Some("Snags".to_owned())) }));
    assert!(!story.within(60).iter().any(|effect| effect.starts_with("say ")));
}

/// The pictures that an event leads to.
fn pictures(story: &mut Story, who: &str, html: &str) -> Vec<String> {
    let (username, time) = (who.into(), story.now.time);
    let line = Line { username, html: html.into(), time, class: None, is_shadow: false };
    let effects = story.host.handle(Input::Heard(Event::Chat(line)), story.now);
    let picture = |effect: Effect| match effect {
        Effect::Store(Record::Picture(Picture { who, url, .. })) => Some(format!("{who} {url}")),
        _ => None,
    };
    effects.into_iter().filter_map(picture).collect()
}

#[test]
fn pictures_that_accounts_post_live_go_into_their_galleries() {
    const LINE: &str = "<a href=\"https://a.example/p.png?x=1&amp;y=2\">https://a.example/p.png?x=1&amp;y=2</a>. \
                        https://a.example/q.gif, https://a.example/x";
    let mut early = Story::new();
    early.tell(Input::Wake);
    early.tell(Input::Told(ToRoom::ConnectGo));
    early.tell(Input::Dialled(Ok(())));
    assert!(pictures(&mut early, "alice", LINE).is_empty(), "the backlog");
    let mut story = Story::inside();
    let kept = ["alice https://a.example/p.png?x=1&y=2", "alice https://a.example/q.gif"];
    assert_eq!(pictures(&mut story, "Alice", LINE), kept);
    story.hear(Event::AddUser(User { name: "guest".into(), rank: 0.0, is_afk: false, is_muted: false }));
    for nobody in ["guest", "stranger", "Dazza", "[server]"] {
        assert!(pictures(&mut story, nobody, LINE).is_empty(), "{nobody}");
    }
    let mut off = welcome();
    off.settings.images.enabled = false;
    story.reconfigure(off);
    assert!(pictures(&mut story, "alice", LINE).is_empty());
}

#[test]
fn who_comes_and_goes_is_stored_unless_the_room_does_not_want_it() {
    let mut story = Story::inside();
    let stored = |story: &mut Story, name: &str| {
        let user = User { name: name.into(), rank: 1.0, is_afk: false, is_muted: false };
        let effects = story.host.handle(Input::Heard(Event::AddUser(user)), story.now);
        effects.iter().filter(|effect| matches!(effect, Effect::Store(Record::Move(_)))).count()
    };
    assert_eq!(stored(&mut story, "Bev"), 1);
    let mut off = welcome();
    off.settings.presence.enabled = false;
    story.reconfigure(off);
    assert_eq!(stored(&mut story, "Kev"), 0);
}

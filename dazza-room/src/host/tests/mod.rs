//! The host's life as stories: inputs in, effects out, on a clock that the test moves.

mod asks;
mod catch_up;
mod contests;
mod duels;
mod heist;
mod house;
mod live;
mod mentions;
mod muggings;
mod quiet;
mod rights;
mod settings;
mod social;
mod watching;

use std::path::Path;
use std::time::Duration;

use dazza_shared::config::{Environment, FleetConfig};
use dazza_shared::counters::CommandResult;
use dazza_shared::link::{Beat, Credentials};
use dazza_shared::phase::LinePhase;

use super::*;
use crate::chat::Reply;
use crate::commands::Cause;
use crate::cytube::event::{Line, LoginAnswer, User};
use crate::outside::Question;

/// When every story begins.
const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

fn welcome() -> Welcome {
    // A story is about what it asks for.
    let file = r#"
        [cytube]
        url = "http://127.0.0.1:1"
        [accounts.main]
        username = "dazza"
        [defaults]
        greetings = { enabled = false }
        url_comments = { enabled = false }
        watch_rewards = { enabled = false }
        [rooms.fatpizza]
    "#;
    let config = FleetConfig::from_text(file, Path::new("/"), &Environment::Fixed([].into())).unwrap();
    let settings = config.rooms["fatpizza"].settings.clone();
    let credentials = Credentials { username: "dazza".to_owned(), password: None, channel_password: None };
    Welcome { settings, credentials, slot: 5, database: None, web: None }
}

/// A host and its clock.
pub(super) struct Story {
    pub(super) host: Host,
    pub(super) now: Now,
    /// All that was noted for the next process.
    pub(super) journal: Vec<Entry>,
}

impl Story {
    fn new() -> Self {
        let now = Now { instant: Instant::now(), time: START };
        Self { host: Host::new(welcome(), Dice::seeded(1), now).unwrap(), now, journal: Vec::new() }
    }

    /// A host that has just come in and met alice.
    pub(super) fn inside() -> Self {
        let mut story = Self::new();
        story.tell(Input::Wake);
        story.tell(Input::Told(ToRoom::ConnectGo));
        story.tell(Input::Dialled(Ok(())));
        story.hear(Event::Login(LoginAnswer::Welcome { name: "Dazza".into(), is_guest: true }));
        story.hear(roster());
        story
    }

    /// What an input leads to, in words; heartbeats and what is stored aside.
    pub(super) fn tell(&mut self, input: Input) -> Vec<String> {
        let mut told = Vec::new();
        for effect in self.host.handle(input, self.now) {
            match effect {
                Effect::Tell(ToFleet::Beat(_)) | Effect::Store(_) => {}
                Effect::Serve(asked) => told.extend(self.tell(Input::Serve(asked))),
                Effect::Journal(entry) => self.journal.push(entry),
                effect => told.push(in_words(&effect)),
            }
        }
        told
    }

    pub(super) fn hear(&mut self, event: Event) -> Vec<String> {
        self.tell(Input::Heard(event))
    }

    pub(super) fn say(&mut self, who: &str, html: &str) -> Vec<String> {
        let time = self.now.time;
        self.hear(Event::Chat(Line { username: who.into(), html: html.into(), time, class: None, is_shadow: false }))
    }

    pub(super) fn wait(&mut self, wait: Duration) {
        self.now = Now { instant: self.now.instant + wait, time: dazza_shared::clock::later(self.now.time, wait) };
    }

    /// A deed that nobody asked for has found something out.
    fn note_post(&mut self, name: &'static str, player: &str, note: Note) -> Vec<String> {
        self.tell(Input::Done(Box::new(Done {
            name,
            cause: Cause::Timer,
            player: player.parse().unwrap(),
            reply: Reply::default(),
            result: CommandResult::Ok,
            error: None,
            notes: vec![note],
            wait: None,
            heard_at: None,
        })))
    }

    fn beat(&mut self) -> Beat {
        let effects = self.host.handle(Input::Beat, self.now);
        let beat = effects.into_iter().find_map(|effect| match effect {
            Effect::Tell(ToFleet::Beat(beat)) => Some(*beat),
            _ => None,
        });
        beat.unwrap()
    }
}

pub(super) fn roster() -> Event {
    let user = |name: &str| User { name: name.into(), rank: 1.0, is_afk: false, is_muted: false };
    Event::UserList(vec![user("Dazza"), user("alice")])
}

fn in_words(effect: &Effect) -> String {
    match effect {
        Effect::Dial => "dial".to_owned(),
        Effect::HangUp => "hang up".to_owned(),
        Effect::Ask { action: Action::Chat { text }, .. } => format!("say {text}"),
        Effect::Ask { action, .. } => action.name().to_owned(),
        Effect::Tell(ToFleet::ConnectAsk) => "ask the gate".to_owned(),
        Effect::Tell(ToFleet::ConnectOver { refused: None }) => "free the gate".to_owned(),
        Effect::Tell(ToFleet::ConnectOver { refused: Some(refused) }) => format!("shut the gate: {refused:?}"),
        Effect::Tell(_) => "tell".to_owned(),
        Effect::Log(_) => "log".to_owned(),
        Effect::Journal(_) => "note".to_owned(),
        Effect::Serve(_) => "serve".to_owned(),
        Effect::Work(deed) => format!("do {}", deed.name),
        Effect::Store(_) => "store".to_owned(),
        Effect::Fetch(errand) => match &errand.question {
            Question::Title { url, .. } => format!("fetch {url}"),
            other => format!("ask {other:?}"),
        },
        Effect::Leave(exit, _) => format!("leave with {}", exit.code()),
    }
}

#[test]
fn the_way_in_leads_through_the_gate() {
    let mut story = Story::new();
    assert_eq!(story.tell(Input::Wake), ["ask the gate"]);
    assert_eq!(story.tell(Input::Told(ToRoom::ConnectGo)), ["dial"]);
    assert_eq!(story.tell(Input::Dialled(Ok(()))), ["login"]);
    assert_eq!(story.beat().line, LinePhase::Connecting);
    let login = Event::Login(LoginAnswer::Welcome { name: "Dazza".into(), is_guest: true });
    assert_eq!(story.hear(login), ["joinChannel"]);
    story.hear(roster());
    let beat = story.beat();
    assert_eq!((beat.line, beat.gauges.players, beat.counters.joins), (LinePhase::Joined, 2, 1));
}

#[test]
fn our_own_lines_and_the_servers_are_never_commands() {
    let mut story = Story::inside();
    assert_eq!(story.say("dazza", "!ping"), ["tell"]);
    assert!(story.say("[server]", "!ping").is_empty());
    let shadowed =
        Line { username: "alice".into(), html: "!ping".into(), time: story.now.time, class: None, is_shadow: true };
    assert!(story.hear(Event::Chat(shadowed)).is_empty());
}

#[test]
fn a_kick_is_shown_with_its_reason_and_followed_by_a_wait() {
    let mut story = Story::inside();
    let told = story.hear(Event::Kick { reason: Some("too many jokes".into()) });
    assert_eq!(told, ["hang up", "free the gate"]);
    let beat = story.beat();
    assert_eq!(beat.line, LinePhase::ShutOut);
    assert!(beat.reason.unwrap().contains("too many jokes"));
    assert_eq!(story.host.wake_at(), Some(story.now.instant + Duration::from_mins(1)));
    story.wait(Duration::from_mins(1));
    assert_eq!(story.tell(Input::Wake), ["ask the gate"]);
}

#[test]
fn a_lost_line_is_redialled_for_ever() {
    let mut story = Story::inside();
    assert_eq!(story.tell(Input::Ended("the connection broke".to_owned())), ["hang up", "free the gate"]);
    assert_eq!(story.beat().line, LinePhase::Lost);
    for _ in 0..30 {
        story.wait(Duration::from_mins(5));
        assert_eq!(story.tell(Input::Wake), ["ask the gate"]);
        assert_eq!(story.tell(Input::Told(ToRoom::ConnectGo)), ["dial"]);
        let refused = Out::unreachable("connection refused".to_owned());
        assert_eq!(story.tell(Input::Dialled(Err(refused))), ["hang up", "free the gate"]);
    }
    assert_eq!(story.beat().counters.connects, 31);
}

#[test]
fn refused_credentials_and_unknown_channels_end_the_process() {
    let mut story = Story::new();
    story.tell(Input::Wake);
    story.tell(Input::Told(ToRoom::ConnectGo));
    story.tell(Input::Dialled(Ok(())));
    let refused = LoginAnswer::Refused { text: "That username is registered.".into() };
    assert_eq!(story.hear(Event::Login(refused)), ["hang up", "free the gate", "leave with 20"]);
    let mut story = Story::inside();
    assert_eq!(story.hear(Event::ChannelNotRegistered), ["hang up", "free the gate", "leave with 21"]);
}

#[test]
fn without_a_supervisor_the_room_opens_the_gate_in_its_turn() {
    let mut story = Story::new();
    story.tell(Input::Unlinked);
    assert!(story.tell(Input::Wake).is_empty());
    // Slot 5 is the second behind a burst of 4: 5 s for the supervisor and two turns of 11 s.
    let at = story.now.instant + Duration::from_secs(27);
    assert_eq!(story.host.wake_at(), Some(at));
    story.wait(Duration::from_secs(27));
    assert_eq!(story.tell(Input::Wake), ["dial"]);
}

#[test]
fn a_supervisor_that_comes_back_is_asked_again() {
    let mut story = Story::new();
    story.tell(Input::Unlinked);
    story.tell(Input::Wake);
    assert_eq!(story.tell(Input::Welcome(Box::new(welcome()))), ["ask the gate"]);
    assert_eq!(story.host.wake_at(), None);
}

#[test]
fn a_new_phase_is_told_at_once() {
    let mut story = Story::inside();
    let effects = story.host.handle(Input::Ended("the connection broke".to_owned()), story.now);
    let told = |effect: &Effect| matches!(effect, Effect::Tell(ToFleet::Beat(beat)) if beat.line == LinePhase::Lost);
    assert!(effects.iter().any(told));
}

#[test]
fn leaving_says_what_waits_and_then_goes() {
    let mut story = Story::inside();
    for n in 0..6 {
        story.host.announce(&format!("line {n}"), story.now);
    }
    let told = story.tell(Input::Stop("SIGTERM"));
    assert_eq!(told.len(), 4, "the burst goes out first: {told:?}");
    assert_eq!(story.beat().line, LinePhase::Leaving);
    story.wait(line::LEAVE_WITHIN);
    let told = story.tell(Input::Wake);
    assert_eq!(told.last().map(String::as_str), Some("leave with 0"), "{told:?}");
}

#[test]
fn a_new_server_means_a_new_connection_and_a_new_prefix_does_not() {
    let mut story = Story::inside();
    let mut changed = welcome();
    changed.settings.prefix = "$".to_owned();
    assert!(story.tell(Input::Told(ToRoom::Reconfigure(Box::new(changed.clone())))).is_empty());
    assert!(story.say("alice", "$ping").iter().any(|effect| effect.starts_with("say ")));
    changed.settings.server.url = "http://127.0.0.1:2".to_owned();
    assert_eq!(story.tell(Input::Told(ToRoom::Reconfigure(Box::new(changed)))), ["hang up", "free the gate"]);
}

#[test]
fn what_another_room_has_for_somebody_is_told_in_private_to_who_is_here() {
    let mut story = Story::inside();
    let pass = |to: &str| Input::Told(ToRoom::Pass { to: to.parse().unwrap(), text: "you are rich".to_owned() });
    assert_eq!(story.tell(pass("Alice")), ["pm"]);
    assert!(story.tell(pass("shaz")).is_empty());
    story.tell(Input::Ended("the connection broke".to_owned()));
    assert!(story.tell(pass("alice")).is_empty());
    let (room, to, text) = ("thepub".parse().unwrap(), "shaz".parse().unwrap(), "you are rich".to_owned());
    let told = story.note_post("award", "alice", Note::Pass { room, to, text });
    assert!(told.contains(&"tell".to_owned()), "{told:?}");
}

//! Acts for those who look after the room, on a chat server as it is: asked, proved by what it shows, and told.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "that is how a test fails")]

#[expect(dead_code, reason = "these stories need a part of it")]
#[path = "../refusals/story.rs"]
mod story;
#[path = "../fuzz/welcome.rs"]
mod welcome;

use std::time::Duration;

use dazza_room::acts::{Act, What};
use dazza_room::chat::{Reply, To};
use dazza_room::commands::{Cause, Done};
use dazza_room::host::Input;
use dazza_room::reactions::{HouseNote, Note};
use dazza_shared::clock::later;
use dazza_shared::counters::CommandResult;
use dazza_shared::store::media_rules::{Barred, QueueBan};
use dazza_sim::limits::Limits;
use dazza_sim::seed::Mute;

use crate::story::{Story, fatpizza};
use crate::welcome::welcome;

const SECOND: Duration = Duration::from_secs(1);

/// The bot with that rank, and bob with another, in one room.
fn room(own: f64, bobs: f64) -> Story {
    let seed = format!(
        r#"
        users = [
            {{ name = "dazza", password = "dazza-test" }},
            {{ name = "bob", password = "dazza-test" }},
        ]
        [[channels]]
        name = "fatpizza"
        ranks = {{ dazza = {own}, bob = {bobs} }}
        playlist = [
            {{ kind = "yt", id = "aaa", title = "First", seconds = 600 }},
            {{ kind = "yt", id = "bbb", title = "Second", seconds = 600 }},
            {{ kind = "yt", id = "ccc", title = "Third", seconds = 600 }},
        ]
        "#
    );
    let called = |name: &str| {
        let mut welcome = welcome();
        name.clone_into(&mut welcome.credentials.username);
        (welcome.settings.greetings.enabled, welcome.settings.farewells.enabled) = (false, false);
        welcome
    };
    let mut story = Story::with(&seed, Limits::relaxed(), &[called("dazza"), called("bob")]);
    story.pass(SECOND);
    assert!(story.world.is_in(&fatpizza(), "dazza") && story.world.is_in(&fatpizza(), "bob"));
    story
}

/// The act that alice has the bot do.
fn act(story: &mut Story, what: What) {
    let not_before = story.wall();
    let act = Act { id: 7, what, by: "alice".parse().unwrap(), to: To::Room, not_before };
    note(story, 0, Note::Act(act));
}

/// Lets a host know something, as the end of a deed does.
fn note(story: &mut Story, n: usize, note: Note) {
    let done = Done {
        name: "act",
        cause: Cause::Timer,
        player: "alice".parse().unwrap(),
        reply: Reply::default(),
        result: CommandResult::Ok,
        error: None,
        notes: vec![note],
        wait: None,
        heard_at: None,
    };
    story.tell(n, Input::Done(Box::new(done)));
}

/// Has something done and lets some time pass; what the bot says meanwhile, in plain text.
fn said_after(story: &mut Story, what: What, time: Duration) -> Vec<String> {
    let before = story.lines_of("dazza").len();
    act(story, what);
    story.pass(time);
    said_since(story, before)
}

fn said_since(story: &Story, before: usize) -> Vec<String> {
    story.lines_of("dazza").split_off(before)
}

fn bob() -> dazza_shared::names::PlayerName {
    "bob".parse().unwrap()
}

fn is_muted(story: &Story) -> bool {
    let view = story.world.view();
    let people = &view.channels[&fatpizza()].people;
    people.iter().any(|one| one.name == "bob" && one.is_muted)
}

#[test]
fn a_mute_is_told_when_the_server_has_shown_it_and_ends_in_its_time() {
    let mut story = room(3.0, 1.0);
    let until = later(story.wall(), Duration::from_mins(10));
    let said = said_after(&mut story, What::Mute { who: bob(), until: Some(until) }, SECOND);
    assert!(is_muted(&story) && said.len() == 1 && said[0].contains("-bob") && said[0].contains("10m"), "{said:?}");
    let before = story.lines_of("dazza").len();
    story.pass(Duration::from_secs(590));
    assert!(is_muted(&story));
    story.pass(Duration::from_secs(10));
    let said = said_since(&story, before);
    assert!(!is_muted(&story) && said.len() == 1 && said[0].contains("-bob"), "{said:?}");
    story.pass(Duration::from_hours(1));
    assert_eq!(said_since(&story, before).len(), 1, "told once");
}

#[test]
fn somebody_who_is_away_when_the_mute_is_over_may_speak_on_coming_back() {
    let mut story = room(3.0, 1.0);
    let until = later(story.wall(), Duration::from_mins(10));
    said_after(&mut story, What::Mute { who: bob(), until: Some(until) }, SECOND);
    story.server(|world| world.kick_person(&fatpizza(), "bob", Some("for a while")));
    story.is_down = true;
    story.pass(Duration::from_mins(20));
    assert!(!story.world.is_in(&fatpizza(), "bob") && story.lines_of("dazza").len() == 1);
    story.is_down = false;
    story.pass(Duration::from_mins(20));
    assert!(story.world.is_in(&fatpizza(), "bob") && !is_muted(&story));
    assert_eq!(story.lines_of("dazza").len(), 2, "and is told so");
}

#[test]
fn who_is_let_speak_by_somebody_else_is_not_let_speak_again() {
    let mut story = room(3.0, 1.0);
    let until = later(story.wall(), Duration::from_mins(10));
    said_after(&mut story, What::Mute { who: bob(), until: Some(until) }, SECOND);
    story.server(|world| world.mute(&fatpizza(), "bob", None));
    story.server(|world| world.mute(&fatpizza(), "bob", Some(Mute::Loud)));
    let before = story.lines_of("dazza").len();
    story.pass(Duration::from_mins(20));
    assert!(is_muted(&story), "this one was not ours");
    assert!(said_since(&story, before).is_empty());
}

#[test]
fn an_unmute_is_proved_also_for_somebody_who_is_not_here() {
    let mut story = room(3.0, 1.0);
    story.server(|world| world.mute(&fatpizza(), "bob", Some(Mute::Loud)));
    let said = said_after(&mut story, What::Unmute { who: bob() }, SECOND);
    assert!(!is_muted(&story) && said.len() == 1 && said[0].contains("-bob"), "{said:?}");
    story.server(|world| world.mute(&fatpizza(), "gone", Some(Mute::Loud)));
    let said = said_after(&mut story, What::Unmute { who: "gone".parse().unwrap() }, Duration::from_secs(4));
    assert!(said.len() == 1 && said[0].contains("-gone"), "{said:?}");
}

#[test]
fn a_kick_and_a_ban_are_told_when_they_have_happened() {
    let mut story = room(3.0, 1.0);
    let said = said_after(&mut story, What::Kick { who: bob(), reason: "too loud".to_owned() }, SECOND);
    assert!(!story.world.is_in(&fatpizza(), "bob") && said.len() == 1 && said[0].contains("-bob"), "{said:?}");
    let said = said_after(&mut story, What::Ban { who: bob(), reason: "spam".to_owned() }, SECOND);
    assert!(said.len() == 1 && said[0].contains("-bob"), "{said:?}");
    let again = said_after(&mut story, What::Ban { who: bob(), reason: String::new() }, SECOND);
    assert!(again.len() == 1 && again[0].contains("already banned"), "{again:?}");
    story.pass(Duration::from_hours(2));
    assert!(!story.world.is_in(&fatpizza(), "bob"), "it holds");
    let said = said_after(&mut story, What::Unban { who: bob() }, SECOND);
    assert!(said.len() == 1 && said[0].contains("-bob"), "{said:?}");
    let said = said_after(&mut story, What::Unban { who: bob() }, SECOND);
    assert!(said.len() == 1 && said[0].contains("not on the ban list"), "{said:?}");
}

#[test]
fn what_the_server_refuses_is_told_in_its_words_and_what_it_swallows_after_a_while() {
    let mut story = room(3.0, 4.0);
    let said = said_after(&mut story, What::Kick { who: bob(), reason: String::new() }, SECOND);
    assert!(said.len() == 1 && said[0].contains("permission to kick bob"), "{said:?}");
    let said = said_after(&mut story, What::Mute { who: bob(), until: None }, SECOND);
    assert!(said.len() == 1 && said[0].contains("equal or higher rank"), "{said:?}");
    let said = said_after(&mut story, What::Ban { who: bob(), reason: String::new() }, SECOND);
    assert!(said.len() == 1 && said[0].contains("permission to ban bob"), "{said:?}");
    let mut story = room(1.0, 1.0);
    let said = said_after(&mut story, What::Clear { reason: String::new() }, Duration::from_secs(4));
    assert!(said.is_empty(), "{said:?}");
    story.pass(Duration::from_secs(2));
    let said = said_since(&story, 0);
    assert!(said.len() == 1 && said[0].contains("clear"), "{said:?}");
}

#[test]
fn the_chat_is_cleared_and_it_is_told_why() {
    let mut story = room(3.0, 1.0);
    let said = said_after(&mut story, What::Clear { reason: "spilt pie".to_owned() }, SECOND);
    assert!(said.len() == 1 && said[0].contains("-alice") && said[0].contains("spilt pie"), "{said:?}");
    assert!(said_after(&mut story, What::Clear { reason: String::new() }, SECOND).is_empty());
}

#[test]
fn a_clear_that_waits_is_called_off_when_the_line_breaks() {
    let mut story = room(3.0, 1.0);
    let not_before = later(story.wall(), Duration::from_secs(30));
    let what = What::Clear { reason: "spilt pie".to_owned() };
    let act = Act { id: 0, what, by: "alice".parse().unwrap(), to: To::Room, not_before };
    note(&mut story, 0, Note::Act(act));
    story.pass(SECOND);
    story.server(|world| world.cut(&fatpizza(), "dazza"));
    story.pass(Duration::from_mins(5));
    assert!(story.world.is_in(&fatpizza(), "dazza"));
    assert!(story.lines_of("dazza").is_empty());
}

#[test]
fn a_poll_is_opened_closed_and_its_result_told() {
    let mut story = room(3.0, 1.0);
    let options = vec!["meat".to_owned(), "veg & more".to_owned()];
    let said = said_after(&mut story, What::OpenPoll { title: "Best pie?".to_owned(), options }, SECOND);
    assert!(said.is_empty(), "the server shows it: {said:?}");
    let said = said_after(&mut story, What::ClosePoll, SECOND);
    assert!(said.len() == 1 && said[0].contains("Best pie?: meat 0, veg &amp; more 0"), "{said:?}");
}

#[test]
fn the_playlist_is_changed_and_each_change_told() {
    let mut story = room(3.0, 1.0);
    let add = |id: &str| What::Add { kind: "yt".to_owned(), id: id.to_owned(), is_next: false };
    assert_eq!(said_after(&mut story, add("ddd"), SECOND).len(), 1);
    let said = said_after(&mut story, add("ddd"), SECOND);
    assert!(said.len() == 1 && said[0].contains("already on the playlist"), "{said:?}");
    let bump = What::Bump { uid: 3, after: Some(1), title: "Third".to_owned() };
    assert!(said_after(&mut story, bump, SECOND)[0].contains("Third"));
    let remove = What::Remove { uid: 2, title: "Second".to_owned() };
    assert!(said_after(&mut story, remove, SECOND)[0].contains("Second"));
    let again = What::Remove { uid: 2, title: "Second".to_owned() };
    assert!(said_after(&mut story, again, Duration::from_secs(6))[0].contains("remove"), "there is none");
    assert_eq!(said_after(&mut story, What::Skip, SECOND).len(), 1);
    assert_eq!(said_after(&mut story, What::Shuffle, SECOND).len(), 1);
}

/// What the playlist holds of the one that bob adds.
fn added_by_bob(story: &mut Story, id: &str) -> Vec<String> {
    let before = story.lines_of("dazza").len();
    let (kind, id) = ("yt".to_owned(), id.to_owned());
    let (what, not_before) = (What::Add { kind, id, is_next: false }, story.wall());
    note(story, 1, Note::Act(Act { id: 9, what, by: bob(), to: To::Room, not_before }));
    story.pass(SECOND);
    said_since(story, before)
}

#[test]
fn what_is_barred_is_taken_off_when_somebody_adds_it() {
    let mut story = room(3.0, 2.0);
    let barred = Barred { kind: "yt".to_owned(), id: "bad".to_owned(), title: None };
    note(&mut story, 0, Note::House(HouseNote::Barred(barred)));
    assert_eq!(story.beat().gauges.playlist, 3);
    assert!(added_by_bob(&mut story, "good").is_empty());
    assert_eq!(story.beat().gauges.playlist, 4);
    let said = added_by_bob(&mut story, "bad");
    assert!(said.len() == 1 && said[0].contains("-bob"), "{said:?}");
    assert_eq!(story.beat().gauges.playlist, 4);
    assert!(added_by_bob(&mut story, "bad").is_empty(), "told once in a while");
    assert_eq!(story.beat().gauges.playlist, 4);
}

#[test]
fn what_somebody_adds_who_may_not_is_taken_off() {
    let mut story = room(3.0, 2.0);
    let until = Some(later(story.wall(), Duration::from_mins(5)));
    note(&mut story, 0, Note::House(HouseNote::QueueBanned(QueueBan { who: "bob".to_owned(), until })));
    let said = added_by_bob(&mut story, "one");
    assert!(said.len() == 1 && said[0].contains("-bob"), "{said:?}");
    assert_eq!(story.beat().gauges.playlist, 3);
    story.pass(Duration::from_mins(5));
    assert!(added_by_bob(&mut story, "two").is_empty());
    assert_eq!(story.beat().gauges.playlist, 4);
}

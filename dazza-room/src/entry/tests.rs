//! The way in, told as stories: what the server says, and what we ask or conclude.

use super::*;
use crate::cytube::event::{self, User};

fn credentials(channel_password: Option<&str>) -> Credentials {
    Credentials {
        username: "dazza".to_owned(),
        password: Some("secret".to_owned().into()),
        channel_password: channel_password.map(|text| text.to_owned().into()),
    }
}

fn welcome() -> Event {
    Event::Login(LoginAnswer::Welcome { name: "dazza".into(), is_guest: false })
}

fn refused(text: &str) -> Event {
    Event::Login(LoginAnswer::Refused { text: text.into() })
}

/// What each event of a story leads to, in a word.
fn story(channel_password: Option<&str>, events: &[Event]) -> Vec<String> {
    let (credentials, now) = (credentials(channel_password), Instant::now());
    let (entry, login) = Entry::begin("fatpizza".parse().unwrap(), "dazza".parse().unwrap(), &credentials, now);
    assert_eq!(login.name(), "login");
    tell(entry, &credentials, events)
}

/// The same of one that looks first.
fn looking(channel_password: Option<&str>, events: &[Event]) -> Vec<String> {
    let (credentials, now) = (credentials(channel_password), Instant::now());
    let (entry, join) = Entry::begin_looking("fatpizza".parse().unwrap(), "dazza".parse().unwrap(), &credentials, now);
    assert_eq!(join.name(), "joinChannel");
    tell(entry, &credentials, events)
}

fn tell(mut entry: Entry, credentials: &Credentials, events: &[Event]) -> Vec<String> {
    let now = Instant::now();
    let told = events.iter().map(|event| match entry.heard(event, credentials, now) {
        Progress::None => "-".to_owned(),
        Progress::Ask(action) => action.name().to_owned(),
        Progress::Inside => "inside".to_owned(),
        Progress::Out(out) => format!("{:?}", out.refusal),
    });
    told.collect()
}

#[test]
fn login_then_join_then_the_roster() {
    let events = [Event::Rank(-1.0), Event::Rank(1.0), welcome(), Event::UserList(vec![]), Event::UserList(vec![])];
    assert_eq!(story(None, &events), ["-", "-", "joinChannel", "inside", "-"]);
}

#[test]
fn a_wrong_password_needs_a_person() {
    let events = [refused("Invalid username/password combination")];
    assert_eq!(story(None, &events), ["NeedsAPerson(CredentialsRefused)"]);
}

#[test]
fn a_locked_channel_is_answered_once() {
    let asks = |was_wrong| Event::NeedPassword { was_wrong };
    assert_eq!(story(None, &[welcome(), asks(false)]), ["joinChannel", "ChannelPassword"]);
    let told = story(Some("letmein"), &[welcome(), asks(false), Event::UserList(vec![])]);
    assert_eq!(told, ["joinChannel", "channelPassword", "inside"]);
    let told = story(Some("wrong"), &[welcome(), asks(true), asks(true)]);
    assert_eq!(told, ["joinChannel", "channelPassword", "ChannelPassword"]);
}

#[test]
fn a_kick_counts_at_every_step() {
    let kick = Event::Kick { reason: Some("Duplicate login".into()) };
    assert_eq!(story(None, std::slice::from_ref(&kick)), ["DuplicateLogin"]);
    assert_eq!(story(None, &[welcome(), Event::UserList(vec![]), kick]), ["joinChannel", "inside", "DuplicateLogin"]);
}

#[test]
fn who_looks_first_leaves_a_name_that_is_there_in_peace() {
    let roster = |names: &[&str]| {
        let user = |name: &&str| User { name: (*name).into(), rank: 1.0, is_afk: false, is_muted: false };
        Event::UserList(names.iter().map(user).collect())
    };
    assert_eq!(looking(None, &[roster(&["alice", "Dazza"])]), ["DuplicateLogin"]);
    assert_eq!(looking(None, &[roster(&["alice"]), welcome()]), ["login", "inside"]);
    let asks = Event::NeedPassword { was_wrong: false };
    assert_eq!(looking(Some("letmein"), &[asks.clone(), roster(&[])]), ["channelPassword", "login"]);
    assert_eq!(looking(None, &[asks]), ["ChannelPassword"]);
    let blocked = Event::ErrorMsg(event::Refusal { text: format!("{NO_ANONYMOUS}. Please").into(), code: None });
    assert_eq!(looking(None, &[blocked.clone(), welcome(), roster(&["dazza"])]), ["login", "-", "inside"]);
    assert_eq!(looking(None, &[blocked, roster(&["dazza"]), welcome()]), ["login", "-", "inside"]);
}

#[test]
fn each_step_has_its_own_time_and_inside_there_is_none() {
    let (credentials, now) = (credentials(None), Instant::now());
    let (room, name) = ("fatpizza".parse().unwrap(), "dazza".parse().unwrap());
    let (mut entry, _) = Entry::begin(room, name, &credentials, now);
    assert_eq!(entry.give_up_at(), Some(now + STEP_LIMIT));
    assert!(entry.overdue().reason.contains("login"));
    let later = now + Duration::from_secs(9);
    entry.heard(&welcome(), &credentials, later);
    assert_eq!(entry.give_up_at(), Some(later + STEP_LIMIT));
    assert!(entry.overdue().reason.contains("joining"));
    entry.heard(&Event::UserList(vec![]), &credentials, later);
    assert_eq!(entry.give_up_at(), None);
}

//! Refused on the way in: at the address, at the login, at the channel.

use std::time::Duration;

use dazza_shared::exit::Exit;
use dazza_shared::link::AddressRefusal;
use dazza_shared::phase::LinePhase;
use dazza_sim::limits::{ConnectBucket, EventBucket, Limits};
use dazza_sim::world::Ending;
use serde_json::json;

use crate::story::{Story, fatpizza};
use crate::welcome::welcome;
use crate::{check_all_waits, check_waits};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_hours(1);

#[test]
fn who_is_welcome_gets_in_at_once_and_stays() {
    let mut story = Story::new();
    story.pass(SECOND);
    story.expect(LinePhase::Joined, "");
    assert_eq!(story.gaps_of_a_day(), [0_u64; 0]);
    story.expect(LinePhase::Joined, "");
}

#[test]
fn a_channel_that_nobody_registered_needs_a_person_unless_it_is_wanted_so() {
    let seed = "users = [{ name = \"dazza\", password = \"dazza-test\" }]";
    let mut story = Story::with(seed, Limits::relaxed(), &[welcome()]);
    story.pass(SECOND);
    story.expect_left(Exit::ChannelRefused, "nobody has registered the channel `fatpizza`");
    story.expect_left(Exit::ChannelRefused, "set allow_unregistered = true");
    assert_eq!(story.gaps_of_a_day(), [0_u64; 0]);

    let mut welcome = welcome();
    welcome.settings.allow_unregistered = true;
    let mut story = Story::with(seed, Limits::relaxed(), &[welcome]);
    story.pass(SECOND);
    story.expect(LinePhase::Joined, "");
}

#[test]
fn a_wrong_password_of_the_account_needs_a_person() {
    let mut story = Story::signing_in(|credentials| credentials.password = Some("hunter2".to_owned().into()));
    story.pass(HOUR);
    let reason = "refused the login of account `dazza`: Invalid username/password combination; correct the account's";
    story.expect_left(Exit::CredentialsRefused, reason);
    assert_eq!(story.bots[0].dials.len(), 1);
}

#[test]
fn an_account_that_does_not_exist_needs_a_person() {
    let mut story = Story::signing_in(|credentials| credentials.username = "nobody".to_owned());
    story.pass(HOUR);
    story.expect_left(Exit::CredentialsRefused, "account `nobody`: User does not exist");
}

#[test]
fn a_guest_name_that_is_registered_needs_a_person() {
    let mut story = Story::signing_in(|credentials| credentials.password = None);
    story.pass(HOUR);
    story.expect_left(Exit::CredentialsRefused, "guest `dazza`: That username is registered.");
}

#[test]
fn a_second_guest_of_an_address_waits_its_minute() {
    let mut guest = welcome();
    guest.credentials.password = None;
    guest.credentials.username = "DazzaGuest".to_owned();
    let limits = Limits { guest_delay: Limits::stock().guest_delay, ..Limits::relaxed() };
    let mut story = Story::with("[[channels]]\nname = \"fatpizza\"", limits, &[guest]);
    story.pass(SECOND);
    story.expect(LinePhase::Joined, "");
    // The line breaks, and the server still counts the minute: one try too early, and the next is let in.
    story.server(|world| world.cut(&fatpizza(), "DazzaGuest"));
    story.pass(8 * SECOND);
    story.expect(LinePhase::ShutOut, "Guest logins are restricted to one per IP address per 60 seconds.");
    story.pass(90 * SECOND);
    story.expect(LinePhase::Joined, "");
    assert_eq!(story.bots[0].dials.len(), 3);
}

#[test]
fn who_is_banned_by_name_asks_once_an_hour() {
    let mut story = Story::new();
    story.server(|world| world.ban(&fatpizza(), "dazza", "too cheeky", false));
    story.pass(SECOND);
    story.expect(LinePhase::ShutOut, "put out of the room: You are banned from this channel.");
    check_all_waits(&story.gaps_of_a_day(), (3_600, 3_600));
    story.server(|world| world.lift_bans(&fatpizza(), "dazza"));
    story.pass(HOUR);
    story.expect(LinePhase::Joined, "");
}

#[test]
fn who_is_banned_by_address_asks_once_an_hour() {
    let mut story = Story::new();
    story.pass(SECOND);
    story.server(|world| world.ban(&fatpizza(), "dazza", "", true));
    story.pass(SECOND);
    story.expect(LinePhase::ShutOut, "put out of the room: You're banned!");
    check_all_waits(&story.gaps_of_a_day(), (3_600, 3_600));
}

#[test]
fn an_address_that_the_site_bans_is_told_to_the_gate_and_asks_once_an_hour() {
    let mut story = Story::new();
    story.server(|world| world.set_site_ban([10, 0, 0, 1].into(), true));
    story.pass(SECOND);
    story.expect(LinePhase::ShutOut, "You are banned from the server");
    assert_eq!(story.bots[0].grudges, [AddressRefusal::Banned]);
    check_all_waits(&story.gaps_of_a_day(), (3_600, 3_600));
}

#[test]
fn too_many_connects_wait_a_minute_or_more_and_tell_the_gate() {
    let closed = ConnectBucket { burst: 0, refill: Duration::from_hours(100) };
    let mut story = Story::limited(Limits { connects: Some(closed), ..Limits::relaxed() });
    story.pass(SECOND);
    // Not shut out for good: on its way in still.
    story.expect(LinePhase::Connecting, "Rate limit exceeded");
    assert_eq!(story.bots[0].grudges, [AddressRefusal::RateLimited]);
    let waits = story.gaps_of_a_day();
    check_all_waits(&waits, (60, 300));
    assert_eq!(waits.last(), Some(&300));
}

#[test]
fn too_many_open_connections_wait_a_minute_or_more() {
    let mut story = Story::limited(Limits { open_per_address: Some(0), ..Limits::relaxed() });
    story.pass(SECOND);
    story.expect(LinePhase::Connecting, "Too many connections from your IP address");
    assert!(story.bots[0].grudges.is_empty(), "the gate counts the open ones itself");
    check_all_waits(&story.gaps_of_a_day(), (60, 300));
}

#[test]
fn too_many_events_wait_a_minute_or_more() {
    let mut story =
        Story::limited(Limits { events: Some(EventBucket { burst: 1, per_second: 0.001 }), ..Limits::relaxed() });
    story.pass(SECOND);
    story.expect(LinePhase::Connecting, "put out of the room: Rate limit exceeded");
    assert!(story.bots[0].grudges.is_empty(), "it is this connection that was too quick, not the address");
    check_all_waits(&story.gaps_of_a_day(), (60, 300));
}

fn passworded(own: Option<&str>) -> Story {
    let mut story = Story::signing_in(|credentials| {
        credentials.channel_password = own.map(|own| own.to_owned().into());
    });
    story.server(|world| world.set_option(&fatpizza(), "password", json!("letmein")).1);
    story.pass(SECOND);
    story
}

#[test]
fn a_channel_password_that_is_missing_is_asked_for_every_quarter_of_an_hour() {
    let mut story = passworded(None);
    story.expect(LinePhase::ShutOut, "the channel wants a password; give it as `password` of this room");
    check_all_waits(&story.gaps_of_a_day(), (900, 900));
    story.server(|world| world.set_option(&fatpizza(), "password", json!(false)).1);
    story.pass(HOUR);
    story.expect(LinePhase::Joined, "");
}

#[test]
fn a_channel_password_that_is_wrong_is_tried_twice_and_then_every_quarter_of_an_hour() {
    let mut story = passworded(Some("letmeout"));
    story.expect(LinePhase::ShutOut, "the channel refuses the password in `password` of this room");
    assert!(!story.beat().reason.unwrap().contains("letmeout"));
    check_all_waits(&story.gaps_of_a_day(), (900, 900));
}

#[test]
fn a_channel_password_that_is_right_opens() {
    let mut story = passworded(Some("letmein"));
    story.expect(LinePhase::Joined, "");
    story.say("alice", "!ping");
    assert_eq!(story.lines_of("dazza").len(), 1);
}

#[test]
fn a_channel_that_cannot_be_loaded_is_asked_every_quarter_of_an_hour() {
    let mut story = Story::new();
    story.server(|world| world.set_unloadable(&fatpizza(), Some("Failed to load channel data from the database.")));
    story.pass(SECOND);
    story.expect(LinePhase::ShutOut, "Channel could not be loaded: Failed to load channel data");
    check_all_waits(&story.gaps_of_a_day(), (900, 900));
}

#[test]
fn a_channel_that_the_site_bans_is_asked_once_an_hour() {
    let mut story = Story::new();
    story.pass(SECOND);
    story.server(|world| world.end_channel(&fatpizza(), Ending::Banned("spam".to_owned())));
    story.pass(SECOND);
    story.expect(LinePhase::ShutOut, "Channel was banned: spam");
    check_all_waits(&story.gaps_of_a_day(), (3_600, 3_600));
    story.expect(LinePhase::ShutOut, "Channel could not be loaded: Channel is banned: spam");
}

#[test]
fn a_server_that_does_not_answer_the_login_is_left_after_ten_seconds_and_tried_ever_more_rarely() {
    let mut story = Story::new();
    story.is_deaf = true;
    story.pass(9 * SECOND);
    assert_eq!(story.bots[0].dials.len(), 1);
    story.expect(LinePhase::Connecting, "");
    story.pass(2 * SECOND);
    story.expect(LinePhase::Connecting, "the chat server did not answer the login within 10 s");
    let waits = story.gaps_of_a_day();
    // Ten seconds of patience and the wait after each.
    check_waits(&waits, &[(15, 17), (17, 20), (21, 25), (26, 33), (35, 43)]);
    check_all_waits(&waits[10..], (310, 310));
    story.is_deaf = false;
    story.pass(Duration::from_secs(320));
    story.expect(LinePhase::Joined, "");
}

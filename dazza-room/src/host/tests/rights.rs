//! Who may do what: a bot admin of the fleet, one of the room, a moderator by rank or by the room's settings; as of now.

use super::settings::of_file;
use super::*;

/// Whether the worker is asked to carry out what that person asks for.
fn may(story: &mut Story, who: &str, line: &str) -> bool {
    story.wait(Duration::from_mins(1));
    story.say(who, line).iter().any(|effect| effect.starts_with("do "))
}

fn rank(story: &mut Story, name: &str, rank: f64) {
    story.hear(Event::SetUserRank { name: name.into(), rank });
}

/// One that bot admins may use, whatever the channel thinks of them, and one that moderators may.
const ADMINS: &str = "!dazza";
const MODERATORS: &str = "!quiet 1s";

#[test]
fn an_admin_of_the_fleet_stands_above_one_of_the_room_and_both_above_any_rank() {
    let mut story = Story::inside();
    let told = of_file("admins = [\"Boss\"]", "admins = [\"Local\"]\nmoderators = [\"Trev\"]");
    story.tell(Input::Told(ToRoom::Reconfigure(Box::new(told))));
    let user = |name: &str, rank| User { name: name.into(), rank, is_afk: false, is_muted: false };
    for (name, own_rank, is_admin, is_moderator) in [
        ("BOSS", 1.0, true, true),
        ("local", 1.0, true, true),
        ("Owner", 5.0, false, true),
        ("Mod", 2.0, false, true),
        ("trev", 1.0, false, true),
        ("Gaz", 1.5, false, false),
        ("Guest", 0.0, false, false),
    ] {
        story.hear(Event::AddUser(user(name, own_rank)));
        assert_eq!(
            (may(&mut story, name, ADMINS), may(&mut story, name, MODERATORS)),
            (is_admin, is_moderator),
            "{name}"
        );
    }
    // In another room the one of this room is nobody.
    let elsewhere = of_file("admins = [\"Boss\"]", "");
    story.tell(Input::Told(ToRoom::Reconfigure(Box::new(elsewhere))));
    for (name, is_in) in [("Boss", true), ("Local", false), ("Trev", false)] {
        assert_eq!(may(&mut story, name, MODERATORS), is_in, "{name}");
    }
}

#[test]
fn a_rank_counts_from_the_moment_it_is_given_to_the_moment_it_is_taken() {
    let mut story = Story::inside();
    assert!(!may(&mut story, "alice", MODERATORS));
    rank(&mut story, "Alice", 2.0);
    assert!(may(&mut story, "alice", MODERATORS) && !may(&mut story, "alice", ADMINS));
    rank(&mut story, "alice", 1.0);
    assert!(!may(&mut story, "alice", MODERATORS));
    rank(&mut story, "nobody", 5.0);
    assert!(!may(&mut story, "nobody", MODERATORS), "somebody who is not here has no rank");
}

#[test]
fn a_name_is_an_admins_only_while_it_is_signed_in() {
    let mut story = Story::inside();
    story.tell(Input::Told(ToRoom::Reconfigure(Box::new(of_file("admins = [\"Boss\"]", "")))));
    let guest = User { name: "Boss".into(), rank: 0.0, is_afk: false, is_muted: false };
    story.hear(Event::AddUser(guest));
    assert!(!may(&mut story, "Boss", ADMINS), "anybody may be a guest of that name");
    rank(&mut story, "Boss", 1.0);
    assert!(may(&mut story, "Boss", ADMINS));
    story.hear(Event::UserLeave { name: "Boss".into() });
    assert!(!may(&mut story, "Boss", ADMINS), "who has gone is not asked for a rank");
}

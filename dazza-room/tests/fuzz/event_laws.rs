//! What holds of every event, whatever it was read from.

use std::time::Duration;

use dazza_room::cytube::event::Event;

/// The longest name, title and text that an event keeps. Unit: characters.
const LONGEST: (usize, usize, usize) = (64, 100, 16 * 1024);

/// Panics when an event holds more than it may; `most` is the length of its frame, in bytes.
pub(crate) fn check(event: &Event, most: usize) {
    let (name, title, html) = LONGEST;
    let is_short = |text: &str, limit: usize| text.chars().count() <= limit;
    match event {
        Event::Unknown { name: of } | Event::Unreadable { name: of, .. } => assert!(is_short(of, name)),
        Event::Rank(rank) | Event::SetUserRank { rank, .. } => assert!(rank.is_finite()),
        Event::UserList(users) => {
            assert!(users.len() <= most / 2);
            assert!(
                users.iter().all(|user| !user.name.is_empty() && user.rank.is_finite() && is_short(&user.name, name))
            );
        }
        Event::AddUser(user) => assert!(!user.name.is_empty() && user.rank.is_finite() && is_short(&user.name, name)),
        Event::Playlist(items) => {
            assert!(items.len() <= most / 2);
            assert!(items.iter().all(|item| is_short(&item.title, title)));
        }
        Event::ChangeMedia(media) => assert!(media.position.is_finite() && is_short(&media.title, title)),
        Event::MediaUpdate { position, .. } => assert!(position.is_finite()),
        Event::ChannelOpts(options) => {
            assert!(options.burst > 0 && options.sustained > 0.0 && options.sustained.is_finite());
        }
        Event::Chat(line) => assert!(is_short(&line.username, name) && is_short(&line.html, html)),
        Event::Pm(pm) => assert!(is_short(&pm.username, name) && is_short(&pm.to, name) && is_short(&pm.html, html)),
        Event::Cooldown(gap) => assert!(*gap <= Duration::from_hours(1)),
        _ => {}
    }
}

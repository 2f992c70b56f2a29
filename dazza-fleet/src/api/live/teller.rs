//! Tells the feed what rooms and the supervisor tell, and what time alone calls for.

use std::time::Duration;

use dazza_shared::clock::{Clock, since};
use dazza_shared::phase::Phase;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::entry::News;
use super::feed::Feed;
use super::rows::Rows;
use super::topics::Topic;
use crate::view::FleetView;

/// How often it is looked which rooms have changed, while somebody follows that.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How often those who follow statistics hear that we live. Source: `platform.md`, 6.3.
const BEAT_EVERY: Duration = Duration::from_secs(30);

/// Tells until the fleet has ended.
pub(super) async fn tell(feed: Feed) {
    let fleet = feed.fleet().clone();
    let (mut lines, mut notices) = (fleet.live(), fleet.notices());
    let now = Instant::now();
    let mut look = interval_at(now + LOOK_EVERY, LOOK_EVERY);
    let mut beat = interval_at(now + BEAT_EVERY, BEAT_EVERY);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut rows = Rows::default();
    loop {
        tokio::select! {
            line = lines.recv() => hear(&feed, line),
            notice = notices.recv() => hear(&feed, notice),
            _ = look.tick() => look_at_rooms(&feed, &mut rows).await,
            _ = beat.tick() => {
                if feed.n_following(Topic::Stats) > 0 && let Ok(view) = fleet.view().await {
                    feed.tell(heartbeat(&view, feed.n_guests()));
                }
            }
            () = fleet.ended() => return,
        }
    }
}

fn hear<T: Into<News>>(feed: &Feed, heard: Result<T, RecvError>) {
    match heard {
        Ok(told) => feed.tell(told.into()),
        Err(RecvError::Lagged(n)) => feed.miss(n),
        // The fleet's handle holds a sender: this does not come.
        Err(RecvError::Closed) => {}
    }
}

async fn look_at_rooms(feed: &Feed, rows: &mut Rows) {
    if feed.n_following(Topic::Rooms) == 0 {
        // Whoever comes next hears of all.
        return rows.forget();
    }
    if let Ok(view) = feed.fleet().view().await {
        rows.changed(&view).into_iter().for_each(|news| feed.tell(news));
    }
}

fn heartbeat(view: &FleetView, n_clients: usize) -> News {
    let is_connected = view.rooms.iter().any(|room| room.phase == Phase::Joined);
    let uptime = since(view.started, Clock::System.now()).as_secs();
    let data = json!({ "connected": is_connected, "uptime": uptime, "clients": n_clients });
    News { topic: Some(Topic::Stats), kind: "heartbeat", room: None, data }
}

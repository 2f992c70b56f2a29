//! Tells the feed which tiers people have reached, whenever the job that hands them out has done its work.

use dazza_shared::store::StoreError;
use dazza_shared::store::reads::awards;
use jiff::Timestamp;
use tracing::warn;

use super::entry::News;
use super::feed::Feed;
use crate::api::asked::Place;
use crate::api::database::Reads;
use crate::api::error::Problem;
use crate::jobs::Job;

/// Tells until the fleet has ended. What was reached before the feed began is no news.
pub(super) async fn tell(feed: Feed, reads: Reads) {
    let fleet = feed.fleet().clone();
    let mut jobs = fleet.jobs();
    let (mut told_up_to, mut known) = (0, None);
    loop {
        let latest = jobs.borrow_and_update().iter().find(|job| job.name == Job::Achievements.row().name).cloned();
        let success: Option<Timestamp> = latest.and_then(|job| job.last_success);
        if success != known {
            match tell_new(&feed, &reads, told_up_to).await {
                Ok(newest) => (told_up_to, known) = (newest, success),
                // Where jobs stand is told again before long.
                Err(problem) => warn!("what was achieved cannot be told yet: {}", problem.detail),
            }
        }
        tokio::select! {
            changed = jobs.changed() => if changed.is_err() { return },
            () = fleet.ended() => return,
        }
    }
}

/// Tells what was handed out behind that number; the number of the newest one.
async fn tell_new(feed: &Feed, reads: &Reads, told_up_to: i64) -> Result<i64, Problem> {
    let place = Place::of(feed.fleet(), &[]).await?;
    let mut tx = reads.begin().await?;
    let new = awards::since(&mut tx, &place.view(), (told_up_to, feed.epoch())).await?;
    tx.commit().await.map_err(StoreError::from)?;
    for award in new.awards {
        feed.tell(News::of_award(award));
    }
    Ok(new.newest)
}

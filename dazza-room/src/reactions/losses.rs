//! Deliveries that got lost on their way to the room, until the database counts them as not delivered again.

use std::collections::BTreeMap;

use dazza_shared::clock::later;
use jiff::Timestamp;
use tracing::warn;

use super::TRY_AGAIN;
use crate::chat::Receipt;

/// What got lost.
#[derive(Debug, Default)]
pub struct Losses {
    lost: Vec<Receipt>,
    in_hand: Vec<Receipt>,
    n_times: BTreeMap<Receipt, u32>,
    not_before: Option<Timestamp>,
}

/// How often one delivery may get lost: what the server will never take is not offered to it for ever.
const MAX_TIMES: u32 = 5;

/// How many deliveries are remembered to have got lost before.
const REMEMBERED: usize = 1_000;

impl Losses {
    /// These got lost.
    pub fn lose(&mut self, receipts: Vec<Receipt>) {
        for receipt in receipts {
            if self.n_times.len() >= REMEMBERED {
                self.n_times.clear();
            }
            let n_times = self.n_times.entry(receipt).or_default();
            *n_times += 1;
            if *n_times < MAX_TIMES {
                self.lost.push(receipt);
            } else {
                warn!("gave up on {receipt:?}: it got lost {n_times} times");
            }
        }
    }

    /// What is to be taken back now; asked once, it is under way.
    pub fn take(&mut self, now: Timestamp) -> Vec<Receipt> {
        if self.not_before.is_some_and(|at| at > now) {
            return Vec::new();
        }
        self.in_hand.extend(&self.lost);
        std::mem::take(&mut self.lost)
    }

    /// What was under way has been taken back, or could not be.
    pub fn taken_back(&mut self, has_failed: bool, now: Timestamp) {
        let in_hand = std::mem::take(&mut self.in_hand);
        self.not_before = has_failed.then(|| later(now, TRY_AGAIN));
        if has_failed {
            self.lost.extend(in_hand);
        }
    }

    /// When to ask again.
    pub fn due_at(&self) -> Option<Timestamp> {
        self.not_before.filter(|_| !self.lost.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    #[test]
    fn what_is_lost_is_taken_back_once_and_again_after_a_failure() {
        let mut losses = Losses::default();
        assert!(losses.take(START).is_empty());
        losses.lose(vec![Receipt::Tell(1), Receipt::Reminder(1)]);
        assert_eq!(losses.take(START), [Receipt::Tell(1), Receipt::Reminder(1)]);
        assert!(losses.take(START).is_empty() && losses.due_at().is_none());
        losses.taken_back(true, START);
        assert!(losses.take(START).is_empty());
        let again = losses.due_at().unwrap();
        assert_eq!(losses.take(again).len(), 2);
        losses.taken_back(false, again);
        assert!(losses.take(again).is_empty());
    }

    #[test]
    fn what_is_lost_every_time_is_given_up() {
        let mut losses = Losses::default();
        let n_taken = (0..20)
            .map(|_| {
                losses.lose(vec![Receipt::Tell(1)]);
                losses.take(START).len()
            })
            .sum::<usize>();
        assert_eq!(n_taken, 4);
    }
}

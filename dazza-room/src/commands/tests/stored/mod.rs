//! What each stored command does and answers, on a database of its own.

mod admin;
mod audit;
mod balance;
mod beg;
mod bong;
mod books;
mod centrelink;
mod coin_flip;
mod contest;
mod contest_asked;
mod contest_kill;
mod couch_coins;
mod customs;
mod delivery;
mod drink;
mod duel;
mod duel_kill;
mod fish;
mod gallery;
mod gallery_check;
mod give;
mod heist;
mod heist_kill;
mod heist_orders;
mod house;
mod jobs;
mod junk;
mod kept;
mod limits;
mod moderation;
mod mug;
mod mug_kill;
mod mystery_esky;
mod playlist;
mod pokies;
mod quote;
mod raffle;
mod remind;
mod scratchie;
mod set_up;
mod sign_spinning;
mod social;
mod stats;
mod summary;
mod tab;
mod tell;
mod urls;
mod waits;
mod watching;

use dazza_shared::counters::CommandResult;

use crate::chat::{Pool, ReplyLine, Route, To};
use crate::commands::tests::till::{Till, only};

/// Whether `text` is a phrase of `pool`: what stands between its blanks, in that order.
pub(super) fn is_from(pool: Pool, text: &str) -> bool {
    super::answers::is_from(pool, text)
}

/// As an address.
fn to(name: &str) -> To {
    To::Player(name.parse().unwrap())
}

/// When a line is said. Unit: milliseconds.
fn after(line: &ReplyLine) -> u128 {
    line.after.as_millis()
}

/// Checks that each line of alice's is refused with a phrase of its pool that holds this part, and moves nothing.
async fn refuses(till: &mut Till, lines: &[(Route, &str, Pool, &str)]) {
    let before = till.ledger().await;
    for (route, text, pool, part) in lines {
        till.seconds += 3_600;
        let done = till.hear("alice", *route, text).await;
        assert_eq!(done.result, CommandResult::Refused, "{text}: {done:?}");
        let line = only(done);
        assert!(is_from(*pool, &line.text) && line.text.contains(part), "{text}: {}", line.text);
        assert_eq!(line.to, if *route == Route::Pm { to("alice") } else { To::Room }, "{text}");
    }
    assert_eq!(till.ledger().await, before);
    till.adds_up().await;
}

//! The heist: what may be stolen, who wants to, how it goes and who gets how much of it.

mod crimes;
mod offer;
mod phase;
mod share;
mod vote;

pub use crimes::{CRIMES, Crime, crime};
pub use offer::{Outcome, offer, outcome};
pub use phase::{Phase, Spans};
pub use share::{Loot, Member, Share, share};
pub use vote::{vote, winner};

/// How many crimes there are to vote on. Source: `commands-and-games.md`, 3.1.
pub const N_OFFERED: usize = 3;

/// Trust for a vote, and on top of it for a success or a failure. Source: `commands-and-games.md`, 3.6.
pub const TRUST_FOR_VOTE: i16 = 1;
/// Trust for a success. Source: as above.
pub const TRUST_FOR_SUCCESS: i16 = 2;
/// Trust for a failure. Source: as above.
pub const TRUST_FOR_FAILURE: i16 = -1;
/// Trust of the house for a success on its own. Source: as above.
pub const TRUST_FOR_SOLO: i16 = 4;

/// Trust that somebody who voted gains.
pub const fn trust_of_voter(is_success: bool) -> i16 {
    TRUST_FOR_VOTE + if is_success { TRUST_FOR_SUCCESS } else { TRUST_FOR_FAILURE }
}

/// Trust that the house gains, alone or with others.
pub const fn trust_of_house(is_success: bool, is_solo: bool) -> i16 {
    match (is_success, is_solo) {
        (true, true) => TRUST_FOR_SOLO,
        (true, false) => TRUST_FOR_SUCCESS,
        (false, true) => TRUST_FOR_FAILURE,
        (false, false) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trust_goes_with_the_deed() {
        assert_eq!([trust_of_voter(true), trust_of_voter(false)], [3, 0]);
        assert_eq!(
            [(true, true), (true, false), (false, true), (false, false)].map(|(a, b)| trust_of_house(a, b)),
            [4, 2, -1, 0]
        );
    }
}

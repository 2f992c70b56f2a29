//! Why the server keeps us out, and how long we then stay away. Pure.

use std::time::Duration;

use dazza_shared::dice::Dice;
use dazza_shared::exit::Exit;
use dazza_shared::link::AddressRefusal;
use tokio::time::Instant;

/// Why we are not in the room.
///
/// Source: `platform.md`, 1.9, and `cytube-protocol`, sections 1.3, 2.3 and 7.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Could not look up, connect, sign in or join in time; or the line broke.
    Unreachable,
    /// Too many connects, events or connections from our address.
    RateLimited,
    /// A moderator kicked us.
    Kicked,
    /// Banned from the channel or the server.
    Banned,
    /// Somebody else came in under our name.
    DuplicateLogin,
    /// Our guest name is in use, or the address has had its guest for this minute.
    GuestMustWait,
    /// The channel wants a password that we do not have.
    ChannelPassword,
    /// The channel was reloaded, or its server moved: come back soon.
    Reloading,
    /// The channel cannot be loaded, or has been deleted.
    ChannelUnavailable,
    /// Only a person can mend it: the process ends with this code.
    NeedsAPerson(Exit),
}

/// How the reasons of a kick begin that mean a ban.
const BANS: [&str; 5] = [
    "You're banned!",
    "You are banned from this channel.",
    "This channel has banned connections from Tor.",
    "Channel could not be loaded: Channel is banned",
    "Channel was banned",
];

impl Refusal {
    /// What a `kick` with this reason means. It may come without one.
    pub fn of_kick(reason: Option<&str>) -> Self {
        let reason = reason.unwrap_or_default();
        match reason {
            "Duplicate login" => Self::DuplicateLogin,
            "Rate limit exceeded" | "Too many connections from your IP address" => Self::RateLimited,
            "Channel reloading" | "Channel shutting down" => Self::Reloading,
            "Invalid channel name" => Self::NeedsAPerson(Exit::ChannelRefused),
            _ if BANS.iter().any(|ban| reason.starts_with(ban)) => Self::Banned,
            _ if reason == "Channel deleted" || reason.starts_with("Channel could not be loaded") => {
                Self::ChannelUnavailable
            }
            _ => Self::Kicked,
        }
    }

    /// What a refused namespace connect with this message means.
    pub fn of_connect_error(message: &str) -> Self {
        match message {
            "Rate limit exceeded" => Self::RateLimited,
            "You are banned from the server" => Self::Banned,
            _ => Self::Unreachable,
        }
    }

    /// What a failed login with this error means; `is_guest` when we gave no password.
    pub fn of_login(error: &str, is_guest: bool) -> Self {
        let must_wait =
            error.starts_with("Guest logins are restricted") || error == "That name is already in use on this channel.";
        match error {
            _ if is_guest && must_wait => Self::GuestMustWait,
            "Database failure" => Self::Unreachable,
            _ => Self::NeedsAPerson(Exit::CredentialsRefused),
        }
    }

    /// What the server has against our address, if this refusal came before we were let in at all.
    pub const fn of_address(&self) -> Option<AddressRefusal> {
        match self {
            Self::RateLimited => Some(AddressRefusal::RateLimited),
            Self::Banned => Some(AddressRefusal::Banned),
            _ => None,
        }
    }

    /// Whether we were shut out, rather than unlucky on the way.
    pub const fn is_shut_out(&self) -> bool {
        !matches!(self, Self::Unreachable | Self::Reloading | Self::RateLimited)
    }
}

/// Remembers failures, and says how long to wait after the next.
#[derive(Debug, Default)]
pub struct Redial {
    n_failures: u32,
    kicks: Vec<Instant>,
    duplicates: Vec<Instant>,
}

impl Redial {
    /// We were in the room for a good while: what failed before is forgotten.
    pub fn forget_failures(&mut self) {
        self.n_failures = 0;
    }

    /// How long to wait after `refusal` at `now`.
    ///
    /// Source: `platform.md`, 1.8 and 1.9.
    pub fn wait_after(&mut self, refusal: &Refusal, now: Instant, dice: &mut Dice) -> Duration {
        match refusal {
            Refusal::Unreachable => self.back_off(dice),
            Refusal::Reloading => jittered(SOON, dice),
            Refusal::RateLimited | Refusal::GuestMustWait => self.back_off(dice).max(jittered(MINUTE, dice)),
            Refusal::Kicked => {
                let n = note(&mut self.kicks, now);
                (MINUTE * 2_u32.saturating_pow(n.saturating_sub(1).min(5))).min(HALF_HOUR)
            }
            Refusal::DuplicateLogin if note(&mut self.duplicates, now) >= 3 => HOUR,
            Refusal::DuplicateLogin => 4 * MINUTE + Duration::from_secs(dice.below(121)),
            Refusal::ChannelUnavailable | Refusal::ChannelPassword => QUARTER_HOUR,
            Refusal::Banned | Refusal::NeedsAPerson(_) => HOUR,
        }
    }

    /// 5 s, half as much again each time up to 50 s, jitter 30 %; after 10 failures 5 min each.
    fn back_off(&mut self, dice: &mut Dice) -> Duration {
        self.n_failures = self.n_failures.saturating_add(1);
        if self.n_failures > 10 {
            return LONGEST_WAIT;
        }
        let factor = 1.5_f64.powi(i32::try_from(self.n_failures - 1).unwrap_or(i32::MAX)).min(10.0);
        jittered(FIRST_WAIT.mul_f64(factor), dice)
    }
}

const FIRST_WAIT: Duration = Duration::from_secs(5);
const SOON: Duration = Duration::from_secs(2);
const MINUTE: Duration = Duration::from_mins(1);
const LONGEST_WAIT: Duration = Duration::from_mins(5);
const QUARTER_HOUR: Duration = Duration::from_mins(15);
const HALF_HOUR: Duration = Duration::from_mins(30);
const HOUR: Duration = Duration::from_hours(1);

/// Up to 30 % more, so that rooms that fell together do not come back together.
fn jittered(wait: Duration, dice: &mut Dice) -> Duration {
    wait.mul_f64(1.0 + 0.3 * dice.unit())
}

/// Notes an event and says how many there were in the last hour, this one included.
fn note(events: &mut Vec<Instant>, now: Instant) -> u32 {
    events.retain(|at| now - *at < HOUR);
    events.push(now);
    u32::try_from(events.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(redial: &mut Redial, refusal: &Refusal, now: Instant) -> u64 {
        redial.wait_after(refusal, now, &mut Dice::seeded(1)).as_secs()
    }

    #[test]
    fn kicks_are_read_by_their_reason() {
        for (reason, meaning) in [
            (Some("Duplicate login"), Refusal::DuplicateLogin),
            (Some("You are banned from this channel."), Refusal::Banned),
            (Some("Channel could not be loaded: Channel is banned: spam"), Refusal::Banned),
            (Some("Channel could not be loaded: no database"), Refusal::ChannelUnavailable),
            (Some("Channel reloading"), Refusal::Reloading),
            (Some("too many <jokes>"), Refusal::Kicked),
            (Some(""), Refusal::Kicked),
            (None, Refusal::Kicked),
        ] {
            assert_eq!(Refusal::of_kick(reason), meaning, "{reason:?}");
        }
    }

    #[test]
    fn a_wrong_password_needs_a_person_and_a_busy_guest_name_only_time() {
        let refused = Refusal::NeedsAPerson(Exit::CredentialsRefused);
        assert_eq!(Refusal::of_login("Invalid username/password combination", false), refused);
        assert_eq!(Refusal::of_login("That username is registered.", true), refused);
        assert_eq!(Refusal::of_login("That name is already in use on this channel.", true), Refusal::GuestMustWait);
        assert_eq!(Refusal::of_login("Database failure", false), Refusal::Unreachable);
    }

    #[test]
    fn waits_grow_to_five_minutes_and_start_anew_after_health() {
        let (mut redial, now) = (Redial::default(), Instant::now());
        let mut waits: Vec<_> = (0..12).map(|_| wait(&mut redial, &Refusal::Unreachable, now)).collect();
        assert!(waits.iter().all(|s| (5..=300).contains(s)), "{waits:?}");
        assert_eq!(waits.split_off(10), [300, 300]);
        assert!(waits.windows(2).all(|w| w[0] <= w[1]), "{waits:?}");
        redial.forget_failures();
        assert!(wait(&mut redial, &Refusal::Unreachable, now) <= 6);
    }

    #[test]
    fn who_kicks_again_and_again_is_left_alone_longer() {
        let (mut redial, now) = (Redial::default(), Instant::now());
        let waits: Vec<_> = (0..7).map(|_| wait(&mut redial, &Refusal::Kicked, now)).collect();
        assert_eq!(waits, [60, 120, 240, 480, 960, 1_800, 1_800]);
        assert_eq!(wait(&mut redial, &Refusal::Kicked, now + HOUR), 60);
    }

    #[test]
    fn two_that_share_an_account_do_not_kick_each_other_for_ever() {
        let (mut redial, now) = (Redial::default(), Instant::now());
        assert!((240..=360).contains(&wait(&mut redial, &Refusal::DuplicateLogin, now)));
        assert!((240..=360).contains(&wait(&mut redial, &Refusal::DuplicateLogin, now)));
        assert_eq!(wait(&mut redial, &Refusal::DuplicateLogin, now), 3_600);
    }
}

//! How many commands one player, and the whole room, may use in a minute.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use jiff::Timestamp;

use dazza_shared::clock::{later, since};

/// The span that is looked at. Source: `commands-and-games.md`, 7.5.
const WINDOW: Duration = Duration::from_mins(1);

/// Most commands of one player within the window. Source: `commands-and-games.md`, 7.5.
const PER_PLAYER: usize = 15;

/// The command at which a player is warned. Source: `commands-and-games.md`, 7.5.
const WARN_AT: usize = 12;

/// Most commands of the whole room within the window. Source: `platform.md`, 3.2.
const PER_ROOM: usize = 60;

/// How often players who are idle are forgotten. Source: `commands-and-games.md`, 7.5.
const SWEEP_EVERY: Duration = Duration::from_mins(5);

/// The commands of the last minute.
#[derive(Debug, Default)]
pub(super) struct Limits {
    players: HashMap<Box<str>, Window>,
    room: Window,
    swept_at: Option<Timestamp>,
}

/// What becomes of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It may be used.
    Pass,
    /// It may be used, and the player should know how many there were.
    Warn(usize),
    /// The player has had enough and may go on after that long, rounded up to a second.
    PlayerFull(Duration),
    /// The room has had enough and may go on after that long.
    RoomFull(Duration),
    /// As above, and has been said already.
    Silence,
}

#[derive(Debug, Default)]
struct Window {
    uses: VecDeque<Timestamp>,
    warned_at: Option<Timestamp>,
    refused_at: Option<Timestamp>,
}

impl Limits {
    /// Takes in that the player of that lower-case name asks for a command. What is refused does not count.
    pub(super) fn admit(&mut self, player_key: &str, now: Timestamp) -> Verdict {
        self.sweep(now);
        self.room.forget_old(now);
        if let Some(player) = self.players.get_mut(player_key) {
            player.forget_old(now);
            if let Some(wait) = player.wait(PER_PLAYER, now) {
                return player.refuse(Verdict::PlayerFull(wait), now);
            }
        }
        if let Some(wait) = self.room.wait(PER_ROOM, now) {
            return self.room.refuse(Verdict::RoomFull(wait), now);
        }
        self.room.take(now);
        let player = self.players.entry(player_key.into()).or_default();
        player.take(now);
        player.warn(now)
    }

    fn sweep(&mut self, now: Timestamp) {
        if self.swept_at.is_some_and(|swept| swept <= now && since(swept, now) < SWEEP_EVERY) {
            return;
        }
        self.swept_at = Some(now);
        self.players.retain(|_, player| {
            player.forget_old(now);
            !player.uses.is_empty()
        });
        self.players.shrink_to_fit();
    }
}

impl Window {
    fn forget_old(&mut self, now: Timestamp) {
        self.uses.retain(|used| is_within(*used, now));
    }

    fn wait(&self, limit: usize, now: Timestamp) -> Option<Duration> {
        let oldest = self.uses.front().filter(|_| self.uses.len() >= limit)?;
        let left = since(now, later(*oldest, WINDOW));
        Some(Duration::from_secs(left.as_secs() + u64::from(left.subsec_nanos() > 0)))
    }

    fn refuse(&mut self, verdict: Verdict, now: Timestamp) -> Verdict {
        if is_first(&mut self.refused_at, now) { verdict } else { Verdict::Silence }
    }

    fn take(&mut self, now: Timestamp) {
        self.uses.push_back(now);
    }

    fn warn(&mut self, now: Timestamp) -> Verdict {
        if self.uses.len() >= WARN_AT && is_first(&mut self.warned_at, now) {
            Verdict::Warn(self.uses.len())
        } else {
            Verdict::Pass
        }
    }
}

/// Whether `moment` lies within the window. A moment in the future was before the clock was set back.
fn is_within(moment: Timestamp, now: Timestamp) -> bool {
    moment <= now && since(moment, now) < WINDOW
}

/// Whether something has not been said within the window; it counts as said from now on.
fn is_first(said_at: &mut Option<Timestamp>, now: Timestamp) -> bool {
    let is_first = !said_at.is_some_and(|said| is_within(said, now));
    if is_first {
        *said_at = Some(now);
    }
    is_first
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

    fn at(seconds: u64) -> Timestamp {
        later(START, Duration::from_secs(seconds))
    }

    #[test]
    fn a_player_is_warned_once_refused_once_and_let_in_again() {
        let mut limits = Limits::default();
        let verdicts: Vec<_> = (0..17).map(|n| limits.admit("gaz", at(n))).collect();
        assert!(verdicts[..11].iter().all(|verdict| *verdict == Verdict::Pass));
        assert_eq!(verdicts[11], Verdict::Warn(12));
        assert_eq!(verdicts[12..15], [Verdict::Pass; 3]);
        assert_eq!(verdicts[15], Verdict::PlayerFull(Duration::from_secs(45)));
        assert_eq!(verdicts[16], Verdict::Silence);
        assert_eq!(limits.admit("shaz", at(17)), Verdict::Pass);
        assert_eq!(limits.admit("gaz", at(60)), Verdict::Pass);
        assert_eq!(limits.admit("gaz", at(60)), Verdict::Silence);
        assert_eq!(limits.admit("gaz", at(61)), Verdict::Pass);
    }

    #[test]
    fn who_stays_at_the_limit_is_told_once_a_minute() {
        let mut limits = Limits::default();
        let verdicts: Vec<_> = (0..240).map(|n| limits.admit("gaz", at(n))).collect();
        let n_told = |is: fn(&Verdict) -> bool| verdicts.iter().filter(|verdict| is(verdict)).count();
        assert_eq!(n_told(|verdict| matches!(verdict, Verdict::PlayerFull(_))), 4);
        assert_eq!(n_told(|verdict| matches!(verdict, Verdict::Warn(_))), 4);
        assert_eq!(n_told(|verdict| matches!(verdict, Verdict::Pass)), 56);
    }

    #[test]
    fn the_room_as_a_whole_has_a_limit_too() {
        let mut limits = Limits::default();
        for n in 0..60 {
            assert_eq!(limits.admit(&format!("player{n}"), at(0)), Verdict::Pass);
        }
        assert_eq!(limits.admit("gaz", at(20)), Verdict::RoomFull(Duration::from_secs(40)));
        assert_eq!(limits.admit("shaz", at(21)), Verdict::Silence);
        assert_eq!(limits.admit("gaz", at(60)), Verdict::Pass);
    }

    #[test]
    fn idle_players_are_forgotten_and_a_clock_set_back_locks_nobody_out() {
        let mut limits = Limits::default();
        for n in 0..5_000 {
            limits.admit(&format!("player{n}"), at(n * 2));
        }
        assert!(limits.players.len() <= 200, "{}", limits.players.len());
        for _ in 0..15 {
            limits.admit("gaz", at(20_000));
        }
        assert_eq!(limits.admit("gaz", at(0)), Verdict::Pass);
    }
}

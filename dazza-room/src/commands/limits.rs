//! How many commands one player, in all rooms together, and the whole room may use in a minute.
//!
//! Decided at once, by what was heard here and what is known of other rooms; the writer tells them of ours, and us of theirs.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use dazza_shared::clock::{later, since};
use dazza_shared::config::CommandLimits;
use dazza_shared::store::limiter::Use;

/// The span that is looked at. Source: `commands-and-games.md`, 7.5.
const WINDOW: Duration = Duration::from_mins(1);

/// How often players who are idle are forgotten. Source: `commands-and-games.md`, 7.5.
const SWEEP_EVERY: Duration = Duration::from_mins(5);

/// How far apart two uses of a player are at least, for the database to tell them apart.
const APART: SignedDuration = SignedDuration::from_micros(1);

/// Most uses elsewhere that are kept in mind of one player: more than any limit that may be set.
const MAX_ELSEWHERE: usize = 1_000;

/// The commands of the last minute.
#[derive(Debug, Default)]
pub(super) struct Limits {
    players: HashMap<Box<str>, Window>,
    room: Window,
    swept_at: Option<Timestamp>,
    /// Those that the other rooms have not been told of.
    untold: Vec<Use>,
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
    /// Those in other rooms, or in this one before the process began.
    elsewhere: BTreeSet<Timestamp>,
    /// By which moment other rooms know the last use.
    known_by: Option<Timestamp>,
    warned_at: Option<Timestamp>,
    refused_at: Option<Timestamp>,
}

impl Limits {
    /// Takes in that the player of that lower-case name asks for a command. What is refused does not count.
    pub(super) fn admit(&mut self, player_key: &str, limits: CommandLimits, now: Timestamp) -> Verdict {
        self.sweep(now);
        self.room.forget_old(now);
        if let Some(player) = self.players.get_mut(player_key) {
            player.forget_old(now);
            if let Some(wait) = player.wait(limits.per_player, now) {
                return player.refuse(Verdict::PlayerFull(wait), now);
            }
        }
        if let Some(wait) = self.room.wait(limits.per_room, now) {
            return self.room.refuse(Verdict::RoomFull(wait), now);
        }
        self.room.take(now);
        let player = self.players.entry(player_key.into()).or_default();
        let at = player.take(now);
        self.untold.push(Use { who: player_key.into(), at });
        player.warn(limits.warn_at, now)
    }

    /// What the other rooms are to be told of; asked once.
    pub(super) fn take_untold(&mut self) -> Vec<Use> {
        std::mem::take(&mut self.untold)
    }

    /// People have used commands elsewhere, or here before the process began.
    pub(super) fn learn(&mut self, uses: &[Use], now: Timestamp) {
        // Where nobody ever uses a command, those who do so elsewhere are forgotten all the same.
        self.sweep(now);
        for used in uses {
            let player = self.players.entry(used.who.clone()).or_default();
            player.elsewhere.insert(used.at);
            if player.elsewhere.len() > MAX_ELSEWHERE {
                player.elsewhere.pop_first();
            }
        }
    }

    fn sweep(&mut self, now: Timestamp) {
        if self.swept_at.is_some_and(|swept| swept <= now && since(swept, now) < SWEEP_EVERY) {
            return;
        }
        self.swept_at = Some(now);
        self.players.retain(|_, player| {
            player.forget_old(now);
            !player.uses.is_empty() || !player.elsewhere.is_empty()
        });
        self.players.shrink_to_fit();
    }
}

impl Window {
    fn forget_old(&mut self, now: Timestamp) {
        self.uses.retain(|used| is_within(*used, now));
        // The clock of whoever told may be ahead of ours: what is yet to come soon counts when it has come.
        let soon = later(now, WINDOW);
        self.elsewhere.retain(|used| is_within(*used, now) || (*used > now && *used < soon));
    }

    /// How many there were.
    fn count(&self, now: Timestamp) -> usize {
        self.uses.len() + self.elsewhere.range(..=now).count()
    }

    /// How long it takes until fewer than `limit` are left.
    fn wait(&self, limit: u32, now: Timestamp) -> Option<Duration> {
        let too_many = self.count(now).checked_sub(usize::try_from(limit).unwrap_or(usize::MAX))?;
        let mut all: Vec<_> = self.uses.iter().chain(self.elsewhere.range(..=now)).copied().collect();
        all.sort_unstable();
        let left = since(now, later(*all.get(too_many)?, WINDOW));
        Some(Duration::from_secs(left.as_secs() + u64::from(left.subsec_nanos() > 0)))
    }

    fn refuse(&mut self, verdict: Verdict, now: Timestamp) -> Verdict {
        if is_first(&mut self.refused_at, now) { verdict } else { Verdict::Silence }
    }

    /// Counts a use; the moment it is known by, which no other one has.
    fn take(&mut self, now: Timestamp) -> Timestamp {
        self.uses.push_back(now);
        let next = self.known_by.and_then(|last| last.checked_add(APART).ok());
        let at = next.map_or(now, |next| next.max(now));
        self.known_by = Some(at);
        at
    }

    fn warn(&mut self, warn_at: u32, now: Timestamp) -> Verdict {
        let count = self.count(now);
        if u32::try_from(count).is_ok_and(|count| count >= warn_at) && is_first(&mut self.warned_at, now) {
            Verdict::Warn(count)
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

    const LIMITS: CommandLimits = CommandLimits { per_player: 15, warn_at: 12, per_room: 60 };

    fn at(seconds: u64) -> Timestamp {
        later(START, Duration::from_secs(seconds))
    }

    #[test]
    fn a_player_is_warned_once_refused_once_and_let_in_again() {
        let mut limits = Limits::default();
        let verdicts: Vec<_> = (0..17).map(|n| limits.admit("gaz", LIMITS, at(n))).collect();
        assert!(verdicts[..11].iter().all(|verdict| *verdict == Verdict::Pass));
        assert_eq!(verdicts[11], Verdict::Warn(12));
        assert_eq!(verdicts[12..15], [Verdict::Pass; 3]);
        assert_eq!(verdicts[15], Verdict::PlayerFull(Duration::from_secs(45)));
        assert_eq!(verdicts[16], Verdict::Silence);
        assert_eq!(limits.admit("shaz", LIMITS, at(17)), Verdict::Pass);
        assert_eq!(limits.admit("gaz", LIMITS, at(60)), Verdict::Pass);
        assert_eq!(limits.admit("gaz", LIMITS, at(60)), Verdict::Silence);
        assert_eq!(limits.admit("gaz", LIMITS, at(61)), Verdict::Pass);
    }

    #[test]
    fn who_stays_at_the_limit_is_told_once_a_minute() {
        let mut limits = Limits::default();
        let verdicts: Vec<_> = (0..240).map(|n| limits.admit("gaz", LIMITS, at(n))).collect();
        let n_told = |is: fn(&Verdict) -> bool| verdicts.iter().filter(|verdict| is(verdict)).count();
        assert_eq!(n_told(|verdict| matches!(verdict, Verdict::PlayerFull(_))), 4);
        assert_eq!(n_told(|verdict| matches!(verdict, Verdict::Warn(_))), 4);
        assert_eq!(n_told(|verdict| matches!(verdict, Verdict::Pass)), 56);
    }

    #[test]
    fn the_room_as_a_whole_has_a_limit_too() {
        let mut limits = Limits::default();
        for n in 0..60 {
            assert_eq!(limits.admit(&format!("player{n}"), LIMITS, at(0)), Verdict::Pass);
        }
        assert_eq!(limits.admit("gaz", LIMITS, at(20)), Verdict::RoomFull(Duration::from_secs(40)));
        assert_eq!(limits.admit("shaz", LIMITS, at(21)), Verdict::Silence);
        assert_eq!(limits.admit("gaz", LIMITS, at(60)), Verdict::Pass);
    }

    #[test]
    fn idle_players_are_forgotten_and_a_clock_set_back_locks_nobody_out() {
        let mut limits = Limits::default();
        for n in 0..5_000 {
            limits.admit(&format!("player{n}"), LIMITS, at(n * 2));
        }
        assert!(limits.players.len() <= 200, "{}", limits.players.len());
        for _ in 0..15 {
            limits.admit("gaz", LIMITS, at(20_000));
        }
        assert_eq!(limits.admit("gaz", LIMITS, at(0)), Verdict::Pass);
    }

    /// So many uses of gaz somewhere else, a second apart.
    fn elsewhere(seconds: std::ops::Range<u64>) -> Vec<Use> {
        seconds.map(|n| Use { who: "gaz".into(), at: at(n) }).collect()
    }

    #[test]
    fn where_nobody_uses_a_command_those_who_do_elsewhere_are_forgotten() {
        let mut limits = Limits::default();
        for n in 0..10_000 {
            limits.learn(&[Use { who: format!("p{n}").into(), at: at(n) }], at(n));
        }
        assert!(limits.players.len() <= 360, "{}", limits.players.len());
    }

    #[test]
    fn what_was_used_in_other_rooms_counts_once_it_is_known_and_ends_in_its_own_time() {
        let mut limits = Limits::default();
        assert_eq!(limits.admit("gaz", LIMITS, at(10)), Verdict::Pass, "nothing is known yet");
        limits.learn(&elsewhere(0..10), at(10));
        limits.learn(&elsewhere(5..10), at(10));
        assert_eq!(limits.admit("gaz", LIMITS, at(11)), Verdict::Warn(12));
        for n in 12..15 {
            assert_eq!(limits.admit("gaz", LIMITS, at(n)), Verdict::Pass);
        }
        assert_eq!(limits.admit("gaz", LIMITS, at(15)), Verdict::PlayerFull(Duration::from_secs(45)));
        assert_eq!(limits.admit("shaz", LIMITS, at(15)), Verdict::Pass);
        assert_eq!(limits.admit("gaz", LIMITS, at(60)), Verdict::Pass);
        // Far too many at once, as when a room was cut off from the others: it takes until few enough are left.
        limits.learn(&elsewhere(100..130), at(130));
        assert_eq!(limits.admit("gaz", LIMITS, at(130)), Verdict::PlayerFull(Duration::from_secs(45)));
        assert_eq!(limits.admit("gaz", LIMITS, at(174)), Verdict::Silence);
        assert_eq!(limits.admit("gaz", LIMITS, at(175)), Verdict::Warn(15));
    }

    #[test]
    fn the_other_rooms_are_told_of_every_use_by_a_moment_of_its_own() {
        let mut limits = Limits::default();
        for _ in 0..3 {
            limits.admit("gaz", LIMITS, at(0));
        }
        limits.admit("shaz", LIMITS, at(0));
        let told = limits.take_untold();
        let moments: BTreeSet<_> = told.iter().filter(|used| &*used.who == "gaz").map(|used| used.at).collect();
        assert_eq!((told.len(), moments.len()), (4, 3));
        assert!(limits.take_untold().is_empty());
        for _ in 0..20 {
            limits.admit("gaz", LIMITS, at(1));
        }
        assert_eq!(limits.take_untold().len(), 12, "what is refused is no use");
    }

    #[test]
    fn limits_that_change_hold_at_once() {
        let (mut limits, few) = (Limits::default(), CommandLimits { per_player: 2, warn_at: 2, per_room: 3 });
        for _ in 0..4 {
            limits.admit("gaz", LIMITS, at(0));
        }
        assert_eq!(limits.admit("gaz", few, at(1)), Verdict::PlayerFull(Duration::from_secs(59)));
        assert_eq!(limits.admit("shaz", few, at(1)), Verdict::RoomFull(Duration::from_secs(59)));
        assert_eq!(limits.admit("gaz", LIMITS, at(2)), Verdict::Pass);
    }

    #[test]
    fn a_clock_that_is_ahead_elsewhere_locks_nobody_out_for_long() {
        let mut limits = Limits::default();
        limits.learn(&elsewhere(5_000..5_100), at(0));
        assert_eq!(limits.admit("gaz", LIMITS, at(0)), Verdict::Pass);
        assert!(limits.players["gaz"].elsewhere.is_empty(), "that is not to be believed");
        limits.learn(&elsewhere(2_000..3_500), at(0));
        assert_eq!(limits.players["gaz"].elsewhere.len(), MAX_ELSEWHERE);
    }
}

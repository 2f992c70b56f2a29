//! What lives longer than a line: its kinds, the moments of its life at which the room is killed, and how it must have ended.
//! Pure.

use std::collections::BTreeMap;

use super::words::{LIFE_POOLS, pool_of};

/// What every name of a life begins with; its number follows, and whether it is the one or the other of two.
const LIFE: &str = "Life";

/// A thing with a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A reminder: asked for, answered, due, given.
    Reminder,
    /// A message: left, answered, its person speaks, on its way, delivered.
    Tell,
    /// The same in private.
    PrivateTell,
    /// A duel: asked for, answered, called, told.
    Duel,
    /// A flip against the house: asked for, answered, told.
    Flip,
}

/// A moment in a life, behind which the room is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moment {
    /// It was asked for.
    Asked,
    /// The bot has answered.
    Answered,
    /// It is due: the time has come, the person has spoken, the side is called.
    Due,
    /// What is said of it is on its way.
    OnItsWay,
    /// It was said.
    Told,
}

/// One life, with the moment that the room is killed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Life {
    pub(super) n: usize,
    pub(super) kind: Kind,
    pub(super) killed_at: Moment,
}

/// What was seen of a life.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// What the bot said in public that names it.
    pub(super) public: Vec<String>,
    /// What it told the one in private, and the other.
    pub(super) private: [Vec<String>; 2],
    /// What has happened because of the one, and how often.
    pub(super) effects: BTreeMap<String, i64>,
}

impl Kind {
    const ALL: [Self; 5] = [Self::Reminder, Self::Tell, Self::PrivateTell, Self::Duel, Self::Flip];

    /// The moments of its life.
    fn moments(self) -> &'static [Moment] {
        use Moment::{Answered, Asked, Due, OnItsWay, Told};
        match self {
            Self::Reminder | Self::Duel => &[Asked, Answered, Due, Told],
            Self::Tell | Self::PrivateTell => &[Asked, Answered, Due, OnItsWay, Told],
            Self::Flip => &[Asked, Answered, OnItsWay, Told],
        }
    }
}

impl Life {
    /// `n` lives: every kind, killed at every moment, over and over.
    pub(super) fn all(n: usize) -> Vec<Self> {
        let every = Kind::ALL.into_iter().flat_map(|kind| kind.moments().iter().map(move |moment| (kind, *moment)));
        let every: Vec<_> = every.collect();
        every
            .iter()
            .cycle()
            .take(n)
            .zip(0..)
            .map(|((kind, killed_at), n)| Self { n, kind: *kind, killed_at: *killed_at })
            .collect()
    }

    /// Who asks.
    pub(super) fn one(self) -> String {
        format!("{LIFE}{:04}a", self.n)
    }

    /// The other, if it takes two.
    pub(super) fn other(self) -> String {
        format!("{LIFE}{:04}b", self.n)
    }

    /// Words that no other life has.
    pub(super) fn words(self) -> String {
        format!("note {:04} of many", self.n)
    }

    /// Whether a line of the bot's is about it.
    pub(super) fn is_named_in(self, text: &str) -> bool {
        text.contains(&format!("{LIFE}{:04}", self.n))
    }

    /// Everything that is not as it must be.
    pub(super) fn judge(self, seen: &Seen) -> Vec<String> {
        let mut pools: BTreeMap<&'static str, i64> = BTreeMap::new();
        let mut faults = Vec::new();
        for text in &seen.public {
            match pool_of(text, &LIFE_POOLS) {
                Some(name) => *pools.entry(name).or_default() += 1,
                None => faults.push(format!("the bot said something strange: `{text}`")),
            }
        }
        let said = |names: &[&str]| names.iter().filter_map(|name| pools.get(name)).sum::<i64>();
        let happened = |what: &str| seen.effects.get(what).copied().unwrap_or(0);
        let told = |which: usize| {
            let lines = seen.private.get(which).into_iter().flatten();
            i64::try_from(lines.filter(|text| text.contains(&self.words())).count()).unwrap_or(i64::MAX)
        };
        let mut must = |what: &str, n: i64, wanted: std::ops::RangeInclusive<i64>| {
            if !wanted.contains(&n) {
                faults.push(format!("{what}: {n} times"));
            }
        };
        match self.kind {
            Kind::Reminder => {
                must("answered", said(&["remind_self"]), 1..=1);
                must("stored", happened("reminder"), 1..=1);
                must("given", said(&["remind_due_self", "remind_late_self"]), 1..=1);
            }
            Kind::Tell => {
                must("answered", said(&["tell_offline"]), 1..=1);
                must("stored", happened("tell"), 1..=1);
                must("delivered", said(&["tell_delivery"]), 1..=1);
            }
            Kind::PrivateTell => {
                // A private message is in no backlog: what was asked for by one may be lost with the room.
                must("stored", happened("tell"), 0..=1);
                must("delivered in private", told(1), 0..=happened("tell").min(1));
                must("said aloud", said(&["tell_delivery", "tell_offline"]), 0..=0);
                must("announced", said(&["tell_nudge"]), 0..=1);
            }
            Kind::Duel => {
                must("answered", said(&["challenge"]), 1..=1);
                must("ended", said(&["duel_result", "duel_refunded", "duel_interrupted", "duel_expired"]), 1..=1);
                must("remarked upon", said(&["duel_remark"]), 0..=said(&["duel_result"]));
            }
            Kind::Flip => {
                must("answered", said(&["ack"]), 1..=1);
                must("staked", happened("coin_flip out"), 1..=1);
                must("counted", happened("flip"), 1..=1);
                let n_won = happened("coin_flip in");
                must("paid", n_won, 0..=1);
                must("told to be won", said(&["public_win"]), n_won..=n_won);
                let results = seen.private.first().into_iter().flatten().filter(|text| text.contains("Balance: "));
                must("told in private", i64::try_from(results.count()).unwrap_or(i64::MAX), 0..=1);
            }
        }
        faults
            .iter()
            .map(|fault| format!("{:?} {} killed when {:?}: {fault}", self.kind, self.n, self.killed_at))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(kind: Kind) -> Life {
        Life { n: 7, kind, killed_at: Moment::Asked }
    }

    fn seen(public: &[&str], effects: &[(&str, i64)]) -> Seen {
        Seen {
            public: public.iter().map(|text| (*text).to_owned()).collect(),
            effects: effects.iter().map(|(what, n)| ((*what).to_owned(), *n)).collect(),
            ..Seen::default()
        }
    }

    #[test]
    fn every_kind_is_killed_at_every_moment() {
        let lives = Life::all(44);
        let every: std::collections::BTreeSet<_> = lives.iter().map(|life| (life.kind, life.killed_at)).collect();
        assert_eq!(every.len(), 22);
        assert_eq!((lives[3].n, lives[25].killed_at), (3, lives[3].killed_at));
    }

    #[test]
    fn a_reminder_is_given_once() {
        let (set, given) = ("Righto -Life0007a, I'll give ya a yell in 3s.", "Ding ding, Life0007a: note 0007 of many");
        let judge = |public: &[&str]| life(Kind::Reminder).judge(&seen(public, &[("reminder", 1)]));
        assert!(judge(&[set, given]).is_empty());
        assert_eq!(judge(&[set]), ["Reminder 7 killed when Asked: given: 0 times"]);
        assert_eq!(judge(&[set, given, given]), ["Reminder 7 killed when Asked: given: 2 times"]);
        assert_eq!(judge(&[given]), ["Reminder 7 killed when Asked: answered: 0 times"]);
    }

    #[test]
    fn what_was_told_in_private_is_never_said_aloud_and_told_once_at_most() {
        let life = life(Kind::PrivateTell);
        let told = "On the quiet from Life0007a, a minute ago: note 0007 of many".to_owned();
        let with = |n: usize| Seen { private: [vec![], vec![told.clone(); n]], ..seen(&[], &[("tell", 1)]) };
        assert!(life.judge(&with(0)).is_empty() && life.judge(&with(1)).is_empty());
        assert_eq!(life.judge(&with(2)).len(), 1);
        let aloud = seen(&["Oi Life0007b, -Life0007a left ya this (now): note 0007 of many"], &[("tell", 1)]);
        assert_eq!(life.judge(&aloud).len(), 1);
    }

    #[test]
    fn a_duel_ends_once_and_a_win_is_told_as_often_as_it_is_paid() {
        let challenge = "-Life0007a challenges Life0007b to a flip for $5. Type heads or tails, 30s, no peekin.";
        let result = "It's heads! -Life0007a takes the $10, -Life0007b takes it like a champ.";
        let off = "Power's back on. Duel's off. -Life0007a against -Life0007b is scratched and the $5 goes home.";
        let judge = |public: &[&str]| life(Kind::Duel).judge(&seen(public, &[]));
        assert!(judge(&[challenge, result]).is_empty() && judge(&[challenge, off]).is_empty());
        assert_eq!(judge(&[challenge]).len(), 1);
        assert_eq!(judge(&[challenge, result, off]).len(), 1);
        let (ack, won) = (
            "Come in, spinner! -Life0007a, check your PMs.",
            "heads! -Life0007a takes $100 off the house. I'm tellin the boss it was windy.",
        );
        let flip = |public: &[&str], n_won| {
            life(Kind::Flip).judge(&seen(public, &[("coin_flip out", 1), ("flip", 1), ("coin_flip in", n_won)]))
        };
        assert!(flip(&[ack, won], 1).is_empty() && flip(&[ack], 0).is_empty());
        assert_eq!(flip(&[ack], 1).len(), 1);
        assert_eq!(flip(&[ack, won], 0).len(), 1);
    }
}

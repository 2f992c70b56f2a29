//! What a room's heist is at, and for how long.

use std::time::Duration;

use dazza_shared::dice::Dice;

/// What a room's heist is at. Source: `commands-and-games.md`, 3.2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// The next one is planned.
    #[default]
    Idle,
    /// The room is about to be told.
    Announcing,
    /// The room votes on what to steal.
    Voting,
    /// The crew is out.
    InProgress,
    /// It is back, and the loot is about to be shared out.
    Distributing,
    /// Nothing happens for a while.
    Cooldown,
}

/// How long each takes.
#[derive(Clone, Copy, Debug)]
pub struct Spans {
    /// From one heist to the next: at the least and at the most.
    pub delay: (Duration, Duration),
    /// How long votes are counted.
    pub voting: Duration,
    /// How long the crew is out: at the least and at the most.
    pub run: (Duration, Duration),
    /// How long nothing happens.
    pub cooldown: Duration,
}

impl Phase {
    /// All of them, in the order in which they come.
    pub const ALL: [Self; 6] =
        [Self::Idle, Self::Announcing, Self::Voting, Self::InProgress, Self::Distributing, Self::Cooldown];

    /// What it is called, in the database too.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Idle => "IDLE",
            Self::Announcing => "ANNOUNCING",
            Self::Voting => "VOTING",
            Self::InProgress => "IN_PROGRESS",
            Self::Distributing => "DISTRIBUTING",
            Self::Cooldown => "COOLDOWN",
        }
    }

    /// What it is called in a sentence.
    pub const fn shown(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Announcing => "announcing",
            Self::Voting => "voting",
            Self::InProgress => "in progress",
            Self::Distributing => "distributing",
            Self::Cooldown => "cooldown",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.name() == name)
    }

    /// What comes after it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Idle => Self::Announcing,
            Self::Announcing => Self::Voting,
            Self::Voting => Self::InProgress,
            Self::InProgress => Self::Distributing,
            Self::Distributing => Self::Cooldown,
            Self::Cooldown => Self::Idle,
        }
    }

    /// How long it takes, drawn anew for what takes as long as it takes; nothing for what is left at once.
    pub fn lasts(self, spans: &Spans, dice: &mut Dice) -> Duration {
        match self {
            Self::Idle => between(spans.delay, dice),
            Self::Voting => spans.voting,
            Self::InProgress => between(spans.run, dice),
            Self::Cooldown => spans.cooldown,
            Self::Announcing | Self::Distributing => Duration::ZERO,
        }
    }

    /// Whether a heist may be begun by hand.
    pub const fn is_quiet(self) -> bool {
        matches!(self, Self::Idle | Self::Cooldown)
    }
}

fn between((shortest, longest): (Duration, Duration), dice: &mut Dice) -> Duration {
    let span = longest.saturating_sub(shortest);
    shortest.saturating_add(span.mul_f64(dice.unit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPANS: Spans = Spans {
        delay: (Duration::from_hours(1), Duration::from_hours(10)),
        voting: Duration::from_mins(1),
        run: (Duration::from_mins(20), Duration::from_mins(40)),
        cooldown: Duration::from_mins(1),
    };

    #[test]
    fn the_phases_go_round_and_are_known_by_their_names() {
        let mut phase = Phase::default();
        for wanted in Phase::ALL {
            assert_eq!(phase, wanted);
            assert_eq!(Phase::named(phase.name()), Some(phase));
            phase = phase.next();
        }
        assert_eq!(phase, Phase::Idle);
        assert_eq!(Phase::named("idle"), None);
        assert_eq!(Phase::ALL.map(Phase::is_quiet), [true, false, false, false, false, true]);
    }

    #[test]
    fn what_is_drawn_lies_between_its_ends_and_fills_the_space() {
        let mut dice = Dice::seeded(2);
        for (phase, (low, high)) in [(Phase::Idle, SPANS.delay), (Phase::InProgress, SPANS.run)] {
            let drawn: Vec<_> = (0..2_000).map(|_| phase.lasts(&SPANS, &mut dice)).collect();
            assert!(drawn.iter().all(|span| (low..=high).contains(span)));
            let tenth = high.saturating_sub(low) / 10;
            assert!(
                drawn.iter().any(|span| *span < low + tenth)
                    && drawn.iter().any(|span| *span > high.saturating_sub(tenth))
            );
        }
        assert_eq!(Phase::Voting.lasts(&SPANS, &mut dice), SPANS.voting);
        assert_eq!(Phase::Cooldown.lasts(&SPANS, &mut dice), SPANS.cooldown);
        assert_eq!(Phase::Announcing.lasts(&SPANS, &mut dice), Duration::ZERO);
        let never = Spans { delay: (Duration::MAX, Duration::MAX), ..SPANS };
        assert_eq!(Phase::Idle.lasts(&never, &mut dice), Duration::MAX);
    }
}

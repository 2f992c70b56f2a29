//! The four figures of a contest, and what they are worth.

/// One of the four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// How far. Unit: metres.
    Distance,
    /// How much. Unit: millilitres.
    Volume,
    /// How straight. Unit: percent.
    Aim,
    /// For how long. Unit: seconds.
    Duration,
}

/// All four of one player.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// How far. Unit: metres.
    pub distance: f64,
    /// How much. Unit: millilitres.
    pub volume: f64,
    /// How straight. Unit: percent.
    pub aim: f64,
    /// For how long. Unit: seconds.
    pub duration: f64,
}

/// What counts as all of a figure: where each is worth its full part of the score. Source: `commands-and-games.md`, 5.3.
pub(super) const FULL: Figures = Figures { distance: 5.0, volume: 2_000.0, aim: 100.0, duration: 30.0 };

/// Most of each that is scored; the original had no such end, and no lower one. Source: as above.
pub(super) const MOST: Figures = Figures { distance: 20.0, volume: 10_000.0, aim: 100.0, duration: 120.0 };

/// What a unit of each figure scores. Source: as above.
pub(super) const POINTS: Figures = Figures { distance: 80.0, volume: 0.125, aim: 2.0, duration: 5.0 };

impl Figure {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Distance, Self::Volume, Self::Aim, Self::Duration];
}

impl Figures {
    /// One of the four.
    pub fn get(&self, figure: Figure) -> f64 {
        match figure {
            Figure::Distance => self.distance,
            Figure::Volume => self.volume,
            Figure::Aim => self.aim,
            Figure::Duration => self.duration,
        }
    }

    /// Sets one of the four.
    pub(super) fn set(&mut self, figure: Figure, value: f64) {
        match figure {
            Figure::Distance => self.distance = value,
            Figure::Volume => self.volume = value,
            Figure::Aim => self.aim = value,
            Figure::Duration => self.duration = value,
        }
    }

    /// Changes one of the four by so many percent of what it is; nothing gets below nothing.
    pub(super) fn change(&mut self, figure: Figure, percent: f64) {
        let factor = (1.0 + percent / 100.0).max(0.0);
        self.set(figure, self.get(figure) * factor);
    }

    /// Changes all four by so many percent.
    pub(super) fn change_all(&mut self, percent: f64) {
        for figure in Figure::ALL {
            self.change(figure, percent);
        }
    }

    /// A figure as a part of what counts as all of it.
    pub(super) fn part(&self, figure: Figure) -> f64 {
        self.get(figure) / FULL.get(figure)
    }

    /// The lower of each.
    pub(super) fn lower(&self, other: &Self) -> Self {
        let mut lower = *self;
        for figure in Figure::ALL {
            lower.set(figure, self.get(figure).min(other.get(figure)));
        }
        lower
    }

    /// The figures within what is scored.
    pub(super) fn clamped(&self) -> Self {
        let mut clamped = *self;
        for figure in Figure::ALL {
            clamped.set(figure, self.get(figure).clamp(0.0, MOST.get(figure)));
        }
        clamped
    }

    /// What they score.
    pub fn score(&self) -> i32 {
        let points: f64 = Figure::ALL.iter().map(|figure| self.get(*figure) * POINTS.get(*figure)).sum();
        #[expect(clippy::cast_possible_truncation, reason = "clamped figures score less than 4,000")]
        let score = points.round() as i32;
        score
    }
}

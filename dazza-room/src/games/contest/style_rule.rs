//! What the styles of two contestants do to themselves and to each other. Source: `commands-and-games.md`, 5.4 and 5.5.

use super::conditions::{Change, Condition, ConditionKind};
use super::draw::{Draw, SideDraw, is_due};
use super::effect::Effect;
use super::figures::{FULL, Figure, Figures};
use super::styles::Family;

/// How much of a big style's effect on the other counts where the place daunts, and of a mocking one's.
///
/// The original names +20 and -40 for it, and does neither; the double is ours.
const DAUNTING: (f64, f64) = (2.0, 0.6);

/// One contestant on the way to a result.
#[derive(Clone, Debug)]
pub(super) struct Contestant {
    pub(super) drawn: SideDraw,
    pub(super) n_drinks: u64,
    pub(super) figures: Figures,
    /// The condition that is known from the start.
    pub(super) condition: Option<&'static Condition>,
    /// Whether that came over both at once.
    pub(super) is_shared: bool,
    /// What has come since, in that order.
    pub(super) late: Vec<&'static Condition>,
}

impl Contestant {
    pub(super) fn effects(&self) -> impl Iterator<Item = Effect> + 'static {
        self.drawn.style.effects.iter().copied()
    }

    /// By how many percent the bearer's style changes something, by the first effect that `percent` knows of.
    pub(super) fn of(&self, percent: fn(Effect) -> Option<f64>) -> f64 {
        self.effects().find_map(percent).unwrap_or(0.0)
    }

    /// Whether the bearer's style does that.
    pub(super) fn has(&self, is: fn(&Effect) -> bool) -> bool {
        self.drawn.style.effects.iter().any(is)
    }

    /// Whether nothing that hampers gets at this one.
    pub(super) fn is_guarded(&self) -> bool {
        self.condition.is_some_and(|condition| condition.guards)
    }

    /// Does what the style does to its bearer's figures, and no more than that.
    pub(super) fn apply_own_figures(&mut self) {
        for effect in self.effects() {
            match effect {
                Effect::Own(figure, percent) => self.figures.change(figure, percent),
                Effect::OwnAll(percent) => self.figures.change_all(percent),
                Effect::AtLeast(figure, least) => self.figures.set(figure, self.figures.get(figure).max(least)),
                Effect::AtMost(figure, most) => self.figures.set(figure, self.figures.get(figure).min(most)),
                Effect::Within(figure, least, most) => {
                    self.figures.set(figure, least + (most - least) * self.drawn.luck.swing);
                }
                _ => {}
            }
        }
    }

    /// Does what else the style does to its bearer; `rival` is whom it is up against.
    pub(super) fn apply_own_rest(&mut self, rival: &SideDraw) {
        let luck = self.drawn.luck;
        for effect in self.effects() {
            match effect {
                Effect::Exactly(figure, value) => self.figures.set(figure, value),
                Effect::SplitStream => self.figures.change(Figure::Distance, -25.0),
                Effect::StartsStrong(further, most) => {
                    self.figures.change(Figure::Distance, further);
                    self.figures.duration = self.figures.duration.min(most);
                }
                Effect::Swing => self.figures.change(luck.figure, luck.swing * 100.0 - 50.0),
                Effect::Endless(percent) if is_due(luck.chance, percent) => {
                    self.figures.change(Figure::Duration, 100.0);
                }
                Effect::Chance(condition, percent) if is_due(luck.chance, percent) => self.late.push(condition),
                Effect::MayFail(percent) if is_due(luck.chance, percent) => self.late.push(luck.failure),
                Effect::FailsAgainstBig(percent) if rival.style.is_big() && is_due(luck.chance, percent) => {
                    self.late.push(luck.failure);
                }
                Effect::AllOrNothing if is_due(luck.chance, 50.0) => self.figures = FULL,
                Effect::AllOrNothing => self.late.push(luck.failure),
                Effect::TwoDebuffs => self.late.extend(luck.debuffs),
                _ => {}
            }
        }
    }
}

/// Does what each of the two styles does to the other contestant, and then what is taken over from the other.
pub(super) fn apply_to_each_other(sides: &mut [Contestant; 2], draw: &Draw) {
    let is_size_nothing = sides.iter().any(|side| side.has(|effect| matches!(effect, Effect::SizeIsNothing)));
    let [one, other] = sides;
    let (of_one, of_other) = (Arm::of(one, draw, is_size_nothing), Arm::of(other, draw, is_size_nothing));
    of_one.reach(other);
    of_other.reach(one);
    let (before_one, before_other) = (one.figures, other.figures);
    mirror(one, &before_other);
    mirror(other, &before_one);
}

/// What one contestant does to the other.
struct Arm {
    from: Contestant,
    /// How much of it counts.
    times: f64,
    is_size_nothing: bool,
}

impl Arm {
    fn of(from: &Contestant, draw: &Draw, is_size_nothing: bool) -> Self {
        let times = match from.drawn.style.family() {
            Family::Intimidation if draw.place.is_daunting => DAUNTING.0,
            Family::Mockery if draw.place.is_daunting => DAUNTING.1,
            _ => 1.0,
        };
        Self { from: from.clone(), times, is_size_nothing }
    }

    fn reach(&self, other: &mut Contestant) {
        let is_about_size = self.from.drawn.style.family() != Family::Other;
        if self.is_size_nothing && is_about_size {
            return;
        }
        let is_shielded = other.is_guarded() || other.has(|effect| matches!(effect, Effect::Unimpressed));
        let luck = self.from.drawn.luck;
        for effect in self.from.effects() {
            match effect {
                Effect::Intimidates(_) | Effect::IntimidatesDry(..) if self.is_size_nothing => {}
                Effect::IntimidatesDry(_, n_drinks) if other.n_drinks >= n_drinks => {}
                Effect::Other(figure, percent) => self.change(other, &[figure], percent, is_shielded),
                Effect::OtherAny(percent) => self.change(other, &[luck.others_figure], percent, is_shielded),
                Effect::Confidence(percent) => {
                    self.change(other, &[Figure::Aim, Figure::Duration], percent / 2.0, is_shielded);
                }
                Effect::OtherAll(percent) | Effect::Intimidates(percent) | Effect::IntimidatesDry(percent, _) => {
                    self.change(other, &Figure::ALL, percent, is_shielded);
                }
                Effect::OtherChance(condition, percent)
                    if !is_shielded && is_due(luck.chance, percent * self.times) =>
                {
                    other.late.push(condition);
                }
                Effect::OtherMayFail(percent) if !is_shielded && is_due(luck.chance, percent * self.times) => {
                    other.late.push(other.drawn.luck.failure);
                }
                _ => {}
            }
        }
    }

    fn change(&self, other: &mut Contestant, figures: &[Figure], percent: f64, is_shielded: bool) {
        if percent < 0.0 && is_shielded {
            return;
        }
        for figure in figures {
            other.figures.change(*figure, percent * self.times);
        }
    }
}

/// Takes the best of `theirs` over, for whose style does that.
fn mirror(side: &mut Contestant, theirs: &Figures) {
    if !side.has(|effect| matches!(effect, Effect::Mirror)) {
        return;
    }
    let best = Figure::ALL.into_iter().max_by(|a, b| theirs.part(*a).total_cmp(&theirs.part(*b)));
    if let Some(best) = best.filter(|best| theirs.get(*best) > side.figures.get(*best)) {
        side.figures.set(best, theirs.get(best));
    }
}

/// Gives each of the two the conditions that come over both with some chance.
pub(super) fn chances_of_both(sides: &mut [Contestant; 2]) {
    let [one, other] = sides;
    let (of_one, of_other) = (for_both(one), for_both(other));
    one.late.extend(of_one.own.into_iter().chain(of_other.others));
    other.late.extend(of_other.own.into_iter().chain(of_one.others));
}

/// What a style that may hit both brings to its bearer, and to the other.
struct ForBoth {
    own: Option<&'static Condition>,
    others: Option<&'static Condition>,
}

fn for_both(from: &Contestant) -> ForBoth {
    let luck = from.drawn.luck;
    let brings = |chance| {
        from.effects().find_map(|effect| match effect {
            Effect::BothChance(condition, percent) => Some(condition).filter(|_| is_due(chance, percent)),
            _ => None,
        })
    };
    ForBoth { own: brings(luck.chance), others: brings(luck.others_chance) }
}

/// Sets the conditions of both from the start: what chance has dealt, or what the styles bring.
pub(super) fn impose(sides: &mut [Contestant; 2]) {
    let [asking, asked] = sides;
    let (of_asking, of_asked) = (brought(asking), brought(asked));
    // Where both styles have a say, that of who was challenged counts.
    if let Some((condition, is_shared)) = of_asking {
        asking.set(condition, is_shared);
        if is_shared && of_asked.is_none() {
            asked.set(condition, true);
        }
    }
    if let Some((condition, is_shared)) = of_asked {
        asked.set(condition, is_shared);
        if is_shared {
            asking.set(condition, true);
        }
    }
}

impl Contestant {
    fn set(&mut self, condition: &'static Condition, is_shared: bool) {
        (self.condition, self.is_shared) = (Some(condition), is_shared);
    }

    /// Does what a condition does, unless it is nothing to this one.
    pub(super) fn come_over(&mut self, condition: &'static Condition) {
        let is_immune = (condition.shakes && self.has(|effect| matches!(effect, Effect::NeverShakes)))
            || (condition.kind == ConditionKind::Debuff && self.is_guarded());
        if is_immune {
            return;
        }
        for change in condition.changes {
            match *change {
                Change::One(figure, percent) => self.figures.change(figure, percent),
                Change::All(percent) => self.figures.change_all(percent),
                Change::Any(percent) => self.figures.change(self.drawn.luck.shaking, percent),
                Change::AtMost(figure, most) => self.figures.set(figure, self.figures.get(figure).min(most)),
                Change::Nothing(figure) => self.figures.set(figure, 0.0),
            }
        }
    }
}

/// The condition that a style brings, and whether for both.
fn brought(side: &Contestant) -> Option<(&'static Condition, bool)> {
    side.effects().find_map(|effect| match effect {
        Effect::Has(condition) => Some((condition, false)),
        Effect::BothHave(condition) => Some((condition, true)),
        Effect::BothHaveAny => Some((side.drawn.luck.any, true)),
        _ => None,
    })
}

//! What a character means to do, and when its time has come.

use std::time::Duration;

use super::{Deed, Intent, Mind, What, Whereabouts, pace};
use crate::cast::script::Pool;

impl Mind {
    pub(super) fn intend(&mut self, due: Duration, what: What) {
        self.agenda.push(Intent { due, expires: None, what });
    }

    /// Means to say something that waits for a lull, and is dropped if none comes soon.
    pub(super) fn intend_reaction(&mut self, now: Duration, text: String) {
        let due = now + pace::REACTION.draw(&mut self.dice);
        self.agenda.push(Intent { due, expires: Some(due + pace::REACTION_KEEPS), what: What::Say(text) });
    }

    pub(super) fn due_intent(&mut self, now: Duration) -> Option<Deed> {
        while let Some(at) = self.first_due(now) {
            let intent = self.agenda.swap_remove(at);
            if let Some(later) = self.put_off(&intent, now) {
                let is_worth_it = intent.expires.is_none_or(|expires| later <= expires);
                self.agenda.extend(is_worth_it.then_some(Intent { due: later, ..intent }));
                continue;
            }
            let deed = self.carry_out(now, intent);
            if deed.is_some() {
                return deed;
            }
        }
        None
    }

    /// Does what was meant; a reaction that somebody else has had meanwhile is swallowed.
    pub(super) fn carry_out(&mut self, now: Duration, intent: Intent) -> Option<Deed> {
        match intent.what {
            What::Say(text) if intent.expires.is_some() && self.lately.has(&text) => None,
            What::Say(text) => Some(self.say(now, text)),
            What::Wake => {
                self.wake(now);
                let back = self.draw_from(Pool::Back, None)?;
                Some(self.say(now, back))
            }
            What::Leave => Some(self.leave(now)),
        }
    }

    pub(super) fn first_due(&self, now: Duration) -> Option<usize> {
        let due = self.agenda.iter().enumerate().filter(|(_, intent)| intent.due <= now);
        due.min_by_key(|(_, intent)| intent.due).map(|(at, _)| at)
    }

    /// When to come back to an intent whose time has not come after all; `None` if it has come.
    pub(super) fn put_off(&self, intent: &Intent, now: Duration) -> Option<Duration> {
        let is_busy = self.scene_until > now || !self.agenda.is_empty();
        match (&intent.what, intent.expires) {
            (What::Leave, _) if is_busy => Some(now + pace::STAY_ON),
            (_, Some(_)) if self.hush_until > now => Some(self.hush_until),
            _ => None,
        }
    }

    pub(super) fn wake(&mut self, now: Duration) {
        let every = self.character().map_or(Duration::ZERO, |character| character.every);
        let next_turn = now + pace::by_chance(every, &mut self.dice);
        if let Some(visit) = self.visit() {
            (visit.is_napping, visit.next_turn) = (false, next_turn);
        }
    }

    pub(super) fn leave(&mut self, now: Duration) -> Deed {
        let away = self.character().map_or(Duration::ZERO, |character| character.away);
        let back_at = now + pace::around(away, &mut self.dice);
        self.go_out(back_at);
        Deed::Leave
    }

    pub(super) fn go_out(&mut self, back_at: Duration) {
        self.whereabouts = Whereabouts::Out { back_at };
        self.agenda.clear();
        (self.asked, self.question) = (None, None);
        (self.hush_until, self.scene_until) = (Duration::ZERO, Duration::ZERO);
        self.awkward_from = Duration::MAX;
        self.under_way.clear();
    }
}

//! The acts that are under way.

use std::time::Duration;

use dazza_shared::clock::later;
use jiff::Timestamp;

use super::what::{Act, Outcome};
use crate::cytube::action::Action;
use crate::cytube::event::Event;

/// Most acts under way at once; more are refused.
const MOST: usize = 20;

/// How soon something is asked again.
const AGAIN_AFTER: Duration = Duration::from_millis(1_500);

/// The acts that are waited for, in the order in which they were asked.
#[derive(Debug, Default)]
pub struct Acts {
    under_way: Vec<UnderWay>,
}

#[derive(Debug)]
struct UnderWay {
    act: Act,
    /// Until when its proof is waited for, once it was asked.
    asked: Option<Asked>,
}

#[derive(Clone, Copy, Debug)]
struct Asked {
    give_up_at: Timestamp,
    again_at: Timestamp,
}

/// An act that has come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Which.
    pub act: Act,
    /// Whether it has happened; if not, why, in the words of the server, or none if it said nothing.
    pub result: Result<(), Option<String>>,
}

impl Acts {
    /// Takes an act up; false when too many are under way, or this one is.
    pub fn take_up(&mut self, act: Act) -> bool {
        let is_known = act.id != 0 && self.under_way.iter().any(|known| known.act.id == act.id);
        let is_taken = !is_known && self.under_way.len() < MOST;
        if is_taken {
            self.under_way.push(UnderWay { act, asked: None });
        }
        is_taken || is_known
    }

    /// What is to be asked of the server now.
    pub fn ask(&mut self, now: Timestamp) -> Vec<Action> {
        let mut actions = Vec::new();
        for one in &mut self.under_way {
            match &mut one.asked {
                None if one.act.not_before <= now => {
                    actions.extend(one.act.what.asked());
                    let give_up_at = later(now, one.act.what.within());
                    one.asked = Some(Asked { give_up_at, again_at: later(now, AGAIN_AFTER) });
                }
                Some(asked) if asked.again_at <= now => {
                    actions.extend(one.act.what.asked_again());
                    asked.again_at = later(now, AGAIN_AFTER);
                }
                _ => {}
            }
        }
        actions
    }

    /// What an event means for them: those that have come to their end, and what is to be asked next.
    ///
    /// A refusal names no act, so that it is that of the oldest it fits: the server answers in order.
    pub fn hear(&mut self, event: &Event, bot: &str) -> (Vec<Ended>, Vec<Action>) {
        let (mut ended, mut actions, mut is_refusal_spent) = (Vec::new(), Vec::new(), false);
        self.under_way.retain(|one| {
            let outcome = one.asked.and_then(|_| one.act.what.outcome(event, bot));
            let result = match outcome {
                None => return true,
                Some(Outcome::Goes(next)) => {
                    actions.extend(next.into_iter().map(|(id, name)| Action::Unban { id, name: name.into() }));
                    return true;
                }
                Some(Outcome::Refused(_)) if is_refusal_spent => return true,
                Some(Outcome::Refused(words)) => {
                    is_refusal_spent = true;
                    Err(Some(words))
                }
                Some(Outcome::Proved) => Ok(()),
            };
            ended.push(Ended { act: one.act.clone(), result });
            false
        });
        (ended, actions)
    }

    /// Those whose time has run out.
    pub fn expire(&mut self, now: Timestamp) -> Vec<Ended> {
        let mut ended = Vec::new();
        self.under_way.retain(|one| {
            let is_late = one.asked.is_some_and(|asked| asked.give_up_at <= now);
            if is_late {
                ended.push(Ended { act: one.act.clone(), result: Err(None) });
            }
            !is_late
        });
        ended
    }

    /// The line is gone: none of them is waited for any more.
    pub fn clear(&mut self) -> Vec<Ended> {
        let lost = || Some("the line to the chat server broke".to_owned());
        self.under_way.drain(..).map(|one| Ended { act: one.act, result: Err(lost()) }).collect()
    }

    /// Whether somebody of that key is being unmuted.
    pub fn is_unmuting(&self, key: &str) -> bool {
        let is_it =
            |one: &UnderWay| one.act.what.name() == "unmute" && one.act.what.who().is_some_and(|w| w.key() == key);
        self.under_way.iter().any(is_it)
    }

    /// When something is to be done next.
    pub fn due_at(&self) -> Option<Timestamp> {
        let due = |one: &UnderWay| match one.asked {
            None => one.act.not_before,
            Some(asked) if one.act.what.asked_again().is_some() => asked.give_up_at.min(asked.again_at),
            Some(asked) => asked.give_up_at,
        };
        self.under_way.iter().map(due).min()
    }
}

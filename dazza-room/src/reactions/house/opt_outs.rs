//! Who wants to be left out, and of what.

use std::collections::{BTreeMap, BTreeSet};

use dazza_shared::names::key_of;
use dazza_shared::store::opt_out::OptOut;

use super::MAX_OPT_OUTS;

/// The wishes of people, by their keys.
#[derive(Debug, Default)]
pub struct OptOuts {
    wishes: BTreeMap<Box<str>, BTreeSet<Box<str>>>,
}

impl OptOuts {
    /// These are all.
    pub(super) fn replace(&mut self, all: &[OptOut]) {
        self.wishes.clear();
        for one in all {
            self.add(one);
        }
    }

    /// One more. Beyond the limit the newest wishes are granted until the next start alone.
    pub(super) fn add(&mut self, one: &OptOut) {
        let is_full = i64::try_from(self.wishes.len()).is_ok_and(|n| n >= MAX_OPT_OUTS);
        if is_full && !self.wishes.contains_key(one.who.as_str()) {
            self.wishes.pop_first();
        }
        self.wishes.entry(one.who.as_str().into()).or_default().insert(one.kind.as_str().into());
    }

    /// The person of that key wants to be left out no more.
    pub(super) fn remove(&mut self, key: &str) {
        self.wishes.remove(key);
    }

    /// Whether that person may be greeted, and seen off.
    pub fn may_greet(&self, name: &str) -> bool {
        !self.has(name, "greetings")
    }

    /// Whether that person may be answered unasked.
    pub fn may_answer(&self, name: &str) -> bool {
        !self.has(name, "all")
    }

    /// Whether what that person says may be repeated, or read to a language model.
    pub fn may_quote(&self, name: &str) -> bool {
        !self.has(name, "quotes")
    }

    fn has(&self, name: &str, kind: &str) -> bool {
        let wishes = self.wishes.get(&*key_of(name));
        wishes.is_some_and(|wishes| wishes.contains(kind) || wishes.contains("all"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(who: &str, kind: &str) -> OptOut {
        OptOut { who: who.to_owned(), kind: kind.to_owned() }
    }

    #[test]
    fn everybody_is_left_out_of_what_they_asked_for() {
        let mut opt_outs = OptOuts::default();
        opt_outs.replace(&[wish("gaz", "all"), wish("shaz", "greetings"), wish("bob", "quotes")]);
        let told = |opt_outs: &OptOuts, name| {
            assert_eq!(opt_outs.may_quote(name), !name.eq_ignore_ascii_case("bob") && opt_outs.may_answer(name));
            (opt_outs.may_greet(name), opt_outs.may_answer(name))
        };
        assert_eq!(told(&opt_outs, "Gaz"), (false, false));
        assert_eq!(told(&opt_outs, "shaz"), (false, true));
        assert_eq!(told(&opt_outs, "bob"), (true, true));
        assert_eq!(told(&opt_outs, "alice"), (true, true));
        opt_outs.remove("gaz");
        opt_outs.add(&wish("alice", "all"));
        assert_eq!(told(&opt_outs, "gaz"), (true, true));
        assert_eq!(told(&opt_outs, "ALICE"), (false, false));
    }

    #[test]
    fn there_is_an_end_to_what_is_kept_in_mind() {
        let mut opt_outs = OptOuts::default();
        for n in 0..6_000 {
            opt_outs.add(&wish(&format!("n{n}"), "all"));
        }
        assert_eq!(i64::try_from(opt_outs.wishes.len()), Ok(MAX_OPT_OUTS));
        assert!(!opt_outs.may_answer("n5999"));
    }
}

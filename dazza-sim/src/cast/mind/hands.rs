//! What a character has to say, as decks, and the lines the room has heard of late.

use std::collections::{BTreeMap, VecDeque};

use dazza_shared::dice::Dice;

use crate::cast::deck::Deck;
use crate::cast::script::Pool;
use crate::cast::words::essence;

/// How many lines of a room a character remembers, so as not to say one of them again.
///
/// Enough for some fifteen minutes of a lively room.
const MEMORY: usize = 450;

/// Which deck a line is drawn from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stack {
    Lines,
    Acts,
    Scenes,
    Exchanges,
    Likes,
    First,
    Games,
    Dared(String),
    Answers(usize),
    Closers(usize),
    Arguments(String),
    Pool(Pool),
    AnsweredTo(String),
}

/// The decks in a character's hands, shuffled when first used.
#[derive(Clone, Debug, Default)]
pub(super) struct Hands {
    decks: BTreeMap<Stack, Deck>,
}

impl Hands {
    /// The deck of `stack`, which has `n_cards`.
    pub(super) fn deck(&mut self, stack: Stack, n_cards: usize, dice: &mut Dice) -> &mut Deck {
        self.decks.entry(stack).or_insert_with(|| Deck::shuffled(n_cards, dice))
    }
}

/// The lines heard of late, oldest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Lately {
    lines: VecDeque<String>,
}

impl Lately {
    pub(super) fn note(&mut self, text: &str) {
        if self.lines.len() == MEMORY {
            self.lines.pop_front();
        }
        self.lines.push_back(essence(text));
    }

    pub(super) fn has(&self, text: &str) -> bool {
        let essence = essence(text);
        self.lines.contains(&essence)
    }
}

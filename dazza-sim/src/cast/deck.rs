//! A pool drawn like a deck of cards: nothing comes twice before everything has come once.

use dazza_shared::dice::Dice;

/// The places of a pool's items, shuffled, and those already drawn.
#[derive(Clone, Debug)]
pub(super) struct Deck {
    waiting: Vec<usize>,
    drawn: Vec<usize>,
}

impl Deck {
    /// A shuffled deck of `n_cards`.
    pub(super) fn shuffled(n_cards: usize, dice: &mut Dice) -> Self {
        let mut waiting: Vec<usize> = (0..n_cards).collect();
        shuffle(&mut waiting, dice);
        Self { waiting, drawn: Vec::new() }
    }

    /// The next card for which `make` makes something, and what it made.
    ///
    /// Cards that do not fit now keep their place. When none of those left fits, the drawn ones are shuffled
    /// and come again.
    pub(super) fn draw<T>(&mut self, dice: &mut Dice, mut make: impl FnMut(usize) -> Option<T>) -> Option<T> {
        if let Some(made) = self.take_first(&mut make) {
            return Some(made);
        }
        shuffle(&mut self.drawn, dice);
        self.waiting.splice(0..0, self.drawn.drain(..));
        self.take_first(&mut make)
    }

    /// Takes a card out as if it had been drawn: somebody else has just played it.
    pub(super) fn spend(&mut self, card: usize) {
        if let Some(at) = self.waiting.iter().position(|waiting| *waiting == card) {
            self.drawn.push(self.waiting.remove(at));
        }
    }

    fn take_first<T>(&mut self, try_out: &mut impl FnMut(usize) -> Option<T>) -> Option<T> {
        let fits = |(at, card): (usize, &usize)| try_out(*card).map(|made| (at, made));
        let (at, made) = self.waiting.iter().enumerate().rev().find_map(fits)?;
        self.drawn.push(self.waiting.remove(at));
        Some(made)
    }
}

/// Source: Fisher and Yates, from the end down.
fn shuffle(cards: &mut [usize], dice: &mut Dice) {
    for last in (1..cards.len()).rev() {
        let other = usize::try_from(dice.below(last as u64 + 1)).unwrap_or(0);
        cards.swap(last, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(deck: &mut Deck, dice: &mut Dice, fits: impl Fn(usize) -> bool) -> Option<usize> {
        deck.draw(dice, |card| fits(card).then_some(card))
    }

    #[test]
    fn everything_comes_once_before_anything_comes_twice() {
        let mut dice = Dice::seeded(3);
        let mut deck = Deck::shuffled(20, &mut dice);
        for _ in 0..3 {
            let mut round: Vec<_> = (0..20).map(|_| draw(&mut deck, &mut dice, |_| true).unwrap()).collect();
            round.sort_unstable();
            assert_eq!(round, (0..20).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_does_not_fit_keeps_its_turn() {
        let mut dice = Dice::seeded(4);
        let mut deck = Deck::shuffled(4, &mut dice);
        for _ in 0..3 {
            assert_ne!(draw(&mut deck, &mut dice, |card| card != 2), Some(2));
        }
        assert_eq!(draw(&mut deck, &mut dice, |_| true), Some(2));
        assert_eq!(draw(&mut deck, &mut dice, |_| false), None);
    }

    #[test]
    fn a_card_somebody_else_played_waits_for_the_next_round() {
        let mut dice = Dice::seeded(5);
        let mut deck = Deck::shuffled(3, &mut dice);
        deck.spend(1);
        for _ in 0..2 {
            assert_ne!(draw(&mut deck, &mut dice, |_| true), Some(1));
        }
        assert!(draw(&mut Deck::shuffled(0, &mut dice), &mut dice, |_| true).is_none());
    }
}

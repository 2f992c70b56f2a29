//! Which crime a line votes for, and which one wins.

use dazza_shared::dice::Dice;

use super::Crime;

/// The first of the `offered` crimes that `text` votes for: it is the id or the name, or holds what nobody says in passing.
///
/// Source: `commands-and-games.md`, 3.4: the original took `pub` for a vote in any sentence.
pub fn vote(text: &str, offered: &[&'static Crime]) -> Option<&'static Crime> {
    let said = words(text);
    offered.iter().copied().find(|crime| {
        let (id, name) = (words(crime.id), words(crime.name));
        let is_it = said == id || said == name || said.concat() == id.concat();
        let is_within = || holds(&said, &id) || name.iter().all(|word| said.contains(word));
        is_it || (crime.is_unmistakable && is_within())
    })
}

/// The crime with most votes; among equals chance decides, and among all of them when nobody voted.
pub fn winner(offered: &[&'static Crime], votes: &[String], dice: &mut Dice) -> Option<&'static Crime> {
    let n_votes = |crime: &Crime| votes.iter().filter(|vote| *vote == crime.id).count();
    let most = offered.iter().map(|crime| n_votes(crime)).max()?;
    let best: Vec<_> = offered.iter().copied().filter(|crime| n_votes(crime) == most).collect();
    dice.pick(&best).copied()
}

/// The words of a line in lower case, apart from all that is no letter or digit.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether these words stand in a row among those that were said.
fn holds(said: &[String], wanted: &[String]) -> bool {
    let in_one_word = said.contains(&wanted.concat());
    in_one_word || said.windows(wanted.len().max(1)).any(|row| row == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::games::heist::crime;

    fn offered() -> Vec<&'static Crime> {
        ["pub", "cop_shop", "ute"].map(|id| crime(id).unwrap()).to_vec()
    }

    #[test]
    fn a_vote_is_the_whole_line_or_a_word_that_means_nothing_else() {
        for (text, voted) in [
            ("pub", Some("pub")),
            (" PUB! ", Some("pub")),
            ("[pub]", Some("pub")),
            ("pub-till raid", Some("pub")),
            ("Pub till raid", Some("pub")),
            ("off to the pub then", None),
            ("the pub till got a raid", None),
            ("public", None),
            ("borrowed ute", Some("ute")),
            ("I borrowed a ute once", None),
            ("cop_shop", Some("cop_shop")),
            ("cop-shop", Some("cop_shop")),
            ("copshop", Some("cop_shop")),
            ("let's do the cop shop, lads", Some("cop_shop")),
            ("the copshop it is", Some("cop_shop")),
            ("a prank at the police station", Some("cop_shop")),
            ("shop the cop", None),
            ("pub or cop shop?", Some("cop_shop")),
            ("servo", None),
            ("", None),
            ("!", None),
        ] {
            assert_eq!(vote(text, &offered()).map(|crime| crime.id), voted, "{text}");
        }
        assert_eq!(vote("", &[]), None);
    }

    #[test]
    fn most_votes_win_and_chance_decides_among_equals() {
        let mut dice = Dice::seeded(5);
        let votes = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let mut won = |ids: &[&str]| winner(&offered(), &votes(ids), &mut dice).unwrap().id;
        assert_eq!(won(&["ute", "pub", "ute"]), "ute");
        let drawn: std::collections::BTreeSet<_> = (0..60).map(|_| won(&["ute", "pub"])).collect();
        assert_eq!(drawn.into_iter().collect::<Vec<_>>(), ["pub", "ute"]);
        let drawn: std::collections::BTreeSet<_> = (0..60).map(|_| won(&[])).collect();
        assert_eq!(drawn.len(), 3, "nobody voted");
        assert_eq!(won(&["gone", "gone", "pub"]), "pub", "only what is offered counts");
        assert!(winner(&[], &[], &mut dice).is_none());
    }
}

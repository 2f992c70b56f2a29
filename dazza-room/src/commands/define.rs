//! `define`: what a word means, by a dictionary.

use std::time::Duration;

use dazza_shared::counters::CommandResult;

use super::{Access, Ask, Asking, Category, Command, Cx, Pm, Refusal, Run, Tell};
use crate::chat::{Args, MAX_UNITS, Reply, Word, cut, is_fit, plain, pools, units};
use crate::outside::{Found, Miss, Question};

pub(super) const COMMAND: Command = Command {
    name: "define",
    aliases: &["def", "urban"],
    usage: "<word>",
    about: "Tells what a word means.",
    category: Category::Utility,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Refused,
    min_words: 1,
    run: Run::Asked(Asking { ask: Ask::Now(ask), tell: Tell::Now(tell) }),
};

/// Longest word, or words. Unit: UTF-16 code units.
const WORD_LIMIT: usize = 30;

fn ask(cx: &mut Cx<'_>, args: &Args<'_>) -> Result<Question, Refusal> {
    let word = args.words().collect::<Vec<_>>().join(" ");
    let is_word = units(&word) <= WORD_LIMIT
        && word.starts_with(char::is_alphanumeric)
        && word.chars().all(|c| c.is_alphanumeric() || " '’-".contains(c))
        && is_fit(&word);
    if is_word { Ok(Question::Definition { word }) } else { Err(Refusal::Because(unknown(cx, &word))) }
}

fn tell(cx: &mut Cx<'_>, args: &Args<'_>, found: &Found) -> (Reply, CommandResult) {
    let word = plain(args.rest(), WORD_LIMIT);
    match found {
        Found::Definition(Ok(meaning)) => {
            let intro = cx.phrase(&pools::DEFINE_INTRO, &[("word", Word::Text(&word))]);
            let outro = cx.phrase(&pools::DEFINE_OUTRO, &[]);
            let room = MAX_UNITS.saturating_sub(units(&intro) + units(&outro) + 2);
            (Reply::say(cx.here(), &format!("{intro} {} {outro}", cut(meaning, room))), CommandResult::Ok)
        }
        Found::Definition(Err(Miss::Unknown)) => (Reply::say(cx.here(), &unknown(cx, &word)), CommandResult::Refused),
        _ => (Reply::say(cx.here(), &unknown(cx, &word)), CommandResult::Failed),
    }
}

/// The same is said of a word that nobody knows and of a dictionary that does not answer. Source: `commands-and-games.md`, 2.11.
fn unknown(cx: &mut Cx<'_>, typed: &str) -> String {
    let typed = Some(plain(typed, WORD_LIMIT)).filter(|typed| !typed.is_empty() && is_fit(typed));
    let word = typed.as_deref().unwrap_or("that");
    cx.phrase(&pools::DEFINE_UNKNOWN, &[("word", Word::Text(word))])
}

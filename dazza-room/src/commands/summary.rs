//! `summary`: what was talked about of late, by private message, in the words of a language model.

use std::time::Duration;

use dazza_shared::counters::CommandResult;
use dazza_shared::store::recall;

use super::{Access, Ask, Asking, Category, Command, Cx, Halt, Pm, Refusal, Run, StoredCx, Tell};
use crate::chat::{Args, Reply, Route, pools, units};
use crate::outside::{Found, Prompt, Purpose, Question};
use crate::reactions::{Note, Said, quoted, spoken, summary_prompt};

pub(super) const COMMAND: Command = Command {
    name: "summary",
    aliases: &[],
    usage: "<hours>",
    about: "Sends you what was talked about in the last hours, 24 at most.",
    category: Category::Utility,
    access: Access::Everyone,
    cooldown: Duration::from_secs(30),
    waiting: None,
    pm: Pm::Accepted,
    min_words: 1,
    run: Run::Asked(Asking { ask: Ask::Stored(|deed| Box::pin(look(deed))), tell: Tell::Now(tell) }),
};

/// Longest time back. Unit: hours. Source: `commands-and-games.md`, 2.11.
const MOST_HOURS: f64 = 24.0;

/// What the model is given to read at most. Unit: tokens. Source: `platform.md`, 3.12.
const MOST_TOKENS: usize = 6_000;

/// What a token is reckoned to hold, on the safe side. Unit: bytes.
const TOKEN_BYTES: usize = 3;

/// Most lines that are looked at: each takes a few tokens at the least.
const MOST_LINES: i64 = 1_500;

/// Longest line of it. Unit: UTF-16 code units.
const LINE_LIMIT: usize = 200;

/// Between the messages. Source: `commands-and-games.md`, 2.11.
const GAP: Duration = Duration::from_secs(1);

/// Most messages. Source: as above.
const MOST_MESSAGES: usize = 2;

async fn look(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let back = deed.args.split_whitespace().next().and_then(hours).ok_or(Refusal::Usage)?;
    if deed.cx.view.roster.get(deed.caller_key()).is_none() {
        return Err(deed.halt(&pools::SUMMARY_OUTSIDER, &[]));
    }
    let since = deed.cx.now.checked_sub(back).unwrap_or(deed.cx.now);
    let lines = recall::latest_lines(&mut deed.tx, deed.room, since, MOST_LINES).await?;
    let prefix = deed.cx.view.settings.prefix.clone();
    let lines = within_budget(lines.into_iter().map(|line| (line.who, line.text)), |text| text.starts_with(&prefix));
    if lines.is_empty() {
        let nothing = deed.cx.phrase_for(Route::Pm, &pools::SUMMARY_NONE, &[]);
        return Ok(Reply::say(deed.cx.caller(), &nothing));
    }
    let prompt = Prompt { text: summary_prompt(&lines), purpose: Purpose::Summary };
    deed.notes.push(Note::Ask(Question::Words(prompt)));
    // Who asks by private message gets no word before the summary itself.
    let is_pm = deed.cx.is_pm();
    Ok(if is_pm { Reply::default() } else { deed.cx.answer(&pools::SUMMARY_ACK, &[]) })
}

fn tell(cx: &mut Cx<'_>, _args: &Args<'_>, found: &Found) -> (Reply, CommandResult) {
    if cx.view.roster.get(cx.heard.player.key()).is_none() {
        // It is told to nobody who has left meanwhile.
        return (Reply::default(), CommandResult::Refused);
    }
    let Found::Words(Ok(words)) = found else {
        return (cx.answer(&pools::SUMMARY_DOWN, &[]), CommandResult::Failed);
    };
    let one_line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(mut lines) = spoken(&one_line, cx.view.bot_name, &cx.view.settings.prefix) else {
        return (cx.answer(&pools::SUMMARY_DOWN, &[]), CommandResult::Failed);
    };
    lines.truncate(MOST_MESSAGES);
    let whens = std::iter::successors(Some(Duration::ZERO), |when| Some(*when + GAP));
    let say = |reply: Reply, (text, when): (&String, Duration)| reply.and_say_after(cx.caller(), text, when);
    (lines.iter().zip(whens).fold(Reply::default(), say), CommandResult::Ok)
}

/// A time back such as `2` or `0.5`.
fn hours(typed: &str) -> Option<Duration> {
    let is_plain = typed.len() <= 6 && typed.chars().all(|c| c.is_ascii_digit() || c == '.');
    let hours: f64 = typed.parse().ok().filter(|_| is_plain)?;
    (hours > 0.0 && hours <= MOST_HOURS).then(|| Duration::from_secs_f64(hours * 3_600.0))
}

/// The newest lines that fit what the model may read, the oldest of them first.
fn within_budget(newest_first: impl Iterator<Item = (String, String)>, is_command: impl Fn(&str) -> bool) -> Vec<Said> {
    let mut left = MOST_TOKENS * TOKEN_BYTES;
    let mut lines = Vec::new();
    for (who, text) in newest_first {
        let text = text.trim();
        if is_command(text) || text.starts_with('!') || units(text) == 0 {
            continue;
        }
        let text = quoted(text, LINE_LIMIT);
        let Some(rest) = left.checked_sub(who.len() + text.len() + 3) else { break };
        left = rest;
        lines.push((who.into(), text.into()));
    }
    lines.reverse();
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_they_are_typed() {
        for (typed, seconds) in [("1", 3_600), ("0.5", 1_800), ("24", 86_400), (".25", 900)] {
            assert_eq!(hours(typed), Some(Duration::from_secs(seconds)), "{typed}");
        }
        for typed in ["0", "24.1", "-1", "x", "1e1", "NaN", "inf", "", "1000000"] {
            assert_eq!(hours(typed), None, "{typed}");
        }
    }

    #[test]
    fn the_newest_lines_that_fit_are_read_the_oldest_first() {
        let line = |n: usize| ("gaz".to_owned(), format!("{n} {}", "x".repeat(190)));
        let lines = within_budget((0..500).map(line), |text| text.starts_with('~'));
        assert!((80..120).contains(&lines.len()), "{}", lines.len());
        assert!(lines.last().unwrap().1.starts_with("0 ") && lines[0].1.starts_with(&format!("{} ", lines.len() - 1)));
        let bytes: usize = lines.iter().map(|(who, text)| who.len() + text.len() + 3).sum();
        assert!(bytes <= MOST_TOKENS * TOKEN_BYTES);
        let commands = ["~ping", "!ping", "hello", " "].map(|text| ("gaz".to_owned(), text.to_owned()));
        assert_eq!(within_budget(commands.into_iter(), |text| text.starts_with('~')).len(), 1);
    }
}

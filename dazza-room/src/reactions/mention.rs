//! Whether a line speaks to the bot, or only about it. Pure.

/// What the bot is called besides its own name.
const SHORT_NAMES: [&str; 2] = ["dazza", "daz"];

/// Words with which somebody is greeted before his name.
const GREETINGS: [&str; 24] = [
    "hey", "hi", "hello", "oi", "yo", "g'day", "gday", "morning", "mornin", "evening", "evenin", "arvo", "thanks",
    "thank", "cheers", "sorry", "ok", "okay", "so", "well", "yes", "no", "nah", "yeah",
];

/// Words with which somebody is spoken to behind his name.
const ADDRESSES: [&str; 28] = [
    "you", "ya", "u", "you're", "youre", "your", "mate", "cobber", "legend", "please", "pls", "what", "what's",
    "whats", "who", "who's", "why", "when", "where", "how", "do", "does", "can", "could", "would", "will", "are",
    "tell",
];

/// Words behind a name by which a tale goes on about him.
const TALES: [&str; 44] = [
    "was", "is", "has", "had", "said", "says", "stole", "steals", "robbed", "robs", "nicked", "pinched", "grabbed",
    "took", "takes", "ran", "runs", "drove", "drives", "got", "gets", "went", "goes", "came", "comes", "won", "lost",
    "wins", "loses", "paid", "pays", "owes", "owed", "told", "tells", "thinks", "thought", "hid", "jumped", "smashed",
    "kicked", "fell", "left", "escaped",
];

/// Words before a name that make him a part of what is told.
const COMPANY: [&str; 6] = ["after", "minus", "with", "like", "about", "than"];

/// Whether `text` speaks to the bot of that name. Source: `platform.md`, 3.12.
pub fn is_mention(text: &str, bot: &str) -> bool {
    let lower = text.to_lowercase();
    let own = bot.to_lowercase();
    let names = SHORT_NAMES.iter().copied().chain([own.as_str()]);
    names
        .filter(|name| !name.is_empty())
        .any(|name| places_of(name, &lower).any(|at| is_spoken_to(&lower, at, name.len())))
}

/// Where a name stands as a word of its own.
fn places_of<'t>(name: &'t str, text: &'t str) -> impl Iterator<Item = usize> + 't {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(name).map(|(at, _)| at).filter(move |at| {
        let (before, behind) = (text.get(..*at).unwrap_or_default(), text.get(at + name.len()..).unwrap_or_default());
        !before.ends_with(is_word) && !behind.starts_with(is_word)
    })
}

/// Whether the name of that length at that place is that of somebody who is spoken to.
fn is_spoken_to(text: &str, at: usize, length: usize) -> bool {
    let (before, behind) = (text.get(..at).unwrap_or_default(), text.get(at + length..).unwrap_or_default());
    if is_possessive(behind) || before.ends_with('-') || behind.starts_with(['-', '/', '.']) && is_inside_a_word(behind)
    {
        return false;
    }
    if before.ends_with('@') {
        return true;
    }
    let (last, next) = (last_word(before), first_word(behind));
    if COMPANY.contains(&last) {
        return false;
    }
    let (is_question, rest) = (text.trim_end().ends_with('?'), behind.trim());
    if TALES.contains(&next) && behind.starts_with(' ') && !is_question {
        return false;
    }
    let said_before = before.trim();
    said_before.is_empty()
        || (said_before == last && GREETINGS.contains(&last))
        || said_before.ends_with([',', '.', '!', '?', ':', ';', '…'])
        || rest.trim_start_matches([',', ' ']).is_empty()
        || rest.starts_with('?')
        || (rest.starts_with('!') && rest.trim_matches(['!', '?', ' ', '.']).is_empty())
        || rest.trim_end_matches(['.', '!', '?', '…', ')', ' ']).is_empty()
        || ADDRESSES.contains(&next)
}

/// `'s` behind a name, however the mark is written.
fn is_possessive(behind: &str) -> bool {
    ["'", "’", "`"].iter().any(|mark| behind.strip_prefix(mark).is_some_and(|rest| rest.starts_with('s')))
        || behind.strip_prefix(['\'', '’']).is_some_and(|rest| rest.starts_with(' '))
}

/// Whether the mark that `behind` begins with joins the name to a longer word.
fn is_inside_a_word(behind: &str) -> bool {
    behind.chars().nth(1).is_some_and(char::is_alphanumeric)
}

fn last_word(text: &str) -> &str {
    text.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default().trim_matches([',', '.', '!', '?'])
}

fn first_word(text: &str) -> &str {
    text.trim_start().split(char::is_whitespace).next().unwrap_or_default().trim_matches([',', '.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn who_speaks_to_the_bot_is_told_from_who_speaks_about_it() {
        for (text, is_one) in [
            // At the beginning, with a greeting before it or without.
            ("dazza are you up", true),
            ("Dazza, pass the sauce", true),
            ("hey dazza look at this", true),
            ("G'day Daz nice shirt", true),
            ("oi DAZZA the telly", true),
            ("dazzabot look", true),
            ("thanks dazza for the tip", true),
            // Behind a mark.
            ("that was great, dazza tell us more", true),
            ("no way! daz look", true),
            // Before a word of address.
            ("I reckon dazza you know", true),
            ("well dazza mate", true),
            ("so what do ya reckon dazza what now", true),
            // With an at sign.
            ("look at this @dazza it is odd", true),
            ("the @Daz one", true),
            // Before a question mark, or a shout at the end.
            ("is that right dazza?", true),
            ("good on ya dazza!", true),
            ("good on ya dazza!!", true),
            // The last word.
            ("night dazza", true),
            ("love your work, daz.", true),
            ("who is your favourite dazza", true),
            // Asked, although it looks like a tale.
            ("dazza is this true?", true),
            // About him.
            ("dazza's car is on fire", false),
            ("I sat in dazza’s chair", false),
            ("dazza robbed the servo", false),
            ("dazza was here", false),
            ("then dazza drove off", false),
            ("went fishing with dazza", false),
            ("the crew minus dazza", false),
            ("someone ran after dazza", false),
            ("I saw dazza near the pub today", false),
            ("-dazza gets 7", false),
            ("dazza-like behaviour", false),
            // Not him.
            ("bedazzaled", false),
            ("dazzaling", false),
            ("dazed and confused", false),
            ("see dazza.example now", false),
            ("razzadazza", false),
            ("", false),
        ] {
            assert_eq!(is_mention(text, "DazzaBot"), is_one, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_line_is_taken(text in "\\PC{0,60}|(dazza|daz|@|'s|-|\\?|!| |,|hey|é){0,12}", bot in "\\PC{0,20}") {
            is_mention(&text, &bot);
        }
    }
}

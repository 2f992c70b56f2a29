//! A poll: what is asked, who voted for what, and what of it each may see. Pure.

use std::collections::BTreeMap;
use std::net::IpAddr;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::chat::escape;

/// Longest title and longest option. Source: `cytube-protocol`, 6.4. Unit: characters.
const MAX_CHARS: usize = 255;

/// Most options. Source: `cytube-protocol`, 6.4.
const MAX_OPTIONS: usize = 50;

#[derive(Clone, Debug)]
pub(super) struct Poll {
    title: String,
    options: Vec<String>,
    votes: BTreeMap<IpAddr, usize>,
    initiator: String,
    since: Timestamp,
    /// Whether the counts are shown to few until it closes.
    pub(super) is_hidden: bool,
    /// Whether votes stay when the voter goes.
    pub(super) keeps_votes: bool,
}

/// How much of a hidden poll somebody is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sight {
    /// Nothing of the counts.
    Blind,
    /// The counts, with a mark.
    Insider,
    /// The counts, as those of a poll that is not hidden.
    Open,
}

impl Poll {
    /// A poll as it was asked for.
    ///
    /// # Errors
    ///
    /// What whoever asks it is told.
    ///
    /// Source: the message about options is recorded, the others are worded like it.
    pub(super) fn new(
        title: &str,
        options: &[String],
        initiator: String,
        is_hidden: bool,
        since: Timestamp,
    ) -> Result<Self, String> {
        if title.chars().count() > MAX_CHARS {
            return Err(format!("Poll title must be no more than {MAX_CHARS} characters long."));
        }
        if options.len() > MAX_OPTIONS {
            return Err(format!("Polls are limited to a maximum of {MAX_OPTIONS} options."));
        }
        if !options.iter().all(|option| (1..=MAX_CHARS).contains(&option.chars().count())) {
            return Err(format!("Poll options must be 1-{MAX_CHARS} characters long."));
        }
        let (title, options) = (escape(title), options.iter().map(|option| linked(&escape(option))).collect());
        Ok(Self { title, options, votes: BTreeMap::new(), initiator, since, is_hidden, keeps_votes: false })
    }

    /// Counts the vote of an address in place of the one it gave before; gives back whether there is such an option.
    pub(super) fn vote(&mut self, address: IpAddr, option: usize) -> bool {
        let is_there = option < self.options.len();
        if is_there {
            self.votes.insert(address, option);
        }
        is_there
    }

    /// Takes a vote back; gives back whether there was one.
    pub(super) fn unvote(&mut self, address: IpAddr) -> bool {
        self.votes.remove(&address).is_some()
    }

    /// As `newPoll` and `updatePoll` send it.
    ///
    /// Source: `cytube-protocol`, 6.1, and the recordings of `room-state`.
    pub(super) fn json(&self, sight: Sight) -> Value {
        let count = |n: usize| self.votes.values().filter(|vote| **vote == n).count();
        let shown = |n: usize| match sight {
            Sight::Open => json!(count(n)),
            Sight::Insider => json!(format!("{}?", count(n))),
            Sight::Blind => json!("?"),
        };
        json!({
            "title": self.title,
            "options": self.options,
            "counts": (0..self.options.len()).map(shown).collect::<Value>(),
            "initiator": self.initiator,
            "timestamp": self.since.as_millisecond(),
        })
    }
}

/// An option with its links as such; the odd spelling is the server's.
fn linked(option: &str) -> String {
    let word = |word: &str| {
        let is_link = ["http://", "https://", "ftp://"].iter().any(|scheme| word.starts_with(scheme));
        let link = || format!("<a href=\"{word}\" target=\"_blank\" rel=\"noopener noreferer\">{word}</a>");
        if is_link { link() } else { word.to_owned() }
    };
    option.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn poll(title: &str, options: &[&str]) -> Result<Poll, String> {
        let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        Poll::new(title, &options, "boss".into(), true, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn an_address_has_one_vote_that_it_may_change_and_lose() {
        let (one, two): (IpAddr, IpAddr) = ("10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        let mut poll = poll("t", &["a", "b"]).unwrap();
        assert!(poll.vote(one, 0) && poll.vote(two, 1) && poll.vote(one, 1) && !poll.vote(one, 2));
        assert_eq!(poll.json(Sight::Open)["counts"], json!([0, 2]));
        assert_eq!(poll.json(Sight::Insider)["counts"], json!(["0?", "2?"]));
        assert_eq!(poll.json(Sight::Blind)["counts"], json!(["?", "?"]));
        assert!(poll.unvote(two) && !poll.unvote(two));
        assert_eq!(poll.json(Sight::Open)["counts"], json!([0, 1]));
    }

    #[test]
    fn polls_have_limits_and_no_markup() {
        assert!(poll(&"x".repeat(256), &["a"]).is_err());
        assert!(poll("t", &["a"; 51]).is_err());
        assert!(poll("t", &[&"x".repeat(256)]).is_err());
        let poll = poll("it's <b>", &["(see) https://x/?a&b now"]).unwrap().json(Sight::Open);
        assert_eq!(poll["title"], "it&#39;s &lt;b&gt;");
        let link = "<a href=\"https://x/?a&amp;b\" target=\"_blank\" rel=\"noopener noreferer\">https://x/?a&amp;b</a>";
        assert_eq!(poll["options"][0], format!("&#40;see&#41; {link} now"));
    }
}

//! `urls`: links that were posted in this room, and who posts how many.
//!
//! Addresses are shown without their scheme, so that nothing in them can be clicked, and only if they were posted here:
//! then the chat server has let their domain pass. What a player types behind the command is never repeated as an address.

use std::time::Duration;

use dazza_shared::clock::since;
use dazza_shared::store::link::{self, Count, Posted, Which};

use super::{Access, Category, Command, Halt, Pm, Refusal, Run, StoredCx};
use crate::chat::{MAX_UNITS, Pool, Reply, Word, cut, pools, short_age, units};

pub(super) const COMMAND: Command = Command {
    name: "urls",
    aliases: &["url", "links"],
    usage: "[user | stats | domain <name>]",
    about: "Shows the latest links of the room, of a person or of a domain, or counts them.",
    category: Category::Stats,
    access: Access::Everyone,
    cooldown: Duration::from_secs(5),
    waiting: None,
    pm: Pm::Refused,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// How many links, domains and people are shown. Source: `commands-and-games.md`, 2.10.
const N_SHOWN: i64 = 5;

/// Longest address that is shown whole: with it five links fit two lines. Unit: UTF-16 code units.
const ADDRESS_LIMIT: usize = 44;

/// Longest domain that is shown whole, in a heading and in a list. Unit: as above.
const DOMAIN_LIMITS: (usize, usize) = (40, 20);

/// Stands between two links.
const BETWEEN: &str = " | ";

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let mut words = deed.args.split_whitespace();
    let first = words.next().unwrap_or_default();
    match first.to_lowercase().as_str() {
        "" => latest(deed).await,
        "stats" => counted(deed).await,
        "domain" => of_domain(deed, words.next().ok_or(Refusal::Usage)?).await,
        _ => of_person(deed, first).await,
    }
}

async fn latest(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let posted = link::latest(&mut deed.tx, deed.room, Which::All, N_SHOWN).await?;
    if posted.is_empty() {
        return Ok(deed.cx.answer(&pools::URLS_NONE, &[]));
    }
    let head = deed.cx.phrase(&pools::URLS_LATEST, &[]);
    Ok(listed(deed, head, &posted, true))
}

async fn of_person(deed: &mut StoredCx<'_>, word: &str) -> Result<Reply, Halt> {
    let posted = match deed.whom(word).await? {
        Some(whom) => link::latest(&mut deed.tx, deed.room, Which::By(whom.name.key()), N_SHOWN).await?,
        None => Vec::new(),
    };
    let Some(by) = posted.first().map(|link| link.name.clone()) else {
        return Err(deed.halt_at(&pools::URLS_NONE_OF, "target", word));
    };
    let head = deed.cx.phrase(&pools::URLS_OF_PERSON, &[("target", Word::Name(&by))]);
    Ok(listed(deed, head, &posted, false))
}

async fn of_domain(deed: &mut StoredCx<'_>, word: &str) -> Result<Reply, Halt> {
    let domain = domain_in(word);
    let posted = link::latest(&mut deed.tx, deed.room, Which::Of(&domain), N_SHOWN).await?;
    if posted.is_empty() {
        return Err(deed.halt_at(&pools::URLS_NONE_OF, "target", word));
    }
    let domain = cut(&domain, DOMAIN_LIMITS.0);
    let head = deed.cx.phrase(&pools::URLS_OF_DOMAIN, &[("domain", Word::Text(&domain))]);
    Ok(listed(deed, head, &posted, true))
}

async fn counted(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let domains = link::domains(&mut deed.tx, deed.room, N_SHOWN).await?;
    if domains.n_links == 0 {
        return Ok(deed.cx.answer(&pools::URLS_NONE, &[]));
    }
    let people = link::top_people(&mut deed.tx, deed.room, N_SHOWN).await?;
    let (links, n_domains) = (domains.n_links.to_string(), domains.n_domains.to_string());
    let totals = [("links", Word::Text(&links)), ("domains", Word::Text(&n_domains))];
    let totals = deed.cx.phrase(&pools::URLS_STATS, &totals);
    let of_domain = |count: &Count| format!("{} {}", cut(&count.name, DOMAIN_LIMITS.1), count.n_links);
    let of_person = |count: &Count| format!("{} {}", deed.cx.rendered(Word::Name(&count.name)), count.n_links);
    let (domains, people) = (joined(&domains.top, of_domain), joined(&people, of_person));
    let domains = top(deed, &pools::URLS_TOP_DOMAINS, &domains);
    let people = top(deed, &pools::URLS_TOP_PEOPLE, &people);
    Ok(Reply::say(deed.cx.here(), &format!("{totals} {domains}")).and_say(deed.cx.here(), &people))
}

fn joined(counts: &[Count], in_words: impl Fn(&Count) -> String) -> String {
    counts.iter().map(in_words).collect::<Vec<_>>().join(", ")
}

fn top(deed: &mut StoredCx<'_>, pool: &Pool, list: &str) -> String {
    deed.cx.phrase(pool, &[("top", Word::Text(list))])
}

/// The links behind `head`, in two lines at most.
fn listed(deed: &StoredCx<'_>, head: String, posted: &[Posted], with_name: bool) -> Reply {
    let (mut first, mut second) = (head, String::new());
    for (link, between) in posted.iter().zip(std::iter::once(" ").chain(std::iter::repeat(BETWEEN))) {
        let age = short_age(since(link.at, deed.cx.now));
        let address = address(&link.address);
        let name = format!("{}, ", deed.cx.rendered(Word::Name(&link.name)));
        let item = format!("{address} ({}{age})", if with_name { &name } else { "" });
        if second.is_empty() && units(&first) + units(between) + units(&item) <= MAX_UNITS {
            first.extend([between, &item]);
        } else {
            second.extend([if second.is_empty() { "" } else { BETWEEN }, &item]);
        }
    }
    Reply::say(deed.cx.here(), &first).and_say(deed.cx.here(), &second)
}

/// An address that nothing happens to when it is shown: without scheme, marks and white space.
fn address(normalized: &str) -> String {
    let bare = normalized.split_once("://").map_or(normalized, |(_, rest)| rest);
    let is_mark = |c: char| c.is_control() || c.is_whitespace() || "<>[]{}*`~|".contains(c);
    cut(&bare.chars().filter(|c| !is_mark(*c)).collect::<String>(), ADDRESS_LIMIT)
}

/// The domain in what was typed for one, as links are stored by.
fn domain_in(typed: &str) -> String {
    let lower = typed.to_lowercase();
    let rest = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    host.chars().filter(|c| c.is_alphanumeric() || ".-_".contains(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_bare() {
        for (stored, shown) in [
            ("https://youtube.com/watch?v=AbC", "youtube.com/watch?v=AbC"),
            ("http://a.example:80/[x]*y*|z", "a.example:80/xyz"),
            (
                "https://a.example/a-very-long-way-to-a-page-about-nothing",
                "a.example/a-very-long-way-to-a-page-about-n…",
            ),
        ] {
            assert_eq!(address(stored), shown);
        }
    }

    #[test]
    fn a_domain_is_found_in_whatever_way_it_is_typed() {
        for typed in
            ["pub.example", "WWW.Pub.Example", "https://www.pub.example/x?y", "pub.example:8080", "pub.exa\0mple"]
        {
            assert_eq!(domain_in(typed), "pub.example", "{typed}");
        }
    }
}

//! From what the file says to what it means, with every fault at once.

use std::collections::BTreeMap;

use dazza_shared::names::RoomName;
use serde_json::{Map, Value};

use super::raw::{RawChannel, RawLink, RawSeed, RawUser};
use super::{Account, ChannelSeed, LinkSeed, MediaSeed, OldLine, Seed, SeedError, SeedFault};
use crate::emote;
use crate::options;
use crate::rank::Rank;
use crate::user_name;

pub(super) fn check(raw: &RawSeed) -> Result<Seed, SeedError> {
    let mut checking = Checking::default();
    checking.site(&raw.site);
    for (n, user) in raw.users.iter().enumerate() {
        checking.user(n, user);
    }
    for (n, channel) in raw.channels.iter().enumerate() {
        checking.channel(n, channel);
    }
    checking.seed.dice = raw.dice;
    for (n, link) in raw.links.iter().enumerate() {
        checking.link(n, link);
    }
    if checking.faults.is_empty() { Ok(checking.seed) } else { Err(SeedError::Faults(checking.faults)) }
}

#[derive(Default)]
pub(super) struct Checking {
    pub(super) seed: Seed,
    faults: Vec<SeedFault>,
}

impl Checking {
    pub(super) fn fault(&mut self, key: String, problem: String, hint: &'static str) {
        self.faults.push(SeedFault { key, problem, hint });
    }

    fn user(&mut self, n: usize, user: &RawUser) {
        let key = format!("users[{n}].name");
        if !user_name::is_valid(&user.name) {
            self.fault(key, format!("{:?} is no user name", user.name), "take 1 to 20 of A-Z a-z 0-9 - _");
        } else if self.seed.accounts.contains_key(&user.name.to_lowercase()) {
            self.fault(key, format!("{:?} is there already", user.name), "names differ by more than case");
        }
        if user.password.is_empty() {
            self.fault(format!("users[{n}].password"), "is empty".into(), "an empty password is a guest's");
        }
        if !user.rank.is_number() || user.rank < Rank::ACCOUNT {
            self.fault(
                format!("users[{n}].rank"),
                "is below 1".into(),
                "1 is an account, 255 the site's administrator",
            );
        }
        for (field, text) in [("image", &user.image), ("text", &user.text)] {
            if text.chars().count() > MAX_PROFILE {
                self.fault(format!("users[{n}].{field}"), "is too long".into(), "255 characters are the end");
            }
        }
        let account = Account {
            name: user.name.clone(),
            password: user.password.clone(),
            rank: user.rank,
            seconds_old: user.seconds_old,
            image: user.image.clone(),
            text: user.text.clone(),
        };
        self.seed.accounts.insert(user.name.to_lowercase(), account);
    }

    fn channel(&mut self, n: usize, raw: &RawChannel) {
        let at = format!("channels[{n}]");
        let channel = ChannelSeed {
            ranks: self.ranks(&at, &raw.ranks),
            options: self.options(&at, &raw.options),
            motd: raw.motd.clone(),
            emotes: raw.emotes.iter().map(|emote| emote::json(&emote.name, &emote.image)).collect(),
            backlog: self.backlog(&at, raw),
            playlist: self.playlist(&at, raw),
            bans: self.bans(&at, &raw.bans),
            muted: self.muted(&at, &raw.muted),
        };
        match raw.name.parse::<RoomName>() {
            Err(error) => self.fault(format!("{at}.name"), error.to_string(), "take 1 to 30 of a-z 0-9 - _"),
            Ok(name) if self.seed.channels.contains_key(&name) => {
                self.fault(format!("{at}.name"), format!("{name} is there already"), "a channel is written once");
            }
            Ok(name) => drop(self.seed.channels.insert(name, channel)),
        }
    }

    fn ranks(&mut self, at: &str, raw: &BTreeMap<String, Rank>) -> BTreeMap<String, Rank> {
        for (name, rank) in raw {
            if !self.seed.accounts.contains_key(&name.to_lowercase()) {
                self.fault(format!("{at}.ranks.{name}"), "is no user of this seed".into(), "add it under [[users]]");
            }
            if !rank.is_number() || *rank < Rank::ACCOUNT {
                self.fault(format!("{at}.ranks.{name}"), "is below 1".into(), "2 is a moderator, 3 an administrator");
            }
        }
        raw.iter().map(|(name, rank)| (name.to_lowercase(), *rank)).collect()
    }

    fn options(&mut self, at: &str, raw: &BTreeMap<String, toml::Value>) -> Map<String, Value> {
        let mut checked = Map::new();
        for (key, value) in raw {
            let Ok(value) = serde_json::to_value(value) else { continue };
            match options::check(key, &value) {
                Ok(()) => drop(checked.insert(key.clone(), value)),
                Err(problem) => {
                    self.fault(format!("{at}.options.{key}"), problem, "see `channelOpts` for keys and types");
                }
            }
        }
        checked
    }

    fn backlog(&mut self, at: &str, raw: &RawChannel) -> Vec<OldLine> {
        for (n, line) in raw.backlog.iter().enumerate() {
            if !user_name::is_valid(&line.user) {
                let problem = format!("{:?} is no user name", line.user);
                self.fault(format!("{at}.backlog[{n}].user"), problem, "take 1 to 20 of A-Z a-z 0-9 - _");
            }
        }
        let old = |line: &super::raw::RawLine| OldLine {
            user: line.user.clone(),
            text: line.text.clone(),
            seconds_ago: line.seconds_ago,
        };
        raw.backlog.iter().map(old).collect()
    }

    fn playlist(&mut self, at: &str, raw: &RawChannel) -> Vec<MediaSeed> {
        for (n, media) in raw.playlist.iter().enumerate() {
            let fields = [("title", &media.title), ("id", &media.id), ("kind", &media.kind)];
            let fits = |text: &str| (1..=MAX_TITLE).contains(&text.chars().count());
            for (field, _) in fields.into_iter().filter(|(_, text)| !fits(text)) {
                let key = format!("{at}.playlist[{n}].{field}");
                self.fault(key, "is empty or too long".into(), "take 1 to 100 characters");
            }
        }
        let media = |media: &super::raw::RawMedia| MediaSeed {
            title: media.title.clone(),
            seconds: media.seconds,
            id: media.id.clone(),
            kind: media.kind.clone(),
            added_by: media.added_by.clone(),
            is_temporary: media.temporary,
            meta: Map::new(),
        };
        raw.playlist.iter().map(media).collect()
    }

    fn link(&mut self, n: usize, raw: &RawLink) {
        let fits = (1..=MAX_TITLE).contains(&raw.title.chars().count());
        if raw.error.is_none() && !fits {
            let problem = "is empty or too long".to_owned();
            self.fault(format!("links[{n}].title"), problem, "take 1 to 100 characters, or give an `error`");
        }
        let meta = serde_json::to_value(&raw.meta).ok().and_then(|meta| meta.as_object().cloned()).unwrap_or_default();
        let (kind, id, title) = (raw.kind.clone(), raw.id.clone(), raw.title.clone());
        let media = MediaSeed { title, seconds: raw.seconds, id, kind, meta, ..MediaSeed::default() };
        let found = raw.error.clone().map_or(Ok(media), Err);
        self.seed.links.push(LinkSeed { kind: raw.kind.clone(), id: raw.id.clone(), found });
    }
}

/// Longest profile text or image address. Source: `cytube-protocol`, 3.1. Unit: characters.
const MAX_PROFILE: usize = 255;

/// Longest title. Source: `cytube-protocol`, section 5. Unit: characters.
const MAX_TITLE: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::tests::faults_of;

    #[test]
    fn a_whole_seed_is_understood() {
        let seed = Seed::parse(
            r#"
            users = [{ name = "Dazza", password = "x" }, { name = "root", password = "x", rank = 255 }]
            [[channels]]
            name = "FatPizza"
            ranks = { dazza = 2 }
            options = { afk_timeout = 3 }
            emotes = [{ name = ":pie:", image = "https://example.com/pie.png" }]
            backlog = [{ user = "gaz", text = "hi", seconds_ago = 5 }]
            playlist = [{ title = "One", seconds = 9, id = "a" }]
            "#,
        )
        .unwrap();
        assert_eq!(seed.accounts["dazza"].name, "Dazza");
        let channel = &seed.channels["fatpizza"];
        assert_eq!(channel.ranks["dazza"], Rank::MODERATOR);
        assert_eq!(channel.options["afk_timeout"], 3);
        assert_eq!(channel.emotes[0]["source"], r"(^|\s):pie:(?!\S)");
        assert_eq!(channel.playlist[0].kind, "yt");
    }

    #[test]
    fn all_faults_come_at_once_with_key_and_hint() {
        let faults = faults_of(
            r#"
            users = [{ name = "bad name", password = "" }, { name = "a", password = "x", rank = 0 }, { name = "A", password = "x" }]
            [[channels]]
            name = "no such name!"
            ranks = { nobody = 2, a = 0 }
            options = { afk_timeout = "soon", no_such = 1 }
            backlog = [{ user = "[server]", text = "hi" }]
            playlist = [{ title = "", seconds = 9, id = "a" }]
            [[links]]
            id = "b"
            "#,
        );
        let keys: Vec<&str> = faults.iter().map(|fault| fault.key.as_str()).collect();
        assert_eq!(
            keys,
            [
                "users[0].name",
                "users[0].password",
                "users[1].rank",
                "users[2].name",
                "channels[0].ranks.a",
                "channels[0].ranks.nobody",
                "channels[0].options.afk_timeout",
                "channels[0].options.no_such",
                "channels[0].backlog[0].user",
                "channels[0].playlist[0].title",
                "channels[0].name",
                "links[0].title",
            ]
        );
        assert!(faults.iter().all(|fault| !fault.hint.is_empty()));
    }

    #[test]
    fn an_unknown_key_is_named() {
        let error = Seed::parse("users = [{ name = \"a\", password = \"x\", pasword = 1 }]").unwrap_err();
        let SeedError::Syntax(source) = error else { panic!("{error}") };
        assert!(source.to_string().contains("pasword"), "{source}");
    }
}

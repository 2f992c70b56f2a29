//! Checks what `[defaults]` and `[rooms.NAME]` can both say of things the bot does unasked, and `[fetch]`.

use super::Checker;
use crate::config::raw::{RawDefaults, RawFarewells, RawFetch, RawGreetings, RawRoom, RawUrlComments};
use crate::config::social::{
    FarewellSettings, FetchSettings, GreetingSettings, ImageSettings, Phrases, PresenceSettings, UrlCommentSettings,
};

/// Longest phrase of a room's own, so that it fits the chat with any name in it. Unit: bytes.
const MAX_PHRASE_BYTES: usize = 180;

/// Most phrases for one occasion: all of them travel to the room in one line.
const MAX_PHRASES: usize = 40;

/// What a phrase may ask for.
const BLANKS: [&str; 4] = ["user", "user!", "bot", "prefix"];

/// Longest address of the oEmbed endpoint. Unit: bytes.
const MAX_OEMBED_BYTES: usize = 500;

/// What the bot does unasked, checked.
#[derive(Clone, Debug, Default)]
pub(super) struct Social {
    pub(super) greetings: GreetingSettings,
    pub(super) farewells: FarewellSettings,
    pub(super) url_comments: UrlCommentSettings,
    pub(super) images: ImageSettings,
    pub(super) presence: PresenceSettings,
}

/// The same as one table of the file has it.
pub(super) struct SocialWishes<'r> {
    greetings: &'r RawGreetings,
    farewells: &'r RawFarewells,
    url_comments: &'r RawUrlComments,
    images: Option<bool>,
    presence: Option<bool>,
}

impl<'r> From<&'r RawDefaults> for SocialWishes<'r> {
    fn from(raw: &'r RawDefaults) -> Self {
        let (greetings, farewells, url_comments) = (&*raw.greetings, &*raw.farewells, &*raw.url_comments);
        let (images, presence) = (raw.images.enabled, raw.presence.enabled);
        Self { greetings, farewells, url_comments, images, presence }
    }
}

impl<'r> From<&'r RawRoom> for SocialWishes<'r> {
    fn from(raw: &'r RawRoom) -> Self {
        let (greetings, farewells, url_comments) = (&*raw.greetings, &*raw.farewells, &*raw.url_comments);
        let (images, presence) = (raw.images.enabled, raw.presence.enabled);
        Self { greetings, farewells, url_comments, images, presence }
    }
}

impl Checker<'_> {
    /// `usual` with the wishes of the table `at` on top; a wish with a fault changes nothing.
    pub(super) fn social(&mut self, at: &str, usual: Social, wishes: &SocialWishes<'_>) -> Social {
        let (greetings, farewells, urls) = (wishes.greetings, wishes.farewells, wishes.url_comments);
        let mut percent =
            |key: &str, written, usual| self.number(&format!("{at}.{key}.percent"), written, usual, 0..=100);
        let greeted = percent("greetings", greetings.percent, usual.greetings.percent);
        let seen_off = percent("farewells", farewells.percent, usual.farewells.percent);
        let remarked = percent("url_comments", urls.percent, usual.url_comments.percent);
        let mut phrases = |key: &str, written: &Option<Vec<String>>, usual: Phrases| match written {
            Some(written) => self.phrases(&format!("{at}.{key}"), written),
            None => usual,
        };
        Social {
            greetings: GreetingSettings {
                enabled: greetings.enabled.unwrap_or(usual.greetings.enabled),
                percent: greeted,
                newcomers: phrases("greetings.newcomers", &greetings.newcomers, usual.greetings.newcomers),
                regulars: phrases("greetings.regulars", &greetings.regulars, usual.greetings.regulars),
            },
            farewells: FarewellSettings {
                enabled: farewells.enabled.unwrap_or(usual.farewells.enabled),
                percent: seen_off,
                phrases: phrases("farewells.phrases", &farewells.phrases, usual.farewells.phrases),
            },
            url_comments: UrlCommentSettings {
                enabled: urls.enabled.unwrap_or(usual.url_comments.enabled),
                percent: remarked,
                titles: urls.titles.unwrap_or(usual.url_comments.titles),
            },
            images: ImageSettings { enabled: wishes.images.unwrap_or(usual.images.enabled) },
            presence: PresenceSettings { enabled: wishes.presence.unwrap_or(usual.presence.enabled) },
        }
    }

    /// How pages are fetched.
    pub(super) fn fetch(&mut self, raw: &RawFetch) -> FetchSettings {
        let usual = FetchSettings::default();
        let mut allow = Vec::new();
        for written in &raw.allow {
            match written.parse() {
                Ok(network) => allow.push(network),
                Err(problem) => {
                    let hint = "write networks such as [\"10.1.0.0/16\", \"fd00:1::/64\"]";
                    self.fault("fetch.allow", format!("{written:?} is no network: {problem}"), hint);
                }
            }
        }
        let oembed = raw.oembed.as_ref().filter(|url| self.is_oembed(url)).cloned();
        FetchSettings { allow, oembed: oembed.unwrap_or(usual.oembed) }
    }

    fn is_oembed(&mut self, url: &str) -> bool {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let is_plain = url.len() <= MAX_OEMBED_BYTES && url.chars().all(|c| c.is_ascii_graphic() && !"?#@".contains(c));
        if is_plain && rest.is_some_and(|rest| !rest.is_empty()) {
            return true;
        }
        let hint = "write an http or https address without a `?`, or leave it out for that of YouTube itself";
        self.fault("fetch.oembed", "this is no address to ask for titles", hint);
        false
    }

    /// Phrases of a room's own; none after a fault.
    fn phrases(&mut self, key: &str, written: &[String]) -> Phrases {
        if written.len() > MAX_PHRASES {
            let problem = format!("these are {} phrases", written.len());
            self.fault(key, problem, format!("keep the best {MAX_PHRASES}"));
        }
        for phrase in written {
            if let Some(problem) = trouble_in(phrase) {
                let hint = format!("write one line of at most {MAX_PHRASE_BYTES} bytes, e.g. \"G'day {{user}}.\"");
                self.fault(key, format!("{problem}: {phrase:?}"), hint);
            }
        }
        written.iter().take(MAX_PHRASES).filter(|phrase| trouble_in(phrase).is_none()).cloned().collect()
    }
}

/// Why the bot cannot say `phrase`.
fn trouble_in(phrase: &str) -> Option<String> {
    let blanks = phrase.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(blank, _)| blank);
    if phrase.trim().is_empty() {
        return Some("there is nothing to say in this".to_owned());
    }
    if phrase.len() > MAX_PHRASE_BYTES || phrase.chars().any(char::is_control) {
        return Some("this does not fit a line of the chat".to_owned());
    }
    if phrase.trim_start().starts_with('/') {
        return Some("the chat server keeps lines that begin with `/` for itself".to_owned());
    }
    let unknown = blanks.into_iter().find(|blank| !BLANKS.contains(blank))?;
    Some(format!("nothing is known of `{{{unknown}}}`, only of {{user}}, {{bot}} and {{prefix}}"))
}

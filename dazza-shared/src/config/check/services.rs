//! Checks the tables of services: `[weather]`, `[dictionary]`, `[language_model]`, and `mentions` and `links` of rooms.

use std::sync::Arc;
use std::time::Duration;

use super::Checker;
use crate::config::raw::{RawDictionary, RawFile, RawLanguageModel, RawLinks, RawMentions, RawWeather};
use crate::config::services::{
    DictionarySettings, LanguageModelSettings, LinkSettings, MentionSettings, ServiceSettings, WeatherFormat,
    WeatherSettings,
};
use crate::config::shape::nearest;

/// Longest address of a service. Unit: bytes.
const MAX_URL_BYTES: usize = 500;

/// Longest name of a model, and longest persona: it travels to the room in one line with everything else. Unit: bytes.
const MAX_MODEL_BYTES: usize = 100;
const MAX_PERSONA_BYTES: usize = 4_000;

/// Longest wait for an answer: who asked has forgotten it by then.
const LONGEST_TIMEOUT: Duration = Duration::from_mins(2);

impl Checker<'_> {
    /// Who is asked for what.
    pub(super) fn services(&mut self, raw: &RawFile) -> ServiceSettings {
        ServiceSettings {
            weather: self.weather(&raw.weather),
            dictionary: self.dictionary(&raw.dictionary),
            language_model: self.language_model(&raw.language_model),
        }
    }

    fn weather(&mut self, raw: &RawWeather) -> WeatherSettings {
        let usual = WeatherSettings::default();
        let format = raw.format.as_ref().and_then(|written| {
            let found = WeatherFormat::NAMED.into_iter().find(|(name, _)| name == written);
            if found.is_none() {
                let names = WeatherFormat::NAMED.map(|(name, _)| name);
                let near = nearest(written, names.into_iter()).map(|near| format!("did you mean \"{near}\"?"));
                let hint = near.unwrap_or_else(|| "write \"line\" or \"json\"".to_owned());
                self.fault("weather.format", "no answer of a weather service is called so", hint);
            }
            found.map(|(_, format)| format)
        });
        let url = self.service_url("weather.url", raw.url.as_ref(), &usual.url);
        WeatherSettings { url, format: format.unwrap_or(usual.format) }
    }

    fn dictionary(&mut self, raw: &RawDictionary) -> DictionarySettings {
        let usual = DictionarySettings::default();
        DictionarySettings { url: self.service_url("dictionary.url", raw.url.as_ref(), &usual.url) }
    }

    fn language_model(&mut self, raw: &RawLanguageModel) -> LanguageModelSettings {
        let usual = LanguageModelSettings::default();
        let is_name = |name: &&String| {
            !name.is_empty() && name.len() <= MAX_MODEL_BYTES && name.chars().all(|c| c.is_ascii_graphic())
        };
        if raw.model.as_ref().is_some_and(|name| !is_name(&name)) {
            let hint = "write it as `ollama list` shows it, e.g. \"llama3.2\"";
            self.fault("language_model.model", "no model is called so", hint);
        }
        let range = Duration::from_secs(1)..=LONGEST_TIMEOUT;
        LanguageModelSettings {
            url: self.service_url("language_model.url", raw.url.as_ref(), &usual.url),
            model: raw.model.as_ref().filter(is_name).cloned().unwrap_or(usual.model),
            timeout: self.duration("language_model.timeout", raw.timeout.as_ref(), usual.timeout, range),
        }
    }

    /// Whether and how those who speak to the bot are answered; a wish with a fault changes nothing.
    pub(super) fn mentions(&mut self, at: &str, usual: MentionSettings, raw: &RawMentions) -> MentionSettings {
        let persona = raw.persona.as_ref().and_then(|file| self.persona(&format!("{at}.mentions.persona"), file));
        MentionSettings { enabled: raw.enabled.unwrap_or(usual.enabled), persona: persona.or(usual.persona) }
    }

    /// Which pages there are; a wish with a fault changes nothing.
    pub(super) fn links(&mut self, at: &str, usual: LinkSettings, raw: &RawLinks) -> LinkSettings {
        let mut link = |key: &str, written: &Option<String>, usual: String| {
            let good = written.as_ref().filter(|url| self.is_link(&format!("{at}.links.{key}"), url));
            good.cloned().unwrap_or(usual)
        };
        LinkSettings {
            map: link("map", &raw.map, usual.map),
            leaderboards: link("leaderboards", &raw.leaderboards, usual.leaderboards),
            gallery: link("gallery", &raw.gallery, usual.gallery),
        }
    }

    /// What a persona's file says.
    fn persona(&mut self, key: &str, file: &str) -> Option<Arc<str>> {
        let hint =
            format!("write the path of a text file of at most {MAX_PERSONA_BYTES} bytes that says who the bot is");
        match std::fs::read_to_string(self.path(file)) {
            Ok(text) if !text.trim().is_empty() && text.len() <= MAX_PERSONA_BYTES => return Some(text.trim().into()),
            Ok(text) if text.trim().is_empty() => self.fault(key, "this file is empty", hint),
            Ok(_) => self.fault(key, "this file is too long for a persona", hint),
            Err(error) => self.fault(key, format!("this file cannot be read: {error}"), hint),
        }
        None
    }

    /// The address of a service without the slash at its end; empty for none.
    pub(super) fn service_url(&mut self, key: &str, written: Option<&String>, usual: &str) -> String {
        let Some(url) = written else { return usual.to_owned() };
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let is_plain = url.len() <= MAX_URL_BYTES && url.chars().all(|c| c.is_ascii_graphic() && !"?#@".contains(c));
        if url.is_empty() || (is_plain && rest.is_some_and(|rest| !rest.trim_matches('/').is_empty())) {
            return url.trim_end_matches('/').to_owned();
        }
        let hint = "write an http or https address without `?`, `#` and `@`, or \"\" for none";
        self.fault(key, "this is no address of a service", hint);
        usual.to_owned()
    }
}

//! Checks the tables of services that commands ask: `[weather]` and `[dictionary]`.

use super::Checker;
use crate::config::raw::{RawDictionary, RawFile, RawWeather};
use crate::config::services::{DictionarySettings, ServiceSettings, WeatherFormat, WeatherSettings};
use crate::config::shape::nearest;

/// Longest address of a service. Unit: bytes.
const MAX_URL_BYTES: usize = 500;

impl Checker<'_> {
    /// Who is asked for what.
    pub(super) fn services(&mut self, raw: &RawFile) -> ServiceSettings {
        ServiceSettings { weather: self.weather(&raw.weather), dictionary: self.dictionary(&raw.dictionary) }
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

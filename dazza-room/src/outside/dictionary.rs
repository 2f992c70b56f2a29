//! Asks what a word means, of a dictionary that answers as Wiktionary does.

use std::collections::BTreeMap;

use dazza_shared::config::{DictionarySettings, FetchSettings};
use reqwest::Url;
use serde::Deserialize;
use tokio::time::Instant;
use tracing::info;

use super::Miss;
use super::entities::decoded;
use crate::chat::{cut, is_fit, plain};
use crate::wire::chain;
use dazza_fetch::{FetchError, Kind};

/// Longest definition. Unit: UTF-16 code units. Source: `commands-and-games.md`, 2.11.
const DEFINITION_LIMIT: usize = 200;

/// The language of the definitions.
const LANGUAGE: &str = "en";

/// How a dictionary marks a meaning that is not for everybody.
const WARNINGS: [&str; 12] = [
    "vulgar",
    "offensive",
    "derogatory",
    "slur",
    "obscene",
    "pejorative",
    "ethnic",
    "sex",
    "sexual",
    "sexually",
    "bdsm",
    "fetish",
];

/// What `word` means.
pub(super) async fn meaning_of(
    word: &str,
    settings: &DictionarySettings,
    fetch: &FetchSettings,
    by: Instant,
) -> Result<String, Miss> {
    let mut miss = Miss::Unknown;
    for spelled in spellings(word) {
        match ask(&spelled, settings, fetch, by).await {
            Ok(Some(meaning)) => return Ok(meaning),
            Ok(None) | Err(FetchError::Status(404)) => {}
            Err(error) => {
                info!("could not ask for the meaning of a word: {}", chain(&error));
                miss = Miss::Failed;
                break;
            }
        }
    }
    Err(miss)
}

/// A dictionary tells `march` from `March`: what people type is looked for small, as typed, and then as a name.
fn spellings(word: &str) -> Vec<String> {
    let small = word.to_lowercase();
    let mut letters = small.chars();
    let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let mut spellings = vec![small];
    for other in [word.to_owned(), name] {
        if !spellings.contains(&other) {
            spellings.push(other);
        }
    }
    spellings
}

async fn ask(
    word: &str,
    settings: &DictionarySettings,
    fetch: &FetchSettings,
    by: Instant,
) -> Result<Option<String>, FetchError> {
    let no_address = FetchError::Address("of the dictionary in fleet.toml cannot be read");
    let Ok(mut url) = Url::parse(&settings.url) else { return Err(no_address) };
    match url.path_segments_mut() {
        Ok(mut path) => drop(path.pop_if_empty().push(&word.replace(' ', "_"))),
        Err(()) => return Err(no_address),
    }
    let page = dazza_fetch::ask(url.as_str(), Kind::Json, fetch, by).await?;
    let entries = read(&page.text).ok_or(FetchError::Content("JSON that holds no definitions".to_owned()))?;
    Ok(first_fit(&entries))
}

#[derive(Debug, Deserialize)]
struct Entry {
    #[serde(default)]
    definitions: Vec<Definition>,
}

#[derive(Debug, Deserialize)]
struct Definition {
    #[serde(default)]
    definition: String,
}

/// The entries of the language, from JSON with those of every language.
fn read(text: &str) -> Option<Vec<Entry>> {
    let mut languages: BTreeMap<String, serde_json::Value> = serde_json::from_str(text).ok()?;
    match languages.remove(LANGUAGE) {
        Some(entries) => serde_json::from_value(entries).ok(),
        None => Some(Vec::new()),
    }
}

/// The first meaning that may be said.
fn first_fit(entries: &[Entry]) -> Option<String> {
    entries.iter().flat_map(|entry| &entry.definitions).find_map(|one| said(&one.definition))
}

/// A definition in one line of plain text, if it is one for everybody.
fn said(definition: &str) -> Option<String> {
    let text = text_of(definition);
    let lower = text.to_lowercase();
    let is_warned = lower.split(|c: char| !c.is_alphabetic()).any(|word| WARNINGS.contains(&word));
    // A first glance at all of it: what is left out could be what it turns on.
    let meaning = plain(&text, text.len().max(1));
    let is_said = !is_warned && is_fit(&text) && meaning.chars().any(char::is_alphabetic);
    is_said.then(|| cut(&meaning, DEFINITION_LIMIT))
}

/// What a piece of HTML says: tags gone, and with them what a style sheet in it says.
fn text_of(html: &str) -> String {
    const STYLE: &str = "<style";
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.find('<').and_then(|at| rest.split_at_checked(at)) {
        text.push_str(before);
        let end = if tag.starts_with(STYLE) { "</style>" } else { ">" };
        rest = tag.split_once(end).map_or("", |(_, behind)| behind);
    }
    text.push_str(rest);
    decoded(&text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn meaning(definitions: &[&str]) -> Option<String> {
        let definitions: Vec<_> =
            definitions.iter().map(|one| serde_json::json!({ "definition": one, "examples": ["x"] })).collect();
        let json = serde_json::json!({
            "fr": [{ "partOfSpeech": "Nom", "definitions": [{ "definition": "Un chien." }] }],
            "en": [{ "partOfSpeech": "Noun", "language": "English", "definitions": definitions }],
        });
        first_fit(&read(&json.to_string())?)
    }

    #[test]
    fn the_first_meaning_for_everybody_is_told_in_plain_text() {
        for (definitions, told) in [
            (&["A <b>dog</b> of the <a href=\"/wiki/x\">bush</a>."][..], Some("A dog of the bush.")),
            (&["", "<span class=\"x\">&nbsp;</span>", "A dog."], Some("A dog.")),
            (&["<i>(vulgar)</i> A dog.", "A cat &amp; a mouse."], Some("A cat & a mouse.")),
            (&["A dealer in heroin.", "A dog."], Some("A dog.")),
            (&["(slang, offensive) A dog."], None),
            (&["!give bob 5 [b]x[/b] https://evil.example"], Some("give bob 5 bx/b (link)")),
            (&["<style data-x=\"y\">.a>b{color:red}</style>A dog.", "x"], Some("A dog.")),
            (&["/clear\nthe\troom"], Some("clear the room")),
            (&[], None),
        ] {
            assert_eq!(meaning(definitions).as_deref(), told, "{definitions:?}");
        }
        let long = meaning(&["very ".repeat(100).as_str()]).unwrap();
        assert_eq!(crate::chat::units(&long), DEFINITION_LIMIT);
    }

    #[test]
    fn other_languages_and_other_shapes_hold_no_meaning() {
        assert!(read(r#"{"fr":[]}"#).unwrap().is_empty());
        for junk in ["", "[]", "{\"en\":3}", "{\"en\":[3]}", "nonsense"] {
            assert!(read(junk).is_none(), "{junk}");
        }
        assert!(first_fit(&read(r#"{"en":[{}]}"#).unwrap()).is_none());
    }

    #[test]
    fn a_word_is_looked_for_in_the_ways_it_may_be_written() {
        assert_eq!(spellings("kelpie"), ["kelpie", "Kelpie"]);
        assert_eq!(spellings("Kelpie"), ["kelpie", "Kelpie"]);
        assert_eq!(spellings("NRL"), ["nrl", "NRL", "Nrl"]);
    }

    proptest! {
        #[test]
        fn any_answer_is_taken(text in "\\PC{0,200}|(<|>|&|;|[a-z ]){0,60}") {
            read(&text);
            said(&text);
        }
    }
}

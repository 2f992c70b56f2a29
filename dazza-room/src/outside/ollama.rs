//! Asks a language model by the HTTP API of Ollama, and knows for a while whether there is one.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dazza_shared::config::{FetchSettings, LanguageModelSettings};
use serde_json::{Value, json};
use tokio::time::Instant;
use tracing::info;

use super::Miss;
use crate::wire::chain;
use dazza_fetch::{FetchError, Kind};

/// What a language model is to write from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// All that it reads.
    pub text: String,
    /// What it writes.
    pub purpose: Purpose,
}

/// What a language model writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// An answer to somebody.
    Talk,
    /// A summary.
    Summary,
}

/// How long a sign of life holds, and how long a model that failed is left alone. Source: `platform.md`, 3.12.
const PULSE_HOLDS: Duration = Duration::from_secs(30);

/// How long a model may take to say that it is there. Source: as above.
const PROBE_WITHIN: Duration = Duration::from_secs(2);

/// When a model last showed that it was there, and that it was not.
#[derive(Clone, Debug, Default)]
pub(super) struct Pulse(Arc<Mutex<Beats>>);

#[derive(Clone, Copy, Debug, Default)]
struct Beats {
    heard_at: Option<Instant>,
    failed_at: Option<Instant>,
}

/// What is to be done before a model is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum First {
    /// Nothing: it was there a moment ago.
    Ask,
    /// It is asked whether it is there.
    Probe,
    /// It is not asked: it was not there a moment ago.
    GiveUp,
}

impl Pulse {
    fn first(&self, now: Instant) -> First {
        let beats = self.0.lock().map_or_else(|poisoned| *poisoned.into_inner(), |beats| *beats);
        let is_recent = |at: Option<Instant>| at.is_some_and(|at| now.saturating_duration_since(at) < PULSE_HOLDS);
        match (is_recent(beats.failed_at), is_recent(beats.heard_at)) {
            (true, _) => First::GiveUp,
            (false, true) => First::Ask,
            (false, false) => First::Probe,
        }
    }

    fn note(&self, is_there: bool, now: Instant) {
        let mut beats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *beats = if is_there {
            Beats { heard_at: Some(now), failed_at: None }
        } else {
            Beats { heard_at: None, failed_at: Some(now) }
        };
    }
}

/// What the model writes, until `by` at the latest.
pub(super) async fn written(
    prompt: &Prompt,
    settings: &LanguageModelSettings,
    pulse: &Pulse,
    fetch: &FetchSettings,
    by: Instant,
) -> Result<String, Miss> {
    let now = Instant::now();
    let told = match pulse.first(now) {
        First::GiveUp => return Err(Miss::Failed),
        First::Ask => generate(prompt, settings, by).await,
        First::Probe => {
            let tags = format!("{}/api/tags", settings.url);
            match dazza_fetch::ask(&tags, Kind::Json, fetch, by.min(now + PROBE_WITHIN)).await {
                Ok(_) => generate(prompt, settings, by).await,
                Err(error) => Err(error),
            }
        }
    };
    pulse.note(told.is_ok(), Instant::now());
    told.map_err(|error| {
        info!("the language model does not answer: {}", chain(&error));
        Miss::Failed
    })
}

async fn generate(prompt: &Prompt, settings: &LanguageModelSettings, by: Instant) -> Result<String, FetchError> {
    let body = json!({
        "model": settings.model,
        "prompt": prompt.text,
        "stream": false,
        "options": options(prompt.purpose),
    });
    let url = format!("{}/api/generate", settings.url);
    let page = dazza_fetch::post(&url, body.to_string(), by).await?;
    let answer: Option<Value> = serde_json::from_str(&page.text).ok();
    let words = answer.as_ref().and_then(|answer| answer.get("response")).and_then(Value::as_str);
    words.map(str::to_owned).ok_or(FetchError::Content("JSON without a `response`".to_owned()))
}

/// How it writes. Source: `platform.md`, 3.12.
fn options(purpose: Purpose) -> Value {
    match purpose {
        Purpose::Talk => json!({
            "temperature": 0.7,
            "top_p": 0.85,
            "top_k": 40,
            "num_predict": 150,
            "repeat_penalty": 1.1,
            "num_ctx": 2048,
            "seed": -1,
            // The original had `[` too, so that its own mark for another line never came.
            "stop": ["\n\n", "User:", "Assistant:", "```"],
        }),
        Purpose::Summary => json!({
            "temperature": 0.1,
            "top_p": 0.5,
            "top_k": 10,
            "num_predict": 300,
            "repeat_penalty": 1.2,
            "num_ctx": 8192,
            "seed": 42,
            "mirostat": 2,
            "mirostat_tau": 2.0,
            "mirostat_eta": 0.05,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_asked_whether_it_is_there_unless_that_is_known() {
        let (pulse, now) = (Pulse::default(), Instant::now());
        let after = |seconds| now + Duration::from_secs(seconds);
        assert_eq!(pulse.first(now), First::Probe);
        pulse.note(true, now);
        assert_eq!((pulse.first(after(29)), pulse.first(after(30))), (First::Ask, First::Probe));
        pulse.note(false, after(40));
        assert_eq!((pulse.first(after(69)), pulse.first(after(70))), (First::GiveUp, First::Probe));
        pulse.note(true, after(71));
        assert_eq!(pulse.first(after(72)), First::Ask);
    }
}

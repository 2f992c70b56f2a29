//! One record as one line of flat JSON: time, level, message, target, then fields.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::log::Log;

/// Longest record; fields that no longer fit are left out and `"cut":true` is added. Unit: bytes.
const MAX_RECORD_BYTES: usize = 64 * 1024;

/// Longest value of one field as JSON; a longer text is cut. Unit: bytes.
const MAX_VALUE_BYTES: usize = 32 * 1024;

/// Room kept free for `"cut":true` and the end of the line. Unit: bytes.
const CLOSING_BYTES: usize = 16;

/// Writes each record to a log file, with the fields of the spans around it.
pub(super) struct JsonLines(pub(super) Arc<Log>);

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for JsonLines {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let metadata = event.metadata();
        if !self.0.takes(*metadata.level()) {
            return;
        }
        let mut fields = Fields::default();
        event.record(&mut fields);
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(outer) = span.extensions().get::<Fields>() {
                fields.take_in(outer);
            }
        }
        let level = metadata.level().as_str().to_ascii_lowercase();
        self.0.write(&line(&self.0.time(), &level, metadata.target(), &fields));
    }
}

/// Fields by name, each value as JSON.
#[derive(Default)]
struct Fields(Vec<(&'static str, String)>);

impl Fields {
    /// Sets a field; a value recorded later replaces the earlier one.
    fn set(&mut self, field: &Field, value: String) {
        let name = field.name();
        let name = name.strip_prefix("r#").unwrap_or(name);
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    /// Adds the fields of a span further out; the inner ones stand.
    fn take_in(&mut self, outer: &Self) {
        for (name, value) in &outer.0 {
            if !self.0.iter().any(|(known, _)| known == name) {
                self.0.push((name, value.clone()));
            }
        }
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.set(field, text_as_json(&format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.set(field, text_as_json(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.set(field, value.to_string());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.set(field, value.to_string());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.set(field, value.to_string());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.set(field, serde_json::Value::from(value).to_string());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        let mut chain = value.to_string();
        let mut inner = value.source();
        while let Some(cause) = inner {
            chain = format!("{chain}: {cause}");
            inner = cause.source();
        }
        self.set(field, text_as_json(&chain));
    }
}

/// A text as JSON of at most [`MAX_VALUE_BYTES`]: cut where it must be, with a mark.
fn text_as_json(text: &str) -> String {
    let whole = serde_json::Value::from(text).to_string();
    if whole.len() <= MAX_VALUE_BYTES {
        return whole;
    }
    let mut length = MAX_VALUE_BYTES;
    loop {
        length /= 2; // escapes make JSON longer than its text, up to six times
        let kept = text.get(..text.floor_char_boundary(length)).unwrap_or_default();
        let cut = serde_json::Value::from(format!("{kept}…")).to_string();
        if cut.len() <= MAX_VALUE_BYTES {
            return cut;
        }
    }
}

/// The record as one line; a field called like one of our own four is left out.
fn line(time: &str, level: &str, target: &str, fields: &Fields) -> Vec<u8> {
    let message = fields.0.iter().find(|(name, _)| *name == "message").map_or("\"\"", |(_, value)| value);
    let mut line = Vec::with_capacity(256);
    line.extend_from_slice(format!(r#"{{"timestamp":"{time}","level":"{level}","message":{message}"#).as_bytes());
    line.extend_from_slice(format!(r#","target":{}"#, text_as_json(target)).as_bytes());
    let mut is_cut = false;
    for (name, value) in fields.0.iter().filter(|(name, _)| !OWN.contains(name)) {
        let start = line.len();
        line.extend_from_slice(format!(",{}:{value}", serde_json::Value::from(*name)).as_bytes());
        if line.len() + CLOSING_BYTES > MAX_RECORD_BYTES {
            line.truncate(start);
            is_cut = true;
        }
    }
    line.extend_from_slice(if is_cut { b",\"cut\":true}\n" } else { b"}\n" });
    line
}

/// What each record has.
const OWN: [&str; 4] = ["timestamp", "level", "message", "target"];

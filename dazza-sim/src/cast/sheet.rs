//! Reads a cast file's keys one by one, and notes everything that is wrong with them on the way.

use std::cell::RefCell;
use std::ops::Range;

use dazza_shared::config::Fault;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file's text, and the faults found so far.
pub(super) struct Paper<'t> {
    text: &'t str,
    faults: RefCell<Vec<Fault>>,
}

/// A table of the file, and which of its keys have been asked for.
pub(super) struct Sheet<'p> {
    paper: &'p Paper<'p>,
    table: &'p DeTable<'p>,
    path: String,
    span: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
}

/// A text of the file, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) key: String,
    pub(super) span: Range<usize>,
}

impl<'t> Paper<'t> {
    /// A file with this text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, faults: RefCell::default() }
    }

    /// Everything found wrong, in the order of the lines.
    pub(super) fn into_faults(self) -> Vec<Fault> {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|fault| fault.line);
        faults
    }

    /// Notes that what stands at `span` is wrong.
    fn fault(&self, key: &str, span: &Range<usize>, problem: &str, hint: &str) {
        let line = self.text.bytes().take(span.start).filter(|byte| *byte == b'\n').count() + 1;
        let written = self.text.get(span.clone()).unwrap_or_default();
        let value = if written.contains('\n') { String::new() } else { written.to_owned() };
        let (key, problem, hint) = (key.to_owned(), problem.to_owned(), hint.to_owned());
        self.faults.borrow_mut().push(Fault { key, value, problem, hint, line: Some(line) });
    }

    /// Notes that a text is wrong.
    pub(super) fn wrong(&self, written: &Written, problem: &str, hint: &str) {
        self.fault(&written.key, &written.span, problem, hint);
    }

    /// Notes what the TOML reader could not make sense of.
    pub(super) fn not_toml(&self, error: &toml::de::Error) {
        let span = error.span().unwrap_or_default();
        let hint = "a line is `key = value`, `[table]` or `[[list of tables]]`; text stands in double quotes";
        self.fault("", &span, &format!("this is not TOML: {}", error.message()), hint);
    }
}

impl<'p> Sheet<'p> {
    /// The file as a whole.
    pub(super) fn top(paper: &'p Paper<'p>, table: &'p DeTable<'p>) -> Self {
        Self { paper, table, path: String::new(), span: 0..0, asked: RefCell::default() }
    }

    /// Notes that something is wrong with the table itself.
    pub(super) fn fault(&self, problem: &str, hint: &str) {
        self.paper.fault(&self.path, &self.span, problem, hint);
    }

    /// The key that `name` has in the file as a whole.
    fn key(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn value(&self, name: &'static str) -> Option<&'p Spanned<DeValue<'p>>> {
        self.asked.borrow_mut().push(name);
        self.table.get(name)
    }

    fn misfit(&self, name: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        self.paper.fault(&self.key(name), &value.span(), "this is of the wrong kind", &format!("write {wanted}"));
    }

    fn missing(&self, name: &str, wanted: &str) {
        self.paper.fault(&self.key(name), &self.span, "this is missing", &format!("write {name} = {wanted}"));
    }

    /// A text that must be there.
    pub(super) fn text(&self, name: &'static str) -> Option<Written> {
        let Some(value) = self.value(name) else {
            self.missing(name, "\"…\"");
            return None;
        };
        let written = written(self.key(name), value);
        if written.is_none() {
            self.misfit(name, value, "a text in double quotes");
        }
        written
    }

    /// Texts that must be there, and not none.
    pub(super) fn texts(&self, name: &'static str) -> Vec<Written> {
        let Some(value) = self.value(name) else {
            self.missing(name, "[\"…\", \"…\"]");
            return Vec::new();
        };
        self.list(name, value)
    }

    /// Texts that may be left out.
    pub(super) fn texts_if_any(&self, name: &'static str) -> Vec<Written> {
        self.value(name).map(|value| self.list(name, value)).unwrap_or_default()
    }

    fn list(&self, name: &str, value: &'p Spanned<DeValue<'p>>) -> Vec<Written> {
        let Some(items) = value.get_ref().as_array() else {
            self.misfit(name, value, "a list of texts, e.g. [\"a\", \"b\"]");
            return Vec::new();
        };
        if items.is_empty() {
            self.paper.fault(&self.key(name), &value.span(), "the list is empty", "write at least one text into it");
        }
        let item = |(n, item): (usize, &'p Spanned<DeValue<'p>>)| {
            let name = format!("{name}[{n}]");
            let found = written(self.key(&name), item);
            if found.is_none() {
                self.misfit(&name, item, "a text in double quotes");
            }
            found
        };
        items.iter().enumerate().filter_map(item).collect()
    }

    /// A truth that is `false` when left out.
    pub(super) fn truth(&self, name: &'static str) -> bool {
        match self.value(name).map(|value| (value, value.get_ref())) {
            None => false,
            Some((_, DeValue::Boolean(truth))) => *truth,
            Some((value, _)) => {
                self.misfit(name, value, "true or false");
                false
            }
        }
    }

    /// A whole number within `range`, or `default` when left out.
    pub(super) fn number(&self, name: &'static str, range: std::ops::RangeInclusive<u32>, default: u32) -> u32 {
        let Some(value) = self.value(name) else { return default };
        self.whole(name, value, &range).unwrap_or(default)
    }

    /// A table that must be there.
    pub(super) fn table(&self, name: &'static str) -> Option<Sheet<'p>> {
        let Some(value) = self.value(name) else {
            self.paper.fault(&self.key(name), &self.span, "this is missing", &format!("add a table [{name}]"));
            return None;
        };
        self.below(name, value)
    }

    /// A table that may be left out.
    pub(super) fn table_if_any(&self, name: &'static str) -> Option<Sheet<'p>> {
        self.value(name).and_then(|value| self.below(name, value))
    }

    /// The tables of a list; none when left out.
    pub(super) fn tables(&self, name: &'static str) -> Vec<Sheet<'p>> {
        let Some(value) = self.value(name) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            self.misfit(name, value, &format!("a list of tables: [[{}]]", self.key(name)));
            return Vec::new();
        };
        items.iter().enumerate().filter_map(|(n, item)| self.below(&format!("{name}[{n}]"), item)).collect()
    }

    fn below(&self, name: &str, value: &'p Spanned<DeValue<'p>>) -> Option<Sheet<'p>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.misfit(name, value, "a table");
        }
        let sheet = |table| Sheet {
            paper: self.paper,
            table,
            path: self.key(name),
            span: value.span(),
            asked: RefCell::default(),
        };
        table.map(sheet)
    }

    /// Every key of a table whose keys are the author's choice, with its list of texts.
    pub(super) fn lists(&self) -> Vec<(Written, Vec<Written>)> {
        let list = |(name, value): (&'p Spanned<std::borrow::Cow<'p, str>>, &'p Spanned<DeValue<'p>>)| {
            let shown = name.get_ref().as_ref();
            (Written { text: shown.to_owned(), key: self.key(shown), span: name.span() }, self.list(shown, value))
        };
        self.table.iter().map(list).collect()
    }

    /// Every key of a table whose keys are the author's choice, with its whole number within `range`.
    pub(super) fn numbers(&self, range: &std::ops::RangeInclusive<u32>) -> Vec<(Written, u32)> {
        let number = |(name, value): (&'p Spanned<std::borrow::Cow<'p, str>>, &'p Spanned<DeValue<'p>>)| {
            let shown = name.get_ref().as_ref();
            let written = Written { text: shown.to_owned(), key: self.key(shown), span: name.span() };
            Some((written, self.whole(shown, value, range)?))
        };
        self.table.iter().filter_map(number).collect()
    }

    fn whole(&self, name: &str, value: &Spanned<DeValue<'_>>, range: &std::ops::RangeInclusive<u32>) -> Option<u32> {
        let number = value.get_ref().as_integer().and_then(|written| written.as_str().replace('_', "").parse().ok());
        let fitting = number.filter(|number| range.contains(number));
        if fitting.is_none() {
            self.misfit(name, value, &format!("a whole number from {} to {}", range.start(), range.end()));
        }
        fitting
    }

    /// Every table of a table whose keys are the author's choice.
    pub(super) fn sheets(&self) -> Vec<(Written, Sheet<'p>)> {
        let sheet = |(name, value): (&'p Spanned<std::borrow::Cow<'p, str>>, &'p Spanned<DeValue<'p>>)| {
            let shown = name.get_ref().as_ref();
            let written = Written { text: shown.to_owned(), key: self.key(shown), span: name.span() };
            self.below(shown, value).map(|sheet| (written, sheet))
        };
        self.table.iter().filter_map(sheet).collect()
    }

    /// Notes every key that nobody has asked for.
    pub(super) fn close(&self) {
        let asked = self.asked.borrow();
        for name in self.table.keys().filter(|name| !asked.contains(&name.get_ref().as_ref())) {
            let hint = format!("the keys here are {}", asked.join(", "));
            self.paper.fault(&self.key(name.get_ref()), &name.span(), "there is no such key", &hint);
        }
    }
}

fn written(key: String, value: &Spanned<DeValue<'_>>) -> Option<Written> {
    let text = value.get_ref().as_str()?.to_owned();
    Some(Written { text, key, span: value.span() })
}

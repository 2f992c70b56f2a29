//! The two text forms of the page, and which of them a reader wants.

use super::table;

/// A form of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `OpenMetrics`, unless the reader prefers the other.
    OpenMetrics,
    /// The older text form of Prometheus.
    Classic,
}

impl Form {
    /// What a reader wants whose request has this `Accept` header.
    ///
    /// Source: RFC 9110, section 12.5.1.
    pub(crate) fn wanted(accept: &str) -> Self {
        let open = weight(accept, "application/openmetrics-text").or_else(|| weight(accept, "*/*"));
        let classic = weight(accept, "text/plain");
        if classic.unwrap_or(0.0) > open.unwrap_or(0.0) { Self::Classic } else { Self::OpenMetrics }
    }

    /// What it is called in a `Content-Type` header.
    ///
    /// Source: `OpenMetrics` 1.0, section 4.1; Prometheus, exposition formats, version 0.0.4.
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            Self::Classic => "text/plain; version=0.0.4; charset=utf-8",
        }
    }

    /// An `OpenMetrics` page in this form.
    pub(crate) fn of(self, page: String) -> String {
        match self {
            Self::OpenMetrics => page,
            Self::Classic => page.lines().filter_map(classic).fold(String::new(), |text, line| text + &line + "\n"),
        }
    }
}

/// The highest weight that `accept` gives to `kind`, 1 where it says none.
fn weight(accept: &str, kind: &str) -> Option<f32> {
    let ranges = accept.split(',').map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let q = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok());
        (name, q)
    });
    ranges.filter(|(name, _)| name.eq_ignore_ascii_case(kind)).filter_map(|(_, q)| q).reduce(f32::max)
}

/// The same line in the older form, which has no units, no end and no kind `info`, and where a name keeps its ending.
fn classic(line: &str) -> Option<String> {
    let Some(comment) = line.strip_prefix("# ") else { return Some(line.to_owned()) };
    let (word, rest) = comment.split_once(' ')?;
    let (name, told) = rest.split_once(' ')?;
    let metric = table::all().find(|metric| metric.family() == name)?;
    match (word, told) {
        ("HELP", help) => Some(format!("# HELP {} {help}", metric.full_name())),
        ("TYPE", "info") => Some(format!("# TYPE {} gauge", metric.full_name())),
        ("TYPE", kind) => Some(format!("# TYPE {} {kind}", metric.full_name())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_gets_what_it_prefers() {
        let prometheus = "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,\
                          text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
        for (accept, wanted) in [
            ("", Form::OpenMetrics),
            ("*/*", Form::OpenMetrics),
            (prometheus, Form::OpenMetrics),
            ("text/plain;version=0.0.4;q=1,*/*;q=0.1", Form::Classic),
            ("Text/Plain", Form::Classic),
            ("text/plain;q=0.2, application/openmetrics-text; q=0.1", Form::Classic),
            ("text/plain;q=junk", Form::OpenMetrics),
            (",;q=,;;", Form::OpenMetrics),
        ] {
            assert_eq!(Form::wanted(accept), wanted, "{accept}");
        }
    }
}

//! The five filters a registered channel has from the start: marks around words become tags.

/// One filter: what stands between two marks goes between two tags.
struct Pair {
    open: &'static str,
    close: &'static str,
    /// Least number of characters between the marks.
    least: usize,
    before: &'static str,
    after: &'static str,
}

/// Source: `cytube-protocol`, 4.2, default filters; in this order.
const STOCK: [Pair; 5] = [
    Pair { open: "`", close: "`", least: 1, before: "<code>", after: "</code>" },
    Pair { open: "*", close: "*", least: 1, before: "<strong>", after: "</strong>" },
    Pair { open: "_", close: "_", least: 1, before: "<em>", after: "</em>" },
    Pair { open: "~~", close: "~~", least: 1, before: "<s>", after: "</s>" },
    Pair { open: "[sp]", close: "[/sp]", least: 0, before: "<span class=\"spoiler\">", after: "</span>" },
];

/// Applies the stock filters to an escaped line.
pub(super) fn stock_filters(text: &str) -> String {
    STOCK.iter().fold(text.to_owned(), |text, pair| pair.apply(&text))
}

impl Pair {
    fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((lead, inner, tail)) = self.find(rest) {
            for part in [lead, self.before, inner, self.after] {
                out.push_str(part);
            }
            rest = tail;
        }
        out + rest
    }

    /// The first marked words: what is before, between and after.
    fn find<'a>(&self, text: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
        let mut from = 0;
        while let Some(start) = find_mark(text.get(from..)?, self.open) {
            let (lead, opened) = text.split_at_checked(from + start)?;
            let inner = opened.get(self.open.len()..)?;
            if let Some((inner, tail)) = self.close_of(inner) {
                return Some((lead, inner, tail));
            }
            from += start + self.open.len();
        }
        None
    }

    fn close_of<'a>(&self, inner: &'a str) -> Option<(&'a str, &'a str)> {
        let first = inner.char_indices().nth(self.least).map_or(inner.len(), |(at, _)| at);
        let at = first + find_mark(inner.get(first..)?, self.close)?;
        let (between, marked) = inner.split_at_checked(at)?;
        let is_one_line = !between.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
        is_one_line.then_some((between, marked.get(self.close.len()..)?))
    }
}

/// Where `mark` stands in `text`, letters compared without case.
fn find_mark(text: &str, mark: &str) -> Option<usize> {
    text.char_indices()
        .map(|(at, _)| at)
        .find(|at| text.get(*at..at + mark.len()).is_some_and(|part| part.eq_ignore_ascii_case(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_tags() {
        for (text, filtered) in [
            ("*bold* _it_ ~~s~~ `m`", "<strong>bold</strong> <em>it</em> <s>s</s> <code>m</code>"),
            ("[sp]x[/sp] [SP][/SP]", "<span class=\"spoiler\">x</span> <span class=\"spoiler\"></span>"),
            ("snake_case_name 2*3*4", "snake<em>case</em>name 2<strong>3</strong>4"),
            ("** and one *", "<strong>* and one </strong>"),
            ("lonely * and _ and ~~", "lonely * and _ and ~~"),
            ("*over\ntwo* lines*", "*over\ntwo<strong> lines</strong>"),
            ("*ü*", "<strong>ü</strong>"),
            ("", ""),
        ] {
            assert_eq!(stock_filters(text), filtered, "{text:?}");
        }
    }
}

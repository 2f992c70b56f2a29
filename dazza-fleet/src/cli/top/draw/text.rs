//! Texts cut and padded to columns of the terminal, and numbers in few signs.

use ratatui::text::Span;

/// Heights of a bar, the least first.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A bar is full from here on, so that one line alone is no peak. Unit: lines a look.
const LEAST_PEAK: u64 = 4;

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    Span::raw(text).width()
}

/// The text, cut to so many columns; where something is missing it ends with `…`.
pub(super) fn cut(text: &str, most: usize) -> String {
    // A column at least for most signs: what is far too long need not be measured whole.
    if text.len() <= most || (text.len() <= most * 16 && width(text) <= most) {
        return text.to_owned();
    }
    let (mut cut, mut taken, mut buffer) = (String::new(), 0, [0; 4]);
    for sign in text.chars() {
        taken += width(sign.encode_utf8(&mut buffer));
        if taken >= most {
            break;
        }
        cut.push(sign);
    }
    if most > 0 {
        cut.push('…');
    }
    cut
}

/// The same, at the right side of so many columns.
pub(super) fn right(text: &str, columns: usize) -> String {
    let cut = cut(text, columns);
    " ".repeat(columns.saturating_sub(width(&cut))) + &cut
}

/// The last `most` steps as bars.
pub(super) fn bars(steps: &[u64], most: usize) -> String {
    let shown = steps.get(steps.len().saturating_sub(most)..).unwrap_or_default();
    let peak = shown.iter().copied().max().unwrap_or(0).max(LEAST_PEAK);
    let bar = |step: &u64| {
        let height = step.saturating_mul(7).div_ceil(peak).min(7);
        usize::try_from(height).ok().and_then(|height| BARS.get(height)).copied().unwrap_or(' ')
    };
    shown.iter().map(bar).collect()
}

/// Memory in mebibytes with one digit behind the point.
pub(super) fn memory(bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10) / (1 << 20);
    format!("{}.{}M", tenths / 10, tenths % 10)
}

/// Milliseconds without digits that say nothing.
pub(super) fn milliseconds(ms: f64) -> String {
    format!("{}ms", (ms * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_to_columns_whatever_signs_they_are_of() {
        for (text, most, expected) in [
            ("thepub", 6, "thepub"),
            ("thepub", 5, "thep…"),
            ("größer", 6, "größer"),
            ("日本語", 6, "日本語"),
            ("日本語", 5, "日本…"),
            ("日本語", 4, "日…"),
            ("x", 0, ""),
            ("", 3, ""),
        ] {
            assert_eq!(cut(text, most), expected, "{text} {most}");
            assert!(width(&cut(text, most)) <= most);
        }
        assert!(width(&cut(&"e\u{301}".repeat(100), 50)) <= 50);
        assert_eq!(cut(&"x".repeat(100_000), 3), "xx…");
        assert_eq!((right("7", 3).as_str(), right("12345", 3).as_str()), ("  7", "12…"));
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            (memory(0).as_str(), memory(2_411_725).as_str(), memory(1 << 30).as_str()),
            ("0.0M", "2.3M", "1024.0M")
        );
        for (ms, shown) in [(0.05, "0.05ms"), (0.2, "0.2ms"), (0.1 + 0.2, "0.3ms"), (20.0, "20ms"), (1_000.0, "1000ms")]
        {
            assert_eq!(milliseconds(ms), shown);
        }
    }

    #[test]
    fn bars_rise_with_the_steps() {
        assert_eq!(bars(&[], 30), "");
        assert_eq!(bars(&[9, 0, 1, 2, 4], 4), "▁▃▅█");
        assert_eq!(bars(&[0, 50, 100], 30), "▁▅█");
        assert_eq!(bars(&[u64::MAX], 30).chars().count(), 1);
    }
}

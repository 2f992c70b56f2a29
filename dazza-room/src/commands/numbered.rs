//! Things in a list, chosen by their place in it.

/// The number that `typed` names: `3`, `#3` or `3.`, from 1 on.
pub(super) fn number(typed: &str) -> Option<usize> {
    let digits = typed.trim().trim_start_matches('#').trim_end_matches('.');
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    digits.parse().ok().filter(|number| is_number && *number > 0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_number_is_digits_with_a_mark_or_without() {
        for (typed, number) in
            [("3", Some(3)), (" #12 ", Some(12)), ("2.", Some(2)), ("0", None), ("-1", None), ("", None), ("x", None)]
        {
            assert_eq!(super::number(typed), number, "{typed}");
        }
        assert_eq!(super::number("99999999999999999999999"), None);
    }
}

//! Reads an amount of money as typed: strictly, so that no name passes for one.

use dazza_shared::money::Money;

/// Highest amount that may be typed. Source: `commands-and-games.md`, 0.4.
const MOST: Money = Money::of(1_000_000_000);

/// Why something typed is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadAmount {
    /// It is not made of digits.
    Unreadable,
    /// It is nothing at all.
    Nothing,
    /// It is more than anybody may type.
    TooMuch,
}

/// The amount in `typed`: digits and nothing else, but for one dollar sign in front.
///
/// # Errors
///
/// See [`BadAmount`].
pub fn amount(typed: &str) -> Result<Money, BadAmount> {
    let digits = typed.strip_prefix('$').unwrap_or(typed);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(BadAmount::Unreadable);
    }
    match digits.parse().map(Money::of) {
        Ok(Money::ZERO) => Err(BadAmount::Nothing),
        Ok(amount) if amount <= MOST => Ok(amount),
        Ok(_) | Err(_) => Err(BadAmount::TooMuch),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_strictly() {
        for (typed, read) in [
            ("1", Ok(Money::of(1))),
            ("$50", Ok(Money::of(50))),
            ("007", Ok(Money::of(7))),
            ("1000000000", Ok(MOST)),
            ("1000000001", Err(BadAmount::TooMuch)),
            ("99999999999999999999", Err(BadAmount::TooMuch)),
            ("0", Err(BadAmount::Nothing)),
            ("$0", Err(BadAmount::Nothing)),
            ("", Err(BadAmount::Unreadable)),
            ("$", Err(BadAmount::Unreadable)),
            ("$$5", Err(BadAmount::Unreadable)),
            ("10abc", Err(BadAmount::Unreadable)),
            ("-5", Err(BadAmount::Unreadable)),
            ("+5", Err(BadAmount::Unreadable)),
            ("1,000", Err(BadAmount::Unreadable)),
            ("1e3", Err(BadAmount::Unreadable)),
            ("5.0", Err(BadAmount::Unreadable)),
            ("٥", Err(BadAmount::Unreadable)),
        ] {
            assert_eq!(amount(typed), read, "{typed}");
        }
    }
}

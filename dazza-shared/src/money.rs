//! Money: whole dollars, with sums that cannot run over.

use std::fmt;

/// An amount of whole dollars; below zero it is a debt or a debit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many dollars.
    pub const fn of(dollars: i64) -> Self {
        Self(dollars)
    }

    /// How many dollars it is.
    pub const fn dollars(self) -> i64 {
        self.0
    }

    /// Both together; `None` when no such amount can be written down.
    #[must_use]
    pub const fn plus(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(dollars) => Some(Self(dollars)),
            None => None,
        }
    }

    /// What is left without `other`; `None` when no such amount can be written down.
    #[must_use]
    pub const fn minus(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(dollars) => Some(Self(dollars)),
            None => None,
        }
    }

    /// The same the other way round: what is paid, as what is missing afterwards.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self(self.0.saturating_neg())
    }

    /// `factor` times as much; `None` when no such amount can be written down.
    #[must_use]
    pub const fn times(self, factor: i64) -> Option<Self> {
        match self.0.checked_mul(factor) {
            Some(dollars) => Some(Self(dollars)),
            None => None,
        }
    }

    /// `of` parts out of `parts` of it, rounded down to whole dollars; `None` when no such amount can be written down.
    #[must_use]
    pub fn share(self, of: u32, parts: u32) -> Option<Self> {
        let product = i128::from(self.0) * i128::from(of);
        let dollars = product.checked_div_euclid(i128::from(parts))?;
        i64::try_from(dollars).ok().map(Self)
    }
}

impl fmt::Display for Money {
    /// With a mark between the thousands: `$1,234`, or `-$1,234` below zero.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        f.write_str(if self.0 < 0 { "-$" } else { "$" })?;
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_is_written_with_its_thousands_apart() {
        for (dollars, written) in [
            (0, "$0"),
            (7, "$7"),
            (999, "$999"),
            (1_000, "$1,000"),
            (-1_234, "-$1,234"),
            (1_000_000_000, "$1,000,000,000"),
            (i64::MAX, "$9,223,372,036,854,775,807"),
            (i64::MIN, "-$9,223,372,036,854,775,808"),
        ] {
            assert_eq!(Money::of(dollars).to_string(), written);
        }
    }

    #[test]
    fn sums_that_run_over_are_none() {
        let (most, one) = (Money::of(i64::MAX), Money::of(1));
        assert_eq!(most.plus(one), None);
        assert_eq!(Money::of(i64::MIN).minus(one), None);
        assert_eq!(most.times(2), None);
        assert_eq!(most.share(2, 1), None);
        assert_eq!(one.share(1, 0), None);
        assert_eq!((one.negated(), Money::of(i64::MIN).negated()), (Money::of(-1), most));
        assert_eq!(Money::of(40).plus(Money::of(2)), Some(Money::of(42)));
        assert_eq!(Money::of(40).minus(Money::of(42)), Some(Money::of(-2)));
    }

    #[test]
    fn a_share_is_rounded_down() {
        for (dollars, of, parts, share) in
            [(301, 1, 2, 150), (1, 3, 2, 1), (3, 3, 4, 2), (-3, 1, 2, -2), (i64::MAX, 1, 1, i64::MAX)]
        {
            assert_eq!(Money::of(dollars).share(of, parts), Some(Money::of(share)), "{dollars} x {of}/{parts}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read_back(dollars: i64) {
            let written = Money::of(dollars).to_string().replace([',', '$'], "");
            prop_assert_eq!(written.parse::<i64>(), Ok(dollars));
        }

        #[test]
        fn what_is_taken_can_be_given_back(a: i64, b: i64) {
            if let Some(left) = Money::of(a).minus(Money::of(b)) {
                prop_assert_eq!(left.plus(Money::of(b)), Some(Money::of(a)));
            }
        }
    }
}

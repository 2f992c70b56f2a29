//! How a windfall is shared out: half for who made it, the rest for who is there and for the house.

use dazza_shared::money::Money;

/// From which win on it is shared. Source: `commands-and-games.md`, 0.5.
pub const FROM: Money = Money::of(300);

/// What becomes of a windfall; the parts add up to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// What the winner keeps.
    pub kept: Money,
    /// What each of the others gets.
    pub each: Money,
    /// What is left for the house.
    pub house: Money,
}

/// How `win` is shared with `n_others`; `None` when it is too small, or nobody else is there.
///
/// Source: `commands-and-games.md`, 0.5.
pub fn parts(win: Money, n_others: u32) -> Option<Parts> {
    if win < FROM || n_others == 0 {
        return None;
    }
    let kept = win.share(1, 2)?;
    let rest = win.minus(kept)?;
    let each = rest.share(1, n_others.checked_add(1)?)?;
    let house = rest.minus(each.times(i64::from(n_others))?)?;
    Some(Parts { kept, each, house })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn half_is_kept_and_the_rest_goes_round() {
        for (win, n_others, expected) in [
            (299, 5, None),
            (300, 0, None),
            (300, 1, Some((150, 75, 75))),
            (301, 2, Some((150, 50, 51))),
            (1_000, 3, Some((500, 125, 125))),
            (300, 400, Some((150, 0, 150))),
        ] {
            let parts = parts(Money::of(win), n_others);
            let found = parts.map(|parts| (parts.kept.dollars(), parts.each.dollars(), parts.house.dollars()));
            assert_eq!(found, expected, "{win} among {n_others}");
        }
    }

    proptest! {
        #[test]
        fn no_dollar_is_made_or_lost(win in 300_i64..1_000_000_000, n_others in 1_u32..10_000) {
            let parts = parts(Money::of(win), n_others).unwrap();
            prop_assert_eq!(parts.kept.dollars() + parts.each.dollars() * i64::from(n_others) + parts.house.dollars(), win);
            prop_assert!(parts.each <= parts.house && parts.kept.dollars() * 2 <= win);
        }
    }
}

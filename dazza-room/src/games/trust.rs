//! How far a player is trusted, and what such a player is called.

/// Least and most trust there is. Source: `commands-and-games.md`, 0.3.
pub const RANGE: std::ops::RangeInclusive<i64> = 0..=100;

/// Trust of a new account. Source: `commands-and-games.md`, 0.3.
pub const AT_FIRST: i64 = 50;

/// From how much trust on a title is borne, highest first. Source: `commands-and-games.md`, 0.3.
const TITLES: [(i64, &str); 5] =
    [(90, "Made Man"), (75, "Career Criminal"), (60, "Seasoned Crim"), (40, "Petty Crim"), (20, "Snitch Risk")];

/// The title of those with less trust than any other title asks for. Source: `commands-and-games.md`, 0.3.
const LOWEST_TITLE: &str = "Rat";

/// What a player with so much `trust` is called.
pub fn title(trust: i64) -> &'static str {
    TITLES.iter().find(|(from, _)| trust >= *from).map_or(LOWEST_TITLE, |(_, title)| title)
}

/// `trust` after it has moved by `change`, within its range.
pub fn moved(trust: i64, change: i64) -> i64 {
    trust.saturating_add(change).clamp(*RANGE.start(), *RANGE.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_title_begins_where_it_should() {
        for (trust, called) in [
            (100, "Made Man"),
            (90, "Made Man"),
            (89, "Career Criminal"),
            (75, "Career Criminal"),
            (74, "Seasoned Crim"),
            (60, "Seasoned Crim"),
            (59, "Petty Crim"),
            (AT_FIRST, "Petty Crim"),
            (40, "Petty Crim"),
            (39, "Snitch Risk"),
            (20, "Snitch Risk"),
            (19, "Rat"),
            (0, "Rat"),
        ] {
            assert_eq!(title(trust), called, "{trust}");
        }
    }

    #[test]
    fn trust_stays_in_its_range() {
        assert_eq!(moved(50, 10), 60);
        assert_eq!(moved(99, 10), 100);
        assert_eq!(moved(3, -10), 0);
        assert_eq!(moved(0, i64::MIN), 0);
    }
}

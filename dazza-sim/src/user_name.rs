//! Which texts are user names, and which a guest may not take.

/// Longest user name. Source: `cytube-protocol`, 3.1. Unit: characters.
const MAX_CHARS: usize = 20;

/// Words that no guest's name may hold as a whole word, on any server.
///
/// Source: `cytube-protocol`, 2.3, stock reserved names.
const RESERVED: [&str; 3] = ["admin", "administrator", "owner"];

/// Whether `name` is 1 to 20 of `A-Za-z0-9_-`.
pub(crate) fn is_valid(name: &str) -> bool {
    (1..=MAX_CHARS).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
}

/// Whether a guest may not be called so because it sounds like somebody in charge; `more` are words of the site.
pub(crate) fn is_reserved(name: &str, more: &[String]) -> bool {
    let is_listed = |word: &str| more.iter().any(|known| known.eq_ignore_ascii_case(word));
    name.to_lowercase().split(['-', '_']).any(|word| RESERVED.contains(&word) || is_listed(word))
}

/// What a name looks like: names with equal looks cannot be told apart.
///
/// Source: `cytube-protocol`, 2.3: `I l 1`, `o 0` and `- _` are the same letter, case ignored.
pub(crate) fn looks(name: &str) -> String {
    let look = |c: char| match c.to_ascii_lowercase() {
        'i' | 'l' => '1',
        'o' => '0',
        '-' => '_',
        other => other,
    };
    name.chars().map(look).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_judged_as_the_recordings_show() {
        assert!(is_valid("dazza") && is_valid("A-b_9"));
        for name in ["", "bad name!", "this-name-is-way-too-long-for-it", "ü"] {
            assert!(!is_valid(name), "{name}");
        }
        assert!(is_reserved("site-admin", &[]) && is_reserved("OWNER", &[]) && !is_reserved("badminton", &[]));
        assert!(is_reserved("The_Boss", &["boss".into()]) && !is_reserved("Bossy", &["boss".into()]));
        assert_eq!(looks("a1ice"), looks("ALICE"));
        assert_ne!(looks("alice"), looks("bob"));
    }
}

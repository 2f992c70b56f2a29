//! Reads a name as players type it.

use dazza_shared::names::PlayerName;

/// What people put around a name they mean to address.
const AROUND_NAMES: &str = "@,:;!?.";

/// The player that `word` names, who need not be in the room: `@Gaz,` is `Gaz`; `None` if nobody can be called that.
pub fn typed_name(word: &str) -> Option<PlayerName> {
    word.trim_matches(|c: char| AROUND_NAMES.contains(c)).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_by_what_is_left_of_an_address() {
        for (word, name) in [
            ("Gaz", Some("Gaz")),
            ("@Gaz", Some("Gaz")),
            ("@@gaz,", Some("gaz")),
            ("big_bad-wolf:", Some("big_bad-wolf")),
            ("50", Some("50")),
            ("@", None),
            ("", None),
            ("[server]", None),
            ("two words", None),
            ("averyveryverylongname", None),
        ] {
            assert_eq!(typed_name(word).as_ref().map(PlayerName::as_str), name, "{word}");
        }
    }
}

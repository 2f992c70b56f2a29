//! Reads what a player wants to be reminded of, or somebody else: whom, in how long, of what.

use std::time::Duration;

use super::duration::leading_duration;

/// A reminder as asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminder<'a> {
    /// Whom to remind, as typed; nobody named is the asking player.
    pub of_whom: Option<&'a str>,
    /// In how long.
    pub wait: Duration,
    /// Of what.
    pub text: &'a str,
}

/// Why no reminder can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadReminder<'a> {
    /// Something is missing.
    Short,
    /// What stands where a time should is none.
    Time(&'a str),
}

/// The reminder in `typed`: `<time> <text>` for oneself, `<user> <time> <text>` for another; `me` is oneself.
///
/// Whatever [`leading_duration`] reads is a time, so that a player whose name reads like one cannot be reminded.
///
/// # Errors
///
/// See [`BadReminder`].
pub fn reminder(typed: &str) -> Result<Reminder<'_>, BadReminder<'_>> {
    let typed = typed.trim();
    let (of_whom, rest) = match leading_duration(typed) {
        Some(_) => (None, typed),
        None => {
            typed.split_once(char::is_whitespace).map(|(name, rest)| (Some(name), rest)).ok_or(BadReminder::Short)?
        }
    };
    let rest = rest.trim_start();
    match leading_duration(rest) {
        Some((_, "")) => Err(BadReminder::Short),
        Some((wait, text)) => Ok(Reminder { of_whom: of_whom.filter(|name| !is_oneself(name)), wait, text }),
        None => match rest.split_once(char::is_whitespace) {
            Some((time, _)) => Err(BadReminder::Time(time)),
            None => Err(BadReminder::Short),
        },
    }
}

fn is_oneself(name: &str) -> bool {
    name.trim_start_matches('@').eq_ignore_ascii_case("me")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_in_front_is_for_oneself_and_a_name_for_another() {
        for (typed, read) in [
            ("10m call mum", Ok((None, 600, "call mum"))),
            ("1h30m tea", Ok((None, 5_400, "tea"))),
            ("1 h 30 m tea", Ok((None, 5_400, "tea"))),
            ("me 10m tea", Ok((None, 600, "tea"))),
            ("@Me 10m tea", Ok((None, 600, "tea"))),
            ("bob 10m the bins,  mate", Ok((Some("bob"), 600, "the bins,  mate"))),
            ("@bob  2 hours bins", Ok((Some("@bob"), 7_200, "bins"))),
            ("420bob 10m bins", Ok((Some("420bob"), 600, "bins"))),
            ("", Err(BadReminder::Short)),
            ("10m", Err(BadReminder::Short)),
            ("10m ", Err(BadReminder::Short)),
            ("bob", Err(BadReminder::Short)),
            ("bob 10m", Err(BadReminder::Short)),
            ("bob bins", Err(BadReminder::Short)),
            ("bob tomorrow bins", Err(BadReminder::Time("tomorrow"))),
            ("bob 10 bins", Err(BadReminder::Time("10"))),
            ("10x call mum", Err(BadReminder::Time("call"))),
        ] {
            let got = reminder(typed).map(|found| (found.of_whom, found.wait.as_secs(), found.text));
            assert_eq!(got, read, "{typed}");
        }
    }
}

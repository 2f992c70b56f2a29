//! Runs a program that ends with its parent, whatever ends that: this program is started in between and becomes it.
//!
//! The system forgets the wish when a process changes its user, so that it must be told after that and before the
//! program runs: nothing but a process of our own can do so. Source: prctl(2), `PR_SET_PDEATHSIG`.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use nix::unistd::{Gid, Uid, setgid, setgroups, setuid};
use rustix::process::{Signal, getppid, set_parent_process_death_signal};

/// The word that tells this program to become another; nobody types it.
const WORD: &str = "with-parent";

/// A command that runs `program`, as the user and group `ids` if they are given, until this process ends: it is
/// interrupted then.
///
/// # Errors
///
/// The system does not tell where this program is.
pub(crate) fn command(program: &Path, ids: Option<(u32, u32)>) -> io::Result<Command> {
    let (uid, gid) = ids.map_or((String::new(), String::new()), |(uid, gid)| (uid.to_string(), gid.to_string()));
    let mut command = Command::new(std::env::current_exe()?);
    command.args([WORD, &std::process::id().to_string(), &uid, &gid]).arg(program);
    Ok(command)
}

/// Becomes the program that `arguments` ask for, if they do; comes back only when it cannot.
pub(crate) fn heard(arguments: &[OsString]) -> Option<io::Error> {
    let [_, word, parent, uid, gid, program, rest @ ..] = arguments else { return None };
    if word != WORD {
        return None;
    }
    let prepared = take_on(&uid.to_string_lossy(), &gid.to_string_lossy()).and_then(|()| tie_to(parent));
    Some(prepared.err().unwrap_or_else(|| Command::new(program).args(rest).exec()))
}

fn take_on(uid: &str, gid: &str) -> io::Result<()> {
    if uid.is_empty() {
        return Ok(());
    }
    let number = |text: &str| text.parse::<u32>().map_err(io::Error::other);
    let (uid, gid) = (Uid::from_raw(number(uid)?), Gid::from_raw(number(gid)?));
    setgroups(&[])?;
    setgid(gid)?;
    Ok(setuid(uid)?)
}

fn tie_to(parent: &OsString) -> io::Result<()> {
    set_parent_process_death_signal(Some(Signal::INT))?;
    let is_there = getppid().is_some_and(|now| *parent == *now.as_raw_pid().to_string());
    // It may have ended before the wish was told.
    if is_there { Ok(()) } else { Err(io::Error::other("the parent has ended")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_else_is_taken_for_the_word() {
        for words in [&["dazza-fleet", "up"][..], &["dazza-fleet", WORD], &["dazza-fleet", "a", "b", "c", "d", "e"]] {
            let words: Vec<_> = words.iter().map(OsString::from).collect();
            assert!(heard(&words).is_none(), "{words:?}");
        }
    }
}

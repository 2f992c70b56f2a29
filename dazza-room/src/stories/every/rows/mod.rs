//! What is typed of each command: rightly, wrongly, and rightly when it cannot be done.

mod fun;
mod house;
mod money;
mod talk;

use crate::chat::Pool;
use crate::commands::{Command, TABLE};

/// All rows.
pub(super) const ROWS: &[&[Row]] = &[talk::ROWS, money::ROWS, fun::ROWS, house::ROWS];

/// What is typed of a command. In all texts `{n}` is a number that is new each time, `{last}` the last number that was said
/// before.
pub(super) struct Row {
    pub(super) name: &'static str,
    /// Who types it.
    pub(super) who: &'static str,
    /// What has to have happened.
    pub(super) before: &'static [Do],
    /// What is typed behind the name.
    pub(super) args: &'static str,
    /// What makes no sense behind it, and the words that say so. That something is missing need not be named.
    pub(super) bad: &'static [(&'static str, Pool)],
    /// What makes sense and cannot be done: by whom (as above, if by nobody else), when what has happened, and the words.
    pub(super) refused: &'static [Unable],
    /// As what it may move money.
    pub(super) moves: &'static [&'static str],
}

/// What cannot be done: by whom, when what has happened, what is typed, and the words.
type Unable = (&'static str, &'static [Do], &'static str, Pool);

/// Something that happens before.
pub(super) enum Do {
    /// Somebody says that.
    Say(&'static str, &'static str),
    /// Somebody says that to the bot alone.
    Pm(&'static str, &'static str),
    /// The server tells that, with JSON.
    Server(&'static str, &'static str),
    /// Somebody comes in.
    Come(&'static str),
    /// So many seconds pass.
    Wait(u64),
}

impl Row {
    const fn of(name: &'static str, args: &'static str) -> Self {
        Self { name, who: super::SOMEBODY, before: &[], args, bad: &[], refused: &[], moves: &[] }
    }

    const fn by(self, who: &'static str) -> Self {
        Self { who, ..self }
    }

    const fn after(self, before: &'static [Do]) -> Self {
        Self { before, ..self }
    }

    const fn bad(self, bad: &'static [(&'static str, Pool)]) -> Self {
        Self { bad, ..self }
    }

    const fn refused(self, refused: &'static [Unable]) -> Self {
        Self { refused, ..self }
    }

    const fn moves(self, moves: &'static [&'static str]) -> Self {
        Self { moves, ..self }
    }

    /// The command.
    pub(super) fn command(&self) -> &'static Command {
        TABLE.iter().find(|command| command.name == self.name).unwrap()
    }
}

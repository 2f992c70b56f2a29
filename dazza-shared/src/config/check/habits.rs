//! Checks what `[defaults]` and `[rooms.NAME]` can both say of a room's ways.

use super::Checker;
use crate::config::raw::{RawDefaults, RawRoom};

/// Longest prefix of commands, in characters.
const MAX_PREFIX_CHARS: usize = 3;

/// Longest address of the manual, so that the line which gives it out fits the chat. Unit: bytes.
const MAX_MANUAL_URL_BYTES: usize = 160;

/// A room's ways, checked.
#[derive(Clone, Debug)]
pub(super) struct Habits {
    pub(super) prefix: String,
    pub(super) commands_off: Vec<String>,
    pub(super) manual_url: String,
    pub(super) allow_unregistered: bool,
    pub(super) contest_full_effects: bool,
}

/// A room's ways as one table of the file has them.
pub(super) struct Wishes<'r> {
    prefix: Option<&'r str>,
    commands_off: Option<&'r [String]>,
    manual_url: Option<&'r str>,
    allow_unregistered: Option<bool>,
    contest_full_effects: Option<bool>,
}

impl Default for Habits {
    fn default() -> Self {
        let prefix = "!".to_owned();
        let (commands_off, manual_url) = (Vec::new(), String::new());
        Self { prefix, commands_off, manual_url, allow_unregistered: false, contest_full_effects: true }
    }
}

impl<'r> From<&'r RawDefaults> for Wishes<'r> {
    fn from(raw: &'r RawDefaults) -> Self {
        Self {
            prefix: raw.prefix.as_deref(),
            commands_off: raw.commands_off.as_deref(),
            manual_url: raw.manual_url.as_deref(),
            allow_unregistered: raw.allow_unregistered,
            contest_full_effects: raw.contest_full_effects,
        }
    }
}

impl<'r> From<&'r RawRoom> for Wishes<'r> {
    fn from(raw: &'r RawRoom) -> Self {
        Self {
            prefix: raw.prefix.as_deref(),
            commands_off: raw.commands_off.as_deref(),
            manual_url: raw.manual_url.as_deref(),
            allow_unregistered: raw.allow_unregistered,
            contest_full_effects: raw.contest_full_effects,
        }
    }
}

impl Checker<'_> {
    /// `habits` with the wishes of the table `at` on top; a wish with a fault changes nothing.
    pub(super) fn habits(&mut self, at: &str, mut habits: Habits, wishes: &Wishes<'_>) -> Habits {
        if let Some(prefix) = wishes.prefix.filter(|prefix| self.is_prefix(at, prefix)) {
            prefix.clone_into(&mut habits.prefix);
        }
        if let Some(names) = wishes.commands_off {
            habits.commands_off = self.commands_off(at, names);
        }
        if let Some(url) = wishes.manual_url.filter(|url| self.is_link(&format!("{at}.manual_url"), url)) {
            url.clone_into(&mut habits.manual_url);
        }
        habits.allow_unregistered = wishes.allow_unregistered.unwrap_or(habits.allow_unregistered);
        habits.contest_full_effects = wishes.contest_full_effects.unwrap_or(habits.contest_full_effects);
        habits
    }

    fn is_prefix(&mut self, at: &str, prefix: &str) -> bool {
        let problem = match prefix.chars().count() {
            0 => "without a prefix every line would be a command",
            n if n > MAX_PREFIX_CHARS => "this is too long for a prefix",
            _ if prefix.starts_with('/') => "the chat server keeps lines that begin with `/` for itself",
            _ if prefix.chars().any(|c| c.is_whitespace() || c.is_control()) => "a prefix holds no white space",
            _ => return true,
        };
        self.fault(&format!("{at}.prefix"), problem, format!("write 1 to {MAX_PREFIX_CHARS} signs, e.g. \"!\""));
        false
    }

    fn commands_off(&mut self, at: &str, names: &[String]) -> Vec<String> {
        if let Some(name) = names.iter().find(|name| !is_command_name(name)) {
            let hint = "write the commands' names without their prefix, e.g. [\"roll\", \"8ball\"]";
            self.fault(&format!("{at}.commands_off"), format!("no command is called {name:?}"), hint);
        }
        names.iter().filter(|name| is_command_name(name)).map(|name| name.to_lowercase()).collect()
    }

    /// Whether `url` is an address to give out, or none.
    pub(super) fn is_link(&mut self, key: &str, url: &str) -> bool {
        let is_address =
            ["https://", "http://"].iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme));
        let is_plain = url.chars().all(|c| c.is_ascii_graphic() && !"<>\"".contains(c));
        if url.is_empty() || (is_address && is_plain && url.len() <= MAX_MANUAL_URL_BYTES) {
            return true;
        }
        let hint = format!("write an http or https address of at most {MAX_MANUAL_URL_BYTES} signs, or \"\" for none");
        self.fault(key, "this is no address that can be given out in the chat", hint);
        false
    }
}

/// Whether a command could be called so; which there are, the rooms know.
pub(super) fn is_command_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

//! `calc`: sums.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Refusal, Run};
use crate::chat::{Args, Reply, Word, pools};
use crate::games::calc::{printed, value};

pub(super) const COMMAND: Command = Command {
    name: "calc",
    aliases: &["calculate", "math"],
    usage: "<expression>",
    about: "Works out a sum with + - * / % ^ and brackets.",
    category: Category::Utility,
    access: Access::Everyone,
    cooldown: Duration::from_secs(2),
    waiting: None,
    pm: Pm::Refused,
    min_words: 1,
    run: Run::Now(run),
};

/// Beyond this a result is remarked upon. Source: `commands-and-games.md`, 2.11.
const HUGE: f64 = 1_000_000.0;

fn run(cx: &mut Cx<'_>, args: &Args<'_>) -> Result<Reply, Refusal> {
    let value = match value(args.rest()) {
        Ok(value) => value,
        Err(fault) => return Err(cx.refusal(&pools::SUM_WRONG, &[("fault", Word::Text(&fault.to_string()))])),
    };
    let result = printed(value);
    let pool = match result.as_str() {
        _ if !value.is_finite() => pools::SUM_ENDLESS,
        "420" => pools::SUM_420,
        "0" => pools::SUM_ZERO,
        _ if value.abs() > HUGE => pools::SUM_HUGE,
        _ => pools::SUM,
    };
    Ok(cx.answer(&pool, &[("result", Word::Text(&result))]))
}

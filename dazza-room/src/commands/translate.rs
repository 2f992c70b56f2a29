//! `translate`: English to Australian and back.

use std::time::Duration;

use super::{Access, Category, Command, Cx, Pm, Refusal, Run};
use crate::chat::{Args, MAX_UNITS, Pool, Reply, plain, pools};
use crate::games::translate::{holds_any, translate};

pub(super) const COMMAND: Command = Command {
    name: "translate",
    aliases: &["trans", "aussie"],
    usage: "<text>",
    about: "Turns English into Australian, or back.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_secs(3),
    waiting: None,
    pm: Pm::Refused,
    min_words: 1,
    run: Run::Now(run),
};

fn run(cx: &mut Cx<'_>, args: &Args<'_>) -> Result<Reply, Refusal> {
    let text = plain(args.rest(), MAX_UNITS);
    let is_slang = holds_any(&text, pools::SLANG_MARKERS.phrases());
    let list = if is_slang { pools::SLANG_TO_ENGLISH } else { pools::ENGLISH_TO_SLANG };
    let entries: Vec<_> = list.phrases().filter_map(|entry| entry.split_once(" = ")).collect();
    let Some(translated) = translate(&text, &entries) else {
        let pool = if is_slang { pools::ALREADY_AUSSIE } else { pools::NO_TRANSLATION };
        return Err(cx.refusal(&pool, &[]));
    };
    let remark = cx.phrase(&remarks(&text, is_slang), &[]);
    Ok(Reply::say(cx.here(), &format!("{remark} {translated}")))
}

fn remarks(text: &str, is_slang: bool) -> Pool {
    if is_slang {
        pools::REMARK_SLANG
    } else if holds_any(text, pools::SWEARING.phrases()) {
        pools::REMARK_SWEARING
    } else {
        pools::REMARK
    }
}

//! `cashie`: a job that nobody has heard of, paid in cash.

use std::time::Duration;

use dazza_shared::money::Money;

use super::job::{JobWords, work};
use super::{Access, Category, Command, Pm, Run};
use crate::chat::pools;
use crate::games::cashie::{JOB, bonus};

pub(super) const COMMAND: Command = Command {
    name: "cashie",
    aliases: &["cash", "cashies", "cashjob"],
    usage: "",
    about: "Does a job for cash in hand.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_hours(12),
    waiting: Some(pools::CASHIE_WAIT),
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| {
        Box::pin(async {
            let bonus = bonus(deed.working_day());
            work(deed, &JOB, bonus, &WORDS).await
        })
    }),
};

/// Source of the steps: `commands-and-games.md`, 2.3.
const WORDS: JobWords = JobWords {
    kind: "cashie",
    ack: pools::CASHIE_ACK,
    headers: [
        pools::CASHIE_HEADER,
        pools::CASHIE_HEADER_RARE,
        pools::CASHIE_HEADER_LEGENDARY,
        pools::CASHIE_HEADER_NOTHING,
    ],
    stories: [
        pools::CASHIE_COMMON,
        pools::CASHIE_UNCOMMON,
        pools::CASHIE_RARE,
        pools::CASHIE_LEGENDARY,
        pools::CASHIE_NOTHING,
    ],
    comments: (
        [
            (Money::of(300), pools::CASHIE_COMMENT_300),
            (Money::of(100), pools::CASHIE_COMMENT_100),
            (Money::of(50), pools::CASHIE_COMMENT_50),
        ],
        pools::CASHIE_COMMENT,
    ),
    public: [pools::CASHIE_PUBLIC_RARE, pools::CASHIE_PUBLIC_LEGENDARY],
};

//! `bottles`: a round of the bins, paid by the bottle.

use std::time::Duration;

use dazza_shared::money::Money;

use super::job::{JobWords, work};
use super::{Access, Category, Command, Pm, Run};
use crate::chat::pools;
use crate::games::bottles::{JOB, bonus};

pub(super) const COMMAND: Command = Command {
    name: "bottles",
    aliases: &["bottle", "cans", "recycling", "empties"],
    usage: "",
    about: "Collects bottles for the deposit.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_hours(24),
    waiting: Some(pools::BOTTLES_WAIT),
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
    kind: "bottles",
    ack: pools::BOTTLES_ACK,
    headers: [
        pools::BOTTLES_HEADER,
        pools::BOTTLES_HEADER_RARE,
        pools::BOTTLES_HEADER_LEGENDARY,
        pools::BOTTLES_HEADER_NOTHING,
    ],
    stories: [
        pools::BOTTLES_COMMON,
        pools::BOTTLES_UNCOMMON,
        pools::BOTTLES_RARE,
        pools::BOTTLES_LEGENDARY,
        pools::BOTTLES_NOTHING,
    ],
    comments: (
        [
            (Money::of(100), pools::BOTTLES_COMMENT_100),
            (Money::of(50), pools::BOTTLES_COMMENT_50),
            (Money::of(20), pools::BOTTLES_COMMENT_20),
        ],
        pools::BOTTLES_COMMENT,
    ),
    public: [pools::BOTTLES_PUBLIC_RARE, pools::BOTTLES_PUBLIC_LEGENDARY],
};

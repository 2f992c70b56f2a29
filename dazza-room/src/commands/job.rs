//! A day of a job: what it was like, what it paid, and who hears of it.

use dazza_shared::money::Money;
use serde_json::json;

use super::payslip::step;
use super::{Halt, StoredCx};
use crate::chat::{Pool, Reply};
use crate::games::bonus::Bonus;
use crate::games::job::{Job, Luck, Tier};

/// What is said of a job.
#[derive(Clone, Copy, Debug)]
pub(super) struct JobWords {
    /// What its lines are called in the ledger.
    pub(super) kind: &'static str,
    /// A word in the room.
    pub(super) ack: Pool,
    /// Headers by how good the day was: as most are, rare, legendary; and for none.
    pub(super) headers: [Pool; 4],
    /// Stories: common, uncommon, rare, legendary; and of nothing.
    pub(super) stories: [Pool; 5],
    /// Comments by pay, the biggest first, and below all of them.
    pub(super) comments: ([(Money, Pool); 3], Pool),
    /// What the room hears of a rare day and of a legendary one.
    pub(super) public: [Pool; 2],
}

/// Works a day of `job`.
pub(super) async fn work(deed: &mut StoredCx<'_>, job: &Job, bonus: Bonus, words: &JobWords) -> Result<Reply, Halt> {
    let luck = job.work(deed.cx.dice);
    let pay = luck.map_or(Money::ZERO, |luck| bonus.on(luck.worth));
    let facts = json!({ "tier": luck.map(|luck| luck.tier.name()), "bonus": bonus.name(), "pay": pay.dollars() });
    let balance = deed.earn(words.kind, pay, facts).await?;
    let ack = deed.cx.ack(&words.ack);
    let (header, story) = header_and_story(words, luck);
    let mut parts = vec![deed.cx.in_private(&header, &[]), deed.cx.in_private(&story, &[])];
    if luck.is_some() {
        let (steps, least) = words.comments;
        parts.extend([deed.paid(pay, bonus), deed.cx.in_private(&step(steps, least, pay), &[])]);
    }
    let slip = deed.payslip(&parts, balance);
    let [rare, legendary] = &words.public;
    let told = match luck.filter(|luck| job.is_told(luck.tier, pay)) {
        Some(luck) => deed.told(if luck.tier == Tier::Legendary { legendary } else { rare }, pay),
        None => Reply::default(),
    };
    Ok(ack.and(slip).and(told))
}

fn header_and_story(words: &JobWords, luck: Option<Luck>) -> (Pool, Pool) {
    let [usual, rare, legendary, none] = words.headers;
    let [a_common, an_uncommon, a_rare, a_legendary, nothing] = words.stories;
    match luck.map(|luck| luck.tier) {
        None => (none, nothing),
        Some(Tier::Common) => (usual, a_common),
        Some(Tier::Uncommon) => (usual, an_uncommon),
        Some(Tier::Rare) => (rare, a_rare),
        Some(Tier::Legendary) => (legendary, a_legendary),
    }
}

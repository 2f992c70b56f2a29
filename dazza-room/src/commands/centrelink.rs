//! `centrelink`: a claim at the counter, approved every other time; now and then far too well.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::wallet::Entry;
use serde_json::json;

use super::settle::balance_of;
use super::windfall::Windfall;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Pool, Reply, Word, pools};
use crate::games::bonus::Bonus;
use crate::games::centrelink::{self, Decision, Fluke};

pub(super) const COMMAND: Command = Command {
    name: "centrelink",
    aliases: &["dole", "welfare", "centerlink", "payments"],
    usage: "",
    about: "Claims a benefit. You may even get it.",
    category: Category::Economy,
    access: Access::Everyone,
    cooldown: Duration::from_hours(24),
    waiting: Some(pools::CENTRELINK_WAIT),
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What its lines are called in the ledger.
const KIND: &str = "centrelink";

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let decision = centrelink::claim(deed.cx.dice);
    let pay = Money::of(decision.pay());
    let windfall = Windfall::of(deed, pay);
    let kept = windfall.as_ref().map_or(pay, Windfall::kept);
    let balance = settle(deed, decision, windfall.as_ref(), kept).await?;
    let ack = deed.cx.ack(&pools::CENTRELINK_ACK);
    let parts = match decision {
        Decision::Approved(benefit, _) => approved(deed, benefit, pay),
        Decision::Rejected => rejected(deed),
        Decision::Fluke(fluke, _) => fluked(deed, fluke, [pay, kept]),
    };
    let mut reply = ack.and(deed.payslip(&parts, balance));
    if matches!(decision, Decision::Fluke(..)) {
        reply = reply.and(deed.told(&pools::CENTRELINK_PUBLIC_FLUKE, pay));
    }
    Ok(match windfall {
        Some(windfall) => reply.and(windfall.told(deed, &pools::CENTRELINK_SHARED)),
        None => reply,
    })
}

/// Pays the claimant what is kept, and in the same settlement everybody else their share.
async fn settle(
    deed: &mut StoredCx<'_>,
    decision: Decision,
    windfall: Option<&Windfall>,
    kept: Money,
) -> Result<Money, Halt> {
    let caller = deed.caller_key().to_owned();
    let (what, benefit) = match decision {
        Decision::Approved(benefit, _) => ("approved", Some(benefit)),
        Decision::Rejected => ("rejected", None),
        Decision::Fluke(fluke, _) => (fluke.name(), None),
    };
    let facts = json!({ "decision": what, "benefit": benefit, "pay": decision.pay() });
    let details = Some(deed.with_seed(facts));
    let mut entries = vec![Entry { who: &caller, amount: kept, kind: KIND, details, ..Entry::default() }];
    entries.extend(windfall.into_iter().flat_map(Windfall::entries));
    let wallets = deed.settle(&entries).await?;
    Ok(balance_of(&wallets, &caller))
}

fn approved(deed: &mut StoredCx<'_>, benefit: &str, pay: Money) -> Vec<String> {
    let pay = pay.to_string();
    let words = [("benefit", Word::Text(benefit)), ("pay", Word::Text(&pay))];
    vec![
        deed.cx.in_private(&pools::CENTRELINK_HEADER_APPROVED, &[]),
        deed.cx.in_private(&pools::CENTRELINK_APPROVED, &[]),
        deed.cx.in_private(&pools::CENTRELINK_PAY, &words),
        deed.cx.in_private(&pools::CENTRELINK_APPROVED_COMMENT, &[]),
    ]
}

fn rejected(deed: &mut StoredCx<'_>) -> Vec<String> {
    let pools = [pools::CENTRELINK_HEADER_REJECTED, pools::CENTRELINK_REJECTED, pools::CENTRELINK_SUGGESTION];
    pools.iter().map(|pool| deed.cx.in_private(pool, &[])).collect()
}

fn fluked(deed: &mut StoredCx<'_>, fluke: Fluke, [pay, kept]: [Money; 2]) -> Vec<String> {
    let paid = if pay == kept { deed.paid(pay, Bonus::None) } else { shared(deed, pay, kept) };
    vec![
        deed.cx.in_private(&pools::CENTRELINK_HEADER_FLUKE, &[]),
        deed.cx.in_private(&story(fluke), &[]),
        paid,
        deed.cx.in_private(&pools::CENTRELINK_FLUKE_COMMENT, &[]),
    ]
}

/// What was paid and what is left of it once it is shared.
fn shared(deed: &mut StoredCx<'_>, pay: Money, kept: Money) -> String {
    let (pay, kept) = (pay.to_string(), kept.to_string());
    deed.cx.in_private(&pools::WORK_PAY_SHARED, &[("pay", Word::Text(&pay)), ("kept", Word::Text(&kept))])
}

const fn story(fluke: Fluke) -> Pool {
    match fluke {
        Fluke::BackPayment => pools::CENTRELINK_BACK_PAYMENT,
        Fluke::Reassessment => pools::CENTRELINK_REASSESSMENT,
        Fluke::LatePension => pools::CENTRELINK_LATE_PENSION,
        Fluke::DisasterPayment => pools::CENTRELINK_DISASTER_PAYMENT,
        Fluke::Malfunction => pools::CENTRELINK_MALFUNCTION,
    }
}

//! `fish`: a cast with a bait, told by private message; the room hears of what is rare, and has a part in what is huge.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::wallet::Entry;
use serde_json::{Value, json};

use super::settle::balance_of;
use super::windfall::Windfall;
use super::{Access, Category, Command, Halt, Pm, Run, StoredCx};
use crate::chat::{Pool, Reply, Route, To, Word, pools};
use crate::games::bonus::Bonus;
use crate::games::fish::{self, BAITS, Bait, Cast, Catch, Fish, TALE_PERCENT, Tier, Treasure, WORM};
use crate::games::windfall;

pub(super) const COMMAND: Command = Command {
    name: "fish",
    aliases: &["fishing", "cast"],
    usage: "[bait]",
    about: "Casts a line, with a worm or a better bait, and sees what bites.",
    category: Category::Fun,
    access: Access::Everyone,
    cooldown: Duration::from_hours(2),
    waiting: Some(pools::FISH_WAIT),
    pm: Pm::Accepted,
    min_words: 0,
    run: Run::Stored(|deed| Box::pin(run(deed))),
};

/// What its lines are called in the ledger.
const KIND: &str = "fishing";

/// When the room hears of a great catch. Source: `commands-and-games.md`, 0.5.
const TOLD_AFTER: Duration = Duration::from_secs(2);

async fn run(deed: &mut StoredCx<'_>) -> Result<Reply, Halt> {
    let bait = bait(deed)?;
    let cast = fish::cast(deed.cx.dice, bait);
    let pay = cast.catch.pay();
    let windfall = Windfall::of(deed, pay);
    let kept = windfall.as_ref().map_or(pay, Windfall::kept);
    let balance = settle(deed, bait, cast, windfall.as_ref(), kept).await?;
    let ack = deed.cx.ack(&pools::FISH_ACK);
    let parts = slip(deed, bait, cast, [pay, kept]);
    let reply = ack.and(deed.payslip(&parts, balance)).and(announced(deed, cast, pay));
    Ok(match windfall {
        Some(windfall) => reply.and(windfall.told(deed, &pools::FISH_SHARED)),
        None => reply,
    })
}

fn bait(deed: &mut StoredCx<'_>) -> Result<&'static Bait, Halt> {
    // The filters of some rooms eat underscores, so `servo pie` is as good as `servo_pie`.
    let typed = deed.args.split_whitespace().collect::<Vec<_>>().join("_");
    let typed = if typed.is_empty() { WORM.name } else { &typed };
    let known = BAITS.iter().find(|bait| bait.name.eq_ignore_ascii_case(typed));
    known.ok_or_else(|| deed.halt_at(&pools::FISH_UNKNOWN_BAIT, "typed", deed.args))
}

/// Takes the price of the bait, pays what is kept of the catch, and in the same settlement everybody else their share.
async fn settle(
    deed: &mut StoredCx<'_>,
    bait: &Bait,
    cast: Cast,
    windfall: Option<&Windfall>,
    kept: Money,
) -> Result<Money, Halt> {
    let caller = deed.caller_key().to_owned();
    let details = Some(deed.with_seed(facts(bait, cast)));
    let line = Entry { who: &caller, kind: KIND, details, ..Entry::default() };
    let mut entries = Vec::new();
    if bait.cost > Money::ZERO {
        entries.push(Entry { amount: bait.cost.negated(), ..line.clone() });
    }
    entries.push(Entry { amount: kept, trust: cast.catch.trust(), ..line });
    entries.extend(windfall.into_iter().flat_map(Windfall::entries));
    match deed.try_settle(&entries).await? {
        Some(wallets) => Ok(balance_of(&wallets, &caller)),
        None => Err(too_poor(deed, bait).await?),
    }
}

async fn too_poor(deed: &mut StoredCx<'_>, bait: &Bait) -> Result<Halt, Halt> {
    let caller = deed.caller_key().to_owned();
    let wallet = dazza_shared::store::wallet::wallet_of(&mut deed.tx, &caller).await?.unwrap_or_default();
    let (cost, balance) = (bait.cost.to_string(), wallet.balance.to_string());
    Ok(deed.halt(&pools::FISH_TOO_POOR, &[("cost", Word::Text(&cost)), ("balance", Word::Text(&balance))]))
}

/// What the ledger keeps of a cast; weights are in kilograms.
fn facts(bait: &Bait, cast: Cast) -> Value {
    let pay = cast.catch.pay().dollars();
    let (spot, bait) = (cast.spot.name, bait.name);
    match cast.catch {
        Catch::Treasure(treasure, _) => {
            json!({ "catch": "treasure", "treasure": treasure.name(), "pay": pay, "spot": spot, "bait": bait })
        }
        Catch::Multi(haul, _) => {
            let (species, n) = (haul.species, haul.n);
            json!({ "catch": "multi", "species": species, "n": n, "pay": pay, "spot": spot, "bait": bait })
        }
        Catch::Trash(item, _) => json!({ "catch": "trash", "item": item, "pay": pay, "spot": spot, "bait": bait }),
        Catch::Nothing => json!({ "catch": "nothing", "pay": pay, "spot": spot, "bait": bait }),
        Catch::Fish(fish) => json!({
            "catch": fish.tier.name(),
            "species": fish.species,
            "weight": fish.kilograms(),
            "pay": pay,
            "spot": spot,
            "bait": bait,
        }),
    }
}

/// Where it was, what came, what that pays, perhaps a tale, and what the bait has cost.
fn slip(deed: &mut StoredCx<'_>, bait: &Bait, cast: Cast, [pay, kept]: [Money; 2]) -> Vec<String> {
    let bait_name = bait.name.replace('_', " ");
    let header = [("spot", Word::Text(cast.spot.name)), ("bait", Word::Text(&bait_name))];
    let mut parts = vec![deed.cx.in_private(&pools::FISH_CAST, &header), caught(deed, cast.catch)];
    let shown = pay.to_string();
    match cast.catch {
        Catch::Nothing => {}
        Catch::Trash(..) if pay == Money::ZERO => {}
        Catch::Trash(..) => parts.push(deed.cx.in_private(&pools::FISH_TRASH_MONEY, &[("pay", Word::Text(&shown))])),
        _ if pay == kept => parts.push(deed.paid(pay, Bonus::None)),
        _ => {
            let words = [("pay", Word::Text(&shown)), ("kept", Word::Text(&kept.to_string()))];
            parts.push(deed.cx.in_private(&pools::WORK_PAY_SHARED, &words));
        }
    }
    let is_everyday = matches!(cast.catch, Catch::Fish(Fish { tier: Tier::Common | Tier::Uncommon, .. }));
    if is_everyday && deed.cx.dice.percent(TALE_PERCENT) {
        parts.push(deed.cx.in_private(&pools::FISH_TALE, &[]));
    }
    if bait.cost > Money::ZERO {
        let price = bait.cost.to_string();
        parts.push(deed.cx.in_private(&pools::FISH_BAIT_COST, &[("cost", Word::Text(&price))]));
    }
    parts
}

fn caught(deed: &mut StoredCx<'_>, catch: Catch) -> String {
    match catch {
        Catch::Treasure(treasure, _) => deed.cx.in_private(&treasure_story(treasure), &[]),
        Catch::Multi(haul, _) => {
            let count = haul.n.to_string();
            let words = [("count", Word::Text(&count)), ("species", Word::Text(haul.species))];
            deed.cx.in_private(&pools::FISH_MULTI, &words)
        }
        Catch::Trash(item, _) => deed.cx.in_private(&pools::FISH_TRASH, &[("item", Word::Text(item))]),
        Catch::Nothing => deed.cx.in_private(&pools::FISH_NOTHING, &[]),
        Catch::Fish(fish) => {
            let weight = fish.weight();
            let words = [("species", Word::Text(fish.species)), ("weight", Word::Text(&weight))];
            deed.cx.in_private(&story(fish.tier), &words)
        }
    }
}

/// What the room hears of a rare catch or a big treasure.
fn announced(deed: &mut StoredCx<'_>, cast: Cast, pay: Money) -> Reply {
    let (spot, pay_text) = (("spot", Word::Text(cast.spot.name)), pay.to_string());
    let text = match cast.catch {
        Catch::Fish(fish) if matches!(fish.tier, Tier::Rare | Tier::Legendary) => {
            let is_rare = fish.tier == Tier::Rare;
            let pool = if is_rare { pools::FISH_PUBLIC_RARE } else { pools::FISH_PUBLIC_LEGENDARY };
            let weight = fish.weight();
            let words = [("species", Word::Text(fish.species)), ("weight", Word::Text(&weight)), spot];
            deed.cx.phrase_for(Route::Public, &pool, &words)
        }
        Catch::Treasure(..) if pay >= windfall::FROM => {
            let words = [("pay", Word::Text(&pay_text)), spot];
            deed.cx.phrase_for(Route::Public, &pools::FISH_PUBLIC_TREASURE, &words)
        }
        _ => return Reply::default(),
    };
    Reply::default().and_say_after(To::Room, &text, TOLD_AFTER)
}

const fn story(tier: Tier) -> Pool {
    match tier {
        Tier::Common | Tier::Uncommon => pools::FISH_CATCH,
        Tier::Epic => pools::FISH_EPIC,
        Tier::Rare => pools::FISH_RARE,
        Tier::Legendary => pools::FISH_LEGENDARY,
    }
}

const fn treasure_story(treasure: Treasure) -> Pool {
    match treasure {
        Treasure::Cash => pools::FISH_TREASURE_CASH,
        Treasure::Watch => pools::FISH_TREASURE_WATCH,
        Treasure::Bottles => pools::FISH_TREASURE_BOTTLES,
        Treasure::PokerMachine => pools::FISH_TREASURE_MACHINE,
        Treasure::Contraband => pools::FISH_TREASURE_CONTRABAND,
    }
}

//! The loot is shared out: once a heist, in one settlement, and told in one line.

use std::collections::BTreeSet;
use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::StoreError;
use dazza_shared::store::heist::{self, Returned, Take, Vote};
use dazza_shared::store::wallet::{self, Entry, Settlement};
use serde_json::json;

use super::step::call_off;
use super::{HeistNow, UNSEEN, key, words};
use crate::chat::{Pool, Reply, Route, To, Word, pools};
use crate::commands::{Halt, StoredCx};
use crate::games::heist::{Loot, Member, Phase, Share, share, trust_of_house, trust_of_voter};
use crate::journal::NEWS;

/// What its lines are called in the ledger.
const KIND: &str = "heist";

/// How many are named. Source: `commands-and-games.md`, 3.6.
const N_NAMED: usize = 3;

/// When a payout is remarked upon. Source: `commands-and-games.md`, 3.7.
const REMARK_AFTER: Duration = Duration::from_secs(2);

/// How often it is: this of this. Unit: percent. Source: as above.
const REMARK_PERCENT: f64 = 30.0;

/// Who is trusted more than this is an old hand. Source: as above.
const VETERAN: i16 = 50;

/// A heist that is over, with all who have a part in it.
struct Spoils {
    id: i64,
    returned: Returned,
    votes: Vec<Vote>,
    members: Vec<Member>,
    loot: Loot,
}

pub(super) async fn share_out(deed: &mut StoredCx<'_>, heist: HeistNow) -> Result<Reply, Halt> {
    let Some(id) = heist.id else { return call_off(deed, heist).await };
    let (room, now) = (deed.room, deed.cx.now);
    let returned = heist::returned(&mut deed.tx, room, id).await?;
    let is_paid = heist::is_paid(&mut deed.tx, room, id).await?;
    let mut reply = Reply::default();
    match returned {
        Some(returned) if !is_paid => {
            let spoils = spoils(deed, id, returned).await?;
            settle(deed, &spoils, heist.crime.map_or("", |crime| crime.id)).await?;
            reply = told(deed, &spoils).await?;
        }
        // The money is where it belongs already.
        Some(_) => heist::complete(&mut deed.tx, room, id, &[], now).await?,
        None => {}
    }
    heist.enter(Phase::Cooldown, deed).keep(deed).await?;
    Ok(reply)
}

/// Who gets what. Who has spoken of late was there when the crew came back, whoever keeps the books now.
async fn spoils(deed: &mut StoredCx<'_>, id: i64, returned: Returned) -> Result<Spoils, StoreError> {
    let votes = heist::votes(&mut deed.tx, deed.room, id).await?;
    let since = returned.at.checked_sub(deed.cx.view.settings.heists.activity).unwrap_or(returned.at);
    let named: BTreeSet<_> = votes.iter().map(|vote| vote.who.clone()).collect();
    let mut crew = named.clone();
    crew.extend(heist::speakers_since(&mut deed.tx, deed.room, since).await?);
    crew.retain(|who| !deed.cx.view.is_bot(who));
    let crew: Vec<_> = crew.into_iter().collect();
    let trust = wallet::trust_of(&mut deed.tx, &crew).await?;
    // Nobody loses anything because it is we who were away.
    let (roster, is_blind) = (deed.cx.view.roster, deed.args == UNSEEN);
    let member = |who: String| Member {
        trust: trust.get(&who).copied().unwrap_or(wallet::Wallet::default().trust),
        has_voted: named.contains(&who),
        is_present: is_blind || roster.get(&who).is_some(),
        who,
    };
    let members: Vec<_> = crew.into_iter().map(member).collect();
    let loot = share(returned.haul, &members);
    Ok(Spoils { id, returned, votes, members, loot })
}

/// Moves the money and the trust, and notes in the heist who had what.
async fn settle(deed: &mut StoredCx<'_>, spoils: &Spoils, crime: &str) -> Result<(), StoreError> {
    let (room, at, house) = (deed.room, deed.cx.now, deed.house_key());
    let Spoils { id, returned, votes, loot, .. } = spoils;
    let takes = spoils.takes();
    let facts = json!({ "crime": crime, "success": returned.is_success, "haul": returned.haul.dollars() });
    let details = Some(deed.with_seed(facts));
    let entry =
        |who, amount, trust| Entry { who, amount, trust, kind: KIND, details: details.clone(), ..Entry::default() };
    let mut entries: Vec<_> = takes.iter().map(|take| entry(take.who.as_str(), take.money, take.trust)).collect();
    let trust = trust_of_house(returned.is_success, votes.is_empty());
    if loot.house > Money::ZERO || trust != 0 {
        entries.push(entry(&house, loot.house, trust));
    }
    if !entries.is_empty() {
        // By the number of the heist: whoever tries it again, it is paid once.
        let cause = key(room, KIND, *id);
        let deal = Settlement { room, cause, first_effect: 0, at, heist: Some(*id), entries: &entries };
        wallet::settle(&mut deed.tx, &deal).await?;
    }
    heist::complete(&mut deed.tx, room, *id, &takes, at).await
}

impl Spoils {
    /// Everybody who voted, and whoever else had a share.
    fn takes(&self) -> Vec<Take> {
        let of = |member: &Member| {
            let share = self.loot.shares.iter().find(|share| share.who == member.who);
            let money = share.map_or(Money::ZERO, |share| share.amount);
            let trust = if member.has_voted { trust_of_voter(self.returned.is_success) } else { 0 };
            (member.has_voted || money > Money::ZERO).then(|| Take { who: member.who.clone(), money, trust })
        };
        self.members.iter().filter_map(of).collect()
    }

    /// Those who got something, those with most first.
    fn earners(&self) -> Vec<&Share> {
        let mut earners: Vec<_> = self.loot.shares.iter().filter(|share| share.amount > Money::ZERO).collect();
        earners.sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| a.who.cmp(&b.who)));
        earners
    }
}

async fn told(deed: &mut StoredCx<'_>, spoils: &Spoils) -> Result<Reply, StoreError> {
    let loot = &spoils.loot;
    if spoils.returned.haul == Money::ZERO && spoils.votes.is_empty() {
        return Ok(Reply::default()); // nobody is left to be told that there is nothing
    }
    let pool = words::payout(spoils.returned.haul, loot, deed.cx.dice);
    let shares = shares(deed, &spoils.earners()).await?;
    let [haul, house, cut, bonus] =
        [spoils.returned.haul, loot.house, loot.cut, loot.bonus].map(|amount| amount.to_string());
    let words = [
        ("shares", Word::Text(&shares)),
        ("haul", Word::Text(&haul)),
        ("house", Word::Text(&house)),
        ("cut", Word::Text(&cut)),
        ("bonus", Word::Text(&bonus)),
    ];
    let text = deed.cx.phrase_for(Route::Public, &pool, &words);
    let mut reply = Reply::say(To::Room, &text);
    let is_remarked = deed.cx.dice.percent(REMARK_PERCENT) && deed.cx.dice.percent(REMARK_PERCENT);
    if is_remarked && let Some(remark) = remark(deed, spoils).await? {
        reply = reply.and_say_after(To::Room, &remark, REMARK_AFTER);
    }
    Ok(reply.because_of(key(deed.room, "heist paid", spoils.id)).fresh_for(NEWS))
}

/// The first three with what they got, and how many others there are.
async fn shares(deed: &mut StoredCx<'_>, earners: &[&Share]) -> Result<String, StoreError> {
    let mut named = Vec::new();
    for share in earners.iter().take(N_NAMED) {
        named.push(format!("-{} {}", deed.shown(&share.who).await?, share.amount));
    }
    let others = match earners.len().saturating_sub(N_NAMED) {
        0 => String::new(),
        1 => " and 1 other".to_owned(),
        n => format!(" and {n} others"),
    };
    Ok(format!("{}{others}", named.join(", ")))
}

/// A remark on what stands out, if anything does.
async fn remark(deed: &mut StoredCx<'_>, spoils: &Spoils) -> Result<Option<String>, StoreError> {
    let crew: Vec<_> = spoils.votes.iter().map(|vote| vote.who.clone()).collect();
    let old_hands = heist::earlier_crew(&mut deed.tx, deed.room, &crew, spoils.id).await?;
    let voters = || spoils.members.iter().filter(|member| member.has_voted);
    let first = voters().find(|member| !old_hands.contains(&member.who)).map(|member| member.who.clone());
    let veteran = voters().find(|member| member.trust > VETERAN && old_hands.contains(&member.who));
    let earner = spoils.earners().first().map(|share| (share.who.clone(), share.amount));
    let (house, cut) = (spoils.loot.house, spoils.loot.cut);
    let mut fitting: Vec<(Pool, Option<String>, Money)> = Vec::new();
    fitting.extend(earner.map(|(who, amount)| (pools::HEIST_BIG_EARNER, Some(who), amount)));
    fitting.extend(first.map(|who| (pools::HEIST_FIRST_TIMER, Some(who), Money::ZERO)));
    fitting.extend(veteran.map(|member| (pools::HEIST_VETERAN, Some(member.who.clone()), Money::ZERO)));
    fitting.extend((house > Money::ZERO).then_some((pools::HEIST_HOUSE_PROFIT, None, house)));
    fitting.extend((cut > Money::ZERO).then_some((pools::HEIST_HOUSE_ABSENT, None, cut)));
    let Some((pool, who, amount)) = deed.cx.dice.pick(&fitting).cloned() else { return Ok(None) };
    let who = match who {
        Some(key) => deed.shown(&key).await?,
        None => String::new(),
    };
    let amount = amount.to_string();
    let words = ["amount", "house", "cut"].map(|blank| (blank, Word::Text(&amount)));
    let words: Vec<_> = words.into_iter().chain([("who", Word::Name(&who))]).collect();
    Ok(Some(deed.cx.phrase_for(Route::Public, &pool, &words)))
}

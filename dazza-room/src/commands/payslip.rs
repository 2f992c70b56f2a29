//! What work says to who does it: a short word in the room, and by private message what it was like and what it paid.

use std::time::Duration;

use dazza_shared::money::Money;
use dazza_shared::store::StoreError;
use dazza_shared::store::wallet::{self, Entry};
use serde_json::Value;

use super::settle::{Wallets, balance_of};
use super::{Cx, StoredCx};
use crate::chat::{Pool, Reply, Route, To, Word, pools};
use crate::games::bonus::{Bonus, Day};

/// When the room hears of a good day. Source: `commands-and-games.md`, 2.3.
const TOLD_AFTER: Duration = Duration::from_secs(2);

/// How often it is tried to take what somebody has, while it grows less.
const TRIES: usize = 4;

impl Cx<'_> {
    /// A word in the room that the answer comes by private message; nothing to who has asked by private message.
    pub(super) fn ack(&mut self, pool: &Pool) -> Reply {
        if self.is_pm() { Reply::default() } else { self.answer(pool, &[]) }
    }

    /// A phrase of `pool` for a private message.
    pub(super) fn in_private(&mut self, pool: &Pool, words: &[(&str, Word<'_>)]) -> String {
        self.phrase_for(Route::Pm, pool, words)
    }
}

impl StoredCx<'_> {
    /// Today as work goes by it: the same day in all rooms, as its waits are the same.
    pub(super) fn working_day(&self) -> Day {
        let today = self.statistics_day();
        Day { weekday: today.weekday().to_monday_one_offset(), month: today.month(), day: today.day() }
    }

    /// Writes down what came of work for the asking player, be it nothing; what the player owns then.
    pub(super) async fn earn(&mut self, kind: &'static str, pay: Money, facts: Value) -> Result<Money, StoreError> {
        let (caller, details) = (self.caller_key().to_owned(), Some(self.with_seed(facts)));
        let wallets = self.settle(&[Entry { who: &caller, amount: pay, kind, details, ..Entry::default() }]).await?;
        Ok(balance_of(&wallets, &caller))
    }

    /// Takes `most` of `payer`, or all there is; `entries` are the lines of the ledger for what is taken.
    pub(super) async fn settle_up_to<'e>(
        &mut self,
        (payer, most): (&str, Money),
        entries: impl Fn(Money) -> Vec<Entry<'e>>,
    ) -> Result<(Money, Wallets), StoreError> {
        for _ in 0..TRIES {
            let balance = wallet::wallet_of(&mut self.tx, payer).await?.unwrap_or_default().balance;
            let taken = most.min(balance).max(Money::ZERO);
            // Another room may be quicker: then there is less to take.
            if let Some(wallets) = self.try_settle(&entries(taken)).await? {
                return Ok((taken, wallets));
            }
        }
        Ok((Money::ZERO, self.settle(&entries(Money::ZERO)).await?))
    }

    /// One private line of `parts`, with the balance at its end.
    pub(super) fn payslip(&mut self, parts: &[String], balance: Money) -> Reply {
        let balance = balance.to_string();
        let balance = self.cx.in_private(&pools::WORK_BALANCE, &[("balance", Word::Text(&balance))]);
        let text = parts.iter().chain([&balance]).map(String::as_str).collect::<Vec<_>>().join(" ");
        Reply::say(self.cx.caller(), &text)
    }

    /// What was paid, and why it is more than usual if it is.
    pub(super) fn paid(&mut self, pay: Money, bonus: Bonus) -> String {
        let pool = match bonus {
            _ if pay == Money::ZERO => return self.cx.in_private(&pools::WORK_NO_PAY, &[]),
            Bonus::None => pools::WORK_PAY,
            Bonus::BinDay => pools::WORK_PAY_BIN_DAY,
            Bonus::FestiveSeason => pools::WORK_PAY_FESTIVE_SEASON,
            Bonus::FinalsWeek => pools::WORK_PAY_FINALS_WEEK,
            Bonus::Weekend => pools::WORK_PAY_WEEKEND,
            Bonus::MonthEnd => pools::WORK_PAY_MONTH_END,
            Bonus::WeekendAtMonthEnd => pools::WORK_PAY_WEEKEND_AT_MONTH_END,
        };
        self.cx.in_private(&pool, &[("pay", Word::Text(&pay.to_string()))])
    }

    /// What the room hears of a day that is worth it.
    pub(super) fn told(&mut self, pool: &Pool, pay: Money) -> Reply {
        let text = self.cx.phrase_for(Route::Public, pool, &[("pay", Word::Text(&pay.to_string()))]);
        Reply::default().and_say_after(To::Room, &text, TOLD_AFTER)
    }
}

/// The words for `amount`, of steps that begin at so much each, the biggest first; below all of them those of `least`.
pub(super) fn step(steps: [(Money, Pool); 3], least: Pool, amount: Money) -> Pool {
    steps.into_iter().find(|(from, _)| amount >= *from).map_or(least, |(_, pool)| pool)
}

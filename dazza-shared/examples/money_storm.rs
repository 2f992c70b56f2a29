//! One of many processes that move money at once, for the test of it: a thousand random deeds as a room, then a count.
//!
//! `money_storm ROOM NUMBER DEEDS`, with the way to the database as JSON on its input. Every tenth deed is one that all
//! processes of the room try, each with the same line: it must happen once.

use std::cell::{Cell, RefCell};
use std::error::Error;
use std::io::Write;
use std::rc::Rc;
use std::time::Duration;

use dazza_shared::clock::Clock;
use dazza_shared::dice::Dice;
use dazza_shared::line_key::LineKey;
use dazza_shared::money::Money;
use dazza_shared::names::RoomName;
use dazza_shared::store::cooldown::{self, Cooldown};
use dazza_shared::store::wallet::{self, Entry, Settlement};
use dazza_shared::store::{Access, Store, StoreError, Tx, handled};
use jiff::Timestamp;
use serde::Serialize;
use tokio::task::LocalSet;

/// Whose wallets are fought over: few, so that most deeds meet others.
const PEOPLE: [&str; 5] = ["alice", "bob", "carol", "dave", "erin"];

/// Deeds at once in one process: more than it has connections.
const N_AT_ONCE: usize = 16;

/// As a room has.
const N_CONNECTIONS: u32 = 2;

/// As a room tries.
const TRIES: usize = 4;

/// One deed in so many is tried by all processes of a room.
const SHARED_EVERY: u64 = 10;

/// How the deeds came out.
#[derive(Debug, Default, Serialize)]
struct Counts {
    done: u64,
    too_poor: u64,
    already_done: u64,
    waits: u64,
    retried: u64,
    failed: u64,
    why: Vec<String>,
}

/// Who does the deeds, and where.
struct Storm {
    room: RoomName,
    number: u64,
    store: Store,
    counts: RefCell<Counts>,
    next: Cell<u64>,
    n_deeds: u64,
}

/// One deed: the same each time it is tried.
struct Deed {
    line: LineKey,
    dice: Dice,
    is_shared: bool,
    at: Timestamp,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, room, number, n_deeds] = arguments.as_slice() else { return Err("bad arguments".into()) };
    let access: Access = serde_json::from_reader(std::io::stdin())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let counts = runtime.block_on(async {
        let storm = Storm {
            room: room.parse()?,
            number: number.parse()?,
            store: Store::open(&access, "money_storm", N_CONNECTIONS)?,
            counts: RefCell::default(),
            next: Cell::new(0),
            n_deeds: n_deeds.parse()?,
        };
        Ok::<_, Box<dyn Error>>(rage(storm).await)
    })?;
    writeln!(std::io::stdout(), "{}", serde_json::to_string(&counts)?)?;
    Ok(())
}

/// Does all deeds, some of them at once.
async fn rage(storm: Storm) -> Counts {
    let (tasks, storm) = (LocalSet::new(), Rc::new(storm));
    for _ in 0..N_AT_ONCE {
        let storm = Rc::clone(&storm);
        tasks.spawn_local(async move {
            while let Some(deed) = storm.next_deed() {
                storm.perform(&deed).await;
            }
        });
    }
    tasks.await;
    storm.store.close().await;
    storm.counts.take()
}

impl Storm {
    fn next_deed(&self) -> Option<Deed> {
        let n = self.next.replace(self.next.get() + 1);
        if n >= self.n_deeds {
            return None;
        }
        let is_shared = n.is_multiple_of(SHARED_EVERY);
        let (deed, seed) = if is_shared {
            ("shared deed".to_owned(), n)
        } else {
            (format!("deed of {}", self.number), self.number * 1_000_003 + n)
        };
        let line = LineKey::of_timer(&self.room, &deed, i64::try_from(n).unwrap_or(0));
        Some(Deed { line, dice: Dice::seeded(seed), is_shared, at: Clock::System.now() })
    }

    /// Tries a deed as a room does, and counts how it came out.
    async fn perform(&self, deed: &Deed) {
        let mut outcome = self.attempt(deed).await;
        for _ in 1..TRIES {
            match &outcome {
                Err(error) if error.is_worth_a_retry() && !error.is_timeout() => {
                    self.counts.borrow_mut().retried += 1;
                    outcome = self.attempt(deed).await;
                }
                _ => break,
            }
        }
        let mut counts = self.counts.borrow_mut();
        match outcome {
            Ok(true) => counts.done += 1,
            Ok(false) => counts.waits += 1,
            Err(StoreError::TooPoor { .. }) => counts.too_poor += 1,
            Err(StoreError::AlreadyDone) => counts.already_done += 1,
            Err(error) => {
                counts.failed += 1;
                counts.why.push(error.chain());
            }
        }
    }

    /// One try, in one transaction: whether the deed was done, or has to wait.
    async fn attempt(&self, deed: &Deed) -> Result<bool, StoreError> {
        let mut dice = deed.dice.clone();
        let mut tx = self.store.begin().await?;
        let who = dice.pick(&PEOPLE).copied().unwrap_or_default();
        // A command claims its line; what a timer does has the ledger alone to be done once.
        if dice.below(4) > 0 {
            handled::claim(&mut tx, &self.room, deed.line, ("storm", who), deed.at).await?;
        }
        let was_done = if deed.is_shared {
            self.win(&mut tx, deed, who, &mut dice).await?;
            true
        } else {
            self.play(&mut tx, deed, who, &mut dice).await?
        };
        if was_done {
            tx.commit().await?;
        } else {
            tx.rollback().await?;
        }
        Ok(was_done)
    }

    /// Two people win: nobody can be too poor for that, so it must happen.
    async fn win(&self, tx: &mut Tx<'_>, deed: &Deed, who: &str, dice: &mut Dice) -> Result<(), StoreError> {
        let friend = dice.pick(&PEOPLE).copied().unwrap_or_default();
        let entries = [entry(who, 1, "raffle"), entry(friend, 1, "raffle")];
        self.settle(tx, deed, 0, &entries).await
    }

    /// One of the games; whether it was played, or has to wait.
    async fn play(&self, tx: &mut Tx<'_>, deed: &Deed, who: &str, dice: &mut Dice) -> Result<bool, StoreError> {
        let other = dice.pick(&PEOPLE).copied().unwrap_or_default();
        let third = dice.pick(&PEOPLE).copied().unwrap_or_default();
        let amount = i64::try_from(dice.between(1, 40)).unwrap_or(1);
        let game = dice.below(6);
        // One wait for all rooms, one for this room alone.
        if game >= 4 {
            let wait = Cooldown { room: &self.room, is_shared: game == 4, command: "storm", who };
            let left = cooldown::take(tx, wait, Duration::from_millis(20), deed.at).await?;
            if left.is_some() {
                return Ok(false);
            }
        }
        match game {
            0 => self.settle(tx, deed, 0, &[entry(who, -amount, "give"), entry(other, amount, "give")]).await?,
            1 => self.settle(tx, deed, 0, &[entry(other, amount, "mug"), entry(who, -amount, "mug")]).await?,
            2 => {
                let share = amount / 2;
                let crew =
                    [entry(third, share, "heist"), entry(who, -amount, "heist"), entry(other, amount - share, "heist")];
                self.settle(tx, deed, 0, &crew).await?;
            }
            3 | 5 => {
                self.settle(tx, deed, 0, &[entry(who, -amount, "pokies")]).await?;
                let payout = if dice.percent(40.0) { amount * 2 } else { 0 };
                self.settle(tx, deed, 1, &[entry(who, payout, "pokies")]).await?;
            }
            _ => self.settle(tx, deed, 0, &[entry(who, amount.min(3), "fishing")]).await?,
        }
        Ok(true)
    }

    async fn settle(
        &self,
        tx: &mut Tx<'_>,
        deed: &Deed,
        first_effect: i32,
        entries: &[Entry<'_>],
    ) -> Result<(), StoreError> {
        let deal = Settlement { room: &self.room, cause: deed.line, first_effect, at: deed.at, heist: None, entries };
        wallet::settle(tx, &deal).await?;
        Ok(())
    }
}

fn entry<'a>(who: &'a str, dollars: i64, kind: &'static str) -> Entry<'a> {
    Entry { who, amount: Money::of(dollars), trust: 1, kind, ..Entry::default() }
}

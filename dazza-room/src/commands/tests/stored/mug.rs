//! `mug`: of people, of the house, refused, and called off.

use dazza_shared::clock::later;
use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use dazza_shared::store::mugging::{self, MugRecord, Mugging as Stored};
use dazza_shared::store::wallet::Wallet;
use sqlx::PgPool;

use super::waits::two_rooms;
use super::{after, is_from, refuses, to};
use crate::chat::{Pool, ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only, present};
use crate::commands::{Cause, Deed, Done};
use crate::games::mug::{AtHouse, Meeting, Mugging, WINDOW, loot, mug, mug_house};
use crate::reactions::{HEAR_VICTIM, LOAD, Note, SETTLE_MUG};
use crate::room::Person;

/// A till of a room with alice and Gaz, who have that much, and broke Shaz.
pub(super) async fn open(owner: PgPool, dollars: [i64; 2]) -> Till {
    let mut till = Till::open(owner).await;
    till.room.roster.replace(["alice", "Gaz", "Shaz", "Dazza"].map(present));
    till.fund("alice", dollars[0]).await;
    till.fund("gaz", dollars[1]).await;
    till
}

/// A seed with which a mugging of two who are trusted alike comes to what `suits`, and to what.
pub(super) fn seed_of(is_on_guard: bool, suits: impl Fn(Mugging) -> bool) -> (u64, Mugging) {
    let meeting = Meeting { attacker_trust: 50, victim_trust: 50, was_away: false, is_on_guard };
    let outcome = |seed| (seed, mug(&mut Dice::seeded(seed), meeting));
    (0..u64::MAX).map(outcome).find(|(_, outcome)| suits(*outcome)).unwrap()
}

pub(super) fn succeeds(outcome: Mugging) -> bool {
    matches!(outcome, Mugging::Success(_))
}

impl Till {
    /// The muggings that are open.
    pub(super) async fn muggings(&self) -> Vec<Stored> {
        let mut tx = self.store.begin().await.unwrap();
        mugging::open_in(&mut tx, &self.room.settings.name).await.unwrap()
    }

    async fn muggings_of(&self, who: &str) -> MugRecord {
        let mut tx = self.store.begin().await.unwrap();
        mugging::record_of(&mut tx, &self.room.settings.name, who).await.unwrap().unwrap_or_default()
    }

    /// The deed that settles the one open mugging, its minute over.
    pub(super) async fn settlement(&mut self, seed: u64) -> Deed {
        self.seconds += WINDOW.as_secs();
        let id = self.muggings().await[0].id.to_string();
        let deed = self.reaction(SETTLE_MUG, "Gaz", &id);
        Deed { cause: Cause::Timer, dice: Dice::seeded(seed), ..deed }
    }

    /// Alice mugs Gaz; what is said when it is over.
    async fn mugged(&mut self, is_on_guard: bool, seed: u64) -> Vec<ReplyLine> {
        self.seconds += 7_200;
        assert_eq!(self.hear("alice", Route::Public, "!mug gaz").await.result, CommandResult::Ok);
        if is_on_guard {
            self.react(HEAR_VICTIM, "Gaz", "").await;
        }
        let deed = self.settlement(seed).await;
        lines(self.carry_out(deed).await)
    }

    async fn wallets(&self) -> [(i64, i16); 2] {
        let of = |wallet: Option<Wallet>| wallet.map(|wallet| (wallet.balance.dollars(), wallet.trust)).unwrap();
        [of(self.wallet("alice").await), of(self.wallet("gaz").await)]
    }
}

fn told(said: &[ReplyLine], pools: &[Pool], parts: &[&str]) {
    let line = &said[0];
    assert!(pools.iter().all(|pool| is_from(*pool, &line.text)) && line.to == To::Room, "{said:?}");
    assert!(parts.iter().all(|part| line.text.contains(part)), "{parts:?}: {said:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_mugging_is_announced_and_settled_by_what_is_true_a_minute_later(owner: PgPool) {
    let mut till = open(owner, [100, 1_000]).await;
    let done = till.hear("alice", Route::Public, "!mug @gaz").await;
    let [Note::MugOpen(open)] = &done.notes[..] else { panic!("{done:?}") };
    assert_eq!((open.victim.as_str(), open.until), ("gaz", later(till.now(), WINDOW)));
    let line = only(done);
    assert!(is_from(pools::MUG_BEGINS, &line.text) && line.to == To::Room, "{line:?}");
    assert!(line.text.contains("-alice") && line.text.contains("Gaz") && !line.text.starts_with("-Gaz"), "{line:?}");
    assert!(till.moves().await.is_empty(), "nothing has moved yet");
    let (seed, outcome) = seed_of(false, succeeds);
    let Mugging::Success(parts) = outcome else { panic!("{outcome:?}") };
    till.fund("gaz", -500).await;
    let deed = till.settlement(seed).await;
    let early =
        Deed { now: till.now().checked_sub(std::time::Duration::from_secs(1)).unwrap(), ..again(&mut till, &deed) };
    assert!(till.carry_out(early).await.reply.is_silent(), "the minute is not over");
    let twin = again(&mut till, &deed);
    let done = till.carry_out(deed).await;
    assert!(matches!(done.notes[..], [Note::MugOver(_)]), "{done:?}");
    let taken = loot(Money::of(500), parts, 50).dollars();
    told(&lines(done), &[pools::MUG_SUCCESS_BIG], &["-alice", "-Gaz", &Money::of(taken).to_string()]);
    assert_eq!(till.wallets().await, [(100 + taken, 52), (500 - taken, 49)]);
    assert!(till.carry_out(twin).await.reply.is_silent(), "settled once");
    let moves = till.moves().await;
    let moved = |who: &str, amount| (who.to_owned(), amount, "mug".to_owned());
    assert_eq!(moves, [moved("alice", taken), moved("gaz", -taken)]);
    till.adds_up().await;
}

/// The same deed once more.
fn again(till: &mut Till, deed: &Deed) -> Deed {
    let again = till.reaction(SETTLE_MUG, "Gaz", &deed.text);
    Deed { cause: Cause::Timer, dice: deed.dice.clone(), now: deed.now, ..again }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_haul_is_told_by_its_size_and_who_has_nothing_left_is_taunted(owner: PgPool) {
    let mut till = open(owner, [0, 0]).await;
    let (seed, outcome) = seed_of(false, |outcome| matches!(outcome, Mugging::Success(300_000..)));
    let Mugging::Success(parts) = outcome else { panic!("{outcome:?}") };
    let mut stolen = 0;
    for (funds, pool) in [
        (1, pools::MUG_SUCCESS_NOTHING),
        (40, pools::MUG_SUCCESS_SMALL),
        (100, pools::MUG_SUCCESS_FAIR),
        (900, pools::MUG_SUCCESS_BIG),
    ] {
        let left = till.balance("gaz").await;
        till.fund("gaz", funds - left).await;
        let said = till.mugged(false, seed).await;
        let trust = till.wallets().await[0].1;
        let taken = loot(Money::of(funds), parts, i64::from(trust) - 2).dollars();
        assert!(is_from(pool, &said[0].text) && said.len() == 1, "{funds}: {said:?}");
        assert_eq!(till.balance("gaz").await, funds - taken);
        stolen += taken;
    }
    let expected =
        MugRecord { n_tried: 4, n_succeeded: 4, stolen: Money::of(stolen), ..till.muggings_of("alice").await };
    assert_eq!(till.muggings_of("alice").await, expected);
    let gaz = till.muggings_of("gaz").await;
    assert_eq!((gaz.n_suffered, gaz.lost, gaz.n_tried), (4, Money::of(stolen), 0));
    assert_eq!(gaz.last_by.as_deref(), Some("alice"));
    // Spent to the last dollar within the minute.
    till.seconds += 7_200;
    till.hear("alice", Route::Public, "!mug gaz").await;
    let left = till.balance("gaz").await;
    till.fund("gaz", -left).await;
    let deed = till.settlement(seed).await;
    let said = lines(till.carry_out(deed).await);
    told(&said, &[pools::MUG_SUCCESS_NOTHING], &["-alice", "-Gaz"]);
    assert!(is_from(pools::MUG_TAUNT, &said[1].text) && after(&said[1]) == 2_000 && said[1].to == To::Room, "{said:?}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_says_something_is_on_guard_and_may_fight_it_off(owner: PgPool) {
    let mut till = open(owner, [1_000, 100]).await;
    till.hear("alice", Route::Public, "!rob gaz").await;
    till.seconds += 30;
    let done = till.react(HEAR_VICTIM, "Gaz", "").await;
    assert_eq!(done.notes, [Note::MugAnswered("gaz".to_owned())]);
    let key =
        dazza_shared::line_key::LineKey::of_timer(&till.room.settings.name, "mug alert", till.muggings().await[0].id);
    let line = only(done);
    assert!(is_from(pools::MUG_ALERT, &line.text) && line.to == To::Room && line.because == Some(key), "{line:?}");
    let more = till.react(HEAR_VICTIM, "Gaz", "").await;
    assert!(more.reply.is_silent() && more.result == CommandResult::Ok, "one line is enough: {more:?}");
    assert!(till.react(HEAR_VICTIM, "Shaz", "").await.reply.is_silent(), "nobody mugs Shaz");
    assert!(till.muggings().await[0].is_answered);
    let (seed, outcome) = seed_of(true, |outcome| matches!(outcome, Mugging::Defended(..)));
    let Mugging::Defended(fine, bravery) = outcome else { panic!("{outcome:?}") };
    till.seconds -= 30;
    let deed = till.settlement(seed).await;
    let done = till.carry_out(deed).await;
    told(&lines(done), &[pools::MUG_DEFENDED, pools::MUG_FINED], &["-alice", "-Gaz", &fine.to_string()]);
    assert_eq!(till.wallets().await, [(1_000 - fine.dollars(), 47), (100, 50 + bravery)]);
    let moved = |who: &str, amount| (who.to_owned(), amount, "mug".to_owned());
    assert_eq!(till.moves().await, [moved("alice", -fine.dollars()), moved("gaz", 0)], "both have a line of it");
    let alice = till.muggings_of("alice").await;
    assert_eq!((alice.n_tried, alice.n_failed, alice.n_arrests), (1, 1, 1));
    assert_eq!(till.muggings_of("gaz").await, MugRecord::default());
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_failure_costs_a_fine_and_is_told_by_who_is_trusted_more(owner: PgPool) {
    let mut till = open(owner, [400, 100]).await;
    let seed = seed_of_any(100, true, |outcome| matches!(outcome, Mugging::Failure(fine) if fine > Money::of(250)));
    let Mugging::Failure(fine) = mug(&mut Dice::seeded(seed), meeting(false)) else { panic!("{seed} succeeds") };
    let said = till.mugged(false, seed).await;
    told(&said, &[pools::MUG_FAILED_EVEN, pools::MUG_FINED], &["-alice", "-Gaz", &fine.to_string()]);
    assert_eq!(till.wallets().await, [(400 - fine.dollars(), 48), (100, 50)]);
    let left = 400 - fine.dollars();
    let said = till.mugged(false, seed).await;
    told(&said, &[pools::MUG_FINED], &[&Money::of(left).to_string()]);
    let said = till.mugged(false, seed).await;
    told(&said, &[pools::MUG_FINED_NOTHING], &[]);
    assert_eq!(till.wallets().await[0], (0, 44));
    // The two drift apart, at first this way and then the other.
    for _ in 0..8 {
        till.mugged(false, seed).await;
    }
    let said = till.mugged(false, seed).await;
    told(&said, &[pools::MUG_FAILED_BELOW], &["-alice", "-Gaz"]);
    let lucky = seed_of_any(0, false, succeeds);
    for _ in 0..16 {
        till.mugged(false, lucky).await;
    }
    let said = till.mugged(false, seed).await;
    told(&said, &[pools::MUG_FAILED_ABOVE, pools::MUG_FINED], &["-alice", "-Gaz"]);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_mugging_is_refused_with_the_reason_and_that_costs_no_wait(owner: PgPool) {
    let mut till = open(owner, [100, 100]).await;
    let lines = [
        (Route::Public, "!mug", pools::MUG_NO_TARGET, "alice"),
        (Route::Public, "!steal ALICE", pools::MUG_SELF, "alice"),
        (Route::Public, "!mug nobody_we_know", pools::MUG_NOT_HERE, "nobody_we_know"),
        (Route::Public, "!jumped [server]", pools::MUG_NOT_A_PERSON, ""),
        (Route::Public, "!mug shaz", pools::MUG_TARGET_BROKE, "Shaz"),
    ];
    refuses(&mut till, &lines).await;
    till.seconds += 3_600;
    let scorn = only(till.hear("alice", Route::Pm, "!mug gaz").await);
    assert!(is_from(pools::MUG_BY_PM, &scorn.text) && scorn.to == to("alice"), "{scorn:?}");
    assert_eq!(till.hear("shaz", Route::Public, "!mug gaz").await.result, CommandResult::Ok, "who has nothing may try");
    let taken = only(till.hear("alice", Route::Public, "!mug gaz").await);
    assert!(is_from(pools::MUG_TARGET_TAKEN, &taken.text), "{taken:?}");
    till.fund("shaz", 10).await;
    assert_eq!(
        till.hear("alice", Route::Public, "!mug shaz").await.result,
        CommandResult::Ok,
        "none of it cost a wait"
    );
    till.seconds += 3_600;
    let waits = only(till.hear("alice", Route::Public, "!mug gaz").await);
    assert!(is_from(pools::MUG_WAIT, &waits.text) && waits.text.contains("1h 0m"), "{waits:?}");
}

/// What is said to alice who mugs the house with that seed.
async fn at_house(till: &mut Till, seed: u64) -> ReplyLine {
    till.seconds += 7_200;
    let deed = till.deed("alice", Route::Public, "!mug dazza");
    only(till.carry_out(Deed { dice: Dice::seeded(seed), ..deed }).await)
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_house_is_seldom_asleep_and_takes_what_there_is(owner: PgPool) {
    let mut till = open(owner, [30, 0]).await;
    let seed_of = |suits: fn(AtHouse) -> bool| {
        let outcome = |seed| (seed, mug_house(&mut Dice::seeded(seed)));
        (0..u64::MAX).map(outcome).find(|(_, outcome)| suits(*outcome)).unwrap()
    };
    let (asleep, outcome) = seed_of(|outcome| matches!(outcome, AtHouse::Asleep(most) if most > Money::of(20)));
    let AtHouse::Asleep(most) = outcome else { panic!("{outcome:?}") };
    let (awake, _) = seed_of(|outcome| matches!(outcome, AtHouse::Reversal(most) if most > Money::of(35)));
    let broke = at_house(&mut till, asleep).await;
    assert!(is_from(pools::MUG_HOUSE_BROKE, &broke.text) && broke.to == To::Room, "{broke:?}");
    assert_eq!((till.moves().await.len(), till.wallets().await[0]), (0, (30, 50)), "a message only");
    till.seconds += 60;
    assert_eq!(
        till.hear("alice", Route::Public, "!mug dazza").await.result,
        CommandResult::Refused,
        "it cost the wait"
    );
    let taken = at_house(&mut till, awake).await;
    assert!(is_from(pools::MUG_HOUSE_REVERSAL, &taken.text) && taken.text.contains("$30"), "{taken:?}");
    assert_eq!((till.wallets().await[0], till.balance("dazza").await), ((0, 48), 30));
    let spared = at_house(&mut till, awake).await;
    assert!(is_from(pools::MUG_HOUSE_REVERSAL_BROKE, &spared.text), "{spared:?}");
    assert_eq!(till.wallets().await[0], (0, 48), "no trust is lost by who has nothing");
    let won = at_house(&mut till, asleep).await;
    let most = most.dollars().min(30);
    assert!(is_from(pools::MUG_HOUSE_ASLEEP, &won.text) && won.text.contains(&Money::of(most).to_string()), "{won:?}");
    assert_eq!((till.wallets().await[0], till.balance("dazza").await), ((most, 53), 30 - most));
    let alice = till.muggings_of("alice").await;
    assert_eq!((alice.n_tried, alice.n_succeeded, alice.n_failed), (2, 1, 1));
    assert_eq!(till.muggings_of("dazza").await.lost, Money::of(most));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_was_away_when_it_began_is_an_easier_victim(owner: PgPool) {
    let mut till = open(owner, [100, 100]).await;
    till.room.roster.replace([present("alice"), Person { is_afk: true, ..present("Gaz") }]);
    let fails_awake = |seed| !succeeds(mug(&mut Dice::seeded(seed), meeting(false)));
    let works_away = |seed| succeeds(mug(&mut Dice::seeded(seed), meeting(true)));
    let seed = (0..u64::MAX).find(|seed| fails_awake(*seed) && works_away(*seed)).unwrap();
    till.hear("alice", Route::Public, "!mug gaz").await;
    till.room.roster.replace(["alice", "Gaz"].map(present));
    let deed = till.settlement(seed).await;
    till.carry_out(deed).await;
    assert_eq!(till.muggings_of("alice").await.n_succeeded, 1);
}

/// A seed that suits between two so far apart that it does between any two who are not on guard.
fn seed_of_any(attacker_trust: i64, was_away: bool, suits: impl Fn(Mugging) -> bool) -> u64 {
    let meeting = Meeting { attacker_trust, victim_trust: 100 - attacker_trust, was_away, is_on_guard: false };
    (0..u64::MAX).find(|seed| suits(mug(&mut Dice::seeded(*seed), meeting))).unwrap()
}

fn meeting(was_away: bool) -> Meeting {
    Meeting { attacker_trust: 50, victim_trust: 50, was_away, is_on_guard: false }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_restart_calls_it_off_and_the_wait_too(owner: PgPool) {
    let mut till = open(owner, [100, 100]).await;
    till.hear("alice", Route::Public, "!mug gaz").await;
    let mut till = till.after_a_kill().await;
    let done: Done = till.react(LOAD, "Dazza", "").await;
    let said = only(done);
    assert!(is_from(pools::MUG_CALLED_OFF, &said.text) && said.to == To::Room, "{said:?}");
    assert!(till.muggings().await.is_empty() && till.moves().await.is_empty());
    assert_eq!(till.hear("alice", Route::Public, "!mug gaz").await.result, CommandResult::Ok, "no wait is left");
    let done = till.react(LOAD, "Dazza", "").await;
    assert!(done.reply.is_silent(), "this process's own stay: {done:?}");
    assert!(done.notes.iter().any(|note| matches!(note, Note::MugOpen(open) if open.victim == "gaz")), "{done:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_wait_that_was_begun_elsewhere_since_stays(owner: PgPool) {
    let [mut here, mut there] = two_rooms(owner).await;
    for till in [&mut here, &mut there] {
        till.room.roster.replace(["alice", "Gaz", "Dazza"].map(present));
    }
    here.fund("gaz", 100).await;
    here.hear("alice", Route::Public, "!mug gaz").await;
    there.seconds = here.seconds + 7_200;
    assert_eq!(there.hear("alice", Route::Public, "!mug gaz").await.result, CommandResult::Ok, "each room has its own");
    here.seconds += 7_200;
    let mut here = here.after_a_kill().await;
    here.react(LOAD, "Dazza", "").await;
    assert!(here.muggings().await.is_empty());
    assert_eq!(here.hear("alice", Route::Public, "!mug gaz").await.result, CommandResult::Refused);
}

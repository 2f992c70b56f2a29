//! `beg`.

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::line_key::LineKey;
use dazza_shared::money::Money;
use dazza_shared::store::wallet::{self, Entry, Settlement};
use sqlx::PgPool;

use super::waits::two_rooms;
use super::{is_from, to};
use crate::chat::{ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, only};
use crate::games::beg::{Answer, beg};

/// A seed with which begging at so much trust comes to what `suits`, and to what.
fn seed_of(trust: i64, suits: impl Fn(Answer) -> bool) -> (u64, Answer) {
    let answer = |seed| (seed, beg(&mut Dice::seeded(seed), trust));
    (0..u64::MAX).map(answer).find(|(_, answer)| suits(*answer)).unwrap()
}

/// What is said to alice, who begs three days after the last time.
async fn begged(till: &mut Till, seed: u64) -> ReplyLine {
    till.seconds += 72 * 3_600;
    let mut deed = till.deed("alice", Route::Public, "!spare");
    deed.dice = Dice::seeded(seed);
    let line = only(till.carry_out(deed).await);
    assert_eq!(line.to, To::Room);
    line
}

impl Till {
    /// Has alice trusted differently.
    async fn trust(&self, change: i16) {
        let room = self.room.settings.name.clone();
        let entries = [Entry { who: "alice", trust: change, kind: "dev_award", ..Entry::default() }];
        let cause = LineKey::of_timer(&room, "test trust", self.seconds.try_into().unwrap());
        let deal = Settlement { room: &room, cause, first_effect: 0, at: self.now(), heist: None, entries: &entries };
        let mut tx = self.store.begin().await.unwrap();
        wallet::settle(&mut tx, &deal).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn last_outcome(&self) -> (i64, String) {
        let line = self.ledger().await.pop().unwrap();
        (line.amount.dollars(), line.details.unwrap()["outcome"].as_str().unwrap().to_owned())
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_house_answers_by_how_well_it_knows_who_begs(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("dazza", 1_000).await;
    for (change, trust, given, refused) in [
        (-30, 20, pools::BEG_GIVEN_STRANGER, pools::BEG_REFUSED_STRANGER),
        (30, 50, pools::BEG_GIVEN_FAMILIAR, pools::BEG_REFUSED_FAMILIAR),
        (30, 80, pools::BEG_GIVEN_REGULAR, pools::BEG_REFUSED_REGULAR),
        (15, 95, pools::BEG_GIVEN_MATE, pools::BEG_REFUSED_MATE),
    ] {
        till.seconds += 1;
        till.trust(change).await;
        let before = till.balance("alice").await;
        let (seed, answer) = seed_of(trust, |answer| matches!(answer, Answer::Given(1..)));
        let Answer::Given(alms) = answer else { panic!("{answer:?}") };
        let said = begged(&mut till, seed).await;
        assert!(is_from(given, &said.text) && said.text.contains(&Money::of(alms).to_string()), "{trust}: {said:?}");
        assert_eq!(till.balance("alice").await, before + alms);
        let (seed, _) = seed_of(trust, |answer| answer == Answer::Refused);
        let said = begged(&mut till, seed).await;
        assert!(is_from(refused, &said.text), "{trust}: {said:?}");
        assert_eq!(till.last_outcome().await, (0, "refused".to_owned()));
    }
    assert_eq!(till.balance("alice").await + till.balance("dazza").await, 1_000, "it is the house's own money");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn alms_of_nothing_are_told_as_such_and_written_down(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("dazza", 100).await;
    let (seed, _) = seed_of(50, |answer| answer == Answer::Given(0));
    let said = begged(&mut till, seed).await;
    assert!(is_from(pools::BEG_GIVEN_NOTHING, &said.text), "{said:?}");
    assert_eq!(till.last_outcome().await, (0, "given".to_owned()));
    assert_eq!(till.moves().await, [("alice".to_owned(), 0, "beg".to_owned())]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn alms_end_where_the_house_has_no_more(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("dazza", 20).await;
    let (seed, _) = seed_of(50, |answer| matches!(answer, Answer::Given(25..)));
    let said = begged(&mut till, seed).await;
    assert!(said.text.contains("$20"), "{said:?}");
    assert_eq!((till.balance("alice").await, till.balance("dazza").await), (20, 0));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn two_rooms_at_once_get_no_more_than_the_house_has(owner: PgPool) {
    let [mut here, mut there] = two_rooms(owner).await;
    let (seed, _) = seed_of(50, |answer| matches!(answer, Answer::Given(25..)));
    let mut n_rounds = 0;
    for _ in 0..20 {
        let has = here.balance("dazza").await;
        here.fund("dazza", 20 - has).await;
        let mut deeds = [here.deed("alice", Route::Public, "!beg"), there.deed("bob", Route::Public, "!beg")];
        for deed in &mut deeds {
            deed.dice = Dice::seeded(seed);
        }
        let [first, second] = deeds;
        let (first, second) = tokio::join!(here.carry_out(first), there.carry_out(second));
        assert_eq!((first.result, second.result), (CommandResult::Ok, CommandResult::Ok), "{first:?} {second:?}");
        assert_eq!(here.balance("dazza").await, 0);
        n_rounds += 1;
        assert_eq!(here.balance("alice").await + here.balance("bob").await, 20 * n_rounds);
        (here.seconds, there.seconds) = (here.seconds + 72 * 3_600, there.seconds + 72 * 3_600);
    }
    here.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_house_may_help_itself_to_what_there_is(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("dazza", 100).await;
    till.fund("alice", 27).await;
    let (seed, _) = seed_of(50, |answer| answer == Answer::Robbed(20));
    for (left, taken) in [(7, "$20"), (0, "$7")] {
        let said = begged(&mut till, seed).await;
        assert!(is_from(pools::BEG_ROBBED, &said.text) && said.text.contains(taken), "{said:?}");
        assert_eq!(till.balance("alice").await, left);
    }
    assert_eq!(till.balance("dazza").await, 127);
    let said = begged(&mut till, seed).await;
    assert!(is_from(pools::BEG_MOCKED, &said.text), "{said:?}");
    assert_eq!(till.last_outcome().await, (0, "robbed".to_owned()));
    let moves = till.moves().await;
    let moved = |who: &str, amount| (who.to_owned(), amount, "beg".to_owned());
    assert_eq!(
        moves,
        [("alice", -20), ("dazza", 20), ("alice", -7), ("dazza", 7), ("alice", 0)].map(|(w, a)| moved(w, a))
    );
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_house_without_money_costs_no_wait(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("dazza", 19).await;
    for n in 1..=2 {
        till.seconds += 60;
        let done = till.hear("alice", Route::Public, "!beg").await;
        assert_eq!(done.result, CommandResult::Ok);
        assert!(is_from(pools::BEG_HOUSE_BROKE, &only(done).text));
        assert_eq!((till.last_outcome().await, till.ledger().await.len()), ((0, "house broke".to_owned()), n));
    }
    till.fund("dazza", 1).await;
    assert_eq!(till.hear("alice", Route::Public, "!beg").await.result, CommandResult::Ok);
    till.seconds += 3_600;
    let waits = only(till.hear("alice", Route::Public, "!panhandle").await);
    assert!(is_from(pools::BEG_WAIT, &waits.text) && waits.text.contains("1d 23h"), "{waits:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn nor_does_it_when_the_process_ended_before_it_was_said(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let first = till.deed("alice", Route::Public, "!beg");
    let again = till.again(&first);
    till.carry_out(first).await;
    let said = only(till.carry_out(again).await);
    assert!(is_from(pools::BEG_HOUSE_BROKE, &said.text), "{said:?}");
    till.fund("dazza", 100).await;
    assert_eq!(till.hear("alice", Route::Public, "!beg").await.result, CommandResult::Ok);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_begs_in_whispers_is_scorned_and_may_still_beg(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.fund("dazza", 100).await;
    for _ in 0..2 {
        let done = till.hear("alice", Route::Pm, "!beg").await;
        assert_eq!(done.result, CommandResult::Refused);
        let line = only(done);
        assert!(is_from(pools::BEG_BY_PM, &line.text) && line.to == to("alice"), "{line:?}");
    }
    assert!(till.ledger().await.is_empty());
    assert_eq!(till.hear("alice", Route::Public, "!beg").await.result, CommandResult::Ok);
    let line = only(till.hear("alice", Route::Pm, "!beg").await);
    assert!(is_from(pools::BEG_BY_PM, &line.text), "whoever has to wait is scorned too: {line:?}");
}

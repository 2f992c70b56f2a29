//! `bottles` and `cashie`.

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use sqlx::PgPool;

use super::{after, is_from, to};
use crate::chat::{Pool, ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::games::job::{Job, Luck, Tier};
use crate::games::{bottles, cashie};

/// A day and a little more.
const A_DAY: u64 = 25 * 3_600;

/// A job, and what is said of a day of each kind.
struct Case {
    line: &'static str,
    job: Job,
    ack: Pool,
    days: [(Option<Tier>, Pool, Pool); 5],
    told: [Pool; 2],
}

const CASES: [Case; 2] = [
    Case {
        line: "!cans",
        job: bottles::JOB,
        ack: pools::BOTTLES_ACK,
        days: [
            (None, pools::BOTTLES_HEADER_NOTHING, pools::BOTTLES_NOTHING),
            (Some(Tier::Common), pools::BOTTLES_HEADER, pools::BOTTLES_COMMON),
            (Some(Tier::Uncommon), pools::BOTTLES_HEADER, pools::BOTTLES_UNCOMMON),
            (Some(Tier::Rare), pools::BOTTLES_HEADER_RARE, pools::BOTTLES_RARE),
            (Some(Tier::Legendary), pools::BOTTLES_HEADER_LEGENDARY, pools::BOTTLES_LEGENDARY),
        ],
        told: [pools::BOTTLES_PUBLIC_RARE, pools::BOTTLES_PUBLIC_LEGENDARY],
    },
    Case {
        line: "!cashjob",
        job: cashie::JOB,
        ack: pools::CASHIE_ACK,
        days: [
            (None, pools::CASHIE_HEADER_NOTHING, pools::CASHIE_NOTHING),
            (Some(Tier::Common), pools::CASHIE_HEADER, pools::CASHIE_COMMON),
            (Some(Tier::Uncommon), pools::CASHIE_HEADER, pools::CASHIE_UNCOMMON),
            (Some(Tier::Rare), pools::CASHIE_HEADER_RARE, pools::CASHIE_RARE),
            (Some(Tier::Legendary), pools::CASHIE_HEADER_LEGENDARY, pools::CASHIE_LEGENDARY),
        ],
        told: [pools::CASHIE_PUBLIC_RARE, pools::CASHIE_PUBLIC_LEGENDARY],
    },
];

/// A seed with which a day of `job` is one that `suits`, and that day.
fn seed_of(job: &Job, suits: impl Fn(Option<Luck>) -> bool) -> (u64, Option<Luck>) {
    let day = |seed| (seed, job.work(&mut Dice::seeded(seed)));
    (0..u64::MAX).map(day).find(|(_, luck)| suits(*luck)).unwrap()
}

/// What is said of a day that begins with `seed`.
async fn worked(till: &mut Till, route: Route, line: &str, seed: u64) -> Vec<ReplyLine> {
    till.seconds += A_DAY;
    let mut deed = till.deed("alice", route, line);
    deed.dice = Dice::seeded(seed);
    lines(till.carry_out(deed).await)
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_day_pays_as_it_falls_and_is_told_with_the_balance_after_it(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for case in CASES {
        for (tier, header, story) in case.days {
            let (seed, luck) = seed_of(&case.job, |luck| luck.map(|luck| luck.tier) == tier);
            let said = worked(&mut till, Route::Public, case.line, seed).await;
            let last = till.ledger().await.pop().unwrap();
            let (balance, paid) = (till.balance("alice").await, last.amount);
            assert!(paid >= Money::of(luck.map_or(0, |luck| luck.worth)), "a bonus never takes: {last:?}");
            assert!(is_from(case.ack, &said[0].text) && said[0].to == To::Room, "{said:?}");
            let slip = &said[1];
            assert!(is_from(header, &slip.text) && is_from(story, &slip.text) && slip.to == to("alice"), "{said:?}");
            assert!(is_from(pools::WORK_BALANCE, &slip.text), "{slip:?}");
            assert!(slip.text.ends_with(&Money::of(balance).to_string()), "{slip:?} but {balance}");
            assert!(tier.is_none() || slip.text.contains(&paid.to_string()), "{slip:?} but {paid}");
            let told = tier.filter(|tier| case.job.is_told(*tier, paid));
            assert_eq!(said.len(), if told.is_some() { 3 } else { 2 }, "{said:?}");
            if let Some(line) = said.get(2) {
                let [rare, legendary] = case.told;
                assert!(is_from(if tier == Some(Tier::Rare) { rare } else { legendary }, &line.text), "{line:?}");
                assert!(line.to == To::Room && after(line) == 2_000 && line.text.contains("-alice"), "{line:?}");
            }
        }
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn in_private_there_is_no_word_but_of_a_great_day(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for case in CASES {
        let (seed, _) = seed_of(&case.job, |luck| luck.is_some_and(|luck| luck.tier == Tier::Common));
        let said = worked(&mut till, Route::Pm, case.line, seed).await;
        assert!(said.len() == 1 && said[0].to == to("alice"), "{said:?}");
        let (seed, _) = seed_of(&case.job, |luck| luck.is_some_and(|luck| luck.tier == Tier::Legendary));
        let said = worked(&mut till, Route::Pm, case.line, seed).await;
        assert!(said.len() == 2 && said[1].to == To::Room && is_from(case.told[1], &said[1].text), "{said:?}");
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_calendar_pays_and_says_why(owner: PgPool) {
    let mut till = Till::open(owner).await;
    // From the noon of Tuesday the 24th of November, in Brisbane. Unit: days, and what is paid in quarters of the worth.
    for (line, job, days, quarters, pool) in [
        ("!bottles", bottles::JOB, 0, 6, pools::WORK_PAY_BIN_DAY),
        ("!bottles", bottles::JOB, 1, 4, pools::WORK_PAY),
        ("!bottles", bottles::JOB, 7, 8, pools::WORK_PAY_FESTIVE_SEASON),
        ("!bottles", bottles::JOB, 302, 8, pools::WORK_PAY_FINALS_WEEK),
        ("!cashie", cashie::JOB, 303, 4, pools::WORK_PAY),
        ("!cashie", cashie::JOB, 308, 6, pools::WORK_PAY_MONTH_END),
        ("!cashie", cashie::JOB, 319, 6, pools::WORK_PAY_WEEKEND),
        ("!cashie", cashie::JOB, 340, 9, pools::WORK_PAY_WEEKEND_AT_MONTH_END),
    ] {
        till.seconds = days * 86_400;
        let (seed, luck) = seed_of(&job, |luck| luck.is_some_and(|luck| luck.worth % 4 == 3));
        let mut deed = till.deed("alice", Route::Pm, line);
        deed.dice = Dice::seeded(seed);
        let slip = only(till.carry_out(deed).await);
        let paid = till.ledger().await.pop().unwrap().amount;
        assert_eq!(paid, Money::of(luck.unwrap().worth).share(quarters, 4).unwrap(), "{line} on day {days}");
        assert!(is_from(pool, &slip.text) && slip.text.contains(&paid.to_string()), "{days}: {}", slip.text);
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn comments_go_by_the_pay(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for (n_week, (tier, pool)) in [
        (Tier::Common, pools::BOTTLES_COMMENT),
        (Tier::Rare, pools::BOTTLES_COMMENT_20),
        (Tier::Legendary, pools::BOTTLES_COMMENT_100),
    ]
    .into_iter()
    .enumerate()
    {
        // Thursdays of the year after: no bonus for bottles.
        till.seconds = (50 + n_week as u64 * 7) * 86_400 + 86_400;
        let (seed, _) = seed_of(&bottles::JOB, |luck| luck.is_some_and(|luck| luck.tier == tier && luck.worth != 50));
        let mut deed = till.deed("alice", Route::Pm, "!bottles");
        deed.dice = Dice::seeded(seed);
        let said = lines(till.carry_out(deed).await);
        assert!(is_from(pool, &said[0].text) && is_from(pools::WORK_PAY, &said[0].text), "{said:?}");
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_ledger_has_a_line_of_nothing_too_and_can_play_it_again(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for (line, kind, job) in [("!empties", "bottles", bottles::JOB), ("!cash", "cashie", cashie::JOB)] {
        let (seed, _) = seed_of(&job, |luck| luck.is_none());
        worked(&mut till, Route::Public, line, seed).await;
        let entry = till.ledger().await.pop().unwrap();
        let details = entry.details.unwrap();
        assert_eq!((entry.kind.as_str(), entry.amount, entry.effect), (kind, Money::ZERO, Some(0)));
        assert_eq!(job.work(&mut Dice::seeded(details["seed"].as_str().unwrap().parse().unwrap())), None);
        assert_eq!((&details["pay"], details["tier"].is_null()), (&0.into(), true));
    }
    assert_eq!(till.balance("alice").await, 0);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn there_is_a_day_between_two_and_it_is_told_once(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for (line, pool, hours) in [("!bottles", pools::BOTTLES_WAIT, 24), ("!cashie", pools::CASHIE_WAIT, 12)] {
        assert_eq!(till.hear("alice", Route::Public, line).await.result, CommandResult::Ok);
        till.seconds += 3_600 + 60;
        let waits = only(till.hear("alice", Route::Pm, line).await);
        let left = format!("{}h 59m", hours - 2);
        assert!(is_from(pool, &waits.text) && waits.text.contains(&left) && waits.to == to("alice"), "{waits:?}");
        assert!(lines(till.hear("alice", Route::Public, line).await).is_empty(), "it was told");
        assert_eq!(till.hear("bob", Route::Public, line).await.result, CommandResult::Ok, "each waits alone");
        till.seconds += hours * 3_600;
        assert_eq!(till.hear("alice", Route::Public, line).await.result, CommandResult::Ok);
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_same_line_works_once(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let first = till.deed("alice", Route::Public, "!bottles");
    let again = till.again(&first);
    let said = till.carry_out(first).await.reply;
    let (before, n_lines) = (till.balance("alice").await, till.ledger().await.len());
    assert_eq!(till.carry_out(again).await.reply.lines(), &said.lines()[..1], "what is private is said once at most");
    assert_eq!((till.balance("alice").await, till.ledger().await.len()), (before, n_lines));
    till.adds_up().await;
}

//! `sign_spinning`.

use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use dazza_shared::store::earning::{self, ShiftRecord};
use sqlx::PgPool;

use super::{after, is_from, to};
use crate::chat::{Pool, ReplyLine, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::games::sign_spinning::{Event, PERFECT_FROM, Shift, Turn, Weather, pay, work};

/// A seed with which a shift is one that `suits`, and that shift.
fn seed_of(suits: impl Fn(Shift) -> bool) -> (u64, Shift) {
    let shift = |seed| (seed, work(&mut Dice::seeded(seed)));
    (0..u64::MAX).map(shift).find(|(_, shift)| suits(*shift)).unwrap()
}

/// What is said of a shift of alice's that begins with `seed`, two days after the last.
async fn worked(till: &mut Till, route: Route, seed: u64) -> Vec<ReplyLine> {
    till.seconds += 48 * 3_600;
    let mut deed = till.deed("alice", route, "!spin");
    deed.dice = Dice::seeded(seed);
    lines(till.carry_out(deed).await)
}

impl Till {
    async fn shifts_of(&self, who: &str) -> ShiftRecord {
        let mut tx = self.store.begin().await.unwrap();
        earning::shifts_of(&mut tx, &self.room.settings.name, who).await.unwrap().unwrap()
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_shift_is_told_with_its_weather_and_what_happened(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let events = [
        (Turn::Event(Event::ThrownNote), pools::SIGN_THROWN_NOTE),
        (Turn::Event(Event::FoundNote), pools::SIGN_FOUND_NOTE),
        (Turn::Event(Event::Pleasure), pools::SIGN_PLEASURE),
        (Turn::Event(Event::CarHit), pools::SIGN_CAR_HIT),
        (Turn::Event(Event::Police), pools::SIGN_POLICE),
        (Turn::Event(Event::Nuisance), pools::SIGN_NUISANCE),
        (Turn::Hurt(0), pools::SIGN_HURT_FREE),
        (Turn::Hurt(9), pools::SIGN_HURT_COSTS),
        (Turn::Quiet, pools::SIGN_COMMENT_20),
    ];
    let mut balance = 0;
    for (turn, pool) in events {
        let (seed, shift) = seed_of(|shift| shift.turn == turn && (21..40).contains(&pay(shift).dollars()));
        let said = worked(&mut till, Route::Public, seed).await;
        balance += pay(shift).dollars();
        assert!(is_from(pools::SIGN_ACK, &said[0].text) && said[0].to == To::Room, "{said:?}");
        let [day, slip] = <&[_; 2]>::try_from(&said[1..3]).unwrap();
        assert!(is_from(pools::SIGN_SHIFT, &day.text) && is_from(sky(shift.weather), &day.text), "{day:?}");
        assert!(is_from(pool, &slip.text) && is_from(pools::WORK_PAY, &slip.text), "{turn:?}: {slip:?}");
        assert!(slip.text.ends_with(&Money::of(balance).to_string()), "{slip:?}");
        assert!(day.to == to("alice") && slip.to == to("alice"));
        let is_hurt = matches!(turn, Turn::Hurt(_));
        let header = if is_hurt { pools::SIGN_HEADER_HURT } else { pools::SIGN_HEADER };
        assert!(is_from(header, &day.text), "{day:?}");
        assert_eq!(said.len(), if is_hurt { 4 } else { 3 }, "{said:?}");
        if let Some(told) = said.get(3) {
            assert!(is_from(pools::SIGN_PUBLIC_HURT, &told.text) && told.to == To::Room && after(told) == 2_000);
        }
    }
    assert_eq!(till.balance("alice").await, balance);
    till.adds_up().await;
}

fn sky(weather: Weather) -> Pool {
    match weather {
        Weather::Sunny => pools::SIGN_SUNNY,
        Weather::Overcast => pools::SIGN_OVERCAST,
        Weather::Hot => pools::SIGN_HOT,
        Weather::Rain => pools::SIGN_RAIN,
        Weather::Wind => pools::SIGN_WIND,
        Weather::Breeze => pools::SIGN_BREEZE,
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_good_shift_has_words_of_its_own_and_a_perfect_one_is_told(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for (low, high, header, comment, n_lines) in [
        (60, 100, pools::SIGN_HEADER_PERFECT, pools::SIGN_COMMENT_60, 3),
        (40, 59, pools::SIGN_HEADER_GOOD, pools::SIGN_COMMENT_40, 2),
        (20, 39, pools::SIGN_HEADER, pools::SIGN_COMMENT_20, 2),
        (0, 19, pools::SIGN_HEADER, pools::SIGN_COMMENT, 2),
    ] {
        let is_within = |shift| (low..=high).contains(&pay(shift).dollars());
        let (seed, shift) = seed_of(|shift| shift.turn == Turn::Quiet && is_within(shift));
        let said = worked(&mut till, Route::Pm, seed).await;
        assert!(is_from(header, &said[0].text) && is_from(comment, &said[1].text), "{said:?}");
        assert_eq!(said.len(), n_lines, "{said:?}");
        if let Some(told) = said.get(2) {
            assert!(is_from(pools::SIGN_PUBLIC_PERFECT, &told.text) && told.to == To::Room, "{told:?}");
            assert!(told.text.contains(&pay(shift).to_string()) && after(told) == 2_000, "{told:?}");
        }
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_shift_that_pays_nothing_has_a_line_and_is_the_worst(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let (seed, _) = seed_of(|shift| pay(shift) == Money::ZERO);
    let said = worked(&mut till, Route::Public, seed).await;
    assert!(is_from(pools::WORK_NO_PAY, &said[2].text), "{said:?}");
    let line = till.ledger().await.pop().unwrap();
    assert_eq!((line.kind.as_str(), line.amount), ("sign_spinning", Money::ZERO));
    let seed = line.details.unwrap()["seed"].as_str().unwrap().parse().unwrap();
    assert_eq!(pay(work(&mut Dice::seeded(seed))), Money::ZERO, "it can be played again");
    assert_eq!(till.shifts_of("alice").await.worst, Some(Money::ZERO));
    let (seed, _) = seed_of(|shift| pay(shift) >= PERFECT_FROM);
    worked(&mut till, Route::Public, seed).await;
    assert_eq!(till.shifts_of("alice").await.worst, Some(Money::ZERO), "nothing is no shift that never was");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn shifts_are_counted_by_what_happened(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let (mut earned, mut paid) = (0, Vec::new());
    let wanted: [fn(Shift) -> bool; 5] = [
        |shift| shift.turn == Turn::Event(Event::CarHit),
        |shift| shift.turn == Turn::Event(Event::CarHit) && pay(shift) >= PERFECT_FROM,
        |shift| shift.turn == Turn::Event(Event::Police),
        |shift| matches!(shift.turn, Turn::Hurt(1..)),
        |shift| shift.turn == Turn::Event(Event::Nuisance),
    ];
    for wanted in wanted {
        let (seed, shift) = seed_of(wanted);
        worked(&mut till, Route::Public, seed).await;
        paid.push(pay(shift));
        earned += pay(shift).dollars();
    }
    let expected = ShiftRecord {
        n_shifts: 5,
        earned: Money::of(earned),
        n_cars: 2,
        n_police: 1,
        best: *paid.iter().max().unwrap(),
        worst: paid.iter().min().copied(),
        n_perfect: paid.iter().filter(|pay| **pay >= PERFECT_FROM).count().try_into().unwrap(),
    };
    assert_eq!(till.shifts_of("alice").await, expected);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_spinner_waits_a_day_and_a_half(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert_eq!(till.hear("alice", Route::Public, "!sign").await.result, CommandResult::Ok);
    till.seconds += 3_600;
    let waits = only(till.hear("alice", Route::Public, "!signspin").await);
    assert!(is_from(pools::SIGN_WAIT, &waits.text) && waits.text.contains("1d 11h"), "{waits:?}");
    assert_eq!(till.shifts_of("alice").await.n_shifts, 1);
}

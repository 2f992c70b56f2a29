//! `pissing_contest`: dared, answered, held, paid, and come to nothing.

use dazza_shared::clock::later;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use dazza_shared::store::contest_record::{self, Best, ContestRecord};
use dazza_shared::store::counters;
use sqlx::PgPool;

use super::{after, is_from};
use crate::chat::{MAX_UNITS, ReplyLine, To, pools, units};
use crate::commands::Done;
use crate::commands::tests::till::{Till, lines, only, present};
use crate::games::contest::{CHALLENGE_STANDS, CONTEST_COOLDOWN, Draw, Outcome, Rules, Verdict, play};
use crate::reactions::{ANSWER_CONTEST, Note};

/// A till of a room with alice and Gaz, who have 100 dollars each, and broke Shaz.
pub(super) async fn open(owner: PgPool) -> Till {
    let mut till = Till::open(owner).await;
    till.room.roster.replace(["alice", "Gaz", "Shaz", "Dazza"].map(present));
    till.fund("alice", 100).await;
    till.fund("gaz", 100).await;
    till
}

/// What comes of a contest with these dice, for players who had so many drinks.
fn foreseen(till: &Till, dice: &Dice, n_drinks: [u64; 2], rules: Rules) -> Outcome {
    let hour = u8::try_from(till.room.zone.to_datetime(till.now()).hour()).unwrap();
    play(&Draw::deal(hour, &mut dice.clone().child()), n_drinks, rules)
}

/// Gaz says yes, and the dice fall so that the contest goes that way.
pub(super) async fn held(till: &mut Till, goes: impl Fn(&Outcome) -> bool) -> (Done, Outcome) {
    till.dice = (0..u64::MAX).map(Dice::seeded).find(|dice| goes(&foreseen(till, dice, [0, 0], Rules::Full))).unwrap();
    let outcome = foreseen(till, &till.dice, [0, 0], Rules::Full);
    (till.react(ANSWER_CONTEST, "Gaz", "yes").await, outcome)
}

fn costs_nothing(outcome: &Outcome) -> bool {
    outcome.fine.is_none() && outcome.sides.iter().all(|side| side.fine == 0)
}

/// Whether that side wins fair and square, and nobody is fined.
pub(super) fn wins(side: usize) -> impl Fn(&Outcome) -> bool {
    move |outcome| {
        let is_whole = outcome.sides.iter().all(|side| side.failing.is_none());
        outcome.verdict == Verdict::Won(side) && is_whole && costs_nothing(outcome)
    }
}

/// Who has what, alice first.
pub(super) async fn balances(till: &Till) -> [i64; 2] {
    [till.balance("alice").await, till.balance("gaz").await]
}

pub(super) fn moves(of: &[(&str, i64, &str)]) -> Vec<(String, i64, String)> {
    of.iter().map(|(who, dollars, kind)| ((*who).to_owned(), *dollars, (*kind).to_owned())).collect()
}

pub(super) async fn record_of(till: &Till, who: &str) -> ContestRecord {
    let mut tx = till.store.begin().await.unwrap();
    contest_record::record_of(&mut tx, &till.room.settings.name, who).await.unwrap().unwrap_or_default()
}

async fn bests(till: &Till) -> Vec<Best> {
    let mut tx = till.store.begin().await.unwrap();
    contest_record::bests_in(&mut tx, &till.room.settings.name).await.unwrap()
}

/// How a contest is to go.
type Way<'a> = &'a dyn Fn(&Outcome) -> bool;

/// Checks what every showing has to be: at most six lines for the room, in order, each of which fits.
pub(super) fn is_showing(said: &[ReplyLine]) {
    assert!((4..=6).contains(&said.len()), "{said:#?}");
    assert!(said.is_sorted_by_key(|line| line.after), "{said:#?}");
    assert!(said.iter().all(|line| line.to == To::Room && units(&line.text) <= MAX_UNITS), "{said:#?}");
    assert!(said.iter().all(|line| !line.text.contains(['{', '}'])), "{said:#?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_winner_takes_both_stakes_and_the_room_sees_it_in_time(owner: PgPool) {
    let mut till = open(owner).await;
    let done = till.say("!pissing_contest 40 @GAZ").await;
    let until = later(till.now(), CHALLENGE_STANDS);
    let [Note::ContestsOver(_), Note::ContestOpen(noted)] = &done.notes[..] else { panic!("{done:?}") };
    assert_eq!((noted.challenged.as_str(), noted.until), ("gaz", until));
    let id = noted.id;
    let line = only(done);
    assert!(is_from(pools::CONTEST_CHALLENGE, &line.text) && line.to == To::Room, "{}", line.text);
    assert!(["-alice", "$40", "30s"].iter().all(|part| line.text.contains(part)), "{}", line.text);
    assert!(line.text.contains("Gaz") && !line.text.starts_with("-Gaz"), "who is dared should look up: {}", line.text);
    assert_eq!(balances(&till).await, [60, 100]);
    till.adds_up().await;
    let (done, outcome) = held(&mut till, wins(1)).await;
    let rest = |who: &str| Note::Cooldown("pissing_contest".to_owned(), who.to_owned(), CONTEST_COOLDOWN);
    assert_eq!(done.notes, [Note::ContestOver(id), rest("alice"), rest("gaz")]);
    let said = lines(done);
    is_showing(&said);
    let at = |when: u128| said.iter().find(|line| after(line) == when).unwrap_or_else(|| panic!("{said:#?}"));
    assert!(is_from(pools::CONTEST_START, &at(0).text));
    assert!(is_from(pools::CONTEST_MATCH_UP, &at(1_500).text) && at(1_500).text.contains("for $40 each"));
    assert!(outcome.sides.iter().all(|side| at(1_500).text.contains(side.style.name)), "{said:#?}");
    assert!(is_from(pools::CONTEST_WIN, &at(30_000).text), "{said:#?}");
    let parts = ["-Gaz", "$80", &outcome.sides[1].score.to_string()];
    assert!(parts.iter().all(|part| at(30_000).text.contains(part)), "{said:#?}");
    assert!(is_from(pools::CONTEST_LOSE, &at(31_500).text) && at(31_500).text.contains("-alice"), "{said:#?}");
    assert_eq!(balances(&till).await, [60, 140]);
    let kind = "pissing_contest";
    assert_eq!(till.moves().await, moves(&[("alice", -40, kind), ("gaz", -40, kind), ("gaz", 80, kind)]));
    let ledger = till.ledger().await;
    let details = ledger[2].details.clone().unwrap();
    let mut dice = Dice::seeded(details["seed"].as_str().unwrap().parse().unwrap());
    let hour = u8::try_from(till.room.zone.to_datetime(till.now()).hour()).unwrap();
    assert_eq!(play(&Draw::deal(hour, &mut dice), [0, 0], Rules::Full).sides[1].score, outcome.sides[1].score);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn statistics_and_records_are_kept_of_both(owner: PgPool) {
    let mut till = open(owner).await;
    till.say("!piss 40 gaz").await;
    let (_, first) = held(&mut till, wins(0)).await;
    assert_eq!(balances(&till).await, [140, 60]);
    till.say("!piss gaz").await;
    let (_, second) = held(&mut till, wins(1)).await;
    let (alice, gaz) = (record_of(&till, "alice").await, record_of(&till, "gaz").await);
    assert_eq!((alice.n_matches, alice.n_won, alice.n_lost), (2, 1, 1));
    assert_eq!((gaz.n_matches, gaz.n_won, gaz.n_lost), (2, 1, 1));
    assert_eq!((alice.money, gaz.money), ((Money::of(40), Money::ZERO), (Money::ZERO, Money::of(40))));
    let distances = [&first, &second].map(|outcome| outcome.sides[0].figures.distance);
    let is_near = |is: f32, should_be: f64| (f64::from(is) - should_be).abs() < 0.001;
    assert!(is_near(alice.best.distance, distances[0].max(distances[1])), "{alice:?}");
    assert!(is_near(alice.mean.unwrap().distance, f64::midpoint(distances[0], distances[1])), "{alice:?}");
    assert!(
        alice.rarest.is_some_and(|style| [first.sides[0].style.name, second.sides[0].style.name].contains(&&*style))
    );
    assert_eq!(alice.favourite.as_deref(), Some(second.place.name), "both came up once, the later one counts");
    let kinds: Vec<_> = bests(&till).await.into_iter().map(|best| best.kind).collect();
    assert_eq!(kinds, ["aim", "distance", "duration", "volume"]);
    let all = [&first, &second].into_iter().flat_map(|outcome| outcome.sides.iter().map(|side| side.figures.distance));
    let best = bests(&till).await.into_iter().find(|best| best.kind == "distance").unwrap();
    assert!(is_near(best.value, all.fold(0.0, f64::max)), "{best:?}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn for_the_glory_no_money_moves(owner: PgPool) {
    let mut till = open(owner).await;
    let line = only(till.say("!piss gaz").await);
    assert!(is_from(pools::CONTEST_CHALLENGE_FREE, &line.text) && !line.text.contains('$'), "{}", line.text);
    let (done, _) = held(&mut till, wins(0)).await;
    let said = lines(done);
    is_showing(&said);
    assert!(said.iter().any(|line| is_from(pools::CONTEST_WIN_FREE, &line.text)), "{said:#?}");
    assert!(said.iter().any(|line| line.text.contains("for the trophy")), "{said:#?}");
    assert!(till.moves().await.is_empty());
    assert!(is_from(pools::CONTEST_CHALLENGE_FREE, &only(till.say("!piss 0 gaz").await).text));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_fails_loses_without_figures_and_is_told_why(owner: PgPool) {
    let mut till = open(owner).await;
    for stake in ["40 ", ""] {
        till.say(&format!("!piss {stake}gaz")).await;
        let is_default = |outcome: &Outcome| outcome.verdict == Verdict::Won(1) && outcome.sides[0].failing.is_some();
        let (done, outcome) = held(&mut till, |outcome| is_default(outcome) && costs_nothing(outcome)).await;
        let said = lines(done);
        is_showing(&said);
        let pool = if stake.is_empty() { pools::CONTEST_WIN_DEFAULT_FREE } else { pools::CONTEST_WIN_DEFAULT };
        assert!(said.iter().any(|line| after(line) == 30_000 && is_from(pool, &line.text)), "{said:#?}");
        let why = said.iter().find(|line| after(line) == 31_500).unwrap();
        let name = outcome.sides[0].failing.unwrap().name();
        let words = |phrase: &str| phrase.split_once(" = ").unwrap().1.replace("{loser}", "-alice");
        let of_cause = pools::CONTEST_FAILING.phrases().filter(|phrase| phrase.starts_with(&format!("{name} = ")));
        assert!(of_cause.map(words).any(|phrase| phrase == why.text), "{name}: {}", why.text);
    }
    assert_eq!(balances(&till).await, [60, 140]);
    let alice = record_of(&till, "alice").await;
    assert_eq!((alice.n_lost, alice.mean), (2, None), "who failed has no figures");
    assert!(bests(&till).await.iter().all(|best| best.who == "gaz"));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn without_a_winner_the_stakes_go_back(owner: PgPool) {
    let mut till = open(owner).await;
    let is_same = |outcome: &Outcome| outcome.is_shared_failure() && costs_nothing(outcome);
    let is_apart = |outcome: &Outcome| {
        outcome.verdict == Verdict::NoneLeft && !outcome.is_shared_failure() && costs_nothing(outcome)
    };
    let is_draw = |outcome: &Outcome| outcome.verdict == Verdict::Draw && costs_nothing(outcome);
    let ways: [(Way<'_>, _); 3] = [
        (&is_same, pools::CONTEST_BOTH_SAME),
        (&is_apart, pools::CONTEST_BOTH_FAILED),
        (&is_draw, pools::CONTEST_DRAW),
    ];
    for (way, pool) in ways {
        till.say("!piss 40 gaz").await;
        let before = till.moves().await.len();
        let (done, _) = held(&mut till, way).await;
        let said = lines(done);
        is_showing(&said);
        let end = said.iter().find(|line| after(line) == 30_000).unwrap();
        assert!(is_from(pool, &end.text) && end.text.contains("$40"), "{}", end.text);
        let refund = "pissing_contest_refund";
        let expected = moves(&[("gaz", -40, "pissing_contest"), ("alice", 40, refund), ("gaz", 40, refund)]);
        assert_eq!(till.moves().await[before..], expected);
        assert_eq!(balances(&till).await, [100, 100]);
        till.adds_up().await;
    }
    let alice = record_of(&till, "alice").await;
    assert_eq!((alice.n_matches, alice.n_won, alice.n_lost), (3, 0, 0));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn fines_take_what_is_there_and_are_told(owner: PgPool) {
    let mut till = open(owner).await;
    // The ambulance for alice, who has lost and has 60 dollars, then 10.
    let calls_it = |outcome: &Outcome| {
        wins_whatever(outcome, 1) && outcome.sides[0].fine == 50 && outcome.sides[1].fine == 0 && outcome.fine.is_none()
    };
    for (stake, left) in [(40, 10), (5, 0)] {
        till.say(&format!("!piss {stake} gaz")).await;
        let (done, _) = held(&mut till, calls_it).await;
        let said = lines(done);
        is_showing(&said);
        let fine = if left == 10 { "$50" } else { "$5" };
        let told = said.iter().find(|line| after(line) == 36_000).unwrap();
        assert!(is_from(pools::CONTEST_MEDICAL_FINE, &told.text) && told.text.contains(fine), "{}", told.text);
        assert_eq!(till.balance("alice").await, left);
        till.adds_up().await;
    }
    // Who has nothing pays nothing; the winner pays for the place.
    till.say("!piss gaz").await;
    till.seconds += 3_600 * 15; // the morning has places with a fine
    till.say("!piss gaz").await;
    let is_fined =
        |outcome: &Outcome| wins_whatever(outcome, 1) && outcome.fine == Some(10) && outcome.sides[1].fine == 0;
    let before = till.balance("gaz").await;
    let (done, _) = held(&mut till, is_fined).await;
    let told = lines(done).into_iter().find(|line| after(line) == 34_500).unwrap();
    assert!(is_from(pools::CONTEST_PLACE_FINE, &told.text) && told.text.contains("-Gaz"), "{}", told.text);
    assert_eq!(till.balance("gaz").await, before - 10);
    till.adds_up().await;
}

fn wins_whatever(outcome: &Outcome, side: usize) -> bool {
    outcome.verdict == Verdict::Won(side)
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn drinks_count_and_are_gone_afterwards_whatever_came_of_it(owner: PgPool) {
    let mut till = open(owner).await;
    for _ in 0..3 {
        till.say("!beer").await;
    }
    till.say("!piss gaz").await;
    let dice = till.dice.clone();
    let outcome = foreseen(&till, &dice, [3, 0], Rules::Full);
    let said = lines(till.react(ANSWER_CONTEST, "Gaz", "ok").await);
    is_showing(&said);
    let score = outcome.sides[0].score.to_string();
    assert!(outcome.sides[0].failing.is_some() || said.iter().any(|line| line.text.contains(&score)), "{said:#?}");
    let mut tx = till.store.begin().await.unwrap();
    let held = counters::held_by(&mut tx, &till.room.settings.name, ["alice", "gaz"]).await.unwrap();
    assert_eq!(held, [0, 0]);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_room_may_have_the_old_rules(owner: PgPool) {
    let mut till = open(owner).await;
    till.room.settings.contest_full_effects = false;
    till.say("!piss gaz").await;
    let is_other = |dice: &Dice| {
        let [full, own] = [Rules::Full, Rules::OwnFigures].map(|rules| foreseen(&till, dice, [0, 0], rules));
        wins(0)(&own) && !wins(0)(&full)
    };
    till.dice = (0..u64::MAX).map(Dice::seeded).find(is_other).unwrap();
    let said = lines(till.react(ANSWER_CONTEST, "Gaz", "let\u{2019}s go").await);
    let end = said.iter().find(|line| after(line) == 30_000).unwrap();
    assert!(is_from(pools::CONTEST_WIN_FREE, &end.text) && end.text.contains("-alice"), "{}", end.text);
}

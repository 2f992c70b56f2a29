//! Heists: planned, voted on, carried out and paid for to the dollar.

use std::time::Duration;

use dazza_shared::clock::{later, since};
use dazza_shared::counters::CommandResult;
use dazza_shared::dice::Dice;
use dazza_shared::money::Money;
use dazza_shared::store::heist;
use jiff::Timestamp;
use sqlx::PgPool;

use super::{after, is_from, to};
use crate::chat::{Pool, Reply, Route, To, pools};
use crate::commands::tests::till::{Till, lines, only};
use crate::commands::view::tests::NOON;
use crate::commands::{Cause, Deed, Done};
use crate::games::heist::{CRIMES, Crime, Phase, outcome};
use crate::reactions::{HeistNow, LOAD, MOVE_HEIST, Note, UNSEEN, VOTE_HEIST};

/// What the notes of a deed say of the heist.
pub(super) fn heist_of(done: &Done) -> HeistNow {
    let heist = |note: &Note| if let Note::Heist(heist) = note { Some(heist.clone()) } else { None };
    done.notes.iter().find_map(heist).unwrap_or_else(|| panic!("nothing is known of a heist: {done:?}"))
}

/// Announcements of the day and of other hours; what is said of a success, a failure and the loot.
pub(super) const ANNOUNCED: [Pool; 6] = [
    pools::HEIST_ANNOUNCE,
    pools::HEIST_ANNOUNCE_DESPERATE,
    pools::HEIST_ANNOUNCE_CONFIDENT,
    pools::HEIST_ANNOUNCE_DRUNK,
    pools::HEIST_ANNOUNCE_MORNING,
    pools::HEIST_ANNOUNCE_NIGHT,
];
const DEPARTED: [Pool; 5] = [
    pools::HEIST_DEPART,
    pools::HEIST_DEPART_CONFIDENT,
    pools::HEIST_DEPART_NERVOUS,
    pools::HEIST_DEPART_RUSHED,
    pools::HEIST_DEPART_SNEAKY,
];
const WON: [Pool; 5] =
    [pools::HEIST_WON, pools::HEIST_WON_BIG, pools::HEIST_WON_SMALL, pools::HEIST_WON_LUCKY, pools::HEIST_WON_PERFECT];
const LOST: [Pool; 5] = [
    pools::HEIST_LOST,
    pools::HEIST_LOST_CAUGHT,
    pools::HEIST_LOST_BAD_LUCK,
    pools::HEIST_LOST_COMEDIC,
    pools::HEIST_LOST_EQUIPMENT,
];

pub(super) fn is_from_any(wanted: &[Pool], text: &str) -> bool {
    wanted.iter().any(|pool| is_from(*pool, text))
}

impl Till {
    /// Moves the clock to that moment.
    pub(super) fn go_to(&mut self, at: Timestamp) {
        self.seconds = since(NOON, at).as_secs() + 1;
    }

    /// Takes the next step of the heist now.
    pub(super) async fn step(&mut self) -> Done {
        self.react(MOVE_HEIST, "Dazza", "").await
    }

    /// A lively room in which the next heist is due.
    pub(super) async fn lively(owner: PgPool) -> Self {
        let mut till = Self::open(owner).await;
        till.here(&["alice", "Gaz", "Dazza"]);
        let planned = heist_of(&till.step().await);
        till.go_to(planned.until.unwrap());
        let talk = ["alice", "gaz", "shaz", "alice", "gaz"];
        till.said(&talk.map(|who| (who, "g'day", 60))).await;
        till
    }

    /// A room that votes; what it votes on.
    pub(super) async fn voting(owner: PgPool) -> (Self, HeistNow) {
        let mut till = Self::lively(owner).await;
        till.step().await;
        let heist = heist_of(&till.step().await);
        assert_eq!(heist.phase, Phase::Voting);
        (till, heist)
    }

    /// Has somebody vote.
    pub(super) async fn vote(&mut self, who: &str, crime: &Crime) -> Done {
        self.react(VOTE_HEIST, who, crime.id).await
    }

    /// Counts the votes, now that there are enough.
    pub(super) async fn depart(&mut self, heist: &HeistNow) -> (HeistNow, Reply) {
        self.go_to(heist.until.unwrap());
        let done = self.step().await;
        (heist_of(&done), done.reply)
    }

    /// Has the crew come back with or without loot; what is said of it.
    pub(super) async fn come_back(&mut self, heist: &HeistNow, is_success: bool) -> (Money, Reply) {
        self.go_to(heist.until.unwrap());
        let crime = heist.crime.unwrap();
        let fits = |seed: &u64| outcome(crime, &mut Dice::seeded(*seed)).is_success == is_success;
        let dice = Dice::seeded((0..10_000).find(fits).unwrap());
        let haul = outcome(crime, &mut dice.clone()).haul;
        let deed = Deed { dice, ..self.reaction(MOVE_HEIST, "Dazza", "") };
        let done = self.carry_out(deed).await;
        assert_eq!(heist_of(&done).phase, Phase::Distributing);
        (haul, done.reply)
    }
}

/// The sentence that goes with a crime.
fn words_of(crime: &Crime) -> &'static str {
    let lines = pools::HEIST_STORIES.phrases().filter_map(|line| line.split_once(" = "));
    lines.into_iter().find(|(id, _)| *id == crime.shown_id()).unwrap().1
}

/// The one line that is said to the room.
pub(super) fn told(reply: Reply) -> String {
    let line = reply.into_lines().into_iter().next().expect("nothing is said");
    assert_eq!(line.to, To::Room);
    line.text
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_first_is_planned_and_put_off_while_nobody_is_about(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let mut at = till.now();
    for _ in 0..3 {
        let done = till.step().await;
        let heist = heist_of(&done);
        assert!(done.reply.is_silent() && heist.phase == Phase::Idle && heist.id.is_none());
        let delay = since(at, heist.until.unwrap());
        assert!(delay >= Duration::from_mins(59) && delay <= Duration::from_hours(10), "{delay:?}");
        let early = till.step().await;
        assert_eq!(since(at, heist_of(&early).until.unwrap()), delay, "it is not due yet");
        till.go_to(heist.until.unwrap());
        at = till.now();
        // Two people but four lines, then many lines but one person; and what was said an hour ago does not count.
        till.said(&[("alice", "g'day", 60), ("gaz", "g'day", 60), ("alice", "hm", 50), ("gaz", "hm", 40)]).await;
        till.said(&[("shaz", "an hour ago", 3_601), ("Dazza", "I do not count", 5), ("[server]", "nor I", 5)]).await;
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_heist_goes_from_the_call_to_the_share_out(owner: PgPool) {
    let mut till = Till::lively(owner).await;
    let done = till.step().await;
    let heist = heist_of(&done);
    assert!(done.reply.is_silent() && heist.phase == Phase::Announcing && heist.offered.len() == 3);
    let done = till.step().await;
    let heist = heist_of(&done);
    let text = told(done.reply);
    assert!(is_from_any(&ANNOUNCED, &text), "{text}");
    assert!(heist.offered.iter().all(|crime| text.contains(&format!("[{}]", crime.shown_id()))), "{text}");
    let [first, second, _] = heist.offered[..] else { panic!("{heist:?}") };
    for (who, crime, pool) in [
        ("alice", first, Some(pools::HEIST_VOTED)),
        ("Gaz", first, Some(pools::HEIST_VOTED)),
        ("alice", first, None),
        ("alice", second, Some(pools::HEIST_REVOTED)),
        ("ALICE", first, Some(pools::HEIST_REVOTED)),
    ] {
        let done = till.vote(who, crime).await;
        assert_eq!(done.result, CommandResult::Ok);
        match pool {
            None => assert!(done.reply.is_silent(), "{done:?}"),
            Some(pool) => {
                let line = only(done);
                assert!(is_from(pool, &line.text) && line.text.contains(crime.name), "{line:?}");
                assert_eq!(line.to, to(who));
            }
        }
    }
    let (heist, reply) = till.depart(&heist).await;
    let text = told(reply);
    let sentence = words_of(first);
    let departed = text.strip_suffix(&format!(" {sentence}")).unwrap_or_else(|| panic!("{text} without {sentence}"));
    assert!(is_from_any(&DEPARTED, departed) && departed.contains(first.name), "{text}");
    assert_eq!((heist.phase, heist.crime), (Phase::InProgress, Some(first)));
    let out = since(till.now(), heist.until.unwrap());
    assert!(out >= Duration::from_mins(20) && out <= Duration::from_mins(40), "{out:?}");
    assert!(till.vote("shaz", second).await.reply.is_silent(), "it is too late");
    let (haul, reply) = till.come_back(&heist, true).await;
    let text = told(reply);
    assert!(is_from_any(&WON, &text) && text.contains(&haul.to_string()), "{text}");
    let done = till.step().await;
    assert_eq!(heist_of(&done).phase, Phase::Cooldown);
    let rest = since(till.now(), heist_of(&done).until.unwrap());
    assert!(rest >= Duration::from_secs(59) && rest <= Duration::from_mins(1), "{rest:?}");
    let said = lines(done);
    assert!(said.len() <= 2 && said[0].text.contains("-Gaz $") && said[0].text.contains("-alice $"), "{said:?}");
    assert!(said.get(1).is_none_or(|remark| after(remark) == 2_000));
    till.seconds += 60;
    assert_eq!(heist_of(&till.step().await).phase, Phase::Idle);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_loot_is_paid_to_the_dollar_with_trust_and_absence(owner: PgPool) {
    let (mut till, heist) = Till::voting(owner).await;
    // Alice is here and trusted with 50, gaz votes and leaves, shaz has spoken and is gone, the bot is nobody.
    let crime = heist.offered[0];
    till.vote("alice", crime).await;
    till.vote("Gaz", crime).await;
    let (heist, _) = till.depart(&heist).await;
    till.said(&[("shaz", "how are they doing?", 0), ("Dazza", "fine", 0)]).await;
    let (haul, _) = till.come_back(&heist, true).await;
    till.here(&["alice", "Dazza"]);
    till.step().await;
    let haul = haul.dollars();
    let (house, rest) = (haul / 10, haul - haul / 10);
    let (voters, all) = (rest * 30 / 100, rest - rest * 30 / 100);
    // Each of the three has a trust of 50: a tenth more, which the house pays for as far as it can.
    let plain = [voters / 2, all / 3];
    let bonus = [voters * 110 / 200 - plain[0], all * 110 / 300 - plain[1]];
    let wanted = 2 * bonus[0] + 3 * bonus[1];
    let extra = bonus.map(|extra| if wanted <= house { extra } else { extra * house / wanted });
    let part = [plain[0] + extra[0], plain[1] + extra[1]];
    let alice = part[0] + part[1];
    let gaz = part[0] / 2 + part[1] / 4;
    let shaz = part[1] / 4;
    let of_house = haul - alice - gaz - shaz;
    let mut paid = till.moves().await;
    paid.sort();
    let line = |who: &str, amount| (who.to_owned(), amount, "heist".to_owned());
    assert_eq!(paid, [line("alice", alice), line("dazza", of_house), line("gaz", gaz), line("shaz", shaz)]);
    let trusts = [("alice", 53), ("gaz", 53), ("shaz", 50), ("dazza", 52)];
    for (who, trust) in trusts {
        assert_eq!(till.wallet(who).await.unwrap().trust, trust, "{who}");
    }
    let told = only(till.hear("alice", Route::Public, "!criminal").await).text;
    assert!(is_from(pools::CRIMINAL_RECORD, &told) && told.contains("100%"), "{told}");
    assert!(told.contains(&Money::of(alice).to_string()) && told.contains("53"), "{told}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn while_the_line_is_down_all_are_paid_as_if_they_were_here(owner: PgPool) {
    let (mut till, heist) = Till::voting(owner).await;
    till.vote("alice", heist.offered[0]).await;
    let (heist, _) = till.depart(&heist).await;
    let (haul, _) = till.come_back(&heist, true).await;
    till.here(&[]);
    let deed = Deed { cause: Cause::Timer, ..till.reaction(MOVE_HEIST, "Dazza", UNSEEN) };
    let done = till.carry_out(deed).await;
    assert_eq!(done.result, CommandResult::Ok);
    let house = till.balance("dazza").await;
    assert!(house <= haul.dollars() / 10 + 5, "nobody lost anything: {house} of {haul}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn a_failure_pays_nobody_and_costs_the_trust_that_the_vote_brought(owner: PgPool) {
    let (mut till, heist) = Till::voting(owner).await;
    till.vote("alice", heist.offered[1]).await;
    let (heist, _) = till.depart(&heist).await;
    let (haul, reply) = till.come_back(&heist, false).await;
    assert_eq!(haul, Money::ZERO);
    assert!(is_from_any(&LOST, &told(reply)));
    let done = till.step().await;
    assert!(is_from(pools::HEIST_PAYOUT_FAILED, &told(done.reply)));
    assert_eq!(till.moves().await, [("alice".to_owned(), 0, "heist".to_owned())]);
    assert_eq!(till.wallet("alice").await.unwrap().trust, 50);
    let told = only(till.hear("alice", Route::Public, "!criminal").await).text;
    assert!(is_from(pools::CRIMINAL_RECORD, &told) && told.contains("0%"), "{told}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn alone_the_house_takes_it_all_or_loses_trust(owner: PgPool) {
    let (mut till, heist) = Till::voting(owner).await;
    let mut heist = heist;
    for (is_success, trust) in [(true, 54), (false, 53)] {
        let (out, reply) = till.depart(&heist).await;
        let text = told(reply);
        assert!(heist.offered.contains(&out.crime.unwrap()), "{text}");
        let (haul, reply) = till.come_back(&out, is_success).await;
        let pool = if is_success { pools::HEIST_WON_SOLO } else { pools::HEIST_LOST_SOLO };
        assert!(is_from(pool, &told(reply)));
        let before = till.balance("dazza").await;
        let done = till.step().await;
        assert_eq!(done.reply.is_silent(), !is_success, "{done:?}");
        assert_eq!(till.balance("dazza").await - before, haul.dollars());
        assert_eq!(till.wallet("dazza").await.unwrap().trust, trust);
        assert_eq!(till.wallet("alice").await, None, "who only talks gets nothing of that");
        till.seconds += 3_600;
        let planned = heist_of(&till.step().await);
        till.go_to(planned.until.unwrap());
        till.said(&["alice", "gaz", "alice", "gaz", "alice"].map(|who| (who, "g'day", 60))).await;
        till.step().await;
        heist = heist_of(&till.step().await);
        assert_eq!(heist.phase, Phase::Voting);
    }
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_database_knows_the_same_crimes(owner: PgPool) {
    let till = Till::open(owner).await;
    let mut tx = till.store.begin().await.unwrap();
    let stored = heist::crime_types(&mut tx).await.unwrap();
    let stored = stored.iter().map(|one| (&*one.id, &*one.name, one.min, one.max, (one.success * 100.0).round()));
    let whole = |dollars: u64| i64::try_from(dollars).unwrap();
    let ours = CRIMES.iter().map(|one| (one.id, one.name, whole(one.min), whole(one.max), f32::from(one.success)));
    let mut ours: Vec<_> = ours.collect();
    ours.sort_by_key(|one| one.0);
    assert_eq!(stored.collect::<Vec<_>>(), ours);
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn criminal_tells_of_a_clean_record_where_there_is_none(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.said(&[("shaz", "g'day", 60)]).await;
    for (text, part) in [("!criminal", "alice"), ("!record shaz", "shaz"), ("!rapsheet nobody_here", "nobody_here")] {
        let line = only(till.say(text).await);
        assert!(is_from(pools::CRIMINAL_CLEAN, &line.text) && line.text.contains(part), "{line:?}");
        assert_eq!(line.to, To::Room);
    }
    let refused = till.pm("alice", "!criminal").await;
    assert_eq!(refused.result, CommandResult::Refused);
    let line = only(till.hear("alice", Route::Public, "!criminal").await);
    assert!(is_from(pools::CRIMINAL_CLEAN, &line.text));
    let waits = till.hear("alice", Route::Public, "!criminal").await;
    assert_eq!(waits.result, CommandResult::Refused);
    assert!(is_from(pools::WAIT, &only(waits).text));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn every_phase_goes_on_after_a_restart_with_the_time_that_was_left(owner: PgPool) {
    let (mut till, voting) = Till::voting(owner).await;
    till.vote("alice", voting.offered[2]).await;
    let resumed = |done: &Done| done.reply.lines().iter().map(|line| line.text.clone()).collect::<Vec<_>>();
    // Voting: with its votes, and what is left of its minute.
    till = till.after_a_kill().await;
    till.here(&["alice", "Gaz", "Dazza"]);
    let done = till.react(LOAD, "Dazza", "").await;
    assert_eq!(heist_of(&done), voting);
    let said = resumed(&done);
    assert!(said.len() == 1 && is_from(pools::HEIST_RESUME_VOTING, &said[0]), "{said:?}");
    assert!(till.react(LOAD, "Dazza", "").await.reply.is_silent(), "it is told once");
    let (out, _) = till.depart(&voting).await;
    assert_eq!(out.crime, Some(voting.offered[2]));
    // In progress.
    till = till.after_a_kill().await;
    till.here(&["alice", "Gaz", "Dazza"]);
    let done = till.react(LOAD, "Dazza", "").await;
    assert_eq!(heist_of(&done), out);
    let said = resumed(&done);
    assert!(said.len() == 1 && is_from(pools::HEIST_RESUME_RUN, &said[0]), "{said:?}");
    let (haul, _) = till.come_back(&out, true).await;
    // Distributing: nothing is paid yet, and then it is, once.
    till = till.after_a_kill().await;
    till.here(&["alice", "Gaz", "Dazza"]);
    let done = till.react(LOAD, "Dazza", "").await;
    assert!(heist_of(&done).phase == Phase::Distributing && done.reply.is_silent());
    let [first, second] = till.react_twice(MOVE_HEIST, "Dazza").await;
    assert!([&first, &second].iter().any(|done| done.result == CommandResult::Ok));
    let sum: i64 = till.moves().await.iter().map(|(_, amount, _)| amount).sum();
    assert_eq!(sum, haul.dollars());
    // Cooldown.
    till = till.after_a_kill().await;
    let rest = heist_of(&till.react(LOAD, "Dazza", "").await);
    assert_eq!(rest.phase, Phase::Cooldown);
    till.go_to(rest.until.unwrap());
    let idle = heist_of(&till.step().await);
    // Idle, and one that was missed is made up for.
    till = till.after_a_kill().await;
    assert_eq!(heist_of(&till.react(LOAD, "Dazza", "").await), idle);
    till.go_to(later(idle.until.unwrap(), Duration::from_hours(5)));
    till.said(&["alice", "gaz", "alice", "gaz", "alice"].map(|who| (who, "g'day", 60))).await;
    assert_eq!(heist_of(&till.step().await).phase, Phase::Announcing);
    // Announcing: nobody knows of it yet, so it is put off.
    till = till.after_a_kill().await;
    let done = till.react(LOAD, "Dazza", "").await;
    assert!(heist_of(&done).phase == Phase::Idle && done.reply.is_silent());
    let delay = since(till.now(), heist_of(&done).until.unwrap());
    assert!(delay >= Duration::from_mins(59), "{delay:?}");
    till.adds_up().await;
}

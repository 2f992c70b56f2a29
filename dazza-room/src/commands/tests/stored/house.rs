//! `dazza` and `award`, for those who look after the bot.

use dazza_shared::counters::CommandResult;
use dazza_shared::money::Money;
use dazza_shared::store::chat_log::Move;
use dazza_shared::store::ledger;
use jiff::Timestamp;
use sqlx::PgPool;

use super::{is_from, to};
use crate::chat::{Pool, Route, To, pools};
use crate::commands::Done;
use crate::commands::tests::till::{Till, lines, only};
use crate::reactions::Note;

impl Till {
    /// What the bot admin is told.
    async fn boss(&mut self, text: &str) -> Vec<crate::chat::ReplyLine> {
        lines(self.pm("Boss", text).await)
    }

    async fn awards(&self) -> Vec<ledger::Line> {
        let mut tx = self.store.begin().await.unwrap();
        ledger::lines_since(&mut tx, &self.room.settings.name, Timestamp::UNIX_EPOCH).await.unwrap()
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_house_counts_its_money_for_admins_alone(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for (fund, more) in [(99, Some(pools::HOUSE_POOR)), (1, None), (9_900, None), (1, Some(pools::HOUSE_RICH))] {
        till.fund("dazza", fund).await;
        let balance = Money::of(till.balance("dazza").await).to_string();
        let mut n_more = 0;
        for line in ["!dazza", "!dazzamoney", "!dazzabalance"].iter().cycle().take(24) {
            till.seconds += 3_600;
            let said = only(till.hear("Boss", Route::Public, line).await);
            assert!(said.to == to("Boss") && said.text.contains(&balance), "{said:?}");
            assert!(said.text.contains("50") && said.text.contains("Petty Crim"), "{said:?}");
            let is_of = |pool: Pool| is_from(pool, &said.text);
            assert!(is_of(pools::HOUSE) || more.is_some_and(is_of), "{said:?}");
            n_more += usize::from(!is_of(pools::HOUSE));
        }
        assert_eq!(n_more > 0, more.is_some(), "{n_more} at {balance}");
    }
    for (route, address) in [(Route::Public, To::Room), (Route::Pm, to("alice"))] {
        let refused = till.hear("alice", route, "!dazza").await;
        assert_eq!(refused.result, CommandResult::Refused);
        let line = only(refused);
        assert!(is_from(pools::NOT_ALLOWED, &line.text) && line.to == address, "{line:?}");
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn an_award_makes_money_and_leaves_trust_as_it_is(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let said = till.boss("!award big_bad_wolf 100000 for the barbecue").await;
    let [done, received] = <[_; 2]>::try_from(said).unwrap();
    assert!(is_from(pools::AWARD_DONE, &done.text) && done.to == to("Boss"), "{done:?}");
    assert!(is_from(pools::AWARD_RECEIVED, &received.text) && received.to == to("Big_Bad_Wolf"), "{received:?}");
    for line in [&done, &received] {
        assert!(line.text.contains("$100,000") && line.text.contains("for the barbecue"), "{line:?}");
    }
    let wallet = till.wallet("big_bad_wolf").await.unwrap();
    assert_eq!((wallet.balance, wallet.trust), (Money::of(100_000), 50));
    let line = till.awards().await.pop().unwrap();
    assert_eq!((line.kind.as_str(), line.amount), ("dev_award", Money::of(100_000)));
    assert_eq!(line.details.unwrap()["reason"], "for the barbecue");
    assert_eq!(line.counterparty.as_deref(), Some("boss"));
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn an_award_needs_no_reason_and_nobody_in_the_room(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.moved("Shaz", dazza_shared::store::chat_log::Move::Join, 60).await;
    let said = till.boss("!devpay shaz 5").await;
    assert_eq!(said.len(), 1, "who is not here gets no message: {said:?}");
    let reason = till.awards().await.pop().unwrap().details.unwrap()["reason"].as_str().unwrap().to_owned();
    assert!(pools::AWARD_NO_REASON.phrases().any(|phrase| phrase == reason), "{reason}");
    let said = till.boss(&format!("!givemoney alice 1 {}", "so good ".repeat(40))).await;
    assert!(said.len() == 2 && said.iter().all(|line| line.text.contains("so good")), "a long one fits: {said:?}");
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn an_award_is_refused_with_the_reason_and_unheard_in_public(owner: PgPool) {
    let mut till = Till::open(owner).await;
    for (line, pool, part) in [
        ("!award alice 0", pools::AWARD_BAD_AMOUNT, "0"),
        ("!award alice 100001", pools::AWARD_BAD_AMOUNT, "$100,000"),
        ("!award alice lots", pools::AWARD_BAD_AMOUNT, "lots"),
        ("!award nobody 5", pools::AWARD_UNKNOWN, "nobody"),
        ("!award alice", pools::USAGE, "!award <user> <amount> [reason]"),
    ] {
        let done = till.pm("Boss", line).await;
        assert_eq!(done.result, CommandResult::Refused, "{line}");
        let said = only(done);
        assert!(is_from(pool, &said.text) && said.text.contains(part) && said.to == to("Boss"), "{said:?}");
    }
    let refused = only(till.pm("alice", "!award alice 5").await);
    assert!(is_from(pools::NOT_ALLOWED, &refused.text) && refused.to == to("alice"), "{refused:?}");
    assert!(lines(till.say_as("Boss", "!award alice 5").await).is_empty());
    assert!(till.awards().await.is_empty());
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_same_line_awards_once(owner: PgPool) {
    let mut till = Till::open(owner).await;
    let first = till.deed("Boss", Route::Pm, "!award alice 10");
    let again = till.again(&first);
    till.carry_out(first).await;
    till.carry_out(again).await;
    assert_eq!(till.balance("alice").await, 10);
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_house_has_one_account_whatever_the_bot_is_called(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.room.settings.house = "thehouse".to_owned();
    till.fund("alice", 1_000).await;
    till.say("!give Dazza 100").await;
    assert_eq!((till.balance("thehouse").await, till.wallet("dazza").await), (100, None));
    let said = till.boss("!dazza").await;
    assert!(said[0].text.contains("$100"), "{said:?}");
    let said = lines(till.say("!balance dazza").await);
    assert!(said[0].text.contains("$100"), "{said:?}");
    till.boss("!award Dazza 50").await;
    assert_eq!((till.balance("thehouse").await, till.wallet("dazza").await), (150, None));
    let deed = till.deed("alice", Route::Public, "!coin_flip 10");
    till.carry_out(deed).await;
    assert_eq!(till.flips_of("thehouse").await.n_flips, 1);
    // Who has that name is no player, wherever the bot has another.
    let (thief, rank, route) = ("TheHouse".parse().unwrap(), 1.0, Route::Public);
    let heard = crate::chat::Heard { player: &thief, rank, text: "!give alice 100", route };
    let now = till.now();
    assert!(till.desk.hear(&heard, &till.room.view(), now, &mut till.dice).is_none());
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn who_gets_an_award_in_another_room_is_told_there(owner: PgPool) {
    let mut room = crate::commands::view::tests::Room::default();
    room.settings.name = "thepub".parse().unwrap();
    let mut pub_till = Till::of(owner.clone(), room).await;
    pub_till.moved("Shaz", Move::Join, 60).await;
    let mut till = Till::open(owner).await;
    till.moved("Gaz", Move::Join, 60).await;
    till.moved("Gaz", Move::Leave, 30).await;
    let passed = |done: &Done| {
        done.notes.iter().find_map(|note| match note {
            Note::Pass { room, to, text } => Some((room.to_string(), to.to_string(), text.clone())),
            _ => None,
        })
    };
    let done = till.pm("Boss", "!award shaz 500 for the barbecue").await;
    let (room, to, text) = passed(&done).unwrap();
    assert_eq!((room.as_str(), to.as_str()), ("thepub", "Shaz"));
    assert!(is_from(pools::AWARD_RECEIVED, &text) && text.contains("$500"), "{text}");
    assert_eq!(lines(done).len(), 1);
    let done = till.pm("Boss", "!award gaz 500").await;
    assert_eq!((passed(&done), lines(done).len()), (None, 1), "who is nowhere is told nothing");
}

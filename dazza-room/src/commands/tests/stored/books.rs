//! The books as a whole: whatever a few players do, nobody is ever below zero, and every wallet is the sum of its ledger.

use dazza_shared::dice::Dice;
use sqlx::PgPool;

use crate::chat::Route;
use crate::commands::Done;
use crate::commands::tests::till::{Till, present};
use crate::reactions::{ANSWER_CONTEST, ANSWER_DUEL, EXPIRE_CONTESTS, EXPIRE_DUELS, LOAD};

const PLAYERS: [&str; 4] = ["alice", "Gaz", "Shaz", "Dazza"];

/// How many things are done; with one seed, the same things each time.
const N_DEEDS: usize = 400;

/// What each player is given now and then, for the machines eat it. Unit: dollars.
const ALLOWANCE: i64 = 100;

/// How often the books are looked through, and money is handed out. Unit: deeds.
const EVERY: usize = 25;

/// Something that somebody does at random.
async fn deed(till: &mut Till, dice: &mut Dice) -> Done {
    let [who, whom] = [dice.pick(&PLAYERS[..3]), dice.pick(&PLAYERS)].map(|name| *name.unwrap());
    let amount = dice.between(1, 80);
    let route = if dice.percent(25.0) { Route::Pm } else { Route::Public };
    till.seconds += dice.between(0, 20);
    let text = match dice.below(14) {
        0 | 1 => format!("!give {whom} {amount}"),
        2 | 3 => format!("!pokies {amount}"),
        4 => format!("!coin_flip {amount}"),
        5 => format!("!coin_flip {amount} {whom}"),
        6 => "!bong".to_owned(),
        10 => format!("!pissing_contest {amount} {whom}"),
        11 => return till.react(EXPIRE_CONTESTS, "Dazza", "").await,
        12 | 13 => return till.react(ANSWER_CONTEST, who, if amount.is_multiple_of(5) { "no" } else { "yes" }).await,
        7 => return till.react(EXPIRE_DUELS, "Dazza", "").await,
        _ => return till.react(ANSWER_DUEL, who, if amount.is_multiple_of(2) { "heads" } else { "tails" }).await,
    };
    till.hear(who, route, &text).await
}

async fn hand_out(till: &mut Till) {
    for name in PLAYERS {
        till.fund(&name.to_lowercase(), ALLOWANCE).await;
    }
}

async fn check(till: &Till, n: usize) {
    till.adds_up().await;
    for name in PLAYERS {
        assert!(till.balance(&name.to_lowercase()).await >= 0, "{name} after {n} deeds");
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_books_add_up_whatever_is_done(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.room.roster.replace(PLAYERS.map(present));
    hand_out(&mut till).await;
    let mut dice = Dice::seeded(20_261_124);
    for n in 1..=N_DEEDS {
        let done = deed(&mut till, &mut dice).await;
        assert!(done.error.is_none(), "{done:?}");
        if dice.percent(2.0) {
            till = till.after_a_kill().await;
            till.react(LOAD, "Dazza", "").await;
        }
        if n % EVERY == 0 {
            check(&till, n).await;
            hand_out(&mut till).await;
        }
    }
    let kinds: std::collections::BTreeSet<_> = till.ledger().await.into_iter().map(|line| line.kind).collect();
    assert_eq!(
        kinds.into_iter().collect::<Vec<_>>(),
        ["coin_flip", "coin_flip_refund", "give", "pissing_contest", "pissing_contest_refund", "pokies"]
    );
    assert!(till.flips_of("gaz").await.n_flips > 5, "the players had too little to do");
}

//! What an admin may do about heists, by private message.

use dazza_shared::counters::CommandResult;
use sqlx::PgPool;

use super::heist::heist_of;
use super::{is_from, to};
use crate::chat::{Pool, Route, pools};
use crate::commands::Done;
use crate::commands::tests::till::{Till, only};
use crate::games::heist::Phase;
use crate::reactions::{LOAD, Note};

impl Till {
    /// What the boss is answered, a while after the time before.
    async fn order(&mut self, text: &str) -> Done {
        self.seconds += 20;
        self.hear("Boss", Route::Pm, text).await
    }

    /// Checks that the boss is answered with a phrase of `pool` that holds this part.
    async fn told(&mut self, text: &str, pool: Pool, part: &str) {
        let line = only(self.order(text).await);
        assert!(is_from(pool, &line.text) && line.text.contains(part), "{text}: {line:?}");
        assert_eq!(line.to, to("Boss"));
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn an_admin_begins_a_heist_and_hurries_it_along(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.here(&["alice", "Boss", "Dazza"]);
    till.told("!nextheist", pools::NEXT_HEIST, "a moment").await;
    till.told("!heiststatus", pools::HEIST_STATUS_IDLE, "none").await;
    till.told("!heistadvance", pools::HEIST_NOTHING_TO_SKIP, "!forceheist").await;
    let forced = till.order("!forceheist").await;
    assert_eq!(heist_of(&forced).phase, Phase::Announcing, "however quiet it is");
    assert!(is_from(pools::HEIST_FORCED, &only(forced).text));
    till.told("!heiststatus", pools::HEIST_STATUS_MOMENT, "ANNOUNCING").await;
    till.told("!heistskip", pools::HEIST_NOT_NOW, "announcing").await;
    till.told("!testheist", pools::HEIST_NOT_NOW, "announcing").await;
    let voting = heist_of(&till.step().await);
    till.vote("alice", voting.offered[1]).await;
    let told = only(till.order("!heistinfo").await).text;
    assert!(is_from(pools::HEIST_STATUS_VOTING, &told), "{told}");
    for (nth, crime) in voting.offered.iter().enumerate() {
        assert!(told.contains(&format!("{} {}", crime.shown_id(), u8::from(nth == 1))), "{told}");
    }
    till.told("!nextheist", pools::NEXT_HEIST_NOW, "voting").await;
    let advanced = till.order("!heistadvance").await;
    assert_eq!(heist_of(&advanced).until, Some(till.now()));
    let text = only(advanced).text;
    assert!(is_from(pools::HEIST_ADVANCED, &text) && text.contains("voting"), "{text}");
    let out = heist_of(&till.step().await);
    assert_eq!((out.phase, out.crime), (Phase::InProgress, Some(voting.offered[1])));
    till.told("!heiststatus", pools::HEIST_STATUS_RUN, voting.offered[1].name).await;
    till.told("!heistnext", pools::HEIST_ADVANCED, "in progress").await;
    assert_eq!(heist_of(&till.step().await).phase, Phase::Distributing);
    till.told("!heistadvance", pools::HEIST_NOT_NOW, "distributing").await;
    till.step().await;
    till.told("!heiststatus", pools::HEIST_STATUS_COOLDOWN, "heist").await;
    till.told("!heistadvance", pools::HEIST_ADVANCED, "cooldown").await;
    assert_eq!(heist_of(&till.step().await).phase, Phase::Idle);
    till.seconds += 60;
    till.told("!heiststatus", pools::HEIST_STATUS_IDLE, "lines: 0").await;
    till.adds_up().await;
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn nobody_else_may_and_in_public_nobody_is_answered(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.here(&["alice", "Boss", "Dazza"]);
    for text in ["!forceheist", "!heistadvance", "!heiststatus", "!nextheist"] {
        till.seconds += 120;
        let refused = till.hear("alice", Route::Pm, text).await;
        assert_eq!(refused.result, CommandResult::Refused);
        assert!(is_from(pools::NOT_ALLOWED, &only(refused).text), "{text}");
        for who in ["alice", "Boss"] {
            assert!(till.hear(who, Route::Public, text).await.reply.is_silent(), "{text} of {who}");
        }
    }
    let found = till.react(LOAD, "Dazza", "").await;
    assert_eq!(heist_of(&found).phase, Phase::Idle);
    let waits = |till: &mut Till| till.seconds += 60;
    waits(&mut till);
    till.hear("Boss", Route::Pm, "!nextheist").await;
    let done = till.hear("Boss", Route::Pm, "!nextheist").await;
    assert!(is_from(pools::WAIT, &only(done).text), "once a second");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn where_heists_are_off_none_is_begun_but_an_open_one_goes_on(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.order("!forceheist").await;
    till.room.settings.heists.enabled = false;
    assert_eq!(heist_of(&till.step().await).phase, Phase::Voting);
    till.told("!heistadvance", pools::HEIST_ADVANCED, "voting").await;
    for phase in [Phase::InProgress, Phase::Distributing] {
        assert_eq!(heist_of(&till.step().await).phase, phase);
        if phase == Phase::InProgress {
            till.order("!heistadvance").await;
        }
    }
    till.step().await;
    till.order("!heistadvance").await;
    assert_eq!(heist_of(&till.step().await).phase, Phase::Idle);
    till.seconds += 40_000;
    let done = till.step().await;
    assert!(done.notes.iter().any(|note| matches!(note, Note::Heist(heist) if heist.phase == Phase::Idle)));
    let refused = till.order("!forceheist").await;
    assert_eq!(refused.result, CommandResult::Refused);
    assert!(is_from(pools::HEISTS_OFF, &only(refused).text));
}

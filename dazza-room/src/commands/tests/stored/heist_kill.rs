//! A heist crosses a kill at any moment: whatever a step had done by then, it is taken once, and the loot is paid once.

use dazza_shared::counters::CommandResult;
use sqlx::PgPool;

use super::duel_kill::for_polls;
use super::heist::heist_of;
use crate::commands::tests::till::Till;
use crate::games::heist::Phase;
use crate::reactions::{LOAD, MOVE_HEIST};

/// Brings the heist to `phase`, its time over.
async fn brought_to(till: &mut Till, phase: Phase) {
    for _ in 0..12 {
        let heist = heist_of(&till.react(LOAD, "Dazza", "").await);
        if let Some(until) = heist.until.filter(|until| *until > till.now()) {
            till.go_to(until);
        }
        if heist.phase == phase {
            return;
        }
        if heist.phase == Phase::Idle {
            till.said(&["alice", "gaz", "alice", "gaz", "shaz"].map(|who| (who, "g'day", 60))).await;
        }
        if heist.phase == Phase::Voting {
            till.vote("alice", heist.offered[0]).await;
        }
        assert_eq!(till.step().await.result, CommandResult::Ok);
    }
    panic!("the heist never comes to {phase:?}");
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn no_moment_is_a_bad_one_to_be_killed(owner: PgPool) {
    let mut till = Till::lively(owner).await;
    for phase in Phase::ALL {
        let mut was_cut = false;
        // Its first moment may be its last by luck with a busy machine, but hardly thrice.
        for n_polls in [1, 1].into_iter().chain(1..) {
            till.here(&["alice", "Gaz", "Dazza"]);
            brought_to(&mut till, phase).await;
            if phase == Phase::Idle {
                till.said(&["alice", "gaz", "alice", "gaz", "shaz"].map(|who| (who, "g'day", 60))).await;
            }
            let deed = till.reaction(MOVE_HEIST, "Dazza", "");
            let is_done = for_polls(Box::pin(till.carry_out(deed)), n_polls).await.is_some();
            till = till.after_a_kill().await;
            till.nobody_else_is_connected().await;
            let heist = heist_of(&till.react(LOAD, "Dazza", "").await);
            let is_back = heist.phase == Phase::Idle && phase == Phase::Idle;
            let is_forgotten = heist.phase == Phase::Idle && phase == Phase::Announcing;
            let is_on = [phase, phase.next()].contains(&heist.phase);
            assert!(is_on || is_back || is_forgotten, "{phase:?} at poll {n_polls} became {heist:?}");
            till.adds_up().await;
            if is_done && was_cut {
                break;
            }
            assert!(!is_done || n_polls == 1, "{phase:?} has more moments than that");
            was_cut |= !is_done;
        }
    }
}

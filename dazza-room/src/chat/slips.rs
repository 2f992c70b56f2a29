//! What earning commands tell is put together of several phrases, and fits one line all the same.

use super::tests::longest_of;
use super::{MAX_UNITS, Pool, pools};

#[test]
fn what_work_brings_fits_one_line() {
    use pools::*;
    let pay = [
        WORK_PAY,
        WORK_PAY_BIN_DAY,
        WORK_PAY_FESTIVE_SEASON,
        WORK_PAY_FINALS_WEEK,
        WORK_PAY_WEEKEND,
        WORK_PAY_MONTH_END,
        WORK_PAY_WEEKEND_AT_MONTH_END,
        WORK_NO_PAY,
    ];
    let bottles = [BOTTLES_COMMENT, BOTTLES_COMMENT_20, BOTTLES_COMMENT_50, BOTTLES_COMMENT_100];
    let cashie = [CASHIE_COMMENT, CASHIE_COMMENT_50, CASHIE_COMMENT_100, CASHIE_COMMENT_300];
    let sign = [SIGN_COMMENT, SIGN_COMMENT_20, SIGN_COMMENT_40, SIGN_COMMENT_60];
    let tales = [SIGN_THROWN_NOTE, SIGN_FOUND_NOTE, SIGN_PLEASURE, SIGN_CAR_HIT, SIGN_POLICE, SIGN_NUISANCE];
    let skies = [SIGN_SUNNY, SIGN_OVERCAST, SIGN_HOT, SIGN_RAIN, SIGN_WIND, SIGN_BREEZE];
    let flukes = [
        CENTRELINK_BACK_PAYMENT,
        CENTRELINK_REASSESSMENT,
        CENTRELINK_LATE_PENSION,
        CENTRELINK_DISASTER_PAYMENT,
        CENTRELINK_MALFUNCTION,
    ];
    let mishaps = [
        COUCH_SPIDER,
        COUCH_PARTNERS_FINE,
        COUCH_SHARP_THING,
        COUCH_COLLAPSE,
        COUCH_POSSUM,
        COUCH_HUSH_MONEY,
        COUCH_MOULD,
        COUCH_POLICE_FINE,
    ];
    fit(&[
        &[&[BOTTLES_HEADER], &[BOTTLES_COMMON, BOTTLES_UNCOMMON], &pay, &bottles],
        &[&[BOTTLES_HEADER_RARE], &[BOTTLES_RARE], &pay, &bottles],
        &[&[BOTTLES_HEADER_LEGENDARY], &[BOTTLES_LEGENDARY], &pay, &bottles],
        &[&[BOTTLES_HEADER_NOTHING], &[BOTTLES_NOTHING]],
        &[&[CASHIE_HEADER], &[CASHIE_COMMON, CASHIE_UNCOMMON], &pay, &cashie],
        &[&[CASHIE_HEADER_RARE], &[CASHIE_RARE], &pay, &cashie],
        &[&[CASHIE_HEADER_LEGENDARY], &[CASHIE_LEGENDARY], &pay, &cashie],
        &[&[CASHIE_HEADER_NOTHING], &[CASHIE_NOTHING]],
        &[&[CENTRELINK_HEADER_APPROVED], &[CENTRELINK_APPROVED], &[CENTRELINK_PAY], &[CENTRELINK_APPROVED_COMMENT]],
        &[&[CENTRELINK_HEADER_REJECTED], &[CENTRELINK_REJECTED], &[CENTRELINK_SUGGESTION]],
        &[&[CENTRELINK_HEADER_FLUKE], &flukes, &[WORK_PAY, WORK_PAY_SHARED], &[CENTRELINK_FLUKE_COMMENT]],
        &[&[SIGN_HEADER, SIGN_HEADER_GOOD, SIGN_HEADER_PERFECT, SIGN_HEADER_HURT], &[SIGN_SHIFT], &skies],
        &[&tales, &[WORK_PAY], &sign],
        &[&[SIGN_HURT], &[SIGN_HURT_COSTS, SIGN_HURT_FREE], &[WORK_PAY, WORK_NO_PAY], &sign],
        &[&[COUCH_HEADER_NOTHING], &[COUCH_NOTHING], &[COUCH_COMMENT]],
        &[&[COUCH_HEADER], &[COUCH_SMALL, COUCH_MEDIUM, COUCH_GOOD], &[COUCH_COMMENT, COUCH_DESPERATE]],
        &[&[COUCH_HEADER_AMAZING], &[COUCH_AMAZING], &[COUCH_COMMENT, COUCH_DESPERATE]],
        &[&[COUCH_HEADER_MISHAP], &mishaps, &[COUCH_MISHAP_COSTS, COUCH_MISHAP_SPARED]],
    ]);
}

#[test]
fn what_a_cast_brings_fits_one_line() {
    use pools::*;
    let treasures = [
        FISH_TREASURE_CASH,
        FISH_TREASURE_WATCH,
        FISH_TREASURE_BOTTLES,
        FISH_TREASURE_MACHINE,
        FISH_TREASURE_CONTRABAND,
    ];
    fit(&[
        &[&[FISH_CAST], &[FISH_CATCH], &[WORK_PAY], &[FISH_TALE], &[FISH_BAIT_COST]],
        &[
            &[FISH_CAST],
            &[FISH_EPIC, FISH_RARE, FISH_LEGENDARY, FISH_MULTI],
            &[WORK_PAY, WORK_PAY_SHARED],
            &[FISH_BAIT_COST],
        ],
        &[&[FISH_CAST], &treasures, &[WORK_PAY, WORK_PAY_SHARED], &[FISH_BAIT_COST]],
        &[&[FISH_CAST], &[FISH_TRASH], &[FISH_TRASH_MONEY], &[FISH_BAIT_COST]],
    ]);
}

/// What is told of a use: one phrase of each set, and the balance.
fn fit(slips: &[&[&[Pool]]]) {
    for slip in slips {
        let parts: Vec<_> = slip.iter().map(|pools| longest_of(pools)).collect();
        let length = parts.iter().sum::<usize>() + parts.len() + longest_of(&[pools::WORK_BALANCE]);
        let names: Vec<_> = slip.iter().flat_map(|pools| pools.iter().map(|pool| pool.name())).collect();
        assert!(length <= MAX_UNITS, "{length} of {names:?}: {parts:?}");
    }
}

//! Money: earned, staked, given, stolen.

use super::{Do, Row};
use crate::chat::pools;

/// Brings the heist of the room to where one may be begun, wherever it was.
const NO_HEIST: &[Do] = &[
    Do::Pm("Boss", "!heistadvance"),
    Do::Wait(2),
    Do::Pm("Boss", "!heistadvance"),
    Do::Wait(2),
    Do::Pm("Boss", "!heistadvance"),
    Do::Wait(2),
];

const A_HEIST: &[Do] = &[Do::Pm("Boss", "!forceheist"), Do::Wait(2)];

const A_RAFFLE: &[Do] = &[Do::Say("Sarge", "!raffle start 5 a meat tray"), Do::Wait(4)];

const NO_RAFFLE: &[Do] = &[Do::Say("Sarge", "!raffle cancel"), Do::Wait(4)];

pub(super) const ROWS: &[Row] = &[
    Row::of("balance", "").bad(&[("Nobody", pools::BALANCE_UNKNOWN)]),
    Row::of("beg", "").moves(&["beg"]),
    Row::of("bottles", "").moves(&["bottles"]),
    Row::of("cashie", "").moves(&["cashie"]),
    Row::of("centrelink", "").moves(&["centrelink", "windfall"]),
    Row::of("coin_flip", "10").bad(&[("lots", pools::FLIP_BAD_AMOUNT)]).moves(&["coin_flip"]).refused(&[
        ("Bev", &[], "10", pools::FLIP_TOO_POOR),
        ("", &[], "5 Gazza", pools::DUEL_SELF),
        ("", &[], "5 Dazza", pools::DUEL_BOT),
        ("", &[], "5 Nobody", pools::DUEL_NOT_HERE),
        ("", &[], "5 Bev", pools::DUEL_TARGET_POOR),
    ]),
    Row::of("couch_coins", "").moves(&["couch_coins"]),
    Row::of("dazza", "").by("Boss"),
    Row::of("forceheist", "").by("Boss").after(NO_HEIST).refused(&[("", A_HEIST, "", pools::HEIST_NOT_NOW)]),
    Row::of("give", "Shazza 5").bad(&[("Shazza lots", pools::GIVE_BAD_AMOUNT)]).moves(&["give"]).refused(&[
        ("", &[], "Gazza 5", pools::GIVE_SELF),
        ("", &[], "Nobody 5", pools::GIVE_UNKNOWN),
        ("Bev", &[], "Shazza 5", pools::GIVE_TOO_POOR),
    ]),
    Row::of("pissing_contest", "5 Shazza").bad(&[("5", pools::CONTEST_NO_TARGET)]).moves(&["pissing_contest"]).refused(
        &[
            ("", &[], "5 Gazza", pools::CONTEST_SELF),
            ("", &[], "5 Dazza", pools::CONTEST_BOT),
            ("", &[], "5 Nobody", pools::CONTEST_NOT_HERE),
            ("Bev", &[], "5 Shazza", pools::CONTEST_TOO_POOR),
        ],
    ),
    Row::of("heistadvance", "").by("Boss").after(A_HEIST).refused(&[("", NO_HEIST, "", pools::HEIST_NOTHING_TO_SKIP)]),
    Row::of("heiststatus", "").by("Boss"),
    Row::of("mug", "Shazza").bad(&[("", pools::MUG_NO_TARGET)]).refused(&[
        ("", &[], "Gazza", pools::MUG_SELF),
        ("", &[], "Nobody", pools::MUG_NOT_HERE),
        ("", &[], "Bev", pools::MUG_TARGET_BROKE),
    ]),
    Row::of("mystery_esky", "").moves(&["mystery_esky"]).refused(&[("Bev", &[], "", pools::ESKY_TOO_POOR)]),
    Row::of("nextheist", "").by("Boss"),
    Row::of("pokies", "10")
        .bad(&[("lots", pools::POKIES_BAD_STAKE)])
        .moves(&["pokies"])
        .refused(&[("", &[], "1001", pools::POKIES_TOO_MUCH), ("Bev", &[], "10", pools::POKIES_TOO_POOR)]),
    Row::of("scratchie", "").bad(&[("7", pools::SCRATCHIE_NO_TICKET)]).moves(&["scratchie"]).refused(&[(
        "Bev",
        &[],
        "",
        pools::SCRATCHIE_TOO_POOR,
    )]),
    Row::of("sign_spinning", "").moves(&["sign_spinning"]),
    Row::of("raffle", "start 5 a meat tray {n}")
        .by("Sarge")
        .after(NO_RAFFLE)
        .bad(&[("nonsense", pools::USAGE)])
        .refused(&[
            ("", A_RAFFLE, "start 5 a meat tray", pools::RAFFLE_OPEN_ALREADY),
            ("Gazza", &[], "draw", pools::NOT_ALLOWED),
            ("", NO_RAFFLE, "draw", pools::RAFFLE_NONE),
        ]),
    Row::of("ticket", "2")
        .after(A_RAFFLE)
        .bad(&[("lots", pools::RAFFLE_BAD_NUMBER)])
        .moves(&["raffle"])
        .refused(&[("Bev", A_RAFFLE, "2", pools::RAFFLE_TOO_POOR), ("", NO_RAFFLE, "2", pools::RAFFLE_NONE)]),
    Row::of("tab", "10")
        .bad(&[("lots", pools::TAB_BAD_STAKE), ("10 camel", pools::TAB_NO_SUCH_RACE)])
        .moves(&["tab", "windfall"])
        .refused(&[("", &[], "501", pools::TAB_TOO_MUCH), ("Bev", &[], "10", pools::TAB_TOO_POOR)]),
];

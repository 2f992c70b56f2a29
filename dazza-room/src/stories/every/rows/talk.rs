//! About the bot, and from one player to another.

use super::{Do, Row};
use crate::chat::pools;

pub(super) const ROWS: &[Row] =
    &[
        Row::of("help", "roll").bad(&[("nonsense", pools::NO_SUCH_COMMAND)]),
        Row::of("ping", ""),
        Row::of("uptime", ""),
        Row::of("customcommands", "").after(&[Do::Say("Sarge", "!addcommand pet{n} woof")]),
        Row::of("quote", "Shazza")
            .after(&[Do::Say("Shazza", "the ferry is late again {n}")])
            .refused(&[("", &[], "Nobody", pools::QUOTE_NONE), ("", &[], "#999", pools::CURATED_NONE)]),
        Row::of("rq", "").after(&[Do::Say("Shazza", "the ferry is late again {n}")]),
        Row::of("remind", "1m turn the snags over").bad(&[("Shazza soon tea", pools::REMIND_BAD_TIME)]).refused(&[
            ("", &[], "25h turn the snags over", pools::REMIND_TOO_LONG),
            ("", &[], "Dazza 5m turn the snags over", pools::REMIND_BOT),
        ]),
        Row::of("tell", "Ghost{n} the pub is on fire").bad(&[("Ghost", pools::USAGE)]).refused(&[
            ("", &[], "Shazza the pub is on fire", pools::TELL_HERE),
            ("", &[], "Gazza the pub is on fire", pools::TELL_SELF),
            ("", &[], "Dazza the pub is on fire", pools::TELL_BOT),
        ]),
        Row::of("optout", "quotes")
            .after(&[Do::Say("Gazza", "!optin")])
            .bad(&[("nonsense", pools::USAGE)])
            .refused(&[("", &[Do::Say("Gazza", "!optout quotes"), Do::Wait(6)], "quotes", pools::OPTOUT_ALREADY)]),
        Row::of("optin", "").after(&[Do::Say("Gazza", "!optout")]).refused(&[(
            "",
            &[Do::Say("Gazza", "!optin"), Do::Wait(6)],
            "",
            pools::OPTIN_ALREADY,
        )]),
    ];

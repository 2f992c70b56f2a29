//! For those who look after the room, and after the bot.

use super::fun::{NO_PLAYLIST, PLAYLIST};
use super::{Do, Row};
use crate::chat::pools;

const A_POLL: Do =
    Do::Server("newPoll", r#"{"title":"Best pie?","options":["meat","veg"],"counts":[1,0],"initiator":"Sarge"}"#);

const NO_POLL: Do = Do::Server("closePoll", "null");

const TROLL: &[Do] = &[Do::Come("Troll")];

pub(super) const ROWS: &[Row] =
    &[
        Row::of("award", "Shazza 5")
            .by("Boss")
            .bad(&[("Shazza lots", pools::AWARD_BAD_AMOUNT)])
            .moves(&["dev_award"])
            .refused(&[("", &[], "Nobody 5", pools::AWARD_UNKNOWN)]),
        Row::of("api", "").by("Boss"),
        Row::of("memory", "-v").by("Boss").bad(&[("nonsense", pools::USAGE)]),
        Row::of("monitor", "").by("Boss").bad(&[("nonsense", pools::USAGE)]),
        Row::of("addcommand", "fresh{n} g'day {user}")
            .by("Sarge")
            .bad(&[("fresh", pools::USAGE), ("fresh {what}", pools::CUSTOM_BAD_BLANK)])
            .refused(&[("", &[], "roll g'day", pools::CUSTOM_TAKEN)]),
        Row::of("editcommand", "pet{n} g'day")
            .by("Sarge")
            .after(&[Do::Say("Sarge", "!addcommand pet{n} woof")])
            .bad(&[("pet -rank=x g'day", pools::CUSTOM_BAD_OPTION)])
            .refused(&[("", &[], "ghost g'day", pools::CUSTOM_NONE)]),
        Row::of("delcommand", "pet{n}").by("Sarge").after(&[Do::Say("Sarge", "!addcommand pet{n} woof")]).refused(&[(
            "",
            &[],
            "ghost",
            pools::CUSTOM_NONE,
        )]),
        Row::of("announce", "every 7d be kind {n}").by("Sarge").bad(&[("every so often", pools::USAGE)]).refused(&[
            ("", &[], "every 4m be kind", pools::ANNOUNCE_BAD_TIME),
            ("", &[], "remove 99", pools::HOUSE_NO_NUMBER),
        ]),
        Row::of("autoreply", "add sausages{n} => yum")
            .by("Sarge")
            .bad(&[("sausages => yum", pools::USAGE)])
            .refused(&[("", &[], "remove 99", pools::HOUSE_NO_NUMBER)]),
        Row::of("quiet", "1m").by("Sarge").bad(&[("please", pools::USAGE)]).refused(&[(
            "",
            &[],
            "8d",
            pools::QUIET_TOO_LONG,
        )]),
        Row::of("addquote", "Shazza wise words {n}").by("Sarge").refused(&[("", &[], "Nobody", pools::QUOTE_NONE)]),
        Row::of("delquote", "{last}")
            .by("Sarge")
            .after(&[Do::Say("Sarge", "!addquote Shazza wise words {n}")])
            .bad(&[("nonsense", pools::HOUSE_NO_NUMBER)])
            .refused(&[("", &[], "999", pools::HOUSE_NO_NUMBER)]),
        Row::of("mute", "Bev 5m").by("Sarge").bad(&[("[x]", pools::USAGE)]).refused(&[
            ("", &[], "Nobody", pools::ACT_NOT_HERE),
            ("", &[], "Dazza", pools::ACT_ON_BOT),
            ("", &[], "Sarge", pools::ACT_ON_SELF),
            ("", &[], "Bev 31d", pools::MUTE_TOO_LONG),
        ]),
        Row::of("unmute", "Bev").by("Sarge").bad(&[("[x]", pools::USAGE)]),
        Row::of("kick", "Troll")
            .by("Sarge")
            .after(TROLL)
            .bad(&[("[x]", pools::USAGE)])
            .refused(&[("", &[], "Nobody", pools::ACT_NOT_HERE), ("", &[], "Dazza", pools::ACT_ON_BOT)]),
        Row::of("ban", "Troll")
            .by("Sarge")
            .after(TROLL)
            .bad(&[("[x]", pools::USAGE)])
            .refused(&[("", &[], "Nobody", pools::ACT_RANK_UNKNOWN), ("", &[], "Sarge", pools::ACT_ON_SELF)]),
        Row::of("unban", "Troll").by("Sarge").bad(&[("[x]", pools::USAGE)]),
        Row::of("poll", "Best pie? | meat | veg")
            .by("Sarge")
            .after(&[NO_POLL])
            .bad(&[("Best pie?", pools::USAGE)])
            .refused(&[("", &[A_POLL], "Best pie? | meat | veg", pools::POLL_OPEN_ALREADY)]),
        Row::of("endpoll", "").by("Sarge").after(&[A_POLL]).refused(&[("", &[NO_POLL], "", pools::POLL_NONE)]),
        Row::of("add", "https://youtu.be/dQw4w9WgXcQ").by("Sarge").bad(&[("nonsense", pools::MEDIA_NO_LINK)]),
        Row::of("skip", "").by("Sarge").after(&[PLAYLIST]).refused(&[("", &[NO_PLAYLIST], "", pools::MEDIA_EMPTY)]),
        Row::of("bump", "2").by("Sarge").after(&[PLAYLIST]).bad(&[("nonsense", pools::MEDIA_NO_ITEM)]).refused(&[(
            "",
            &[NO_PLAYLIST],
            "2",
            pools::MEDIA_EMPTY,
        )]),
        Row::of("remove", "last")
            .by("Sarge")
            .after(&[PLAYLIST])
            .bad(&[("nonsense", pools::MEDIA_NO_ITEM)])
            .refused(&[("", &[NO_PLAYLIST], "last", pools::MEDIA_EMPTY)]),
        Row::of("shuffle", "").by("Sarge").after(&[PLAYLIST]).refused(&[("", &[NO_PLAYLIST], "", pools::MEDIA_EMPTY)]),
        Row::of("blacklist", "add https://youtu.be/dQw4w9Wg{n}")
            .by("Sarge")
            .bad(&[("nonsense", pools::USAGE), ("add nonsense", pools::MEDIA_NO_LINK)])
            .refused(&[("", &[], "remove https://youtu.be/bbbbbbbbbbb", pools::MEDIA_NOT_BARRED)]),
        Row::of("queueban", "Bev 1h").by("Sarge").bad(&[("[x]", pools::USAGE)]).refused(&[(
            "",
            &[],
            "Shazza off",
            pools::QUEUE_NOT_BANNED,
        )]),
        Row::of("clear", "2").by("Sarge").bad(&[("soon", pools::CLEAR_NO_TIME)]).refused(&[(
            "",
            &[],
            "61",
            pools::CLEAR_BAD_TIME,
        )]),
    ];

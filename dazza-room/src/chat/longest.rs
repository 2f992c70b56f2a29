//! How long what goes into a blank can get.

use super::tests::{all, longest_of};
use super::{Pool, QUOTE_LIMIT, pools, units};
use crate::games::contest::{Condition, Place, Style};
use crate::games::scratchie::TICKETS;
use crate::games::tab::Kind;

/// The longest thing that a command puts into a blank.
pub(super) fn longest(pool: Pool, blank: &str) -> String {
    let n_units = match blank {
        "from" | "to" if pool.file == pools::LENGTH.file => 24,
        "text" => pools::TEXT_LIMIT,
        "quote" => QUOTE_LIMIT,
        "trust" | "percent" => 3,
        "seconds" | "count" | "today" | "score" => 4,
        "side" | "call" | "hour" | "prefix" | "heists" => 5,
        "people" | "day" | "bongs" | "videos" | "lucky" | "links" | "domains" => 7,
        "dice" | "span" => 8,
        "reels" => units("7️⃣ 7️⃣ 7️⃣"),
        "messages" | "crew" => 10,
        "away" => 12,
        "amount" | "stake" => units("$1,000,000,000"),
        "balance" | "theirs" | "payout" | "earned" | "pot" | "most" => units("$999,999,999,999"),
        "title" if pool.blanks().contains(&"trust") => units("Career Criminal"),
        "age" | "first" | "last" => units("59 minutes ago"),
        "user" | "bot" | "adder" | "name" | "to" | "sender" | "who" | "challenger" | "winner" | "loser" => 20,
        "result" | "when" => 18,
        "command" | "typed" | "target" | "pairs" => 30,
        "place" | "word" if pool.file == pools::WEATHER_FRAME.file => 30,
        // A condition and a temperature, as `weather` shows them.
        "sky" => 40 + units(", -99°C (-147°F)"),
        "zone" => units("America/Argentina/ComodRivadavia"),
        "fault" | "search" | "form" | "domain" => 40,
        "url" | "list" => 80,
        "title" if pool.file == pools::URL_TITLE.file => pools::TITLE_LIMIT,
        "left" if !pool.blanks().contains(&"right") => units("10d 23h"),
        // The two of one title.
        "left" | "right" => pools::TITLE_LIMIT / 2,
        "title" => 70,
        "hours" => units("Mon 12 am (10000 lines, 1000 people)") * 3 + 4,
        "top" => 5 * 30,
        "mood" => {
            let moods = all().filter(|(pool, _)| pool.file == pools::MOOD_FRAME.file && pool.name() != "frame");
            moods.map(|(_, mood)| units(mood)).max().unwrap()
        }
        "names" => 5 * 23,
        of_game => longest_in_game(pool, of_game),
    };
    "W".repeat(n_units)
}

/// The same for the blanks of games.
fn longest_in_game(pool: Pool, blank: &str) -> usize {
    match blank {
        "crime" => 22,
        "crimes" => 3 * units("a crime of 22 letters [big-nugget-13]") + units(", or ") + 2,
        "shares" => 3 * units("-a name of 20 letters. $1,500, ") + units("and 999 others"),
        "haul" | "house" | "cut" | "bonus" => units("$1,500"),
        "phase" => units("DISTRIBUTING"),
        "stolen" | "best" => units("$999,999,999"),
        "rank" => units("Criminal Mastermind"),
        "tally" => 3 * units("big-nugget-13 1000, "),
        "id" => 19,
        "pay" | "kept" | "cost" | "each" | "rest" => units("$1,125"),
        "net" => units("-$180"),
        "memory" | "peak" | "average" => units("9999.9 MiB"),
        "trend" => units("falling"),
        "total" | "ledger" => units("-$999,999,999,999"),
        "address" => units("[2001:db8:1111:2222:3333:4444:5555:6666]:65535"),
        "tables" => units("unstored 10000, ") * 9,
        "n" | "wrong" | "endpoints" | "watchers" | "active" => units("10000"),
        "spot" => units("Council Pond"),
        "species" => units("trophy barramundi"),
        "weight" => units("100.0"),
        "item" => units("wet cigarette packet"),
        "bait" => units("ciggie_butt"),
        "business" => longest_of(&[pools::SIGN_BUSINESS, pools::SIGN_BUSINESS_UNCOMMON]),
        "benefit" => units("Disability Pension"),
        "reason" => pools::REASON_LIMIT,
        "style" | "otherstyle" => {
            let (style, condition) =
                (named(Style::all().map(|style| style.name)), named(Condition::all().map(|c| c.name)));
            style + units(" [") + condition + units("]")
        }
        "condition" | "othercondition" | "failure" | "otherfailure" => named(Condition::all().map(|c| c.name)),
        "place" if pool.file == pools::COUCH_PLACE.file => longest_of(&[pools::COUCH_PLACE]),
        "place" => named(Place::all().map(|place| place.name)),
        "weather" => units("light breeze, scorching, pouring rain"),
        "note" => {
            let notes = pools::CONTEST_PLACE_NOTE.phrases().chain(pools::CONTEST_SPECIAL_WEATHER.phrases());
            notes.filter_map(|note| note.split_once(" = ")).map(|(_, note)| units(note)).max().unwrap()
        }
        "prize" => units("for $1,000,000,000 each"),
        "figures" => units("20.0 m, 10000 mL, 100 %, 120 s"),
        "roll" => units(&format!("{}1000 = 20000", "1000+".repeat(19))),
        "ticket" => named(TICKETS.iter().map(|ticket| ticket.name)),
        "runner" => named(Kind::ALL.iter().flat_map(|kind| kind.names().iter().copied())),
        "track" => named(Kind::ALL.iter().flat_map(|kind| kind.tracks().iter().copied())),
        "field" => 5 * units("Postie's Nightmare, "),
        "number" | "odds" | "doubtful" | "gone" => 2,
        "came" => units("second"),
        unknown => panic!("how long may {unknown} be?"),
    }
}

/// The longest of some names.
fn named(names: impl Iterator<Item = &'static str>) -> usize {
    names.map(units).max().unwrap()
}

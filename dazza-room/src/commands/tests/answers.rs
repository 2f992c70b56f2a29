//! What each command answers.

use dazza_shared::counters::CommandResult;

use super::bench::{Bench, lines, only};
use crate::chat::{MAX_UNITS, Pool, To, pools, units};
use crate::commands::TABLE;
use crate::commands::view::tests::person;
use crate::room::{Item, Playlist};
pub(super) use crate::stories::is_from;

/// A bench with all commands, where each line is said a minute after the last.
fn bench() -> Bench {
    Bench::new(TABLE)
}

impl Bench {
    /// What is answered to `line` in one line, the cooldowns aside.
    fn answer(&mut self, line: &str) -> String {
        self.seconds += 60;
        only(self.say(line)).text
    }

    /// Whether `line` is refused, with what words.
    fn refusal(&mut self, line: &str) -> String {
        self.seconds += 60;
        let answer = self.say(line);
        assert_eq!(answer.as_ref().unwrap().result, CommandResult::Refused, "{line}");
        only(answer).text
    }
}

#[test]
fn help_hands_the_manual_out_by_pm_with_a_nudge() {
    let mut bench = bench();
    let said = lines(bench.say("!help"));
    assert_eq!(
        said.iter().map(|line| &line.to).collect::<Vec<_>>(),
        [&To::Room, &To::Player("alice".parse().unwrap())]
    );
    assert!(
        is_from(pools::HELP_NUDGE, &said[0].text) && said[0].text.contains("-alice") | !said[0].text.contains("alice")
    );
    assert!(said[1].text.contains("https://manual.example"));
    bench.seconds += 60;
    assert!(only(bench.pm("!halp")).text.contains("https://manual.example"));
    bench.room.settings.manual_url.clear();
    bench.seconds += 60;
    let names: String = lines(bench.pm("!commands")).into_iter().map(|line| line.text).collect();
    assert!(names.contains("help, ping") && !names.contains("fact"), "{names}");
}

#[test]
fn pages_are_given_out_where_there_are_any() {
    let mut bench = bench();
    for (line, pool) in [("!world", pools::NOT_AVAILABLE), ("!top", pools::NOT_AVAILABLE)] {
        assert!(is_from(pool, &bench.refusal(line)), "{line}");
    }
    "https://map.example".clone_into(&mut bench.room.settings.links.map);
    "https://top.example".clone_into(&mut bench.room.settings.links.leaderboards);
    bench.seconds += 60;
    let map = only(bench.say("!map"));
    assert!(map.to == To::Player("alice".parse().unwrap()) && map.text.contains("https://map.example"), "{map:?}");
    let said = lines(bench.say("!leaderboard"));
    assert!(said[0].to == To::Room && is_from(pools::TOP_ACK, &said[0].text), "{said:?}");
    assert!(said[1].to == map.to && said[1].text.contains("https://top.example"), "{said:?}");
    bench.seconds += 60;
    assert!(is_from(pools::NOT_BY_PM, &only(bench.pm("!world")).text));
    assert!(is_from(pools::WAIT, &{
        bench.say("!top");
        only(bench.say("!top")).text
    }));
}

#[test]
fn help_explains_what_the_asking_player_may_use() {
    let mut bench = bench();
    for (line, part) in [
        ("!help roll", "!roll [XdY]"),
        ("!help DICE", "roll: Throws dice"),
        ("!help !cd", "also: cooldowns, cd"),
        ("!help ping", "ping: Shows"),
    ] {
        assert!(bench.answer(line).contains(part), "{line}");
    }
    assert!(is_from(pools::NO_SUCH_COMMAND, &bench.refusal("!help nothere")));
    assert!(is_from(pools::NO_SUCH_COMMAND, &bench.refusal("!help fact")));
}

#[test]
fn a_room_may_have_a_prefix_of_its_own() {
    let mut bench = bench();
    bench.room.settings.prefix = "~".to_owned();
    assert!(bench.say("!ping").is_none());
    assert!(bench.answer("~help roll").contains("~roll [XdY]"));
    assert!(bench.refusal("~clap").contains("~clap <text>"));
}

#[test]
fn what_is_picked_from_a_pool_is_said() {
    let mut bench = bench();
    bench.room.settings.commands_off.clear();
    bench.room.own_lines_last_hour = 0;
    for (line, pool) in [
        ("!ping", pools::PING),
        ("!uptime", pools::UPTIME),
        ("!eightball will it rain?", pools::EIGHT_BALL),
        ("!yea", pools::YEAH),
        ("!praise", pools::COMPLIMENT),
        ("!nice dazza", pools::COMPLIMENT_BOT),
        ("!roast alice", pools::INSULT),
        ("!burn @Dazza", pools::INSULT_BOT),
        ("!didyouknow", pools::FACT),
        ("!afk", pools::AFK_NONE),
        ("!vibe", pools::MOOD_FRAME),
        ("!when pizza", pools::WHEN_EMPTY),
        ("!roll 2d1", pools::ALL_EQUAL),
        ("!roll 100d1000 ", pools::DICE_MIDDLING),
    ] {
        let said = bench.answer(line);
        assert!(is_from(pool, &said), "{line}: {said}");
    }
    assert!(bench.refusal("!8ball").contains("!8ball <question>"));
}

#[test]
fn players_are_named_without_a_ping() {
    let mut bench = bench();
    assert!(bench.answer("!8ball will it rain?").starts_with("-alice: "));
    assert!(bench.answer("!yeah Big_bad_wolf").starts_with("-Big_Bad_Wolf: "));
    assert!(bench.answer("!yeah the <b>weather</b> http://bad.example").starts_with("the bweather/b (link): "));
    assert!(bench.answer("!compliment alice").contains("-alice"));
    assert!(bench.answer("!insult bob").contains("bob"));
}

#[test]
fn the_uptime_is_that_of_the_process() {
    let mut bench = bench();
    bench.seconds = 7_200 - 60;
    assert!(bench.answer("!uptime").contains("2h 0m"));
}

#[test]
fn dice_fall_and_are_added_up() {
    let mut bench = bench();
    assert!(bench.answer("!roll 3d1").contains("1+1+1 = 3"));
    assert!(bench.answer("!roll 21d1").contains("21 all up"));
    let said = bench.answer("!roll");
    let one_die = [pools::ONE_DIE_LOW, pools::ONE_DIE_MIDDLING, pools::ONE_DIE_HIGH];
    assert!(one_die.into_iter().any(|pool| is_from(pool, &said)), "{said}");
    assert!(bench.refusal("!roll abc").contains("!roll [XdY]"));
    assert!(is_from(pools::NO_DICE, &bench.refusal("!roll 0d6")));
    assert!(is_from(pools::TOO_MANY_DICE, &bench.refusal("!roll 101d6")));
}

#[test]
fn sums_are_worked_out_or_their_fault_is_named() {
    let mut bench = bench();
    for (line, pool, result) in [
        ("!calc 2 + 3 * 4", pools::SUM, "14"),
        ("!math (1+1)^0.5", pools::SUM, "1.414213562"),
        ("!calc 42*10", pools::SUM_420, "420"),
        ("!calc 10^7", pools::SUM_HUGE, "10000000"),
        ("!calc 3-3", pools::SUM_ZERO, "0"),
        ("!calc 1/0", pools::SUM_ENDLESS, ""),
    ] {
        let said = bench.answer(line);
        assert!(is_from(pool, &said) && said.contains(result), "{line}: {said}");
    }
    assert!(bench.refusal("!calc 2 +").contains("a number is missing"));
    assert!(bench.refusal("!calc evil()").contains("did not expect e"));
}

#[test]
fn units_are_converted_or_the_fault_is_named() {
    let mut bench = bench();
    for (line, to, pool) in [
        ("!convert 5 km to miles", "3.11 mi", pools::LENGTH),
        ("!conv 80kg in pounds", "176.37 lb", pools::WEIGHT),
        ("!convert 100 C to F", "212.00 °F", pools::TEMPERATURE),
        ("!convert 1 gallon to l", "3.79 L", pools::VOLUME),
    ] {
        let said = bench.answer(line);
        assert!(is_from(pool, &said) && said.contains(to), "{line}: {said}");
    }
    assert!(bench.refusal("!convert 5").contains("!convert <n> <unit> to <unit>"));
    assert!(is_from(pools::NO_NUMBER, &bench.refusal("!convert some km to miles")));
    assert!(is_from(pools::NO_UNIT, &bench.refusal("!convert 5 km to parsecs")));
    assert!(bench.refusal("!convert 5 km to lbs").contains("km to mi or lb to kg"));
}

#[test]
fn english_and_slang_are_told_apart_by_whole_words() {
    let mut bench = bench();
    for (line, translated, pool) in [
        ("!translate this afternoon we have a barbecue", "this arvo we have a barbie", pools::REMARK),
        ("!translate the damn sausages", "the damn snags", pools::REMARK_SWEARING),
        ("!aussie This arvo, mate", "This afternoon, friend", pools::REMARK_SLANG),
        ("!trans a good place for breakfast", "a bonza place for brekkie", pools::REMARK),
    ] {
        let said = bench.answer(line);
        assert!(said.ends_with(translated), "{line}: {said}");
        assert!(is_from(pool, &said), "{line}: {said}");
    }
    assert!(is_from(pools::NO_TRANSLATION, &bench.refusal("!translate xyzzy")));
}

#[test]
fn written_in_other_letters_it_still_fits() {
    let mut bench = bench();
    assert_eq!(bench.answer("!goth Hi, <b>4</b> you"), "ℌ𝔦, 𝔟4/𝔟 𝔶𝔬𝔲");
    assert_eq!(bench.answer("!clap get  to the pub"), "get 👏 to 👏 the 👏 pub");
    assert_eq!(bench.answer("!👏 pub"), "pub 👏");
    assert_eq!(bench.answer("!clap !ping /clear"), "ping 👏 /clear");
    assert_eq!(bench.answer("!clap /clear"), "clear 👏");
    for line in [format!("!goth {}", "a".repeat(239)), format!("!clap {}", "a ".repeat(150))] {
        let said = bench.answer(&line);
        assert!(units(&said) <= MAX_UNITS && said.ends_with('…'), "{said}");
    }
    assert!(bench.refusal("!goth <>").contains("!goth <text>"));
}

#[test]
fn who_is_away_is_named_up_to_five() {
    let mut bench = bench();
    bench.room.roster.insert(person("Dazza", true));
    for (n_away, pool, part) in [
        (1, pools::AFK_ONE, "-a1"),
        (2, pools::AFK_FEW, "-a1, -a2"),
        (5, pools::AFK_FEW, "-a5"),
        (6, pools::AFK_MANY, "6"),
    ] {
        for n in 1..=n_away {
            bench.room.roster.insert(person(&format!("a{n}"), true));
        }
        let said = bench.answer("!afk");
        assert!(is_from(pool, &said) && said.contains(part), "{said}");
    }
}

fn playlist(minutes: &[u32]) -> Playlist {
    let items = minutes.iter().zip(0..).map(|(minutes, uid)| Item {
        uid,
        title: format!("Show {uid}").into(),
        added_by: "bob".into(),
        seconds: minutes * 60,
    });
    let mut playlist = Playlist::default();
    playlist.replace(items);
    playlist.set_current(0);
    playlist
}

#[test]
fn the_wait_for_a_video_is_counted_in_all_its_length() {
    let mut bench = bench();
    bench.room.playlist = playlist(&[3, 60, 180, 5]);
    for (line, parts, remark) in [
        ("!when show 1", ["Show 1", "3m 0s", "1 video"], Some(pools::WHEN_SOON)),
        ("!when SHOW 2", ["Show 2", "1h 3m", "2 videos"], None),
        ("!whenwill w 3", ["Show 3", "4h 3m", "-bob"], Some(pools::WHEN_FAR)),
        ("!timeuntil BOB", ["Show 1", "3m 0s", "-bob"], Some(pools::WHEN_SOON)),
    ] {
        let said = bench.answer(line);
        assert!(parts.iter().all(|part| said.contains(part)), "{line}: {said}");
        let ends_with = |pool: Pool| pool.phrases().any(|phrase| said.ends_with(phrase));
        let found = [pools::WHEN_SOON, pools::WHEN_FAR].into_iter().find(|pool| ends_with(*pool));
        assert_eq!(found.map(Pool::name), remark.map(Pool::name), "{line}: {said}");
    }
    assert!(is_from(pools::WHEN_NO_MATCH, &bench.refusal("!when pizza")));
    assert!(is_from(pools::WHEN_TOO_SHORT, &bench.refusal("!when zz")));
    assert!(bench.refusal("!when").contains("!when <search>"));
}

#[test]
fn a_mood_follows_the_clock_of_the_room() {
    let mut bench = bench();
    let mut kinds = std::collections::BTreeSet::new();
    for _ in 0..40 {
        let said = bench.answer("!mood");
        let all = [pools::DUSTY, pools::PARANOID, pools::HUNGRY, pools::PHILOSOPHICAL, pools::CHATTY, pools::QUIET];
        kinds.extend(all.into_iter().find(|pool| pool.phrases().any(|phrase| said.contains(phrase))).map(Pool::name));
    }
    assert!(kinds.contains("dusty") && !kinds.contains("quiet"), "{kinds:?}");
}

//! An hour in each room: how much is said, by whom, and that what is begun is finished.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use super::Deed;
use super::speech::command_of;
use super::stage::{Seen, Stage};
use crate::cast::script::{RoomScript, Script};
use crate::cast::words::essence;
use crate::seed::{EXAMPLE, Seed};

const HOUR: Duration = Duration::from_hours(1);

fn rooms() -> Vec<Arc<RoomScript>> {
    Script::embedded(&Seed::parse(EXAMPLE).unwrap()).unwrap().rooms
}

/// An hour in every room, with the bot there, for some dice.
fn hours() -> impl Iterator<Item = (Arc<RoomScript>, Vec<Seen>)> {
    rooms().into_iter().flat_map(|room| {
        [1, 2, 3].map(|seed| {
            let mut stage = Stage::new(&room, seed, true);
            stage.play(HOUR);
            stage.seen.sort_by_key(|seen| seen.at);
            (Arc::clone(&room), stage.seen)
        })
    })
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

impl Seen {
    /// What was said aloud, if anything was.
    fn said(&self) -> Option<&str> {
        match &self.what {
            Deed::Say(text) if text != "/afk" => Some(text),
            _ => None,
        }
    }

    fn command(&self) -> Option<&str> {
        self.said().and_then(command_of)
    }
}

#[test]
fn the_room_is_lively_and_can_be_read() {
    for (room, seen) in hours() {
        for window in 0..12 {
            let times = seconds(300 * window)..seconds(300 * (window + 1));
            let n_lines = seen.iter().filter(|seen| times.contains(&seen.at) && seen.said().is_some()).count();
            assert!((90..=200).contains(&n_lines), "{}: {n_lines} lines within {times:?}", room.name);
        }
        let lines: Vec<_> = seen.iter().filter(|seen| seen.said().is_some()).collect();
        let silences = lines.windows(2).filter(|pair| pair[1].at > pair[0].at + seconds(15)).count();
        assert!(silences <= 3, "{}: {silences} long silences", room.name);
    }
}

#[test]
fn the_bot_is_asked_by_most_at_once_and_then_by_all() {
    for (room, seen) in hours() {
        let askers = |until: u64| {
            let early = seen.iter().filter(move |seen| seen.at < seconds(until) && seen.command().is_some());
            early.map(|seen| seen.who.as_str()).collect::<BTreeSet<_>>().len()
        };
        assert!(askers(25) >= 3, "{}: {}", room.name, askers(25));
        assert_eq!(askers(600), room.characters.len(), "{}", room.name);
        let commands: BTreeSet<_> = seen.iter().filter_map(Seen::command).collect();
        assert!(commands.len() >= 12, "{}: {commands:?}", room.name);
    }
}

#[test]
fn commands_get_their_rest() {
    for (room, seen) in hours() {
        let mut last: BTreeMap<(&str, &str), Duration> = BTreeMap::new();
        for seen in &seen {
            let Some(command) = seen.command() else { continue };
            if let Some(before) = last.insert((&seen.who, command), seen.at) {
                let is_scripted =
                    room.scenes.iter().flat_map(|scene| &scene.lines).any(|l| Some(&*l.text) == seen.said());
                let rest = room.common.rests.get(command).copied().unwrap_or(seconds(40));
                assert!(is_scripted || seen.at >= before + rest, "{}: {seen:?} after {before:?}", room.name);
            }
        }
    }
}

#[test]
fn nobody_repeats_themselves_and_ten_minutes_hold_hardly_an_echo() {
    for (room, seen) in hours() {
        let mut last_by: BTreeMap<&str, &str> = BTreeMap::new();
        let mut last_at: BTreeMap<String, Duration> = BTreeMap::new();
        let (mut n_lines, mut n_echoes) = (0, 0);
        for seen in seen.iter().filter(|seen| !room.common.bot.is(&seen.who)) {
            let Some(text) = seen.said() else { continue };
            assert_ne!(last_by.insert(&seen.who, text), Some(text), "{}: {seen:?}", room.name);
            if seen.command().is_none() {
                n_lines += 1;
                let before = last_at.insert(essence(text), seen.at);
                n_echoes += usize::from(before.is_some_and(|before| seen.at < before + seconds(600)));
            }
        }
        assert!(n_echoes * 50 <= n_lines, "{}: {n_echoes} of {n_lines} lines were said shortly before", room.name);
    }
}

#[test]
fn dialogues_are_finished() {
    let mut n_scenes = 0;
    for (room, seen) in hours() {
        let lines: Vec<_> = seen.iter().filter(|seen| seen.said().is_some()).collect();
        for (at, opening) in lines.iter().enumerate().filter(|(_, seen)| seen.at + seconds(60) < HOUR) {
            let cue = room.place_of(&opening.who).and_then(|place| room.cue(place, opening.said()?));
            let Some(mut cue) = cue.filter(|cue| cue.line == 0) else { continue };
            n_scenes += 1;
            let mut rest = lines[at + 1..].iter().take_while(|seen| seen.at < opening.at + seconds(30));
            while let Some(next) = room.after(cue) {
                let speaker = &room.characters[next.speaker].name;
                let is_next = |seen: &&&Seen| speaker.is(&seen.who) && seen.said() == Some(&next.text);
                assert!(rest.any(|seen| is_next(&seen)), "{}: {:?} is missing after {opening:?}", room.name, next.text);
                cue.line += 1;
            }
        }
    }
    assert!(n_scenes > 500, "{n_scenes} scenes in nine hours");
}

#[test]
fn questions_are_answered() {
    let (mut n_questions, mut n_answers) = (0, 0);
    for (room, seen) in hours() {
        let lines: Vec<_> = seen.iter().filter(|seen| seen.said().is_some()).collect();
        for (at, asking) in lines.iter().enumerate() {
            let Some((whom, _)) = asking.said().and_then(|text| room.question(text)) else { continue };
            n_questions += 1;
            let soon = lines[at + 1..].iter().take_while(|seen| seen.at < asking.at + seconds(8));
            n_answers += usize::from(soon.into_iter().any(|seen| seen.who == whom));
        }
    }
    assert!(n_questions > 300, "{n_questions}");
    assert!(n_answers * 100 >= n_questions * 97, "{n_answers} of {n_questions}");
}

#[test]
fn who_is_challenged_answers() {
    let (mut n_dares, mut n_answers) = (0, 0);
    for (room, seen) in hours() {
        let lines: Vec<_> = seen.iter().filter(|seen| seen.said().is_some()).collect();
        for (at, dare) in lines.iter().enumerate().filter(|(_, seen)| seen.at + seconds(10) < HOUR) {
            let Some(answers) = dare.command().and_then(|command| room.common.dares.get(command)) else { continue };
            let whom = dare.said().and_then(|text| text.split(' ').next_back());
            let Some(whom) = whom.filter(|whom| room.place_of(whom).is_some()) else { continue };
            n_dares += 1;
            let is_answer = |seen: &&&Seen| {
                seen.who == whom && seen.said().is_some_and(|text| answers.iter().any(|line| line == text))
            };
            let soon = lines[at + 1..].iter().take_while(|seen| seen.at < dare.at + seconds(8));
            n_answers += usize::from(soon.into_iter().find(is_answer).is_some());
        }
    }
    assert!(n_dares > 50, "{n_dares}");
    assert!(n_answers * 100 >= n_dares * 90, "{n_answers} of {n_dares}");
}

#[test]
fn some_take_what_the_bot_offers() {
    for room in rooms() {
        let mut stage = Stage::new(&room, 6, true);
        stage.play(seconds(60));
        stage.bot_says(seconds(60), "The till [pub], the bag [footy-bag]. Say a word");
        stage.play(seconds(60) + seconds(14));
        let n_votes = stage
            .seen
            .iter()
            .filter(|seen| seen.said().is_some_and(|text| ["pub", "footy-bag"].contains(&text)))
            .count();
        assert!((1..=room.characters.len()).contains(&n_votes), "{}: {n_votes}", room.name);
    }
}

#[test]
fn everybody_comes_and_goes_and_speaks_only_inside() {
    for (room, seen) in hours() {
        for character in &room.characters {
            let mut is_in = false;
            let (mut n_visits, mut n_lines) = (0, 0);
            for seen in seen.iter().filter(|seen| character.name.is(&seen.who)) {
                assert_eq!(is_in, seen.what != Deed::Enter, "{seen:?}");
                match seen.what {
                    Deed::Enter => (is_in, n_visits) = (true, n_visits + 1),
                    Deed::Leave => is_in = false,
                    Deed::Say(_) | Deed::Whisper(_) => n_lines += 1,
                }
            }
            assert!((2..=10).contains(&n_visits), "{} came {n_visits} times", character.name);
            assert!(n_lines >= 60, "{} said {n_lines} lines", character.name);
        }
        let naps = seen.iter().filter(|seen| seen.what == Deed::Say("/afk".to_owned())).count();
        let whispers = seen.iter().filter(|seen| matches!(seen.what, Deed::Whisper(_))).count();
        assert!(naps >= 1 && whispers >= 3, "{}: {naps} naps, {whispers} whispers", room.name);
    }
}

#[test]
fn a_bot_that_is_away_is_hardly_asked_and_tried_as_soon_as_it_comes() {
    for room in rooms() {
        let mut stage = Stage::new(&room, 5, false);
        stage.play(seconds(120));
        let n_before = stage.seen.iter().filter(|seen| seen.command().is_some()).count();
        assert!(n_before <= 4, "{}: {n_before}", room.name);
        stage.bot_comes(seconds(120));
        stage.play(seconds(150));
        let n_after = stage.seen.iter().filter(|seen| seen.command().is_some()).count() - n_before;
        assert!(n_after >= 4, "{}: {n_after}", room.name);
    }
}

#[test]
fn the_same_dice_make_the_same_play() {
    let room = &rooms()[0];
    let play = |seed| {
        let mut stage = Stage::new(room, seed, true);
        stage.play(seconds(300));
        stage.seen
    };
    assert_eq!(play(9), play(9));
    assert_ne!(play(9), play(10));
}

#[test]
fn a_lost_line_is_tried_again_with_longer_and_longer_pauses() {
    use dazza_shared::dice::Dice;

    use super::{Heard, Mind};

    let mut mind = Mind::new(Arc::clone(&rooms()[0]), 0, Dice::seeded(1));
    let mut pauses = Vec::new();
    for _ in 0..8 {
        let now = mind.wakes_at();
        assert_eq!(mind.next(now), Some(Deed::Enter));
        assert_eq!(mind.next(now), None);
        mind.hear(now, &Heard::Cut);
        pauses.push(mind.wakes_at().saturating_sub(now));
    }
    assert!(pauses[0] >= seconds(3) && pauses[0] <= seconds(6), "{pauses:?}");
    assert!(pauses[5] >= seconds(90) && pauses[7] <= seconds(200), "{pauses:?}");
}

//! What people type, and when they come and go. A line names nobody who is not of its room, and has the room's own word wherever
//! something of it is kept.

use dazza_shared::dice::Dice;
use serde_json::json;

use super::{EVERYWHERE, PLACES, SILENT};
use crate::games::heist::CRIMES;
use crate::stories::Rig;

/// Something that is typed.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) room: usize,
    pub(super) who: String,
    pub(super) text: String,
    pub(super) is_pm: bool,
}

/// Whose a line may be.
#[derive(Clone, Copy)]
enum By {
    Anybody,
    Moderator,
    Admin,
}

/// What may be typed, in public or not, and how often. `{m}` is the word of the room, `{p}` somebody of it, `{a}` the same who
/// is not there just now, if anybody is not, `{n}` a number, `{r}` the number of any room.
const LINES: &[(&str, By, bool, u32)] = &[
    ("{m} is on tonight {n}", By::Anybody, false, 14),
    ("look at https://{m}.example/{n}", By::Anybody, false, 3),
    ("Dazza, what do you make of {m}?", By::Anybody, false, 3),
    ("trigger{r}", By::Anybody, false, 12),
    ("heads", By::Anybody, false, 2),
    ("yes", By::Anybody, false, 2),
    ("no", By::Anybody, false, 1),
    ("servo", By::Anybody, false, 2),
    ("!tell {a} {m} {n}", By::Anybody, false, 14),
    ("!tell {a} {m} {n}", By::Anybody, true, 5),
    ("!remind {a} 3m {m} {n}", By::Anybody, false, 6),
    ("!remind 2m {m} {n}", By::Anybody, false, 4),
    ("!quote {p}", By::Anybody, false, 6),
    ("!rq", By::Anybody, false, 6),
    ("!quote #1", By::Anybody, false, 3),
    ("!addquote {p} {m} {n}", By::Moderator, false, 3),
    ("!addcommand own{r} {m} says {user}", By::Moderator, false, 5),
    ("!own{r}", By::Anybody, false, 8),
    ("!customcommands", By::Anybody, false, 1),
    ("!announce every 10m {m} {n}", By::Moderator, false, 1),
    ("!autoreply add -chance=100 trigger{r} => {m} {n}", By::Moderator, false, 8),
    ("!mute {p} 5m {m}", By::Moderator, false, 1),
    ("!quiet 1m", By::Moderator, false, 1),
    ("!optout greetings", By::Anybody, false, 1),
    ("!optin", By::Anybody, false, 1),
    ("!raffle start 5 {m} {n}", By::Moderator, false, 2),
    ("!ticket 2", By::Anybody, false, 4),
    ("!raffle", By::Anybody, false, 1),
    ("!raffle draw", By::Moderator, false, 1),
    ("!bong", By::Anybody, false, 9),
    ("!schooner", By::Anybody, false, 6),
    ("!mood", By::Anybody, false, 1),
    ("!bottles", By::Anybody, false, 4),
    ("!cashie", By::Anybody, false, 4),
    ("!centrelink", By::Anybody, true, 4),
    ("!sign_spinning", By::Anybody, false, 4),
    ("!couch_coins", By::Anybody, false, 4),
    ("!beg", By::Anybody, false, 4),
    ("!fish", By::Anybody, false, 4),
    ("!tab 10", By::Anybody, false, 4),
    ("!mystery_esky", By::Anybody, false, 4),
    ("!mug {p}", By::Anybody, false, 4),
    ("!pokies 10", By::Anybody, false, 4),
    ("!scratchie 20", By::Anybody, true, 3),
    ("!coin_flip 10", By::Anybody, false, 4),
    ("!coin_flip 5 {p}", By::Anybody, false, 8),
    ("!piss 5 {p}", By::Anybody, false, 8),
    ("!give {p} 3", By::Anybody, false, 4),
    ("!balance {p}", By::Anybody, false, 2),
    ("!cooldown", By::Anybody, false, 2),
    ("!available", By::Anybody, true, 2),
    ("!criminal {p}", By::Anybody, false, 1),
    ("!seen {p}", By::Anybody, false, 2),
    ("!stats {p}", By::Anybody, false, 2),
    ("!channelstats", By::Anybody, false, 1),
    ("!peak", By::Anybody, false, 1),
    ("!urls", By::Anybody, false, 2),
    ("!urls stats", By::Anybody, false, 1),
    ("!gallery", By::Anybody, false, 1),
    ("!forceheist", By::Admin, true, 4),
    ("!heistadvance", By::Admin, true, 6),
    ("!heiststatus", By::Admin, true, 2),
    ("!roll 2d6", By::Anybody, false, 2),
    ("!help bong", By::Anybody, false, 1),
];

/// Something that somebody types in that room, if the one who would is there.
pub(super) fn line(room: usize, rig: &Rig, dice: &mut Dice) -> Option<Line> {
    let weighted: Vec<_> = LINES.iter().map(|line| (line, line.3)).collect();
    let (form, by, is_pm, _) = **dice.weighted(&weighted)?;
    let who = match by {
        By::Moderator => "Sarge".to_owned(),
        By::Admin => "Boss".to_owned(),
        By::Anybody => {
            let people: Vec<_> = rig.people.keys().filter(|name| *name != "Sarge").cloned().collect();
            dice.pick(&people)?.clone()
        }
    };
    if !rig.people.contains_key(&who) {
        return None;
    }
    let known: Vec<_> = EVERYWHERE.iter().map(|(name, _)| *name).chain([PLACES[room].2]).collect();
    let away: Vec<_> = known.iter().copied().filter(|name| !rig.people.contains_key(*name)).collect();
    let text = form
        .replace("{m}", PLACES[room].1)
        .replace("{a}", dice.pick(if away.is_empty() { &known } else { &away })?)
        .replace("{p}", dice.pick(&known)?)
        .replace("{n}", &dice.below(1_000).to_string())
        .replace("{r}", &dice.below(3).to_string());
    Some(Line { room, who, text, is_pm })
}

/// What the one who is dared by a line says to it, mostly: where it was said, or in another room, which is no answer.
pub(super) fn reply(line: &Line, dice: &mut Dice) -> Option<Line> {
    let (dare, answer) =
        [("!coin_flip 5 ", "heads"), ("!piss 5 ", "yes")].into_iter().find(|dare| line.text.starts_with(dare.0))?;
    let room = if dice.percent(75.0) { line.room } else { (line.room + 1) % SILENT };
    Some(Line { room, who: line.text.strip_prefix(dare)?.to_owned(), text: answer.to_owned(), is_pm: false })
}

/// A vote for a crime that a line offers, in its room, or in another, where it is none.
pub(super) fn vote(room: usize, said: &str, dice: &mut Dice) -> Option<Line> {
    let offered: Vec<_> = CRIMES.iter().filter(|crime| said.contains(&format!("[{}]", crime.id))).collect();
    let crime = dice.pick(&offered)?;
    let (who, _) = dice.pick(&EVERYWHERE[..3])?;
    let room = if dice.percent(75.0) { room } else { (room + 1) % SILENT };
    Some(Line { room, who: (*who).to_owned(), text: crime.id.to_owned(), is_pm: false })
}

/// Somebody of that room comes, goes, or turns away from the keyboard.
pub(super) fn move_somebody(rig: &mut Rig, dice: &mut Dice) -> String {
    let Some((name, rank)) = dice.pick(&EVERYWHERE[..3]).copied() else { return String::new() };
    if !rig.people.contains_key(name) {
        rig.come(name, rank);
        format!("{name} comes")
    } else if dice.percent(70.0) {
        rig.go(name);
        format!("{name} goes")
    } else {
        let is_afk = dice.percent(50.0);
        rig.hear("setAFK", &json!({ "name": name, "afk": is_afk }));
        format!("{name} is away: {is_afk}")
    }
}

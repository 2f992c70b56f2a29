//! What is said and what is killed, and when: a seed makes the same plan every time.

use std::time::Duration;

use dazza_shared::dice::Dice;

/// All that a run will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    /// What is said, in this order.
    pub(crate) lines: Vec<PlannedLine>,
    /// What is killed, in this order.
    pub(crate) kills: Vec<PlannedKill>,
}

/// How much of everything there is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Measure {
    /// Lines, commands among them.
    pub(crate) n_lines: usize,
    /// One line in so many is a command.
    pub(crate) one_in: u64,
    /// Kills of the room's process.
    pub(crate) n_rooms: usize,
    /// Kills of the supervisor.
    pub(crate) n_supervisors: usize,
    /// Kills of the database server.
    pub(crate) n_postgres: usize,
}

/// A line to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedLine {
    /// Who says it.
    pub(crate) who: String,
    /// What.
    pub(crate) text: String,
    /// The command it is, if it is one.
    pub(crate) asked: Option<Asked>,
}

/// A kill to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlannedKill {
    /// The line behind which it comes, by its number.
    pub(crate) after_line: usize,
    /// Whether it comes behind the answer to it.
    pub(crate) is_behind_answer: bool,
    /// How long behind it.
    pub(crate) delay: Duration,
    /// What is killed.
    pub(crate) victim: Victim,
}

/// What can be killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Victim {
    /// The process that serves the room.
    Room,
    /// The supervisor.
    Supervisor,
    /// The database server.
    Postgres,
}

/// A command, with all that it should lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Asked {
    /// Dice: an answer and no effect.
    Roll,
    /// An oracle: an answer and no effect.
    EightBall,
    /// The asker's own name with a clap behind it: an answer and no effect.
    Clap,
    /// A drink is counted.
    Wine,
    /// Another one.
    Shot,
    /// Money goes from the asker to somebody who has spoken before.
    Give,
    /// A bet against the house.
    CoinFlip,
    /// A bet, told by private message, that may have words in public after it.
    Pokies,
    /// A message for somebody who never comes.
    Tell,
    /// A reminder for tomorrow.
    Remind,
}

/// How often each is asked for, against the others.
pub(crate) const SHARES: [(Asked, u32); 10] = [
    (Asked::Roll, 4),
    (Asked::EightBall, 3),
    (Asked::Clap, 3),
    (Asked::Wine, 2),
    (Asked::Shot, 2),
    (Asked::Give, 3),
    (Asked::CoinFlip, 3),
    (Asked::Pokies, 2),
    (Asked::Tell, 2),
    (Asked::Remind, 2),
];

/// People who take turns with the lines that are no commands.
const N_REGULARS: usize = 48;

/// Somebody who spoke so many lines ago is known to the bot's books.
const KNOWN_AFTER: usize = 2 * N_REGULARS;

/// What provokes a kill, against the others.
const PROVOCATIONS: [(Provocation, u32); 4] =
    [(Provocation::Command, 8), (Provocation::Answer, 4), (Provocation::Kill, 3), (Provocation::Nothing, 5)];

/// What every asker's name begins with; the number of the line follows.
pub(crate) const ASKER: &str = "Asker";

/// Digits of a line's number in names and texts.
pub(crate) const DIGITS: usize = 6;

impl Plan {
    /// The plan that `seed` makes.
    pub(crate) fn of(seed: u64, measure: Measure) -> Self {
        let mut dice = Dice::seeded(seed);
        let lines = lines(measure, &mut dice.child());
        let kills = kills(measure, &lines, &mut dice.child());
        Self { lines, kills }
    }

    /// A plan of `n` lines without kills; `asked_in` tells what each asks for.
    pub(crate) fn in_turn(n: usize, asked_in: impl Fn(usize) -> Option<Asked>) -> Self {
        let lines = (0..n).map(|n| asked_in(n).map_or_else(|| talk(n), |asked| command(asked, n, "")));
        Self { lines: lines.collect(), kills: Vec::new() }
    }

    /// The names of all who need money for what they ask.
    pub(crate) fn who_pays(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().filter(|line| line.asked.is_some_and(Asked::costs)).map(|line| line.who.as_str())
    }

    /// How many lines are commands.
    #[cfg(test)]
    fn n_commands(&self) -> usize {
        self.lines.iter().filter(|line| line.asked.is_some()).count()
    }

    /// The number of the line that only this asker says.
    pub(crate) fn line_of(asker: &str) -> Option<usize> {
        let digits = asker.strip_prefix(ASKER).filter(|digits| digits.len() == DIGITS)?;
        digits.parse().ok()
    }
}

impl Asked {
    /// What happens once because of it: see `store::audit::Effect`.
    pub(crate) fn effects(self) -> &'static [&'static str] {
        match self {
            Self::Roll | Self::EightBall | Self::Clap => &[],
            Self::Wine | Self::Shot => &["drink"],
            Self::Give => &["give out", "give in"],
            Self::CoinFlip => &["coin_flip out", "flip"],
            Self::Pokies => &["pokies out"],
            Self::Tell => &["tell"],
            Self::Remind => &["reminder"],
        }
    }

    /// What may happen besides, once at most: a bet that is won.
    pub(crate) fn perhaps(self) -> Option<&'static str> {
        match self {
            Self::CoinFlip => Some("coin_flip in"),
            Self::Pokies => Some("pokies in"),
            _ => None,
        }
    }

    /// Whether the asker has to have money.
    fn costs(self) -> bool {
        matches!(self, Self::Give | Self::CoinFlip | Self::Pokies)
    }

    fn text(self, who: &str, n: usize, somebody: &str) -> String {
        match self {
            Self::Roll => "!roll 2d6".to_owned(),
            Self::EightBall => format!("!8ball is {n:0DIGITS$} a lucky number?"),
            Self::Clap => format!("!clap {who}"),
            Self::Wine => "!wine".to_owned(),
            Self::Shot => "!shot".to_owned(),
            Self::Give => format!("!give {somebody} 7"),
            Self::CoinFlip => "!coin_flip 10 heads".to_owned(),
            Self::Pokies => "!pokies 5".to_owned(),
            Self::Tell => format!("!tell Ghost{n:0DIGITS$} this is {n:0DIGITS$}"),
            Self::Remind => format!("!remind 23h this is {n:0DIGITS$}"),
        }
    }
}

impl Victim {
    /// What it is called.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Supervisor => "supervisor",
            Self::Postgres => "Postgres",
        }
    }
}

fn lines(measure: Measure, dice: &mut Dice) -> Vec<PlannedLine> {
    let mut lines: Vec<PlannedLine> = Vec::with_capacity(measure.n_lines);
    for n in 0..measure.n_lines {
        let asked = (dice.below(measure.one_in) == 0).then(|| dice.weighted(&SHARES).copied()).flatten();
        let somebody = n.checked_sub(KNOWN_AFTER).and_then(|from| {
            let known = lines.get(..from)?;
            known.iter().rev().find(|line| line.asked.is_none()).map(|line| line.who.clone())
        });
        let line = match asked {
            // Nobody to give anything to yet.
            Some(Asked::Give) if somebody.is_none() => command(Asked::Wine, n, ""),
            Some(asked) => command(asked, n, somebody.as_deref().unwrap_or_default()),
            None => talk(n),
        };
        lines.push(line);
    }
    lines
}

fn talk(n: usize) -> PlannedLine {
    let (who, text) = (format!("Regular{:02}", n % N_REGULARS), format!("line {n:0DIGITS$} of a long night"));
    PlannedLine { who, text, asked: None }
}

/// Every asker asks once, so that no cooldown bites and every answer tells by its name what it answers.
fn command(asked: Asked, n: usize, somebody: &str) -> PlannedLine {
    let who = format!("{ASKER}{n:0DIGITS$}");
    PlannedLine { text: asked.text(&who, n, somebody), who, asked: Some(asked) }
}

/// What a kill comes behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Provocation {
    /// A command was said.
    Command,
    /// A command was answered.
    Answer,
    /// The kill before: whatever comes up again is met on its way.
    Kill,
    /// Any line.
    Nothing,
}

impl Provocation {
    /// How soon behind it. Unit: milliseconds.
    const fn within_ms(self) -> u64 {
        match self {
            Self::Command => 30,
            Self::Answer => 20,
            Self::Kill => 500,
            Self::Nothing => 600,
        }
    }
}

fn kills(measure: Measure, lines: &[PlannedLine], dice: &mut Dice) -> Vec<PlannedKill> {
    let commands: Vec<usize> = (0..lines.len()).filter(|n| lines.get(*n).is_some_and(|l| l.asked.is_some())).collect();
    let counts = [
        (Victim::Room, measure.n_rooms),
        (Victim::Supervisor, measure.n_supervisors),
        (Victim::Postgres, measure.n_postgres),
    ];
    let mut kills: Vec<PlannedKill> = Vec::new();
    for victim in counts.into_iter().flat_map(|(victim, n)| std::iter::repeat_n(victim, n)) {
        let provoked_by = dice.weighted(&PROVOCATIONS).copied().unwrap_or(Provocation::Nothing);
        let anywhere = usize::try_from(dice.below(lines.len() as u64)).unwrap_or(0);
        let command = dice.pick(&commands).copied();
        let before = dice.pick(&kills).copied();
        let delay = Duration::from_millis(dice.between(0, provoked_by.within_ms()));
        let (after_line, is_behind_answer) = match (provoked_by, command, before) {
            (Provocation::Command, Some(n), _) => (n, false),
            (Provocation::Answer, Some(n), _) => (n, true),
            (Provocation::Kill, _, Some(before)) => (before.after_line, before.is_behind_answer),
            _ => (anywhere, false),
        };
        kills.push(PlannedKill { after_line, is_behind_answer, delay, victim });
    }
    kills.sort_by_key(|kill| (kill.after_line, kill.is_behind_answer));
    kills
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const MEASURE: Measure = Measure { n_lines: 2_000, one_in: 20, n_rooms: 40, n_supervisors: 5, n_postgres: 3 };

    #[test]
    fn a_seed_makes_the_same_plan_every_time_and_another_one_another() {
        assert_eq!(Plan::of(7, MEASURE), Plan::of(7, MEASURE));
        assert_ne!(Plan::of(7, MEASURE), Plan::of(8, MEASURE));
    }

    #[test]
    fn no_two_lines_are_alike_and_every_asker_asks_once() {
        let plan = Plan::of(7, MEASURE);
        let texts: BTreeSet<_> = plan.lines.iter().map(|line| (&line.who, &line.text)).collect();
        assert_eq!(texts.len(), MEASURE.n_lines);
        let askers = plan.lines.iter().enumerate().filter(|(_, line)| line.asked.is_some());
        for (n, line) in askers {
            assert_eq!(Plan::line_of(&line.who), Some(n));
            assert!(line.who.len() <= 20 && line.text.starts_with('!'), "{line:?}");
        }
        let n_wanted = MEASURE.n_lines / usize::try_from(MEASURE.one_in).unwrap();
        assert!(plan.n_commands().abs_diff(n_wanted) < n_wanted / 3, "{}", plan.n_commands());
        let kinds: BTreeSet<_> = plan.lines.iter().filter_map(|line| line.asked).collect();
        assert_eq!(kinds.len(), SHARES.len());
    }

    #[test]
    fn money_goes_to_people_who_have_spoken_before() {
        let plan = Plan::of(7, MEASURE);
        let gives = plan.lines.iter().enumerate().filter(|(_, line)| line.asked == Some(Asked::Give));
        for (n, line) in gives {
            let to = line.text.split(' ').nth(1).unwrap();
            assert!(plan.lines[..n - KNOWN_AFTER].iter().any(|before| before.who == to), "{n}: {line:?}");
        }
    }

    #[test]
    fn kills_are_as_many_as_asked_for_in_the_order_of_lines_and_most_are_provoked() {
        let plan = Plan::of(7, MEASURE);
        for (victim, n) in [(Victim::Room, 40), (Victim::Supervisor, 5), (Victim::Postgres, 3)] {
            assert_eq!(plan.kills.iter().filter(|kill| kill.victim == victim).count(), n);
        }
        assert!(plan.kills.is_sorted_by_key(|kill| kill.after_line));
        let is_command = |kill: &PlannedKill| plan.lines[kill.after_line].asked.is_some();
        let n_behind_commands = plan.kills.iter().filter(|kill| is_command(kill) && !kill.is_behind_answer).count();
        assert!((12..=36).contains(&n_behind_commands), "{n_behind_commands}");
        let behind_answers: Vec<_> = plan.kills.iter().filter(|kill| kill.is_behind_answer).collect();
        assert!(!behind_answers.is_empty() && behind_answers.into_iter().all(is_command));
        assert!(plan.kills.windows(2).any(|two| two[0].after_line == two[1].after_line), "none comes behind another");
    }
}

//! Reminders, messages, duels and flips, each of which crosses a kill at a moment of its life: settled or delivered once.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Context;
use dazza_shared::dice::Dice;
use dazza_shared::names::RoomName;
use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

use super::args::Args;
use super::check::{Breach, Killed, Outcomes, Promise, at};
use super::guest::Guest;
use super::life::{Kind, Life, Moment, Seen};
use super::plan::{PlannedKill, Victim};
use super::run::{QUIET, Verdict, begin, say};
use super::stage::BOT;
use crate::cast::text_of;
use crate::server::SimHandle;
use crate::world::ChatLine;

/// How long the bot may take to say something; when it never does, life goes on.
const SAID_WITHIN: Duration = Duration::from_secs(20);

/// How long anything private is waited for: it may be lost.
const PERHAPS_WITHIN: Duration = Duration::from_secs(3);

/// When a reminder is due.
const DUE_AFTER: Duration = Duration::from_secs(3);

/// How long a delivery, or the news of a win, is on its way.
const ON_ITS_WAY: Duration = Duration::from_millis(1_500);

/// A kill comes this soon behind its moment. Unit: milliseconds.
const KILLED_WITHIN_MS: u64 = 40;

/// How long a duel stands at most, and some more.
const DUEL_OVER: Duration = Duration::from_secs(35);

/// What a life has to do with.
#[derive(Debug, Clone)]
struct World {
    sim: SimHandle,
    room: RoomName,
    kills: mpsc::UnboundedSender<PlannedKill>,
}

/// One life on its way.
struct Living<'w> {
    life: Life,
    world: &'w World,
    dice: Dice,
}

/// Makes the run: `n` lives.
pub(super) async fn run(args: &Args, n: usize) -> anyhow::Result<Verdict> {
    let lives = Life::all(n);
    let payers: Vec<_> = lives.iter().flat_map(|life| [life.one(), life.other()]).collect();
    let (stage, books, reaper) = begin(args, &payers.iter().map(String::as_str).collect::<Vec<_>>()).await?;
    let (kills, wanted) = mpsc::unbounded_channel();
    let reaper = tokio::spawn(reaper.reap(wanted));
    let world = World { sim: stage.sim().clone(), room: stage.room().clone(), kills };
    let began = Instant::now();
    let guests = live(args, &lives, &world).await?;
    settle(&lives, &world).await?;
    drop(world);
    let (mut reaper, ended) = reaper.await.context("what kills has panicked")?;
    ended?;
    let heard = stage.sim().log(stage.room()).await?;
    let contents = books.contents().await?;
    let mut breaches = Vec::new();
    for life in &lives {
        let mut effects = BTreeMap::new();
        let whose = contents.effects.iter().filter(|effect| effect.who == life.one().to_lowercase());
        effects.extend(whose.map(|effect| (effect.what.clone(), effect.n)));
        let public = heard.iter().filter(|line| line.user == BOT).map(|line| text_of(&line.html));
        let private = guests.get(&life.n).map(|guests| [guests[0].told(), guests[1].told()]).unwrap_or_default();
        let seen = Seen { public: public.filter(|text| life.is_named_in(text)).collect(), private, effects };
        let faults = life.judge(&seen);
        let story = if faults.is_empty() { String::new() } else { story(*life, &heard, &reaper.kills, &seen) };
        let breach = |fault: String| Breach { promise: Promise::LivedOnce, told: format!("{fault}{story}") };
        breaches.extend(faults.into_iter().map(breach));
    }
    breaches.extend(contents.wrong.into_iter().map(|told| Breach { promise: Promise::BooksRight, told }));
    let summary = format!(
        "seed {}: {n} lives, {} kills of the room, {:.0} s",
        args.seed,
        reaper.kills.len(),
        began.elapsed().as_secs_f64()
    );
    reaper.fleet.down().await?;
    Ok(Verdict { breaches, outcomes: Outcomes::default(), summary })
}

/// All that happened in a life, in order.
fn story(life: Life, heard: &[ChatLine], kills: &[Killed], seen: &Seen) -> String {
    let lines = heard.iter().map(|line| (line, text_of(&line.html)));
    let lines = lines.filter(|(line, text)| life.is_named_in(&line.user) || life.is_named_in(text));
    let when = |line: &ChatLine| Timestamp::from_millisecond(line.time_ms).unwrap_or_default();
    let mut story: Vec<_> = lines.map(|(line, text)| (when(line), format!("<{}> {text}", line.user))).collect();
    let (first, last) = (story.first().map(|(at, _)| *at), story.last().map(|(at, _)| *at));
    let is_near = |kill: &&Killed| {
        first.is_some_and(|first| kill.at >= first) && last.is_some_and(|last| kill.at <= last + SAID_WITHIN)
    };
    story.extend(kills.iter().filter(is_near).map(|kill| (kill.at, format!("{} killed", kill.victim.name()))));
    story.sort();
    let told: Vec<_> = story.iter().map(|(moment, what)| format!("\n    {} {what}", at(*moment))).collect();
    format!("{}\n    {:?} {:?}", told.concat(), seen.effects, seen.private)
}

/// Lives all lives, a few at once; gives back who was there for them.
async fn live(args: &Args, lives: &[Life], world: &World) -> anyhow::Result<BTreeMap<usize, [Guest; 2]>> {
    let mut dice = Dice::seeded(args.seed);
    let living: Vec<_> = lives.iter().map(|life| Living { life: *life, world, dice: dice.child() }).collect();
    let ended = stream::iter(living)
        .map(async |living| (living.life.n, living.live().await))
        .buffer_unordered(usize::try_from(args.at_once)?);
    tokio::pin!(ended);
    let mut guests = BTreeMap::new();
    while let Some((n, there)) = ended.next().await {
        guests.insert(n, there?);
        if !args.quiet && guests.len().is_multiple_of(10) {
            say(&format!("{} lives lived", guests.len()));
        }
    }
    Ok(guests)
}

/// Everybody speaks once more, so that what waits for them is delivered; then all is quiet.
async fn settle(lives: &[Life], world: &World) -> anyhow::Result<()> {
    if lives.iter().any(|life| life.kind == Kind::Duel) {
        sleep(DUEL_OVER).await;
    }
    for life in lives.iter().filter(|life| matches!(life.kind, Kind::Tell | Kind::PrivateTell)) {
        world.sim.say(&world.room, &life.other(), "anything for me?").await?;
        sleep(ON_ITS_WAY).await;
    }
    sleep(QUIET + SAID_WITHIN).await;
    Ok(())
}

impl Living<'_> {
    async fn live(mut self) -> anyhow::Result<[Guest; 2]> {
        let (one, other) = (self.life.one(), self.life.other());
        let guests = match self.life.kind {
            // Whom a message is for comes later.
            Kind::Tell | Kind::PrivateTell => None,
            _ => Some([self.enter(&one).await?, self.enter(&other).await?]),
        };
        match (self.life.kind, guests) {
            (Kind::Reminder, Some(guests)) => self.reminder().await.map(|()| guests),
            (Kind::Duel, Some(guests)) => self.duel().await.map(|()| guests),
            (Kind::Flip, Some(guests)) => self.flip().await.map(|()| guests),
            (kind, _) => self.tell(kind == Kind::PrivateTell).await,
        }
    }

    async fn reminder(&mut self) -> anyhow::Result<()> {
        let (one, words) = (self.life.one(), self.life.words());
        self.say(&one, &format!("!remind {}s {words}", DUE_AFTER.as_secs()), Moment::Asked).await?;
        let said_at = Instant::now();
        self.hear(Moment::Answered, SAID_WITHIN, |_| true).await?;
        tokio::time::sleep_until(said_at + DUE_AFTER).await;
        self.pass(Moment::Due)?;
        self.hear(Moment::Told, SAID_WITHIN, |text| text.contains(&words)).await
    }

    async fn tell(&mut self, is_private: bool) -> anyhow::Result<[Guest; 2]> {
        let (one, other, words) = (self.life.one(), self.life.other(), self.life.words());
        let first = self.enter(&one).await?;
        let asked = format!("!tell {other} {words}");
        if is_private {
            first.whisper(&asked)?;
            self.pass(Moment::Asked)?;
            sleep(PERHAPS_WITHIN).await;
            self.pass(Moment::Answered)?;
        } else {
            self.say(&one, &asked, Moment::Asked).await?;
            self.hear(Moment::Answered, SAID_WITHIN, |_| true).await?;
        }
        let second = self.enter(&other).await?;
        self.say(&other, "I'm back", Moment::Due).await?;
        sleep(ON_ITS_WAY).await;
        self.pass(Moment::OnItsWay)?;
        if is_private {
            let until = Instant::now() + PERHAPS_WITHIN;
            while second.told().is_empty() && Instant::now() < until {
                sleep(Duration::from_millis(5)).await;
            }
            self.pass(Moment::Told)?;
        } else {
            self.hear(Moment::Told, PERHAPS_WITHIN, |text| text.contains(&words)).await?;
        }
        Ok([first, second])
    }

    async fn duel(&mut self) -> anyhow::Result<()> {
        let (one, other) = (self.life.one(), self.life.other());
        self.say(&one, &format!("!coin_flip 5 {other}"), Moment::Asked).await?;
        self.hear(Moment::Answered, SAID_WITHIN, |_| true).await?;
        let n_heard = self.n_lines().await?;
        self.say(&other, "heads", Moment::Due).await?;
        self.hear_from(n_heard, Moment::Told, PERHAPS_WITHIN, |_| true).await
    }

    async fn flip(&mut self) -> anyhow::Result<()> {
        let one = self.life.one();
        self.say(&one, "!coin_flip 100 heads", Moment::Asked).await?;
        self.hear(Moment::Answered, SAID_WITHIN, |_| true).await?;
        let n_heard = self.n_lines().await?;
        sleep(ON_ITS_WAY).await;
        self.pass(Moment::OnItsWay)?;
        self.hear_from(n_heard, Moment::Told, PERHAPS_WITHIN, |_| true).await
    }

    async fn enter(&self, name: &str) -> anyhow::Result<Guest> {
        Guest::enter(&self.world.sim, &self.world.room, name).await
    }

    /// Says something in public; that is a moment.
    async fn say(&mut self, who: &str, text: &str, moment: Moment) -> anyhow::Result<()> {
        self.world.sim.say(&self.world.room, who, text).await?;
        self.pass(moment)
    }

    /// Waits for a line of the bot's about this life, or until it need not come any more; that is a moment.
    async fn hear(&mut self, moment: Moment, within: Duration, fits: impl Fn(&str) -> bool) -> anyhow::Result<()> {
        self.hear_from(0, moment, within, fits).await
    }

    async fn hear_from(
        &mut self,
        n: usize,
        moment: Moment,
        within: Duration,
        fits: impl Fn(&str) -> bool,
    ) -> anyhow::Result<()> {
        let is_it = |line: &ChatLine| {
            let text = text_of(&line.html);
            line.user == BOT && self.life.is_named_in(&text) && fits(&text)
        };
        // What never comes is told of in the end.
        drop(self.world.sim.until_said_from(&self.world.room, n, within, is_it).await);
        self.pass(moment)
    }

    /// A moment has come: the room is killed if it is the one.
    fn pass(&mut self, moment: Moment) -> anyhow::Result<()> {
        if moment == self.life.killed_at {
            let delay = Duration::from_millis(self.dice.between(0, KILLED_WITHIN_MS));
            self.world.kills.send(PlannedKill { after_line: 0, delay, victim: Victim::Room })?;
        }
        Ok(())
    }

    async fn n_lines(&self) -> anyhow::Result<usize> {
        let view = self.world.sim.view().await?;
        Ok(view.channels.get(&self.world.room).map_or(0, |channel| channel.n_lines))
    }
}

//! Plays a script against a server: one task a character, who thinks in the play's time and talks over a line.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use dazza_shared::dice::Dice;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use super::ear::Told;
use super::line::{Line, LineError, Ticket};
use super::mind::{Deed, Heard, Mind};
use super::script::{RoomScript, Script};

/// How long a said line may stay without any echo before the connection counts as dead.
///
/// A server that closes in order is not noticed by `rust_socketio`.
const ECHO_WITHIN: Duration = Duration::from_secs(20);

/// The least pause between two attempts to come in, however fast the play.
const REDIAL_PAUSE: Duration = Duration::from_secs(1);

/// The furthest ahead that a character plans to wake.
const LONG: Duration = Duration::from_hours(24);

/// How fast the cast plays: 2 is twice as fast as people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace(f64);

/// Why a text is no pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a pace is a number from 0.1 to 100, e.g. 2.0 for twice as fast")]
pub struct NoPace;

impl FromStr for Pace {
    type Err = NoPace;

    fn from_str(text: &str) -> Result<Self, NoPace> {
        text.parse().ok().filter(|pace| (0.1..=100.0).contains(pace)).map(Self).ok_or(NoPace)
    }
}

/// Where and how a script is played.
#[derive(Debug)]
pub struct Venue {
    /// The server, e.g. `http://127.0.0.1:1337`.
    pub url: String,
    /// How fast.
    pub pace: Pace,
    /// The dice; the same ones and the same events make the same play.
    pub dice: Dice,
}

impl Script {
    /// Plays for ever; ends when dropped.
    pub async fn perform(self, venue: Venue) {
        let Venue { url, pace, mut dice } = venue;
        let (url, began) = (Arc::<str>::from(url), Instant::now());
        let mut players = JoinSet::new();
        for (n_room, room) in self.rooms.iter().enumerate() {
            for place in 0..room.characters.len() {
                let player = Player {
                    mind: Mind::new(Arc::clone(room), place, dice.child()),
                    room: Arc::clone(room),
                    place,
                    address: format!("10.77.{n_room}.{}", place + 1),
                    url: Arc::clone(&url),
                    tempo: Tempo { began, pace },
                    line: None,
                    unheard_since: None,
                };
                players.spawn(player.play());
            }
        }
        while players.join_next().await.is_some() {}
    }
}

/// The play's time.
#[derive(Clone, Copy, Debug)]
struct Tempo {
    began: Instant,
    pace: Pace,
}

impl Tempo {
    /// How far the play is.
    fn now(self) -> Duration {
        self.began.elapsed().mul_f64(self.pace.0)
    }

    /// When the play is as far as `moment`.
    fn instant(self, moment: Duration) -> Instant {
        let ahead = moment.saturating_sub(self.now()).min(LONG);
        Instant::now() + ahead.div_f64(self.pace.0)
    }
}

/// A character at play.
struct Player {
    mind: Mind,
    room: Arc<RoomScript>,
    place: usize,
    address: String,
    url: Arc<str>,
    tempo: Tempo,
    line: Option<Line>,
    /// Since when a line of theirs has had no echo, nor anything else been heard.
    unheard_since: Option<Instant>,
}

impl Player {
    async fn play(mut self) {
        loop {
            while let Some(deed) = self.mind.next(self.tempo.now()) {
                self.carry_out(deed).await;
            }
            let wake = self.tempo.instant(self.mind.wakes_at());
            let deaf = self.unheard_since.map_or(wake + ECHO_WITHIN, |since| since + ECHO_WITHIN);
            tokio::select! {
                told = next(self.line.as_mut()) => self.take(told).await,
                () = sleep_until(wake) => {}
                () = sleep_until(deaf) => self.lose_line(&LineError::TimedOut).await,
            }
        }
    }

    async fn take(&mut self, told: Told) {
        self.unheard_since = None;
        let now = self.tempo.now();
        match told {
            Told::Heard(heard) => self.mind.hear(now, &heard),
            Told::Userlist(present) => self.mind.hear(now, &Heard::Joined(present)),
            Told::Ended(reason) => self.lose_line(&LineError::Refused(reason)).await,
            Told::Opened | Told::Login(_) | Told::Other => {}
        }
    }

    async fn carry_out(&mut self, deed: Deed) {
        if let Err(error) = self.try_out(deed).await {
            self.lose_line(&error).await;
        }
    }

    async fn try_out(&mut self, deed: Deed) -> Result<(), LineError> {
        match (deed, &self.line) {
            (Deed::Enter, _) => self.enter().await?,
            (Deed::Leave, _) => self.hang_up().await,
            (Deed::Say(text), Some(line)) => {
                line.say(&text).await?;
                self.unheard_since.get_or_insert_with(Instant::now);
            }
            (Deed::Whisper(text), Some(line)) => line.whisper(self.room.common.bot.as_str(), &text).await?,
            (Deed::Say(_) | Deed::Whisper(_), None) => {}
        }
        Ok(())
    }

    async fn enter(&mut self) -> Result<(), LineError> {
        let Some(character) = self.room.characters.get(self.place) else { return Ok(()) };
        let ticket = Ticket {
            url: &self.url,
            address: self.address.clone(),
            room: self.room.name.as_str(),
            name: character.name.as_str(),
            password: character.password.as_deref(),
        };
        let (line, joined) = Line::open(&ticket).await?;
        self.line = Some(line);
        self.mind.hear(self.tempo.now(), &joined);
        Ok(())
    }

    async fn lose_line(&mut self, error: &LineError) {
        let player = self.room.characters.get(self.place).map_or("", |character| character.name.as_str());
        tracing::debug!(room.name = %self.room.name, player.name = player, %error, "a character lost the line");
        self.hang_up().await;
        self.mind.hear(self.tempo.now(), &Heard::Cut);
        sleep(REDIAL_PAUSE).await;
    }

    async fn hang_up(&mut self) {
        self.unheard_since = None;
        if let Some(line) = self.line.take() {
            line.hang_up().await;
        }
    }
}

/// What the line tells next; nothing, ever, while there is none.
async fn next(line: Option<&mut Line>) -> Told {
    match line {
        Some(line) => line.next().await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_a_sensible_number() {
        assert_eq!("2.5".parse(), Ok(Pace(2.5)));
        for text in ["", "fast", "0", "-1", "NaN", "inf", "101"] {
            assert_eq!(text.parse::<Pace>(), Err(NoPace), "{text}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_play_runs_as_fast_as_its_pace() {
        let tempo = Tempo { began: Instant::now(), pace: Pace(4.0) };
        tokio::time::advance(Duration::from_secs(10)).await;
        assert_eq!(tempo.now(), Duration::from_secs(40));
        assert_eq!(tempo.instant(Duration::from_mins(1)), Instant::now() + Duration::from_secs(5));
        assert_eq!(tempo.instant(Duration::MAX), Instant::now() + LONG.div_f64(4.0));
    }
}

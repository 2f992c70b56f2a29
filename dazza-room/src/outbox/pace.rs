//! How fast lines may follow each other.

use std::time::Duration;

use tokio::time::Instant;

/// Counts lines the way the server does: a burst, then a gap each, until a silence makes it forget.
///
/// Source: `cytube-protocol`, section 4.4: the counter returns to zero only after a silence of `burst / rate`.
#[derive(Debug)]
pub struct Pace {
    own: Rhythm,
    rhythm: Rhythm,
    /// The gap that the server asked for last, with our margin: it knows figures that we were not told.
    learned: Option<Duration>,
    n_in_burst: u32,
    last_sent: Option<Instant>,
    not_before: Option<Instant>,
}

#[derive(Clone, Copy, Debug)]
struct Rhythm {
    burst: u32,
    gap: Duration,
    forgotten_after: Duration,
}

/// Flood figures of a channel, from its `channelOpts`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flood {
    /// Lines that may come at once.
    pub burst: u32,
    /// Lines a second after that.
    pub sustained: f64,
}

/// Room for clocks that differ and networks that bunch: we keep this much more distance than asked.
const MARGIN: f64 = 1.1;

impl Pace {
    /// The pace of public lines: our own figures, and the channel's where they are stricter.
    ///
    /// Source: `decisions.md`, 12: burst 4, then one line per 1.1 s.
    pub fn chat(flood: Option<Flood>) -> Self {
        let mut pace = Self::of(4, Duration::from_millis(1_100));
        pace.limit(flood);
        pace
    }

    /// The pace of private messages: below what the server lets everybody do.
    ///
    /// Source: `cytube-protocol`, section 4.4: 20 at once, then 10 a second.
    pub fn private() -> Self {
        Self::of(15, Duration::from_millis(150))
    }

    fn of(burst: u32, gap: Duration) -> Self {
        let own = Rhythm { burst, gap, forgotten_after: gap * burst };
        Self { own, rhythm: own, learned: None, n_in_burst: 0, last_sent: None, not_before: None }
    }

    /// Keeps to `flood` too, where it is stricter; figures that make no sense do not bind.
    pub fn limit(&mut self, flood: Option<Flood>) {
        self.rhythm = self.own;
        let Some(flood) = flood.filter(|f| f.sustained.is_finite() && f.sustained > 0.0) else { return };
        let gap = Duration::try_from_secs_f64(MARGIN / flood.sustained).unwrap_or(Duration::MAX).min(LONGEST_GAP);
        let burst = flood.burst.clamp(1, self.own.burst);
        self.rhythm = Rhythm {
            burst,
            gap: gap.max(self.own.gap),
            forgotten_after: (gap * flood.burst.clamp(1, 20)).max(self.own.forgotten_after),
        };
    }

    /// When the next line may go out; `None` is at once.
    pub fn next_at(&self) -> Option<Instant> {
        let is_spent = self.learned.is_some() || self.n_in_burst >= self.rhythm.burst;
        let gap = self.learned.map_or(self.rhythm.gap, |learned| learned.max(self.rhythm.gap));
        let paced = self.last_sent.filter(|_| is_spent).map(|last| last + gap);
        self.not_before.max(paced)
    }

    /// A line went out at `now`.
    pub fn note_sent(&mut self, now: Instant) {
        let is_forgotten = self.last_sent.is_none_or(|last| now - last >= self.rhythm.forgotten_after);
        self.n_in_burst = if is_forgotten { 1 } else { self.n_in_burst.saturating_add(1) };
        self.last_sent = Some(now);
    }

    /// The server dropped a line: `gap` must pass, now and between all lines of this connection from here on.
    pub fn note_refused(&mut self, gap: Duration, now: Instant) {
        let gap = gap.min(LONGEST_GAP);
        self.learned = self.learned.max(Some(gap * 11 / 10));
        self.not_before = Some(now + gap);
    }
}

/// A server that asks for more than this does not make sense.
const LONGEST_GAP: Duration = Duration::from_mins(1);

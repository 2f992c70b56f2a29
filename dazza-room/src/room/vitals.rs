//! How the process that serves the room is: what it takes of memory, and how much it keeps in mind.

use std::collections::VecDeque;

/// How many readings of memory are looked back on. Source: `commands-and-games.md`, 2.12.
const N_READINGS: usize = 20;

/// By how much memory changes over these before that counts as a change. Source: as above. Unit: percent.
const CHANGE: u64 = 10;

/// The process as it was at its last heartbeat.
#[derive(Clone, Debug, Default)]
pub struct Vitals {
    /// Its memory.
    pub memory: Memory,
    /// What is kept in mind, and how many of it.
    pub kept: Vec<(&'static str, usize)>,
}

/// What the process has taken of memory of late.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    readings: VecDeque<u64>,
    peak: u64,
}

/// Where memory is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// It grows.
    Rising,
    /// It shrinks.
    Falling,
    /// It stays as it is.
    Steady,
}

impl Memory {
    /// Takes a reading in. Unit: bytes.
    pub fn note(&mut self, bytes: u64) {
        if self.readings.len() == N_READINGS {
            self.readings.pop_front();
        }
        self.readings.push_back(bytes);
        self.peak = self.peak.max(bytes);
    }

    /// The last reading; `None` before the first. Unit: bytes.
    pub fn now(&self) -> Option<u64> {
        self.readings.back().copied()
    }

    /// The highest reading ever. Unit: bytes.
    pub const fn peak(&self) -> u64 {
        self.peak
    }

    /// What the readings are on average, and how many they are. Unit: bytes.
    pub fn average(&self) -> (u64, usize) {
        let n = self.readings.len();
        (self.readings.iter().sum::<u64>().checked_div(n as u64).unwrap_or(0), n)
    }

    /// Where it is going, from the first of the readings to the last.
    pub fn trend(&self) -> Trend {
        let (Some(first), Some(last)) = (self.readings.front(), self.readings.back()) else { return Trend::Steady };
        let by = first / 100 * CHANGE;
        match last {
            last if *last > first + by => Trend::Rising,
            last if *last < first - by => Trend::Falling,
            _ => Trend::Steady,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_looked_back_on_over_twenty_readings() {
        let mut memory = Memory::default();
        assert_eq!((memory.now(), memory.peak(), memory.average(), memory.trend()), (None, 0, (0, 0), Trend::Steady));
        memory.note(1_000);
        memory.note(1_101);
        assert_eq!((memory.now(), memory.peak(), memory.average()), (Some(1_101), 1_101, (1_050, 2)));
        assert_eq!(memory.trend(), Trend::Rising);
        (0..20).for_each(|_| memory.note(900));
        assert_eq!((memory.average(), memory.peak(), memory.trend()), ((900, 20), 1_101, Trend::Steady));
        memory.note(809);
        assert_eq!(memory.trend(), Trend::Falling);
        memory.note(810);
        assert_eq!(memory.trend(), Trend::Steady);
    }
}

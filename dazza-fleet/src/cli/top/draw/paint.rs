//! Colours, where there may be any; words and marks tell the same without them.

use dazza_shared::phase::Phase;
use ratatui::style::{Color, Modifier, Style};

use crate::cli::top::model::Manner;
use crate::logs::Level;

/// What a colour says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Uneasy,
    Bad,
    Quiet,
    Plain,
    Accent,
}

impl Tone {
    /// How it looks.
    pub(super) fn style(self, manner: &Manner) -> Style {
        let colour = match self {
            Self::Good => Color::Green,
            Self::Uneasy => Color::Yellow,
            Self::Bad => Color::Red,
            Self::Accent => Color::Cyan,
            Self::Quiet => return Style::new().add_modifier(Modifier::DIM),
            Self::Plain => return Style::new(),
        };
        if manner.has_colour { Style::new().fg(colour) } else { Style::new() }
    }

    /// The tone of a phase.
    pub(super) const fn of_phase(phase: Phase) -> Self {
        match phase {
            Phase::Joined => Self::Good,
            Phase::Starting | Phase::Connecting | Phase::Degraded | Phase::Stopping => Self::Uneasy,
            Phase::BackingOff | Phase::Quarantined | Phase::Blocked => Self::Bad,
            Phase::Stopped => Self::Quiet,
        }
    }

    /// The tone of a level.
    pub(super) const fn of_level(level: Option<Level>) -> Self {
        match level {
            Some(Level::Error) => Self::Bad,
            Some(Level::Warn) => Self::Uneasy,
            Some(Level::Info) => Self::Plain,
            Some(Level::Debug | Level::Trace) | None => Self::Quiet,
        }
    }
}

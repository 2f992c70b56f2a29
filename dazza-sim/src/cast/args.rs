//! The part of the command line that is about the cast.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use dazza_shared::dice::Dice;
use dazza_shared::names::RoomName;

use super::{Pace, Script, Venue};
use crate::seed::Seed;

/// Who plays, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Cast")]
pub struct CastArgs {
    /// Play the built-in cast in the built-in three rooms, with relaxed limits
    #[arg(long, conflicts_with_all = ["cast", "seed", "limits"])]
    pub(crate) demo: bool,

    /// Further rooms of the demo, each like one of the three in turn
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', requires = "demo")]
    more_rooms: Vec<RoomName>,

    /// Play the cast of this file (TOML): scripted chatters who talk, use the bot's commands, come and go
    #[arg(long, value_name = "FILE")]
    cast: Option<PathBuf>,

    /// How fast the cast plays: 2.0 is twice as fast as people [0.1 to 100]
    #[arg(long, value_name = "FACTOR", default_value = "1.0")]
    pace: Pace,

    /// Seed of the cast's dice: with the same one everybody has the same luck again
    #[arg(long, value_name = "N")]
    seed_dice: Option<u64>,
}

impl CastArgs {
    /// The seed with the further rooms of the demo.
    pub(crate) fn seed(&self, seed: Seed) -> Seed {
        seed.with_more_channels(&self.more_rooms)
    }

    /// The script to be played, if any.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the file, or does not fit the seed.
    pub(crate) fn script(&self, seed: &Seed) -> anyhow::Result<Option<Script>> {
        let Some(file) = &self.cast else {
            return Ok(if self.demo { Some(Script::embedded(seed)?.with_more_rooms(&self.more_rooms)) } else { None });
        };
        let text =
            std::fs::read_to_string(file).with_context(|| format!("cannot read the cast file {}", file.display()))?;
        Ok(Some(Script::parse(file, &text, seed)?))
    }

    /// Where the script is played.
    pub(crate) fn venue(&self, url: String) -> Venue {
        let dice = self.seed_dice.map_or_else(Dice::unforeseen, Dice::seeded);
        Venue { url, pace: self.pace, dice }
    }
}

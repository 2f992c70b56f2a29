//! Makes files as the original bot left them, to try an import on: everything odd in them, and as much chat as is asked for.
//!
//! ```sh
//! cargo run -p dazza-fleet --example old_bot -- main.db --media media.db --messages 1000000
//! ```

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a tool for tests, whose failure is to be seen")]

#[path = "../tests/process/store/old_bot/mod.rs"]
mod old_bot;

use std::path::PathBuf;

use clap::Parser;

/// Makes files as the original bot left them.
#[derive(Debug, Parser)]
struct Arguments {
    /// Its main file.
    main: PathBuf,
    /// Its file of videos.
    #[arg(long)]
    media: Option<PathBuf>,
    /// How many lines of chat there are, besides the odd ones.
    #[arg(long, default_value_t = 10_000)]
    messages: u64,
    /// What all chance in it comes from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() {
    let arguments = Arguments::parse();
    let mut bot = old_bot::odd(&arguments.main);
    old_bot::chat(&mut bot, arguments.seed, arguments.messages);
    if let Some(media) = &arguments.media {
        old_bot::videos(media);
    }
}

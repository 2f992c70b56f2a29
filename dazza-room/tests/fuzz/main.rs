//! Fuzz targets: whatever comes in from outside, nothing panics, nothing is read twice, and no answer outgrows its question.
//!
//! Each target runs here over its seeds and a fixed count of mutants; `scripts/fuzz` runs the same ones for as long as
//! you like, guided by coverage. See `docs/fuzzing.md`.

#![cfg_attr(fuzzing, no_main)]
#![expect(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "that is how a test fails")]

mod commands;
mod config;
mod event_laws;
mod events;
mod frames;
mod host;
mod html;
mod lines;
mod link;
mod mutate;
mod seeds;
mod welcome;
mod world;

use mutate::Mutator;

/// One thing that is fed with whatever may come.
struct Target {
    /// What it is called: a word for `scripts/fuzz`, and the folder in `found/`.
    name: &'static str,
    /// Feeds it with one input, and panics when it does what it must not.
    check: fn(&[u8]),
    /// Inputs that lead far into it.
    seeds: fn() -> Vec<Vec<u8>>,
    /// Words that mean something to it.
    words: &'static [&'static str],
    /// How many mutants of the seeds the short run makes.
    n_mutants: usize,
}

/// All targets.
const TARGETS: &[Target] = &[
    frames::TARGET,
    events::TARGET,
    html::TARGET,
    lines::TARGET,
    commands::TARGET,
    link::TARGET,
    config::TARGET,
    world::TARGET,
    host::TARGET,
];

impl Target {
    /// The seeds, and the inputs that once found something.
    fn inputs(&self) -> Vec<Vec<u8>> {
        let mut inputs = (self.seeds)();
        inputs.extend(seeds::found(self.name));
        inputs
    }

    /// The run of the gate: the same inputs each time.
    fn run_shortly(&self) {
        let inputs = self.inputs();
        assert!(!inputs.is_empty(), "{} has no seeds", self.name);
        for input in &inputs {
            self.try_one(input);
        }
        let mut mutator = Mutator::new(&inputs, self.words);
        (0..self.n_mutants).for_each(|_| self.try_one(&mutator.mutant()));
    }

    /// Feeds one input, and shows it if it fails.
    fn try_one(&self, input: &[u8]) {
        let outcome = std::panic::catch_unwind(|| (self.check)(input));
        assert!(outcome.is_ok(), "{} fails over {:?}", self.name, String::from_utf8_lossy(input));
    }
}

/// A test for each target.
macro_rules! short_runs {
    ($($name:ident),*) => {
        $(#[test]
        fn $name() {
            $name::TARGET.run_shortly();
        })*

        #[test]
        fn every_target_has_a_short_run() {
            let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
        }
    };
}

short_runs!(frames, events, html, lines, commands, link, config, world, host);

#[cfg(fuzzing)]
mod guided;

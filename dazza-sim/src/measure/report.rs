//! A bench's report: printed as it grows, and written as JSON when it ends.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::budget;
use super::course::Course;
use super::figure::Figure;
use super::machine::{self, Machine};
use super::processes::Family;

/// Version of the schema.
pub const SCHEMA: u32 = 1;

/// All that one run of a bench has told. These fields, with those of [`Machine`] and [`Figure`], are the JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// The [`SCHEMA`] it is written by.
    pub schema: u32,
    /// The bench, as `scripts/bench` knows it.
    pub bench: String,
    /// Where it ran.
    pub machine: Machine,
    /// The machine's load when it began and when it ended, as `/proc/loadavg` has it.
    pub machine_load: [String; 2],
    /// What was measured and what built it: program and version.
    pub versions: BTreeMap<String, String>,
    /// The figures, in the order in which they were taken.
    pub figures: Vec<Figure>,
    /// What else was seen, a sentence each.
    pub notes: Vec<String>,
    /// What was looked at over time, if the bench does that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<Course>,
}

/// A report on its way.
#[derive(Debug)]
pub struct Report {
    paper: Paper,
    /// Under which load the last figure was taken.
    load: String,
    json: Option<PathBuf>,
}

impl Report {
    /// A report of `bench`, which says at once on what it runs.
    pub fn begin(bench: &str, json: Option<PathBuf>) -> Self {
        let machine = Machine::here();
        let start = machine::load();
        say(&format_args!("machine: {}\nload at the start: {start}", machine.told()));
        let paper = Paper {
            schema: SCHEMA,
            bench: bench.to_owned(),
            machine,
            machine_load: [start, String::new()],
            ..Paper::default()
        };
        let mut report = Self { paper, load: String::new(), json };
        report.version("rustc", &machine::version_of(Path::new("rustc")));
        report
    }

    /// The same, for a program whose command line may have `--json FILE`.
    pub fn begin_as_told(bench: &str) -> Self {
        Self::begin(bench, json_of(std::env::args()))
    }

    /// Which version of something took part.
    pub fn version(&mut self, what: &str, version: &str) {
        say(&format_args!("{what}: {version}"));
        self.paper.versions.insert(what.to_owned(), version.to_owned());
    }

    /// The versions of these programs, as they tell them.
    pub fn versions_of(&mut self, programs: &[&Path]) {
        for program in programs {
            let name = program.file_name().unwrap_or_default().to_string_lossy();
            self.version(&name, &machine::version_of(program));
        }
    }

    /// The version of the database server that belongs to a fleet.
    pub fn version_of_server(&mut self, family: &Family) {
        let program = family.postgres.first().and_then(|pid| fs::read_link(format!("/proc/{pid}/exe")).ok());
        let version = program.map_or_else(|| "unknown".to_owned(), |program| machine::version_of(&program));
        self.version("PostgreSQL", version.trim_start_matches("postgres (PostgreSQL) "));
    }

    /// Takes a figure in.
    pub fn figure(&mut self, figure: Figure) {
        if self.load != figure.load {
            self.load.clone_from(&figure.load);
            say(&format_args!(
                "\n{}:\n{:<50}{:>6}{:>10}{:>10}{:>10}{:>10}",
                self.load, "", "n", "p50", "p90", "p99", "max"
            ));
        }
        say(&figure.row());
        for limit in budget::limits_of(&self.paper.bench, &figure.key) {
            say(&format_args!("      budget: {limit}: {}", limit.verdict(&figure)));
        }
        self.paper.figures.push(figure);
    }

    /// Takes in what is no figure: a sentence.
    pub fn note(&mut self, sentence: &str) {
        say(&format_args!("  {sentence}"));
        self.paper.notes.push(sentence.to_owned());
    }

    /// Takes in what was looked at over time; it is not printed.
    pub fn course(&mut self, course: Course) {
        self.paper.course = Some(course);
    }

    /// Writes the JSON, if one is wanted, as if this were the end: a run of hours that is cut off has told something.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn keep(&self, figures: Vec<Figure>, course: Course) -> io::Result<()> {
        let mut paper = Paper { course: Some(course), ..self.paper.clone() };
        paper.figures.extend(figures);
        paper.machine_load[1] = machine::load();
        self.write(&paper)
    }

    /// In one go: whoever reads it sees the old paper or the new one whole.
    fn write(&self, paper: &Paper) -> io::Result<()> {
        let Some(path) = &self.json else { return Ok(()) };
        let unfinished = path.with_extension("json.new");
        fs::write(&unfinished, paper.json()?)?;
        fs::rename(unfinished, path)
    }

    /// What is told so far.
    pub fn paper(&self) -> &Paper {
        &self.paper
    }

    /// Tells the load at the end, and writes the JSON if one is wanted.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn end(mut self) -> io::Result<Paper> {
        self.paper.machine_load[1] = machine::load();
        say(&format_args!("\nload at the end: {}", self.paper.machine_load[1]));
        self.write(&self.paper)?;
        Ok(self.paper)
    }
}

impl Paper {
    /// Reads one.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is of another schema.
    pub fn read(path: &Path) -> io::Result<Self> {
        let paper: Self = serde_json::from_str(&fs::read_to_string(path)?)?;
        if paper.schema != SCHEMA {
            let told = format!("{} is of schema {}, and this reads {SCHEMA}", path.display(), paper.schema);
            return Err(io::Error::new(io::ErrorKind::InvalidData, told));
        }
        Ok(paper)
    }

    /// The figure of that key.
    pub fn figure(&self, key: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.key == key)
    }

    /// It as JSON, for a file.
    ///
    /// # Errors
    ///
    /// None that is known of.
    pub fn json(&self) -> io::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

/// The file that `--json` names among these arguments.
pub fn json_of(arguments: impl Iterator<Item = String>) -> Option<PathBuf> {
    arguments.skip_while(|argument| argument != "--json").nth(1).map(PathBuf::from)
}

/// Nobody is left to tell if standard output is gone.
fn say(what: &dyn fmt::Display) {
    drop(writeln!(io::stdout(), "{what}"));
}

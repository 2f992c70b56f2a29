//! Several logs, read as one: merged by the time of their records.

use std::io;

use dazza_shared::names::RoomName;
use dazza_shared::paths::StatePaths;

use super::line::Line;
use super::sieve::Sieve;
use super::source::Source;

/// The logs that are shown.
#[derive(Debug)]
pub(crate) struct Reading {
    sources: Vec<Source>,
    sieve: Sieve,
    /// What could not be read, and has not been told yet.
    complaints: Vec<String>,
}

/// What takes a line: the number of its log, its name and the line.
type Show<'s> = dyn FnMut(usize, &RoomName, &Line) -> io::Result<()> + 's;

impl Reading {
    /// Nothing yet, to be sifted by `sieve`.
    pub(crate) fn new(sieve: Sieve) -> Self {
        Self { sources: Vec::new(), sieve, complaints: Vec::new() }
    }

    /// Adds the log of `name`, unless it is read already.
    pub(crate) fn add(&mut self, name: &RoomName, paths: &StatePaths) -> io::Result<()> {
        if !self.sources.iter().any(|source| source.name == *name) {
            self.sources.push(Source::open(name.clone(), &paths.log_file(name))?);
        }
        Ok(())
    }

    /// The names of all logs that are read.
    pub(crate) fn names(&self) -> impl Iterator<Item = &RoomName> {
        self.sources.iter().map(|source| &source.name)
    }

    /// Shows the last `most` lines of all logs together; everything older counts as shown.
    pub(crate) fn show_last(&mut self, most: usize, show: &mut Show<'_>) -> io::Result<()> {
        let mut lines = Vec::new();
        for (number, source) in self.sources.iter_mut().enumerate() {
            let last = source.last(most, &self.sieve, &mut |told| self.complaints.push(told.to_owned()));
            lines.extend(last.into_iter().map(|line| (number, source.name.clone(), line)));
        }
        lines.sort_by_key(|(_, _, line)| line.time);
        let left_out = lines.len().saturating_sub(most);
        lines.iter().skip(left_out).try_for_each(|(number, name, line)| show(*number, name, line))
    }

    /// Shows all that is there and was not shown yet.
    pub(crate) fn show_new(&mut self, show: &mut Show<'_>) -> io::Result<()> {
        let Self { sources, sieve, complaints } = self;
        let mut tell = |told: &str| complaints.push(told.to_owned());
        for source in &mut *sources {
            source.fetch(sieve, &mut tell);
        }
        let next = |sources: &[Source]| {
            let waiting = sources.iter().enumerate().filter_map(|(n, source)| Some((n, source.waiting.as_ref()?.time)));
            waiting.min_by_key(|(_, time)| *time).map(|(number, _)| number)
        };
        while let Some(number) = next(sources) {
            let Some(source) = sources.get_mut(number) else { break };
            if let Some(line) = source.waiting.take() {
                show(number, &source.name, &line)?;
            }
            source.fetch(sieve, &mut tell);
        }
        Ok(())
    }

    /// Leaves out whole files that hold nothing wanted.
    pub(crate) fn skip_old(&mut self) {
        self.sources.iter_mut().for_each(|source| source.skip(&self.sieve));
    }

    /// What could not be read since this was asked last.
    pub(crate) fn complaints(&mut self) -> Vec<String> {
        std::mem::take(&mut self.complaints)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A state folder with logs of one record for each second that is named.
    fn folder(logs: &[(&str, &[u32])]) -> (tempfile::TempDir, StatePaths) {
        let folder = tempfile::tempdir().unwrap();
        let paths = StatePaths::new(folder.path());
        paths.create().unwrap();
        for (name, seconds) in logs {
            append(&paths, name, seconds);
        }
        (folder, paths)
    }

    fn append(paths: &StatePaths, name: &str, seconds: &[u32]) {
        let path = paths.log_file(&name.parse().unwrap());
        let record = |second: &u32| {
            format!("{{\"timestamp\":\"1970-01-01T00:00:{second:02}Z\",\"level\":\"info\",\"message\":\"{second}\"}}\n")
        };
        let before = fs::read_to_string(&path).unwrap_or_default();
        fs::write(path, before + &seconds.iter().map(record).collect::<String>()).unwrap();
    }

    fn reading(names: &[&str], paths: &StatePaths) -> Reading {
        let mut reading = Reading::new(Sieve::default());
        for name in names {
            reading.add(&name.parse().unwrap(), paths).unwrap();
        }
        reading
    }

    fn shown(read: impl FnOnce(&mut Show<'_>) -> io::Result<()>) -> String {
        let mut shown = Vec::new();
        read(&mut |_, name, line| {
            shown.push(format!("{name} {}", line.message()));
            Ok(())
        })
        .unwrap();
        shown.join(", ")
    }

    #[test]
    fn logs_are_merged_by_time_and_gone_on_with() {
        let (_folder, paths) = folder(&[("pub", &[1, 4, 5]), ("shed", &[2, 3, 5]), ("fleet", &[])]);
        let mut reading = reading(&["fleet", "pub", "shed", "pub"], &paths);
        let all = shown(|show| reading.show_new(show));
        assert_eq!(all, "pub 1, shed 2, shed 3, pub 4, pub 5, shed 5");
        append(&paths, "fleet", &[7]);
        append(&paths, "pub", &[6]);
        assert_eq!(shown(|show| reading.show_new(show)), "pub 6, fleet 7");
        assert_eq!(shown(|show| reading.show_new(show)), "");
    }

    #[test]
    fn the_last_lines_are_the_last_of_all_logs_together() {
        let (_folder, paths) = folder(&[("pub", &[1, 4, 6]), ("shed", &[2, 3, 5])]);
        for (most, expected) in
            [(0, ""), (3, "pub 4, shed 5, pub 6"), (9, "pub 1, shed 2, shed 3, pub 4, shed 5, pub 6")]
        {
            let mut reading = reading(&["pub", "shed"], &paths);
            assert_eq!(shown(|show| reading.show_last(most, show)), expected);
            assert_eq!(shown(|show| reading.show_new(show)), "");
        }
    }

    #[test]
    fn an_archive_that_cannot_be_read_is_told_once_and_the_rest_is_shown() {
        let (_folder, paths) = folder(&[("pub", &[1])]);
        fs::write(paths.logs_dir().join("pub.jsonl.1.gz"), "junk").unwrap();
        let mut streamed = reading(&["pub"], &paths);
        assert_eq!(shown(|show| streamed.show_new(show)), "pub 1");
        let mut last = reading(&["pub"], &paths);
        assert_eq!(shown(|show| last.show_last(9, show)), "pub 1");
        for reading in [&mut streamed, &mut last] {
            assert!(reading.complaints().concat().starts_with("cannot read all of the log of pub"));
            shown(|show| reading.show_new(show));
            assert!(reading.complaints().is_empty());
        }
    }
}

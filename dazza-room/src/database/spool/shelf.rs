//! The segments in their folder: appends, reads and removes them. Blocks; `mod.rs` keeps it off the loop.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::super::record::Record;
use super::frame;
use super::plan::{Limits, Place, Plan, Segment};

/// Where it is written down how far the oldest segment is stored.
const STORED: &str = "stored.json";

/// The same while it is being written.
const STORED_NEXT: &str = "stored.new";

/// How the name of a segment ends.
const ENDING: &str = ".jsonl";

/// Most that is written, or read for one batch, at once. Unit: bytes.
const CHUNK: usize = 128 * 1024;

/// What is read from a file at once. Unit: bytes.
const BUFFER: usize = 16 * 1024;

/// The folder of a room's segments, which need not exist.
#[derive(Debug)]
pub(super) struct Shelf {
    folder: PathBuf,
    limits: Limits,
    /// Nothing until the folder has been looked through.
    plan: Option<Plan>,
    /// The youngest segment, if this process may append to it.
    file: Option<File>,
    /// When the oldest record happened that waits.
    oldest: Option<Timestamp>,
}

/// What became of records that were to be kept.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// So many of them, from the first on, are on the disk for sure.
    pub(super) n: usize,
    /// So many older ones were given up to make room.
    pub(super) n_given_up: u64,
    /// Where they end.
    pub(super) end: Option<Place>,
    /// Why the others are not.
    pub(super) failure: Option<io::Error>,
}

/// Records to be stored next.
#[derive(Debug)]
pub(crate) struct Batch {
    /// In the order in which they were kept.
    pub(crate) records: Vec<Record>,
    /// Lines that they take, the unreadable ones included.
    pub(super) n_lines: u64,
    /// Lines that hold nothing we know.
    pub(super) n_unreadable: u64,
    /// Where the next batch begins.
    pub(super) end: Place,
}

/// How much waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gauge {
    /// Records.
    pub(crate) n_records: u64,
    /// What their segments take. Unit: bytes.
    pub(crate) bytes: u64,
    /// When the oldest of them happened.
    pub(crate) oldest: Option<Timestamp>,
}

impl Shelf {
    pub(super) fn at(folder: PathBuf, limits: Limits) -> Self {
        Self { folder, limits, plan: None, file: None, oldest: None }
    }

    /// Looks through the folder, once.
    pub(super) fn open(&mut self) -> io::Result<&mut Plan> {
        if self.plan.is_none() {
            self.plan = Some(self.look()?);
            self.oldest = self.look_for_oldest();
        }
        self.plan.as_mut().ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn look(&self) -> io::Result<Plan> {
        let stored: Option<Place> =
            fs::read(self.folder.join(STORED)).ok().and_then(|text| serde_json::from_slice(&text).ok());
        let stored = stored.unwrap_or_default();
        let (done, waiting): (Vec<_>, Vec<_>) =
            numbers(&self.folder)?.into_iter().partition(|number| *number < stored.segment);
        // Stored whole by a process that did not come to remove them.
        for number in done {
            drop(remove(&self.path(number)));
        }
        let from = |number| if number == stored.segment { stored.offset } else { 0 };
        let segments = waiting.into_iter().map(|number| count(&self.path(number), number, from(number)));
        Ok(Plan::found(segments.collect::<io::Result<_>>()?, stored))
    }

    /// Where it is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// How much waits.
    pub(super) fn gauge(&self) -> Gauge {
        let Some(plan) = &self.plan else { return Gauge::default() };
        Gauge { n_records: plan.n_waiting(), bytes: plan.bytes(), oldest: self.oldest }
    }

    /// Keeps records behind all others, so far as that can be done.
    pub(super) fn append(&mut self, records: &[Record]) -> Kept {
        let mut kept = Kept::default();
        let mut chunk = CHUNK;
        while let Some(rest) = records.get(kept.n..).filter(|rest| !rest.is_empty()) {
            let (n, lines) = lines_of(rest, chunk);
            let is_fresh = self.file.is_none();
            match self.make_room(lines.len() as u64).and_then(|n_given_up| {
                kept.n_given_up += n_given_up;
                self.write(&lines, n as u64)
            }) {
                Ok(()) => {
                    self.oldest = self.oldest.or_else(|| rest.first().map(Record::at));
                    kept.n += n;
                    kept.end = self.open().ok().and_then(|plan| plan.end());
                }
                // The next try is in a segment of its own: this one may have come to its largest size.
                Err(_) if !is_fresh => self.file = None,
                Err(_) if n > 1 => chunk = lines.len() / 4,
                Err(failure) => {
                    kept.failure = Some(failure);
                    break;
                }
            }
        }
        kept
    }

    /// The oldest records that wait, about `n` of them: those of one moment are not parted.
    pub(super) fn next(&mut self, n: usize) -> io::Result<Option<Batch>> {
        let Some((place, end)) = self.open()?.next() else { return Ok(None) };
        match File::open(self.path(place.segment)).and_then(|file| read_batch(file, place, end, n)) {
            Ok(batch) if batch.n_lines > 0 => return Ok(Some(batch)),
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            Ok(_) | Err(_) => {}
        }
        // Empty, or somebody has removed or shortened it.
        let n_gone = self.open()?.next_n_waiting();
        let end = Place { offset: end, ..place };
        Ok(Some(Batch { records: Vec::new(), n_lines: n_gone, n_unreadable: n_gone, end }))
    }

    /// All up to `place` is stored, which are `n_lines` lines more.
    pub(super) fn stored(&mut self, place: Place, n_lines: u64) -> io::Result<()> {
        let plan = self.open()?;
        let youngest = plan.youngest().map(|youngest| youngest.number);
        let done = plan.stored(place, n_lines);
        let is_empty = plan.is_empty();
        let written = match done {
            Some(number) => {
                if youngest == Some(number) {
                    self.file = None;
                }
                remove(&self.path(number))
            }
            None => self.write_down(place),
        };
        self.oldest = self.look_for_oldest();
        if is_empty {
            remove(&self.folder.join(STORED))?;
            remove(&self.folder.join(STORED_NEXT))?;
        }
        written
    }

    /// Gives up the oldest segments until `more` can be kept; how many records that cost.
    fn make_room(&mut self, more: u64) -> io::Result<u64> {
        let (mut n_given_up, limit) = (0, self.limits.all);
        while let Some(segment) = self.open()?.give_up(more, limit) {
            n_given_up += segment.n_waiting;
            drop(remove(&self.path(segment.number)));
        }
        if n_given_up > 0 {
            self.oldest = self.look_for_oldest();
        }
        Ok(n_given_up)
    }

    /// Appends whole lines to the youngest segment, or to a new one, and makes sure that they are on the disk.
    fn write(&mut self, lines: &[u8], n_records: u64) -> io::Result<()> {
        let limit = self.limits.segment;
        let held = self.open()?.youngest().map_or(0, |youngest| youngest.bytes);
        if held > 0 && held + lines.len() as u64 > limit {
            self.file = None;
        }
        let mut file = match self.file.take() {
            Some(file) => file,
            None => self.begin()?,
        };
        let written = file.write_all(lines).and_then(|()| file.sync_data());
        if let Err(failure) = written {
            // Where this cannot be done either, the torn line is found when the segment is read.
            let held = self.open()?.youngest().map_or(0, |youngest| youngest.bytes);
            drop(file.set_len(held));
            if let Some(empty) = self.open()?.take_back_empty() {
                remove(&self.path(empty))?;
            }
            return Err(failure);
        }
        self.open()?.grown(lines.len() as u64, n_records);
        self.file = Some(file);
        Ok(())
    }

    /// Makes a new segment.
    fn begin(&mut self) -> io::Result<File> {
        if !self.folder.is_dir() {
            DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
            self.folder.parent().map_or(Ok(()), sync_folder)?;
        }
        let number = self.open()?.begin();
        let file = OpenOptions::new().append(true).create_new(true).mode(0o600).open(self.path(number));
        let file = file.and_then(|file| sync_folder(&self.folder).map(|()| file));
        if file.is_err() {
            self.open()?.take_back_empty();
        }
        file
    }

    /// Writes down how far the oldest segment is stored. Lost in a crash of the machine, some of it is stored once more.
    fn write_down(&self, place: Place) -> io::Result<()> {
        let (path, new) = (self.folder.join(STORED), self.folder.join(STORED_NEXT));
        fs::write(&new, serde_json::to_vec(&place)?)?;
        fs::rename(new, path)
    }

    fn look_for_oldest(&self) -> Option<Timestamp> {
        let (place, end) = self.plan.as_ref()?.next()?;
        let batch = read_batch(File::open(self.path(place.segment)).ok()?, place, end, 1).ok()?;
        batch.records.first().map(Record::at)
    }

    fn path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number:08}{ENDING}"))
    }
}

/// The numbers of the segments in a folder, in no order; none if there is no folder.
fn numbers(folder: &Path) -> io::Result<Vec<u64>> {
    let files = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        files => files?,
    };
    let number = |file: fs::DirEntry| file.file_name().to_str()?.strip_suffix(ENDING)?.parse().ok();
    files.filter_map(|file| file.map(number).transpose()).collect()
}

/// How much is in a segment, from a place on; a line that was torn off at the end is one too.
fn count(path: &Path, number: u64, from: u64) -> io::Result<Segment> {
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(from))?;
    let (mut buffer, mut bytes, mut n_waiting, mut is_open) = (vec![0; BUFFER], from, 0, false);
    loop {
        let n = file.read(&mut buffer)?;
        let Some(read) = buffer.get(..n).filter(|read| !read.is_empty()) else { break };
        bytes += n as u64;
        n_waiting += n_line_feeds(read);
        is_open = read.last() != Some(&b'\n');
    }
    Ok(Segment { number, bytes, n_waiting: n_waiting + u64::from(is_open) })
}

/// The first of `records` as lines, as many as go into `bytes`, but at least one.
pub(super) fn lines_of(records: &[Record], bytes: usize) -> (usize, Vec<u8>) {
    let (mut lines, mut n) = (Vec::new(), 0);
    for record in records {
        let before = lines.len();
        // What is no JSON is none of our records; it takes a line all the same, which is then counted as unreadable.
        if frame::write(record, &mut lines).is_err() {
            lines.push(b'\n');
        }
        if n > 0 && lines.len() > bytes {
            lines.truncate(before);
            break;
        }
        n += 1;
    }
    (n, lines)
}

/// Reads about `n` records of a segment that ends at `end`.
fn read_batch(mut file: File, place: Place, end: u64, n: usize) -> io::Result<Batch> {
    file.seek(SeekFrom::Start(place.offset))?;
    let mut reader = BufReader::with_capacity(BUFFER, file.take(end.saturating_sub(place.offset)));
    let mut batch = Batch { records: Vec::new(), n_lines: 0, n_unreadable: 0, end: place };
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        let record = frame::read(&line);
        let n_bytes = batch.end.offset - place.offset;
        let is_enough = batch.records.len() >= n || n_bytes >= CHUNK as u64;
        let is_of_the_same_moment =
            record.as_ref().is_some_and(|record| batch.records.last().is_some_and(|last| last.at() == record.at()));
        if is_enough && !is_of_the_same_moment {
            break;
        }
        batch.n_lines += 1;
        batch.n_unreadable += u64::from(record.is_none());
        batch.records.extend(record);
        batch.end.offset += line.len() as u64;
        line.clear();
    }
    Ok(batch)
}

pub(super) fn n_line_feeds(bytes: &[u8]) -> u64 {
    bytes.split(|byte| *byte == b'\n').skip(1).count() as u64
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

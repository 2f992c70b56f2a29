//! The spool on a real folder.

use std::fs;
use std::io::Write;
use std::ops::Range;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use dazza_shared::line_key::LineKey;
use dazza_shared::store::chat_log::{ChatLine, Move, Movement, PostedLink, PrivateLine};
use dazza_shared::store::limiter::Use;
use dazza_shared::store::media::{Airing, AiringKind};
use jiff::Timestamp;
use proptest::prelude::*;
use tempfile::TempDir;

use super::super::record::{Picture, Record};
use super::plan::Limits;
use super::shelf::{Gauge, Shelf, lines_of, n_line_feeds};

/// A record of each kind, with and without what may be missing.
pub(in crate::database) fn samples() -> Vec<Record> {
    let at = Timestamp::from_microsecond(1_795_444_500_123_456).unwrap();
    let link = PostedLink {
        url: "https://youtu.be/abc?\"".into(),
        normalized: "youtu.be/abc".into(),
        domain: "youtu.be".into(),
        kind: "youtube".into(),
    };
    let said = line(7, "g'day \"mates\"\n\0 \u{1f998}");
    let with_link = Record::Line(ChatLine { links: vec![link], is_own: true, is_command: true, ..said.clone() });
    let private = |text: Option<&str>| {
        let text = text.map(Into::into);
        Record::Private(PrivateLine { key: said.key, from: "gaz".into(), to: "dazza".into(), text, at })
    };
    let airing = |kind, url: Option<&str>| {
        let (media_type, media_id, title) = ("yt".into(), "abc".into(), "A Film".into());
        let added_by = url.map(|_| "gaz".into());
        Record::Airing(Airing { kind, media_type, media_id, url: url.map(Into::into), title, added_by, at })
    };
    vec![
        Record::Line(said.clone()),
        with_link,
        Record::Move(Movement { kind: Move::Nobody, name: "".into(), at }),
        Record::Move(Movement { kind: Move::Join, name: "Gaz".into(), at: Timestamp::MIN }),
        private(Some("psst")),
        private(None),
        Record::Picture(Picture { who: "gaz".into(), url: "https://a.example/1.png".into(), at: Timestamp::MAX }),
        airing(AiringKind::Played, None),
        airing(AiringKind::Queued, Some("https://youtu.be/abc")),
        Record::Use(Use { who: "gaz".into(), at }),
        Record::Seen { key: said.key, n: 3, at },
        Record::Connection { event: "out".into(), why: Some("the line broke".to_owned()), at },
        Record::Connection { event: "joined".into(), why: None, at },
    ]
}

/// The `n`th line, said `n` milliseconds after the epoch.
pub(in crate::database) fn line(n: i64, text: &str) -> ChatLine {
    ChatLine {
        key: LineKey::of_timer(&"fatpizza".parse().unwrap(), "line", n),
        name: "Gaz".into(),
        text: text.into(),
        sent_at: Timestamp::from_millisecond(n).unwrap(),
        n_words: 1,
        is_command: false,
        is_own: false,
        links: Vec::new(),
    }
}

/// The number that [`line`] was given.
pub(in crate::database) fn number(record: &Record) -> i64 {
    record.at().as_millisecond()
}

fn lines(numbers: Range<i64>) -> Vec<Record> {
    numbers.map(|n| Record::Line(line(n, "strewth"))).collect()
}

fn shelf(folder: &Path, all: u64, segment: u64) -> Shelf {
    Shelf::at(folder.join("room"), Limits { all, segment })
}

/// The segments' files, the oldest first.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(files) = fs::read_dir(folder.join("room")) else { return Vec::new() };
    let mut files: Vec<_> =
        files.map(|file| file.unwrap().path()).filter(|path| !path.ends_with("stored.json")).collect();
    files.sort();
    files
}

/// Reads all that waits, a few at a time, and says of each batch that it is stored; how many were unreadable.
fn drain(shelf: &mut Shelf, n: usize) -> (Vec<i64>, u64) {
    let (mut seen, mut n_unreadable) = (Vec::new(), 0);
    while let Some(batch) = shelf.next(n).unwrap() {
        seen.extend(batch.records.iter().map(number));
        n_unreadable += batch.n_unreadable;
        shelf.stored(batch.end, batch.n_lines).unwrap();
    }
    (seen, n_unreadable)
}

#[test]
fn a_spool_that_is_not_used_leaves_no_trace_and_one_that_was_is_private() {
    let outside = tempfile::tempdir().unwrap();
    let mut shelf = shelf(outside.path(), 1 << 20, 1_000);
    assert!(shelf.next(10).unwrap().is_none());
    assert_eq!(shelf.append(&[]).n, 0);
    assert!(!outside.path().join("room").exists());
    assert_eq!(shelf.append(&lines(0..3)).n, 3);
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&outside.path().join("room")), 0o700);
    assert_eq!(files(outside.path()).iter().map(|file| mode(file)).collect::<Vec<_>>(), [0o600]);
    let gauge = shelf.gauge();
    assert_eq!((gauge.n_records, gauge.oldest), (3, Some(Timestamp::UNIX_EPOCH)));
    assert_eq!(gauge.bytes, files(outside.path())[0].metadata().unwrap().len());
    assert_eq!(drain(&mut shelf, 10), (vec![0, 1, 2], 0));
    assert_eq!(shelf.gauge(), Gauge::default());
    assert_eq!(fs::read_dir(outside.path().join("room")).unwrap().count(), 0);
}

#[test]
fn a_segment_ends_at_its_size_and_records_of_one_moment_are_not_parted() {
    let outside = tempfile::tempdir().unwrap();
    let mut shelf = shelf(outside.path(), 1 << 20, 1_000);
    for n in 0..30 {
        assert_eq!(shelf.append(&lines(n..n + 1)).n, 1);
    }
    assert!(files(outside.path()).len() > 4);
    assert!(files(outside.path()).iter().all(|file| file.metadata().unwrap().len() <= 1_000));
    assert_eq!(drain(&mut shelf, 2).0, (0..30).collect::<Vec<_>>());
    let moved = |at, kind| Record::Move(Movement { kind, name: "Gaz".into(), at: Timestamp::from_second(at).unwrap() });
    let records = [moved(1, Move::Nobody), moved(1, Move::Here), moved(1, Move::Away), moved(2, Move::Back)];
    shelf.append(&records);
    assert_eq!(shelf.next(1).unwrap().unwrap().records, records[..3]);
}

#[test]
fn the_oldest_segments_make_room_and_are_counted() {
    let outside = tempfile::tempdir().unwrap();
    let mut shelf = shelf(outside.path(), 4_000, 1_000);
    let mut n_given_up = 0;
    for n in 0..100 {
        let kept = shelf.append(&lines(n..n + 1));
        assert!(kept.n == 1 && kept.failure.is_none());
        n_given_up += kept.n_given_up;
        assert!(shelf.gauge().bytes <= 4_000);
    }
    let n_given_up = i64::try_from(n_given_up).unwrap();
    assert_eq!(shelf.gauge().oldest, Some(Timestamp::from_millisecond(n_given_up).unwrap()));
    assert!(n_given_up > 70);
    assert_eq!(drain(&mut shelf, 7).0, (n_given_up..100).collect::<Vec<_>>());
}

#[test]
fn a_folder_that_cannot_be_used_is_a_failure_and_no_more() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("room"), "in the way").unwrap();
    let mut shelf = shelf(outside.path(), 1 << 20, 1_000);
    let kept = shelf.append(&lines(0..3));
    assert!(kept.n == 0 && kept.failure.is_some(), "{kept:?}");
    assert!(shelf.next(3).is_err());
    fs::remove_file(outside.path().join("room")).unwrap();
    assert_eq!(shelf.append(&lines(0..3)).n, 3);
    assert_eq!(drain(&mut shelf, 10).0, [0, 1, 2]);
}

#[test]
fn whatever_becomes_of_the_files_meanwhile_the_rest_is_stored() {
    let outside = tempfile::tempdir().unwrap();
    let mut shelf = shelf(outside.path(), 1 << 20, 1_000);
    for n in 0..30 {
        shelf.append(&lines(n..n + 1));
    }
    let segments = files(outside.path());
    fs::remove_file(&segments[0]).unwrap();
    fs::write(&segments[1], "").unwrap();
    let third = fs::read(&segments[2]).unwrap();
    fs::write(&segments[2], third.iter().map(|byte| if *byte == b'w' { b'v' } else { *byte }).collect::<Vec<_>>())
        .unwrap();
    fs::write(outside.path().join("room/notes.txt"), "not ours").unwrap();
    let (seen, n_unreadable) = drain(&mut shelf, 4);
    assert_eq!(i64::try_from(n_unreadable).unwrap() + i64::try_from(seen.len()).unwrap(), 30);
    assert_eq!(seen, (seen[0]..30).collect::<Vec<_>>());
    assert!(shelf.gauge() == Gauge::default() && n_unreadable > 5);
}

/// What may befall a spool.
#[derive(Clone, Debug)]
enum Fate {
    /// So many records are appended.
    Append(i64),
    /// About so many are read, and stored.
    Drain(usize),
    /// About so many are read; before anybody hears that they were stored, the process ends.
    DieStoring(usize),
    /// While so many are appended the process ends: of what it wrote, this part is there, in thousandths.
    DieAppending(i64, usize),
    /// The machine stops, and forgets how far the oldest segment had been stored.
    Forget,
}

fn fates() -> impl Strategy<Value = Vec<Fate>> {
    let fate = prop_oneof![
        4 => (1..5_i64).prop_map(Fate::Append),
        4 => (1..6_usize).prop_map(Fate::Drain),
        1 => (1..6_usize).prop_map(Fate::DieStoring),
        2 => (1..4_i64, 0..1_000_usize).prop_map(|(n, part)| Fate::DieAppending(n, part)),
        1 => Just(Fate::Forget),
    ];
    proptest::collection::vec(fate, 1..60)
}

/// A spool with what is known of it.
struct Story {
    folder: TempDir,
    shelf: Shelf,
    /// Numbers up to this are on the disk.
    kept: i64,
    /// Numbers up to this are stored.
    stored: i64,
    n_torn: u64,
    n_unreadable: u64,
    has_forgotten: bool,
}

impl Story {
    fn begin() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shelf = shelf(folder.path(), 1 << 30, 700);
        Self { folder, shelf, kept: 0, stored: 0, n_torn: 0, n_unreadable: 0, has_forgotten: false }
    }

    fn befall(&mut self, fate: &Fate) {
        match *fate {
            Fate::Append(n) => {
                let kept = self.shelf.append(&lines(self.kept..self.kept + n));
                assert_eq!(i64::try_from(kept.n).unwrap(), n);
                self.kept += n;
            }
            Fate::Drain(n) => {
                self.drain(n);
            }
            Fate::DieStoring(n) => {
                self.shelf.next(n).unwrap();
                self.begin_anew();
            }
            Fate::DieAppending(n, part) => {
                // There is a file for it first, and no line feed without all that stands before it.
                self.befall(&Fate::Append(1));
                let (_, whole) = lines_of(&lines(self.kept..self.kept + n), usize::MAX);
                let there = &whole[..whole.len() * part / 1_000];
                let youngest = files(self.folder.path()).pop().unwrap();
                fs::OpenOptions::new().append(true).open(youngest).unwrap().write_all(there).unwrap();
                self.kept += i64::try_from(n_line_feeds(there)).unwrap();
                self.n_torn += u64::from(there.last().is_some_and(|byte| *byte != b'\n'));
                self.begin_anew();
            }
            Fate::Forget => {
                fs::remove_file(self.folder.path().join("room/stored.json")).ok();
                self.has_forgotten = true;
                self.begin_anew();
            }
        }
    }

    fn begin_anew(&mut self) {
        self.shelf = shelf(self.folder.path(), 1 << 30, 700);
    }

    fn drain(&mut self, n: usize) -> bool {
        let Some(batch) = self.shelf.next(n).unwrap() else { return false };
        if let (Some(first), Some(last)) = (batch.records.first().map(number), batch.records.last().map(number)) {
            let may_repeat = std::mem::take(&mut self.has_forgotten);
            assert!(first == self.stored || (may_repeat && first < self.stored), "{first} after {}", self.stored);
            assert_eq!(batch.records.iter().map(number).collect::<Vec<_>>(), (first..=last).collect::<Vec<_>>());
            self.stored = last + 1;
        }
        self.n_unreadable += batch.n_unreadable;
        self.shelf.stored(batch.end, batch.n_lines).unwrap();
        true
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_was_kept_is_lost_parted_or_stored_out_of_turn(fates in fates()) {
        let mut story = Story::begin();
        for fate in &fates {
            story.befall(fate);
        }
        while story.drain(3) {}
        prop_assert_eq!(story.stored, story.kept);
        prop_assert_eq!(story.n_unreadable, story.n_torn);
        prop_assert_eq!(story.shelf.gauge(), Gauge::default());
        prop_assert!(files(story.folder.path()).is_empty());
    }
}

//! What looks tell: growth, a room that was started again, and the paper that a run leaves on its way.

use clap::CommandFactory as _;

use super::args::Args;
use super::looks::{Look, Looks};
use crate::measure::figure::shown;
use crate::measure::processes::Held;
use crate::measure::{Paper, Report, page};

#[test]
fn the_command_line_is_consistent() {
    Args::command().debug_assert();
}

/// A look at two rooms, of which one grows by a kilobyte a minute after having filled up fast for an hour.
fn look(minute: u32, pids: [i32; 2]) -> Look {
    let filled = u64::from(minute.min(60)) * 10 + u64::from(minute.saturating_sub(60));
    let held = |pss_kib, n_descriptors| Held { pss_kib, n_descriptors };
    let [thepub, fatpizza] = pids.map(|pid| (pid, held(1_000 + filled * u64::from(pid % 2 == 1), 18)));
    let rooms = [("thepub".to_owned(), thepub), ("fatpizza".to_owned(), fatpizza)].into();
    Look { minute: f64::from(minute), rooms, supervisor: held(9_000, 60), ..Look::default() }
}

#[test]
fn a_soak_tells_what_grows_after_the_first_hour() {
    let mut looks = Looks::default();
    assert_eq!(looks.figures(), []);
    (0..=120).for_each(|minute| looks.add(look(minute, [11, 12])));
    let figures = looks.figures();
    let of = |key: &str| figures.iter().find(|figure| figure.key == key).unwrap();
    assert_eq!(of("each-pss-growth").max.map(shown).as_deref(), Some("60.0"));
    assert_eq!(["room-pss-growth", "supervisor-pss-growth"].map(|key| shown(of(key).p50)), ["30.0", "0.000"]);
    assert_eq!(of("room-pss-growth").load, "2 rooms of the demo for 120 minutes, growth from minute 60 on");
    assert_eq!((of("room-pss").max, of("restarts").max, of("room-descriptors").n), (Some(1_660.0), Some(0.0), 2));
    let course = looks.course();
    assert_eq!((course.minutes.len(), course.points("most-pss").unwrap()[120]), (121, (120.0, 1_660.0)));
    assert_eq!(course.points("room-pss").unwrap()[60], (60.0, 1_300.0));
}

#[test]
fn a_short_soak_tells_of_its_last_half_and_a_room_that_was_started_again_is_told() {
    let mut looks = Looks::default();
    (0..=10).for_each(|minute| looks.add(look(minute, if minute < 7 { [11, 12] } else { [11, 13] })));
    assert_eq!(looks.restarts(), ["fatpizza: process 12 had ended, and 13 was there, in minute 7"]);
    let figures = looks.figures();
    assert_eq!(figures.iter().find(|figure| figure.key == "restarts").unwrap().max, Some(1.0));
    assert!(figures[0].load.ends_with("for 10 minutes, growth from minute 5 on"), "{}", figures[0].load);
    assert_eq!(figures.iter().find(|figure| figure.key == "each-pss-growth").unwrap().n, 3);
}

#[test]
fn what_is_kept_on_the_way_is_a_paper_and_makes_a_chart_over_time() {
    let folder = tempfile::tempdir().unwrap();
    let performance = folder.path().join("performance");
    std::fs::create_dir(&performance).unwrap();
    let words = "in_the_way = {}\n[[bench]]\nname = \"soak\"\ntitle = \"t\"\nabout = \"a\"\n[[bench.chart]]\n\
                 file = \"c.svg\"\ntitle = \"PSS\"\nupwards = \"KiB\"\nlines = [[\"most-pss\", \"most\"]]\n";
    std::fs::write(performance.join("words.toml"), words).unwrap();
    let report = Report::begin("soak", Some(performance.join("soak.json")));
    let mut looks = Looks::default();
    (0..=4).for_each(|minute| looks.add(look(minute, [11, 12])));
    report.keep(looks.figures(), looks.course()).unwrap();
    let paper = Paper::read(&performance.join("soak.json")).unwrap();
    assert_eq!((paper.figures, paper.course), (looks.figures(), Some(looks.course())));
    let files = page::written(folder.path()).unwrap();
    assert!(files[0].1.contains("![PSS](performance/c.svg)"), "{}", files[0].1);
    assert!(files[1].1.contains(">minutes</text>") && files[1].1.contains(">most</text>"), "{}", files[1].1);
    assert_eq!(files[1].1.matches("<circle").count(), 5);
}

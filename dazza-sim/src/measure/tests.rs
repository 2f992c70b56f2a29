//! Figures, verdicts, charts, and that the page in `docs/` is what its papers make.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::budget::{BUDGETS, Verdict, limits_of};
use super::course::slope;
use super::curve::Chart;
use super::figure::{Figure, quantile, shown};
use super::processes::{Family, Held, Usage, children};
use super::report::{Paper, Report, SCHEMA, json_of};
use super::{machine, page};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

#[test]
fn quantiles_are_values_that_were_taken() {
    let sorted: Vec<f64> = (1..=200).map(f64::from).collect();
    let shown = [0.5, 0.9, 0.99, 1.0].map(|share| shown(quantile(&sorted, share)));
    assert_eq!(shown, ["100", "180", "198", "200"]);
    assert!(quantile(&[], 0.5).is_nan());
}

#[test]
fn values_are_shown_with_the_digits_that_count() {
    assert_eq!([12_345.6, 99.94, 3.456, 0.01234].map(shown), ["12346", "99.9", "3.46", "0.012"]);
}

#[test]
fn a_figure_is_held_against_its_budgets() {
    let took = [10, 12, 14].map(Duration::from_millis);
    let figure = Figure::of("kill-to-exec", "exec", "50 rooms").durations(&took);
    let verdicts = |figure: &Figure| {
        limits_of("supervision", &figure.key)
            .map(|limit| (limit.verdict(figure), limit.told(figure)))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        verdicts(&figure),
        [(Verdict::Met, "p50 12.0 ms".to_owned()), (Verdict::Unknown, "ratio to the floor unknown".to_owned())]
    );
    let figure = figure.over("bare loop", 2.0);
    assert_eq!(verdicts(&figure)[1], (Verdict::Missed, "ratio to the floor 6.00".to_owned()));
    assert_eq!(limits_of("load", "kill-to-exec").count(), 0);
}

#[test]
fn the_file_for_json_is_found_among_what_cargo_says() {
    let of = |line: &str| json_of(line.split(' ').map(str::to_owned));
    assert_eq!(of("bench watchers --json a.json --bench"), Some("a.json".into()));
    assert_eq!(of("bench --bench"), None);
}

#[test]
fn a_paper_comes_back_from_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.json");
    let mut report = Report::begin("load", Some(path.clone()));
    report.version("PostgreSQL", "15.1");
    report.figure(Figure::of("roll", "`!roll`", "20 rooms").quantiles("ms", 9, [0.1, 0.2, 0.3]));
    report.note("books: right");
    let paper = report.end().unwrap();
    assert_eq!((paper.schema, paper.figures.len(), paper.notes.len()), (SCHEMA, 1, 1));
    assert!(!paper.machine.processor.is_empty() && paper.machine_load.iter().all(|load| !load.is_empty()));
    assert_eq!(Paper::read(&path).unwrap(), paper);
    std::fs::write(&path, paper.json().unwrap().replace("\"schema\": 1", "\"schema\": 7")).unwrap();
    assert!(Paper::read(&path).unwrap_err().to_string().contains("schema 7"));
}

#[test]
fn a_chart_holds_its_points_within_its_frame() {
    let line = vec![(100.0, 0.0), (300.0, 400.0), (1_000.0, 975.0)];
    let chart = Chart {
        title: "a < b".to_owned(),
        across: "rooms".to_owned(),
        upwards: "MiB".to_owned(),
        lines: vec![("rooms".to_owned(), line), ("none".to_owned(), Vec::new())],
    };
    let svg = chart.svg();
    assert!(svg.contains("a &lt; b") && svg.contains(">1000</text>") && svg.contains(">200</text>"), "{svg}");
    assert!(svg.contains("<polyline points=\"133.0,280.0 259.0,184.0 700.0,46.0\""), "{svg}");
    assert_eq!(svg.matches("<circle").count(), 3);
}

#[test]
fn a_slope_is_that_of_the_closest_line() {
    let about = |points: &[(f64, f64)], steep: f64| (slope(points).unwrap() - steep).abs() < 1e-9;
    assert!(about(&[(0.0, 5.0), (1.0, 7.0), (2.0, 9.0)], 2.0));
    // A step up at one end and a step down at the other cancel out; one in between tilts the line. Worked out by hand.
    assert!(about(&[(10.0, 4.0), (11.0, 4.0), (12.0, 4.0)], 0.0));
    assert!(about(&[(0.0, 0.0), (1.0, 0.0), (2.0, 3.0), (3.0, 3.0)], 1.2));
    assert!(about(&[(0.0, 9.0), (2.0, 5.0)], -2.0));
    assert_eq!([slope(&[]), slope(&[(1.0, 1.0)]), slope(&[(1.0, 1.0), (1.0, 3.0)])], [None; 3]);
}

#[test]
fn this_process_is_seen() {
    let own = i32::try_from(std::process::id()).unwrap();
    let usage = Usage::of(own);
    assert!(usage.pss_kib > 0 && usage.pss_kib <= usage.rss_kib && !usage.on_processor.is_zero(), "{usage:?}");
    let held = Held::by(own);
    assert!(held.pss_kib > 0 && held.n_descriptors >= 3, "{held:?}");
    assert_eq!(Held::by_all(&[own, own]).n_descriptors, 2 * held.n_descriptors);
    assert_eq!(Family::of(own).rooms, Vec::<i32>::new());
    let mut child = std::process::Command::new("cat").stdin(std::process::Stdio::piped()).spawn().unwrap();
    assert!(children(own).contains(&i32::try_from(child.id()).unwrap()));
    drop(child.stdin.take());
    child.wait().unwrap();
    assert!(machine::version_of(Path::new("rustc")).starts_with("rustc 1."));
    assert_eq!(machine::version_of(Path::new("no/such/program")), "unknown");
}

#[test]
fn every_budget_is_a_row_of_the_page_and_the_page_is_what_its_papers_make() {
    let files = page::written(&docs()).unwrap();
    let (_, text) = &files[0];
    for budget in BUDGETS {
        assert!(text.contains(&format!("| {} |", budget.what)), "{}", budget.key);
    }
    for (path, made) in &files {
        let there = std::fs::read_to_string(path).unwrap_or_default();
        assert!(there == *made, "{} is not what its papers make; `scripts/bench page` makes it", path.display());
    }
}

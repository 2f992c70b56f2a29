//! `docs/performance.md` and the charts beside it, made of the papers of a run: papers go in, files come out.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::budget::{BUDGETS, Budget, Verdict};
use super::curve::Chart;
use super::figure::{Figure, shown};
use super::report::Paper;

/// The words of the page that no paper has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What stands in the way of a budget that is missed, by its key.
    in_the_way: BTreeMap<String, String>,
    /// The benches, in the order of the page.
    bench: Vec<Bench>,
}

/// A bench of the page.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bench {
    name: String,
    title: String,
    about: String,
    #[serde(default)]
    chart: Vec<Wanted>,
}

/// A chart over the number of rooms, made of figures whose keys end with that number; or over time, if the bench has looked at
/// lines of these keys over time.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    file: String,
    title: String,
    upwards: String,
    /// Keys, or beginnings of keys, and what their lines are called.
    lines: Vec<(String, String)>,
    /// What the values are multiplied by.
    #[serde(default = "one")]
    times: f64,
    /// Whether the line is of what 99 in 100 are not above.
    #[serde(default)]
    is_p99: bool,
}

const fn one() -> f64 {
    1.0
}

const HEAD: &str = "\
# Performance

What a fleet costs and how quick it is, as one run on one machine had it. Times are noisy: compare the ratios to the floor, which
is what the same machine did at best in the same run. This page is made by `scripts/bench` of the JSON in `performance/`.

```console
$ scripts/bench               # all but the soak, one after the other, and this page anew
$ scripts/bench supervision   # one bench, by its name below, and this page anew
$ scripts/bench soak          # which takes two hours; more with `-- --minutes 600`
```
";

/// The files that the papers and words in `docs/performance` make, with their paths.
///
/// # Errors
///
/// Something cannot be read, or is not what it should be.
pub fn written(docs: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let folder = docs.join("performance");
    let words = fs::read_to_string(folder.join("words.toml"))?;
    let words: Words = toml::from_str(&words).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    let mut papers = BTreeMap::new();
    for bench in &words.bench {
        let path = folder.join(format!("{}.json", bench.name));
        if path.exists() {
            papers.insert(bench.name.clone(), Paper::read(&path)?);
        }
    }
    let page = words.page(&papers);
    let charts = words.bench.iter().filter_map(|bench| Some((bench, papers.get(&bench.name)?)));
    let charts = charts.flat_map(|(bench, paper)| bench.chart.iter().map(move |chart| (chart, paper)));
    let charts = charts.map(|(chart, paper)| (folder.join(&chart.file), chart.of(paper).svg()));
    Ok(std::iter::once((docs.join("performance.md"), page)).chain(charts).collect())
}

impl Words {
    fn page(&self, papers: &BTreeMap<String, Paper>) -> String {
        let mut page = format!("{HEAD}\n## Budgets\n\n| what | budget | measured | |\n| --- | --- | --- | --- |\n");
        for budget in BUDGETS {
            page.push_str(&self.row(budget, papers));
        }
        for bench in &self.bench {
            let Some(paper) = papers.get(&bench.name) else { continue };
            page.push_str(&bench.chapter(paper));
        }
        page
    }

    fn row(&self, budget: &Budget, papers: &BTreeMap<String, Paper>) -> String {
        let of = |limit: &super::budget::Limit| papers.get(limit.bench).and_then(|paper| paper.figure(limit.figure));
        let bounds: Vec<_> = budget.limits.iter().map(ToString::to_string).collect();
        let measured =
            budget.limits.iter().map(|limit| of(limit).map_or("not measured".to_owned(), |it| limit.told(it)));
        let mut measured: Vec<_> = measured.collect();
        if budget.limits.iter().all(|limit| of(limit).is_none()) {
            measured.clear();
        }
        let verdicts = budget.limits.iter().map(|limit| of(limit).map_or(Verdict::Unknown, |it| limit.verdict(it)));
        let worst = verdicts.max_by_key(|verdict| match verdict {
            Verdict::Met => 0,
            Verdict::Unknown => 1,
            Verdict::Missed => 2,
        });
        let mut verdict = worst.unwrap_or(Verdict::Unknown).to_string();
        if let Some(why) = self.in_the_way.get(budget.key).filter(|_| worst != Some(Verdict::Met)) {
            verdict = format!("{verdict}: {why}");
        }
        format!("| {} | {} | {} | {verdict} |\n", budget.what, bounds.join("; "), measured.join("; "))
    }
}

impl Bench {
    fn chapter(&self, paper: &Paper) -> String {
        let Self { name, title, about, chart } = self;
        let mut text = format!("\n## {title}\n\n{about} `scripts/bench {name}`.\n\n");
        let mut put = |line: String| {
            text.push_str(&line);
            text.push('\n');
        };
        put(format!("* machine: {}", paper.machine.told()));
        let [start, end] = &paper.machine_load;
        put(format!("* load averages: {start} at the start, {end} at the end"));
        let versions: Vec<_> = paper.versions.iter().map(|(what, version)| told_version(what, version)).collect();
        put(format!("* {}", versions.join(", ")));
        let mut load = None;
        for figure in &paper.figures {
            if load != Some(&figure.load) {
                load = Some(&figure.load);
                put(format!(
                    "\n{}:\n\n| figure | n | p50 | p90 | p99 | most | floor | ratio |\n\
                     | --- | ---: | ---: | ---: | ---: | ---: | --- | ---: |",
                    capital(&figure.load)
                ));
            }
            put(row(figure));
        }
        if !paper.notes.is_empty() {
            put(String::new());
        }
        paper.notes.iter().for_each(|note| put(format!("* {note}")));
        for Wanted { file, title, .. } in chart {
            put(format!("\n![{title}](performance/{file})"));
        }
        text
    }
}

impl Wanted {
    fn of(&self, paper: &Paper) -> Chart {
        let value = |figure: &Figure| figure.p99.filter(|_| self.is_p99).unwrap_or(figure.p50) * self.times;
        let n_rooms = |figure: &Figure, key: &str| figure.key.strip_prefix(key)?.strip_prefix('-')?.parse::<u32>().ok();
        let over_rooms = |key: &str| {
            let points = paper.figures.iter().filter_map(|it| Some((f64::from(n_rooms(it, key)?), value(it))));
            points.collect::<Vec<_>>()
        };
        let line = |(key, name): &(String, String)| {
            let over_time = paper.course.as_ref().and_then(|course| course.points(key));
            let points = over_time.map(|points| points.into_iter().map(|(x, y)| (x, y * self.times)).collect());
            (name.clone(), points.unwrap_or_else(|| over_rooms(key)))
        };
        Chart {
            title: self.title.clone(),
            across: if paper.course.is_some() { "minutes" } else { "rooms" }.to_owned(),
            upwards: self.upwards.clone(),
            lines: self.lines.iter().map(line).collect(),
        }
    }
}

/// Most programs say their own name before their version.
fn told_version(what: &str, version: &str) -> String {
    if version.starts_with(what) { version.to_owned() } else { format!("{what} {version}") }
}

fn row(figure: &Figure) -> String {
    let cell = |value: Option<f64>| value.filter(|_| figure.n != 1).map_or_else(String::new, shown);
    let Figure { name, unit, n, p50, p90, p99, max, floor, .. } = figure;
    let floor = floor.as_ref().map_or_else(
        || " | ".to_owned(),
        |floor| format!("{} {} {unit} | {}", floor.name, shown(floor.p50), shown(floor.ratio)),
    );
    let spread = [*p90, *p99, *max].map(cell).join(" | ");
    format!("| {name} | {n} | {} {unit} | {spread} | {floor} |", shown(*p50))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

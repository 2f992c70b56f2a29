//! What the figures must be: counted from scratch from all that was said, by plain code.

use std::collections::{BTreeMap, BTreeSet};

use dazza_shared::words::word_count;
use dazza_shared::writing::{Writing, vocabulary};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// A line that was said.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) room: &'static str,
    pub(super) who: &'static str,
    pub(super) text: String,
    pub(super) at: Timestamp,
    pub(super) is_own: bool,
}

/// All figures, each as text by what it is of.
pub(super) type Figures = BTreeMap<String, String>;

/// The figures of these lines; days and hours are those of `zone`.
pub(super) fn figures(lines: &[Said], zone: &TimeZone, today: Date) -> Figures {
    let people: Vec<&Said> = lines.iter().filter(|said| !said.is_own && !said.who.starts_with('[')).collect();
    let mut figures = Figures::new();
    days(&people, zone, &mut figures);
    rooms_by_hour(&people, &mut figures);
    let hours = hours(&people, zone, &mut figures);
    for (who, by_hour) in &hours {
        figures.insert(format!("summary {who}"), summary(by_hour));
    }
    for who in hours.keys() {
        let spoken = people.iter().filter(|said| said.who == *who);
        let days: BTreeSet<Date> = spoken.map(|said| zone.to_datetime(said.at).date()).collect();
        figures.insert(format!("streak {who}"), streak(&days, today));
        writing(who, &people, &mut figures);
    }
    figures
}

fn days(people: &[&Said], zone: &TimeZone, figures: &mut Figures) {
    let mut days: BTreeMap<String, Vec<&Said>> = BTreeMap::new();
    for said in people {
        let day = zone.to_datetime(said.at).date();
        days.entry(format!("day {} {} {day}", said.room, said.who)).or_default().push(said);
    }
    for (key, lines) in days {
        let n_words: usize = lines.iter().map(|said| word_count(&said.text)).sum();
        let n_signs: usize = lines.iter().map(|said| said.text.chars().count()).sum();
        let (first, last) = (lines.iter().map(|said| said.at).min(), lines.iter().map(|said| said.at).max());
        let seconds = |at: Option<Timestamp>| at.unwrap().as_second();
        figures.insert(key, format!("{} {n_words} {n_signs} {} {}", lines.len(), seconds(first), seconds(last)));
    }
}

fn rooms_by_hour(people: &[&Said], figures: &mut Figures) {
    let mut hours: BTreeMap<String, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for said in people {
        let hour = said.at.as_second().div_euclid(3600) * 3600;
        let (n, who) = hours.entry(format!("hour {} {hour}", said.room)).or_default();
        *n += 1;
        who.insert(said.who);
    }
    figures.extend(hours.into_iter().map(|(key, (n, who))| (key, format!("{n} {}", who.len()))));
}

fn hours<'a>(people: &[&Said], zone: &TimeZone, figures: &mut Figures) -> BTreeMap<&'a str, [i64; 24]> {
    let mut by_room: BTreeMap<String, (i64, usize, usize)> = BTreeMap::new();
    let mut by_person: BTreeMap<&str, [i64; 24]> = BTreeMap::new();
    for said in people {
        let hour = usize::try_from(zone.to_datetime(said.at).hour()).unwrap();
        let (n, words, signs) = by_room.entry(format!("clock {} {} {hour:02}", said.room, said.who)).or_default();
        *n += 1;
        *words += word_count(&said.text);
        *signs += said.text.chars().count();
        by_person.entry(said.who).or_insert([0; 24])[hour] += 1;
    }
    figures.extend(by_room.into_iter().map(|(key, (n, words, signs))| (key, format!("{n} {words} {signs}"))));
    by_person
}

/// Source: `platform.md`, 7.4.
fn summary(by_hour: &[i64; 24]) -> String {
    let total: i64 = by_hour.iter().sum();
    let slots = [6, 12, 18, 0].map(|from| by_hour[from..from + 6].iter().sum::<i64>());
    let most = (0..24).rev().max_by_key(|hour| by_hour[*hour]).unwrap();
    let least = (0..24).filter(|hour| by_hour[*hour] > 0).min_by_key(|hour| by_hour[*hour]).unwrap();
    #[expect(clippy::cast_precision_loss, reason = "some hundred lines")]
    let consistency = {
        let mean = total as f64 / 24.0;
        let variance = by_hour.iter().map(|n| (*n as f64 - mean).powi(2)).sum::<f64>() / 24.0;
        (100.0 - variance.sqrt() / mean * 100.0).max(0.0)
    };
    let [morning, afternoon, evening, night] = slots;
    let (owl, bird) = (tenths(night * 100, total), tenths(morning * 100, total));
    format!("{most} {least} {morning} {afternoon} {evening} {night} {owl} {bird} {consistency:.1}")
}

/// Source: `platform.md`, 7.2.
fn streak(days: &BTreeSet<Date>, today: Date) -> String {
    let mut runs: Vec<(Date, Date, u32)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last, n)) if last.saturating_add(1.day()) == *day => (*last, *n) = (*day, *n + 1),
            _ => runs.push((*day, *day, 1)),
        }
    }
    let best = runs.iter().map(|(.., n)| *n).max().unwrap();
    let (first, last, n) = *runs.last().unwrap();
    let is_alive = last >= today.saturating_sub(1.day());
    let current = if is_alive { n } else { 0 };
    let began = if is_alive { first.to_string() } else { "-".to_owned() };
    format!("{current} {best} {last} {began} {}", days.len())
}

/// Source: `platform.md`, 7.5.
fn writing(who: &str, people: &[&Said], figures: &mut Figures) {
    let mut writing = Writing::default();
    let mut words: BTreeMap<String, u32> = BTreeMap::new();
    for said in people.iter().filter(|said| said.who == who) {
        writing.take(&said.text, 0);
        for word in vocabulary(&said.text) {
            *words.entry(word).or_default() += 1;
        }
    }
    let w = &writing;
    let told = format!(
        "{} {} {} {} {} {} {} {} {} {} {} {} {} {} {}",
        w.messages,
        w.words,
        w.signs / w.messages,
        tenths(w.words, w.messages),
        w.emoji,
        tenths(w.emoji * 100, w.messages),
        w.caps,
        tenths(w.caps * 100, w.messages),
        w.questions,
        w.exclamations,
        w.urls,
        w.mentions,
        w.longest,
        w.shortest,
        words.len(),
    );
    figures.insert(format!("writing {who}"), told);
    figures.extend(words.into_iter().map(|(word, n)| (format!("word {who} {word}"), n.to_string())));
}

/// A quotient to one decimal, halves upwards.
fn tenths(n: i64, of: i64) -> String {
    let tenths = (n * 20 + of) / (of * 2);
    format!("{}.{}", tenths / 10, tenths % 10)
}

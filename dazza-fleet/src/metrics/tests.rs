//! The page against parsers that are not ours, and against the table.

use std::collections::BTreeSet;
use std::time::Duration;

use dazza_shared::counters::{CommandResult, Counters, ErrorKind};
use dazza_shared::link::Gauges;
use dazza_shared::phase::{LinePhase, Phase};
use jiff::Timestamp;
use openmetrics_parser::openmetrics::parse_openmetrics;
use openmetrics_parser::prometheus::parse_prometheus;

use super::metric::{Kind, Read};
use super::{Form, Scrape, page, table};
use crate::view::{FleetView, RestartReason, sample};

/// A fleet in which every metric has something to tell: of `fatpizza`, whose process is this one.
fn lively() -> FleetView {
    let mut counters = Counters { joins: 2, lines_in: 7, ..Counters::default() };
    counters.count_command("roll", CommandResult::Ok);
    counters.count_error(ErrorKind::Connect);
    counters.store.unreadable = 1;
    counters.handling.observe(Duration::from_micros(80));
    counters.handling.observe(Duration::from_secs(9));
    let mut view = sample::fleet(&[("fatpizza", Phase::Joined), ("thepub", Phase::Blocked)]);
    view.work.link_lines = 3;
    view.work.turns.observe(Duration::from_micros(40));
    let room = view.rooms.first_mut().unwrap();
    room.pid = Some(std::process::id().try_into().unwrap());
    room.version = Some("0.1.0".to_owned());
    (room.counters, room.beat_age_seconds, room.line) = (counters, Some(0.5), Some(LinePhase::Joined));
    room.gauges = Gauges {
        players: 4,
        afk: 1,
        viewers: 6,
        on_screen: None,
        playlist: 120,
        outbox: 1,
        deeds: 2,
        unstored: 7,
        spooled: 5,
        spool_bytes: 900,
        spooled_since: None,
    };
    room.spooled_for_seconds = Some(40);
    room.restarts_by = [(RestartReason::Signal, 2)].into();
    let gone = view.rooms.last_mut().unwrap();
    (gone.pid, gone.uptime_seconds) = (None, None);
    view
}

fn written(view: FleetView) -> String {
    page(Scrape::gather(view, Timestamp::from_second(90).unwrap())).unwrap()
}

#[test]
fn a_foreign_parser_reads_every_metric_with_its_kind_and_labels() {
    let page = written(lively());
    let read = parse_openmetrics(&page).unwrap_or_else(|error| panic!("{error}\n{page}"));
    assert_eq!(read.families.len(), table::all().count());
    for metric in table::all() {
        let family = read.families.get(&metric.family()).unwrap_or_else(|| panic!("no {}", metric.family()));
        assert_eq!(format!("{:?}", family.family_type).to_lowercase(), metric.kind.as_str(), "{}", metric.name);
        assert_eq!(family.help, metric.help);
        let unit = metric.unit.filter(|_| metric.kind != Kind::Histogram).map_or("", |unit| unit.as_str());
        assert_eq!(family.unit, unit, "{}", metric.name);
        let labels: BTreeSet<&str> = metric.all_labels().collect();
        let told: BTreeSet<&str> = family.get_label_names().iter().map(String::as_str).collect();
        assert_eq!(told, labels, "{}", metric.name);
        assert!(family.iter_samples().next().is_some(), "{} tells nothing", metric.name);
    }
}

#[test]
fn a_foreign_parser_reads_the_older_form_too() {
    let page = Form::Classic.of(written(lively()));
    let read = parse_prometheus(&page).unwrap_or_else(|error| panic!("{error}\n{page}"));
    assert_eq!(read.families.len(), table::all().count());
    for metric in table::all() {
        let family = read.families.get(&metric.full_name()).unwrap_or_else(|| panic!("no {}", metric.full_name()));
        let kind = if metric.kind == Kind::Info { Kind::Gauge } else { metric.kind };
        assert_eq!(format!("{:?}", family.family_type).to_lowercase(), kind.as_str(), "{}", metric.name);
    }
    assert!(!page.contains("# EOF") && !page.contains("# UNIT"), "{page}");
}

#[test]
fn a_fleet_without_rooms_is_a_page_as_well() {
    let page = written(sample::fleet(&[]));
    parse_openmetrics(&page).unwrap_or_else(|error| panic!("{error}\n{page}"));
    assert!(page.ends_with("# EOF\n"));
    for metric in table::all() {
        let is_told = page.contains(&format!("# TYPE {} ", metric.family()));
        assert_eq!(is_told, matches!(metric.read, Read::Fleet(_)), "{}", metric.name);
    }
}

#[test]
fn a_room_shows_its_figures() {
    let page = written(lively());
    for line in [
        r#"dazza_room_phase{room="fatpizza",phase="joined"} 1"#,
        r#"dazza_room_phase{room="fatpizza",phase="blocked"} 0"#,
        r#"dazza_room_restarts_total{room="fatpizza",reason="signal"} 2"#,
        r#"dazza_room_restarts_total{room="fatpizza",reason="silent"} 0"#,
        r#"dazza_room_line{room="fatpizza",state="joined"} 1"#,
        r#"dazza_room_line{room="thepub",state="joined"} 0"#,
        r#"dazza_room_link_up{room="fatpizza"} 1"#,
        r#"dazza_room_link_up{room="thepub"} 0"#,
        r#"dazza_room_beat_age_seconds{room="fatpizza"} 0.5"#,
        r#"dazza_room_lines_in_total{room="fatpizza"} 7"#,
        r#"dazza_room_joins_total{room="fatpizza"} 2"#,
        r#"dazza_room_playlist_entries{room="fatpizza"} 120"#,
        r#"dazza_room_commands_total{room="fatpizza",command="roll",result="ok"} 1"#,
        r#"dazza_room_errors_total{room="fatpizza",kind="connect"} 1"#,
        r#"dazza_room_handling_seconds_bucket{le="0.0001",room="fatpizza"} 1"#,
        r#"dazza_room_handling_seconds_bucket{le="+Inf",room="fatpizza"} 2"#,
        r#"dazza_room_handling_seconds_count{room="fatpizza"} 2"#,
        r#"dazza_room_records_dropped_total{room="fatpizza",cause="unreadable"} 1"#,
        r#"dazza_room_spool_records{room="fatpizza"} 5"#,
        r#"dazza_room_spool_bytes{room="fatpizza"} 900"#,
        r#"dazza_room_spool_age_seconds{room="fatpizza"} 40"#,
        r#"dazza_room_spool_age_seconds{room="thepub"} 0"#,
        r#"dazza_fleet_rooms{phase="joined"} 1"#,
        "dazza_fleet_rooms_wanted 2",
        "dazza_postgres_up 1",
        "dazza_postgres_restarts_total 1",
        "dazza_backup_age_seconds 90.0",
        "dazza_backup_size_bytes 3145728",
        "dazza_backup_ok 1",
        "dazza_backup_duration_seconds 1.5",
        r#"dazza_backups{condition="good"} 2"#,
        r#"dazza_job_last_success_seconds{job="content"} 0.0"#,
        r#"dazza_job_duration_seconds{job="content"} 1.5"#,
        r#"dazza_job_records{job="content"} 7"#,
        r#"dazza_job_failures_total{job="content"} 2"#,
        "dazza_fleet_uptime_seconds 90.0",
        "dazza_fleet_link_lines_total 3",
        "dazza_fleet_turn_seconds_count 1",
        concat!(r#"dazza_build_info{version=""#, env!("CARGO_PKG_VERSION"), r#""} 1"#),
    ] {
        assert!(page.lines().any(|l| l == line), "no {line} in\n{page}");
    }
    assert!(page.contains(r#"dazza_room_memory_pss_bytes{room="fatpizza"}"#));
    assert!(!page.contains(r#"dazza_room_memory_pss_bytes{room="thepub"}"#), "a room without a process has no memory");
}

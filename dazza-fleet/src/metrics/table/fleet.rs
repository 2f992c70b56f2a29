//! Metrics of the supervisor and of the fleet as a whole.

use std::time::Duration;

use dazza_shared::phase::Phase;
use dazza_shared::store::jobs::board::Standing;

use crate::metrics::metric::{Kind, Metric, Read, Sample, Source, Unit, Value};
use crate::metrics::sample::{one, real, split, spread, time};
use crate::metrics::scrape::Scrape;
use crate::view::{DatabaseKind, DatabaseState, DatabaseView, LastBackup};

/// One row each.
pub(super) static METRICS: &[Metric] = &[
    Metric {
        name: "dazza_build",
        kind: Kind::Info,
        unit: None,
        labels: &["version"],
        help: "What this supervisor was built as",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| vec![Sample { labels: vec![&fleet.view.version], value: Value::Labels }]),
    },
    Metric {
        name: "dazza_fleet_uptime",
        kind: Kind::Gauge,
        unit: Some(Unit::Seconds),
        labels: &[],
        help: "Age of the supervisor",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| time(fleet.uptime)),
    },
    Metric {
        name: "dazza_fleet_rooms_wanted",
        kind: Kind::Gauge,
        unit: None,
        labels: &[],
        help: "Rooms that are to be served",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| one(fleet.rooms.iter().filter(|room| room.view.is_wanted).count() as u64)),
    },
    Metric {
        name: "dazza_fleet_rooms",
        kind: Kind::Gauge,
        unit: None,
        labels: &["phase"],
        help: "Rooms in each phase",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| split(Phase::ALL.map(|phase| (phase.as_str(), n_in(fleet, phase))))),
    },
    Metric {
        name: "dazza_fleet_turn",
        kind: Kind::Histogram,
        unit: Some(Unit::Seconds),
        labels: &[],
        help: "How long each turn of the supervisor's loop took, waiting aside",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| spread(&fleet.view.work.turns)),
    },
    Metric {
        name: "dazza_fleet_link_lines",
        kind: Kind::Counter,
        unit: None,
        labels: &[],
        help: "Lines taken in from the rooms, those of the live feed aside",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| one(fleet.view.work.link_lines)),
    },
    Metric {
        name: "dazza_fleet_log",
        kind: Kind::Counter,
        unit: Some(Unit::Bytes),
        labels: &[],
        help: "Written to the supervisor's log file",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| one(fleet.view.work.log.bytes)),
    },
    Metric {
        name: "dazza_fleet_log_records_dropped",
        kind: Kind::Counter,
        unit: None,
        labels: &[],
        help: "Records that came faster than the rate of the supervisor's log and were dropped",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| one(fleet.view.work.log.records_dropped)),
    },
    Metric {
        name: "dazza_fleet_log_failures",
        kind: Kind::Counter,
        unit: None,
        labels: &[],
        help: "Records that could not be written, and log files that could not be compressed or removed",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| one(fleet.view.work.log.failures)),
    },
    Metric {
        name: "dazza_postgres_up",
        kind: Kind::Gauge,
        unit: None,
        labels: &[],
        help: "1 while the database server of the fleet's own takes connections; absent where the server is another",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| one(embedded(fleet).map(|own| u64::from(own.state == DatabaseState::Ready)))),
    },
    Metric {
        name: "dazza_postgres_restarts",
        kind: Kind::Counter,
        unit: None,
        labels: &[],
        help: "How often the database server of the fleet's own was started again; absent where the server is another",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| one(embedded(fleet).map(|own| own.restarts))),
    },
    Metric {
        name: "dazza_fleet_scrape",
        kind: Kind::Gauge,
        unit: Some(Unit::Seconds),
        labels: &[],
        help: "How long it took to look at all processes for this page",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| time(fleet.took)),
    },
    Metric {
        name: "dazza_backup_age",
        kind: Kind::Gauge,
        unit: Some(Unit::Seconds),
        labels: &[],
        help: "Age of the newest good backup of the database; none while there is none",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| fleet.backup_age.map(time).unwrap_or_default()),
    },
    Metric {
        name: "dazza_backup_size",
        kind: Kind::Gauge,
        unit: Some(Unit::Bytes),
        labels: &[],
        help: "Size of the newest good backup",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| one(fleet.view.backup.newest_bytes)),
    },
    Metric {
        name: "dazza_backup_ok",
        kind: Kind::Gauge,
        unit: None,
        labels: &[],
        help: "Whether the last backup that the supervisor took succeeded; none before the first",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| one(last_backup(fleet).map(|last| u64::from(last.error.is_none())))),
    },
    Metric {
        name: "dazza_backup_duration",
        kind: Kind::Gauge,
        unit: Some(Unit::Seconds),
        labels: &[],
        help: "How long the last backup that the supervisor took lasted",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| real(last_backup(fleet).map(|last| last.took_seconds))),
    },
    Metric {
        name: "dazza_backups",
        kind: Kind::Gauge,
        unit: None,
        labels: &["condition"],
        help: "Backups in the state folder",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| split([("good", fleet.view.backup.good), ("damaged", fleet.view.backup.damaged)])),
    },
    Metric {
        name: "dazza_job_last_success",
        kind: Kind::Gauge,
        unit: Some(Unit::Seconds),
        labels: &["job"],
        help: "When each job last did its work, in seconds since 1970; none before",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| {
            of_jobs(fleet, |job| job.last_success.map(|at| Value::Real(at.as_duration().as_secs_f64())))
        }),
    },
    Metric {
        name: "dazza_job_duration",
        kind: Kind::Gauge,
        unit: Some(Unit::Seconds),
        labels: &["job"],
        help: "How long the last run of each job took",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| {
            of_jobs(fleet, |job| Some(Value::Real(Duration::from_millis(job.took_ms?).as_secs_f64())))
        }),
    },
    Metric {
        name: "dazza_job_records",
        kind: Kind::Gauge,
        unit: None,
        labels: &["job"],
        help: "Rows that the last run of each job made or changed",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| of_jobs(fleet, |job| job.n_records.map(Value::Whole))),
    },
    Metric {
        name: "dazza_job_failures",
        kind: Kind::Counter,
        unit: None,
        labels: &["job"],
        help: "How often each job has failed since there is the database",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| of_jobs(fleet, |job| Some(Value::Whole(job.n_failures)))),
    },
    Metric {
        name: "dazza_live_clients",
        kind: Kind::Gauge,
        unit: None,
        labels: &["way"],
        help: "Clients that follow the live feed",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| {
            split([("socket", fleet.view.watchers.sockets), ("stream", fleet.view.watchers.streams)])
        }),
    },
    Metric {
        name: "dazza_live_entries",
        kind: Kind::Counter,
        unit: None,
        labels: &[],
        help: "Entries of the live feed",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| one(fleet.view.watchers.entries)),
    },
    Metric {
        name: "dazza_live_sent",
        kind: Kind::Counter,
        unit: None,
        labels: &[],
        help: "Entries of the live feed sent, once for each client",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| one(fleet.view.watchers.sent)),
    },
    Metric {
        name: "dazza_live_missed",
        kind: Kind::Counter,
        unit: None,
        labels: &[],
        help: "What rooms told and the live feed was too busy to take in",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| one(fleet.view.watchers.missed)),
    },
    Metric {
        name: "dazza_live_dropped",
        kind: Kind::Counter,
        unit: None,
        labels: &["reason"],
        help: "Clients of the live feed that were shut out or not let in",
        source: Source::Supervisor,
        read: Read::Fleet(|fleet| split(fleet.view.watchers.dropped())),
    },
    Metric {
        name: "dazza_fleet_memory_pss",
        kind: Kind::Gauge,
        unit: Some(Unit::Bytes),
        labels: &[],
        help: "Memory of the supervisor, shared pages counted in part (PSS)",
        source: Source::System,
        read: Read::Fleet(|fleet| one(fleet.vitals.pss)),
    },
    Metric {
        name: "dazza_fleet_memory_rss",
        kind: Kind::Gauge,
        unit: Some(Unit::Bytes),
        labels: &[],
        help: "Memory of the supervisor, shared pages counted whole (RSS)",
        source: Source::System,
        read: Read::Fleet(|fleet| one(fleet.vitals.rss)),
    },
    Metric {
        name: "dazza_fleet_cpu",
        kind: Kind::Counter,
        unit: Some(Unit::Seconds),
        labels: &[],
        help: "Processor time of the supervisor",
        source: Source::System,
        read: Read::Fleet(|fleet| real(fleet.vitals.cpu_seconds)),
    },
    Metric {
        name: "dazza_fleet_open_files",
        kind: Kind::Gauge,
        unit: None,
        labels: &[],
        help: "Files and sockets that the supervisor has open",
        source: Source::System,
        read: Read::Fleet(|fleet| one(fleet.vitals.open_files)),
    },
];

fn embedded(scrape: &Scrape) -> Option<&DatabaseView> {
    Some(&scrape.view.database).filter(|database| database.kind == DatabaseKind::Embedded)
}

fn last_backup(scrape: &Scrape) -> Option<&LastBackup> {
    scrape.view.backup.last.as_ref()
}

fn of_jobs<'a>(scrape: &'a Scrape, read: fn(&'a Standing) -> Option<Value<'a>>) -> Vec<Sample<'a>> {
    let sample = |job: &'a Standing| Some(Sample { labels: vec![&job.name], value: read(job)? });
    scrape.view.jobs.iter().filter_map(sample).collect()
}

fn n_in(scrape: &Scrape, phase: Phase) -> u64 {
    scrape.rooms.iter().filter(|room| room.view.phase == phase).count() as u64
}

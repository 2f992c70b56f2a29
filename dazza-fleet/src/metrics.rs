//! The view, as Prometheus text.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;

use dazza_shared::counters::HANDLING_BOUNDS_US;
use dazza_shared::names::RoomName;
use dazza_shared::phase::Phase;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeGaugeValue, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::{Registry, Unit};

use crate::view::{FleetView, RoomView};

/// Memory of each room's process, shared pages counted in part. Unit: bytes.
pub(crate) type Memory = BTreeMap<RoomName, u64>;

/// One series that every room has: its name, its help, and what it reads; no value, no line.
type Series<V> = (&'static str, &'static str, fn(&RoomView) -> Option<V>);

const COUNTS: [Series<u64>; 7] = [
    ("dazza_room_restarts", "Processes started after the first one", |room| Some(room.restarts)),
    ("dazza_room_lines_in", "Chat lines heard", |room| Some(room.lines_in)),
    ("dazza_room_lines_out", "Chat lines and private messages sent", |room| Some(room.lines_out)),
    ("dazza_room_lines_unconfirmed", "Lines sent whose echo never came", |room| Some(room.counters.lines_unconfirmed)),
    ("dazza_room_frames_unreadable", "Frames that could not be read", |room| Some(room.counters.frames_unreadable)),
    ("dazza_room_connects", "Connections to the chat server begun", |room| Some(room.counters.connects)),
    ("dazza_room_joins", "Times the room was joined", |room| Some(room.counters.joins)),
];

const GAUGES: [Series<u64>; 2] = [
    ("dazza_room_players", "Named people in the room", |room| Some(room.players)),
    ("dazza_room_viewers", "Connections in the room, anonymous ones included", |room| Some(room.viewers)),
];

const AGES: [Series<f64>; 2] = [
    ("dazza_room_beat_age", "Time since the last sign of life", |room| room.beat_age_seconds),
    #[expect(clippy::cast_precision_loss, reason = "no process lives for 2^53 seconds")]
    ("dazza_room_uptime", "Age of the process", |room| room.uptime_seconds.map(|seconds| seconds as f64)),
];

/// The whole page.
///
/// # Errors
///
/// None in practice: a `String` takes any text.
pub(crate) fn page(view: FleetView, memory: Memory) -> Result<String, fmt::Error> {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Scrape { view, memory }));
    let mut page = String::new();
    encode(&mut page, &registry)?;
    Ok(page)
}

/// Reads the memory of each room's process; the processes that are gone meanwhile are left out.
///
/// Source: proc(5), `/proc/PID/smaps_rollup`.
pub(crate) fn memory(pids: &[(RoomName, i32)]) -> Memory {
    let pss = |pid: i32| {
        let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
        let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
    };
    pids.iter().filter_map(|(room, pid)| Some((room.clone(), pss(*pid)?))).collect()
}

#[derive(Debug)]
struct Scrape {
    view: FleetView,
    memory: Memory,
}

impl Collector for Scrape {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        self.fleet(&mut encoder)?;
        self.phases(&mut encoder)?;
        for (name, help, read) in COUNTS {
            let mut metric = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
            for (room, value) in self.values(read) {
                metric.encode_family(&[("room", room)])?.encode_counter::<NoLabelSet, _, u64>(&value, None)?;
            }
        }
        for (name, help, read) in GAUGES {
            let metric = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
            self.gauge(metric, read)?;
        }
        for (name, help, read) in AGES {
            let metric = encoder.encode_descriptor(name, help, Some(&Unit::Seconds), MetricType::Gauge)?;
            self.gauge(metric, read)?;
        }
        self.commands(&mut encoder)?;
        self.errors(&mut encoder)?;
        self.handling(&mut encoder)?;
        self.memory(&mut encoder)
    }
}

impl Scrape {
    fn values<V>(&self, read: fn(&RoomView) -> Option<V>) -> impl Iterator<Item = (&str, V)> {
        self.view.rooms.iter().filter_map(move |room| Some((room.name.as_str(), read(room)?)))
    }

    fn fleet(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let n_rooms = self.view.rooms.iter().filter(|room| room.is_wanted).count() as u64;
        encoder
            .encode_descriptor("dazza_fleet_rooms", "Rooms that are wanted", None, MetricType::Gauge)?
            .encode_gauge(&n_rooms)?;
        encoder
            .encode_descriptor("dazza_build", "What this supervisor was built as", None, MetricType::Info)?
            .encode_info(&[("version", self.view.version.as_str())])
    }

    fn phases(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let help = "1 for the phase the room is in, 0 for all others";
        let mut metric = encoder.encode_descriptor("dazza_room_phase", help, None, MetricType::Gauge)?;
        for room in &self.view.rooms {
            for phase in Phase::ALL {
                let labels = [("room", room.name.as_str()), ("phase", phase.as_str())];
                metric.encode_family(&labels)?.encode_gauge(&u64::from(room.phase == phase))?;
            }
        }
        Ok(())
    }

    fn gauge<V: EncodeGaugeValue>(
        &self,
        mut metric: MetricEncoder<'_>,
        read: fn(&RoomView) -> Option<V>,
    ) -> fmt::Result {
        let mut samples = self.values(read);
        samples.try_for_each(|(room, value)| metric.encode_family(&[("room", room)])?.encode_gauge(&value))
    }

    fn commands(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let help = "Invocations by command and result";
        let mut metric = encoder.encode_descriptor("dazza_room_commands", help, None, MetricType::Counter)?;
        for room in &self.view.rooms {
            for one in &room.counters.commands {
                let labels = [("room", room.name.as_str()), ("command", &one.command), ("result", one.result.as_str())];
                metric.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(&one.count, None)?;
            }
        }
        Ok(())
    }

    fn errors(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let mut metric =
            encoder.encode_descriptor("dazza_room_errors", "Failures by kind", None, MetricType::Counter)?;
        for room in &self.view.rooms {
            for one in &room.counters.errors {
                let labels = [("room", room.name.as_str()), ("kind", one.kind.as_str())];
                metric.encode_family(&labels)?.encode_counter::<NoLabelSet, _, u64>(&one.count, None)?;
            }
        }
        Ok(())
    }

    fn handling(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let help = "From a frame's arrival to its reply handed to the socket";
        let mut metric =
            encoder.encode_descriptor("dazza_room_handling", help, Some(&Unit::Seconds), MetricType::Histogram)?;
        #[expect(clippy::cast_precision_loss, reason = "bounds and sums of microseconds stay far below 2^53")]
        let seconds = |us: u64| us as f64 / 1e6;
        for room in &self.view.rooms {
            let handling = &room.counters.handling;
            let bounds = HANDLING_BOUNDS_US.iter().map(|us| seconds(*us)).chain([f64::INFINITY]);
            let buckets: Vec<(f64, u64)> = bounds.zip(handling.buckets).collect();
            metric.encode_family(&[("room", room.name.as_str())])?.encode_histogram::<NoLabelSet>(
                seconds(handling.sum_us),
                handling.count(),
                &buckets,
                None,
            )?;
        }
        Ok(())
    }

    fn memory(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let help = "Memory of the process, shared pages counted in part (PSS)";
        let mut metric =
            encoder.encode_descriptor("dazza_room_memory_pss", help, Some(&Unit::Bytes), MetricType::Gauge)?;
        for (room, bytes) in &self.memory {
            metric.encode_family(&[("room", room.as_str())])?.encode_gauge(bytes)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use dazza_shared::counters::{CommandResult, Counters, ErrorKind};

    use super::*;
    use crate::view::sample;

    #[test]
    fn a_room_shows_all_its_series() {
        let mut counters = Counters { joins: 2, ..Counters::default() };
        counters.count_command("roll", CommandResult::Ok);
        counters.count_error(ErrorKind::Connect);
        counters.handling.observe(Duration::from_micros(80));
        counters.handling.observe(Duration::from_secs(9));
        let mut view = sample::fleet(&[("fatpizza", Phase::Joined)]);
        let room = view.rooms.first_mut().unwrap();
        (room.counters, room.lines_in, room.beat_age_seconds) = (counters, 7, Some(0.5));
        let page = page(view, [("fatpizza".parse().unwrap(), 2048)].into()).unwrap();
        for line in [
            r#"dazza_room_phase{room="fatpizza",phase="joined"} 1"#,
            r#"dazza_room_phase{room="fatpizza",phase="blocked"} 0"#,
            r#"dazza_room_lines_in_total{room="fatpizza"} 7"#,
            r#"dazza_room_joins_total{room="fatpizza"} 2"#,
            r#"dazza_room_commands_total{room="fatpizza",command="roll",result="ok"} 1"#,
            r#"dazza_room_errors_total{room="fatpizza",kind="connect"} 1"#,
            r#"dazza_room_beat_age_seconds{room="fatpizza"} 0.5"#,
            r#"dazza_room_handling_seconds_bucket{le="0.0001",room="fatpizza"} 1"#,
            r#"dazza_room_handling_seconds_bucket{le="+Inf",room="fatpizza"} 2"#,
            r#"dazza_room_handling_seconds_count{room="fatpizza"} 2"#,
            r#"dazza_room_memory_pss_bytes{room="fatpizza"} 2048"#,
            "dazza_fleet_rooms 1",
            concat!(r#"dazza_build_info{version=""#, env!("CARGO_PKG_VERSION"), r#""} 1"#),
            "# EOF",
        ] {
            assert!(page.lines().any(|l| l == line), "no {line} in\n{page}");
        }
    }

    #[test]
    fn the_manual_lists_every_series() {
        let manual = include_str!("../../docs/metrics.md");
        let page = page(sample::fleet(&[]), Memory::new()).unwrap();
        for line in page.lines().filter(|line| line.starts_with("# TYPE")) {
            let mut words = line.split(' ').skip(2);
            let (name, kind) = (words.next().unwrap(), words.next().unwrap());
            let suffix = match kind {
                "counter" => "_total",
                "info" => "_info",
                _ => "",
            };
            assert!(
                manual.contains(&format!("| `{name}{suffix}` | {kind} |")),
                "{name}{suffix} ({kind}) is not listed"
            );
        }
    }

    #[test]
    fn the_memory_of_a_living_process_is_read_and_of_a_dead_one_not() {
        let pid = i32::try_from(std::process::id()).unwrap();
        let read = memory(&[("here".parse().unwrap(), pid), ("gone".parse().unwrap(), i32::MAX)]);
        assert_eq!(read.keys().map(RoomName::as_str).collect::<Vec<_>>(), ["here"]);
        assert!(read.values().all(|bytes| *bytes > 100_000));
    }
}

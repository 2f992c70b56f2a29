//! The table and a scrape -> the page.

use std::fmt;

use dazza_shared::counters::HANDLING_BOUNDS_US;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::{self, Registry};

use super::metric::{Kind, Metric, Read, Sample, Unit, Value};
use super::scrape::{RoomScrape, Scrape};
use super::table;

/// The whole page, as `OpenMetrics`.
///
/// # Errors
///
/// None in practice: a `String` takes any text.
pub(crate) fn page(scrape: Scrape) -> Result<String, fmt::Error> {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(scrape));
    let mut page = String::new();
    encode(&mut page, &registry)?;
    Ok(page)
}

impl Collector for Scrape {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        table::all().try_for_each(|metric| self.tell(metric, &mut encoder))
    }
}

impl Scrape {
    /// Tells a metric, unless it has nothing to tell: some readers refuse a family without samples.
    fn tell(&self, metric: &Metric, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let samples = self.samples(metric);
        if samples.is_empty() {
            return Ok(());
        }
        // A unit has a line of its own, which some readers refuse for histograms: theirs is told by the name alone.
        let (name, unit) = match metric.kind {
            Kind::Histogram => (metric.family(), None),
            _ => (metric.name.to_owned(), metric.unit.map(Unit::registered)),
        };
        let mut page = encoder.encode_descriptor(&name, metric.help, unit.as_ref(), metric.kind.registered())?;
        samples.into_iter().try_for_each(|(room, sample)| tell(metric, room, &sample, &mut page))
    }

    /// All samples of a metric, each with its room if it has one.
    fn samples<'a>(&'a self, metric: &Metric) -> Vec<(Option<&'a str>, Sample<'a>)> {
        match metric.read {
            Read::Fleet(read) => read(self).into_iter().map(|sample| (None, sample)).collect(),
            Read::Room(read) => {
                let of =
                    |room: &'a RoomScrape| read(room).into_iter().map(|sample| (Some(room.view.name.as_str()), sample));
                self.rooms.iter().flat_map(of).collect()
            }
        }
    }
}

fn tell(metric: &Metric, room: Option<&str>, sample: &Sample<'_>, page: &mut MetricEncoder<'_>) -> fmt::Result {
    let values = room.into_iter().chain(sample.labels.iter().copied());
    let labels: Vec<(&str, &str)> = metric.all_labels().zip(values).collect();
    if let Value::Labels = sample.value {
        return page.encode_info(&labels);
    }
    if labels.is_empty() {
        return figure(metric.kind, &sample.value, page);
    }
    figure(metric.kind, &sample.value, &mut page.encode_family(&labels)?)
}

fn figure(kind: Kind, value: &Value<'_>, page: &mut MetricEncoder<'_>) -> fmt::Result {
    match (value, kind) {
        (Value::Whole(value), Kind::Counter) => page.encode_counter::<NoLabelSet, _, u64>(value, None),
        (Value::Whole(value), _) => page.encode_gauge(value),
        (Value::Real(value), Kind::Counter) => page.encode_counter::<NoLabelSet, _, u64>(value, None),
        (Value::Real(value), _) => page.encode_gauge(value),
        (Value::Spread(spread), _) => {
            let bounds = HANDLING_BOUNDS_US.iter().map(|us| seconds(*us)).chain([f64::INFINITY]);
            let buckets: Vec<(f64, u64)> = bounds.zip(spread.buckets).collect();
            page.encode_histogram::<NoLabelSet>(seconds(spread.sum_us), spread.count(), &buckets, None)
        }
        (Value::Labels, _) => Ok(()),
    }
}

#[expect(clippy::cast_precision_loss, reason = "bounds and sums of microseconds stay far below 2^53")]
fn seconds(us: u64) -> f64 {
    us as f64 / 1e6
}

impl Kind {
    const fn registered(self) -> MetricType {
        match self {
            Self::Counter => MetricType::Counter,
            Self::Gauge => MetricType::Gauge,
            Self::Histogram => MetricType::Histogram,
            Self::Info => MetricType::Info,
        }
    }
}

impl Unit {
    const fn registered(self) -> registry::Unit {
        match self {
            Self::Seconds => registry::Unit::Seconds,
            Self::Bytes => registry::Unit::Bytes,
        }
    }
}

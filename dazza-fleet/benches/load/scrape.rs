//! The figures of `/metrics`, all rooms together.

/// What is read of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scrape {
    /// Replies that needed no database.
    pub(crate) plain: Spread,
    /// Replies that the database had a part in.
    pub(crate) stored_replies: Spread,
    /// Records stored.
    pub(crate) stored: u64,
    /// Records lost.
    pub(crate) dropped: u64,
    /// Entries of the live feed sent to clients.
    pub(crate) sent: u64,
    /// Clients of it that were shut out since they did not read.
    pub(crate) slow: u64,
    /// Clients of it.
    pub(crate) clients: u64,
}

/// How long something took: counts by upper bound in seconds, cumulative.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spread {
    buckets: Vec<(f64, u64)>,
}

impl Scrape {
    /// Reads a page of Prometheus text.
    pub(crate) fn read(page: &str) -> Self {
        let mut scrape = Self::default();
        for line in page.lines().filter(|line| !line.starts_with('#')) {
            let Some((series, value)) = line.rsplit_once(' ') else { continue };
            let name = series.split('{').next().unwrap_or_default();
            let value: f64 = value.parse().unwrap_or(0.0);
            match name {
                "dazza_room_handling_seconds_bucket" => scrape.plain.add(series, value),
                "dazza_room_handling_stored_seconds_bucket" => scrape.stored_replies.add(series, value),
                "dazza_room_records_stored_total" => scrape.stored += whole(value),
                "dazza_live_sent_total" => scrape.sent += whole(value),
                "dazza_live_dropped_total" if series.contains("slow") => scrape.slow += whole(value),
                "dazza_live_clients" => scrape.clients += whole(value),
                "dazza_room_records_dropped_total" => scrape.dropped += whole(value),
                _ => {}
            }
        }
        scrape
    }
}

impl Spread {
    fn add(&mut self, series: &str, value: f64) {
        let bound =
            series.split_once("le=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(bound, _)| bound);
        let bound = bound.parse().unwrap_or(f64::INFINITY);
        match self.buckets.iter_mut().find(|(known, _)| known.total_cmp(&bound).is_eq()) {
            Some((_, count)) => *count += whole(value),
            None => self.buckets.push((bound, whole(value))),
        }
    }

    /// What came since an earlier look.
    pub(crate) fn since(&self, before: &Self) -> Self {
        let earlier = |bound: f64| {
            before.buckets.iter().find(|(known, _)| known.total_cmp(&bound).is_eq()).map_or(0, |(_, n)| *n)
        };
        let buckets = self.buckets.iter().map(|(bound, count)| (*bound, count - earlier(*bound))).collect();
        Self { buckets }
    }

    /// How many there were.
    pub(crate) fn count(&self) -> u64 {
        self.buckets.iter().map(|(_, count)| *count).max().unwrap_or(0)
    }

    /// The quantile, taken to lie in its bucket where it would if all in there were spread evenly. Unit: milliseconds.
    pub(crate) fn about(&self, quantile: f64) -> f64 {
        let mut buckets = self.buckets.clone();
        buckets.sort_by(|a, b| a.0.total_cmp(&b.0));
        #[expect(clippy::cast_precision_loss, reason = "counts of a bench are small")]
        let (wanted, mut below) = (self.count() as f64 * quantile, (0.0, 0.0));
        for (bound, count) in buckets {
            #[expect(clippy::cast_precision_loss, reason = "counts of a bench are small")]
            let count = count as f64;
            if count >= wanted && count > below.1 {
                let share = (wanted - below.1) / (count - below.1);
                return (below.0 + (bound - below.0) * share) * 1_000.0;
            }
            below = (bound, count);
        }
        f64::INFINITY
    }

    /// The observations of both.
    pub(crate) fn plus(mut self, other: &Self) -> Self {
        for (bound, count) in &other.buckets {
            match self.buckets.iter_mut().find(|(known, _)| known.total_cmp(bound).is_eq()) {
                Some((_, n)) => *n += count,
                None => self.buckets.push((*bound, *count)),
            }
        }
        self
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count is whole and not below zero")]
fn whole(value: f64) -> u64 {
    value as u64
}

//! `dazza-fleet status`: every room, for people or as JSON.

use std::io::{self, Write};
use std::path::Path;

use clap::Args;
use dazza_shared::exit::Exit;
use jiff::Timestamp;

use super::client::Client;
use super::failure::Failure;
use super::limit::Limit;
use super::{Terminal, columns, host};
use crate::view::{BackupView, DatabaseView, FleetView, RoomView};

/// Shows every room: what it is doing, its process, its counts, and why it is not joined.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  dazza-fleet status
  dazza-fleet status --json | jq '.rooms[] | {name, phase}'

Exit codes:
   0  all wanted rooms are joined
  10  the configuration does not tell where the fleet's state is
  12  no fleet is running for this configuration
  13  a wanted room is not joined; the table says why
  14  the fleet did not answer in time")]
pub(crate) struct Status {
    /// Print the whole view as JSON.
    #[arg(long)]
    json: bool,
    /// How long the fleet may take to answer: seconds, or a length of time such as 500ms.
    #[arg(long, value_name = "TIME", default_value = "5s")]
    timeout: Limit,
}

impl Status {
    pub(crate) fn run(&self, config: &Path, terminal: &mut Terminal) -> Result<Exit, Failure> {
        let client = Client::of(config)?.patient_for(self.timeout.duration());
        let answer = host::block_on(client.get("/api/v1/fleet"))?;
        let view: FleetView = answer.read()?;
        if self.json {
            writeln!(terminal.out, "{}", answer.text())?;
        } else {
            write_table(&mut *terminal.out, &view)?;
        }
        let is_joined = view.unjoined().next().is_none();
        Ok(if is_joined { Exit::Done } else { Exit::NotJoined })
    }
}

const HEAD: [&str; 9] = ["ROOM", "PHASE", "PID", "UP", "PLAYERS", "IN", "OUT", "COMMANDS", "RESTARTS"];

fn write_table(out: &mut dyn Write, view: &FleetView) -> io::Result<()> {
    let head = HEAD.map(str::to_owned).to_vec();
    let rows: Vec<_> = std::iter::once(head).chain(view.rooms.iter().map(cells)).collect();
    columns::write(out, &rows)?;
    let n_wanted = view.rooms.iter().filter(|room| room.is_wanted).count();
    let n_joined = n_wanted - view.unjoined().count();
    let ending = if view.is_leaving { "; the fleet is ending" } else { "" };
    writeln!(out, "database {}", database(&view.database))?;
    writeln!(out, "backup {}", backup(&view.backup))?;
    for job in view.jobs.iter().filter(|job| job.status == "error") {
        writeln!(out, "job {} FAILED: {}", job.name, job.last_error.as_deref().unwrap_or("nobody knows why"))?;
    }
    for (room, told) in view.rooms.iter().filter_map(|room| Some((&room.name, records(room)?))) {
        writeln!(out, "{room}: {told}")?;
    }
    writeln!(out, "{n_joined} of {n_wanted} rooms joined; supervisor {} {}{ending}", view.version, view.pid)
}

/// The database in some words: whose, how it is and why, its process, and what became of the one before.
fn database(database: &DatabaseView) -> String {
    let DatabaseView { kind, state, pid, restarts, reason, .. } = database;
    let reason = reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let pid = pid.map(|pid| format!(", process {pid}")).unwrap_or_default();
    let restarts = if *restarts > 0 { format!(", restarts {restarts}") } else { String::new() };
    format!("{} {}{reason}{pid}{restarts}", kind.as_str(), state.as_str())
}

/// The backups in some words: the newest, the next, and what keeps it from being taken.
fn backup(backup: &BackupView) -> String {
    let shown = |moment: Timestamp| moment.strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
    let BackupView { newest, newest_bytes, damaged, next, is_running, last, .. } = backup;
    let size = newest_bytes.unwrap_or(0).div_ceil(1024 * 1024);
    let newest = newest.map_or_else(|| "none yet".to_owned(), |at| format!("of {}, {size} MiB", shown(at)));
    let damaged = if *damaged > 0 { format!(", {damaged} damaged") } else { String::new() };
    let next = match next {
        _ if *is_running => "; one is being taken".to_owned(),
        Some(next) => format!("; next {}", shown(*next)),
        None => "; none by itself".to_owned(),
    };
    let error = last.as_ref().and_then(|last| last.error.as_ref());
    let error = error.map(|error| format!(" (the last one FAILED: {error})")).unwrap_or_default();
    format!("{newest}{damaged}{next}{error}")
}

/// What the database has not taken yet, and what it never will; nothing when all is in it.
fn records(room: &RoomView) -> Option<String> {
    let n_records = |n: u64| if n == 1 { "1 record".to_owned() } else { format!("{} records", grouped(n)) };
    let age = room.spooled_for_seconds.map(|age| format!(", the oldest {}", short_time(age))).unwrap_or_default();
    let verb = if room.records_spooled == 1 { "waits" } else { "wait" };
    let waiting = format!("{} {verb} on the disk for the database{age}", n_records(room.records_spooled));
    let lost = format!("{} lost", n_records(room.records_lost));
    match (room.records_spooled, room.records_lost) {
        (0, 0) => None,
        (_, 0) => Some(waiting),
        (0, _) => Some(lost),
        _ => Some(format!("{waiting}; {lost}")),
    }
}

/// A number with a comma before every third digit from its end.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let is_comma_before = |at: usize| at > 0 && (digits.len() - at).is_multiple_of(3);
    let grouped = digits.chars().enumerate().map(|(at, digit)| [is_comma_before(at).then_some(','), Some(digit)]);
    grouped.flatten().flatten().collect()
}

/// One row; why the room is not joined stands behind the last column.
fn cells(room: &RoomView) -> Vec<String> {
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    vec![
        room.name.to_string(),
        room.phase.to_string(),
        or_dash(room.pid.map(|pid| pid.to_string())),
        or_dash(room.uptime_seconds.map(short_time)),
        room.players.to_string(),
        room.lines_in.to_string(),
        room.lines_out.to_string(),
        format!("{}/{}/{}", room.commands_ok, room.commands_refused, room.commands_failed),
        room.restarts.to_string(),
        why(room).unwrap_or_default(),
    ]
}

/// Why a room is not joined, and when it is tried again; or what to look at though it is.
fn why(room: &RoomView) -> Option<String> {
    let reason = room.reason.clone().filter(|_| room.phase != dazza_shared::phase::Phase::Joined);
    let Some(reason) = reason else { return room.warning.clone() };
    Some(match room.next_try {
        Some(next) => format!("{reason} (next try {})", next.strftime("%H:%M:%S UTC")),
        None => reason,
    })
}

/// A length of time in its two largest units.
pub(super) fn short_time(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        3600..86_400 => format!("{}h{:02}m", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{}d{:02}h", seconds / 86_400, seconds % 86_400 / 3600),
    }
}

#[cfg(test)]
mod tests {
    use dazza_shared::phase::Phase;

    use super::*;
    use crate::view::sample;

    #[test]
    fn the_table_lines_up_and_gives_reasons() {
        let mut view = sample::fleet(&[("fatpizza", Phase::Joined), ("shed", Phase::BackingOff)]);
        let shed = view.rooms.last_mut().unwrap();
        (shed.pid, shed.uptime_seconds) = (None, None);
        (shed.reason, shed.next_try) = (Some("ended by SIGKILL".to_owned()), Some(jiff::Timestamp::UNIX_EPOCH));
        let mut out = Vec::new();
        write_table(&mut out, &view).unwrap();
        let expected = format!(
            "\
ROOM      PHASE        PID  UP     PLAYERS  IN  OUT  COMMANDS  RESTARTS
fatpizza  joined       100  1m05s  0        0   0    0/0/0     0
shed      backing_off  -    -      0        0   0    0/0/0     0         ended by SIGKILL (next try 00:00:00 UTC)
database embedded ready, process 50, restarts 1
backup of 1970-01-01 00:00:00 UTC, 3 MiB; none by itself
job content FAILED: the wheels fell off
1 of 2 rooms joined; supervisor {} 1
",
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn what_waits_on_the_disk_and_what_is_lost_is_told_for_each_room_that_has_any() {
        let mut room = sample::room("fatpizza", Phase::Degraded);
        let mut told = |n_spooled, age, n_lost| {
            (room.records_spooled, room.spooled_for_seconds, room.records_lost) = (n_spooled, age, n_lost);
            records(&room).unwrap_or_default()
        };
        assert_eq!(told(0, None, 0), "");
        assert_eq!(told(1_234, Some(40), 0), "1,234 records wait on the disk for the database, the oldest 40s");
        assert_eq!(told(1, None, 1), "1 record waits on the disk for the database; 1 record lost");
        assert_eq!(told(0, None, 1_000_000), "1,000,000 records lost");
        let mut view = sample::fleet(&[("fatpizza", Phase::Joined)]);
        view.rooms.last_mut().unwrap().records_lost = 2;
        let mut out = Vec::new();
        write_table(&mut out, &view).unwrap();
        assert!(String::from_utf8(out).unwrap().contains("\nfatpizza: 2 records lost\n"));
    }

    #[test]
    fn times_show_their_two_largest_units() {
        let table = [(5, "5s"), (65, "1m05s"), (3_700, "1h01m"), (90_000, "1d01h")];
        for (seconds, shown) in table {
            assert_eq!(short_time(seconds), shown);
        }
    }
}

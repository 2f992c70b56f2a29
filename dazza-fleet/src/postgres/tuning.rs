//! How the server is set: every setting with its reason. They stand on its command line and so hold over its files.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use dazza_shared::paths::POSTGRES_PORT;

use super::cluster::Cluster;

/// Fewest connections that the server takes. Source: design, section 5: 2 a room and some for people and tools.
const FEWEST_CONNECTIONS: usize = 200;

/// Connections for each room: its own, and one that a room which was just replaced may still hold.
const CONNECTIONS_A_ROOM: usize = 2;

/// Connections besides those of the rooms: the supervisor, backups, people.
const OTHER_CONNECTIONS: usize = 50;

/// A setting that never changes: its name, its value, why.
struct Setting(&'static str, &'static str, #[expect(dead_code, reason = "for the reader of the table")] &'static str);

/// One row each. Source of names and meanings: the manual of PostgreSQL 15, chapter 20.
const SETTINGS: &[Setting] = &[
    Setting("listen_addresses", "", "no network address: the socket in a private folder is the only way in"),
    Setting("unix_socket_permissions", "0700", "nobody but the user it runs as, and root"),
    Setting("password_encryption", "scram-sha-256", "a copied password file must not let anybody in"),
    Setting("ssl", "off", "a local socket needs none"),
    Setting("fsync", "on", "what was told to be done is done, also after a power cut"),
    Setting("synchronous_commit", "on", "the same: a payment that was announced is paid"),
    Setting("full_page_writes", "on", "a page that was half written in a crash is mended"),
    Setting("wal_level", "minimal", "nobody copies the log of changes: write as little as a crash needs"),
    Setting("max_wal_senders", "0", "wanted by wal_level = minimal"),
    Setting("archive_mode", "off", "wanted by wal_level = minimal"),
    Setting("shared_buffers", "64MB", "the tables of some hundred rooms, without the usual 128 MB"),
    Setting("jit", "off", "our queries are short: compiling them takes longer than running them"),
    Setting("max_parallel_workers_per_gather", "0", "a query of one room must not take the processors of all"),
    Setting("max_logical_replication_workers", "0", "no process for what nobody uses"),
    Setting("autovacuum", "on", "old rows go by themselves"),
    Setting("timezone", "UTC", "times are kept in UTC; each room has its own zone"),
    Setting("log_timezone", "UTC", "like every other log of the fleet"),
    Setting("logging_collector", "off", "it prints to a file that we hold and cap; no further process"),
    Setting("log_destination", "stderr", "the same"),
    Setting("log_line_prefix", "%m [%p] %q%u@%d ", "when, which process, whose session"),
    Setting("log_min_messages", "warning", "what a person should look at"),
    Setting("log_min_error_statement", "panic", "a failed statement may hold a password or a line of chat"),
    Setting("log_error_verbosity", "terse", "the details of an error hold values of rows: chat is never logged"),
    Setting("log_statement", "none", "statements may hold passwords and chat"),
    Setting("log_min_duration_statement", "-1", "the same"),
    Setting("log_checkpoints", "off", "routine, every five minutes"),
    Setting("log_connections", "off", "rooms come and go"),
    Setting("log_disconnections", "off", "the same"),
];

/// The arguments that start the server of `cluster`.
pub(super) fn arguments(cluster: &Cluster) -> Vec<String> {
    let own = [
        ("unix_socket_directories", quoted(&cluster.folder())),
        ("port", POSTGRES_PORT.to_string()),
        ("max_connections", max_connections(cluster.n_rooms).to_string()),
        ("dynamic_shared_memory_type", dynamic_memory(Path::new("/dev/shm")).to_owned()),
        // It stands in the title of every session's process, which tells whose it is.
        ("cluster_name", cluster.kin.mark()),
    ];
    let fixed = SETTINGS.iter().map(|Setting(name, value, _)| format!("{name}={value}"));
    let settings = own.iter().map(|(name, value)| format!("{name}={value}")).chain(fixed);
    let data = ["-D".to_owned(), cluster.data.display().to_string()];
    data.into_iter().chain(settings.flat_map(|setting| ["-c".to_owned(), setting])).collect()
}

/// How many connections the server takes for that many rooms.
fn max_connections(n_rooms: usize) -> usize {
    n_rooms.saturating_mul(CONNECTIONS_A_ROOM).saturating_add(OTHER_CONNECTIONS).max(FEWEST_CONNECTIONS)
}

/// How sessions share memory that is asked for while they run: in the system's folder for that, where everybody may
/// write to it as they should, else in files among the data. A bare chroot has no such folder.
///
/// Source: `shm_overview(7)`: shared memory objects are files of a tmpfs at `/dev/shm`.
fn dynamic_memory(folder: &Path) -> &'static str {
    let is_open = fs::metadata(folder).is_ok_and(|folder| folder.permissions().mode() & 0o002 != 0);
    if is_open { "posix" } else { "mmap" }
}

/// A folder as one entry of a list of folders.
///
/// Source: PostgreSQL, `src/backend/utils/adt/varlena.c`, `SplitDirectoriesString`.
fn quoted(folder: &Path) -> String {
    format!("\"{}\"", folder.display().to_string().replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_grow_with_the_rooms() {
        assert_eq!([0, 3, 75, 76, 1_000].map(max_connections), [200, 200, 200, 202, 2_050]);
    }

    #[test]
    fn sessions_share_memory_where_they_may_write() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(dynamic_memory(folder.path()), "mmap");
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o1777)).unwrap();
        assert_eq!(dynamic_memory(folder.path()), "posix");
        assert_eq!(dynamic_memory(&folder.path().join("missing")), "mmap");
    }

    #[test]
    fn folders_are_quoted_and_no_setting_stands_twice() {
        assert_eq!(quoted(Path::new("/a,b \"c\"")), "\"/a,b \"\"c\"\"\"");
        let names: std::collections::BTreeSet<_> = SETTINGS.iter().map(|Setting(name, ..)| name).collect();
        assert_eq!(names.len(), SETTINGS.len());
    }
}

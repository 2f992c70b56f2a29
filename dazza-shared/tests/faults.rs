//! What is wrong with a `fleet.toml` is told all at once: where, what was written, and how to mend it.

#![expect(clippy::panic, reason = "a test's own function may fail the test")]

use std::fmt::Write;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use dazza_shared::config::{Environment, Fault, FleetConfig};
use proptest::prelude::*;

/// The faults of `text` as a file in `folder`.
fn faults_in(folder: &Path, text: &str) -> Vec<Fault> {
    let variables = [("TWO_LINES", "open\nsesame"), ("EMPTY", "")];
    let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let read = FleetConfig::from_text(text, folder, &Environment::Fixed(variables));
    read.map_or_else(|faults| faults.list, |_fine| Vec::new())
}

/// Says that `text` has one fault: at `key`, in a `line`, with a word of its problem and a word of its hint.
fn has_one(text: &str, line: usize, key: &str, problem: &str, hint: &str) {
    let faults = faults_in(Path::new("/srv/dazza"), text);
    let [fault] = faults.as_slice() else { panic!("{text}\n{faults:#?}") };
    assert_eq!((fault.key.as_str(), fault.line), (key, Some(line)), "{text}\n{fault}");
    assert!(fault.problem.contains(problem), "{text}\n{fault}");
    assert!(fault.hint.contains(hint), "{text}\n{fault}");
}

#[test]
fn keys_and_kinds() {
    has_one("[fleet]\nstate_dri = \"x\"", 2, "fleet.state_dri", "no such key", "`state_dir`");
    has_one("[suprvision]\nstop_grace = \"1s\"", 1, "suprvision", "no such key", "`supervision`");
    has_one("[web]\nport = 80", 2, "web.port", "no such key", "the keys here are listen");
    has_one("[fleet]\nlog = { levle = \"info\" }", 2, "fleet.log.levle", "no such key", "`level`");
    has_one("[supervision]\nstop_grace = 5", 2, "supervision.stop_grace", "wrong kind", "\"5s\"");
    has_one("[cytube]\nconnect_burst = -1", 2, "cytube.connect_burst", "wrong kind", "whole number");
    has_one("[fleet]\nadmins = \"gaz\"", 2, "fleet.admins", "wrong kind", "a list");
    has_one("[fleet]\nadmins = [\"gaz\", 5]", 2, "fleet.admins", "wrong kind", "double quotes");
    has_one("[[rooms]]\nname = \"fatpizza\"", 1, "rooms", "wrong kind", "a table");
    has_one("[web]\nlisten = \"off\"\nlisten = \"off\"", 3, "listen", "twice", "keep one");
    has_one("[web\nlisten = \"off\"", 1, "[web", "not TOML", "[table]");
    has_one("[web]\nlisten = off", 2, "listen", "not TOML", "double quotes");
}

#[test]
fn backups() {
    has_one("[backup]\nat = \"4 am\"", 2, "backup.at", "no time of day", "\"04:00\"");
    has_one("[backup]\nat = \"24:00\"", 2, "backup.at", "no time of day", "\"off\"");
    has_one("[backup]\nevery = \"0s\"", 2, "backup.every", "between 1s and 744h", "24h");
    has_one("[backup]\nat = \"04:00\"\nevery = \"6h\"", 3, "backup.every", "not both", "keep `at`");
    has_one("[backup]\nkeep_daily = 2000", 2, "backup.keep_daily", "between 0 and 1000", "7");
    has_one("[backup]\nkeep = 3", 2, "backup.keep", "no such key", "keep_daily");
}

#[test]
fn commands() {
    let room = "[accounts.main]\nusername = \"dazza\"\n[rooms.fatpizza]\n";
    has_one("[defaults]\nlimits = { per_player = 0 }", 2, "defaults.limits.per_player", "between 1 and 1000", "15");
    has_one("[defaults]\nlimits = { per_rooms = 9 }", 2, "defaults.limits.per_rooms", "no such key", "`per_room`");
    has_one("[defaults]\ncoin_flip_cap = 0", 2, "defaults.coin_flip_cap", "between 1 and 1000000000", "10000");
    has_one("[defaults]\ncooldowns = { quote = \"soon\" }", 2, "defaults.cooldowns.quote", "no length of time", "5s");
    has_one(
        "[defaults]\ncooldowns = { \"a b\" = \"1s\" }",
        2,
        "defaults.cooldowns.a b",
        "no command is called",
        "quote",
    );
    has_one(&format!("{room}moderators = [\"a b\"]"), 4, "rooms.fatpizza.moderators", "holds ' '", "in the chat");
    has_one("[fleet]\nhouse = \"the house\"", 2, "fleet.house", "holds ' '", "dazza");
}

#[test]
fn the_fleet() {
    let deep = format!("[fleet]\nstate_dir = \"{}\"", "x".repeat(80));
    has_one(&deep, 2, "fleet.state_dir", "107", "shorter path");
    has_one("[fleet]\nstate_dir = \"\"", 2, "fleet.state_dir", "no folder", "leave it out");
    has_one("[fleet]\nstate_dir = \"/dev/null\"", 2, "fleet.state_dir", "/dev/null is not a folder", "name a folder");
    has_one("[fleet]\ntimezone = \"Australia/Brisbain\"", 2, "fleet.timezone", "no time zone", "Australia/Brisbane");
    has_one("[fleet]\ntimezone = \"Dapto\"", 2, "fleet.timezone", "no time zone", "\"UTC\"");
    has_one("[fleet]\nadmins = [\"gaz\", \"two words\"]", 2, "fleet.admins", "two words", "shown in the chat");
    has_one("[fleet.log]\nlevel = \"loud\"", 2, "fleet.log.level", "\"loud\" is no level", "\"info\"");
    has_one("[fleet.log]\nmax_bytes = \"10 MB\"", 2, "fleet.log.max_bytes", "no size", "\"10 MiB\"");
    has_one("[fleet.log]\nmax_bytes = 5", 2, "fleet.log.max_bytes", "between 64 KiB and 4 GiB", "10 MiB");
    has_one("[fleet.log]\nmax_total_bytes = \"big\"", 2, "fleet.log.max_total_bytes", "no size", "\"10 MiB\"");
    has_one("[fleet.log]\nrate = 0", 2, "fleet.log.rate", "between 1 and 1000000", "200");
    has_one("[fleet.log]\nburst = -1", 2, "fleet.log.burst", "wrong kind", "number");
    let total = "fleet.log.max_total_bytes";
    has_one("[fleet.log]\nmax_total_bytes = \"20 MiB\"", 2, total, "20 MiB for all files is less than 5", "50 MiB");
    has_one("[fleet.log]\nkeep = 1000", 2, "fleet.log.keep", "between 0 and 100", "5");
    has_one("[web]\nlisten = \"localhost:8080\"", 2, "web.listen", "no address", "127.0.0.1:8080");
    for site in ["example.org", "https://example.org/", "https://Example.org", "https://", "*"] {
        has_one(
            &format!("[web]\ncors_origins = [\"{site}\"]"),
            2,
            "web.cors_origins",
            "is no site",
            "https://example.org",
        );
    }
    has_one("[web]\ntrusted_proxies = [\"proxy\"]", 2, "web.trusted_proxies", "no IP address", "127.0.0.1");
    has_one("[supervision]\nstop_grace = \"soon\"", 2, "supervision.stop_grace", "no length of time", "\"5s\"");
    has_one("[supervision]\nstale_after = \"1s\"", 2, "supervision.stale_after", "between 2s and 1h", "10s");
    has_one("[supervision]\nblocked_trial = \"-1h\"", 2, "supervision.blocked_trial", "no length", "\"1h\"");
    has_one("[supervision]\nbackoff_max = \"500ms\"", 2, "supervision.backoff_max", "shorter than the first", "longer");
    has_one("[supervision]\nbackoff_min = \"10m\"", 2, "supervision.backoff_min", "shorter than the first", "longer");
    has_one("[supervision]\ncommon_cause_rooms = 1", 2, "supervision.common_cause_rooms", "between 2", "3");
    has_one("[fleet]\nwatch = 1", 2, "fleet.watch", "wrong kind", "true or false");
    has_one("[supervision]\nquarantine_failures = 0", 2, "supervision.quarantine_failures", "between 1", "5");
}

#[test]
fn the_database() {
    let with = |url: &str| format!("[database]\nurl = \"{url}\"");
    has_one(&with("mysql://x@y/z"), 2, "database.url", "begins with postgres://", "\"embedded\"");
    has_one(&with("embeded"), 2, "database.url", "begins with postgres://", "\"embedded\"");
    has_one(&with("postgres://db/dazza"), 2, "database.url", "no user", "USER@HOST");
    has_one(&with("postgres://dazza@db"), 2, "database.url", "a user and a database", "DATABASE");
    has_one(&with("postgres://dazza@/dazza"), 2, "database.url", "no host", "HOST");
    has_one(&with("postgres://dazza@db:0/dazza"), 2, "database.url", "1 to 65535", "PORT");
    has_one(&with("postgres://dazza@db/da zza"), 2, "database.url", "a sign", "DATABASE");
    for url in ["postgres://dazza:hunter2@db/dazza", "postgresql://dazza@db/dazza?sslmode=require&password=hunter2"] {
        has_one(&with(url), 2, "database.url", "never written", "password = { file");
        let told = faults_in(Path::new("/srv"), &with(url)).iter().map(ToString::to_string).collect::<String>();
        assert!(!told.contains("hunter2"), "{told}");
    }
    let secret = "password = { env = \"UNSET\" }";
    has_one(&format!("[database]\n{secret}"), 2, "database.password", "another server", "take it out");
    let server = with("postgres://dazza@db/dazza");
    has_one(&format!("{server}\n{secret}"), 3, "database.password.env", "not set", "set it");
    has_one(&format!("{server}\nuser = \"postgres\""), 3, "database.user", "alone", "take it out");
    has_one(&format!("{server}\nbinaries = \"/usr\""), 3, "database.binaries", "alone", "take it out");
    has_one("[database]\nuser = \"root\"", 2, "database.user", "cannot run", "not root");
    has_one("[database]\nbinaries = \"pg\"", 2, "database.binaries", "/srv/dazza/pg holds no", "/usr/lib/postgresql");
}

#[test]
fn the_server() {
    has_one("[cytube]\nurl = \"cytu.be\"", 2, "cytube.url", "http://", "https://cytu.be");
    has_one("[cytube]\nurl = \"https://cytu.be/r/x\"", 2, "cytube.url", "ends after its host", "alone");
    has_one("[cytube]\nlocal_address = \"eth0\"", 2, "cytube.local_address", "no IP address", "leave it out");
    has_one("[cytube]\nconnect_burst = 0", 2, "cytube.connect_burst", "between 1", "4");
    has_one("[cytube]\nconnect_interval = \"0s\"", 2, "cytube.connect_interval", "between 1ms and 1h", "11s");
    has_one("[cytube]\nca_file = \"missing.pem\"", 2, "cytube.ca_file", "/srv/dazza/missing.pem", "PEM");
    has_one("[cytube]\nca_file = \"/proc/self/status\"", 2, "cytube.ca_file", "no certificate", "PEM");
    has_one("[cytube]\nca_file = \"/dev/zero\"", 2, "cytube.ca_file", "no ordinary file", "PEM");
}

#[test]
fn the_accounts() {
    has_one("[accounts.main]", 1, "accounts.main", "`username` is missing", "username =");
    has_one("[accounts.main]\nusername = \"no way\"", 2, "accounts.main.username", "no such name", "1 to 20");
    has_one("[accounts.main]\nusername = \"\"", 2, "accounts.main.username", "no such name", "1 to 20");
    has_one("[accounts.\"a.b\"]\nusername = \"dazza\"", 1, "accounts.a.b", "plain letters", "a-z");
    let with = |password: &str| format!("[accounts.main]\nusername = \"dazza\"\npassword = {password}");
    has_one(&with("\"hunter2\""), 3, "accounts.main.password", "never written", "env");
    has_one(&with("{ text = \"x\" }"), 3, "accounts.main.password.text", "no such key", "file, env");
    has_one(&with("{}"), 3, "accounts.main.password", "one source", "either");
    has_one(&with("{ env = \"A\", file = \"B\" }"), 3, "accounts.main.password", "one source", "either");
    has_one(&with("{ env = \"UNSET\" }"), 3, "accounts.main.password.env", "not set", "set it");
    has_one(&with("{ env = \"EMPTY\" }"), 3, "accounts.main.password.env", "empty", "one line");
    has_one(&with("{ env = \"TWO_LINES\" }"), 3, "accounts.main.password.env", "more than one line", "alone");
    has_one(&with("{ file = \"pw\" }"), 3, "accounts.main.password.file", "no such file", "chmod 600 /srv/dazza/pw");
    has_one(
        &with("{ file = \"var/secrets/main\" }"),
        3,
        "accounts.main.password.file",
        "no such file",
        "secrets set main",
    );
}

#[test]
fn the_rooms() {
    let with = |room: &str| format!("[accounts.main]\nusername = \"dazza\"\n{room}");
    has_one("[rooms.fatpizza]", 1, "rooms.fatpizza", "no account", "[accounts.main]");
    has_one(
        "[rooms.fatpizza]\naccount = \"spare\"",
        2,
        "rooms.fatpizza.account",
        "no such account",
        "[accounts.spare]",
    );
    has_one(&with("[rooms.x]\naccount = \"mian\""), 4, "rooms.x.account", "no such account", "\"main\"");
    has_one(&with("[rooms.x]\naccount = \"spare\""), 4, "rooms.x.account", "no such account", "the accounts are main");
    has_one(&with("[rooms.\"fat pizza\"]"), 3, "rooms.fat pizza", "' '", "/r/NAME");
    has_one(&with("[rooms.\"v1.2\"]"), 3, "rooms.v1.2", "'.'", "/r/NAME");
    has_one(&with("[rooms.FatPizza]\n[rooms.fatpizza]"), 4, "rooms.fatpizza", "once more", "keep one");
    has_one(&with("[rooms.postgres]"), 3, "rooms.postgres", "database server's own", "cannot serve");
    has_one(&with("[rooms.fleet]"), 3, "rooms.fleet", "supervisor's own", "cannot serve");
    has_one(&with("[rooms.x]\nprefix = \"\""), 4, "rooms.x.prefix", "every line", "\"!\"");
    has_one(&with("[rooms.x]\nprefix = \"!!!!\""), 4, "rooms.x.prefix", "too long", "1 to 3");
    has_one(&with("[rooms.x]\nprefix = \"/\""), 4, "rooms.x.prefix", "for itself", "\"!\"");
    has_one(&with("[rooms.x]\nprefix = \"! \""), 4, "rooms.x.prefix", "white space", "\"!\"");
    has_one(
        &with("[rooms.x]\ncommands_off = [\"!roll\"]"),
        4,
        "rooms.x.commands_off",
        "\"!roll\"",
        "without their prefix",
    );
    has_one(&with("[rooms.x]\nmanual_url = \"manual\""), 4, "rooms.x.manual_url", "no address", "http");
    has_one(&with("[rooms.x]\ntimezone = \"utd\""), 4, "rooms.x.timezone", "no time zone", "did you mean");
    has_one(&with("[rooms.x]\nurl = \"http://\""), 4, "rooms.x.url", "no host", "address");
    has_one(&with("[rooms.x]\nlog = { level = \"\" }"), 4, "rooms.x.log.level", "no level", "\"info\"");
    has_one(&with("[rooms.x]\nadmins = [\"\"]"), 4, "rooms.x.admins", "0 characters", "shown in the chat");
    has_one("[defaults]\ngreetings = { percent = 101 }", 2, "defaults.greetings.percent", "between 0 and 100", "70");
    has_one("[defaults]\ngreetings = true", 2, "defaults.greetings", "wrong kind", "a table");
    let own = |phrase: &str| with(&format!("[rooms.x]\nfarewells = {{ phrases = [{phrase:?}] }}"));
    has_one(&own(" "), 4, "rooms.x.farewells.phrases", "nothing to say", "{user}");
    has_one(&own("/clear"), 4, "rooms.x.farewells.phrases", "for itself", "{user}");
    has_one(&own("bye {usr}"), 4, "rooms.x.farewells.phrases", "`{usr}`", "one line");
    has_one(&own(&"x".repeat(181)), 4, "rooms.x.farewells.phrases", "does not fit", "180 bytes");
    let many = format!("[defaults]\ngreetings = {{ regulars = {:?} }}", ["hi"; 41]);
    has_one(&many, 2, "defaults.greetings.regulars", "41 phrases", "best 40");
    has_one("[defaults]\nmemory_soft = \"lots\"", 2, "defaults.memory_soft", "no size", "\"off\"");
    has_one("[defaults]\nmemory_hard = \"1 MiB\"", 2, "defaults.memory_hard", "between 4 MiB and 1024 GiB", "\"off\"");
    has_one("[defaults]\nmemory_hard = \"8 MiB\"", 2, "defaults.memory_hard", "nobody would be warned", "larger");
    has_one(&with("[rooms.x]\nmemory_soft = \"1 GiB\""), 4, "rooms.x.memory_soft", "is 1 GiB", "larger");
    has_one("[defaults]\nopen_files = 8", 2, "defaults.open_files", "between 64", "256");
    has_one("[defaults]\nprefix = \"/\"", 2, "defaults.prefix", "for itself", "\"!\"");
}

#[test]
fn what_is_asked_outside() {
    has_one("[fetch]\nallow = [\"lan\"]", 2, "fetch.allow", "\"lan\" is no network", "10.1.0.0/16");
    has_one("[fetch]\nallow = [\"10.0.0.0/40\"]", 2, "fetch.allow", "how many bits", "10.1.0.0/16");
    has_one("[fetch]\noembed = \"youtube\"", 2, "fetch.oembed", "no address", "leave it out");
    has_one("[weather]\nurl = \"wttr\"", 2, "weather.url", "no address", "for none");
    has_one("[weather]\nformat = \"jsno\"", 2, "weather.format", "called so", "did you mean \"json\"?");
    has_one("[language_model]\nurl = \"llama\"", 2, "language_model.url", "no address", "for none");
    has_one("[language_model]\nmodel = \"\"", 2, "language_model.model", "called so", "ollama list");
    has_one("[language_model]\ntimeout = \"1h\"", 2, "language_model.timeout", "must lie between", "leave it out");
    has_one(
        "[defaults]\nmentions = { persona = \"nowhere.txt\" }",
        2,
        "defaults.mentions.persona",
        "cannot be read",
        "path",
    );
    has_one("[defaults]\nlinks = { map = \"town\" }", 2, "defaults.links.map", "no address", "for none");
    has_one("[dictionary]\nurl = \"https://a.example/?x\"", 2, "dictionary.url", "no address", "for none");
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_lines() {
    let text = "\
[fleet]
state_dri = \"var\"

[accounts.main]
username = \"dazza\"
passwrod = \"hunter2\"

[rooms.fatpizza]
account = \"mian\"
enabled = 1
";
    let faults = FleetConfig::from_text(text, Path::new("/srv"), &Environment::Fixed([].into())).unwrap_err();
    let wanted = "\
fleet.toml has 4 faults
  line 2: fleet.state_dri: there is no such key
    to mend: did you mean `state_dir`?
  line 6: accounts.main.passwrod: there is no such key
    to mend: did you mean `password`?
  line 9: rooms.fatpizza.account: there is no such account
    written: \"mian\"
    to mend: did you mean \"main\"?
  line 10: rooms.fatpizza.enabled: this is of the wrong kind
    written: 1
    to mend: write true or false";
    assert_eq!(faults.to_string(), wanted);
}

#[test]
fn a_password_is_never_repeated() {
    let lines = [
        "password = \"hunter2\"",
        "password = 'hunter2",
        "password = \"hunter2",
        "password = hunter2",
        "password = { hunter2",
        "pasword = \"hunter2\"",
        "password = { text = \"hunter2\" }",
        "password = [\"hunter2\"]",
        "password = { file = [\"hunter2\"] }",
        "passwords = { main = \"hunter2\" }",
    ];
    for line in lines {
        let faults = faults_in(Path::new("/srv"), &format!("[accounts.main]\nusername = \"dazza\"\n{line}\n"));
        assert!(!faults.is_empty(), "{line}");
        assert!(!format!("{faults:?}").contains("hunter2"), "{line}: {faults:#?}");
    }
}

#[test]
fn a_password_file_is_private_and_holds_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("main");
    let text = "[accounts.main]\nusername = \"dazza\"\npassword = { file = \"main\" }";
    let long = "x".repeat(5_000);
    let cases = [
        (0o600, "fine\n", ""),
        (0o400, "fine", ""),
        (0o640, "fine\n", "chmod 600"),
        (0o604, "fine\n", "chmod 600"),
        (0o600, "", "alone"),
        (0o600, "two\nlines\n", "alone"),
        (0o600, &long, "alone"),
    ];
    for (mode, password, hint) in cases {
        let _absent = fs::remove_file(&file);
        fs::write(&file, password).unwrap();
        fs::set_permissions(&file, Permissions::from_mode(mode)).unwrap();
        let faults = faults_in(folder.path(), text);
        let hints = faults.iter().fold(String::new(), |mut all, fault| {
            write!(all, "{}", fault.hint).unwrap();
            all
        });
        assert!(hints.contains(hint) && hints.is_empty() == hint.is_empty(), "{mode:o} {password:?}: {faults:?}");
    }
    fs::write(&file, b"\xff\xfe").unwrap();
    assert_eq!(faults_in(folder.path(), text).len(), 1);
}

proptest! {
    #[test]
    fn junk_is_a_fault_and_never_a_panic(text: String, key in "[a-z_.]{1,12}", value in "[\\PC]{0,12}") {
        let _read = faults_in(Path::new("/srv"), &text);
        let tables = ["fleet", "cytube", "accounts.main", "web", "supervision", "defaults", "rooms.x", "rooms.x.log"];
        for table in tables {
            let _read = faults_in(Path::new("/srv"), &format!("[{table}]\n{key} = {value}\n"));
            let _read = faults_in(Path::new("/srv"), &format!("[{table}]\n{key} = \"{value}\"\n"));
        }
    }
}

//! The live table in a real terminal, which tmux brings: rows, keys, a supervisor that dies, and the terminal afterwards.

use std::path::PathBuf;
use std::process::{Command, Output};

use nix::sys::signal::Signal;

use crate::stage::{Stage, send, text, until};

/// A terminal with a shell in it.
struct Pane {
    socket: PathBuf,
}

impl Pane {
    fn open(stage: &Stage) -> Self {
        let pane = Self { socket: stage.folder().join("tmux") };
        let shell = "PS1='$ ' LC_ALL=C.UTF-8 exec sh";
        let opened = pane.tmux(&["-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", shell]);
        assert!(opened.status.success(), "is tmux there? scripts/install test brings it: {}", text(&opened.stderr));
        pane
    }

    fn tmux(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new("tmux");
        command.env_remove("TMUX").env("LC_ALL", "C.UTF-8");
        command.args(["-u", "-S"]).arg(&self.socket).args(arguments).output().unwrap()
    }

    fn screen(&self) -> String {
        text(&self.tmux(&["capture-pane", "-p"]).stdout)
    }

    fn type_in(&self, keys: &str) {
        assert!(self.tmux(&["send-keys", "-l", keys]).status.success());
    }

    fn run(&self, line: &str) {
        self.type_in(line);
        self.tmux(&["send-keys", "Enter"]);
    }

    /// How the terminal is set, which is left on the screen.
    async fn modes(&self) -> String {
        self.run("clear; stty -g; echo before");
        let shown = self.until(&["\nbefore\n"]).await;
        shown.lines().find(|line| line.matches(':').count() > 10).unwrap().to_owned()
    }

    /// Waits until the screen holds all of these.
    async fn until(&self, wanted: &[&str]) -> String {
        let mut screen = String::new();
        until(&format!("{wanted:?} on the screen"), || {
            screen = self.screen();
            wanted.iter().all(|part| screen.contains(part)).then(|| screen.clone())
        })
        .await
    }

    /// Waits until `top` has ended with this code, and holds the terminal against what it was before.
    async fn until_as_before(&self, code: i32, stty: &str) {
        self.until(&[&format!("\nended {code}\n"), "\nbefore\n"]).await;
        let state = text(&self.tmux(&["display-message", "-p", "#{alternate_on} #{cursor_flag}"]).stdout);
        assert_eq!(state, "0 1\n", "whether another screen is shown, and whether the cursor is");
        self.run("clear; stty -g");
        self.until(&[&format!("{stty}\n")]).await;
    }
}

/// The verb as a shell takes it.
fn spelled(stage: &Stage) -> String {
    let command = stage.command(&["top"]);
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| format!("'{}'", word.to_str().unwrap())).collect::<Vec<_>>().join(" ")
}

impl Drop for Pane {
    fn drop(&mut self) {
        self.tmux(&["kill-server"]);
    }
}

#[tokio::test]
async fn the_table_lives_in_a_terminal_outlives_the_supervisor_and_leaves_it_as_it_was() {
    let mut stage = Stage::new();
    let supervisor = stage.up_and_joined().await;
    let pane = Pane::open(&stage);
    let stty = pane.modes().await;
    pane.run(&format!("{}; code=$?; echo; echo ended $code", spelled(&stage)));
    pane.until(&["rooms 3/3", "▶ fatpizza   joined", "  thepub     joined", "── log of fatpizza; info and worse"])
        .await;

    pane.type_in("jl");
    pane.until(&["▶ shedcinema joined", "── all logs; info and worse"]).await;
    let old = stage.pid("shedcinema").unwrap();
    pane.type_in("R");
    pane.until(&["restart shedcinema? y/n"]).await;
    assert_eq!(stage.pid("shedcinema"), Some(old));
    pane.type_in("y");
    pane.until(&["shedcinema is joined again: process"]).await;
    assert_ne!(stage.pid("shedcinema"), Some(old));
    pane.type_in("S");
    pane.until(&["stop shedcinema? y/n"]).await;
    pane.type_in("y");
    pane.until(&["shedcinema is stopped", "rooms 2/2"]).await;

    send(Signal::SIGKILL, supervisor);
    pane.until(&["NO ANSWER", "rooms 2/2", "  thepub     joined", "no fleet is running"]).await;
    stage.up();
    until("the fleet on the screen again", || (!pane.screen().contains("NO ANSWER")).then_some(())).await;
    pane.until(&["rooms 2/2"]).await;
    pane.type_in("T");
    pane.until(&["start shedcinema? y/n"]).await;
    pane.type_in("y");
    pane.until(&["shedcinema is joined: process", "rooms 3/3"]).await;

    pane.type_in("q");
    pane.until_as_before(0, &stty).await;
}

#[tokio::test]
async fn a_signal_gives_the_terminal_back_and_what_is_none_is_refused() {
    let stage = Stage::new();
    let refused = stage.verb(&["top"]).await;
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("`dazza-fleet status`"), "{}", text(&refused.stderr));

    let pane = Pane::open(&stage);
    let stty = pane.modes().await;
    let pid_file = stage.folder().join("pid");
    // This shell becomes the program, so that its process is known.
    let shell = format!("sh -c 'echo $$ > \"{}\"; exec \"$@\"' -", pid_file.display());
    pane.run(&format!("{shell} {}; code=$?; echo; echo ended $code", spelled(&stage)));
    pane.until(&["NO ANSWER for", "no fleet is running"]).await;
    let pid = std::fs::read_to_string(pid_file).unwrap().trim().parse().unwrap();
    send(Signal::SIGTERM, pid);
    pane.until_as_before(0, &stty).await;
}

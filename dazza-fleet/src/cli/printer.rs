//! Prints from a thread of its own, so that a terminal which does not read holds up nobody.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;
use std::time::Duration;

/// Lines that wait for the terminal; more are left out.
const QUEUE: usize = 1024;

/// How long the end waits for the last lines to be printed.
const LAST_LINES: Duration = Duration::from_secs(1);

/// Prints lines, in order.
pub(crate) struct Printer {
    lines: SyncSender<String>,
    /// Gives the stream back at the end.
    printed: Receiver<Box<dyn Write + Send>>,
    n_left_out: u64,
}

impl Printer {
    /// Prints to `stream`, which is given up to the printing thread.
    pub(crate) fn to(mut stream: Box<dyn Write + Send>) -> Self {
        let (lines, waiting) = sync_channel::<String>(QUEUE);
        let (done, printed) = sync_channel(1);
        thread::spawn(move || {
            let mut write = |line| writeln!(stream, "{line}").and_then(|()| stream.flush());
            // A terminal that is gone is nobody's fault: the fleet goes on unseen.
            drop(waiting.into_iter().try_for_each(&mut write));
            drop(done.send(stream));
        });
        Self { lines, printed, n_left_out: 0 }
    }

    /// Prints a line, unless too many wait already.
    pub(crate) fn say(&mut self, line: String) {
        if self.n_left_out > 0 && self.lines.try_send(format!("({} lines left out)", self.n_left_out)).is_ok() {
            self.n_left_out = 0;
        }
        if let Err(TrySendError::Full(_)) = self.lines.try_send(line) {
            self.n_left_out += 1;
        }
    }

    /// Waits until all is printed, for a moment at most; gives the stream back, unless its reader has stalled.
    pub(crate) fn finish(self) -> Box<dyn Write + Send> {
        drop(self.lines);
        self.printed.recv_timeout(LAST_LINES).unwrap_or_else(|_stalled| Box::new(io::sink()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn all_is_printed_in_order_before_the_end() {
        let paper = Paper::default();
        let mut printer = Printer::to(Box::new(paper.clone()));
        (0..100).for_each(|n| printer.say(n.to_string()));
        printer.finish();
        let text = String::from_utf8(paper.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().collect::<Vec<_>>(), (0..100).map(|n| n.to_string()).collect::<Vec<_>>());
    }

    #[test]
    fn a_terminal_that_does_not_read_holds_up_nobody() {
        let paper = Paper::default();
        let held = paper.0.lock().unwrap();
        let mut printer = Printer::to(Box::new(paper.clone()));
        (0..QUEUE + 10).for_each(|n| printer.say(n.to_string()));
        assert!(printer.n_left_out > 0);
        drop(held);
        printer.finish();
    }
}

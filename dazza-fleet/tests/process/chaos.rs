//! A short run of `chaos`: whatever is killed, nothing is lost and nothing happens twice. `docs/chaos.md` tells of longer ones.

use clap::Parser as _;
use dazza_sim::chaos::{Args, run};

use crate::stage::programs_with_room;

#[tokio::test]
async fn whatever_is_killed_nothing_is_lost_and_nothing_happens_twice() {
    let args = ["chaos", "--quiet", "--seed", "7", "--lines", "300", "--one-in", "12", "--kills", "9"];
    let more = ["--kill-supervisor", "2", "--kill-postgres", "2", "--most-given-up", "1", "--programs"];
    let args =
        Args::parse_from(args.into_iter().chain(more).map(Into::into).chain([programs_with_room().into_os_string()]));
    let verdict = run(&args).await.unwrap();
    assert!(verdict.breaches.is_empty(), "{verdict}");
    assert_eq!(verdict.outcomes.n_silent, 0, "{verdict}");
}

//! A short run of `load`: in several rooms at once every line is stored, and every command answered once.

use clap::Parser as _;
use dazza_sim::load::{Args, run};

use crate::stage::programs_with_room;

#[tokio::test]
async fn every_line_is_stored_and_every_command_answered() {
    let args = ["load", "--rooms", "4", "--seconds", "8", "--one-in", "4", "--programs"];
    let args = Args::parse_from(args.into_iter().map(Into::into).chain([programs_with_room().into_os_string()]));
    let outcome = run(&args).await.unwrap();
    assert!(outcome.breaches.is_empty(), "{:?}", outcome.breaches);
    let figure = |key: &str| outcome.paper.figure(key).unwrap();
    let value = |key: &str| figure(key).p50.to_string();
    assert_eq!([value("joined"), value("lines"), value("commands"), value("broken")], ["4", "32", "8", "0"]);
    assert_eq!((figure("answer").n, figure("room-pss").n), (8, 4));
}

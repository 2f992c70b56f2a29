//! The outbox against a clock that the test moves.

use super::*;

fn answers(heard_at: Instant) -> Answers {
    Answers { heard_at, is_stored: false }
}

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Says `n` lines as soon as each may go, and tells when, in milliseconds after `start`.
fn times(outbox: &mut Outbox, start: Instant, n: usize) -> Vec<u64> {
    let mut now = start;
    let mut times = Vec::new();
    while times.len() < n {
        if outbox.pop(now).is_some() {
            times.push(u64::try_from((now - start).as_millis()).unwrap());
        } else {
            now += ms(50);
            assert!(now < start + Duration::from_mins(5), "a line never went out");
        }
    }
    times
}

#[test]
fn four_lines_go_at_once_and_then_one_each_gap() {
    let (mut outbox, now) = (Outbox::default(), Instant::now());
    for n in 0..7 {
        outbox.push(Line::public(format!("line {n}")), Urgency::Game, ms(0), now);
    }
    assert_eq!(times(&mut outbox, now, 7), [0, 0, 0, 0, 1_100, 2_200, 3_300]);
}

#[test]
fn a_stricter_channel_is_obeyed() {
    let (mut outbox, now) = (Outbox::default(), Instant::now());
    outbox.keep_to(Some(Flood { burst: 2, sustained: 0.5 }));
    for n in 0..4 {
        outbox.push(Line::public(format!("line {n}")), Urgency::Game, ms(0), now);
    }
    assert_eq!(times(&mut outbox, now, 4), [0, 0, 2_200, 4_400]);
}

#[test]
fn the_urgent_overtake_and_private_lines_have_their_own_pace() {
    let (mut outbox, now) = (Outbox::default(), Instant::now());
    outbox.push(Line::public("news"), Urgency::Announcement, ms(0), now);
    outbox.push(Line::public("quiet please"), Urgency::Moderation, ms(0), now);
    outbox.reply(Line::public("answer"), answers(now), now);
    let said: Vec<_> = std::iter::from_fn(|| outbox.pop(now)).map(|due| due.line.text).collect();
    assert_eq!(said.iter().map(|t| &**t).collect::<Vec<_>>(), ["quiet please", "answer", "news"]);
    for n in 0..10 {
        outbox.reply(Line::private("alice", format!("{n}")), answers(now), now);
    }
    assert_eq!(std::iter::from_fn(|| outbox.pop(now)).count(), 10);
}

#[test]
fn a_line_said_too_fast_is_said_again_once() {
    let (mut outbox, now) = (Outbox::default(), Instant::now());
    outbox.reply(Line::public("one"), answers(now), now);
    outbox.reply(Line::public("two"), answers(now), now);
    assert!(outbox.pop(now).is_some() && outbox.pop(now).is_some());
    outbox.confirm(&Line::public("one"));
    outbox.said_too_fast(ms(1_000), now);
    assert_eq!(outbox.pop(now), None);
    let again = outbox.pop(now + ms(1_100)).unwrap();
    assert_eq!((&*again.line.text, again.answers), ("two", None));
    outbox.said_too_fast(ms(1_000), now + ms(1_200));
    assert_eq!((outbox.n_waiting(), outbox.n_given_up()), (0, 1));
}

#[test]
fn what_the_server_asks_for_is_kept_to_from_then_on() {
    let (mut outbox, now) = (Outbox::default(), Instant::now());
    outbox.reply(Line::public("too fast"), answers(now), now);
    assert!(outbox.pop(now).is_some());
    outbox.said_too_fast(ms(4_000), now);
    for n in 0..3 {
        outbox.push(Line::public(format!("line {n}")), Urgency::Game, ms(0), now);
    }
    assert_eq!(times(&mut outbox, now, 4), [4_400, 8_800, 13_200, 17_600]);
    outbox.clear();
    for n in 0..4 {
        outbox.push(Line::public(format!("line {n}")), Urgency::Game, ms(0), now);
    }
    assert_eq!(times(&mut outbox, now, 4), [0, 0, 0, 0], "another connection, another server");
}

#[test]
fn an_echo_tells_that_what_was_said_before_it_has_vanished() {
    let (mut outbox, now) = (Outbox::default(), Instant::now());
    for text in ["one", "two", "three"] {
        outbox.reply(Line::public(text), answers(now), now);
    }
    outbox.reply(Line::private("alice", "psst"), answers(now), now);
    assert_eq!(std::iter::from_fn(|| outbox.pop(now)).count(), 4);
    outbox.confirm(&Line::public("two"));
    assert_eq!(outbox.n_given_up(), 1);
    outbox.said_too_fast(ms(1_000), now);
    assert_eq!(&*outbox.pop(now + ms(1_100)).unwrap().line.text, "three");
}

#[test]
fn who_is_muted_says_nothing_aloud_and_still_whispers() {
    let (mut outbox, now) = (Outbox::default(), Instant::now());
    outbox.reply(Line::public("waits"), answers(now), now);
    outbox.reply(Line::private("alice", "waits too"), answers(now), now);
    outbox.silence(true);
    outbox.reply(Line::public("comes"), answers(now), now);
    assert_eq!(&*outbox.pop(now).unwrap().line.text, "waits too");
    assert_eq!((outbox.pop(now), outbox.n_waiting(), outbox.n_given_up()), (None, 0, 2));
    outbox.silence(false);
    outbox.reply(Line::public("speaks"), answers(now), now);
    assert_eq!(&*outbox.pop(now).unwrap().line.text, "speaks");
}

#[test]
fn an_echo_confirms_its_line_even_when_filters_changed_its_marks() {
    let (mut outbox, now) = (Outbox::default(), Instant::now());
    for text in ["snake_case_name", "2*3*4"] {
        outbox.reply(Line::public(text), answers(now), now);
        assert!(outbox.pop(now).is_some());
    }
    outbox.confirm(&Line::public("snakecasename"));
    outbox.confirm(&Line::public("234"));
    outbox.expire(now + Duration::from_mins(1));
    assert_eq!((outbox.n_given_up(), outbox.wake_at()), (0, None));
}

#[test]
fn an_echo_that_never_comes_is_counted() {
    let (mut outbox, now) = (Outbox::default(), Instant::now());
    outbox.reply(Line::public("hello"), answers(now), now);
    assert!(outbox.pop(now).is_some());
    let wake = outbox.wake_at().unwrap();
    outbox.expire(wake);
    assert_eq!((outbox.n_given_up(), outbox.wake_at()), (1, None));
}

#[test]
fn a_full_outbox_gives_up_the_least_urgent() {
    let (mut outbox, now) = (Outbox::default(), Instant::now());
    for n in 0..Outbox::MAX_WAITING {
        outbox.push(Line::public(format!("{n}")), Urgency::Announcement, ms(0), now);
    }
    outbox.reply(Line::public("answer"), answers(now), now);
    assert_eq!((outbox.n_waiting(), outbox.n_given_up()), (Outbox::MAX_WAITING, 1));
    assert_eq!(&*outbox.pop(now).unwrap().line.text, "answer");
}

#[test]
fn absurd_figures_of_a_channel_do_not_stop_us() {
    let (mut outbox, now) = (Outbox::default(), Instant::now());
    for sustained in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-300] {
        outbox.keep_to(Some(Flood { burst: 0, sustained }));
        outbox.said_too_fast(Duration::MAX.min(ms(u64::MAX / 4)), now);
        outbox.reply(Line::public("hello"), answers(now), now);
    }
    assert_eq!(times(&mut outbox, now, 3).len(), 3);
}

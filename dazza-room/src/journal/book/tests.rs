//! How answers fare whose process or connection ends.

use super::*;

const START: Timestamp = Timestamp::constant(1_795_444_500, 0);

fn key(n: i64) -> LineKey {
    LineKey::of_timer(&"fatpizza".parse().unwrap(), "test", n)
}

fn said(n: i16, text: &str, after_ms: u64) -> Said {
    Said { n, text: text.into(), after_ms }
}

/// What the next process knows of all this.
fn next(book: &Book) -> Book {
    let mut next = Book::default();
    next.recall(book.entries().collect());
    next
}

#[test]
fn a_line_stands_as_it_was_left() {
    let mut book = Book::default();
    assert_eq!(book.standing(key(1)), Standing::Fresh);
    book.begin(key(1), START);
    assert_eq!(book.standing(key(1)), Standing::Handled, "this process is at it");
    for standing in [Standing::TriedInVain, Standing::TriedInVain, Standing::Deadly] {
        book = next(&book);
        assert_eq!(book.standing(key(1)), standing);
        book.begin(key(1), START);
    }
    book.answer(key(1), START, vec![], true);
    assert_eq!(next(&book).standing(key(1)), Standing::Handled, "an answer may be silent");
}

#[test]
fn the_rest_of_an_answer_comes_without_the_pause_before_it() {
    let mut book = Book::default();
    book.begin(key(1), START);
    book.answer(key(1), START, vec![said(0, "one", 0), said(1, "two", 2_000), said(2, "three", 4_000)], true);
    book.sent(Tag { key: key(1), n: 0 }, START);
    book.seen(Tag { key: key(1), n: 0 });
    let mut book = next(&book);
    let verdicts = book.judge(&mut Backlog::default(), later(START, Duration::from_secs(1)));
    assert_eq!(verdicts.again, [(key(1), vec![said(1, "two", 0), said(2, "three", 2_000)])]);
    assert!(book.judge(&mut Backlog::default(), START).again.is_empty(), "it is under way");
    book.line_gone();
    assert_eq!(book.judge(&mut Backlog::default(), START).again.len(), 1);
    book.line_gone();
    assert!(book.judge(&mut Backlog::default(), later(START, FRESH)).again.is_empty(), "it is too late");
}

#[test]
fn news_is_worth_to_be_said_for_longer_also_by_the_next_process() {
    let mut book = Book::default();
    let entry = book.tell(key(1), START, vec![said(0, "the loot", 0)], (false, NEWS));
    let mut next = Book::default();
    next.recall(vec![serde_json::from_str(&serde_json::to_string(&entry).unwrap()).unwrap()]);
    for book in [&mut book, &mut next] {
        book.forget_old(later(START, Duration::from_mins(9)));
        let (nearly, over) = (later(START, Duration::from_mins(9)), later(START, NEWS));
        assert_eq!(book.judge(&mut Backlog::default(), nearly).again.len(), 1);
        book.line_gone();
        assert!(book.judge(&mut Backlog::default(), over).again.is_empty(), "it is too late");
        book.forget_old(over);
        assert_eq!(book.entries().next(), None);
    }
}

#[test]
fn what_was_seen_of_a_delivery_is_known_for_as_long_as_the_database_asks() {
    let mut book = Book::default();
    book.deliver(key(1), START, said(0, "mail", 0), Receipt::Tell(7));
    book.seen(Tag { key: key(1), n: 0 });
    let mut book = next(&book);
    book.forget_old(later(START, Duration::from_hours(23)));
    let (tag, text) = (Tag { key: key(1), n: 0 }, "mail".to_owned());
    book.learn(&[Unseen { tag, text, due_at: START, fresh: FRESH, receipt: Some(Receipt::Tell(7)) }]);
    let verdicts = book.judge(&mut Backlog::default(), START);
    assert!(verdicts.lost.is_empty() && verdicts.again.is_empty(), "{verdicts:?}");
    book.forget_old(later(START, DELIVERY_KEPT));
    assert_eq!(book.entries().next(), None);
}

#[test]
fn answers_are_forgotten_in_time_though_nothing_is_written_anew() {
    let mut book = Book::default();
    for second in 0..1_000 {
        let at = later(START, Duration::from_secs(second));
        book.begin(key(second.try_into().unwrap()), at);
        book.answer(key(second.try_into().unwrap()), at, vec![said(0, "no worries", 0)], true);
        book.sweep(at);
        assert!(book.n_kept() <= 181, "{} after {second} s", book.n_kept());
    }
}

#[test]
fn of_too_many_deliveries_those_are_forgotten_that_have_long_been_seen() {
    let mut book = Book::default();
    for n in 0..3_000 {
        let at = later(START, Duration::from_secs(n));
        let key = key(n.try_into().unwrap());
        book.deliver(key, at, said(0, "mail", 0), Receipt::Tell(1));
        if n % 3 > 0 {
            book.seen(Tag { key, n: 0 });
        }
        book.sweep(at);
    }
    assert!((1_000..1_200).contains(&book.n_kept()), "{}: what was not seen, and what was seen of late", book.n_kept());
    let is_there = |n| book.standing(key(n)) == Standing::Handled;
    assert!(is_there(0) && !is_there(1) && is_there(2_998));
}

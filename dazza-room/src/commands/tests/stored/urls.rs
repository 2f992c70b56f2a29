//! `urls`.

use dazza_shared::counters::CommandResult;
use sqlx::PgPool;

use super::is_from;
use crate::chat::{MAX_UNITS, Route, To, pools, units};
use crate::commands::tests::till::{Till, lines, only};

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn the_latest_links_are_shown_bare_in_two_lines_at_most(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert!(is_from(pools::URLS_NONE, &only(till.say("!urls").await).text));
    till.said(&[("Shaz", "look https://www.youtube.com/watch?v=abcdefghijk", 120), ("gaz", "http://pub.example/", 60)])
        .await;
    let line = only(till.say("!links").await);
    assert_eq!(line.to, To::Room);
    assert!(
        line.text.contains(": pub.example (-gaz, 1h) | youtube.com/watch?v=abcdefghijk (-Shaz, 1h)"),
        "{}",
        line.text
    );
    let long = format!("https://{}.example/{}", "d".repeat(30), "p".repeat(60));
    for n in 0..7 {
        till.said(&[(&"W".repeat(20), &format!("{long}{n}"), 0)]).await;
    }
    for line in ["!urls", "!url", "!urls WWWWWWWWWWWWWWWWWWWW", "!urls domain dddddddddddddddddddddddddddddd.example"] {
        let said = lines(till.say(line).await);
        assert!(
            said.len() == 2 && said.iter().all(|line| units(&line.text) <= MAX_UNITS && !line.text.contains("://")),
            "{said:?}"
        );
        let n_links: usize = said.iter().map(|line| line.text.matches("ddd").count() / 10).sum();
        assert!(n_links >= 5, "{said:?}");
        assert!(said.iter().all(|line| line.after.is_zero()));
    }
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn links_are_found_by_person_and_by_domain(owner: PgPool) {
    let mut till = Till::open(owner).await;
    till.said(&[("Shaz", "https://a.example/1 and https://b.example/2", 60), ("gaz", "https://a.example/3", 30)]).await;
    let text = only(till.say("!urls SHAZ").await).text;
    assert!(text.contains("-Shaz") && text.contains("a.example/1 (1h)") && text.contains("b.example/2"), "{text}");
    assert!(!text.contains("a.example/3"), "{text}");
    let text = only(till.say("!urls domain https://www.A.example/x").await).text;
    assert!(
        is_from(pools::URLS_OF_DOMAIN, &text)
            && text.contains("a.example/3 (-gaz,")
            && text.contains("a.example/1 (-Shaz,"),
        "{text}"
    );
    for (line, pool) in [
        ("!urls nobody", pools::URLS_NONE_OF),
        ("!urls alice", pools::URLS_NONE_OF),
        ("!urls domain bad.example", pools::URLS_NONE_OF),
        ("!urls https://bad.example", pools::URLS_NONE_OF),
        ("!urls domain", pools::USAGE),
    ] {
        let done = till.say(line).await;
        assert_eq!(done.result, CommandResult::Refused, "{line}");
        let text = only(done).text;
        assert!(is_from(pool, &text) && !text.contains("bad.example"), "{text}");
    }
    assert!(is_from(pools::NOT_BY_PM, &only(till.pm("alice", "!urls").await).text));
}

#[sqlx::test(migrator = "dazza_shared::store::MIGRATOR")]
async fn links_are_counted(owner: PgPool) {
    let mut till = Till::open(owner).await;
    assert!(is_from(pools::URLS_NONE, &only(till.say("!urls stats").await).text));
    till.said(&[("Shaz", "https://a.example/1 and https://b.example/2", 60), ("gaz", "https://a.example/3", 30)]).await;
    let said = lines(till.say("!urls stats").await);
    let [totals, people] = said.as_slice() else { panic!("{said:?}") };
    assert!(totals.text.contains("a.example 2, b.example 1"), "{}", totals.text);
    assert!(
        is_from(pools::URLS_STATS, &totals.text) && is_from(pools::URLS_TOP_DOMAINS, &totals.text),
        "{}",
        totals.text
    );
    assert!(
        is_from(pools::URLS_TOP_PEOPLE, &people.text) && people.text.contains("-Shaz 2, -gaz 1"),
        "{}",
        people.text
    );
    assert!(is_from(pools::WAIT, &only(till.hear("alice", Route::Public, "!urls").await).text));
}

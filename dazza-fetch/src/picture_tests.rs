//! Looks at pictures against web servers of the test's own, on loopback addresses of which some are allowed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dazza_shared::picture::{Seen, Sight, Verdict};
use dazza_sim::web::{Answer, Web, allowed, method, moved, page, path, status};
use tokio::time::{Instant, timeout};

use super::pictures::{Pace, look};

/// Short pauses; servers have all the time they need.
fn patient() -> Pace {
    let by = Instant::now() + Duration::from_mins(1);
    Pace { pauses: [Duration::from_millis(1), Duration::from_millis(2)], ..Pace::of(10, by) }
}

/// What is seen at these addresses, in their order.
async fn seen(urls: &[String], pace: Pace) -> Vec<Seen> {
    let pictures: Vec<(i64, String)> = (0..).zip(urls.iter().cloned()).collect();
    let found = timeout(Duration::from_mins(2), look(&pictures, &allowed(), pace)).await.unwrap();
    assert!(found.iter().map(|(id, _)| *id).eq(0..i64::try_from(urls.len()).unwrap()), "{found:?}");
    found.into_iter().map(|(_, seen)| seen).collect()
}

async fn seen_at(url: String) -> Seen {
    seen(&[url], patient()).await.remove(0)
}

fn answer(status: u16, kind: &str) -> Sight {
    Sight::Answer { status, kind: kind.to_owned() }
}

#[tokio::test]
async fn what_a_server_says_is_seen_and_no_content_is_asked_for() {
    let web = Web::new(|head| match path(head) {
        "/a.png" => page("image/png", ""),
        "/clip.webm" => page("video/webm", ""),
        "/page.png" => page("text/html; charset=utf-8", ""),
        "/none.png" => status(404, ""),
        "/gone.png" => status(410, ""),
        "/barred.png" => status(451, ""),
        _ => moved("/a.png"),
    })
    .await;
    for (path, sight, verdict) in [
        ("/a.png", answer(200, "image/png"), Verdict::Alive),
        ("/clip.webm", answer(200, "video/webm"), Verdict::Alive),
        ("/old.png?size=1", answer(200, "image/png"), Verdict::Alive),
        ("/page.png", answer(200, "text/html; charset=utf-8"), Verdict::Dead),
        ("/none.png", answer(404, ""), Verdict::Dead),
        ("/gone.png", answer(410, ""), Verdict::Dead),
        ("/barred.png", answer(451, ""), Verdict::Dead),
    ] {
        let seen = seen_at(web.url(path)).await;
        assert_eq!((&seen.sight, seen.verdict()), (&sight, verdict), "{path}");
    }
    let asked = web.asked();
    assert!(asked.len() == 8 && asked.iter().all(|head| method(head) == "HEAD"), "{asked:#?}");
    for head in asked {
        let head = head.to_ascii_lowercase();
        assert!(["cookie:", "referer:", "authorization:"].iter().all(|name| !head.contains(name)), "{head}");
    }
}

#[tokio::test]
async fn who_does_not_like_to_be_asked_so_is_asked_for_one_byte() {
    for refusal in [405, 403, 501] {
        let web = Web::new(move |head| match (method(head), path(head)) {
            ("HEAD", "/moved.png") => moved("/a.png"),
            ("HEAD", _) => status(refusal, ""),
            (_, "/a.png") => {
                let head = "HTTP/1.1 206 Partial\r\ncontent-type: image/gif\r\ncontent-length: 1\r\n\r\nG";
                Answer::Whole(head.into())
            }
            (_, "/never.png") => status(403, ""),
            _ => Answer::Endless(b"HTTP/1.1 200 OK\r\ncontent-type: image/png\r\n\r\n".to_vec(), vec![0; 4096]),
        })
        .await;
        assert_eq!(seen_at(web.url("/a.png")).await.sight, answer(206, "image/gif"));
        assert_eq!(seen_at(web.url("/moved.png")).await.sight, answer(206, "image/gif"));
        assert_eq!(seen_at(web.url("/endless.png")).await.sight, answer(200, "image/png"));
        assert_eq!(seen_at(web.url("/never.png")).await.verdict(), Verdict::Unclear);
        let gets: Vec<_> = web.asked().into_iter().filter(|head| method(head) == "GET").collect();
        assert_eq!(gets.len(), 4);
        assert!(gets.iter().all(|head| head.to_ascii_lowercase().contains("range: bytes=0-0\r\n")), "{gets:#?}");
    }
}

#[tokio::test]
async fn who_gives_no_answer_is_asked_three_times_and_who_recovers_is_alive() {
    let n_asked = AtomicUsize::new(0);
    let web = Web::new(move |head| match path(head) {
        "/recovers.png" if n_asked.fetch_add(1, Ordering::Relaxed) == 2 => page("image/png", ""),
        "/junk.png" => Answer::Whole(b"\x16\x03\x01 no HTTP\r\n\r\n".to_vec()),
        "/stall.png" => Answer::Stall(b"HTTP/1.1 200 OK\r\n".to_vec()),
        _ => status(503, ""),
    })
    .await;
    let hasty = Pace { answer_within: Duration::from_millis(50), ..patient() };
    for (path, pace, sight, verdict) in [
        ("/recovers.png", patient(), answer(200, "image/png"), Verdict::Alive),
        ("/down.png", patient(), answer(503, ""), Verdict::Doubtful),
        ("/junk.png", patient(), Sight::Broken, Verdict::Doubtful),
        ("/stall.png", hasty, Sight::Silence, Verdict::Doubtful),
    ] {
        let seen = seen(&[web.url(path)], pace).await.remove(0);
        assert_eq!((&seen.sight, seen.verdict()), (&sight, verdict), "{path}");
        assert_eq!(web.asked().iter().filter(|head| head.contains(path)).count(), 3, "{path}");
    }
}

#[tokio::test]
async fn nothing_leads_inside_and_circles_are_left() {
    for (to, n_asked) in [
        ("http://127.0.0.1:80/a.png", 1),
        ("http://localhost/a.png", 1),
        ("http://[::1]/a.png", 1),
        ("//169.254.169.254/latest/meta-data/", 1),
        ("file:///etc/passwd", 1),
        ("http://1.1.1.1:22/", 1),
        ("/again.png", 4),
    ] {
        let web = Web::new(move |_| moved(to)).await;
        let seen = seen_at(web.url("/a.png")).await;
        assert_eq!((&seen.sight, seen.verdict()), (&Sight::Barred, Verdict::Unclear), "{to}");
        assert_eq!(web.asked().len(), n_asked, "{to}");
    }
    for url in ["http://10.0.0.1/a.png", "http://user:pw@1.1.1.1/a.png", "http://1.1.1.1:8080/a.png", "a.png"] {
        assert_eq!(seen_at(url.to_owned()).await.sight, Sight::Barred, "{url}");
    }
}

#[tokio::test]
async fn a_host_that_has_us_wait_is_not_asked_again() {
    let web = Web::new(|head| match path(head) {
        "/busy.png" => status(429, "retry-after: 120\r\n"),
        "/date.png" => {
            let moments = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\nretry-after: Sun, 06 Nov 1994 08:50:37 GMT\r\n";
            status(503, moments)
        }
        _ => page("image/png", ""),
    })
    .await;
    let one_by_one = Pace { at_once: 1, ..patient() };
    let found = seen(&["/a.png", "/busy.png", "/b.png"].map(|path| web.url(path)), one_by_one).await;
    let wait = Some(Duration::from_mins(2));
    assert_eq!(found[0], Seen::plain(answer(200, "image/png")));
    assert_eq!(found[1], Seen { sight: answer(429, ""), wait });
    assert_eq!(found[2], Seen { sight: Sight::Waiting, wait });
    assert_eq!(
        found.iter().map(Seen::verdict).collect::<Vec<_>>(),
        [Verdict::Alive, Verdict::Doubtful, Verdict::Unclear]
    );
    assert_eq!(web.asked().len(), 2);
    let minute = Some(Duration::from_mins(1));
    assert_eq!(seen_at(web.url("/date.png")).await, Seen { sight: answer(503, ""), wait: minute });
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_seen_unless_we_are_cut_off() {
    let dead = |n: u8| format!("http://nowhere-{n}.invalid/a.png");
    assert_eq!(seen_at(dead(1)).await, Seen::plain(Sight::NoHost));
    let web = Web::new(|_| page("image/png", "")).await;
    let found = seen(&[dead(1), dead(2), web.url("/a.png")], patient()).await;
    assert_eq!(found[0].sight, Sight::NoHost);
    assert_eq!(found[1].verdict(), Verdict::Dead);
    assert_eq!(found[2].verdict(), Verdict::Alive);
    // Nobody is left who answers, and these are two: it is more likely us.
    let found = seen(&[dead(1), dead(2), dead(2)], patient()).await;
    assert!(found.iter().all(|seen| seen.sight == Sight::Offline), "{found:?}");
    let same_host = seen(&[dead(1), dead(1)], patient()).await;
    assert!(same_host.iter().all(|seen| seen.verdict() == Verdict::Dead), "{same_host:?}");
}

#[tokio::test]
async fn a_port_that_nobody_listens_on_is_asked_once() {
    let refused = seen_at("http://127.0.0.2:1/a.png".to_owned()).await;
    assert_eq!((&refused.sight, refused.verdict()), (&Sight::Broken, Verdict::Doubtful));
}

/// Counts how many are being served at once, by the calls that have begun and not ended.
#[tokio::test]
async fn a_host_is_asked_two_at_a_time() {
    let web = Arc::new(Web::new(|_| Answer::Stall(Vec::new())).await);
    let urls: Vec<_> = (0..6).map(|n| (n, web.url(&format!("/{n}.png")))).collect();
    let pace = patient();
    let looks = tokio::spawn(async move { look(&urls, &allowed(), pace).await });
    let two_have_come = async {
        while web.asked().len() < 2 {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(30), two_have_come).await.unwrap();
    // Nobody else gets in while these two are not answered, however often everybody gets a turn.
    for _ in 0..1_000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(web.asked().len(), 2);
    looks.abort();
}

#[tokio::test]
async fn what_is_not_come_to_in_time_is_left_out() {
    let web = Web::new(|head| match path(head) {
        "/a.png" => page("image/png", ""),
        _ => Answer::Stall(Vec::new()),
    })
    .await;
    let other = "http://127.0.0.2:1/refused.png".to_owned();
    let pictures = vec![(1, other), (2, web.url("/stall.png"))];
    let pace = Pace { by: Instant::now() + Duration::from_millis(200), ..patient() };
    let found = look(&pictures, &allowed(), pace).await;
    assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [1]);
}

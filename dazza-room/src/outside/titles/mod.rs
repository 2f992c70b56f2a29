//! Finds out what a page is called: a video by asking its site, any page by reading its head.

mod polish;
mod scan;

use dazza_shared::config::FetchSettings;
use reqwest::Url;
use serde::Deserialize;
use tokio::time::Instant;
use tracing::debug;

use crate::chat::LinkKind;
use crate::wire::chain;
use dazza_fetch::{FetchError, Kind, Page};
use polish::polished;

/// The host whose name is left out of titles of videos, wherever they were found: `youtu.be` too calls itself so.
const YOUTUBE: &str = "youtube.com";

/// What the page at `url` is called; nothing when it does not say, or not by then.
pub(super) async fn title_of(url: &str, kind: LinkKind, settings: &FetchSettings, by: Instant) -> Option<String> {
    if kind == LinkKind::YouTube {
        match asked(url, settings, by).await {
            Ok(Some(title)) => return Some(title),
            Ok(None) => debug!("the answer to a question for a title holds none"),
            Err(error) => debug!("could not ask for a title: {}", chain(&error)),
        }
    }
    match dazza_fetch::get(url, Kind::Html, settings, by).await {
        Ok(page) => in_page(&page, kind),
        Err(error) => {
            debug!("could not read a page for its title: {}", chain(&error));
            None
        }
    }
}

/// What the video's own site says it is called. Source: oembed.com, 2.3.
async fn asked(url: &str, settings: &FetchSettings, by: Instant) -> Result<Option<String>, FetchError> {
    #[derive(Deserialize)]
    struct Answer {
        title: String,
    }
    let question = [("url", url), ("format", "json")];
    let question = Url::parse_with_params(&settings.oembed, question)
        .map_err(|_no_address| FetchError::Address("of oembed in fleet.toml cannot be read"))?;
    let page = dazza_fetch::get(question.as_str(), Kind::Json, settings, by).await?;
    let answer: Option<Answer> = serde_json::from_str(&page.text).ok();
    Ok(answer.and_then(|answer| polished(&answer.title, None, YOUTUBE)))
}

fn in_page(page: &Page, kind: LinkKind) -> Option<String> {
    let host = match kind {
        LinkKind::YouTube => YOUTUBE,
        _ => page.url.host_str().unwrap_or_default(),
    };
    let found = scan::names(&page.text);
    found.titles().find_map(|title| polished(title, found.site.as_deref(), host))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dazza_fetch::WITHIN;
    use dazza_sim::web::{Answer, Web, allowed, page};

    const VIDEO: &str = "/watch?v=abcdefghijk";

    async fn title(oembed: fn() -> Answer, html: fn() -> Answer) -> Option<String> {
        let web = Web::new(move |head| if head.starts_with("GET /oembed?") { oembed() } else { html() }).await;
        let settings = FetchSettings { oembed: web.url("/oembed"), ..allowed() };
        title_of(&web.url(VIDEO), LinkKind::YouTube, &settings, Instant::now() + WITHIN).await
    }

    fn none() -> Answer {
        Answer::Whole(b"HTTP/1.1 404 Not Found\r\n\r\n".to_vec())
    }

    #[tokio::test]
    async fn a_video_is_asked_for_first() {
        let found = title(|| page("application/json", r#"{"title":"Snags & <b> - Live"}"#), none).await;
        assert_eq!(found.as_deref(), Some("Snags & <b> - Live"));
    }

    #[tokio::test]
    async fn the_question_names_the_video() {
        let web = Web::new(|_| page("application/json", r#"{"title":"x"}"#)).await;
        let settings = FetchSettings { oembed: web.url("/oembed"), ..allowed() };
        title_of("https://youtube.com/watch?v=a&t=5s", LinkKind::YouTube, &settings, Instant::now() + WITHIN)
            .await
            .unwrap();
        let asked = web.asked().concat();
        let wanted = "GET /oembed?url=https%3A%2F%2Fyoutube.com%2Fwatch%3Fv%3Da%26t%3D5s&format=json HTTP/1.1\r\n";
        assert!(asked.starts_with(wanted), "{asked}");
    }

    #[tokio::test]
    async fn a_page_is_read_when_nobody_answers() {
        let html = || page("text/html", "<title>Backyard cricket final - YouTube</title>");
        for oembed in [none, || page("application/json", "{}"), || page("application/json", "[")] {
            assert_eq!(title(oembed, html).await.as_deref(), Some("Backyard cricket final"));
        }
    }

    #[tokio::test]
    async fn a_page_without_a_name_has_none() {
        let broken = || page("text/html", "<title>unclosed <meta property=og:title content=");
        assert_eq!(title(none, broken).await, None);
        assert_eq!(title(none, || page("text/html", "<title> - YouTube</title>")).await, None);
        assert_eq!(title(none, none).await, None);
    }
}

//! Lines as HTML: what the server makes of a typed text is read back as typed, once; raw HTML gives no more than it holds.

use dazza_room::chat::{html, links};

use crate::{Target, seeds};

pub(crate) const TARGET: Target = Target {
    name: "html",
    check,
    seeds: lines,
    words: &[
        "&lt;",
        "&gt;",
        "&quot;",
        "&#39;",
        "&#40;",
        "&#41;",
        "&amp;",
        "&nbsp;",
        "<strong>",
        "</strong>",
        "<em>",
        "</em>",
        "<a href=\"https://",
        "\" target=\"_blank\" rel=\"noopener noreferrer\">",
        "</a>",
        "<s>",
        "<code>",
        "<img src='",
        "<br/>",
        "www.",
        "youtu.be/",
        ".jpg",
        "http://",
    ],
    n_mutants: 1_500,
};

/// What the server escapes. Source: `cytube-protocol`, 4.2.
const ESCAPES: &[(char, &str)] =
    &[('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('"', "&quot;"), ('\'', "&#39;"), ('(', "&#40;"), (')', "&#41;")];

/// Control signs, each standing for a piece of HTML, and what a person typed for that piece. Source: as above.
const PIECES: &[(char, &str, &str)] = &[
    ('\u{1}', "<strong>", "*"),
    ('\u{2}', "</strong>", "*"),
    ('\u{3}', "<em>", "_"),
    ('\u{4}', "</s>", "~~"),
    ('\u{5}', "<a href=\"https://a.example/?b=&quot;>\" target=\"_blank\" rel=\"noopener noreferrer\">", ""),
    ('\u{6}', "</a>", ""),
    ('\u{7}', "<code>", "`"),
    ('\u{8}', "<span style='color: #fff'>", ""),
];

fn lines() -> Vec<Vec<u8>> {
    let mut inputs = vec![
        b"go to <a href=\"https://youtu.be/x?a=1&amp;b=2\" target=\"_blank\">https://youtu.be/x</a>".to_vec(),
        b"\x01bold\x02 and \x05link\x06 <b> &amp;lt; \x07code\x04\x08\x03".to_vec(),
        b"<a <b \" <c ' > &lt".to_vec(),
    ];
    // The longer such ones are, the more they would cost: not in proportion, but by the square.
    inputs.push("<a".repeat(300).into_bytes());
    inputs.push(format!("http://a.example/{}", ")".repeat(1_000)).into_bytes());
    for frame in seeds::heard().iter().filter(|frame| frame.starts_with("42[\"chatMsg\"")) {
        let json: serde_json::Value = serde_json::from_str(&frame[2..]).unwrap();
        inputs.extend(json[1]["msg"].as_str().map(|html| html.as_bytes().to_vec()));
    }
    inputs
}

fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    check_typed(&text);
    check_raw(&text);
}

/// The line as the server would send it comes back as it was typed.
fn check_typed(typed: &str) {
    let (mut sent, mut expected) = (String::new(), String::new());
    for sign in typed.chars() {
        if let Some((_, tag, mark)) = PIECES.iter().find(|(stands, ..)| *stands == sign) {
            sent.push_str(tag);
            expected.push_str(mark);
        } else {
            match ESCAPES.iter().find(|(plain, _)| *plain == sign) {
                Some((_, entity)) => sent.push_str(entity),
                None => sent.push(sign),
            }
            expected.push(sign);
        }
    }
    assert_eq!(html::as_typed(&sent), expected, "{sent}");
    let n_links = sent.matches("<a href").count();
    assert_eq!(html::hrefs(&sent), vec!["https://a.example/?b=\">"; n_links]);
}

/// HTML that no server sends.
fn check_raw(raw: &str) {
    let text = html::as_typed(raw);
    assert!(text.len() <= raw.len());
    let addresses = html::hrefs(raw);
    assert!(addresses.iter().map(String::len).sum::<usize>() <= raw.len());
    let found = links(raw);
    assert!(found.len() <= raw.len() / 4);
    for (number, link) in found.iter().enumerate() {
        assert!(link.url.len() <= raw.len());
        assert!(!link.domain.is_empty() && link.normalized.contains(&link.domain), "{link:?}");
        assert!(!link.normalized.contains(char::is_whitespace) || link.url.contains(char::is_whitespace), "{link:?}");
        assert!(found[..number].iter().all(|other| other.normalized != link.normalized), "{link:?} twice");
    }
}

//! What is changed in galleries over the API: by anybody, by their owners, by curators.

use serde_json::{Value, json};

use crate::web_world::{World, each};

const PICTURE: &str = "https://a.example/3/1.png";

fn picture(url: &str, who: &str) -> String {
    json!({ "url": url, "username": who, "reason": "blurry" }).to_string()
}

#[tokio::test]
async fn anybody_deletes_from_an_open_gallery_and_the_owner_alone_from_a_locked_one() {
    let world = World::up().await;
    let stage = &world.stage;
    let made = stage.verb(&["tokens", "create", "--name", "cleaner", "--scope", "gallery:write"]).await;
    let curator = bearer(&String::from_utf8(made.stdout).unwrap());
    let made = stage.verb(&["tokens", "create", "--name", "reader", "--scope", "metrics:read"]).await;
    let reader = bearer(&String::from_utf8(made.stdout).unwrap());
    let ask = |line: &str, token: &str, body: &str| {
        let (method, path) = line.split_once(' ').unwrap();
        world.ask_on_tcp(method, path, token, body)
    };
    let images = |who: &str| world.all(&format!("/gallery/images/{who}"), 100).len();

    let (status, done) = ask("DELETE /gallery/images", "", &picture(PICTURE, "SHAZ"));
    assert_eq!((status, &done["username"], images("shaz")), (200, &"shaz".into(), 2), "{done}");
    assert_eq!(ask("DELETE /gallery/images", "", &picture(PICTURE, "shaz")).0, 404);
    // Strangers take away; only those who may bring back.
    for (token, wanted) in [("", 401), (reader.as_str(), 403), (curator.as_str(), 200)] {
        assert_eq!(ask("POST /gallery/images/restore", token, &picture(PICTURE, "shaz")).0, wanted, "{token}");
    }
    assert_eq!(images("shaz"), 3);

    for (token, wanted) in [("", 401), (reader.as_str(), 403), (curator.as_str(), 200)] {
        let (status, lock) = ask("PUT /gallery/locks/shaz", token, r#"{"locked": true}"#);
        assert_eq!(status, wanted, "{lock}");
    }
    assert_eq!(world.get("/gallery/locks/shaz")["is_locked"], true);
    assert_eq!(ask("DELETE /gallery/images", "", &picture(PICTURE, "shaz")).0, 403);
    assert_eq!(ask("DELETE /gallery/images", &curator, &picture(PICTURE, "shaz")).0, 200);
    assert_eq!(ask("PUT /gallery/locks/nobody", &curator, r#"{"locked": true}"#).0, 404);
    assert_eq!(ask("PUT /gallery/locks/shaz", &curator, r#"{"locked": 7}"#).0, 400);

    let acts = world.all("/gallery/activity?type=deleted", 100);
    assert_eq!(each(&acts, "actor"), ["cleaner", "somebody on the web"], "{acts:?}");
    assert_eq!(acts[0]["reason"], "blurry");
    let wanted = ["gallery.delete", "gallery.lock", "gallery.restore", "gallery.delete"];
    crate::stage::until("the audit", || {
        let audit: Value = world.get("/audit");
        let seen = each(audit["items"].as_array()?, "action");
        wanted.iter().all(|act| seen.contains(act)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn pictures_are_looked_at_for_those_who_are_known_and_nowhere_else() {
    let world = World::up().await;
    let made = world.stage.verb(&["tokens", "create", "--name", "reader", "--scope", "metrics:read"]).await;
    let token = bearer(&String::from_utf8(made.stdout).unwrap());
    for (path, body) in [
        ("/gallery/images/metadata", json!({ "url": PICTURE })),
        ("/gallery/health-check", json!({ "username": "shaz" })),
        ("/gallery/pruned/1/recheck", json!({})),
    ] {
        assert_eq!(world.ask_on_tcp("POST", path, "", &body.to_string()).0, 401, "{path}");
    }
    let ask = |path: &str, body: Value| world.ask_on_tcp("POST", path, &token, &body.to_string()).0;
    assert_eq!(ask("/gallery/images/metadata", json!({ "url": "http://127.0.0.1:1/x.png" })), 404);
    assert_eq!(ask("/gallery/health-check", json!({ "username": "nobody" })), 404);
    assert_eq!(ask("/gallery/pruned/99999/recheck", json!({})), 404);
    assert_eq!(ask("/gallery/pruned/x/recheck", json!({})), 400);
}

/// The header that shows the token which stands in what was printed.
fn bearer(printed: &str) -> String {
    let token = printed.split_whitespace().find(|word| word.starts_with("dazza_")).unwrap();
    format!("authorization: Bearer {token}\r\n")
}

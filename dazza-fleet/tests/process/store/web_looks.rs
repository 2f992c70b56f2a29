//! Pictures that the API has looked at, on a real web server: what is there, what goes, what comes back, and who has no place.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use dazza_sim::web::{Answer, Web, page, path, status};
use serde_json::{Value, json};

use crate::web_world::{World, each};

/// A world in which gaz has three pictures: one is there, one is gone until it is put back, and one cannot be told of.
struct Scene {
    world: World,
    web: Web,
    is_back: Arc<AtomicBool>,
    /// The header of somebody who may curate, and of somebody who is merely known.
    curator: String,
    reader: String,
}

/// A web server in a thread of its own: whoever asks the fleet here waits for it, and it asks that server meanwhile.
fn beside(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Web {
    let (send, made) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            send.send(Web::new(answer).await).unwrap();
            std::future::pending::<()>().await;
        });
    });
    made.recv().unwrap()
}

impl Scene {
    async fn set() -> Self {
        let is_back = Arc::new(AtomicBool::new(false));
        let back = is_back.clone();
        let web = beside(move |head| match path(head) {
            "/gone.png" if !back.load(Ordering::Relaxed) => status(404, ""),
            "/busy.png" => status(503, ""),
            _ => page("image/png", ""),
        });
        let world = World::with("[fetch]\nallow = [\"127.0.0.2/32\"]\n").await;
        world.run("DELETE FROM user_images WHERE username = 'gaz'").await;
        for name in ["here", "gone", "busy"] {
            world
                .run(&format!(
                    "INSERT INTO user_images (username, url, posted_at) VALUES ('gaz', '{}', now())",
                    web.url(&format!("/{name}.png"))
                ))
                .await;
        }
        let token = async |scope: &str| {
            let made = world.stage.verb(&["tokens", "create", "--name", scope, "--scope", scope]).await;
            let made = String::from_utf8(made.stdout).unwrap();
            format!("authorization: Bearer {}\r\n", made.trim())
        };
        let (curator, reader) = (token("gallery:write").await, token("metrics:read").await);
        Self { world, web, is_back, curator, reader }
    }

    fn post(&self, path: &str, token: &str, body: &Value) -> (u16, Value) {
        self.world.ask_on_tcp("POST", path, token, &body.to_string())
    }

    fn shown(&self) -> Vec<String> {
        let pictures = self.world.all("/gallery/images/gaz", 100);
        let mut names: Vec<_> =
            each(&pictures, "url").into_iter().map(|url| url.rsplit('/').next().unwrap().to_owned()).collect();
        names.sort();
        names
    }

    /// Fills the gallery up to its 25 pictures.
    async fn fill(&self) {
        self.world
            .run(
                "INSERT INTO user_images (username, url, posted_at)
                 SELECT 'gaz', 'https://a.example/full/' || n || '.png', now() FROM generate_series(1, 25 -
                     (SELECT count(*)::integer FROM user_images WHERE username = 'gaz' AND is_active)) AS n",
            )
            .await;
        assert_eq!(self.shown().len(), 25);
    }
}

#[tokio::test]
async fn what_is_at_an_address_is_told() {
    let scene = Scene::set().await;
    let told = |name: &str| {
        let (status, told) =
            scene.post("/gallery/images/metadata", &scene.reader, &json!({ "url": scene.web.url(name) }));
        assert_eq!((status, told["url"].as_str()), (200, Some(scene.web.url(name).as_str())), "{told}");
        told
    };
    let here = told("/here.png");
    assert_eq!((&here["accessible"], &here["status"], &here["reason"]), (&json!(true), &json!(200), &Value::Null));
    assert!(here["content_type"].as_str().unwrap().starts_with("image/png"), "{here}");
    let gone = told("/gone.png");
    assert_eq!((&gone["accessible"], &gone["status"]), (&json!(false), &json!(404)));
    assert!(gone["reason"].as_str().unwrap().contains("404"), "{gone}");
    assert_eq!(told("/busy.png")["accessible"], Value::Null);
    let unknown = json!({ "url": scene.web.url("/other.png") });
    assert_eq!(scene.post("/gallery/images/metadata", &scene.reader, &unknown).0, 404);
    assert!(scene.web.asked().iter().all(|head| path(head) != "/other.png"), "what no gallery has is not asked for");
}

#[tokio::test]
async fn the_third_strike_takes_a_picture_out_and_a_look_puts_it_back_while_there_is_a_place() {
    let scene = Scene::set().await;
    let check = || {
        let (status, told) = scene.post("/gallery/health-check", &scene.reader, &json!({ "username": "GAZ" }));
        assert_eq!(
            (status, &told["username"], told["items"].as_array().map(Vec::len)),
            (200, &json!("gaz"), Some(3)),
            "{told}"
        );
        told["pruned"].as_u64().unwrap()
    };
    // Two strikes within five minutes count once.
    for wanted in [0, 0, 1] {
        assert_eq!(check(), wanted);
        scene
            .world
            .run(
                "UPDATE user_images SET last_check_at = last_check_at - interval '1 hour',
            last_strike_at = last_strike_at - interval '1 hour' WHERE username = 'gaz'",
            )
            .await;
        assert_eq!(scene.shown().len(), 3 - usize::try_from(wanted).unwrap());
    }
    let pruned = scene.world.all("/gallery/pruned", 10);
    assert!(pruned[0]["url"].as_str().unwrap().ends_with("/gone.png"), "{pruned:?}");
    let recheck = format!("/gallery/pruned/{}/recheck", pruned[0]["id"]);

    let (status, still) = scene.post(&recheck, &scene.reader, &json!({}));
    assert_eq!((status, &still["accessible"], &still["restored"]), (200, &json!(false), &json!(false)), "{still}");
    assert!(still["reason"].as_str().unwrap().contains("404"), "{still}");

    scene.is_back.store(true, Ordering::Relaxed);
    scene.fill().await;
    let (status, full) = scene.post(&recheck, &scene.reader, &json!({}));
    assert_eq!((status, full["detail"].as_str().unwrap().contains("no place left")), (409, true), "{full}");

    scene.world.run("DELETE FROM user_images WHERE url LIKE 'https://a.example/full/%'").await;
    let (status, back) = scene.post(&recheck, &scene.reader, &json!({}));
    assert_eq!((status, back), (200, json!({ "accessible": true, "restored": true, "reason": null })));
    assert_eq!(scene.shown(), ["busy.png", "gone.png", "here.png"]);
    assert_eq!(scene.post(&recheck, &scene.reader, &json!({})).0, 404, "it is not out any more");
}

#[tokio::test]
async fn what_was_deleted_comes_back_for_seven_days_while_there_is_a_place() {
    let scene = Scene::set().await;
    let chosen = json!({ "username": "gaz", "url": scene.web.url("/here.png") });
    let restore = || scene.post("/gallery/images/restore", &scene.curator, &chosen).0;
    let days_ago = async |days: &str| {
        let moved = format!(
            "UPDATE user_images SET is_active = false, deleted_at = now() - interval '{days}' WHERE url = '{}'",
            scene.web.url("/here.png")
        );
        scene.world.run(&moved).await;
    };
    let (status, _) = scene.world.ask_on_tcp("DELETE", "/gallery/images", "", &chosen.to_string());
    assert_eq!((status, scene.shown()), (200, vec!["busy.png".to_owned(), "gone.png".to_owned()]));
    days_ago("7 days 1 minute").await;
    assert_eq!((restore(), scene.shown().len()), (404, 2));
    days_ago("6 days 23 hours").await;
    assert_eq!((restore(), scene.shown().len()), (200, 3));
    days_ago("1 minute").await;
    scene.fill().await;
    assert_eq!((restore(), scene.shown().len()), (409, 25));
}

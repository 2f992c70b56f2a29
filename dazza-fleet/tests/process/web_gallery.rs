//! Galleries and what is being played, over the API.

use serde_json::json;

use crate::web_world::{World, each};

#[tokio::test]
async fn galleries_are_read_by_owner_by_address_and_to_the_end() {
    let world = World::up().await;
    world.run(include_str!("web_gallery_gone.sql")).await;

    let galleries = world.all("/gallery/images", 1);
    // `shy` wants to be left out in one of the rooms, and so where all are shown.
    assert_eq!(each(&galleries, "username"), ["bazza", "gaz", "shaz"], "{galleries:?}");
    assert_eq!((&galleries[1]["is_locked"], galleries[2]["images"].as_array().unwrap().len()), (&true.into(), 2));
    let sums = json!({ "total_images": 5, "total_users": 3, "pruned_images": 1, "locked_galleries": 1 });
    assert_eq!(world.get("/gallery/images")["stats"], sums);
    assert_eq!(world.get("/gallery/stats")["total_images"], 5);
    assert_eq!(world.get("/gallery/images?room=fatpizza")["items"], json!([]));

    assert_eq!(world.all("/gallery/images/SHAZ", 1).len(), 2);
    assert_eq!(world.all("/gallery/images/shaz?include_deleted=true", 1).len(), 3);
    assert_eq!(world.get("/gallery/images/shaz?room=fatpizza")["items"], json!([]));
    let picture = world.get("/gallery/images/by-url?url=https%3A%2F%2Fa.example%2F3%2F1.png");
    assert_eq!((&picture["username"], &picture["has_gravestone"]), (&"shaz".into(), &true.into()), "{picture}");
    assert_eq!(each(&world.all("/gallery/pruned", 1), "pruned_reason"), ["dead link"]);
    assert_eq!(each(&world.all("/gallery/activity?type=deleted", 1), "action"), ["prune"]);
    assert!(each(&world.all("/gallery/activity?type=added&room=thepub", 2), "action").iter().all(|act| *act == "add"));
    assert_eq!(world.all("/gallery/activity", 3).len(), 7);
    assert_eq!(each(&world.all("/gallery/locks", 1), "username"), ["gaz"]);
    assert_eq!(world.get("/gallery/locks/gaz")["is_locked"], true);
    assert_eq!(world.get("/gallery/locks/bazza")["is_locked"], false);

    for (path, wanted) in [
        ("/gallery/images?limit=101", 400),
        ("/gallery/images?room=elsewhere", 404),
        ("/gallery/images/nobody", 404),
        ("/gallery/images/shy", 404),
        ("/gallery/images/gaz?limit=201", 400),
        ("/gallery/images/by-url", 400),
        ("/gallery/images/by-url?url=https://a.example/none.png", 404),
        ("/gallery/images/by-url?url=https://a.example/4/1.png", 404),
        ("/gallery/images/by-url?url=%00", 404),
        ("/gallery/activity?type=everything", 400),
        ("/gallery/pruned?cursor=x", 400),
        ("/gallery/locks/nobody", 404),
        ("/gallery/locks?limit=0", 400),
    ] {
        let (status, problem) = world.ask("GET", path);
        assert_eq!((status, &problem["status"]), (wanted, &wanted.into()), "{path}: {problem}");
    }
}

#[tokio::test]
async fn what_is_being_played_in_a_room_is_shown() {
    let world = World::up().await;
    let nothing = json!({ "room": "thepub", "heist": null, "raffle": null, "contests": [], "duels": [], "poll": null });
    assert_eq!(world.get("/rooms/thepub/games"), nothing);
    world.run(include_str!("web_games.sql")).await;
    let games = world.get("/rooms/thepub/games");
    assert_eq!((&games["heist"]["state"], &games["heist"]["crew"]), (&"voting".into(), &json!(["gaz"])));
    assert_eq!((&games["raffle"]["title"], &games["raffle"]["tickets"]), (&"meat tray".into(), &2.into()));
    assert_eq!((games["contests"].as_array().unwrap().len(), &games["contests"][0]["amount"]), (1, &10.into()));
    assert_eq!((&games["duels"][0]["status"], &games["poll"]["votes"]), (&"accepted".into(), &json!([1, 2])));
    assert_eq!(world.get("/rooms/fatpizza/games")["heist"], json!(null));
    assert_eq!(world.ask("GET", "/rooms/elsewhere/games").0, 404);
    assert_eq!(world.ask("GET", "/rooms/thepub/games?x=1").0, 400);
    let guide = world.get("/guide");
    assert_eq!((&guide["scoring"][0]["figure"], guide["scoring"].as_array().unwrap().len()), (&"distance".into(), 4));
}
